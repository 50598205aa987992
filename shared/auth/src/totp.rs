//! One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, the only kind every app knows).

use std::fmt;

use jiff::Timestamp;
use totp_rs::{Builder, Totp, TotpError};
use zeroize::Zeroizing;

/// The secret that an account shares with its authenticator app.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<[u8; 20]>);

impl TotpSecret {
    /// A secret of 20 random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Its bytes, for sealing it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Its text for typing it into an app.
    #[must_use]
    pub fn to_base32(&self) -> String {
        data_encoding::BASE32_NOPAD.encode(self.0.as_slice())
    }

    /// The `otpauth:` address for an app, as a link or a QR code.
    ///
    /// # Errors
    /// When the issuer or the account holds a colon.
    pub fn otpauth_uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        self.builder().with_issuer(Some(issuer)).with_account_name(account).build()?.to_url()
    }

    /// The code that an app shows at an instant; none before 1970.
    #[must_use]
    pub fn code(&self, at: Timestamp) -> Option<String> {
        Some(self.totp().generate(seconds(at)?).to_string())
    }

    /// The 30-second step that the code is of, when it is of the present one or one beside it, and later than the last
    /// one used. The caller stores the step (conditionally), so that each code works once.
    #[must_use]
    pub fn verify(&self, code: &str, now: Timestamp, last_used_step: Option<u64>) -> Option<u64> {
        let step = self.totp().check(code, seconds(now)?)?;
        last_used_step.is_none_or(|last| step > last).then_some(step)
    }

    fn totp(&self) -> Totp {
        // The strict form checks the secret's length and the labels; here the length is given and there are no labels.
        self.builder().build_noncompliant()
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_algorithm(totp_rs::Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(30)
            .with_skew(1)
            .with_secret(self.0.to_vec())
    }
}

fn seconds(at: Timestamp) -> Option<u64> {
    u64::try_from(at.as_second()).ok()
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(*b"12345678901234567890")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn rfc_6238_appendix_b() {
        // The vectors have eight digits; a code of six is their end.
        for (second, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(secret().code(at(second)).as_deref(), Some(&code[2..]));
            assert_eq!(secret().verify(&code[2..], at(second), None), Some(second as u64 / 30));
        }
    }

    #[test]
    fn one_step_early_or_late_is_accepted_two_are_not() {
        let code = secret().code(at(3_000)).unwrap();
        for second in [2_970, 3_000, 3_059] {
            assert_eq!(secret().verify(&code, at(second), None), Some(100), "{second}");
        }
        for second in [2_969, 3_060] {
            assert_eq!(secret().verify(&code, at(second), None), None, "{second}");
        }
    }

    #[test]
    fn each_code_works_once_and_no_older_one_after_it() {
        let [earlier, code] = [2_970, 3_000].map(|second| secret().code(at(second)).unwrap());
        let used = secret().verify(&code, at(3_000), Some(99));
        assert_eq!(used, Some(100));
        assert_eq!(secret().verify(&code, at(3_001), used), None);
        assert_eq!(secret().verify(&earlier, at(3_001), used), None);
        let later = secret().code(at(3_030)).unwrap();
        assert_eq!(secret().verify(&later, at(3_001), used), Some(101));
    }

    #[test]
    fn the_address_for_an_app() {
        let uri = secret().otpauth_uri("MediLink", "amina@example.dz").unwrap();
        assert!(uri.starts_with("otpauth://totp/MediLink:amina%40example.dz?"), "{uri}");
        assert!(uri.contains(&format!("secret={}", secret().to_base32())), "{uri}");
        assert!(uri.contains("issuer=MediLink"), "{uri}");
        assert_eq!(secret().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(secret().otpauth_uri("Medi:Link", "amina@example.dz").is_err());
    }

    #[test]
    fn odd_instants_have_no_code() {
        assert_eq!(secret().code(at(-1)), None);
        assert_eq!(secret().verify("000000", Timestamp::MIN, None), None);
        assert!(secret().code(Timestamp::MAX).is_some());
    }

    proptest! {
        #[test]
        fn what_is_not_six_digits_is_refused_calmly(code in ".*") {
            prop_assume!(code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(secret().verify(&code, at(3_000), None), None);
        }
    }
}
