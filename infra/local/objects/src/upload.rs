use crate::{
    Meta,
    s3::{Bucket, MAX_OBJECT},
};
use data_encoding::{BASE64, HEXLOWER};
use futures::StreamExt;
use s3s::{
    S3Error, S3ErrorCode, S3Result,
    dto::{PutObjectInput, StreamingBlob},
    s3_error,
};
use sha2::{Digest, Sha256};
use std::fs::File;
use tokio::io::AsyncWriteExt;

/// Stores what arrives if it is what was announced: its length, and its SHA-256 where one was given.
pub(crate) async fn store(bucket: &Bucket, input: PutObjectInput, trailer: bool) -> S3Result<Meta> {
    refuse_unknown(&input, trailer)?;
    let announced = input.content_length.and_then(|n| u64::try_from(n).ok());
    let announced = announced.ok_or_else(|| s3_error!(MissingContentLength))?;
    if announced > MAX_OBJECT {
        return Err(s3_error!(EntityTooLarge));
    }
    let expected = input.checksum_sha256.as_deref().map(|given| BASE64.decode(given.as_bytes())).transpose();
    let expected = expected.map_err(|_| s3_error!(InvalidRequest, "x-amz-checksum-sha256 cannot be read"))?;
    let body = input.body.ok_or_else(|| s3_error!(IncompleteBody))?;

    let (temporary, file) = bucket.on_disk(|disk| disk.temporary()).await?;
    let hash = write(body, file, announced).await?;
    if expected.is_some_and(|expected| expected != hash) {
        return Err(s3_error!(BadDigest, "The SHA-256 is not that of what arrived"));
    }
    let meta = Meta {
        key: input.key,
        content_type: input.content_type.unwrap_or_else(|| "application/octet-stream".into()),
        size: announced,
        sha256: HEXLOWER.encode(&hash),
        created: bucket.clock.now(),
    };
    let stored = meta.clone();
    bucket.on_disk(move |disk| disk.publish(&stored, temporary)).await?;
    Ok(meta)
}

/// Writes the body durably; the hash of what was written.
async fn write(mut body: StreamingBlob, file: File, announced: u64) -> S3Result<Vec<u8>> {
    let mut file = tokio::fs::File::from_std(file);
    let mut hasher = Sha256::new();
    let mut arrived = 0;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|e| S3Error::with_source(S3ErrorCode::IncompleteBody, e))?;
        arrived += chunk.len() as u64;
        if arrived > announced {
            break;
        }
        hasher.update(&chunk);
        file.write_all(&chunk).await.map_err(S3Error::internal_error)?;
    }
    if arrived != announced {
        return Err(s3_error!(IncompleteBody));
    }
    file.flush().await.map_err(S3Error::internal_error)?;
    file.sync_all().await.map_err(S3Error::internal_error)?;
    Ok(hasher.finalize().to_vec())
}

/// What a client asks for and would not get is refused rather than forgotten.
fn refuse_unknown(input: &PutObjectInput, trailer: bool) -> S3Result<()> {
    let unknown = [
        ("checksums other than SHA-256", trailer || other_checksum(input)),
        ("metadata", input.metadata.as_ref().is_some_and(|m| !m.is_empty())),
        ("conditions", input.if_match.is_some() || input.if_none_match.is_some()),
        ("tags", input.tagging.is_some()),
    ];
    match unknown.into_iter().find(|(_, asked)| *asked) {
        Some((what, _)) => Err(s3_error!(NotImplemented, "This store has no {what}")),
        None => Ok(()),
    }
}

fn other_checksum(input: &PutObjectInput) -> bool {
    input.checksum_crc32.is_some()
        || input.checksum_crc32c.is_some()
        || input.checksum_crc64nvme.is_some()
        || input.checksum_sha1.is_some()
        || input.content_md5.is_some()
}
