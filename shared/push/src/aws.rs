use crate::{ServiceError, https::Https};
use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use aws_smithy_runtime_api::client::identity::Identity;
use http::{HeaderName, HeaderValue, header::CONTENT_TYPE};
use jiff::Timestamp;
use url::{Host, Url};

/// One operation of one of Amazon's services, asked by a single signed request.
#[derive(Clone)]
pub(crate) struct Service {
    /// As signatures name it: `ses`.
    pub name: &'static str,
    pub url: Url,
    pub account: Account,
    pub https: Https,
}

impl Service {
    /// Posts a body and sees that it was taken.
    pub(crate) async fn post(
        &self,
        content_type: &'static str,
        body: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let headers = self.account.sign(self.name, &self.url, content_type, &body, now).ok_or(ServiceError::Request)?;
        let answer = self.https.post(self.url.as_str(), headers, body).await?;
        // The older of these services answer 400 to who asks too often, and say so in the body.
        let throttled = answer.status == 400 && answer.body.windows(10).any(|word| word == b"Throttling");
        match throttled {
            true => Err(ServiceError::Busy { status: answer.status, after: answer.after }),
            false => answer.taken().map(drop),
        }
    }
}

/// Whose signature requests carry, and where.
#[derive(Clone)]
pub(crate) struct Account {
    pub region: String,
    identity: Identity,
}

impl Account {
    /// What Lambda gives a function for its role: `AWS_REGION`, `AWS_ACCESS_KEY_ID` and so on. The same with `MEDILINK_`
    /// before it goes first, for machines where those names belong to the local stores.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let prefix = if set("MEDILINK_AWS_ACCESS_KEY_ID").is_some() { "MEDILINK_" } else { "" };
        let mut missing = Vec::new();
        let mut need = |name: &str| {
            set(&format!("{prefix}{name}")).unwrap_or_else(|| {
                missing.push(match prefix {
                    "" => format!("{name} is missing (on one machine: MEDILINK_{name})"),
                    prefix => format!("{prefix}{name} is missing"),
                });
                String::new()
            })
        };
        let region = need("AWS_REGION");
        let (key_id, secret) = (need("AWS_ACCESS_KEY_ID"), need("AWS_SECRET_ACCESS_KEY"));
        if !missing.is_empty() {
            return Err(missing);
        }
        let credentials = Credentials::from_keys(key_id, secret, set(&format!("{prefix}AWS_SESSION_TOKEN")));
        Ok(Self { region, identity: credentials.into() })
    }

    fn sign(
        &self,
        service: &str,
        url: &Url,
        content_type: &'static str,
        body: &[u8],
        now: Timestamp,
    ) -> Option<Vec<(HeaderName, HeaderValue)>> {
        let params = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(&self.region)
            .name(service)
            .time(now.into())
            .settings(SigningSettings::default())
            .build()
            .ok()?
            .into();
        let own = [(CONTENT_TYPE.as_str(), content_type)];
        let request = SignableRequest::new("POST", url.as_str(), own.into_iter(), SignableBody::Bytes(body)).ok()?;
        let (instructions, _) = sign(request, &params).ok()?.into_parts();
        let mut headers = vec![(CONTENT_TYPE, HeaderValue::from_static(content_type))];
        for header in instructions.into_parts().0 {
            let mut value = HeaderValue::from_str(header.value()).ok()?;
            value.set_sensitive(header.sensitive());
            headers.push((HeaderName::try_from(header.name()).ok()?, value));
        }
        Some(headers)
    }
}

/// The address in the variable `name`, else the region's own. Credentials go nowhere without TLS but to this machine.
pub(crate) fn address(set: Option<String>, name: &str, own: impl FnOnce() -> String) -> Result<Url, String> {
    let url: Url = set.unwrap_or_else(own).parse().map_err(|_| format!("{name} is not a URL"))?;
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        _ => Err(format!("{name} is not an https address")),
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_missing_is_named() {
        let missing = Account::from_environment(|_| None).err().unwrap();
        for (mistake, name) in missing.iter().zip(["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
            assert!(mistake.starts_with(&format!("{name} is missing")), "{mistake}");
        }
        assert_eq!(missing.len(), 3);
        let half = |name: &str| (name == "MEDILINK_AWS_ACCESS_KEY_ID").then(|| "id".to_owned());
        assert_eq!(
            Account::from_environment(half).err().unwrap(),
            ["MEDILINK_AWS_REGION is missing", "MEDILINK_AWS_SECRET_ACCESS_KEY is missing"],
            "the two families are not mixed"
        );
    }

    #[test]
    fn addresses_are_encrypted_or_here() {
        let read = |url: &str| address(Some(url.to_owned()), "MEDILINK_SES_URL", String::new);
        for good in ["https://ses.example/", "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in ["", "ses.example", "http://ses.example/", "ftp://127.0.0.1/", "http://127.0.0.1.example/"] {
            assert!(read(bad).unwrap_err().starts_with("MEDILINK_SES_URL is not "), "{bad}");
        }
        assert_eq!(address(None, "X", || "https://own.example/".into()).unwrap().as_str(), "https://own.example/");
    }
}
