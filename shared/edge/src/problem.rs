use crate::Response;
use medilink_kernel::{Language, title};
use medilink_operation::Refusal;
use serde_json::{Map, Value, json};

/// The problem document of a refusal (RFC 9457).
pub(crate) fn problem(refusal: &Refusal, language: Language, trace_id: &str) -> Response {
    let name = refusal.code.name;
    let mut document = Map::new();
    document.insert("type".into(), json!(format!("urn:medilink:problem:{name}")));
    document.insert("title".into(), json!(title(language, name)));
    document.insert("status".into(), json!(refusal.code.status()));
    document.insert("code".into(), json!(name));
    document.insert("detail".into(), json!(refusal.detail));
    document.insert("traceId".into(), json!(trace_id));
    if !refusal.errors.is_empty() {
        document.insert("errors".into(), json!(refusal.errors));
    }
    document.extend(refusal.extra.clone());
    let mut headers =
        vec![("content-type", "application/problem+json".to_owned()), ("content-language", language.tag().to_owned())];
    if let Some(wait) = refusal.retry_after {
        headers.push(("retry-after", wait.as_secs().max(1).to_string()));
    }
    if refusal.code.status() == 401 {
        headers.push(("www-authenticate", "Bearer".to_owned()));
    }
    Response { status: refusal.code.status(), headers, body: Value::Object(document).to_string().into_bytes() }
}
