//! The HTTP API of this machine.

use crate::{
    event::http_event,
    functions::Functions,
    generate,
    routes::{Found, Routes},
    site::{Site, json_response},
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, request::Parts};
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use medilink_kernel::{Clock, Entropy};
use medilink_objects::{Body as ObjectBody, Objects};
use serde_json::json;
use std::{convert::Infallible, net::IpAddr, sync::Arc, time::Duration};
use tokio::net::{TcpListener, TcpStream};

/// One byte more than an operation takes: what is too large is told so by the edge.
const LARGEST: usize = (1 << 20) + 1;

/// What answers requests.
pub struct Gateway {
    /// The routes.
    pub routes: Routes,
    /// The functions.
    pub functions: Functions,
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
        let _ = server.serve_connection(TokioIo::new(stream), service).await;
    }

    async fn answer(&self, request: Request<Incoming>, client: IpAddr) -> Answer {
        let path = request.uri().path();
        if path.strip_prefix('/').and_then(|p| p.split('/').next()) == Some(self.bucket.as_str()) {
            return self.objects.handle(request).await.map(Either::Right);
        }
        let mut answer = if path.starts_with("/v1/") { self.api(request, client).await } else { self.page(request).await };
        answer.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        answer.map(|body| Either::Left(Full::new(body)))
    }

    async fn page(&self, request: Request<Incoming>) -> Response<Bytes> {
        let encodings = request.headers().get("accept-encoding").and_then(|v| v.to_str().ok()).unwrap_or_default();
        let found = if request.method() == Method::GET { self.site.get(request.uri().path(), encodings).await } else { None };
        found.unwrap_or_else(|| self.unrouted(&request.into_parts().0, false))
    }

    async fn api(&self, request: Request<Incoming>, client: IpAddr) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        match (&parts.method, parts.uri.path()) {
            (&Method::GET, "/v1/health") => return json_response(&json!({"status": "ok"})),
            (&Method::GET, "/v1/openapi.json") => return openapi(),
            _ => {}
        }
        match self.routes.find(&parts.method, parts.uri.path()) {
            Found::Operation(route, parameters) => {
                let Some(body) = read(body).await else { return self.unrouted(&parts, false) };
                let event = http_event(parts, body, &route.key, parameters, client, self.request_id());
                self.functions.http(route.operation, event).await
            }
            Found::OtherMethod => self.unrouted(&parts, true),
            Found::Nothing => self.unrouted(&parts, false),
        }
    }

    fn unrouted(&self, parts: &Parts, known_path: bool) -> Response<Bytes> {
        let language = parts.headers.get("accept-language").and_then(|v| v.to_str().ok()).map(|v| ("accept-language".to_owned(), v.to_owned()));
        let request = medilink_edge::Request { headers: language.into_iter().collect(), trace_id: self.request_id(), ..Default::default() };
        let answer = medilink_edge::unrouted(&request, known_path);
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

/// A body, cut just past the limit; `None` where the client broke off.
async fn read(body: Incoming) -> Option<Bytes> {
    match Limited::new(body, LARGEST - 1).collect().await {
        Ok(body) => Some(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Some(vec![b' '; LARGEST].into()),
        Err(_) => None,
    }
}

fn openapi() -> Response<Bytes> {
    let mut response = Response::new(generate::openapi_text());
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response.headers_mut().insert("cache-control", HeaderValue::from_static("public, max-age=60"));
    response
}
