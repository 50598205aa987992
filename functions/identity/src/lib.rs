//! Who somebody is: sign-in, sessions, passwords, second factors, profiles.
//!
//! Credentials are found by e-mail address, profiles by user. A session is one item that its refresh token rotates;
//! `Credentials.generation` counts what ends sessions. Access tokens are checked by the edge, with the keys that
//! `identity.rotate_keys` publishes.

mod account_hint;
mod add_official;
mod attempts;
mod begin_mfa;
mod change_password;
mod client_token;
mod disable_mfa;
mod enable_mfa;
mod facts;
mod forgot_password;
mod guesses;
mod jwks;
mod login;
mod login_mfa;
mod logout;
mod me;
mod mfa;
mod password;
mod profile;
mod records;
mod refresh;
mod register_patient;
mod reset_password;
mod reset_token;
mod rotate_keys;
mod send_reset_mail;
mod sessions;
mod sign_in;
mod sign_in_attempts;
mod signing;
mod update_me;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<login::Login>(),
    Registered::http::<login_mfa::LoginMfa>(),
    Registered::http::<refresh::Refresh>(),
    Registered::http::<logout::Logout>(),
    Registered::http::<me::Me>(),
    Registered::http::<update_me::UpdateMe>(),
    Registered::http::<forgot_password::ForgotPassword>(),
    Registered::http::<reset_password::ResetPassword>(),
    Registered::http::<change_password::ChangePassword>(),
    Registered::http::<begin_mfa::BeginMfa>(),
    Registered::http::<enable_mfa::EnableMfa>(),
    Registered::http::<disable_mfa::DisableMfa>(),
    Registered::http::<jwks::PublicKeys>(),
    Registered::http::<register_patient::RegisterPatient>(),
    Registered::http::<add_official::AddOfficial>(),
    Registered::stream::<send_reset_mail::SendResetMail>(),
    Registered::schedule::<rotate_keys::RotateKeys>(),
];
