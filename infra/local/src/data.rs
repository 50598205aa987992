use medilink_auth::Secret;
use medilink_kernel::Entropy;
use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// Makes the folder of all state, for its owner's eyes alone, and gives its root secret.
pub fn open(folder: &Path, entropy: &dyn Entropy) -> io::Result<Secret> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let path = folder.join("secret");
    match fs::read_to_string(&path) {
        Ok(text) => {
            Secret::from_base64url(text.trim()).map_err(|_| io::Error::other(format!("{} is damaged", path.display())))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = Secret::from_bytes(entropy.bytes());
            // Written whole under another name first: a start that is cut leaves no half secret.
            let fresh = folder.join("secret.new");
            let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
            file.write_all(secret.to_base64url().as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            fs::File::open(folder)?.sync_all()?;
            Ok(secret)
        }
        Err(error) => Err(error),
    }
}
