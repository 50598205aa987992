//! The token of a mail for a new password: it names its request and follows from it, so that a mail sent again holds
//! the same one.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use medilink_auth::{Secret, equal};

const PREFIX: &str = "mlp_";

/// The name of a new request, from random bytes.
pub(crate) fn request(random: [u8; 16]) -> String {
    BASE32_NOPAD.encode(&random)
}

/// The token of a request.
pub(crate) fn token(root: &Secret, request: &str) -> String {
    format!("{PREFIX}{request}_{}", BASE64URL_NOPAD.encode(&root.mac("password-reset", &[request.as_bytes()])))
}

/// The request that a genuine token names.
pub(crate) fn read<'a>(root: &Secret, text: &'a str) -> Option<&'a str> {
    let (request, _) = text.strip_prefix(PREFIX)?.split_once('_')?;
    equal(token(root, request).as_bytes(), text.as_bytes()).then_some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_its_request_and_cannot_be_made_up() {
        let root = Secret::from_bytes([7; 32]);
        let name = request([1; 16]);
        let text = token(&root, &name);
        assert_eq!(read(&root, &text), Some(name.as_str()));
        assert_eq!(text, token(&root, &name));
        let other = text.replace(&name, &request([2; 16]));
        for wrong in [other.as_str(), &text[..text.len() - 1], "mlp__", "mlp_x", ""] {
            assert_eq!(read(&root, wrong), None, "{wrong}");
        }
        assert_eq!(read(&Secret::from_bytes([8; 32]), &text), None);
    }
}
