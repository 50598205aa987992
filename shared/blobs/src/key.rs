use crate::BlobError;

/// Refuses keys that a URL parser, a proxy or a file system on the way could read as another key.
pub(crate) fn check(key: &str) -> Result<(), BlobError> {
    let plain = |c: char| !c.is_control() && c != '\\';
    let segment = |s: &str| !matches!(s, "" | "." | "..");
    match key.len() <= 1024 && key.chars().all(plain) && key.split('/').all(segment) {
        true => Ok(()),
        false => Err(BlobError::InvalidKey),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn only_keys_that_mean_one_thing_pass() {
        for key in ["a", "registrations/reg_01/photo", "a/b..c", "وثيقة"] {
            assert!(check(key).is_ok(), "{key}");
        }
        for key in ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a\0b", "a\nb", &"k".repeat(1025)] {
            assert!(check(key).is_err(), "{key:?}");
        }
    }
}
