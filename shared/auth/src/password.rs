//! Password hashes: Argon2id with OWASP's parameters, as PHC strings.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

const LANES: u32 = 1;

/// What a hash costs whoever makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// OWASP's (Password Storage Cheat Sheet): for every password of a person.
    pub const OWASP: Self = Self { memory_kib: 19_456, passes: 2 };
    /// Next to nothing: for tests that are not about passwords, of which they have thousands.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1 };
}

/// What an unknown account's password is checked against, so that it takes the time of a known one. Salt and hash are
/// random bytes: no password is known for it.
pub const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$LdHK/MhG4PScTeahk6JduA$9T9UU1e5QXEviRKFrWcB3FMa/U6sZEPSOecBlvuFrnk";

/// Hashing failed, or what is stored as a hash is none.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Argon2 refused.
    #[error("password hash: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    /// The stored text is no whole PHC string.
    #[error("stored password hash is malformed")]
    Stored,
    /// The thread that hashed is gone.
    #[error("password hashing was interrupted")]
    Interrupted,
}

/// The PHC string of a password.
///
/// # Errors
/// When Argon2 fails.
pub fn hash(password: &str, salt: [u8; 16], cost: Cost) -> Result<String, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, LANES, None).map_err(argon2::password_hash::Error::from)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

/// Whether the password is the hashed one.
///
/// # Errors
/// When `phc` is no PHC string of Argon2: that is a fault of the store, not of the password.
pub fn verify(password: &str, phc: &str) -> Result<bool, PasswordError> {
    match Argon2::default().verify_password(password.as_bytes(), &parse(phc)?) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Whether a hash was made with other parameters than today's, and should be made anew at the next sign-in.
#[must_use]
pub fn needs_rehash(phc: &str) -> bool {
    !parse(phc).is_ok_and(|hash| {
        let params = Params::try_from(&hash).map(|p| (p.m_cost(), p.t_cost(), p.p_cost()));
        hash.algorithm == Algorithm::Argon2id.ident()
            && hash.version == Some(Version::V0x13.into())
            && params == Ok((Cost::OWASP.memory_kib, Cost::OWASP.passes, LANES))
    })
}

fn parse(phc: &str) -> Result<PasswordHash, PasswordError> {
    let hash = PasswordHash::new(phc).map_err(|_| PasswordError::Stored)?;
    // The library takes a string cut before its hash for a wrong password.
    if hash.hash.is_some() { Ok(hash) } else { Err(PasswordError::Stored) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_password_passes_and_no_other() {
        let phc = hash("correct horse", [1; 16], Cost::OWASP).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify("correct horse", &phc).unwrap());
        assert!(!verify("correct horsf", &phc).unwrap());
        assert!(!verify("", &phc).unwrap());
        assert!(!needs_rehash(&phc));
    }

    #[test]
    fn a_hash_says_what_it_cost_and_is_checked_at_that() {
        let phc = hash("correct horse", [1; 16], Cost::LEAST).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{phc}");
        assert!(verify("correct horse", &phc).unwrap() && !verify("correct horsf", &phc).unwrap());
        assert!(needs_rehash(&phc));
    }

    #[test]
    fn a_salt_makes_equal_passwords_differ() {
        assert_ne!(
            hash("correct horse", [1; 16], Cost::OWASP).unwrap(),
            hash("correct horse", [2; 16], Cost::OWASP).unwrap()
        );
    }

    #[test]
    fn the_reference_implementations_hash_verifies() {
        // phc-winner-argon2, src/test.c: Argon2id, v=19, t=2, m=256, p=1, "password", "somesalt".
        let phc = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(verify("password", phc).unwrap());
        assert!(!verify("passwort", phc).unwrap());
        assert!(needs_rehash(phc));
    }

    #[test]
    fn the_dummy_costs_what_a_real_hash_costs_and_never_passes() {
        assert!(!needs_rehash(DUMMY));
        assert_eq!(DUMMY.len(), hash("correct horse", [1; 16], Cost::OWASP).unwrap().len());
        assert!(!verify("correct horse", DUMMY).unwrap());
    }

    #[test]
    fn a_broken_hash_is_an_error_not_a_wrong_password() {
        for phc in ["", "plain", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ"] {
            assert!(verify("correct horse", phc).is_err(), "{phc}");
            assert!(needs_rehash(phc), "{phc}");
        }
    }
}
