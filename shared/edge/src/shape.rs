//! Arrays stand only where the schema has arrays: serde would take one for a struct's fields, by their order.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;
use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

static SCHEMAS: LazyLock<Mutex<HashMap<TypeId, Arc<Value>>>> = LazyLock::new(Mutex::default);

/// The pointer of the first array that stands where an object is expected.
pub(crate) fn misplaced_array<B: JsonSchema + 'static>(body: &Value) -> Option<String> {
    let known = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<B>()).cloned();
    let schema = known.unwrap_or_else(|| {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let schema = Arc::new(generator.into_root_schema_for::<B>().to_value());
        SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<B>(), schema.clone());
        schema
    });
    misplaced(body, &schema, &schema, "")
}

fn misplaced(value: &Value, schema: &Value, root: &Value, at: &str) -> Option<String> {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#'))?,
        None => schema,
    };
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let each: Vec<_> = choices.iter().map(|choice| misplaced(value, choice, root, at)).collect();
        return if each.iter().any(Option::is_none) { None } else { each.into_iter().flatten().next() };
    }
    let is = |name: &str| {
        schema["type"] == name || schema["type"].as_array().is_some_and(|types| types.iter().any(|t| t == name))
    };
    match value {
        Value::Array(_) if is("object") && !is("array") => Some(at.to_owned()),
        // Another choice's matter: a null or a text is no array.
        Value::Array(_) if schema["type"].is_string() && !is("array") => Some(at.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(n, item)| misplaced(item, &schema["items"], root, &format!("{at}/{n}")))
        }
        Value::Object(members) => {
            let each = |(name, member): (&String, &Value)| {
                misplaced(member, schema["properties"].get(name)?, root, &format!("{at}/{name}"))
            };
            members.iter().find_map(each)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Line {
        name: String,
        amount: Option<Amount>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Amount {
        value: i64,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Body {
        lines: Vec<Line>,
        tags: Option<Vec<String>>,
    }

    #[test]
    fn an_array_for_an_object_is_found_at_every_depth() {
        let at = |body: Value| misplaced_array::<Body>(&body);
        assert_eq!(at(json!({"lines": [{"name": "a", "amount": {"value": 1}}], "tags": ["x"]})), None);
        assert_eq!(at(json!({"lines": [{"name": "a", "amount": null}], "tags": null})), None);
        assert_eq!(at(json!({"lines": [["a", null]]})), Some("/lines/0".into()));
        assert_eq!(at(json!({"lines": [{"name": "a", "amount": [1]}]})), Some("/lines/0/amount".into()));
        assert_eq!(at(json!([[], []])), Some(String::new()));
    }
}
