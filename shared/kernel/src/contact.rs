use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::borrow::Cow;

/// An e-mail address, trimmed and in lower case: `local@domain` of RFC 5321's dot-string form, ASCII, at most 254.
///
/// The local part is folded to lower case too: no provider that matters tells `A@x` from `a@x`, and people do not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address; `None` where it is none.
    pub fn new(raw: &str) -> Option<Self> {
        let text = raw.trim().to_ascii_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && local.split('.').all(|atom| {
                !atom.is_empty()
                    && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
            });
        let label_ok = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        (text.len() <= 254 && local_ok && domain.contains('.') && domain.split('.').all(label_ok)).then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(..)")
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(&Cow::<'de, str>::deserialize(d)?)
            .ok_or_else(|| D::Error::custom("invalid_email: an e-mail address is expected"))
    }
}

/// A telephone number in E.164 (`+213551234567`). National Algerian forms (`0551 23 45 67`) are read too.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads a number; spaces, dots, dashes and parentheses are dropped.
    pub fn new(raw: &str) -> Option<Self> {
        let digits: String = raw.trim().chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
        let international = match (digits.strip_prefix("00"), digits.strip_prefix('0')) {
            (Some(rest), _) => format!("+{rest}"),
            (None, Some(rest)) if matches!(digits.len(), 9 | 10) => format!("+213{rest}"),
            _ => digits,
        };
        let number = international.strip_prefix('+')?;
        ((8..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0'))
            .then_some(Self(international.clone()))
    }

    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(..)")
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(&Cow::<'de, str>::deserialize(d)?)
            .ok_or_else(|| D::Error::custom("invalid_phone: a telephone number like +213551234567 is expected"))
    }
}

impl schemars::JsonSchema for Email {
    fn schema_name() -> Cow<'static, str> {
        "Email".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "email", "maxLength": 254, "examples": ["amina@example.dz"]})
    }
}

impl schemars::JsonSchema for Phone {
    fn schema_name() -> Cow<'static, str> {
        "Phone".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "minLength": 8, "maxLength": 32, "examples": ["+213551234567"]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_and_checked() {
        assert_eq!(Email::new(" Amina.B@Example.DZ ").unwrap().as_str(), "amina.b@example.dz");
        for wrong in ["", "a", "a@b", "a b@c.dz", "a@@c.dz", "a@-c.dz", "a@c..dz", ".a@c.dz", "a\r\n@c.dz", "أ@c.dz"] {
            assert!(Email::new(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn numbers_become_international() {
        assert_eq!(Phone::new("0551 23 45 67").unwrap().as_str(), "+213551234567");
        assert_eq!(Phone::new("00213551234567").unwrap().as_str(), "+213551234567");
        for wrong in ["", "12", "+0123456789", "+12a45678", "+1234567890123456"] {
            assert!(Phone::new(wrong).is_none(), "{wrong}");
        }
    }
}
