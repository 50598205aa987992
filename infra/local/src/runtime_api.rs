//! Lambda's own HTTP APIs: Invoke, which `cargo lambda invoke` calls, and Runtime, which bootstraps poll.

use crate::{functions::Functions, registry};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use medilink_edge::Registered;
use std::{convert::Infallible, sync::Arc};
use tokio::net::TcpListener;

/// Lambda takes no larger event.
const LARGEST: usize = 6 << 20;

/// Serves both APIs until dropped.
pub async fn serve(listener: TcpListener, functions: Functions) {
    let functions = Arc::new(functions);
    while let Ok((stream, _)) = listener.accept().await {
        let functions = functions.clone();
        let service = service_fn(move |request| {
            let functions = functions.clone();
            async move { Ok::<_, Infallible>(handle(&functions, request).await.unwrap_or_else(plain)) }
        });
        // An environment that ends breaks its connection; nothing to do about it here.
        tokio::spawn(async move {
            drop(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await)
        });
    }
}

fn plain(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn function(name: &str) -> Result<&'static Registered, StatusCode> {
    registry::operations().find(|o| o.spec().function_name() == name).ok_or(StatusCode::NOT_FOUND)
}

async fn handle(functions: &Functions, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, StatusCode> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LARGEST).collect().await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?.to_bytes();
    let path: Vec<&str> = parts.uri.path().trim_matches('/').split('/').collect();
    match (&parts.method, path.as_slice()) {
        (&Method::POST, ["2015-03-31", "functions", name, "invocations"]) => {
            let answer = functions.invoke(function(name)?, body, "invoke").await;
            Ok(match answer {
                Ok(answer) => Response::new(Full::new(answer)),
                Err(error) => {
                    let error = serde_json::json!({"errorType": "Function", "errorMessage": error}).to_string();
                    let mut response = Response::new(Full::from(error));
                    response.headers_mut().insert("x-amz-function-error", http::HeaderValue::from_static("Unhandled"));
                    response
                }
            })
        }
        (method, [".rt", name, "2018-06-01", "runtime", rest @ ..]) => {
            runtime(functions, function(name)?, method, rest, body).await
        }
        _ => Err(StatusCode::NOT_FOUND),
    }
}

async fn runtime(
    functions: &Functions,
    operation: &'static Registered,
    method: &Method,
    path: &[&str],
    body: Bytes,
) -> Result<Response<Full<Bytes>>, StatusCode> {
    let Functions::Processes(processes) = functions else { return Err(StatusCode::NOT_FOUND) };
    match (method, path) {
        (&Method::GET, ["invocation", "next"]) => {
            let (id, payload) = processes.next(operation.spec().id).await;
            let name = operation.spec().function_name();
            let response = Response::builder()
                .header("lambda-runtime-aws-request-id", id)
                // The function is cut by its own timeout; here the caller waits for it.
                .header("lambda-runtime-deadline-ms", u64::MAX / 2)
                .header(
                    "lambda-runtime-invoked-function-arn",
                    format!("arn:aws:lambda:local:000000000000:function:{name}"),
                )
                .header("content-type", "application/json");
            response.body(Full::new(payload)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
        }
        (&Method::POST, ["invocation", id, "response"]) => {
            processes.answered(id, Ok(body));
            Ok(plain(StatusCode::ACCEPTED))
        }
        (&Method::POST, ["invocation", id, "error"]) => {
            processes.answered(id, Err(String::from_utf8_lossy(&body).into_owned()));
            Ok(plain(StatusCode::ACCEPTED))
        }
        (&Method::POST, ["init", "error"]) => Ok(plain(StatusCode::ACCEPTED)),
        _ => Err(StatusCode::NOT_FOUND),
    }
}
