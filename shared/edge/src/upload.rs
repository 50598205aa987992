//! Bytes that a client sends to the object store itself.

use crate::{Ctx, Failure};
use medilink_blobs::Upload;
use medilink_kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::{collections::BTreeMap, time::Duration};

/// How long the bytes may be sent.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The request that a client sends to the object store itself, exactly as given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UploadCall {
    /// The HTTP method.
    method: String,
    /// Where to send the bytes.
    url: String,
    /// Headers to send along.
    headers: BTreeMap<String, String>,
}

impl UploadCall {
    /// The request that stores exactly the promised bytes in a place, and from when on it is refused.
    ///
    /// # Errors
    /// A fault where it cannot be signed.
    pub async fn allow(ctx: &Ctx, place: &str, promise: Upload<'_>) -> Result<(Self, Instant), Failure> {
        let signed = ctx.platform.blobs.presign_put(place, promise, LIFETIME, ctx.now).await.map_err(Failure::fault)?;
        let expires_at = Instant::new(signed.expires_at);
        Ok((Self { method: signed.method, url: signed.url, headers: signed.headers }, expires_at))
    }
}

/// Reads how many bytes somebody promises: at least one, at most `MOST`.
///
/// # Errors
/// `out_of_range` for any other number.
pub fn upload_size<'de, D: Deserializer<'de>, const MOST: u64>(d: D) -> Result<u64, D::Error> {
    let size = u64::deserialize(d)?;
    if (1..=MOST).contains(&size) {
        Ok(size)
    } else {
        Err(D::Error::custom(format!("out_of_range: between 1 and {MOST} bytes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_promise_has_a_size_within_bounds() {
        let read = |size: i64| upload_size::<_, 8>(json!(size)).map_err(|error| error.to_string());
        assert_eq!((read(1), read(8)), (Ok(1), Ok(8)));
        assert_eq!(read(9).unwrap_err(), "out_of_range: between 1 and 8 bytes");
        assert!(read(0).is_err() && read(-1).is_err());
    }
}
