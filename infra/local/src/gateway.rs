//! The HTTP API of this machine.

use crate::{
    event::http_event,
    functions::Functions,
    generate,
    routes::{Found, Routes},
    site::{Site, json_response},
    sockets::{Handshake, Sockets, manage},
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, request::Parts};
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::{
    body::{Body as _, Incoming},
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use medilink_kernel::{Clock, Entropy};
use medilink_objects::{Body as ObjectBody, Objects};
use serde_json::json;
use std::{convert::Infallible, net::IpAddr, sync::Arc, time::Duration};
use tokio::net::{TcpListener, TcpStream};

/// One byte more than an operation takes: what is too large is told so by the edge.
const LARGEST: usize = (1 << 20) + 1;
/// Longer than a megabyte takes on a slow telephone line.
const BODY_TIME: Duration = Duration::from_secs(60);

/// What answers requests.
pub struct Gateway {
    /// The routes.
    pub routes: Routes,
    /// The functions.
    pub functions: Functions,
    /// The WebSocket API, and the word that opens its way back.
    pub sockets: Arc<Sockets>,
    /// What functions in processes of their own show at `/@connections`.
    pub key: Arc<str>,
    /// Documents, and the bucket by whose name their requests are known.
    pub objects: Objects,
    /// The bucket.
    pub bucket: String,
    /// Pages.
    pub site: Site,
    /// Randomness for request ids.
    pub entropy: Arc<dyn Entropy>,
    /// The clock of waits.
    pub clock: Arc<dyn Clock>,
}

type Answer = Response<Either<Full<Bytes>, ObjectBody>>;

impl Gateway {
    /// Accepts connections until dropped.
    pub async fn run(self: Arc<Self>, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    tokio::spawn(self.clone().connection(stream, peer.ip()));
                }
                // Out of file handles, mostly: wait for some to come back.
                Err(_) => self.clock.sleep(Duration::from_millis(50)).await,
            }
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, client: IpAddr) {
        // Without it small answers wait for the next packet.
        let _ = stream.set_nodelay(true);
        let service = service_fn(move |request| {
            let gateway = self.clone();
            async move { Ok::<_, Infallible>(gateway.answer(request, client).await) }
        });
        let mut server = hyper::server::conn::http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(30));
        // A client that breaks off is no event.
        let _ = server.serve_connection(TokioIo::new(stream), service).with_upgrades().await;
    }

    async fn answer(&self, request: Request<Incoming>, client: IpAddr) -> Answer {
        let path = request.uri().path();
        if path.strip_prefix('/').and_then(|p| p.split('/').next()) == Some(self.bucket.as_str()) {
            return self.objects.handle(request).await.map(Either::Right);
        }
        if path == "/ws" {
            return match Handshake::read(request) {
                Ok(handshake) => self.sockets.open(handshake, client).await,
                Err(answer) => answer,
            }
            .map(|body| Either::Left(Full::new(body)));
        }
        if path.starts_with("/@connections/") {
            return self.connections(request).await.map(|body| Either::Left(Full::new(body)));
        }
        let mut answer =
            if path.starts_with("/v1/") { self.api(request, client).await } else { self.page(request).await };
        answer.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        answer.map(|body| Either::Left(Full::new(body)))
    }

    async fn connections(&self, request: Request<Incoming>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let shown = parts.headers.get("x-medilink-key").map(HeaderValue::as_bytes);
        if !shown.is_some_and(|shown| medilink_auth::equal(shown, self.key.as_bytes())) {
            return self.unrouted(&parts, &[]);
        }
        let Some(body) = read(body).await else { return self.unrouted(&parts, &[]) };
        manage(&self.sockets.hub, parts.method.as_str(), parts.uri.path(), body)
    }

    async fn page(&self, request: Request<Incoming>) -> Response<Bytes> {
        // A page of another name that resolves here must not read the outbox.
        if request.uri().path().starts_with("/local/") && !is_local_name(&request) {
            return self.unrouted(&request.into_parts().0, &[]);
        }
        let encodings = request.headers().get("accept-encoding").and_then(|v| v.to_str().ok()).unwrap_or_default();
        let found = if matches!(*request.method(), Method::GET | Method::HEAD) {
            self.site.get(request.uri().path(), encodings).await
        } else {
            None
        };
        found.unwrap_or_else(|| self.unrouted(&request.into_parts().0, &[]))
    }

    async fn api(&self, request: Request<Incoming>, client: IpAddr) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        match (&parts.method, parts.uri.path()) {
            (&Method::GET | &Method::HEAD, "/v1/health") => return json_response(&json!({"status": "ok"})),
            (&Method::GET | &Method::HEAD, "/v1/openapi.json") => return openapi(),
            (_, "/v1/health" | "/v1/openapi.json") => return self.unrouted(&parts, &["GET"]),
            _ => {}
        }
        match self.routes.find(&parts.method, parts.uri.path()) {
            Found::Operation(route, parameters) => {
                let Some(body) = read(body).await else { return self.unrouted(&parts, &[]) };
                let event = http_event(parts, body, &route.key, parameters, client, self.request_id());
                self.functions.http(route.operation, event).await
            }
            Found::OtherMethods(methods) => {
                self.unrouted(&parts, &methods.iter().map(String::as_str).collect::<Vec<_>>())
            }
            Found::Nothing => self.unrouted(&parts, &[]),
        }
    }

    fn unrouted(&self, parts: &Parts, other_methods: &[&str]) -> Response<Bytes> {
        let language = parts
            .headers
            .get("accept-language")
            .and_then(|v| v.to_str().ok())
            .map(|v| ("accept-language".to_owned(), v.to_owned()));
        let request = medilink_edge::Request {
            headers: language.into_iter().collect(),
            trace_id: self.request_id(),
            ..Default::default()
        };
        let answer = medilink_edge::unrouted(&request, other_methods);
        let mut response = Response::builder().status(answer.status);
        for (name, value) in answer.headers {
            response = response.header(name, value);
        }
        response.body(answer.body.into()).unwrap_or_default()
    }

    fn request_id(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.entropy.bytes::<16>())
    }
}

/// A body, or one just past the limit where it is, or says it will be, larger; `None` where the client broke off or
/// took too long.
async fn read(body: Incoming) -> Option<Bytes> {
    let too_large = || Some(vec![b' '; LARGEST].into());
    if body.size_hint().lower() >= LARGEST as u64 {
        return too_large();
    }
    match tokio::time::timeout(BODY_TIME, Limited::new(body, LARGEST - 1).collect()).await.ok()? {
        Ok(body) => Some(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => too_large(),
        Err(_) => None,
    }
}

fn is_local_name(request: &Request<Incoming>) -> bool {
    let host = request.headers().get("host").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

fn openapi() -> Response<Bytes> {
    let mut response = Response::new(generate::openapi_text());
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response.headers_mut().insert("cache-control", HeaderValue::from_static("public, max-age=60"));
    response
}
