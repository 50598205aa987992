use lambda_http::{Body, RequestExt, request::RequestContext};
use medilink_edge::{Handler, Platform, Registered, Request, Response, serve, serve_frame};
use std::sync::Arc;

/// Answers one event of the HTTP API (payload 2.0) or of the WebSocket API.
pub async fn answer(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    event: lambda_http::Request,
) -> http::Response<Body> {
    let request = read(event);
    respond(match operation.handler {
        Handler::Socket(_) => serve_frame(platform, operation, request).await,
        _ => serve(platform, operation, request).await,
    })
}

fn read(event: lambda_http::Request) -> Request {
    let context = event.request_context_ref();
    let (address, request_id, connection) = match context {
        Some(RequestContext::ApiGatewayV2(v2)) => (v2.http.source_ip.clone(), v2.request_id.clone(), None),
        Some(RequestContext::WebSocket(ws)) => {
            (ws.identity.source_ip.clone(), ws.request_id.clone(), ws.connection_id.clone())
        }
        _ => (None, None, None),
    };
    let path = event
        .path_parameters_ref()
        .map(|parameters| parameters.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect());
    let raw_path = event.raw_http_path().to_owned();
    let (parts, body) = event.into_parts();
    // What is no text is not dropped but refused by whoever reads it.
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        path: path.unwrap_or_default(),
        raw_path,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body: match body {
            Body::Text(text) => text.into_bytes(),
            Body::Binary(bytes) => bytes,
            _ => Vec::new(),
        },
        address: address.unwrap_or_default(),
        trace_id: request_id.unwrap_or_default(),
        connection,
    }
}

fn respond(response: Response) -> http::Response<Body> {
    let mut out = http::Response::new(match String::from_utf8(response.body) {
        Ok(text) if text.is_empty() => Body::Empty,
        Ok(text) => Body::Text(text),
        Err(bytes) => Body::Binary(bytes.into_bytes()),
    });
    *out.status_mut() = http::StatusCode::from_u16(response.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let Ok(value) = http::HeaderValue::from_str(&value) {
            out.headers_mut().insert(name, value);
        }
    }
    out
}
