use crate::{Outbox, SettingsError, Sms, SmsError, Sns};
use jiff::Timestamp;
use std::path::PathBuf;

/// Takes text messages away.
#[derive(Debug, Clone)]
pub enum Texter {
    /// Into a folder, for machines without a way to telephones.
    Outbox(Outbox),
    /// To Amazon's notification service.
    Sns(Box<Sns>),
}

impl Texter {
    /// The one that the environment asks for: `MEDILINK_SMS=sns` is Amazon's service; without it messages go to the
    /// folder `outbox`.
    pub fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
        outbox: impl Into<PathBuf>,
    ) -> Result<Self, SettingsError> {
        match variable("MEDILINK_SMS").as_deref().unwrap_or_default() {
            "" => Ok(Self::Outbox(Outbox::new(outbox))),
            "sns" => Sns::new(variable).map(|sns| Self::Sns(Box::new(sns))),
            _ => Err(SettingsError(vec!["MEDILINK_SMS is not sns".into()])),
        }
    }

    /// Whether it takes a message once however often it is sent: it goes by the name.
    pub const fn knows_names(&self) -> bool {
        matches!(self, Self::Outbox(_))
    }

    /// Sends one message; on return it has been taken over.
    pub async fn send(&self, sms: &Sms, now: Timestamp) -> Result<(), SmsError> {
        sms.check()?;
        match self {
            Self::Outbox(outbox) => Ok(outbox.put_sms(sms, now).await?),
            Self::Sns(sns) => Ok(sns.send(sms, now).await?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sms::tests::sms, testing::Server};
    use std::collections::BTreeMap;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn texter(settings: &[(&str, &str)]) -> Result<Texter, SettingsError> {
        let settings: BTreeMap<_, _> = settings.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Texter::from_environment(|name| settings.get(name).cloned(), "/nowhere")
    }

    fn sns(url: &str) -> Texter {
        texter(&[
            ("MEDILINK_SMS", "sns"),
            ("MEDILINK_SMS_SENDER", "MediLink"),
            ("MEDILINK_SNS_URL", url),
            ("AWS_REGION", "eu-south-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hidden"),
        ])
        .unwrap()
    }

    #[tokio::test]
    async fn a_message_is_one_signed_form() {
        let server = Server::answering(200).await;
        sns(&server.url).send(&sms(), NOW).await.unwrap();
        let sent = server.request().await;
        assert_eq!(sent.line, "POST /");
        let signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-south-1/sns/aws4_request, \
                      SignedHeaders=content-type;host;x-amz-date, Signature=";
        assert!(sent.header("authorization").starts_with(signed), "{sent:?}");
        let form: BTreeMap<_, _> = url::form_urlencoded::parse(&sent.body).into_owned().collect();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!((field("Action"), field("Version")), ("Publish", "2010-03-31"));
        assert_eq!((field("PhoneNumber"), field("Message")), ("+213551234567", sms().text.as_str()));
        for (number, name, value) in [(1, "SMSType", "Transactional"), (2, "SenderID", "MediLink")] {
            let of = |end: &str| field(&format!("MessageAttributes.entry.{number}.{end}")).to_owned();
            assert_eq!(of("Name"), format!("AWS.SNS.SMS.{name}"));
            assert_eq!((of("Value.DataType").as_str(), of("Value.StringValue").as_str()), ("String", value));
        }
        assert_eq!(form.len(), 10, "{form:?}");
    }

    #[tokio::test]
    async fn refusals_repeat_no_number_and_nothing_unsendable_goes_out() {
        use crate::Fate::{NotTaken, Refused, Unknown};
        for (status, fate) in [(400, Refused), (403, Refused), (429, NotTaken), (500, Unknown)] {
            let error = sns(&Server::answering(status).await.url).send(&sms(), NOW).await.unwrap_err();
            assert_eq!(error.fate(), fate, "{error}");
            assert!(!format!("{error} {error:?}").contains("213"), "{error:?}");
        }
        let server = Server::answering(200).await;
        let refused = sns(&server.url).send(&Sms { to: "0551".into(), ..sms() }, NOW).await;
        assert!(matches!(refused, Err(SmsError::Recipient)), "{refused:?}");
        assert_eq!(server.requests().await.len(), 0);
    }

    #[test]
    fn the_environment_chooses_and_its_mistakes_are_named_together() {
        assert!(matches!(texter(&[]), Ok(Texter::Outbox(_))));
        assert_eq!(texter(&[("MEDILINK_SMS", "pigeon")]).unwrap_err().to_string(), "MEDILINK_SMS is not sns");
        for sender in ["213555", "Medi Link", "MediLinkAlger", "ميديلينك"] {
            let error = texter(&[("MEDILINK_SMS", "sns"), ("MEDILINK_SMS_SENDER", sender)]).unwrap_err();
            assert_eq!(error.0.len(), 4, "{sender}: {error}");
        }
    }
}
