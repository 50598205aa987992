use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use hyper::{body::Incoming, upgrade::OnUpgrade};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// A request that wants to become a socket (RFC 6455, section 4.2.1).
pub struct Handshake {
    /// The request.
    pub parts: http::request::Parts,
    accept: String,
    upgrade: OnUpgrade,
}

impl Handshake {
    /// Reads the request.
    ///
    /// # Errors
    /// The answer to a request that cannot become a socket.
    pub fn read(mut request: Request<Incoming>) -> Result<Self, Response<Bytes>> {
        let headers = request.headers();
        let wants = names(headers, header::CONNECTION, "upgrade") && names(headers, header::UPGRADE, "websocket");
        if !wants {
            let mut response = status(StatusCode::UPGRADE_REQUIRED);
            response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            return Err(response);
        }
        if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
            let mut response = status(StatusCode::UPGRADE_REQUIRED);
            response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
            return Err(response);
        }
        let Some(key) = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| request.method() == http::Method::GET) else {
            return Err(status(StatusCode::BAD_REQUEST));
        };
        let accept = derive_accept_key(key.as_bytes());
        let upgrade = hyper::upgrade::on(&mut request);
        Ok(Self { parts: request.into_parts().0, accept, upgrade })
    }

    /// The answer that makes it a socket, and the socket to come.
    pub fn accept(self) -> (Response<Bytes>, OnUpgrade) {
        let mut response = status(StatusCode::SWITCHING_PROTOCOLS);
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&self.accept) {
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        }
        (response, self.upgrade)
    }
}

fn names(headers: &HeaderMap, name: header::HeaderName, word: &str) -> bool {
    let listed = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| text.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
    };
    headers.get_all(name).iter().any(listed)
}

fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
