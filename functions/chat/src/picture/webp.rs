//! WebP (RFC 9649): RIFF chunks; what is more than a bare picture is announced in the first.

use super::{Clean, Flaw, bounded, exif::Orientation};
use bytes::Bytes;
use img_parts::{
    ImageEXIF,
    riff::{RiffChunk, RiffContent},
    webp::{CHUNK_ALPH, CHUNK_ANIM, CHUNK_ANMF, CHUNK_EXIF, CHUNK_ICCP, CHUNK_VP8, CHUNK_VP8L, CHUNK_VP8X, WebP},
};

/// Flags of the announcement.
const ICC_FLAG: u8 = 0x20;
const ALPHA_FLAG: u8 = 0x10;
const EXIF_FLAG: u8 = 0x08;
/// How long the announcement is, and where the size stands in it.
const ANNOUNCED: usize = 10;
const SIZE_AT: usize = 4;
/// What lossless data begins with.
const LOSSLESS: u8 = 0x2f;

pub(super) fn clean(raw: &Bytes) -> Result<Clean, Flaw> {
    let mut webp = WebP::from_bytes(raw.clone()).map_err(|_| Flaw::Damaged)?;
    if webp.has_chunk(CHUNK_ANIM) || webp.has_chunk(CHUNK_ANMF) {
        return Err(Flaw::Animated);
    }
    let announced = announcement(&webp)?;
    let canvas = webp.dimensions();
    let exif = webp.exif().filter(|_| announced.is_some());
    let turned = exif.and_then(|exif| Orientation::read(&exif));
    webp.chunks_mut().retain(|chunk| match chunk.id() {
        CHUNK_VP8 | CHUNK_VP8L => true,
        CHUNK_ICCP | CHUNK_ALPH => announced.is_some(),
        _ => false,
    });
    // The announced size is that of the picture: a small one would let a large picture by.
    let size = bounded(picture(&webp).then(|| webp.dimensions()).flatten())?;
    if canvas != Some(size) {
        return Err(Flaw::Damaged);
    }
    let (width, height) = Orientation::shown(turned, size);
    if let Some(mut announced) = announced {
        let icc = if webp.has_chunk(CHUNK_ICCP) { ICC_FLAG } else { 0 };
        announced[0] = (announced[0] & ALPHA_FLAG) | icc | if turned.is_some() { EXIF_FLAG } else { 0 };
        announced[1..SIZE_AT].fill(0);
        webp.chunks_mut().insert(0, chunk(CHUNK_VP8X, &announced));
    }
    webp.chunks_mut().extend(turned.map(|turned| chunk(CHUNK_EXIF, &turned.exif())));
    Ok(Clean { bytes: webp.encoder().bytes(), width, height })
}

/// The announcement, where there is one: it comes first, and once.
fn announcement(webp: &WebP) -> Result<Option<[u8; ANNOUNCED]>, Flaw> {
    if !webp.has_chunk(CHUNK_VP8X) {
        return Ok(None);
    }
    let first = webp.chunks().first().filter(|chunk| chunk.id() == CHUNK_VP8X).and_then(|chunk| chunk.content().data());
    match first.and_then(|data| data[..].try_into().ok()) {
        Some(announced) if webp.chunks_by_id(CHUNK_VP8X).count() == 1 => Ok(Some(announced)),
        _ => Err(Flaw::Damaged),
    }
}

/// Whether there is one picture, of a kind whose size can be read.
fn picture(webp: &WebP) -> bool {
    let mut pictures = webp.chunks().iter().filter(|chunk| matches!(chunk.id(), CHUNK_VP8 | CHUNK_VP8L));
    let (first, second) = (pictures.next(), pictures.next());
    let is_lossless = |chunk: &RiffChunk| chunk.content().data().and_then(|data| data.first()) == Some(&LOSSLESS);
    second.is_none() && first.is_some_and(|chunk| chunk.id() == CHUNK_VP8 || is_lossless(chunk))
}

fn chunk(id: [u8; 4], data: &[u8]) -> RiffChunk {
    RiffChunk::new(id, RiffContent::Data(Bytes::copy_from_slice(data)))
}
