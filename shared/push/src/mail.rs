use crate::{MailError, once};
use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use medilink_kernel::Language;

/// A mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// The subject, in the recipient's language.
    pub subject: String,
    /// The text, in the recipient's language.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// The recipient's language.
    pub language: Language,
    /// What it is about, a word in snake case: `password_reset`.
    pub kind: &'static str,
    /// What names this very mail: sent again under the same name, it is one mail to its reader. It may say whatever
    /// tells mails apart; only its hash goes out.
    pub id: Option<String>,
}

pub(crate) const KIND: &str = "X-MediLink-Kind";

impl Mail {
    /// The mail as a MIME message.
    pub(crate) fn message(&self, from: &Mailbox, now: Timestamp) -> Result<Message, MailError> {
        self.check()?;
        let to: Address = self.to.parse().map_err(|_| MailError::Recipient)?;
        let mut builder = Message::builder();
        if let Some(name) = self.name() {
            builder = builder.message_id(Some(format!("<{name}@{}>", from.email.domain())));
        }
        let builder = builder
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .date(now.into())
            .subject(&self.subject)
            .raw_header(raw("Content-Language", self.language.tag()))
            // Keeps out-of-office answers from coming back (RFC 3834).
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .raw_header(raw(KIND, self.kind));
        let text = SinglePart::plain(self.text.clone());
        let message = match &self.html {
            Some(html) => builder.multipart(
                MultiPart::alternative()
                    .singlepart(text)
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(html.clone())),
            ),
            None => builder.singlepart(text),
        };
        Ok(message?)
    }

    /// The name by which it goes out once.
    pub(crate) fn name(&self) -> Option<String> {
        self.id.as_deref().map(|id| once::name("email", id))
    }

    fn check(&self) -> Result<(), MailError> {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        match () {
            () if self.to.chars().any(|c| c.is_control() || c.is_whitespace()) => Err(MailError::Recipient),
            () if self.subject.trim().is_empty() || self.subject.chars().any(char::is_control) => {
                Err(MailError::Subject)
            }
            () if self.kind.is_empty() || !self.kind.chars().all(word) => Err(MailError::Kind),
            () => Ok(()),
        }
    }
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn mail() -> Mail {
        Mail {
            to: "amina@example.dz".into(),
            subject: "إعادة تعيين كلمة المرور".into(),
            text: "مرحبا أمينة،\nرمزك: ABC-123".into(),
            html: Some("<p dir=\"rtl\">مرحبا أمينة، é</p>".into()),
            language: Language::Ar,
            kind: "password_reset",
            id: None,
        }
    }

    fn written(mail: &Mail) -> Result<String, MailError> {
        let from = "MediLink <no-reply@medilink.example>".parse().unwrap();
        Ok(String::from_utf8(mail.message(&from, Timestamp::UNIX_EPOCH)?.formatted()).unwrap())
    }

    #[test]
    fn a_message_is_plain_ascii_mime() {
        let text = written(&mail()).unwrap();
        assert!(text.is_ascii(), "{text}");
        for line in [
            "From: MediLink <no-reply@medilink.example>\r\n",
            "To: amina@example.dz\r\n",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n",
            "Content-Language: ar\r\n",
            "X-MediLink-Kind: password_reset\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn the_same_mail_has_the_same_name_and_it_tells_nothing() {
        let named = |id: &str| written(&Mail { id: Some(id.into()), ..mail() }).unwrap();
        let name = |id: &str| {
            let text = named(id);
            let line = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
            assert!(line.starts_with('<') && line.ends_with("@medilink.example>"), "{line}");
            line
        };
        assert_eq!(name("reset:amina"), name("reset:amina"));
        assert_ne!(name("reset:amina"), name("reset:karim"));
        assert!(!named("reset:amina\r\nBcc: x@y.dz").contains("Bcc"));
        assert!(!name("reset:amina").contains("amina"));
        assert!(!written(&mail()).unwrap().contains("Message-ID"));
    }

    #[test]
    fn nobody_can_add_a_header_or_a_recipient() {
        for to in [
            "",
            "amina",
            "a@b.dz\r\nBcc: x@y.dz",
            "a@b.dz\nX: y",
            "a@b.dz, c@d.dz",
            "A <a@b.dz>",
            "a@b.dz\0",
            " a@b.dz",
        ] {
            let refused = written(&Mail { to: to.into(), ..mail() });
            assert!(matches!(refused, Err(MailError::Recipient)), "{to:?}: {refused:?}");
        }
        for subject in ["", "  ", "a\r\nBcc: x@y.dz", "a\nb", "a\rb", "a\0b", "a\u{85}b"] {
            let refused = written(&Mail { subject: subject.into(), ..mail() });
            assert!(matches!(refused, Err(MailError::Subject)), "{subject:?}");
        }
        for kind in ["", "a b", "a\r\nBcc: x@y.dz", "Kind"] {
            assert!(matches!(written(&Mail { kind, ..mail() }), Err(MailError::Kind)), "{kind:?}");
        }
    }

    #[test]
    fn what_a_body_says_stays_in_the_body() {
        let text = "\r\n\r\nBcc: x@y.dz\r\n.\r\nMAIL FROM:<x@y.dz>\r\n".to_owned();
        let written = written(&Mail { text, html: None, ..mail() }).unwrap();
        let (head, _) = written.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("Bcc"), "{head}");
    }
}
