use std::io;

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The recipient is not an e-mail address.
    #[error("the recipient is not an e-mail address")]
    Recipient,
    /// The subject is empty or holds control characters.
    #[error("the subject is empty or holds control characters")]
    Subject,
    /// The kind is not a word in snake case.
    #[error("the kind is not a word in snake case")]
    Kind,
    /// The mail cannot be written as a message.
    #[error("message: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server did not take it.
    #[error("smtp: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The outbox folder cannot be written or read.
    #[error("outbox: {0}")]
    Outbox(#[from] io::Error),
    /// A file of the outbox is not one of its mails.
    #[error("{0} is not a mail of this outbox")]
    Unreadable(String),
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct SettingsError(pub Vec<String>);
