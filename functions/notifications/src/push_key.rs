//! The key by which push services know the platform.

use medilink_auth::Secret;
use medilink_edge::Failure;
use medilink_push::VapidKey;

/// The key, which follows from the root secret: browsers subscribe to it for good, so it never changes.
pub(crate) fn push_key(secret: &Secret) -> Result<VapidKey, Failure> {
    // Few numbers of 256 bits are no key of the curve; the next one is.
    let key = (0_u8..8).find_map(|n| VapidKey::from_bytes(&secret.mac("web push", &[&[n]])).ok());
    key.ok_or_else(|| Failure::fault("the root secret gives no key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_the_same_at_every_start() {
        let key = |byte| push_key(&Secret::from_bytes([byte; 32])).unwrap().public_key();
        assert_eq!(key(1), key(1));
        assert_ne!(key(1), key(2));
    }
}
