use crate::{MailError, mail::KIND};
use jiff::Timestamp;
use mail_parser::{HeaderValue, MessageParser};
use medilink_kernel::Language;
use serde::Serialize;

/// A mail in the outbox, as its reader would see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// Its name in the outbox.
    pub id: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text, without the line ends after it.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// The language it is in.
    pub language: Language,
    /// What it is about.
    pub kind: String,
}

impl Received {
    pub(crate) fn read(id: &str, bytes: &[u8]) -> Result<Self, MailError> {
        parse(id, bytes).ok_or_else(|| MailError::Unreadable(id.to_owned()))
    }
}

fn parse(id: &str, bytes: &[u8]) -> Option<Received> {
    let message = MessageParser::default().parse(bytes)?;
    let tag = match message.header("Content-Language")? {
        HeaderValue::Text(tag) => tag,
        HeaderValue::TextList(tags) => tags.first()?,
        _ => return None,
    };
    // The parser makes HTML of a text that comes alone.
    let html = message.html_part(0).filter(|part| part.is_text_html()).and_then(|_| message.body_html(0));
    Some(Received {
        id: id.to_owned(),
        sent_at: Timestamp::from_second(message.date()?.to_timestamp()).ok()?,
        to: message.to()?.first()?.address()?.to_owned(),
        subject: message.subject()?.to_owned(),
        text: unix(&message.body_text(0)?),
        html: html.map(|html| unix(&html)),
        language: Language::ALL.into_iter().find(|language| language.tag() == tag.trim())?,
        kind: message.header(KIND)?.as_text()?.trim().to_owned(),
    })
}

/// The line ends a text was written with; a message alone has one more after it than it was given.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}
