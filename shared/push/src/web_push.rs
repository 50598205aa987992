use crate::{
    Delivery, PushError, ServiceError, SettingsError, Subscription, VapidKey,
    https::Https,
    sealed::{LONGEST_PAYLOAD, seal},
    vapid::secret,
};
use data_encoding::BASE64URL_NOPAD;
use http::{
    HeaderName, HeaderValue,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE},
};
use jiff::Timestamp;
use medilink_kernel::Entropy;
use sha2::{Digest, Sha256};
use url::Url;

/// Notifications to browsers, through their push services (RFC 8030). Cheap to clone.
#[derive(Debug, Clone)]
pub struct WebPush {
    https: Https,
    /// Where the people of a push service reach those of this installation.
    contact: String,
    /// Push services beside those of the browsers.
    origins: Vec<Url>,
}

/// How soon a browser should hear of a notification (RFC 8030, section 5.3): what is less urgent waits while the
/// battery is low.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// On power and Wi-Fi.
    VeryLow,
    /// On either.
    Low,
    /// On neither.
    Normal,
    /// At once, even with a low battery.
    High,
}

/// A notification for one browser.
#[derive(Debug, Clone, Copy)]
pub struct Notification<'a> {
    /// What the browser's worker is given; nobody between reads it. [`WebPush::LONGEST`] bytes at most.
    pub payload: &'a [u8],
    /// What it is about: while the browser is away, a later one takes the place of an earlier one of the same topic.
    /// It may say whatever tells topics apart; only its hash goes out.
    pub topic: &'a str,
    /// How soon.
    pub urgency: Urgency,
    /// For how many seconds the push service keeps it while the browser is away.
    pub ttl: u32,
}

impl WebPush {
    /// The longest payload.
    pub const LONGEST: usize = LONGEST_PAYLOAD;

    /// As the environment sets it: `MEDILINK_WEB_PUSH_CONTACT` (`mailto:` or `https:`), `MEDILINK_WEB_PUSH_ORIGINS`
    /// (push services beside those of the browsers, by commas).
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut mistakes = Vec::new();
        let contact = set("MEDILINK_WEB_PUSH_CONTACT").unwrap_or_else(|| "mailto:no-reply@medilink.invalid".into());
        if !contact.parse().is_ok_and(|url: Url| matches!(url.scheme(), "mailto" | "https")) {
            mistakes.push("MEDILINK_WEB_PUSH_CONTACT is neither a mailto: nor an https: address".to_owned());
        }
        let list = set("MEDILINK_WEB_PUSH_ORIGINS").unwrap_or_default();
        let mut origins = Vec::new();
        for text in list.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            match text.parse::<Url>().ok().filter(is_origin) {
                Some(origin) => origins.push(origin),
                None => mistakes.push(format!("MEDILINK_WEB_PUSH_ORIGINS: {text} is not of the form https://host")),
            }
        }
        match mistakes.is_empty() {
            true => Ok(Self { https: Https::new(), contact, origins }),
            false => Err(SettingsError(mistakes)),
        }
    }

    /// Whether a browser's subscription is one that the platform sends to.
    pub fn check(&self, subscription: &Subscription) -> Result<(), PushError> {
        subscription.read(&self.origins).map(drop)
    }

    /// Hands one notification to a browser's push service.
    pub async fn send(
        &self,
        key: &VapidKey,
        subscription: &Subscription,
        notification: Notification<'_>,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Result<Delivery, PushError> {
        let receiver = subscription.read(&self.origins)?;
        let body = seal(notification.payload, &receiver, &secret(entropy)?, entropy.bytes())?;
        let mut authorization = HeaderValue::try_from(key.authorization(&receiver.url, &self.contact, now))
            .map_err(|_| ServiceError::Request)?;
        authorization.set_sensitive(true);
        let headers = vec![
            (AUTHORIZATION, authorization),
            (CONTENT_ENCODING, HeaderValue::from_static("aes128gcm")),
            (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
            (HeaderName::from_static("ttl"), notification.ttl.into()),
            (HeaderName::from_static("urgency"), HeaderValue::from_static(notification.urgency.word())),
            (HeaderName::from_static("topic"), topic(notification.topic).ok_or(ServiceError::Request)?),
        ];
        let answer = self.https.post(receiver.url.as_str(), headers, body).await?;
        match answer.status {
            404 | 410 => Ok(Delivery::Gone),
            _ => Ok(answer.taken().map(|_| Delivery::Taken)?),
        }
    }
}

