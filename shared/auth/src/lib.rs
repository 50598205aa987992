//! Tokens, passwords, one-time codes and sealed secrets.
//!
//! Pure building blocks: no store, no HTTP, no clock and no randomness of their own. Instants and random bytes are
//! arguments, so that tests can set them.

pub mod claims;
pub mod digest;
pub mod jwk;
pub mod keys;
pub mod password;
pub mod password_policy;
pub mod passwords;
pub mod recovery;
pub mod refresh;
pub mod ring;
pub mod seal;
pub mod secret;
pub mod signer;
pub mod totp;
pub mod verifier;

mod provider;
mod verified;

pub use claims::{Claims, Grant, Realm, TokenError, TokenType};
pub use digest::{equal, hash_token};
pub use jwk::{Jwk, Jwks};
pub use keys::{InvalidKey, PublicKey, SigningKey};
pub use passwords::Passwords;
pub use refresh::RefreshToken;
pub use ring::KeyRing;
pub use secret::Secret;
pub use signer::{Issued, Signer};
pub use totp::TotpSecret;
pub use verifier::Verifier;
