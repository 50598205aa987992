//! What comes over HTTP, as the event of the HTTP API (payload 2.0) that a function gets in the cloud.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use bytes::Bytes;
use data_encoding::BASE64;
use http::request::Parts;
use std::{collections::HashMap, net::IpAddr};

/// The event of one request.
pub fn http_event(
    parts: Parts,
    body: Bytes,
    route: &str,
    parameters: HashMap<String, String>,
    client: IpAddr,
    request_id: String,
) -> ApiGatewayV2httpRequest {
    let mut event = ApiGatewayV2httpRequest::default();
    let path = parts.uri.path().to_owned();
    event.version = Some("2.0".into());
    event.route_key = Some(route.to_owned());
    event.raw_path = Some(path.clone());
    event.raw_query_string = Some(parts.uri.query().unwrap_or_default().to_owned());
    event.path_parameters = parameters;
    let context = &mut event.request_context;
    context.route_key = event.route_key.clone();
    context.stage = Some("$default".into());
    context.request_id = Some(request_id);
    context.http.method = parts.method;
    context.http.path = Some(path);
    context.http.protocol = Some("HTTP/1.1".into());
    context.http.source_ip = Some(client.to_string());
    let agent = parts.headers.get(http::header::USER_AGENT).and_then(|v| v.to_str().ok());
    context.http.user_agent = agent.map(str::to_owned);
    event.headers = parts.headers;
    match String::from_utf8(body.into()) {
        Ok(text) if text.is_empty() => {}
        Ok(text) => event.body = Some(text),
        Err(bytes) => {
            event.body = Some(BASE64.encode(bytes.as_bytes()));
            event.is_base64_encoded = true;
        }
    }
    event
}
