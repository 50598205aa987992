//! What the QR code carries: a signed claim on a prescription, without a word about a person or a medicine.
//!
//! `ML1:` and 200 characters of base 32 (RFC 4648, no padding), all within QR's alphanumeric mode, of 125 bytes:
//! version 1 · key id 8 · tenant 16 · prescription 16 · claim code 16 · last minute 4 · Ed25519 signature 64.
//! The signature is over [`DOMAIN`] and the 61 bytes before it; the key id is how the key's JWK thumbprint begins.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use medilink_auth::{PublicKey, Secret, SigningKey, hash_token};
use medilink_kernel::{Instant, PrescriptionId, TenantId};
use serde::{Deserialize, Serialize};

/// How every payload begins.
pub const PREFIX: &str = "ML1:";
/// What is signed begins with this, so that no other signature of the same key is one of a prescription.
pub const DOMAIN: &str = "medilink prescription code v1\0";

pub(crate) const VERSION: u8 = 1;
pub(crate) const SIGNED: usize = 61;
pub(crate) const LENGTH: usize = 125;
/// Longer than anybody types or scans, spaces and all.
const MAX_INPUT: usize = 1024;

/// A code as it was scanned or typed. Any text is one: whatever it is, it is good or it is [`InvalidCode`].
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Scanned(String);

impl Scanned {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Scanned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanned(..)")
    }
}

/// Not a payload, or not one of ours. Which part is wrong is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid code")]
pub struct InvalidCode;

/// The secret that lets a pharmacist claim: 128 bits that nobody guesses who has not the root secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimCode([u8; 16]);

/// The hash of a [`ClaimCode`], all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeHash(String);

impl ClaimCode {
    /// The code of a prescription. It is derived, so that the patient can be shown it again though only its hash is kept.
    pub fn of(prescription: PrescriptionId, secret: &Secret) -> Self {
        let tag = secret.mac("prescription-code", &[&prescription.as_u128().to_be_bytes()]);
        let mut code = [0; 16];
        code.copy_from_slice(&tag[..16]);
        Self(code)
    }

    /// What is kept of it.
    pub fn hash(&self) -> CodeHash {
        CodeHash(hash_token(&BASE64URL_NOPAD.encode(&self.0)))
    }
}

impl std::fmt::Debug for ClaimCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClaimCode(..)")
    }
}

/// The first bytes of a key's JWK thumbprint, by which a reader finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// The id of a key.
    pub fn of(key: &PublicKey) -> Result<Self, InvalidCode> {
        let thumbprint = BASE64URL_NOPAD.decode(key.kid().as_bytes()).map_err(|_| InvalidCode)?;
        thumbprint.first_chunk().copied().map(Self).ok_or(InvalidCode)
    }
}

/// What a payload says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The practice that issued the prescription.
    pub tenant: TenantId,
    /// Which one.
    pub prescription: PrescriptionId,
    /// The secret.
    pub code: ClaimCode,
    /// When it expires, for readers without a connection: in whole minutes, rounded up.
    pub expires_at: Instant,
}

/// A payload of the right form, whose signature nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    key: KeyId,
    parts: Parts,
    signed: [u8; SIGNED],
    signature: [u8; 64],
}

/// The payload of a prescription.
pub fn encode(parts: &Parts, key: &SigningKey) -> Result<String, InvalidCode> {
    let minute = u32::try_from((parts.expires_at.seconds() + 59).div_euclid(60)).map_err(|_| InvalidCode)?;
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.push(VERSION);
    bytes.extend(KeyId::of(&key.public())?.0);
    bytes.extend(parts.tenant.as_u128().to_be_bytes());
    bytes.extend(parts.prescription.as_u128().to_be_bytes());
    bytes.extend(parts.code.0);
    bytes.extend(minute.to_be_bytes());
    bytes.extend(key.sign(&message(&bytes)));
    Ok(format!("{PREFIX}{}", BASE32_NOPAD.encode(&bytes)))
}

/// Reads a payload as scanned or typed: in either case, with white space and dashes anywhere.
pub fn decode(text: &str) -> Result<Unverified, InvalidCode> {
    if text.len() > MAX_INPUT {
        return Err(InvalidCode);
    }
    let dense: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let body = dense.strip_prefix(PREFIX).ok_or(InvalidCode)?;
    // 200 characters are exactly 125 bytes: there are no spare bits that a second spelling could hide in.
    let bytes = BASE32_NOPAD.decode(body.as_bytes()).map_err(|_| InvalidCode)?;
    let bytes: [u8; LENGTH] = bytes.try_into().map_err(|_| InvalidCode)?;
    let mut rest = &bytes[..];
    let [version] = take(&mut rest)?;
    if version != VERSION {
        return Err(InvalidCode);
    }
    let key = KeyId(take(&mut rest)?);
    let tenant = TenantId::from_u128(u128::from_be_bytes(take(&mut rest)?));
    let prescription = PrescriptionId::from_u128(u128::from_be_bytes(take(&mut rest)?));
    let code = ClaimCode(take(&mut rest)?);
    let minute = u32::from_be_bytes(take(&mut rest)?);
    let expires_at = jiff::Timestamp::from_second(i64::from(minute) * 60).map_err(|_| InvalidCode)?.into();
    let signature = take(&mut rest)?;
    let signed = take(&mut &bytes[..])?;
    Ok(Unverified { key, parts: Parts { tenant, prescription, code, expires_at }, signed, signature })
}

impl Unverified {
    /// Which key it says it was signed with.
    pub const fn key(&self) -> KeyId {
        self.key
    }

