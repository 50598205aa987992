//! PNG (W3C, third edition): chunks, each with a checksum.

use super::{Clean, Flaw, bounded, exif::Orientation};
use bytes::Bytes;
use img_parts::{ImageEXIF, png::Png};

/// The picture, its transparency, its colours, the shape of its pixels. An animation shows its first picture.
const KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"pHYs",
];
const HEADER_LENGTH: usize = 13;

pub(super) fn clean(raw: &Bytes) -> Result<Clean, Flaw> {
    let mut png = Png::from_bytes(raw.clone()).map_err(|_| Flaw::Damaged)?;
    if !is_whole(&png) {
        return Err(Flaw::Damaged);
    }
    let size = bounded(png.dimensions())?;
    let turned = png.exif().and_then(|exif| Orientation::read(&exif));
    let (width, height) = Orientation::shown(turned, size);
    png.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.kind()));
    png.set_exif(turned.map(|turned| Bytes::copy_from_slice(&turned.exif())));
    Ok(Clean { bytes: png.encoder().bytes(), width, height })
}

/// One header first, data, and an end that says nothing last.
fn is_whole(png: &Png) -> bool {
    let (first, last) = (png.chunks().first(), png.chunks().last());
    let begins = first.is_some_and(|chunk| &chunk.kind() == b"IHDR" && chunk.contents().len() == HEADER_LENGTH);
    let ends = last.is_some_and(|chunk| &chunk.kind() == b"IEND" && chunk.contents().is_empty());
    begins && ends && png.chunks_by_type(*b"IHDR").count() == 1 && png.chunk_by_type(*b"IDAT").is_some()
}
