//! How a prescription's code is read without us: published beside the keys.

use crate::payload::{DOMAIN, LENGTH, PREFIX, SIGNED, VERSION};
use schemars::JsonSchema;
use serde::Serialize;

/// How the payload of a QR code is read and checked without a connection.
///
/// 1. Take out white space and dashes, turn to upper case, and take off `prefix`.
/// 2. Decode the rest as base 32 (RFC 4648) with `alphabet`, without padding: exactly `length` bytes, laid out as `fields`
///    say, numbers big-endian. The first byte is `version`.
/// 3. Find the key: `keyId` is the first 8 bytes of its JWK thumbprint (RFC 7638, SHA-256), which in base64url is its
///    `kid`.
/// 4. Check the Ed25519 `signature` over the bytes of `signedPrefix` (UTF-8, with the NUL at its end) followed by the
///    first `signedLength` bytes.
/// 5. The code has expired when `expiresAt` (minutes since 1970-01-01T00:00Z) has passed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PrescriptionCodeFormat")]
#[serde(rename_all = "camelCase")]
pub struct Format {
    /// The first byte.
    pub version: u8,
    /// How every payload begins.
    pub prefix: &'static str,
    /// The 32 characters of what follows, in the order of their values.
    pub alphabet: &'static str,
    /// How many bytes those decode to.
    pub length: usize,
    /// What the bytes are.
    pub fields: &'static [Field],
    /// What is signed begins with this: 30 bytes, the last of which is NUL.
    pub signed_prefix: &'static str,
    /// How many bytes of the payload follow it in what is signed.
    pub signed_length: usize,
}

/// Some bytes of a payload.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PrescriptionCodeField")]
pub struct Field {
    /// What they are: `version`, `keyId`, `tenantId` and `prescriptionId` (the 128 bits of the ULID), `claimCode` (secret),
    /// `expiresAt` (minutes since 1970), `signature`.
    pub name: &'static str,
    /// The first of them, counted from 0.
    pub offset: usize,
    /// How many.
    pub length: usize,
}

const FIELDS: &[Field] = &[
    Field { name: "version", offset: 0, length: 1 },
    Field { name: "keyId", offset: 1, length: 8 },
    Field { name: "tenantId", offset: 9, length: 16 },
    Field { name: "prescriptionId", offset: 25, length: 16 },
    Field { name: "claimCode", offset: 41, length: 16 },
    Field { name: "expiresAt", offset: 57, length: 4 },
    Field { name: "signature", offset: SIGNED, length: LENGTH - SIGNED },
];

impl Format {
    /// The one in which codes are issued.
    pub(crate) const CURRENT: Self = Self {
        version: VERSION,
        prefix: PREFIX,
        alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        length: LENGTH,
        fields: FIELDS,
        signed_prefix: DOMAIN,
        signed_length: SIGNED,
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tests::{key, parts, payload};
    use data_encoding::{BASE64URL_NOPAD, Specification};

    #[test]
    fn a_code_is_read_by_what_is_published() {
        let format = Format::CURRENT;
        let mut specification = Specification::new();
        specification.symbols.push_str(format.alphabet);
        let text = payload();
        let body = text.strip_prefix(format.prefix).unwrap();
        let bytes = specification.encoding().unwrap().decode(body.as_bytes()).unwrap();
        assert_eq!(bytes.len(), format.length);
        let field = |name| {
            let field = format.fields.iter().find(|field| field.name == name).unwrap();
            &bytes[field.offset..field.offset + field.length]
        };
        let number = |name| field(name).iter().fold(0u128, |n, byte| n << 8 | u128::from(*byte));
        assert_eq!(number("version"), u128::from(format.version));
        assert_eq!(field("keyId"), &BASE64URL_NOPAD.decode(key(1).public().kid().as_bytes()).unwrap()[..8]);
        assert_eq!(number("tenantId"), parts().tenant.as_u128());
        assert_eq!(number("prescriptionId"), parts().prescription.as_u128());
        assert_eq!(number("expiresAt") * 60, u128::try_from(parts().expires_at.seconds()).unwrap());
        let signed = [format.signed_prefix.as_bytes(), &bytes[..format.signed_length]].concat();
        assert!(key(1).public().verify(&signed, field("signature")));
    }

    #[test]
    fn the_fields_meet_and_fill_the_code() {
        let end = FIELDS.iter().fold(0, |end, field| {
            assert_eq!(field.offset, end, "{}", field.name);
            end + field.length
        });
        assert_eq!(end, LENGTH);
    }
}
