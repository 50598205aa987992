//! The second factor: one-time codes of an app, and recovery codes for one who has lost it.

use medilink_auth::{Secret, TotpSecret, recovery, seal};
use medilink_edge::Failure;
use medilink_kernel::{Opaque, UserId};
use medilink_operation::{Refusal, codes};
use medilink_records::Mfa;

const PURPOSE: &str = "totp-secret";

/// A code in a body, of either kind.
pub(crate) type Code = Opaque<64>;

/// The stored form of a secret.
pub(crate) fn seal_secret(root: &Secret, user: UserId, nonce: [u8; 12], secret: &TotpSecret) -> Vec<u8> {
    seal::seal(root, PURPOSE, user.to_string().as_bytes(), nonce, secret.as_bytes())
}

/// The secret from its stored form.
pub(crate) fn open_secret(root: &Secret, user: UserId, sealed: &[u8]) -> Result<TotpSecret, Failure> {
    let plain = seal::open(root, PURPOSE, user.to_string().as_bytes(), sealed).map_err(Failure::fault)?;
    let bytes = plain.as_slice().try_into().map_err(|_| Failure::fault("a sealed secret of another length"))?;
    Ok(TotpSecret::from_bytes(bytes))
}

/// The second factor after this code was used; `None` where it is not good (any more).
pub(crate) fn use_code(
    root: &Secret,
    user: UserId,
    mfa: &Mfa,
    code: &Code,
    now: jiff::Timestamp,
) -> Result<Option<Mfa>, Failure> {
    let secret = open_secret(root, user, &mfa.sealed_secret)?;
    if let Some(step) = secret.verify(code.as_str().trim(), now, mfa.last_step) {
        return Ok(Some(Mfa { last_step: Some(step), ..mfa.clone() }));
    }
    let Some(hash) = recovery::hash(root, &user.to_string(), code.as_str()) else { return Ok(None) };
    let rest: Vec<_> = mfa.recovery_hashes.iter().filter(|known| **known != hash).cloned().collect();
    Ok((rest.len() < mfa.recovery_hashes.len()).then(|| Mfa { recovery_hashes: rest, ..mfa.clone() }))
}

pub(crate) fn invalid_code() -> Refusal {
    Refusal::new(codes::INVALID_MFA_CODE, "The code is wrong, too old, or was used before.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use medilink_kernel::SeededEntropy;

    fn code(text: &str) -> Code {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn every_code_works_once() {
        let root = Secret::from_bytes([7; 32]);
        let now = Timestamp::from_second(3_000).unwrap();
        let user = UserId::new(now, &SeededEntropy::new(1));
        let secret = TotpSecret::from_bytes([9; 20]);
        let recovery_codes = recovery::codes(&std::array::from_fn(|i| i as u8));
        let hash = |typed: &str| recovery::hash(&root, &user.to_string(), typed).unwrap();
        let mfa = Mfa {
            sealed_secret: seal_secret(&root, user, [1; 12], &secret),
            last_step: None,
            recovery_hashes: recovery_codes.iter().map(|c| hash(c)).collect(),
        };
        let after = |mfa: &Mfa, text: &str| use_code(&root, user, mfa, &code(text), now).unwrap();

        let shown = secret.code(now).unwrap();
        let used = after(&mfa, &shown).unwrap();
        assert_eq!(used.last_step, Some(100));
        assert!(after(&used, &shown).is_none());

        let used = after(&used, &recovery_codes[3].to_uppercase()).unwrap();
        assert_eq!((used.recovery_hashes.len(), used.last_step), (9, Some(100)));
        assert!(after(&used, &recovery_codes[3]).is_none());
        assert!(after(&used, &recovery_codes[4]).is_some());
        assert!(after(&used, "zzzz-zzzz-zz").is_none());
        assert!(after(&used, "x").is_none());

        let stranger = UserId::new(now, &SeededEntropy::new(2));
        assert!(use_code(&root, stranger, &mfa, &code(&shown), now).is_err());
    }
}
