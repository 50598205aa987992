//! What happens on a socket, as the events of the WebSocket API that functions get in the cloud.

use aws_lambda_events::apigw::{ApiGatewayWebsocketProxyRequest, ApiGatewayWebsocketProxyRequestContext};
use http::request::Parts;
use jiff::Timestamp;
use std::net::IpAddr;

/// What all events of one socket share.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The connection id.
    pub connection: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// The client's address.
    pub client: IpAddr,
}

impl Origin {
    /// The opening.
    pub fn connect(&self, parts: &Parts, request_id: String) -> ApiGatewayWebsocketProxyRequest {
        let mut event = self.event("$connect", "CONNECT", request_id, self.opened);
        event.query_string_parameters = parts.uri.query().and_then(|query| query.parse().ok()).unwrap_or_default();
        event.headers = parts.headers.clone();
        event
    }

    /// A frame.
    pub fn frame(
        &self,
        route: &str,
        body: String,
        request_id: String,
        now: Timestamp,
    ) -> ApiGatewayWebsocketProxyRequest {
        let mut event = self.event(route, "MESSAGE", request_id, now);
        event.body = Some(body);
        event
    }

    /// The end.
    pub fn disconnect(&self, request_id: String, now: Timestamp) -> ApiGatewayWebsocketProxyRequest {
        self.event("$disconnect", "DISCONNECT", request_id, now)
    }

    fn event(&self, route: &str, kind: &str, request_id: String, now: Timestamp) -> ApiGatewayWebsocketProxyRequest {
        let mut context = ApiGatewayWebsocketProxyRequestContext::default();
        context.route_key = Some(route.to_owned());
        context.event_type = Some(kind.to_owned());
        context.stage = Some("$default".into());
        context.message_direction = Some("IN".into());
        context.connection_id = Some(self.connection.clone());
        context.connected_at = self.opened.as_millisecond();
        context.request_time_epoch = now.as_millisecond();
        context.request_id = Some(request_id);
        context.identity.source_ip = Some(self.client.to_string());
        let mut event = ApiGatewayWebsocketProxyRequest::default();
        event.request_context = context;
        event
    }
}
