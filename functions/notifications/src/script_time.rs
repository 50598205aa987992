//! A moment as the scripts of a page count it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};
use std::borrow::Cow;

/// The last whole number that a script is sure of.
const LAST: u64 = (1 << 53) - 1;

/// Milliseconds since 1970. It is checked and not kept: nothing here depends on it.
#[derive(Debug)]
pub struct ScriptTime;

impl<'de> Deserialize<'de> for ScriptTime {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match u64::deserialize(d)? {
            0..=LAST => Ok(Self),
            _ => Err(D::Error::custom("out_of_range: milliseconds since 1970 are expected")),
        }
    }
}

impl JsonSchema for ScriptTime {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "ScriptTime".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": LAST})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_script_can_count_is_a_moment() {
        let read = |text: &str| serde_json::from_str::<ScriptTime>(text).map_err(|e| e.to_string());
        assert!(read("0").is_ok() && read("1806480000000").is_ok() && read("9007199254740991").is_ok());
        assert!(read("9007199254740992").is_err_and(|e| e.starts_with("out_of_range: ")));
        for other in ["-1", "1.5", "1e308", "\"1\"", "null"] {
            assert!(read(other).is_err(), "{other}");
        }
    }
}
