use crate::{
    Mail, MailError, SettingsError,
    aws::{Account, Service, address},
    https::Https,
};
use data_encoding::BASE64;
use jiff::Timestamp;
use lettre::message::Mailbox;
use serde_json::json;

/// Amazon's mail service, version 2 of its API.
///
/// It puts a `Message-ID` of its own in the place of ours: a mail that is sent twice arrives twice.
#[derive(Debug, Clone)]
pub struct Ses {
    service: Service,
    from: Mailbox,
}

impl Ses {
    /// The one of the account whose credentials the environment holds; `from` is the sender that people see.
    pub(crate) fn new(from: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut mistakes = Vec::new();
        let from = from.parse().map_err(|_| mistakes.push("MEDILINK_SES_FROM is not an e-mail address".to_owned()));
        let account = Account::from_environment(&variable).map_err(|missing| mistakes.extend(missing));
        let region = account.as_ref().map(|account| account.region.clone()).unwrap_or_default();
        let set = variable("MEDILINK_SES_URL").filter(|url| !url.is_empty());
        let url = address(set, "MEDILINK_SES_URL", || format!("https://email.{region}.amazonaws.com"))
            .and_then(|base| base.join("v2/email/outbound-emails").map_err(|e| format!("MEDILINK_SES_URL: {e}")))
            .map_err(|mistake| mistakes.push(mistake));
        match (from, account, url) {
            (Ok(from), Ok(account), Ok(url)) => {
                Ok(Self { service: Service { name: "ses", url, account, https: Https::new() }, from })
            }
            _ => Err(SettingsError(mistakes)),
        }
    }

    /// Hands one mail to the service.
    pub(crate) async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        let message = mail.message(&self.from, now)?.formatted();
        let body = json!({
            "Destination": {"ToAddresses": [mail.to]},
            "Content": {"Raw": {"Data": BASE64.encode(&message)}},
        });
        Ok(self.service.post("application/json", body.to_string().into_bytes(), now).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mailer, ServiceError, mail::tests::mail, testing::Server};
    use serde_json::Value;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn mailer(url: &str) -> Mailer {
        let (url, from) = (url.to_owned(), "MediLink <no-reply@medilink.example>");
        let variable = move |name: &str| match name {
            "MEDILINK_SES_FROM" => Some(from.to_owned()),
            "MEDILINK_SES_URL" => Some(url.clone()),
            "AWS_REGION" => Some("eu-south-1".to_owned()),
            "AWS_ACCESS_KEY_ID" => Some("AKIDEXAMPLE".to_owned()),
            "AWS_SECRET_ACCESS_KEY" => Some("hidden".to_owned()),
            "AWS_SESSION_TOKEN" => Some("passing".to_owned()),
            _ => None,
        };
        Mailer::from_environment(variable, "/nowhere").unwrap()
    }

    #[tokio::test]
    async fn a_mail_is_one_signed_request() {
        let server = Server::answering(200).await;
        mailer(&server.url).send(&mail(), NOW).await.unwrap();
        let sent = server.request().await;
        assert_eq!(sent.line, "POST /v2/email/outbound-emails");
        assert_eq!(sent.header("content-type"), "application/json");
        assert_eq!(sent.header("x-amz-date"), "20270115T080000Z");
        assert_eq!(sent.header("x-amz-security-token"), "passing");
        let signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-south-1/ses/aws4_request, \
                      SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=";
        let signature = sent.header("authorization").strip_prefix(signed).unwrap_or_else(|| panic!("{sent:?}"));
        assert!(signature.len() == 64 && signature.bytes().all(|b| b.is_ascii_hexdigit()), "{signature}");

        let body: Value = serde_json::from_slice(&sent.body).unwrap();
        assert_eq!(body["Destination"], json!({"ToAddresses": ["amina@example.dz"]}));
        let message = BASE64.decode(body["Content"]["Raw"]["Data"].as_str().unwrap().as_bytes()).unwrap();
        let from = "MediLink <no-reply@medilink.example>".parse().unwrap();
        let text = String::from_utf8(message).unwrap();
        let head = mail().message(&from, NOW).unwrap().formatted();
        let head = String::from_utf8(head).unwrap();
        // Boundaries between parts are random.
        assert_eq!(text.split("boundary").next(), head.split("boundary").next());
    }

    #[tokio::test]
    async fn refusals_repeat_no_address() {
        use crate::Fate::{NotTaken, Refused, Unknown};
        for (status, fate) in [(400, Refused), (403, Refused), (429, NotTaken), (500, Unknown), (503, Unknown)] {
            let error = mailer(&Server::answering(status).await.url).send(&mail(), NOW).await.unwrap_err();
            assert_eq!(error.fate(), fate, "{error}");
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(!text.contains("example") && !text.contains("hidden"), "{text}");
            }
        }
        let throttled = Server::with("HTTP/1.1 400 x\r\ncontent-length: 20\r\n\r\n<Code>Throttling<...").await;
        let error = mailer(&throttled.url).send(&mail(), NOW).await.unwrap_err();
        assert!(matches!(error, MailError::Service(ServiceError::Busy { status: 400, .. })), "{error:?}");
    }

    #[test]
    fn all_mistakes_are_named_together() {
        let variable = |name: &str| (name == "MEDILINK_SES_URL").then(|| "http://mail.example".to_owned());
        let error = Ses::new("nobody", variable).unwrap_err();
        assert_eq!(error.0.len(), 5, "{error}");
    }

    #[test]
    fn the_regions_own_address_is_used_unless_another_is_set() {
        let variable = |name: &str| name.starts_with("AWS_").then(|| "eu-west-3".to_owned());
        let ses = Ses::new("no-reply@medilink.example", variable).unwrap();
        assert_eq!(ses.service.url.as_str(), "https://email.eu-west-3.amazonaws.com/v2/email/outbound-emails");
        let shown = format!("{ses:?}");
        assert!(!shown.contains("eu-west-3"), "{shown}");
    }
}
