//! JPEG (ITU-T T.81): segments up to the first scan, then scans, each after tables of its own.

use super::{Clean, Flaw, bounded, exif::Orientation};
use bytes::Bytes;
use img_parts::{
    ImageEXIF,
    jpeg::{Jpeg, JpegSegment, markers},
};

const JFIF: &[u8] = b"JFIF\0";
/// How much of a JFIF segment stands before its thumbnail.
const JFIF_HEAD: usize = 14;
const ADOBE: &[u8] = b"Adobe";
/// How long an Adobe segment is: it tells how colours were turned round.
const ADOBE_HEAD: usize = 12;
const ICC: &[u8] = b"ICC_PROFILE\0";
/// The tables of arithmetic coding, which have no name at the reader of segments.
const DAC: u8 = 0xcc;

pub(super) fn clean(raw: &Bytes) -> Result<Clean, Flaw> {
    let jpeg = Jpeg::from_bytes(raw.clone()).map_err(|_| Flaw::Damaged)?;
    let Some((scan, head)) = jpeg.segments().split_last() else { return Err(Flaw::Damaged) };
    if scan.marker() != markers::SOS || head.iter().filter(|segment| is_frame(segment.marker())).count() != 1 {
        return Err(Flaw::Damaged);
    }
    let size = bounded(jpeg.dimensions().map(|(width, height)| (width.into(), height.into())))?;
    let turned = jpeg.exif().and_then(|exif| Orientation::read(&exif));
    let (width, height) = Orientation::shown(turned, size);

    let mut bytes = Vec::with_capacity(raw.len());
    bytes.extend([markers::P, markers::SOI]);
    for segment in head.iter().filter(|segment| segment.marker() == markers::APP0) {
        push_kept(&mut bytes, segment);
    }
    if let Some(turned) = turned {
        push(&mut bytes, markers::APP1, &[b"Exif\0\0", &turned.exif()[..]].concat());
    }
    for segment in head.iter().filter(|segment| segment.marker() != markers::APP0) {
        push_kept(&mut bytes, segment);
    }
    push(&mut bytes, markers::SOS, scan.contents());
    // What follows the first scan's header is one piece to the reader of segments, with all that stands in it.
    let rest = scan.len_with_entropy() - scan.len();
    push_scans(&mut bytes, &raw[raw.len() - rest..]).ok_or(Flaw::Damaged)?;
    Ok(Clean { bytes: bytes.into(), width, height })
}

/// A segment of the head, as far as the picture needs it.
fn push_kept(bytes: &mut Vec<u8>, segment: &JpegSegment) {
    let contents = segment.contents();
    match segment.marker() {
        // The thumbnail may show what was cut off the picture.
        markers::APP0 if contents.starts_with(JFIF) && contents.len() >= JFIF_HEAD => {
            push(bytes, markers::APP0, &[&contents[..JFIF_HEAD - 2], &[0, 0]].concat());
        }
        markers::APP2 if contents.starts_with(ICC) => push(bytes, markers::APP2, contents),
        markers::APP14 if contents.starts_with(ADOBE) && contents.len() >= ADOBE_HEAD => {
            push(bytes, markers::APP14, &contents[..ADOBE_HEAD]);
        }
        marker if is_frame(marker) || is_table(marker) => push(bytes, marker, contents),
        _ => {}
    }
}

/// Contents come from a segment, or are no longer than one that did.
fn push(bytes: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    let length = u16::try_from(contents.len() + 2).unwrap_or(u16::MAX);
    bytes.extend([markers::P, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(contents);
}

const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf)
}

const fn is_table(marker: u8) -> bool {
    matches!(marker, markers::DHT | DAC | markers::DQT | markers::DRI)
}

/// The scans up to the picture's end, without what stands between them or after it; `None` where they have no end, or
/// something stands there that has no place.
fn push_scans(bytes: &mut Vec<u8>, mut rest: &[u8]) -> Option<()> {
    let mut in_scan = true;
    loop {
        let length = coded(rest)?;
        if in_scan {
            bytes.extend(&rest[..length]);
        }
        let marker = *rest.get(length + 1)?;
        rest = &rest[length + 2..];
        if marker == markers::EOI {
            bytes.extend([markers::P, markers::EOI]);
            return Some(());
        }
        let contents = match marker {
            // A second frame, a picture in the picture, a marker that nobody knows.
            _ if is_frame(marker) => return None,
            markers::DHT | DAC | markers::SOS..=0xfe => segment(rest)?,
            _ => return None,
        };
        if marker == markers::SOS || marker == markers::DNL || is_table(marker) {
            push(bytes, marker, contents);
        }
        in_scan = marker == markers::SOS;
        rest = &rest[2 + contents.len()..];
    }
}

/// How many bytes stand before the next marker. A stuffed zero and restarts belong to the coded data; of fill bytes the
/// last one begins the marker.
fn coded(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == markers::P)?;
        match bytes.get(at + 1)? {
            0 | markers::RST0..=markers::RST7 => at += 2,
            &markers::P => at += 1,
            _ => return Some(at),
        }
    }
}

/// The contents of the segment whose length begins here.
fn segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?);
    bytes.get(2..usize::from(length))
}
