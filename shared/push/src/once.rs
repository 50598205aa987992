use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The name of a message that goes out once by a channel: letters and digits that tell nothing of it.
pub(crate) fn name(channel: &str, id: &str) -> String {
    let hash = Sha256::new().chain_update(channel).chain_update([0]).chain_update(id).finalize();
    HEXLOWER.encode(&hash[..16])
}
