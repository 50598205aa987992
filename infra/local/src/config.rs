use medilink_kernel::Email;
use std::path::PathBuf;

/// What the local platform is told by its environment. Everything has a default; every mistake is reported at once.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where all state is (`MEDILINK_DATA`).
    pub data: PathBuf,
    /// The port of the API (`MEDILINK_PORT`); 0 takes a free one.
    pub port: u16,
    /// The port of the Lambda API for `cargo lambda invoke` (`MEDILINK_LAMBDA_PORT`); 0 takes a free one.
    pub lambda_port: u16,
    /// The first admin (`MEDILINK_ADMIN_EMAIL`, `MEDILINK_ADMIN_PASSWORD`).
    pub admin: Option<(Email, String)>,
    /// Whether demo data is made at the first start (`MEDILINK_DEMO=0` leaves it out).
    pub demo: bool,
    /// Whether limits per network address hold (`MEDILINK_RATE_LIMIT=off` lifts them).
    pub rate_limit: bool,
    /// Whether what operations ask of the store is counted, for tests.
    pub meter: bool,
    /// Whether a write is answered only when it would survive a power cut; a test that makes none need not wait for the disk.
    pub sync: bool,
    /// The built site (`MEDILINK_WEB`).
    pub web: PathBuf,
    /// Whether operations run as bootstrap processes, and where their binaries are (`--processes`).
    pub processes: Option<PathBuf>,
    /// The seed by which streams repeat, delay, cut and reorder what they tell, for tests.
    pub disorder: Option<u64>,
    /// Outside services, by variable.
    pub outside: Vec<(String, String)>,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Every mistake, one a line.
    pub fn read(variables: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        let all: Vec<_> =
            variables.filter(|(name, value)| name.starts_with("MEDILINK_") && !value.is_empty()).collect();
        let get = |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let mut mistakes = Vec::new();
        let mut port = |name: &str, default: u16| {
            let read = get(name).map_or(Ok(default), |text| text.parse());
            read.unwrap_or_else(|_| {
                mistakes.push(format!("{name}: a port number is expected"));
                default
            })
        };
        let (http, lambda) = (port("MEDILINK_PORT", 8080), port("MEDILINK_LAMBDA_PORT", 9000));
        let admin = match (get("MEDILINK_ADMIN_EMAIL"), get("MEDILINK_ADMIN_PASSWORD")) {
            (Some(email), Some(password)) => match Email::new(&email) {
                Some(email) => Some((email, password)),
                None => {
                    mistakes.push("MEDILINK_ADMIN_EMAIL: an e-mail address is expected".to_owned());
                    None
                }
            },
            (None, None) => None,
            _ => {
                mistakes.push("MEDILINK_ADMIN_EMAIL and MEDILINK_ADMIN_PASSWORD go together".to_owned());
                None
            }
        };
        if !mistakes.is_empty() {
            return Err(mistakes.join("\n"));
        }
        Ok(Self {
            data: get("MEDILINK_DATA").unwrap_or_else(|| ".medilink".into()).into(),
            port: http,
            lambda_port: lambda,
            admin,
            demo: get("MEDILINK_DEMO").as_deref() != Some("0"),
            rate_limit: get("MEDILINK_RATE_LIMIT").as_deref() != Some("off"),
            meter: false,
            sync: true,
            web: get("MEDILINK_WEB").unwrap_or_else(|| "web/dist".into()).into(),
            processes: None,
            disorder: None,
            outside: all,
        })
    }

    /// An empty platform on free ports, as tests start it.
    pub fn empty(data: PathBuf) -> Self {
        Self {
            data,
            port: 0,
            lambda_port: 0,
            admin: None,
            demo: false,
            rate_limit: false,
            meter: true,
            sync: false,
            web: "web/dist".into(),
            processes: None,
            disorder: None,
            outside: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
        Config::read(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn defaults_and_every_mistake_together() {
        let config = read(&[]).unwrap();
        assert_eq!((config.port, config.demo, config.rate_limit), (8080, true, true));
        let mistakes =
            read(&[("MEDILINK_PORT", "x"), ("MEDILINK_ADMIN_EMAIL", "a@b.dz"), ("MEDILINK_LAMBDA_PORT", "-1")])
                .unwrap_err();
        assert_eq!(mistakes.lines().count(), 3, "{mistakes}");
    }
}
