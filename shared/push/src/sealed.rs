use crate::{PushError, subscription::Receiver};
use aes_gcm::{Aes128Gcm, KeyInit, aead::Aead};
use hkdf::Hkdf;
use p256::{SecretKey, ecdh::diffie_hellman, elliptic_curve::sec1::ToSec1Point};
use sha2::Sha256;

/// What every push service takes (RFC 8030, section 7.2: 4096 bytes in all), less the header, the tag and the delimiter.
pub(crate) const LONGEST_PAYLOAD: usize = 3993;

/// The size of a record as the header says it; a notification is one record.
const RECORD: u32 = 4096;

/// What the last record ends with (RFC 8188, section 2).
const LAST: u8 = 2;

/// Encrypts a payload for a browser (RFC 8291) in the coding `aes128gcm` (RFC 8188). Key and salt are of this one
/// payload alone.
pub(crate) fn seal(payload: &[u8], receiver: &Receiver, own: &SecretKey, salt: [u8; 16]) -> Result<Vec<u8>, PushError> {
    if payload.len() > LONGEST_PAYLOAD {
        return Err(PushError::TooLong);
    }
    let public = own.public_key().to_sec1_point(false);
    let shared = diffie_hellman(own.to_nonzero_scalar(), receiver.key.as_affine());
    let (key, nonce) = keys(shared.raw_secret_bytes(), receiver, public.as_bytes(), &salt).ok_or(PushError::Key)?;
    let cipher = Aes128Gcm::new(&key.into());
    let text = [payload, &[LAST]].concat();
    let sealed = cipher.encrypt(&nonce.into(), text.as_slice()).map_err(|_| PushError::TooLong)?;
    let key_size = u8::try_from(public.as_bytes().len()).map_err(|_| PushError::Key)?;
    Ok([salt.as_slice(), &RECORD.to_be_bytes(), &[key_size], public.as_bytes(), &sealed].concat())
}

/// The key and the nonce of the first record.
fn keys(shared: &[u8], receiver: &Receiver, public: &[u8], salt: &[u8]) -> Option<([u8; 16], [u8; 12])> {
    let browser = receiver.key.to_sec1_point(false);
    let info = [b"WebPush: info\0".as_slice(), browser.as_bytes(), public].concat();
    let mut secret = [0; 32];
    Hkdf::<Sha256>::new(Some(&receiver.auth), shared).expand(&info, &mut secret).ok()?;
    let derived = Hkdf::<Sha256>::new(Some(salt), &secret);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    Some((key, nonce))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::subscription::tests::subscription;
    use data_encoding::BASE64URL_NOPAD;

    fn decoded(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
    }

    /// Opens a body as the browser of RFC 8291's example would.
    pub(crate) fn opened(body: &[u8]) -> Vec<u8> {
        let browser = SecretKey::from_slice(&decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).unwrap();
        let (salt, rest) = body.split_at(16);
        let (head, rest) = rest.split_at(5);
        assert_eq!(head, [0, 0, 16, 0, 65]);
        let (public, sealed) = rest.split_at(65);
        let sender = p256::PublicKey::from_sec1_bytes(public).unwrap();
        let shared = diffie_hellman(browser.to_nonzero_scalar(), sender.as_affine());
        let receiver = subscription("https://web.push.apple.com/x").read(&[]).unwrap();
        let (key, nonce) = keys(shared.raw_secret_bytes(), &receiver, public, salt).unwrap();
        let mut text = Aes128Gcm::new(&key.into()).decrypt(&nonce.into(), sealed).unwrap();
        assert_eq!(text.pop(), Some(LAST));
        text
    }

    #[test]
    fn the_example_of_the_standard_comes_out_byte_for_byte() {
        let receiver = subscription("https://web.push.apple.com/x").read(&[]).unwrap();
        let own = SecretKey::from_slice(&decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let salt = decoded("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let sealed = seal(b"When I grow up, I want to be a watermelon", &receiver, &own, salt).unwrap();
        assert_eq!(
            BASE64URL_NOPAD.encode(&sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
             EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn the_longest_payload_fills_what_every_service_takes_and_a_longer_one_is_refused() {
        let receiver = subscription("https://web.push.apple.com/x").read(&[]).unwrap();
        let own = SecretKey::from_slice(&[7; 32]).unwrap();
        let sealed = seal(&[b'x'; LONGEST_PAYLOAD], &receiver, &own, [1; 16]).unwrap();
        assert_eq!(sealed.len(), 4096);
        assert_eq!(opened(&sealed), [b'x'; LONGEST_PAYLOAD]);
        let longer = seal(&[b'x'; LONGEST_PAYLOAD + 1], &receiver, &own, [1; 16]);
        assert!(matches!(longer, Err(PushError::TooLong)));
    }
}
