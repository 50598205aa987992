use crate::ServiceError;
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::body::SdkBody;
use http::{HeaderName, HeaderValue, Request, header::RETRY_AFTER};
use http_body_util::{BodyExt, Limited};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// How long a service may take for its whole answer.
const PATIENCE: Duration = Duration::from_secs(10);

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
            let response = self.connector().call(request).await.map_err(|_| ServiceError::Unreachable)?;
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
        self.connector.get_or_init(|| Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring)).build())
    }
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
    use crate::testing::Server;

    async fn asked(server: &Server) -> Result<Answer, ServiceError> {
        Https::new().post(&server.url, Vec::new(), b"hello".to_vec()).await?.taken()
    }

    #[tokio::test]
    async fn statuses_say_whether_to_try_again() {
        for (status, temporary) in [(400, false), (403, false), (413, false), (429, true), (500, true), (503, true)] {
            let server = Server::answering(status).await;
            let error = asked(&server).await.err().unwrap();
            assert_eq!(error.is_temporary(), temporary, "{status}: {error}");
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
    }
}
