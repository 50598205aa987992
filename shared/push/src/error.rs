use std::io;

/// What is known of a message whose sending failed: whoever would send it again has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was not taken, and the same one never will be.
    Refused,
    /// It was not taken; it may be at another time.
    NotTaken,
    /// It may have been taken, or not.
    Unknown,
}

/// Why a mail did not go out. No text repeats an address.
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
    /// The catalogue has no such text.
    #[error("the text {0} is missing")]
    Text(String),
    /// The mail cannot be written as a message.
    #[error("message: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server did not take it; its own words may repeat the address.
    #[error("the mail server did not take the mail")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The server took too long in all.
    #[error("the mail server gave no answer in time")]
    Late,
    /// The cloud's service did not take it.
    #[error("mail: {0}")]
    Service(#[from] ServiceError),
    /// The outbox folder cannot be written or read.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

impl MailError {
    /// What is known of the mail.
    pub fn fate(&self) -> Fate {
        match self {
            Self::Smtp(error) if error.is_permanent() => Fate::Refused,
            Self::Smtp(error) if error.is_transient() || is_unconnected(error) => Fate::NotTaken,
            Self::Smtp(_) | Self::Late => Fate::Unknown,
            Self::Service(error) => error.fate(),
            // A file comes into being whole, and once.
            Self::Outbox(_) => Fate::NotTaken,
            Self::Recipient | Self::Subject | Self::Kind | Self::Text(_) | Self::Message(_) => Fate::Refused,
        }
    }
}

/// Whether no connection came about. The library has no question for it and says it only in its text; a test holds it
/// to that.
fn is_unconnected(error: &lettre::transport::smtp::Error) -> bool {
    error.is_tls() || error.is_client() || error.to_string().starts_with("Connection error")
}

/// Why a text message did not go out. No text repeats a number.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// The recipient is not a telephone number in E.164.
    #[error("the recipient is not a telephone number in E.164")]
    Recipient,
    /// There is nothing to say.
    #[error("the text is empty")]
    Empty,
    /// The cloud's service did not take it.
    #[error("sms: {0}")]
    Service(#[from] ServiceError),
    /// The outbox folder cannot be written.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

impl SmsError {
    /// What is known of the message.
    pub fn fate(&self) -> Fate {
        match self {
            Self::Service(error) => error.fate(),
            Self::Outbox(_) => Fate::NotTaken,
            Self::Recipient | Self::Empty => Fate::Refused,
        }
    }
}

/// Why a notification did not reach a push service. No text repeats an endpoint.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// What a browser gave as its subscription is none, or leads where the platform does not send.
    #[error("the subscription: {0}")]
    Subscription(&'static str),
    /// The payload is longer than every push service takes.
    #[error("the payload is too long")]
    TooLong,
    /// The key cannot be used.
    #[error("the key is not one of P-256")]
    Key,
    /// The push service did not take it.
    #[error("push: {0}")]
    Service(#[from] ServiceError),
}

impl PushError {
    /// What is known of the notification.
    pub fn fate(&self) -> Fate {
        match self {
            Self::Service(error) => error.fate(),
            Self::Subscription(_) | Self::TooLong | Self::Key => Fate::Refused,
        }
    }
}

/// Why a service outside did not take a request. What it answers is never repeated: it may hold what it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// No connection came about.
    #[error("the service is out of reach")]
    Unreachable,
    /// The connection ended before the answer; the request may have been taken nevertheless.
    #[error("the connection to the service ended")]
    Cut,
    /// No answer in time; the request may have been taken nevertheless.
    #[error("the service gave no answer in time")]
    Late,
    /// It has too much to do or is broken.
    #[error("the service is busy (status {status})")]
    Busy {
        /// The status it answered.
        status: u16,
        /// After how many seconds it wants to be asked again, where it says so.
        after: Option<u32>,
    },
    /// It will not take this request at any time.
    #[error("the service refused (status {0})")]
    Refused(u16),
    /// The request cannot be written.
    #[error("the request cannot be written")]
    Request,
}

impl ServiceError {
    /// What is known of the request.
    pub fn fate(&self) -> Fate {
        match self {
            // Whoever says that there is too much to do has not begun. What broke may have broken after the work.
            Self::Busy { status: ..500, .. } | Self::Unreachable => Fate::NotTaken,
            Self::Busy { .. } | Self::Late | Self::Cut => Fate::Unknown,
            Self::Refused(_) | Self::Request => Fate::Refused,
        }
    }
}

/// What is wrong with the outbox folder.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// It cannot be written or read.
    #[error("outbox: {0}")]
    Io(#[from] io::Error),
    /// A file in it is none of its messages.
    #[error("{0} is not a message of this outbox")]
    Unreadable(String),
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct SettingsError(pub Vec<String>);
