use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// A SHA-256, in hexadecimal where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sha256Hex(pub [u8; 32]);

impl Serialize for Sha256Hex {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Sha256Hex {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| D::Error::custom("invalid_hash: 64 hexadecimal digits are expected"))
    }
}

impl schemars::JsonSchema for Sha256Hex {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Sha256Hex".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[0-9a-fA-F]{64}$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_digits_and_reads_back() {
        let hash: Sha256Hex = serde_json::from_str(&format!("\"{}\"", "0aF1".repeat(16))).unwrap();
        assert_eq!(serde_json::to_string(&hash).unwrap(), format!("\"{}\"", "0af1".repeat(16)));
        for wrong in ["", "zz", &"0".repeat(63), &"0".repeat(66), &"g".repeat(64)] {
            assert!(serde_json::from_str::<Sha256Hex>(&format!("\"{wrong}\"")).is_err(), "{wrong}");
        }
    }
}
