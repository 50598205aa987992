//! What people say of themselves, within bounds.

use medilink_kernel::{CalendarDate, Text};
use medilink_operation::{Refusal, codes};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};
use std::borrow::Cow;

/// Centimetres.
pub(crate) type Height = Whole<20, 280>;
/// Kilograms.
pub(crate) type Weight = Whole<1, 650>;
/// Allergies or conditions, in the patient's words.
pub(crate) type Remarks = Few<Text<1, 120>, 50>;

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: u16, const MAX: u16>(pub(crate) u16);

impl<'de, const MIN: u16, const MAX: u16> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(d)?;
        let number = u16::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number));
        number.map(Self).ok_or_else(|| D::Error::custom(format!("out_of_range: between {MIN} and {MAX}")))
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

/// At most `MAX` of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few<T, const MAX: usize>(pub(crate) Vec<T>);

impl<T, const MAX: usize> Default for Few<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for Few<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let all = Vec::deserialize(d)?;
        if all.len() > MAX { Err(D::Error::custom(format!("too_many: at most {MAX}"))) } else { Ok(Self(all)) }
    }
}

impl<T: JsonSchema, const MAX: usize> JsonSchema for Few<T, MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{MAX}Of{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "array", "items": generator.subschema_for::<T>(), "maxItems": MAX})
    }
}

/// Refuses a date of birth that has not come.
pub(crate) fn check_birth(date: CalendarDate, now: jiff::Timestamp) -> Result<(), Refusal> {
    if date.date() <= now.to_zoned(jiff::tz::TimeZone::UTC).date() {
        return Ok(());
    }
    Err(Refusal::field(codes::INVALID_INPUT, "/dateOfBirth", "in_future", "A date in the past is expected."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    #[test]
    fn numbers_and_lists_have_bounds() {
        assert_eq!(from_value::<Height>(json!(172)).unwrap(), Whole(172));
        for wrong in [json!(19), json!(281), json!(-1), json!(70_000), json!(1.5), json!("172")] {
            assert!(from_value::<Height>(wrong.clone()).is_err(), "{wrong}");
        }
        assert_eq!(from_value::<Few<u8, 2>>(json!([1, 2])).unwrap().0, [1, 2]);
        let error = from_value::<Few<u8, 2>>(json!([1, 2, 3])).unwrap_err().to_string();
        assert!(error.starts_with("too_many: "), "{error}");
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let now = "2027-03-01T23:59:59Z".parse().unwrap();
        let date = |text: &str| from_value::<CalendarDate>(json!(text)).unwrap();
        assert!(check_birth(date("2027-03-01"), now).is_ok());
        assert!(check_birth(date("2027-03-02"), now).is_err());
    }
}
