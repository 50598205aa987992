//! Messages to people outside a request: e-mail, text messages, Web Push, and frames to sockets.
//!
//! A domain writes a [`Letter`] in its reader's language, which makes a [`Mail`]; the [`Mailer`] that the installation
//! configured takes it away: an [`Outbox`] folder on a developer's machine, an SMTP server or Amazon's service
//! elsewhere. [`Texter`] does the same for an [`Sms`], [`WebPush`] reaches browsers through their push services,
//! [`Sockets`] the sockets that clients hold open at the gateway.

mod aws;
mod error;
mod folder;
mod https;
mod isolates;
mod letter;
mod mail;
mod mailer;
mod once;
mod outbox;
mod received;
mod sealed;
mod ses;
mod sms;
mod smtp;
mod sns;
mod sockets;
mod subscription;
#[cfg(test)]
mod testing;
mod texter;
mod vapid;
mod web_push;

pub use error::{Fate, MailError, OutboxError, PushError, ServiceError, SettingsError, SmsError};
pub use letter::{Action, Letter, Words};
pub use mail::Mail;
pub use mailer::Mailer;
pub use outbox::Outbox;
pub use received::{Channel, Received};
pub use ses::Ses;
pub use sms::Sms;
pub use smtp::Smtp;
pub use sns::Sns;
pub use sockets::{Delivery, SocketError, Sockets, SocketsEndpoint};
pub use subscription::Subscription;
pub use texter::Texter;
pub use vapid::VapidKey;
pub use web_push::{Notification, Urgency, WebPush};
