use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use s3s::Body;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, PUT");
const HEADERS: HeaderValue = HeaderValue::from_static("content-type, range, x-amz-checksum-sha256");
const EXPOSED: HeaderValue =
    HeaderValue::from_static("content-disposition, content-range, etag, x-amz-checksum-sha256");

/// The origin of a browser's page, if it is one of those allowed.
pub(crate) fn origin(headers: &HeaderMap, allowed: &[String]) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    allowed.iter().any(|a| a.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

/// The answer to a preflight request: what pages of an allowed origin may do.
pub(crate) fn preflight<B>(request: &Request<B>, allowed: &[String]) -> Option<Response<Body>> {
    if request.method() != Method::OPTIONS {
        return None;
    }
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::FORBIDDEN;
    if let Some(origin) = origin(request.headers(), allowed) {
        *answer.status_mut() = StatusCode::NO_CONTENT;
        insert(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        insert(&mut answer, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        insert(&mut answer, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        insert(&mut answer, header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    insert(&mut answer, header::VARY, HeaderValue::from_static("origin"));
    Some(answer)
}

/// What every answer says to browsers.
pub(crate) fn dress(answer: &mut Response<Body>, origin: Option<HeaderValue>) {
    if let Some(origin) = origin {
        insert(answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        insert(answer, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    insert(answer, header::VARY, HeaderValue::from_static("origin"));
    // The store shares its address with the web client: a document must never run as a page of it.
    insert(answer, header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    insert(answer, header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
}

fn insert(answer: &mut Response<Body>, name: HeaderName, value: HeaderValue) {
    answer.headers_mut().insert(name, value);
}
