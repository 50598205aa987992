use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The name of a key's files: a hash, so that no key can name a path.
pub(crate) fn hash(key: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(key.as_bytes()))
}

/// Whether a key means the same object to every URL parser, proxy and file system on its way.
pub(crate) fn is_plain(key: &str) -> bool {
    let plain = |c: char| !c.is_control() && c != '\\';
    let segment = |s: &str| !matches!(s, "" | "." | "..");
    key.len() <= 1024 && key.chars().all(plain) && key.split('/').all(segment)
}

#[cfg(test)]
mod tests {
    use super::{hash, is_plain};

    #[test]
    fn file_names_are_hashes() {
        assert_eq!(hash("../../etc/passwd").len(), 64);
        assert!(hash("../../etc/passwd").chars().all(|c| c.is_ascii_hexdigit()));
        assert_ne!(hash("a"), hash("A"));
    }

    #[test]
    fn only_keys_that_mean_one_thing_are_plain() {
        for key in ["a", "registrations/reg_01/photo", "a/b..c", "وثيقة"] {
            assert!(is_plain(key), "{key}");
        }
        for key in ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a\0b", "a\nb", &"k".repeat(1025)] {
            assert!(!is_plain(key), "{key:?}");
        }
    }
}
