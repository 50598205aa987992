//! What happens around every frame of a socket: its size, who is behind the socket, input, the operation, its answer.
//!
//! A frame is answered by a frame. What refuses it is told in the frame `{"type": "error", "clientId", "code", "detail"}`
//! and never by a cut.

use crate::{Ctx, Failure, Handler, Platform, Registered, Request, Response, trail::Trail};
use medilink_operation::{Access, Refusal, codes};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::sync::Arc;

/// The most bytes of a frame from a client.
pub const LARGEST_FRAME: usize = 32 << 10;
/// The most characters of a `clientId` that are given back with an error.
const LONGEST_NAME: usize = 200;

/// The member `action` of a frame: it has done its work when the frame arrives at its operation.
#[derive(Debug, Clone, Copy)]
pub struct Routed;

impl<'de> Deserialize<'de> for Routed {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(|_| Self)
    }
}

impl JsonSchema for Routed {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Action".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string"})
    }
}

/// Serves one event of the WebSocket API: a frame, or the opening or end of a socket. The body of the answer, where there
/// is one, is the frame that goes back.
pub async fn serve_frame(platform: &Arc<Platform>, operation: &'static Registered, request: Request) -> Response {
    let spec = operation.spec();
    let started = platform.clock.now();
    let (response, code) = match attempt(platform, operation, &request).await {
        Ok(response) => (response, None),
        Err(failure) => {
            let (refusal, cause) = failure.explain();
            if let Some(cause) = cause {
                tracing::error!(operation = spec.id, trace = request.trace_id, cause, "failed");
            }
            debug_assert!(spec.all_refusals().contains(&refusal.code), "{}: {}", spec.id, refusal.code.name);
            (error_frame(&refusal, &request), Some(refusal.code.name))
        }
    };
    let micros = platform.clock.now().duration_since(started).as_micros();
    tracing::info!(
        operation = spec.id,
        trace = request.trace_id,
        status = response.status,
        code,
        micros = micros as i64,
        "served"
    );
    response
}

async fn attempt(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    request: &Request,
) -> Result<Response, Failure> {
    let spec = operation.spec();
    let Handler::Socket(respond) = operation.handler else { return Err(Failure::fault("not a route of sockets")) };
    if request.body.len() > LARGEST_FRAME {
        return Err(Refusal::new(codes::FRAME_TOO_LARGE, "A frame has at most 32 KB.").into());
    }
    let connection = request.connection.as_deref().ok_or_else(|| Failure::fault("a frame without a socket"))?;
    let session = platform.store.session(spec.id, request.trace_id.clone());
    let (caller, language) = match spec.access {
        Access::Connected => {
            let known = platform.connected(&session, connection).await?;
            let (caller, language) = known.ok_or_else(unknown)?;
            (Some(caller), language)
        }
        _ => (None, request.language()),
    };
    let ctx = Ctx {
        platform: platform.clone(),
        spec,
        session,
        now: platform.clock.now(),
        language,
        trace_id: request.trace_id.clone(),
        address: request.address.clone(),
        user_agent: request.header("user-agent").unwrap_or_default().chars().take(200).collect(),
        presented_secret: None,
        connection: Some(connection.to_owned()),
        origin: request.header("origin").map(str::to_owned),
        caller,
        query: String::new(),
        raw_path: request.raw_path.clone(),
        idempotency: None,
        trail: Trail::default(),
    };
    respond(&ctx, request).await.map(|(response, _)| response)
}

fn unknown() -> Refusal {
    Refusal::new(codes::UNAUTHENTICATED, "The socket is not known; open another with a new ticket.")
}

/// A refusal as a frame. A socket that is refused at its opening gets the status instead.
fn error_frame(refusal: &Refusal, request: &Request) -> Response {
    let opening = request.body.is_empty();
    let client_id = serde_json::from_slice::<Value>(&request.body)
        .ok()
        .and_then(|body| body["clientId"].as_str().filter(|id| id.chars().count() <= LONGEST_NAME).map(str::to_owned));
    let frame = json!({
        "type": "error",
        "clientId": client_id,
        "code": refusal.code.name,
        "detail": refusal.detail,
        "errors": refusal.errors,
        "traceId": request.trace_id,
    });
    let status = if opening { refusal.code.status() } else { 200 };
    Response {
        status,
        headers: vec![("content-type", "application/json".to_owned())],
        body: frame.to_string().into_bytes(),
    }
}
