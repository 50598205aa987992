//! The token that a claim is answered with: it says where the prescription is, and nobody else can make one.

use data_encoding::BASE64URL_NOPAD;
use medilink_auth::{Secret, equal, hash_token};
use medilink_kernel::{PrescriptionId, TenantId};

const PURPOSE: &str = "claim-token";
const SAID: usize = 16 + 16 + 16 + 4;
const LENGTH: usize = SAID + 32;

/// One claim of one pharmacy. Its token follows from it, so the same claim has the same token for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimToken {
    /// The practice that issued the prescription: the reference that leads to it.
    pub practice: TenantId,
    /// Which prescription.
    pub prescription: PrescriptionId,
    /// Who claimed it.
    pub pharmacy: TenantId,
    /// The number of the claim.
    pub number: u32,
}

impl ClaimToken {
    /// The token.
    pub fn text(&self, secret: &Secret) -> String {
        let said = self.said();
        BASE64URL_NOPAD.encode(&[&said[..], &secret.mac(PURPOSE, &[&said])].concat())
    }

    /// What is kept of the token.
    pub fn hash(&self, secret: &Secret) -> String {
        hash_token(&self.text(secret))
    }

    /// Reads a token of ours; `None` for any other text.
    pub fn read(text: &str, secret: &Secret) -> Option<Self> {
        let bytes: [u8; LENGTH] = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()?;
        let (said, tag) = bytes.split_at(SAID);
        if !equal(tag, &secret.mac(PURPOSE, &[said])) {
            return None;
        }
        let (practice, rest) = said.split_first_chunk()?;
        let (prescription, rest) = rest.split_first_chunk()?;
        let (pharmacy, rest) = rest.split_first_chunk()?;
        Some(Self {
            practice: TenantId::from_u128(u128::from_be_bytes(*practice)),
            prescription: PrescriptionId::from_u128(u128::from_be_bytes(*prescription)),
            pharmacy: TenantId::from_u128(u128::from_be_bytes(*pharmacy)),
            number: u32::from_be_bytes(*rest.first_chunk()?),
        })
    }

    fn said(&self) -> Vec<u8> {
        let ids = [self.practice.as_u128(), self.prescription.as_u128(), self.pharmacy.as_u128()];
        let mut said: Vec<u8> = ids.into_iter().flat_map(u128::to_be_bytes).collect();
        said.extend(self.number.to_be_bytes());
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn secret() -> Secret {
        Secret::from_bytes([7; 32])
    }

    const CLAIM: ClaimToken = ClaimToken {
        practice: TenantId::from_u128(1),
        prescription: PrescriptionId::from_u128(2),
        pharmacy: TenantId::from_u128(3),
        number: 4,
    };

    proptest! {
        #[test]
        fn a_token_reads_back(practice: u128, prescription: u128, pharmacy: u128, number: u32) {
            let claim = ClaimToken {
                practice: TenantId::from_u128(practice),
                prescription: PrescriptionId::from_u128(prescription),
                pharmacy: TenantId::from_u128(pharmacy),
                number,
            };
            prop_assert_eq!(ClaimToken::read(&claim.text(&secret()), &secret()), Some(claim));
        }

        #[test]
        fn one_changed_bit_is_noticed(bit in 0usize..LENGTH * 8) {
            let mut bytes = BASE64URL_NOPAD.decode(CLAIM.text(&secret()).as_bytes()).unwrap();
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(ClaimToken::read(&BASE64URL_NOPAD.encode(&bytes), &secret()), None);
        }

        #[test]
        fn any_text_is_refused_calmly(text in "\\PC{0,140}") {
            prop_assert_eq!(ClaimToken::read(&text, &secret()), None);
        }
    }

    #[test]
    fn each_claim_and_each_installation_has_its_own() {
        let next = ClaimToken { number: 5, ..CLAIM };
        assert_eq!(CLAIM.hash(&secret()), CLAIM.hash(&secret()));
        assert_ne!(CLAIM.hash(&secret()), next.hash(&secret()));
        assert_eq!(ClaimToken::read(&CLAIM.text(&Secret::from_bytes([8; 32])), &secret()), None);
    }
}
