//! Items and values as DynamoDB's JSON writes them: `{"S": "text"}`, `{"N": "1"}`, `{"M": {"a": {"BOOL": true}}}`.

use crate::Item;
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use data_encoding::BASE64;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{EnumAccess, MapAccess, VariantAccess, Visitor},
    ser::Error as _,
};
use std::{collections::HashMap, fmt};

/// An item that goes over the wire.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes(pub(crate) Item);

impl Attributes {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The item as the SDK's requests take it, which know no empty ones.
    pub(crate) fn given(&self) -> Option<Item> {
        (!self.is_empty()).then(|| self.0.clone())
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Written(value))))
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Attributes;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an item")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Attributes, A::Error> {
                let mut item = HashMap::with_capacity(16);
                while let Some((name, value)) = members.next_entry::<String, Read>()? {
                    item.insert(name, value.0);
                }
                Ok(Attributes(item))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

struct Written<'a>(&'a AttributeValue);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn one<S: Serializer>(to: S, kind: Kind, value: &(impl Serialize + ?Sized)) -> Result<S::Ok, S::Error> {
            to.serialize_newtype_variant("AttributeValue", 0, kind.name(), value)
        }
        match self.0 {
            AttributeValue::S(text) => one(serializer, Kind::S, text),
            AttributeValue::N(number) => one(serializer, Kind::N, number),
            AttributeValue::Bool(value) => one(serializer, Kind::Bool, value),
            AttributeValue::Null(value) => one(serializer, Kind::Null, value),
            AttributeValue::M(members) => one(serializer, Kind::M, &Map(members)),
            AttributeValue::L(values) => one(serializer, Kind::L, &values.iter().map(Written).collect::<Vec<_>>()),
            AttributeValue::Ss(texts) => one(serializer, Kind::Ss, texts),
            AttributeValue::Ns(numbers) => one(serializer, Kind::Ns, numbers),
            AttributeValue::B(bytes) => one(serializer, Kind::B, &BASE64.encode(bytes.as_ref())),
            AttributeValue::Bs(all) => {
                one(serializer, Kind::Bs, &all.iter().map(|bytes| BASE64.encode(bytes.as_ref())).collect::<Vec<_>>())
            }
            other => Err(S::Error::custom(format!("{other:?} has no form in JSON"))),
        }
    }
}

struct Map<'a>(&'a Item);

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Written(value))))
    }
}

struct Read(AttributeValue);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = Read;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an attribute value")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<Read, A::Error> {
                let (kind, value) = value.variant::<Kind>()?;
                Ok(Read(match kind {
                    Kind::S => AttributeValue::S(value.newtype_variant()?),
                    Kind::N => AttributeValue::N(value.newtype_variant()?),
                    Kind::Bool => AttributeValue::Bool(value.newtype_variant()?),
                    Kind::Null => AttributeValue::Null(value.newtype_variant()?),
                    Kind::M => AttributeValue::M(value.newtype_variant::<Attributes>()?.0),
                    Kind::L => {
                        AttributeValue::L(value.newtype_variant::<Vec<Read>>()?.into_iter().map(|v| v.0).collect())
                    }
                    Kind::Ss => AttributeValue::Ss(value.newtype_variant()?),
                    Kind::Ns => AttributeValue::Ns(value.newtype_variant()?),
                    Kind::B => AttributeValue::B(blob(&value.newtype_variant::<String>()?)?),
                    Kind::Bs => {
                        let all: Vec<String> = value.newtype_variant()?;
                        AttributeValue::Bs(all.iter().map(|text| blob(text)).collect::<Result<_, _>>()?)
                    }
                }))
            }
        }
        deserializer.deserialize_enum("AttributeValue", &[], Value)
    }
}

fn blob<E: serde::de::Error>(text: &str) -> Result<Blob, E> {
    BASE64.decode(text.as_bytes()).map(Blob::new).map_err(E::custom)
}

/// The kinds of value.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "UPPERCASE")]
enum Kind {
    S,
    N,
    Bool,
    Null,
    M,
    L,
    Ss,
    Ns,
    B,
    Bs,
}

impl Kind {
    const fn name(&self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::Bool => "BOOL",
            Self::Null => "NULL",
            Self::M => "M",
            Self::L => "L",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::B => "B",
            Self::Bs => "BS",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_of_value_is_written_and_read_back() {
        let json = json!({
            "s": {"S": "a \"quoted\" é"}, "n": {"N": "-1.5"}, "yes": {"BOOL": true}, "none": {"NULL": true},
            "map": {"M": {"in": {"L": [{"S": "x"}, {"M": {}}, {"L": []}]}}}, "bytes": {"B": "AAH/"},
            "texts": {"SS": ["a", "b"]}, "numbers": {"NS": ["1", "2"]}, "blobs": {"BS": ["AA==", "AQ=="]},
        });
        let item: Attributes = serde_json::from_str(&json.to_string()).unwrap();
        assert_eq!(item.0["bytes"], AttributeValue::B(Blob::new([0, 1, 255])));
        assert_eq!(item.0["map"].as_m().unwrap()["in"].as_l().unwrap().len(), 3);
        assert_eq!(serde_json::to_value(&item).unwrap(), json);
    }

    #[test]
    fn what_is_no_value_is_not_read() {
        for text in [r#"{"a": "x"}"#, r#"{"a": {"X": "x"}}"#, r#"{"a": {"S": 1}}"#, r#"{"a": {"B": "?"}}"#, "[]"] {
            assert!(serde_json::from_str::<Attributes>(text).is_err(), "{text}");
        }
    }
}