    /// What it says, if one of these keys signed it.
    pub fn verify<'a>(self, keys: impl IntoIterator<Item = &'a PublicKey>) -> Result<Parts, InvalidCode> {
        let mut named = keys.into_iter().filter(|key| KeyId::of(key) == Ok(self.key));
        let message = message(&self.signed);
        if named.any(|key| key.verify(&message, &self.signature)) { Ok(self.parts) } else { Err(InvalidCode) }
    }
}

fn message(signed: &[u8]) -> Vec<u8> {
    [DOMAIN.as_bytes(), signed].concat()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], InvalidCode> {
    let (taken, after) = rest.split_first_chunk().ok_or(InvalidCode)?;
    *rest = after;
    Ok(*taken)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    const RX: PrescriptionId = PrescriptionId::from_u128(0x0190_0000_0000_0000_0000_0000_0000_0002);

    pub(crate) fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32])
    }

    pub(crate) fn parts() -> Parts {
        Parts {
            tenant: TenantId::from_u128(0x0190_0000_0000_0000_0000_0000_0000_0001),
            prescription: RX,
            code: ClaimCode::of(RX, &Secret::from_bytes([7; 32])),
            expires_at: "2027-05-30T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into(),
        }
    }

    /// A payload as it is in life.
    pub(crate) fn payload() -> String {
        encode(&parts(), &key(1)).unwrap()
    }

    fn read(text: &str) -> Result<Parts, InvalidCode> {
        decode(text)?.verify(&[key(1).public()])
    }

    #[test]
    fn a_payload_reads_back() {
        let text = payload();
        assert_eq!((text.len(), read(&text)), (204, Ok(parts())));
        assert_eq!(decode(&text).unwrap().key(), KeyId::of(&key(1).public()).unwrap());
    }

    #[test]
    fn expiry_is_rounded_up_to_the_minute() {
        let late = Parts { expires_at: "2027-05-30T07:59:01Z".parse::<jiff::Timestamp>().unwrap().into(), ..parts() };
        assert_eq!(read(&encode(&late, &key(1)).unwrap()), Ok(parts()));
    }

    #[test]
    fn typing_is_forgiven() {
        let text = payload();
        let typed: String =
            text.chars().enumerate().flat_map(|(i, c)| if i % 5 == 4 { vec![c, '-'] } else { vec![c] }).collect();
        for same in [text.to_lowercase(), format!(" \u{a0}\n{text}\t"), text.replace("ML1:", "ml1: "), typed] {
            assert_eq!(read(&same), Ok(parts()), "{same}");
        }
    }

    #[test]
    fn anything_else_is_one_error() {
        let text = payload();
        let cut = &text[..text.len() - 1];
        for bad in [
            String::new(),
            "ML1:".to_owned(),
            text[4..].to_owned(),
            text.replace("ML1:", "ML2:"),
            cut.to_owned(),
            format!("{text}A"),
            format!("{text}========"),
            format!("{cut}0"),
            format!("{cut}\u{131}"),
            format!("{text}\0"),
            format!("{}{text}", " ".repeat(MAX_INPUT)),
        ] {
            assert_eq!(read(&bad), Err(InvalidCode), "{bad}");
        }
    }

    #[test]
    fn nothing_scanned_is_bad_input() {
        for text in [String::new(), "A".repeat(10_000)] {
            let scanned: Scanned = serde_json::from_value(serde_json::json!(text)).unwrap();
            assert_eq!(read(scanned.as_str()), Err(InvalidCode));
            assert_eq!(format!("{scanned:?}"), "Scanned(..)");
        }
    }

    #[test]
    fn only_the_named_key_of_ours_counts() {
        let foreign = encode(&parts(), &key(2)).unwrap();
        assert_eq!(read(&foreign), Err(InvalidCode));
        let both = [key(1).public(), key(2).public()];
        assert_eq!(decode(&foreign).unwrap().verify(&both), Ok(parts()));
        assert_eq!(decode(&payload()).unwrap().verify(&[]), Err(InvalidCode));
    }

    #[test]
    fn a_signature_for_another_purpose_is_none() {
        let mut bytes = BASE32_NOPAD.decode(&payload().as_bytes()[PREFIX.len()..]).unwrap();
        let bare = key(1).sign(&bytes[..SIGNED]);
        bytes[SIGNED..].copy_from_slice(&bare);
        assert_eq!(read(&format!("{PREFIX}{}", BASE32_NOPAD.encode(&bytes))), Err(InvalidCode));
    }

    #[test]
    fn the_code_is_hidden_and_hashes_apart() {
        assert!(format!("{:?}", decode(&payload()).unwrap()).contains("ClaimCode(..)"));
        let next = PrescriptionId::from_u128(RX.as_u128() + 1);
        let others =
            [ClaimCode::of(next, &Secret::from_bytes([7; 32])), ClaimCode::of(RX, &Secret::from_bytes([8; 32]))];
        assert_eq!(parts().code.hash(), parts().code.hash());
        assert!(others.iter().all(|other| other.hash() != parts().code.hash()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_altered_bit_is_noticed(bit in 0usize..LENGTH * 8) {
            let mut bytes = BASE32_NOPAD.decode(&payload().as_bytes()[PREFIX.len()..]).unwrap();
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(read(&format!("{PREFIX}{}", BASE32_NOPAD.encode(&bytes))), Err(InvalidCode));
        }

        #[test]
        fn a_payload_has_one_spelling(at in PREFIX.len()..204, letter in "[A-Z2-7]") {
            let text = payload();
            let mut other = text.clone();
            other.replace_range(at..=at, &letter);
            prop_assert_eq!(read(&other).is_ok(), other == text);
        }

        #[test]
        fn nothing_breaks_the_reader(text in "(ML1:)?\\PC{0,210}") {
            prop_assert_eq!(read(&text), Err(InvalidCode));
        }
    }
}
