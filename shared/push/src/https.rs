use crate::ServiceError;
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorSettings},
    orchestrator::HttpRequest,
    result::ConnectorError,
};
use aws_smithy_types::body::SdkBody;
use http::{HeaderName, HeaderValue, Request, header::RETRY_AFTER};
use http_body_util::{BodyExt, Limited};
use std::{
    error::Error,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// How long a service may take for its whole answer: a fraction of what the functions have that ask.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of that may go by before there is a connection.
const CONNECTING: Duration = Duration::from_secs(3);

/// What is read of an answer: enough for the code of an error.
const LARGEST_ANSWER: usize = 16 * 1024;

/// Requests to services outside, by the client that the cloud's own clients use. Cheap to clone; follows no redirect.
#[derive(Clone)]
pub(crate) struct Https {
    /// Made by the first request: reading the machine's certificates takes a while, and most functions send nothing.
    connector: Arc<OnceLock<Connector>>,
    patience: Duration,
}

/// What a service answered.
pub(crate) struct Answer {
    pub status: u16,
    /// Seconds, where it says when to ask again.
    pub after: Option<u32>,
    /// The beginning of its body; never shown to anybody.
    pub body: Vec<u8>,
}

impl Https {
    pub(crate) fn new() -> Self {
        Self { connector: Arc::default(), patience: PATIENCE }
    }

    #[cfg(test)]
    pub(crate) fn patient_for(patience: Duration) -> Self {
        Self { patience, ..Self::new() }
    }

    /// Posts a body and waits for the answer.
    pub(crate) async fn post(
        &self,
        url: &str,
        headers: Vec<(HeaderName, HeaderValue)>,
        body: Vec<u8>,
    ) -> Result<Answer, ServiceError> {
        let mut request = Request::post(url).body(SdkBody::from(body)).map_err(|_| ServiceError::Request)?;
        request.headers_mut().extend(headers);
        let request = HttpRequest::try_from(request).map_err(|_| ServiceError::Request)?;
        let exchange = async {
            let response = self.connector().call(request).await.map_err(|error| lost(&error))?;
            let status = response.status().as_u16();
            let after = response.headers().get(RETRY_AFTER.as_str()).and_then(|value| value.parse().ok());
            // An answer that is too long or breaks off is as good as one without a body.
            let body = Limited::new(response.into_body(), LARGEST_ANSWER).collect().await;
            let body = body.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
            Ok(Answer { status, after, body })
        };
        tokio::time::timeout(self.patience, exchange).await.map_err(|_| ServiceError::Late)?
    }

    fn connector(&self) -> &Connector {
        self.connector.get_or_init(|| {
            let settings = HttpConnectorSettings::builder().connect_timeout(CONNECTING).build();
            let tls = Provider::Rustls(CryptoMode::Ring);
            Connector::builder().connector_settings(settings).tls_provider(tls).build()
        })
    }
}

/// Why there is no answer: whether a request went out makes all the difference.
fn lost(error: &ConnectorError) -> ServiceError {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        if error.downcast_ref::<hyper_util::client::legacy::Error>().is_some_and(|error| error.is_connect()) {
            return ServiceError::Unreachable;
        }
        cause = error.source();
    }
    ServiceError::Cut
}

impl Answer {
    /// The answer, where it says that the request was taken.
    pub(crate) fn taken(self) -> Result<Self, ServiceError> {
        match self.status {
            200..=299 => Ok(self),
            408 | 425 | 429 | 500.. => Err(ServiceError::Busy { status: self.status, after: self.after }),
            status => Err(ServiceError::Refused(status)),
        }
    }
}

impl std::fmt::Debug for Https {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Https").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fate, testing::Server};

    async fn asked(server: &Server) -> Result<Answer, ServiceError> {
        Https::new().post(&server.url, Vec::new(), b"hello".to_vec()).await?.taken()
    }

    #[tokio::test]
    async fn statuses_say_what_became_of_the_request() {
        use Fate::{NotTaken, Refused, Unknown};
        for (status, fate) in
            [(400, Refused), (403, Refused), (413, Refused), (429, NotTaken), (500, Unknown), (503, Unknown)]
        {
            let server = Server::answering(status).await;
            let error = asked(&server).await.err().unwrap();
            assert_eq!(error.fate(), fate, "{status}: {error}");
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
        assert_eq!(asked(&Server::answering(201).await).await.unwrap().status, 201);
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let other = Server::answering(200).await;
        let server =
            Server::with(&format!("HTTP/1.1 307 x\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url)).await;
        assert_eq!(asked(&server).await.err(), Some(ServiceError::Refused(307)));
        assert_eq!(other.requests().await.len(), 0);
    }

    #[tokio::test]
    async fn the_service_says_when_to_ask_again() {
        let server = Server::with("HTTP/1.1 429 x\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n").await;
        assert_eq!(asked(&server).await.err(), Some(ServiceError::Busy { status: 429, after: Some(120) }));
    }

    #[tokio::test]
    async fn silence_and_absence_are_told_apart() {
        let silent = Server::with("").await;
        let late = Https::patient_for(Duration::from_millis(20)).post(&silent.url, Vec::new(), Vec::new()).await;
        assert_eq!(late.err(), Some(ServiceError::Late));
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let nowhere = Https::new().post(&format!("http://{nobody}"), Vec::new(), Vec::new()).await;
        assert_eq!(nowhere.err(), Some(ServiceError::Unreachable));
        assert_eq!((ServiceError::Late.fate(), ServiceError::Unreachable.fate()), (Fate::Unknown, Fate::NotTaken));
    }

    #[tokio::test]
    async fn a_connection_that_ends_before_the_answer_may_have_brought_the_request() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::io::AsyncReadExt::read(&mut stream, &mut [0; 1024]).await.unwrap();
            }
        });
        let cut = Https::new().post(&url, Vec::new(), b"hello".to_vec()).await;
        assert_eq!(cut.err(), Some(ServiceError::Cut));
        assert_eq!(ServiceError::Cut.fate(), Fate::Unknown);
    }
}
