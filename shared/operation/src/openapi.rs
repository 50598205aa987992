//! The OpenAPI 3.1 document, from the declarations and the types alone.

use crate::{Access, Code, Described, Method};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The document for these operations.
pub fn openapi(operations: &[Described]) -> Value {
    let mut bodies = Map::new();
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut sorted: Vec<_> = operations.iter().filter_map(|o| o.spec.route().map(|route| (route, o))).collect();
    sorted.sort_by_key(|((method, path), _)| (*path, method.as_str()));
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for ((method, path), operation) in sorted {
        let entry = describe(operation, method, &mut generator, &mut bodies);
        paths.entry(path).or_default().insert(method.as_str().to_lowercase(), entry);
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".into(), problem());
    schemas.extend(bodies);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "MediLink",
            "version": "1",
            "description": "A platform for practices, pharmacies, laboratories and their patients.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    })
}

fn describe(
    operation: &Described,
    method: Method,
    generator: &mut SchemaGenerator,
    bodies: &mut Map<String, Value>,
) -> Value {
    let spec = operation.spec;
    let mut parameters = parameters(&(operation.path)(generator).to_value(), "path");
    parameters.extend(self::parameters(&(operation.query)(generator).to_value(), "query"));
    parameters.push(header("Accept-Language", "ar, fr or en: the language of messages"));
    if method.mutates() {
        let mut key = header("Idempotency-Key", "the same key and body within 24 h: the first answer again, done once");
        key["schema"] = json!({"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"});
        parameters.push(key);
    }
    if let Access::Secret(name) = spec.access {
        let mut secret = header(name, "the secret that the first answer gave");
        secret["required"] = true.into();
        parameters.push(secret);
    }
    let mut entry = json!({
        "operationId": spec.id,
        "tags": [spec.domain()],
        "summary": spec.summary,
        "parameters": parameters,
        "responses": responses(operation, generator),
    });
    if method.mutates() {
        let schema = (operation.body)(generator).to_value();
        let optional = schema.get("required").is_none();
        let name = body_name(spec.id);
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        bodies.insert(name, schema);
        entry["requestBody"] = json!({"required": !optional, "content": {"application/json": {"schema": reference}}});
    }
    if spec.access.needs_token() {
        entry["security"] = json!([{"accessToken": []}]);
    }
    entry
}

/// `scheduling.book_appointment` takes a `SchedulingBookAppointmentBody`: two domains may use the same words.
fn body_name(id: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    id.split(['.', '_']).map(capital).collect::<String>() + "Body"
}

fn header(name: &str, description: &str) -> Value {
    json!({"name": name, "in": "header", "required": false, "description": description, "schema": {"type": "string"}})
}

fn parameters(schema: &Value, place: &str) -> Vec<Value> {
    let required =
        |name: &str| place == "path" || schema["required"].as_array().is_some_and(|r| r.iter().any(|n| n == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(
            |(name, schema)| json!({"name": name, "in": place, "required": required(name), "schema": not_null(schema)}),
        )
        .collect()
}

/// A parameter that may be left out is no parameter that may be `null`: there is no null in a URL.
fn not_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array)
        && let [one, null] = any.as_slice()
        && null["type"] == "null"
    {
        return one.clone();
    }
    if let Some(types) = schema.get("type").and_then(Value::as_array) {
        let rest: Vec<_> = types.iter().filter(|t| *t != "null").cloned().collect();
        if let [one] = rest.as_slice() {
            schema["type"] = one.clone();
        }
    }
    schema
}

fn responses(operation: &Described, generator: &mut SchemaGenerator) -> Value {
    let spec = operation.spec;
    let mut responses = Map::new();
    for status in spec.success {
        let mut response = json!({"description": "done"});
        if *status != 204 {
            response["content"] = json!({"application/json": {"schema": (operation.output)(generator).to_value()}});
        }
        responses.insert(status.to_string(), response);
    }
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in spec.all_refusals() {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let names = codes.iter().map(|c| format!("`{}`", c.name)).collect::<Vec<_>>().join(", ");
        let content = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        responses.insert(status.to_string(), json!({"description": names, "content": content}));
    }
    Value::Object(responses)
}

/// RFC 9457, with our members.
fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457). `code` is stable; `title` is in the language asked for.",
        "required": ["type", "title", "status", "code", "detail", "traceId"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "traceId": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
            }},
        },
    })
}
