use aws_sdk_s3::config::SharedCredentialsProvider;
use url::Url;

/// Where the object store is.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its address; `None` is the region's own. The presigned requests carry it to clients, who must reach it too.
    pub endpoint: Option<Url>,
    /// The region that signatures name.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// Who asks.
    pub credentials: Credentials,
}

/// Whose signature requests carry.
#[derive(Clone)]
pub struct Credentials {
    /// The access key's id.
    pub key_id: String,
    /// The access key's secret.
    pub secret: String,
    /// The token of a temporary key.
    pub session_token: Option<String>,
}

/// What is wrong with the settings.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// These variables of the environment are missing or empty.
    #[error("missing: {}", .0.join(", "))]
    Missing(Vec<&'static str>),
}

impl Credentials {
    /// The variables that Lambda gives a function for its role; `variable` looks one up.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let value = |name| variable(name).filter(|v| !v.is_empty());
        match (value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY")) {
            (Some(key_id), Some(secret)) => Ok(Self { key_id, secret, session_token: value("AWS_SESSION_TOKEN") }),
            (id, secret) => {
                let names = [("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", secret)];
                Err(SettingsError::Missing(names.into_iter().filter(|(_, v)| v.is_none()).map(|(n, _)| n).collect()))
            }
        }
    }

    pub(crate) fn provider(&self) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(aws_credential_types::Credentials::new(
            &self.key_id,
            &self.secret,
            self.session_token.clone(),
            None,
            "medilink",
        ))
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_gives_all_or_names_what_is_missing() {
        let full = |name: &str| Some(format!("value of {name}"));
        let found = Credentials::from_environment(full).unwrap();
        assert_eq!(found.secret, "value of AWS_SECRET_ACCESS_KEY");
        assert_eq!(found.session_token.as_deref(), Some("value of AWS_SESSION_TOKEN"));
        let missing = Credentials::from_environment(|_| Some(String::new())).unwrap_err();
        assert_eq!(missing.to_string(), "missing: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY");
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let credentials =
            Credentials { key_id: "id".into(), secret: "hidden".into(), session_token: Some("hidden".into()) };
        assert!(!format!("{credentials:?}").contains("hidden"));
    }
}
