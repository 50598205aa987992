use crate::{Mail, MailError, Outbox, Ses, SettingsError, Smtp};
use jiff::Timestamp;
use std::path::PathBuf;

/// Takes mails away.
#[derive(Debug, Clone)]
pub enum Mailer {
    /// Into a folder, for machines without a mail server.
    Outbox(Outbox),
    /// To an SMTP server.
    Smtp(Box<Smtp>),
    /// To Amazon's mail service.
    Ses(Box<Ses>),
}

impl Mailer {
    /// The one that the environment asks for: `MEDILINK_SMTP_URL` with `MEDILINK_SMTP_FROM` names a server,
    /// `MEDILINK_SES_FROM` the sender at Amazon's service; without them mails go to the folder `outbox`.
    pub fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
        outbox: impl Into<PathBuf>,
    ) -> Result<Self, SettingsError> {
        let value = |name: &str| variable(name).filter(|v| !v.is_empty());
        match (value("MEDILINK_SES_FROM"), value("MEDILINK_SMTP_URL"), value("MEDILINK_SMTP_FROM")) {
            (None, None, None) => Ok(Self::Outbox(Outbox::new(outbox))),
            (None, url, from) => Smtp::new(url.as_deref(), from.as_deref()).map(|smtp| Self::Smtp(Box::new(smtp))),
            (Some(from), None, None) => Ses::new(&from, variable).map(|ses| Self::Ses(Box::new(ses))),
            _ => Err(SettingsError(vec!["MEDILINK_SES_FROM and MEDILINK_SMTP_URL exclude each other".into()])),
        }
    }

    /// Whether it takes a mail once however often it is sent: it goes by the name. Servers elsewhere may, and need not.
    pub const fn knows_names(&self) -> bool {
        matches!(self, Self::Outbox(_))
    }

    /// Sends one mail; on return it has been taken over.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        match self {
            Self::Outbox(outbox) => outbox.put(mail, now).await,
            Self::Smtp(smtp) => smtp.send(mail, now).await,
            Self::Ses(ses) => ses.send(mail, now).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: &'static str, from: &'static str) -> Result<Mailer, SettingsError> {
        let variable = move |name: &str| match name {
            "MEDILINK_SMTP_URL" => Some(url.to_owned()),
            "MEDILINK_SMTP_FROM" => Some(from.to_owned()),
            _ => None,
        };
        Mailer::from_environment(variable, "/nowhere")
    }

    #[tokio::test]
    async fn the_environment_chooses() {
        assert!(matches!(chosen("", ""), Ok(Mailer::Outbox(_))));
        let smtp = chosen("smtp://user:pass@mail.example:587", "MediLink <no-reply@medilink.example>");
        assert!(matches!(smtp, Ok(Mailer::Smtp(_))), "{smtp:?}");
    }

    #[test]
    fn two_ways_are_one_too_many() {
        let both = Mailer::from_environment(|_| Some("x".into()), "/nowhere").unwrap_err();
        assert_eq!(both.to_string(), "MEDILINK_SES_FROM and MEDILINK_SMTP_URL exclude each other");
    }

    #[tokio::test]
    async fn all_mistakes_are_named_together_and_no_password() {
        let error = chosen("http://user:hidden@mail.example", "nobody").unwrap_err();
        assert_eq!(error.0.len(), 2, "{error}");
        assert!(!error.to_string().contains("hidden"), "{error}");
        assert_eq!(chosen("", "a@b.dz").unwrap_err().to_string(), "MEDILINK_SMTP_URL is missing");
        assert_eq!(chosen("smtp://mail.example", "").unwrap_err().to_string(), "MEDILINK_SMTP_FROM is missing");
    }
}