impl Urgency {
    const fn word(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// At most 32 letters of base64url (RFC 8030, section 5.4), which tell the push service nothing.
fn topic(about: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(BASE64URL_NOPAD.encode(&Sha256::digest(about)[..24])).ok()
}

fn is_origin(url: &Url) -> bool {
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    bare && url.username().is_empty() && url.password().is_none() && matches!(url.scheme(), "https" | "http")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sealed::tests::opened, subscription::tests::subscription, testing::Server, vapid::tests::claims};
    use medilink_kernel::SeededEntropy;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);
    const PAYLOAD: &[u8] = "{\"title\":\"موعدك غدًا\"}".as_bytes();

    fn web_push(origins: &str) -> WebPush {
        let origins = origins.to_owned();
        let variable = move |name: &str| match name {
            "MEDILINK_WEB_PUSH_CONTACT" => Some("mailto:ops@medilink.example".to_owned()),
            "MEDILINK_WEB_PUSH_ORIGINS" => Some(origins.clone()),
            _ => None,
        };
        WebPush::from_environment(variable).unwrap()
    }

    async fn sent(server: &Server, payload: &[u8], entropy: &dyn Entropy) -> Result<Delivery, PushError> {
        let key = VapidKey::from_bytes(&[3; 32]).unwrap();
        let browser = subscription(&format!("{}/wpush/secret-of-the-browser", server.url));
        let notification = Notification { payload, topic: "appointment:1", urgency: Urgency::High, ttl: 3600 };
        web_push(&server.url).send(&key, &browser, notification, entropy, NOW).await
    }

    #[tokio::test]
    async fn a_browser_reads_what_was_sent_and_nobody_else() {
        let server = Server::answering(201).await;
        let entropy = SeededEntropy::new(5);
        for _ in 0..2 {
            assert_eq!(sent(&server, PAYLOAD, &entropy).await.unwrap(), Delivery::Taken);
        }
        let requests = server.requests().await;
        for request in &requests {
            assert_eq!(request.line, "POST /wpush/secret-of-the-browser");
            assert_eq!(opened(&request.body), PAYLOAD);
            assert_eq!((request.header("content-encoding"), request.header("ttl")), ("aes128gcm", "3600"));
            assert_eq!(request.header("urgency"), "high");
            let topic = request.header("topic");
            assert!(topic.len() == 32 && !topic.contains("appointment"), "{topic}");
            let key = VapidKey::from_bytes(&[3; 32]).unwrap().public_key();
            let claims = claims(request.header("authorization"), &key);
            assert_eq!((&claims["aud"], &claims["sub"]), (&json!(server.url), &json!("mailto:ops@medilink.example")));
        }
        assert_ne!(requests[0].body[..16], requests[1].body[..16], "each has a salt of its own");
        assert_ne!(requests[0].body[21..86], requests[1].body[21..86], "and a key of its own");
    }

    #[tokio::test]
    async fn answers_say_whether_the_browser_is_gone_or_to_try_again() {
        let entropy = SeededEntropy::new(5);
        for status in [404, 410] {
            assert_eq!(sent(&Server::answering(status).await, PAYLOAD, &entropy).await.unwrap(), Delivery::Gone);
        }
        use crate::Fate::{NotTaken, Refused, Unknown};
        let refused = [400, 401, 403, 413].map(|status| (status, Refused));
        for (status, fate) in refused.into_iter().chain([(429, NotTaken), (502, Unknown)]) {
            let error = sent(&Server::answering(status).await, PAYLOAD, &entropy).await.unwrap_err();
            assert_eq!(error.fate(), fate, "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    }

    #[tokio::test]
    async fn nothing_goes_out_that_is_too_long_or_leads_elsewhere() {
        let server = Server::answering(201).await;
        let entropy = SeededEntropy::new(5);
        let long = vec![b'x'; WebPush::LONGEST + 1];
        assert!(matches!(sent(&server, &long, &entropy).await, Err(PushError::TooLong)));
        let elsewhere = subscription(&server.url);
        assert!(matches!(web_push("").check(&elsewhere), Err(PushError::Subscription(_))));
        web_push(&server.url).check(&elsewhere).unwrap();
        assert_eq!(server.requests().await.len(), 0);
    }

    #[test]
    fn all_mistakes_are_named_together() {
        let wrong = |name: &str| match name {
            "MEDILINK_WEB_PUSH_CONTACT" => Some("ops@medilink.example".to_owned()),
            "MEDILINK_WEB_PUSH_ORIGINS" => {
                Some("push.example, https://push.example/x, https://push.example".to_owned())
            }
            _ => None,
        };
        assert_eq!(WebPush::from_environment(wrong).unwrap_err().0.len(), 3);
        WebPush::from_environment(|_| None).unwrap();
    }
}
