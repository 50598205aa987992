use crate::PushError;
use data_encoding::BASE64URL_NOPAD;
use p256::PublicKey;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Where a browser takes its notifications, as its `PushSubscription` says it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The address at the browser's push service. Whoever knows it may write there: it goes into no log.
    pub endpoint: String,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// The secret that the browser shares with the platform, base64url.
    pub auth: String,
}

/// The push services of the browsers; a dot before a name stands for every name that ends so.
const SERVICES: [&str; 6] = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
];

/// Longer than any push service's.
const LONGEST: usize = 2048;

/// A subscription that was looked at: where it leads, and the keys behind it.
pub(crate) struct Receiver {
    pub url: Url,
    pub key: PublicKey,
    pub auth: [u8; 16],
}

impl Subscription {
    /// Reads it. What a browser says decides where the platform sends requests to, so only the push services are let
    /// through, and the origins that the installation has set beside them.
    pub(crate) fn read(&self, origins: &[Url]) -> Result<Receiver, PushError> {
        let wrong = PushError::Subscription;
        if self.endpoint.len() > LONGEST {
            return Err(wrong("the endpoint is too long"));
        }
        // Reading a URL forgives much: what no browser writes is not taken.
        if !self.endpoint.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong("the endpoint has letters that a URL has not"));
        }
        let url: Url = self.endpoint.parse().map_err(|_| wrong("the endpoint is not a URL"))?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(wrong("the endpoint has parts that an endpoint has not"));
        }
        let own = origins.iter().any(|origin| origin.origin() == url.origin());
        if !own && !is_service(&url) {
            return Err(wrong("the endpoint is at none of the push services"));
        }
        let bytes = |text: &str| BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()).ok();
        let key = bytes(&self.p256dh).filter(|key| key.len() == 65);
        let key = key.and_then(|key| PublicKey::from_sec1_bytes(&key).ok()).ok_or(wrong("p256dh is not a key"))?;
        let auth = bytes(&self.auth).and_then(|auth| auth.try_into().ok()).ok_or(wrong("auth is not 16 bytes"))?;
        Ok(Receiver { url, key, auth })
    }
}

fn is_service(url: &Url) -> bool {
    let Some(Host::Domain(host)) = url.host() else { return false };
    let known = |service: &str| match service.strip_prefix('.') {
        Some(_) => host.len() > service.len() && host.ends_with(service),
        None => host == service,
    };
    // `port` is none where it is the scheme's own.
    url.scheme() == "https" && url.port().is_none() && SERVICES.iter().any(|service| known(service))
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription(..)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The browser of RFC 8291's example (section 5 and appendix A).
    pub(crate) fn subscription(endpoint: &str) -> Subscription {
        Subscription {
            endpoint: endpoint.into(),
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        }
    }

    const GOOD: &str = "https://fcm.googleapis.com/fcm/send/abc:def";

    fn refused(subscription: &Subscription) -> bool {
        let origins = ["http://127.0.0.1:9999", "https://push.medilink.example"].map(|o| o.parse().unwrap());
        matches!(subscription.read(&origins), Err(PushError::Subscription(_)))
    }

    #[test]
    fn the_push_services_of_the_browsers_are_known() {
        for endpoint in [
            GOOD,
            "https://fcm.googleapis.com:443/fcm/send/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://eu.push.services.mozilla.com/wpush/v2/abc",
            "https://db5p.notify.windows.com/w/?token=abc",
            "https://web.push.apple.com/abc",
            "http://127.0.0.1:9999/abc",
            "https://push.medilink.example/abc",
        ] {
            assert!(!refused(&subscription(endpoint)), "{endpoint}");
        }
    }

    #[test]
    fn an_endpoint_leads_nowhere_else() {
        for endpoint in [
            "",
            "fcm.googleapis.com/abc",
            "http://fcm.googleapis.com/abc",
            "https://fcm.googleapis.com:8443/abc",
            "https://user@fcm.googleapis.com/abc",
            "https://:pass@fcm.googleapis.com/abc",
            "https://fcm.googleapis.com/abc#part",
            "https://fcm.googleapis.com/abc\0",
            "https://fcm.googleapis.com/abc ",
            "https://fcm.googleapis.com/abc\u{202e}d",
            "https://fcm.goo\tgleapis.com/abc",
            "https://fcm.googleapis.com.example/abc",
            "https://example/fcm.googleapis.com",
            "https://evilfcm.googleapis.com/abc",
            "https://fcm.googleapis.com./abc",
            "https://.notify.windows.com/abc",
            "https://notify.windows.com/abc",
            "https://evilnotify.windows.com/abc",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/abc",
            "https://0x7f.1/abc",
            "http://127.0.0.1:9998/abc",
            "http://127.0.0.1/abc",
            "https://127.0.0.1:9999/abc",
            "http://localhost:9999/abc",
            "https://push.medilink.example:444/abc",
            "http://push.medilink.example/abc",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(refused(&subscription(endpoint)), "{endpoint}");
        }
        assert!(refused(&subscription(&format!("{GOOD}{}", "x".repeat(LONGEST)))));
    }

    #[test]
    fn keys_are_keys() {
        let good = subscription(GOOD);
        assert!(!refused(&Subscription { auth: format!("{}==", good.auth), ..good.clone() }), "padding is let through");
        let point = BASE64URL_NOPAD.decode(good.p256dh.as_bytes()).unwrap();
        let mut off_the_curve = point.clone();
        off_the_curve[64] ^= 1;
        let short = [[2].as_slice(), &point[1..33]].concat();
        for p256dh in [Vec::new(), vec![0], vec![4; 65], off_the_curve, short].map(|key| BASE64URL_NOPAD.encode(&key)) {
            assert!(refused(&Subscription { p256dh: p256dh.clone(), ..good.clone() }), "{p256dh}");
        }
        for auth in ["", "AAAA", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J/aSIgg", "not base64!"] {
            assert!(refused(&Subscription { auth: auth.into(), ..good.clone() }), "{auth}");
        }
        assert_eq!(format!("{good:?}"), "Subscription(..)");
    }
}
