use crate::Spec;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the JSON Schema of a type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// An operation as documents and manifests see it: its declaration and the schemas of its types.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// The declaration.
    pub spec: &'static Spec,
    /// Path parameters.
    pub path: SchemaOf,
    /// Query parameters.
    pub query: SchemaOf,
    /// The body.
    pub body: SchemaOf,
    /// The answer.
    pub output: SchemaOf,
}

impl Described {
    /// The schemas of an operation whose types these are.
    pub const fn of<P: JsonSchema, Q: JsonSchema, B: JsonSchema, O: JsonSchema>(spec: &'static Spec) -> Self {
        Self { spec, path: P::json_schema, query: Q::json_schema, body: B::json_schema, output: schema_of::<O> }
    }
}

/// A reference where the type has a name, the schema itself otherwise.
fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
