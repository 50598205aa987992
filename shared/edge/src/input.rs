use crate::shape::misplaced_array;
use medilink_operation::{FieldError, Refusal, codes};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// What came in, typed.
#[derive(Debug)]
pub struct Input<P, Q, B> {
    /// Path parameters.
    pub path: P,
    /// Query parameters.
    pub query: Q,
    /// The body.
    pub body: B,
}

/// No path parameters.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct NoPath {}

/// No query parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

/// No body, or `{}`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// Path parameters; what does not read names nothing that exists.
pub(crate) fn path<P: DeserializeOwned>(parameters: &[(String, String)]) -> Result<P, Refusal> {
    let object: Map<_, _> =
        parameters.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    serde_json::from_value(Value::Object(object)).map_err(|_| Refusal::not_found())
}

/// The query string.
pub(crate) fn query<Q: DeserializeOwned>(text: &str) -> Result<Q, Refusal> {
    let pairs = serde_html_form::Deserializer::from_bytes(text.as_bytes());
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let name = error.path().to_string();
        let pointer = if name == "." { "?".to_owned() } else { format!("?{name}") };
        refused(pointer, &error.into_inner().to_string())
    })
}

/// The body. One that is empty counts as `{}`.
pub(crate) fn body<B: DeserializeOwned + JsonSchema + 'static>(bytes: &[u8]) -> Result<B, Refusal> {
    let bytes = if bytes.iter().all(u8::is_ascii_whitespace) { b"{}" } else { bytes };
    let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
    // Serde would take an array for the fields of a struct, by their order.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(if is_json() { refused(String::new(), "invalid type: expected an object") } else { not_json() });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        // A wrong value may stand in what is no JSON further on: that comes first.
        if inner.is_data() && is_json() { refused(pointer, &inner.to_string()) } else { not_json() }
    })?;
    deserializer.end().map_err(|_| not_json())?;
    if bytes.contains(&b'[')
        && let Ok(plain) = serde_json::from_slice(bytes)
        && let Some(pointer) = misplaced_array::<B>(&plain)
    {
        return Err(refused(pointer, "invalid type: expected an object"));
    }
    Ok(value)
}

fn not_json() -> Refusal {
    Refusal::new(codes::INVALID_JSON, "The body is not valid JSON (RFC 8259).")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => pointer.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    pointer
}

/// Turns serde's words into a code and a detail that repeats nothing of what was sent.
fn refused(mut pointer: String, message: &str) -> Refusal {
    let message = message.split(" at line ").next().unwrap_or_default();
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    let (code, detail) = if let Some(name) = message.strip_prefix("missing field ").and_then(|_| quoted(message)) {
        if pointer.starts_with('?') {
            pointer = format!("?{name}");
        } else {
            pointer = format!("{pointer}/{name}");
        }
        ("required".to_owned(), "This value is required.".to_owned())
    } else if message.starts_with("unknown field") {
        ("unknown_field".to_owned(), "There is no such field here.".to_owned())
    } else if message.starts_with("duplicate field") {
        ("duplicate_field".to_owned(), "This field stands twice.".to_owned())
    } else if message.starts_with("unknown variant") {
        let expected = message.split_once("expected").map_or("", |(_, list)| list.trim());
        ("unknown_value".to_owned(), format!("Expected {expected}."))
    } else if message.starts_with("invalid value: integer") {
        ("out_of_range".to_owned(), "This number is out of range.".to_owned())
    } else if message.starts_with("invalid type")
        || message.starts_with("invalid value")
        || message.starts_with("invalid length")
    {
        let expected = message.rsplit_once("expected ").map_or("another type", |(_, what)| what);
        ("invalid_type".to_owned(), format!("Expected {}.", plain_type(expected)))
    } else if let Some((code, detail)) = message.split_once(": ").filter(|(code, _)| is_code(code)) {
        (code.to_owned(), detail.to_owned())
    } else {
        ("invalid".to_owned(), "This value is not acceptable.".to_owned())
    };
    let mut refusal = Refusal::new(codes::INVALID_INPUT, "Some values are not acceptable.");
    refusal.errors.push(FieldError { pointer, code, detail });
    refusal
}

/// Names of Rust's types in words that a client knows.
fn plain_type(expected: &str) -> &str {
    match expected.split(' ').next().unwrap_or_default() {
        "struct" | "a map" | "map" => "an object",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "f32" | "f64" => "a number",
        "tuple" | "sequence" => "an array",
        _ => expected,
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::Text;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[serde(rename = "name")]
        _name: Text<1, 4>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(rename = "items")]
        _items: Vec<Line>,
    }

    fn first(bytes: &[u8]) -> (String, String) {
        let refusal = body::<Body>(bytes).unwrap_err();
        refusal
            .errors
            .first()
            .map_or((refusal.code.name.to_owned(), String::new()), |e| (e.code.clone(), e.pointer.clone()))
    }

    #[test]
    fn what_is_wrong_is_named_by_pointer_and_code() {
        let expect =
            |bytes: &[u8], code: &str, pointer: &str| assert_eq!(first(bytes), (code.to_owned(), pointer.to_owned()));
        expect(br#"{"items":[{"name":"abcde"}]}"#, "too_long", "/items/0/name");
        expect(br#"{"items":[{}]}"#, "required", "/items/0/name");
        expect(br#"{"items":[{"name":"a","x":1}]}"#, "unknown_field", "/items/0/x");
        expect(br#"{"items":{}}"#, "invalid_type", "/items");
        expect(br#"{"items":[["a"]]}"#, "invalid_type", "/items/0");
        expect(b"", "required", "/items");
        for not_json in [&b"{"[..], b"{}x", b"\xff", br#"{"items":[{"name":"\ud800"}]}"#] {
            expect(not_json, "invalid_json", "");
        }
        expect("[".repeat(10_000).as_bytes(), "invalid_json", "");
        for no_object in [&b"[[{}]]"[..], b"null", b" 1", br#""items""#] {
            expect(no_object, "invalid_type", "");
        }
        expect(["[".repeat(10_000), "]".repeat(10_000)].concat().as_bytes(), "invalid_type", "");
    }
}
