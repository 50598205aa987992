//! The fields of requests, read from the OpenAPI document.

use medilink_edge::Registered;
use medilink_local::registry;
use medilink_operation::openapi::openapi;
use serde_json::{Map, Value};
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| openapi(&registry::described()));

/// A field of a body, or a parameter.
#[derive(Debug, Clone)]
pub struct Field {
    /// A JSON pointer into the body; the name of a parameter.
    pub place: String,
    /// Its schema, without references.
    pub schema: Value,
    /// Whether it may not be left out.
    pub required: bool,
}

impl Field {
    /// What an id begins with, where the field is one: `apt`.
    pub fn id_prefix(&self) -> Option<&str> {
        let (prefix, rest) = self.schema["pattern"].as_str()?.strip_prefix('^')?.split_once('_')?;
        rest.starts_with("[0-7]").then_some(prefix)
    }

    /// Its only type, where it has one.
    pub fn kind(&self) -> &str {
        self.schema["type"].as_str().unwrap_or_default()
    }
}

fn entry(operation: &Registered) -> Option<&'static Value> {
    let (method, path) = operation.spec().route()?;
    Some(&DOCUMENT["paths"][path][method.as_str().to_lowercase()])
}

/// The parameters in `place` (`path`, `query`).
pub fn parameters(operation: &Registered, place: &str) -> Vec<Field> {
    let all = entry(operation).and_then(|entry| entry["parameters"].as_array()).into_iter().flatten();
    all.filter(|parameter| parameter["in"] == place)
        .map(|parameter| Field {
            place: parameter["name"].as_str().unwrap_or_default().to_owned(),
            schema: resolved(&parameter["schema"]),
            required: parameter["required"] == true,
        })
        .collect()
}

/// Every field of the body, however deep; of lists the first element.
pub fn body(operation: &Registered) -> Vec<Field> {
    let Some(entry) = entry(operation) else { return Vec::new() };
    let schema = resolved(&entry["requestBody"]["content"]["application/json"]["schema"]);
    let mut fields = Vec::new();
    collect(&schema, "", &mut fields);
    fields
}

fn collect(schema: &Value, at: &str, fields: &mut Vec<Field>) {
    let none = Map::new();
    for (name, property) in schema["properties"].as_object().unwrap_or(&none) {
        let required = schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
        add(property, format!("{at}/{name}"), required, fields);
    }
    if schema["items"].is_object() {
        add(&schema["items"], format!("{at}/0"), true, fields);
    }
}

fn add(schema: &Value, place: String, required: bool, fields: &mut Vec<Field>) {
    let schema = resolved(schema);
    collect(&schema, &place, fields);
    fields.push(Field { place, schema, required });
}

/// The schema that is meant: references followed, `null` as another choice left out, names of one kind put together.
fn resolved(schema: &Value) -> Value {
    if let Some(path) = schema["$ref"].as_str() {
        return resolved(DOCUMENT.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("{path} is missing")));
    }
    let choices = ["anyOf", "oneOf"].iter().find_map(|kind| schema[*kind].as_array());
    if let Some(choices) = choices {
        let choices: Vec<_> = choices.iter().map(resolved).filter(|choice| choice["type"] != "null").collect();
        if let [one] = choices.as_slice() {
            return one.clone();
        }
        // A list of documented names.
        if choices.iter().all(|choice| choice["const"].is_string()) {
            return serde_json::json!({"type": "string", "enum": choices.iter().map(|c| &c["const"]).collect::<Vec<_>>()});
        }
    }
    let mut schema = schema.clone();
    if let Some(types) = schema["type"].as_array() {
        let types: Vec<_> = types.iter().filter(|kind| *kind != "null").cloned().collect();
        if let [one] = types.as_slice() {
            schema["type"] = one.clone();
        }
    }
    schema
}
