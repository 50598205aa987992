//! Messages to people outside a request: e-mail, and frames to sockets.
//!
//! A domain composes a [`Mail`] in its reader's language; the [`Mailer`] that the installation configured takes it
//! away: an [`Outbox`] folder on a developer's machine, an SMTP server elsewhere. [`Sockets`] reaches the sockets that
//! clients hold open at the gateway.

mod error;
mod mail;
mod mailer;
mod outbox;
mod received;
mod smtp;
mod sockets;

pub use error::{MailError, SettingsError};
pub use mail::Mail;
pub use mailer::Mailer;
pub use outbox::Outbox;
pub use received::Received;
pub use smtp::Smtp;
pub use sockets::{Delivery, SocketError, Sockets, SocketsEndpoint};
