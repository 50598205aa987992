//! Bodies that nobody may accept, made of one that is good.

use crate::call::Call;
use crate::schema::Field;
use serde_json::{Value, json};

/// What stands in a text for a lone surrogate, which no `str` can hold.
const LONE: &str = "@lone surrogate@";

/// Something hostile, and what it is.
pub type Hostile = (String, Call);

/// Bodies that are wrong as a whole.
pub fn whole(good: &Call) -> Vec<Hostile> {
    let deep = "[".repeat(100_000);
    let mut unknown = good.json();
    unknown["unknownField"] = json!(1);
    let mut all: Vec<Hostile> = [
        ("cut", b"{\"a\":".to_vec()),
        ("no JSON", b"<a>b</a>".to_vec()),
        ("no UTF-8", b"{\"a\": \"\xff\xfe\"}".to_vec()),
        ("two values", b"{} {}".to_vec()),
        ("a list", b"[]".to_vec()),
        ("a text", b"\"text\"".to_vec()),
        ("null", b"null".to_vec()),
        ("deep", deep.clone().into_bytes()),
        ("deep inside", format!("{{\"a\": {deep}").into_bytes()),
        ("large", vec![b' '; (1 << 20) + 1]),
        ("an unknown field", unknown.to_string().into_bytes()),
        ("an unknown field that is deep", format!("{{\"a\": {}{}}}", "[".repeat(500), "]".repeat(500)).into_bytes()),
    ]
    .into_iter()
    .map(|(what, body)| (what.to_owned(), good.clone().saying(body)))
    .collect();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        all.push((kind.to_owned(), good.clone().saying(good.json().to_string()).with("content-type", Some(kind))));
    }
    all
}

/// The body with one field that is wrong.
pub fn of_field(good: &Call, field: &Field) -> Vec<Hostile> {
    let own = good.json().pointer(&field.place).cloned();
    values(field, own.as_ref())
        .into_iter()
        .map(|value| {
            let mut body = good.json();
            put(&mut body, &field.place, value.clone());
            let text = body.to_string().replace(LONE, "\\ud800");
            let shown: String = value.to_string().chars().take(60).collect();
            (format!("{} = {shown}", field.place), good.clone().saying(text))
        })
        .collect()
}

fn put(body: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').expect("a pointer");
    if body.pointer(parent).is_none_or(Value::is_null) {
        put(body, parent, if name == "0" { json!([]) } else { json!({}) });
    }
    match body.pointer_mut(parent).expect("a parent") {
        Value::Array(all) => *all = vec![value],
        object => object[name] = value,
    }
}

fn values(field: &Field, own: Option<&Value>) -> Vec<Value> {
    let schema = &field.schema;
    let others = [json!(true), json!(12), json!("text"), json!([]), json!({})];
    let kinds = ["boolean", "number", "string", "array", "object"];
    let same = |kind: &str| kind == field.kind() || (kind == "number" && field.kind() == "integer");
    let mut values: Vec<Value> = if field.kind().is_empty() {
        Vec::new()
    } else {
        kinds.iter().zip(others).filter(|(kind, _)| !same(kind)).map(|(_, value)| value).collect()
    };
    if field.required {
        values.push(Value::Null);
    }
    match field.kind() {
        "string" => values.extend(texts(schema, own.and_then(Value::as_str))),
        "integer" | "number" => values.extend(numbers(schema, field.kind() == "integer")),
        "array" => {
            if let (Some(most), Some(one)) = (schema["maxItems"].as_u64(), own.and_then(|own| own.get(0))) {
                values.push(json!(vec![one; most as usize + 1]));
            }
        }
        _ => {}
    }
    values
}

fn texts(schema: &Value, own: Option<&str>) -> Vec<Value> {
    let own = own.unwrap_or("x");
    let mut texts: Vec<String> =
        ["\0", "\u{7}", "\u{202e}", "\u{2066}", "\u{feff}", LONE].map(|odd| format!("{own}{odd}x")).into();
    texts.push("\0".to_owned());
    let format = schema["format"].as_str().unwrap_or_default();
    let shaped = schema["enum"].is_array() || schema["pattern"].is_string() || !format.is_empty();
    if shaped || schema["minLength"].as_u64().is_some_and(|least| least > 0) {
        texts.extend(["", "   ", "\n"].map(str::to_owned));
    }
    if shaped {
        texts.push("no such value".to_owned());
    }
    if format.starts_with("date") {
        let rest = if format == "date" { "" } else { "T00:00:00Z" };
        texts.extend(
            ["0000-01-01", "9999-12-31", "-0001-01-01", "10000-01-01", "2027-02-30"]
                .map(|date| format!("{date}{rest}")),
        );
    }
    if let Some(most) = schema["maxLength"].as_u64() {
        texts.push("a".repeat(most as usize + 1));
    }
    texts.into_iter().map(Value::from).collect()
}

fn numbers(schema: &Value, whole: bool) -> Vec<Value> {
    let mut numbers = vec![json!(1e308), json!(u64::MAX), json!(-1)];
    if whole {
        numbers.push(json!(1.5));
    }
    if let Some(least) = schema["minimum"].as_f64().filter(|least| *least > 0.0) {
        numbers.push(json!(least - 1.0));
    }
    numbers
}
