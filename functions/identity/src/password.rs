//! Passwords as they come in.

use medilink_auth::password_policy::{self, Weak};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Email, Opaque};
use medilink_operation::{Refusal, codes};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A password in a body: the longest has 128 characters of four bytes.
pub(crate) type Password = Opaque<512>;

/// The same password from every keyboard: NFC.
pub(crate) fn normalised(password: &Password) -> Zeroizing<String> {
    Zeroizing::new(password.as_str().nfc().collect())
}

/// Refuses a new password that is too easy.
pub(crate) fn check(password: &str, email: &Email, pointer: &str) -> Result<(), Refusal> {
    password_policy::check(password, email.as_str()).map_err(|weak| {
        let (code, detail) = match weak {
            Weak::TooShort => ("too_short", "At least 8 characters are expected."),
            Weak::TooLong => ("too_long", "At most 128 characters are expected."),
            Weak::Invisible => ("invalid_characters", "Control and direction characters are not accepted."),
            Weak::TooCommon => ("too_common", "Too many people use this password."),
            Weak::IsEmail => ("is_email", "The e-mail address is no password."),
        };
        Refusal::field(codes::WEAK_PASSWORD, pointer, code, detail)
    })
}

/// The hash of a new password.
pub(crate) async fn hash(ctx: &Ctx, password: &str) -> Result<String, Failure> {
    ctx.platform.passwords.hash(password, ctx.entropy().bytes()).await.map_err(Failure::fault)
}

/// Whether the password is the hashed one; without a hash it takes the same time to say no.
pub(crate) async fn verify(ctx: &Ctx, password: &str, phc: Option<&str>) -> Result<bool, Failure> {
    ctx.platform.passwords.verify(password, phc).await.map_err(Failure::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let [composed, decomposed] = ["\"caf\u{e9}-caf\u{e9}\"", "\"cafe\u{301}-cafe\u{301}\""]
            .map(|text| normalised(&serde_json::from_str(text).unwrap()));
        assert_eq!(composed, decomposed);
    }

    #[test]
    fn a_weak_password_is_named_by_pointer_and_code() {
        let email = Email::new("amina@example.dz").unwrap();
        let refusal = check("12345678", &email, "/newPassword").unwrap_err();
        assert_eq!((refusal.code, refusal.errors[0].code.as_str()), (codes::WEAK_PASSWORD, "too_common"));
        assert_eq!(refusal.errors[0].pointer, "/newPassword");
        assert!(check("lentilles-du-jeudi", &email, "/password").is_ok());
    }
}
