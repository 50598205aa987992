//! Numbers and lists of a bounded size, as clients send them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::borrow::Cow;

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Whole<const MIN: u16, const MAX: u16>(u16);

impl<const MIN: u16, const MAX: u16> Whole<MIN, MAX> {
    /// The number, if it is within the bounds.
    pub fn new(number: u16) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<'de, const MIN: u16, const MAX: u16> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // Wider than the bounds, so that a number beyond them is told from something else.
        let number = i64::deserialize(d)?;
        u16::try_from(number)
            .ok()
            .and_then(Self::new)
            .ok_or_else(|| D::Error::custom(format!("out_of_range: {MIN} to {MAX} is expected")))
    }
}

impl<const MIN: u16, const MAX: u16> JsonSchema for Whole<MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": MIN, "maximum": MAX})
    }
}

/// 1 to `MAX` of something.
#[derive(Debug)]
pub struct Several<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> Several<T, MAX> {
    /// What they are.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// What they are, to keep.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for Several<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let all = Vec::deserialize(d)?;
        match all.len() {
            0 => Err(D::Error::custom("empty: at least one is expected")),
            n if n > MAX => Err(D::Error::custom(format!("too_many: at most {MAX}"))),
            _ => Ok(Self(all)),
        }
    }
}

impl<T: JsonSchema, const MAX: usize> JsonSchema for Several<T, MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{MAX}Of{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "array", "minItems": 1, "maxItems": MAX, "items": generator.subschema_for::<T>()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_kept() {
        let days = |text: &str| serde_json::from_str::<Whole<1, 366>>(text).map(Whole::get).map_err(|e| e.to_string());
        assert_eq!((days("1"), days("366")), (Ok(1), Ok(366)));
        for beyond in ["0", "367", "-1", "65537", "4294967297"] {
            assert!(days(beyond).is_err_and(|e| e.starts_with("out_of_range: ")), "{beyond}");
        }
        for other in ["1.5", "\"1\"", "null", "1e2"] {
            assert!(days(other).is_err_and(|e| e.starts_with("invalid type")), "{other}");
        }
        let few = |text: &str| serde_json::from_str::<Several<u8, 2>>(text).map(Several::into_vec).ok();
        assert_eq!(
            (few("[1]"), few("[1,2]"), few("[]"), few("[1,2,3]")),
            (Some(vec![1]), Some(vec![1, 2]), None, None)
        );
    }
}
