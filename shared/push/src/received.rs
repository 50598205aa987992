use crate::{Sms, mail::KIND};
use jiff::Timestamp;
use mail_parser::{HeaderValue, MessageParser};
use medilink_kernel::Language;
use serde::{Deserialize, Serialize};

/// How a message reaches its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// E-mail.
    Email,
    /// A text message.
    Sms,
}

/// A message in the outbox, as its reader would see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// How it went out.
    pub channel: Channel,
    /// Its name in the outbox.
    pub id: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The recipient's address or telephone number.
    pub to: String,
    /// The subject; a text message has none.
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

/// A text message in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SmsFile {
    sent_at: Timestamp,
    to: String,
    text: String,
    language: Language,
}

impl Received {
    /// A mail from its file.
    pub(crate) fn mail(id: &str, bytes: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(bytes)?;
        let tag = match message.header("Content-Language")? {
            HeaderValue::Text(tag) => tag,
            HeaderValue::TextList(tags) => tags.first()?,
            _ => return None,
        };
        // The parser makes HTML of a text that comes alone.
        let html = message.html_part(0).filter(|part| part.is_text_html()).and_then(|_| message.body_html(0));
        Some(Self {
            channel: Channel::Email,
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

    /// The file of a text message.
    pub(crate) fn written(sms: &Sms, now: Timestamp) -> Vec<u8> {
        let (to, text) = (sms.to.clone(), sms.short_text());
        let file = SmsFile { sent_at: now, to, text, language: sms.language };
        // Strings and an instant: nothing in it can fail.
        serde_json::to_vec(&file).unwrap_or_default()
    }

    /// A text message from its file.
    pub(crate) fn sms(id: &str, bytes: &[u8]) -> Option<Self> {
        let SmsFile { sent_at, to, text, language } = serde_json::from_slice(bytes).ok()?;
        let (id, kind) = (id.to_owned(), "sms".to_owned());
        Some(Self { channel: Channel::Sms, id, sent_at, to, subject: String::new(), text, html: None, language, kind })
    }
}

/// The line ends a text was written with; a message alone has one more after it than it was given.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}
