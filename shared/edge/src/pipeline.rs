//! What happens around every operation behind a route, in this order: limits, identity, access, idempotency, input, the
//! operation itself, its receipt, its entry in the audit trail, its answer.

use crate::{
    Caller, Ctx, Failure, Handler, Platform, Registered, Reply, Request, Response,
    idempotency::{self, Idempotency},
    problem::problem,
    trail::{self, Trail},
};
use medilink_auth::TokenType;
use medilink_kernel::Role;
use medilink_operation::{Access, Refusal, Spec, codes};
use medilink_store::Session;
use serde::Serialize;
use std::sync::Arc;

const MAX_BODY: usize = 1 << 20;

/// Serves one call of an operation.
pub async fn serve(platform: &Arc<Platform>, operation: &'static Registered, request: Request) -> Response {
    let spec = operation.spec();
    let started = platform.clock.now();
    let session = platform.store.session(spec.id, request.trace_id.clone());
    let result = attempt(platform, operation, &request, session).await;
    let (mut response, code) = match result {
        Ok(response) => (response, None),
        Err(failure) => {
            let (refusal, cause) = failure.explain();
            if let Some(cause) = cause {
                tracing::error!(operation = spec.id, trace = request.trace_id, cause, "failed");
            }
            debug_assert!(
                spec.all_refusals().contains(&refusal.code),
                "{}: {} is not declared",
                spec.id,
                refusal.code.name
            );
            (problem(&refusal, request.language(), &request.trace_id), Some(refusal.code.name))
        }
    };
    response.headers.push(("x-request-id", request.trace_id.clone()));
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

/// The answer where no operation has the route: `404`, or `405` where the path is known by these other methods.
pub fn unrouted(request: &Request, other_methods: &[&str]) -> Response {
    if other_methods.is_empty() {
        return problem(&Refusal::not_found(), request.language(), &request.trace_id);
    }
    let refusal = Refusal::new(codes::METHOD_NOT_ALLOWED, "The address takes other methods.");
    let mut response = problem(&refusal, request.language(), &request.trace_id);
    response.headers.push(("allow", other_methods.join(", ")));
    response
}

async fn attempt(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    request: &Request,
    session: Session,
) -> Result<Response, Failure> {
    let spec = operation.spec();
    check_body(spec, request)?;
    let caller = identify(platform, &session, spec, request).await?;
    let presented_secret = match spec.access {
        Access::Secret(name) => request.header(&name.to_ascii_lowercase()).map(str::to_owned),
        _ => None,
    };
    let mut ctx = Ctx {
        platform: platform.clone(),
        spec,
        session,
        now: platform.clock.now(),
        language: request.language(),
        trace_id: request.trace_id.clone(),
        address: request.address.clone(),
        user_agent: request.header("user-agent").unwrap_or_default().chars().take(200).collect(),
        presented_secret,
        connection: None,
        origin: None,
        caller,
        query: request.query.clone(),
        raw_path: request.raw_path.clone(),
        idempotency: None,
        trail: Trail::default(),
    };
    let result = admitted(&mut ctx, operation, request).await;
    trail::close(&ctx, request, &result).await?;
    result
}

/// Serves a call that is known by whom it is.
async fn admitted(ctx: &mut Ctx, operation: &'static Registered, request: &Request) -> Result<Response, Failure> {
    let Handler::Http(respond) = operation.handler else { return Err(Failure::fault("not behind a route")) };
    admit(ctx)?;
    ctx.idempotency = Idempotency::read(request, ctx.spec, ctx.caller.as_ref(), ctx.presented_secret.as_deref())?;
    let ctx = &*ctx;
    match respond(ctx, request).await {
        Ok((response, receipted)) => match &ctx.idempotency {
            Some(idempotency) if !receipted => record(ctx, idempotency, response).await,
            _ => Ok(response),
        },
        Err(Failure::Replay(item)) => replay(ctx, *item),
        Err(Failure::Refused(refusal)) => match &ctx.idempotency {
            Some(idempotency) if idempotency::is_final(&refusal) => {
                record(ctx, idempotency, problem(&refusal, ctx.language, &ctx.trace_id)).await
            }
            // The first call may have used up what this one is refused for (a token, an old password).
            _ => match ctx.answered_before().await {
                Err(Failure::Replay(item)) => replay(ctx, *item),
                result => Err(result.err().unwrap_or_else(|| refusal.into())),
            },
        },
        Err(failure) => Err(failure),
    }
}

fn check_body(spec: &Spec, request: &Request) -> Result<(), Refusal> {
    if request.body.len() > MAX_BODY {
        return Err(Refusal::new(codes::BODY_TOO_LARGE, "At most 1 MiB."));
    }
    let typed =
        request.header("content-type").map(|t| t.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let json = typed.is_none_or(|t| t == "application/json" || t.ends_with("+json"));
    if spec.mutates() && !request.body.is_empty() && !json {
        return Err(Refusal::new(codes::UNSUPPORTED_MEDIA_TYPE, "application/json is expected."));
    }
    Ok(())
}

async fn identify(
    platform: &Platform,
    session: &Session,
    spec: &Spec,
    request: &Request,
) -> Result<Option<Caller>, Failure> {
    if !spec.access.needs_token() {
        return Ok(None);
    }
    let unauthenticated = || Refusal::new(codes::UNAUTHENTICATED, "A valid access token is needed.");
    let header = request.header("authorization").ok_or_else(unauthenticated)?;
    let token = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let claims = platform.keys.verify(platform, session, TokenType::Access, token.ok_or_else(unauthenticated)?).await?;
    Ok(Some(claims.as_deref().and_then(Caller::read).ok_or_else(unauthenticated)?))
}

/// Lets in whom the declaration lets in.
fn admit(ctx: &Ctx) -> Result<(), Refusal> {
    let (spec, Some(caller)) = (ctx.spec, &ctx.caller) else { return Ok(()) };
    if !spec.access.allows(Some(caller.role)) {
        return Err(Refusal::new(codes::FORBIDDEN, "The role does not reach this operation."));
    }
    let works_in_a_tenant =
        !matches!(caller.role, Role::Patient | Role::Admin | Role::Auditor | Role::Analyst | Role::CivilAuthority);
    if works_in_a_tenant && caller.tenant.is_none() && spec.uses_own_tenant() && !spec.inactive_tenant {
        return Err(Refusal::new(codes::TENANT_NOT_ACTIVE, "The practice is not active."));
    }
    Ok(())
}

async fn record(ctx: &Ctx, idempotency: &Idempotency, response: Response) -> Result<Response, Failure> {
    match idempotency.record(&ctx.platform, &ctx.session, ctx.now, &response).await {
        Ok(()) => Ok(response),
        Err(Failure::Replay(item)) => replay(ctx, *item),
        Err(failure) => Err(failure),
    }
}

fn replay(ctx: &Ctx, item: medilink_store::Item) -> Result<Response, Failure> {
    let idempotency = ctx.idempotency.as_ref().ok_or_else(|| Failure::fault("a receipt without a key"))?;
    let (status, body) = idempotency.open(&ctx.platform.secret, item)?;
    let mut response = success(ctx.spec.cache_seconds, status, body);
    if status >= 400
        && let Some((_, kind)) = response.headers.first_mut()
    {
        *kind = "application/problem+json".to_owned();
    }
    Ok(response)
}

/// The bytes of an answer.
pub(crate) fn render<O: Serialize>(reply: &Reply<O>) -> Result<Vec<u8>, Failure> {
    if reply.status == 204 { Ok(Vec::new()) } else { serde_json::to_vec(&reply.output).map_err(Failure::fault) }
}

pub(crate) fn success(cache_seconds: u32, status: u16, body: Vec<u8>) -> Response {
    let cache = if cache_seconds > 0 { format!("public, max-age={cache_seconds}") } else { "no-store".to_owned() };
    let mut headers = vec![("content-type", "application/json".to_owned()), ("cache-control", cache)];
    if status == 204 {
        headers.remove(0);
    }
    Response { status, headers, body }
}
