use crate::{Meta, s3::length};
use bytes::Bytes;
use futures::stream;
use s3s::{
    S3Error, S3Result,
    dto::{Range, StreamingBlob},
    s3_error,
};
use std::{fs::File, io};
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

const CHUNK: u64 = 64 * 1024;

/// What part of an object goes out.
pub(crate) struct Part {
    pub length: i64,
    /// `Content-Range`, unless it is the whole.
    pub header: Option<String>,
}

/// The part of the file that was asked for, as a stream.
pub(crate) async fn part(file: File, meta: &Meta, range: Option<Range>) -> S3Result<(StreamingBlob, Part)> {
    let whole = 0..meta.size;
    let asked = match range {
        Some(range) => range.check(meta.size).map_err(|_| s3_error!(InvalidRange))?,
        None => whole,
    };
    let header = range.map(|_| format!("bytes {}-{}/{}", asked.start, asked.end - 1, meta.size));
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(asked.start)).await.map_err(S3Error::internal_error)?;
    let left = asked.end - asked.start;
    let chunks = stream::try_unfold((file, left), |(mut file, left)| async move {
        let mut chunk = Vec::new();
        let read = (&mut file).take(left.min(CHUNK)).read_to_end(&mut chunk).await? as u64;
        match (read, left) {
            (_, 0) => Ok(None),
            (0, _) => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            _ => Ok(Some((Bytes::from(chunk), (file, left - read)))),
        }
    });
    Ok((StreamingBlob::wrap(chunks), Part { length: length(left)?, header }))
}
