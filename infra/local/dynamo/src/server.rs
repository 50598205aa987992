//! The guard over HTTP, for functions that run in processes of their own.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Guard, Outcome, headers};

/// DynamoDB takes no larger request.
const LARGEST: usize = 16 * 1024 * 1024;

/// The connection ends without an answer, as it does when the network fails.
#[derive(Debug, thiserror::Error)]
#[error("the answer is lost")]
struct Lost;

/// Serves the guard to callers that know the key, until the returned future is dropped.
///
/// # Errors
/// If the listener fails.
pub async fn serve(listener: TcpListener, guard: Arc<Guard>, key: Arc<str>) -> std::io::Result<Infallible> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (guard, key) = (Arc::clone(&guard), Arc::clone(&key));
        let service = service_fn(move |request| answer(Arc::clone(&guard), Arc::clone(&key), request));
        tokio::spawn(async move {
            // A connection that ends early is the caller's matter, or an injected fault.
            let _ended =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(guard: Arc<Guard>, key: Arc<str>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Lost> {
    let (head, body) = request.into_parts();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    if !header(headers::KEY).is_some_and(|given| same(given.as_bytes(), key.as_bytes())) {
        return Ok(plain(StatusCode::FORBIDDEN, Bytes::new()));
    }
    let Ok(body) = Limited::new(body, LARGEST).collect().await else {
        return Ok(plain(StatusCode::PAYLOAD_TOO_LARGE, Bytes::new()));
    };
    match guard.receive(header, body.to_bytes()).await {
        Outcome::Reply(reply) => {
            let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Ok(plain(status, reply.body))
        }
        Outcome::TimedOut | Outcome::Disconnected => Err(Lost),
    }
}

fn plain(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    response
}

/// Takes as long for every wrong key of the right length.
fn same(given: &[u8], key: &[u8]) -> bool {
    given.len() == key.len() && given.iter().zip(key).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
