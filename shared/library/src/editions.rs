use bytes::Bytes;
use medilink_blobs::{BlobError, Blobs};
use medilink_catalogue::{Edition, Kind};
use medilink_edge::{Failure, Platform};
use medilink_kernel::EditionId;
use medilink_store::StoreError;

fn place(kind: Kind, edition: EditionId) -> String {
    format!("catalogues/{kind}/{}", edition.bare())
}

/// An edition by its name.
///
/// # Errors
/// Where the object store does not answer, or holds something else there, or nothing.
pub async fn edition(platform: &Platform, kind: Kind, id: EditionId) -> Result<Edition, Failure> {
    let bytes = platform.blobs.get(&place(kind, id)).await.map_err(busy)?;
    let bytes = bytes.ok_or_else(|| Failure::fault("an edition that is not there"))?;
    // Off the threads that serve everybody else.
    let read = tokio::task::spawn_blocking(move || Edition::read(&bytes)).await.map_err(Failure::fault)?;
    read.ok().filter(|edition| edition.kind == kind).ok_or_else(|| Failure::fault("an edition that does not read"))
}

/// Stores the bytes of an edition; those of one that is stored already are the same.
///
/// # Errors
/// Where the object store does not take them.
pub async fn put_edition(blobs: &Blobs, kind: Kind, id: EditionId, bytes: Vec<u8>) -> Result<(), Failure> {
    blobs.put(&place(kind, id), "application/octet-stream", Bytes::from(bytes)).await.map_err(busy)
}

/// An object store that does not answer is worth another try.
fn busy(error: BlobError) -> Failure {
    StoreError::Busy(error.to_string()).into()
}
