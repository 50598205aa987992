use crate::Ctx;
use data_encoding::BASE64URL_NOPAD;
use medilink_auth::seal;
use medilink_kernel::Opaque;
use medilink_operation::{Refusal, codes};
use serde::{Serialize, de::DeserializeOwned};

const PURPOSE: &str = "cursor";

impl Ctx {
    /// The cursor for a position. It is sealed to the caller, the operation and the query: elsewhere it opens nothing.
    pub fn cursor<P: Serialize>(&self, position: Option<&P>) -> Option<String> {
        let plain = serde_json::to_vec(position?).ok()?;
        let sealed =
            seal::seal(&self.platform.secret, PURPOSE, &self.bound_to(), self.platform.entropy.bytes(), &plain);
        Some(BASE64URL_NOPAD.encode(&sealed))
    }

    /// The position that a cursor stands for.
    pub fn position<P: DeserializeOwned, const N: usize>(
        &self,
        cursor: Option<&Opaque<N>>,
    ) -> Result<Option<P>, Refusal> {
        let Some(cursor) = cursor else { return Ok(None) };
        let open = || {
            let sealed = BASE64URL_NOPAD.decode(cursor.as_str().as_bytes()).ok()?;
            let plain = seal::open(&self.platform.secret, PURPOSE, &self.bound_to(), &sealed).ok()?;
            serde_json::from_slice(&plain).ok()
        };
        open().map(Some).ok_or_else(|| {
            Refusal::new(codes::INVALID_CURSOR, "The cursor was not made for this list, query and caller.")
        })
    }

    fn bound_to(&self) -> Vec<u8> {
        let caller = self.caller.as_ref().map_or_else(String::new, |c| c.user.to_string());
        let mut filters: Vec<_> = self
            .query
            .split('&')
            .filter(|p| !p.starts_with("cursor=") && !p.starts_with("limit=") && !p.is_empty())
            .collect();
        filters.sort_unstable();
        format!("{}\n{}\n{caller}\n{}", self.spec.id, self.raw_path, filters.join("&")).into_bytes()
    }
}
