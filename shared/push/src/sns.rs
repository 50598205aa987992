use crate::{
    ServiceError, SettingsError, Sms,
    aws::{Account, Service, address},
    https::Https,
};
use jiff::Timestamp;
use url::form_urlencoded::Serializer;

/// Amazon's notification service, as far as it sends text messages.
#[derive(Debug, Clone)]
pub struct Sns {
    service: Service,
    /// The name that telephones show as the sender.
    sender: Option<String>,
}

impl Sns {
    /// The one of the account whose credentials the environment holds.
    pub(crate) fn new(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut mistakes = Vec::new();
        let account = Account::from_environment(&variable).map_err(|missing| mistakes.extend(missing));
        let region = account.as_ref().map(|account| account.region.clone()).unwrap_or_default();
        let own = || format!("https://sns.{region}.amazonaws.com/");
        let url = address(set("MEDILINK_SNS_URL"), "MEDILINK_SNS_URL", own).map_err(|mistake| mistakes.push(mistake));
        let sender = set("MEDILINK_SMS_SENDER");
        if sender.as_deref().is_some_and(|sender| !is_sender(sender)) {
            mistakes
                .push("MEDILINK_SMS_SENDER is not 1 to 11 letters, digits or dashes with a letter among them".into());
        }
        match (account, url) {
            (Ok(account), Ok(url)) if mistakes.is_empty() => {
                Ok(Self { service: Service { name: "sns", url, account, https: Https::new() }, sender })
            }
            _ => Err(SettingsError(mistakes)),
        }
    }

    /// Hands one message to the service.
    pub(crate) async fn send(&self, sms: &Sms, now: Timestamp) -> Result<(), ServiceError> {
        self.service.post("application/x-www-form-urlencoded", self.form(sms).into_bytes(), now).await
    }

    fn form(&self, sms: &Sms) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("Action", "Publish").append_pair("Version", "2010-03-31");
        form.append_pair("PhoneNumber", &sms.to).append_pair("Message", &sms.short_text());
        let attributes = [("SMSType", Some("Transactional")), ("SenderID", self.sender.as_deref())];
        let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (number, (name, value)) in (1..).zip(attributes) {
            let entry = format!("MessageAttributes.entry.{number}");
            form.append_pair(&format!("{entry}.Name"), &format!("AWS.SNS.SMS.{name}"));
            form.append_pair(&format!("{entry}.Value.DataType"), "String");
            form.append_pair(&format!("{entry}.Value.StringValue"), value);
        }
        form.finish()
    }
}

fn is_sender(name: &str) -> bool {
    (1..=11).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && name.bytes().any(|b| b.is_ascii_alphabetic())
}
