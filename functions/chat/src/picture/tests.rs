//! Small files made by hand, with everything that cameras and editors write beside the pixels.

use super::{ImageType::*, *};
use img_parts::{
    png::PngChunk,
    riff::{RiffChunk, RiffContent},
};
use proptest::prelude::*;

const SECRET: &[u8] = b"36.7538N 3.0588E";

/// EXIF that says which side is up, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    exif[19] = orientation;
    [&exif[..], SECRET].concat()
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
}

fn frame(width: u16, height: u16) -> Vec<u8> {
    segment(0xc0, &[&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat())
}

fn table(class: u8) -> Vec<u8> {
    segment(0xc4, &[&[class, 1][..], &[0; 15], &[0]].concat())
}

fn quantities() -> Vec<u8> {
    segment(0xdb, &[&[0][..], &[1; 64]].concat())
}

/// The header of a scan and its data: a grey square, a restart and a stuffed zero.
fn scan() -> Vec<u8> {
    [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0x3f, 0xff, 0xd0, 0x3f, 0xff, 0x00]].concat()
}

/// A JPEG with these pieces before its frame, between its two scans, and after its end.
fn jpeg(before: &[u8], between: &[u8], after: &[u8]) -> Bytes {
    let tables = [quantities(), frame(16, 8), table(0), table(0x10)].concat();
    [b"\xff\xd8", before, &tables, &scan(), between, &table(0x10), &scan(), b"\xff\xd9", after].concat().into()
}

fn png(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Bytes {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut all: Vec<(&[u8; 4], &[u8])> = vec![(b"IHDR", &header)];
    all.extend(more);
    all.extend([(b"IDAT", &b"pixels"[..]), (b"IEND", &[])]);
    pngs(&all)
}

fn pngs(chunks: &[(&[u8; 4], &[u8])]) -> Bytes {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, contents) in chunks {
        file.extend(PngChunk::new(**kind, Bytes::copy_from_slice(contents)).encoder().bytes());
    }
    file.into()
}

fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Bytes {
    let subchunks =
        chunks.iter().map(|(id, data)| RiffChunk::new(**id, RiffContent::Data(Bytes::copy_from_slice(data)))).collect();
    RiffChunk::new(*b"RIFF", RiffContent::List { kind: Some(*b"WEBP"), subchunks }).encoder().bytes()
}

/// Lossy data of 16 by 8.
const LOSSY: &[u8] = b"\x50\x5a\x00\x9d\x01\x2a\x10\x00\x08\x00pixels";
/// Lossless data of 16 by 8.
const LOSSLESS: &[u8] = b"\x2f\x0f\xc0\x01\x00pixels";

fn announced(flags: u8) -> Vec<u8> {
    vec![flags, 0, 0, 0, 15, 0, 0, 7, 0, 0]
}

fn flaw(kind: ImageType, raw: &Bytes) -> Option<Flaw> {
    clean(kind, raw).err()
}

#[test]
fn a_jpeg_keeps_its_pixels_and_which_side_is_up() {
    let jfif = [b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01", SECRET].concat();
    let before = [
        segment(0xe0, &jfif),
        segment(0xe0, &[b"JFXX\0", SECRET].concat()),
        segment(0xe1, &[b"Exif\0\0", &exif(6)[..]].concat()),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &b"colours"[..]].concat()),
        segment(0xe2, &[b"MPF\0", SECRET].concat()),
        segment(0xed, &[b"Photoshop 3.0\0", SECRET].concat()),
        segment(0xee, &[b"Adobe\0d\0\0\0\0\x01", SECRET].concat()),
        segment(0xfe, SECRET),
    ];
    let between = [segment(0xfe, SECRET), SECRET.to_vec(), segment(0xe5, SECRET)].concat();
    let raw = jpeg(&before.concat(), &between, &[b"\xff\xd8", SECRET].concat());
    let cleaned = clean(Jpeg, &raw).unwrap();
    let kept = [
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe1, &[b"Exif\0\0", &exif(6)[..26]].concat()),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &b"colours"[..]].concat()),
        segment(0xee, b"Adobe\0d\0\0\0\0\x01"),
    ];
    assert_eq!(cleaned.bytes, jpeg(&kept.concat(), &[], &[]));
    assert_eq!((cleaned.width, cleaned.height), (8, 16), "as it is shown");
    assert_eq!(clean(Jpeg, &cleaned.bytes), Ok(cleaned), "clean already");
    let upright = clean(Jpeg, &jpeg(&segment(0xe1, &[b"Exif\0\0", &exif(1)[..]].concat()), &[], &[])).unwrap();
    assert_eq!(upright.bytes, jpeg(&[], &[], &[]));
    assert_eq!((upright.width, upright.height), (16, 8));
}

#[test]
fn a_jpeg_without_an_end_or_with_two_frames_is_damaged() {
    let whole = jpeg(&[], &[], &[]);
    for length in 3..whole.len() {
        assert_eq!(flaw(Jpeg, &whole.slice(..length)), Some(Flaw::Damaged), "{length}");
    }
    assert_eq!(flaw(Jpeg, &jpeg(&frame(1, 1), &[], &[])), Some(Flaw::Damaged));
    assert_eq!(flaw(Jpeg, &jpeg(&[], &frame(60_000, 60_000), &[])), Some(Flaw::Damaged));
    let large = [b"\xff\xd8", &frame(10_000, 5_001)[..], &scan(), b"\xff\xd9"].concat();
    assert_eq!(flaw(Jpeg, &large.into()), Some(Flaw::TooManyPixels));
    assert_eq!(
        flaw(Jpeg, &[b"\xff\xd8", &frame(16, 0)[..], &scan(), b"\xff\xd9"].concat().into()),
        Some(Flaw::Damaged)
    );
}

#[test]
fn a_png_keeps_its_pixels_and_which_side_is_up() {
    let text = [b"Comment\0", SECRET].concat();
    let turned = exif(8);
    let raw = png(
        16,
        8,
        &[
            (b"eXIf", &turned),
            (b"tEXt", &text),
            (b"zTXt", &text),
            (b"iTXt", &text),
            (b"tIME", SECRET),
            (b"gAMA", b"\0\0\xb1\x8f"),
            (b"prVt", SECRET),
        ],
    );
    let raw: Bytes = [&raw[..], SECRET].concat().into();
    let cleaned = clean(Png, &raw).unwrap();
    assert_eq!(cleaned.bytes, png(16, 8, &[(b"eXIf", &exif(8)[..26]), (b"gAMA", b"\0\0\xb1\x8f")]));
    assert_eq!((cleaned.width, cleaned.height), (8, 16));
    assert_eq!(clean(Png, &cleaned.bytes), Ok(cleaned));
    assert_eq!(clean(Png, &png(16, 8, &[(b"eXIf", &exif(1))])).unwrap().bytes, png(16, 8, &[]));
}

#[test]
fn a_png_that_is_cut_altered_or_too_large_is_refused() {
    let whole = png(16, 8, &[]);
    for length in 8..whole.len() {
        assert_eq!(flaw(Png, &whole.slice(..length)), Some(Flaw::Damaged), "{length}");
    }
    for place in 8..whole.len() {
        let mut altered = whole.to_vec();
        altered[place] ^= 1;
        assert!(flaw(Png, &altered.into()).is_some(), "{place}");
    }
    let header: (&[u8; 4], &[u8]) = (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    assert_eq!(flaw(Png, &png(16, 8, &[header])), Some(Flaw::Damaged));
    assert_eq!(flaw(Png, &pngs(&[header, (b"IEND", &[])])), Some(Flaw::Damaged));
    assert_eq!(flaw(Png, &pngs(&[header, (b"IDAT", b"x"), (b"IEND", SECRET)])), Some(Flaw::Damaged));
    assert_eq!(flaw(Png, &png(0, 8, &[])), Some(Flaw::Damaged));
    assert_eq!(flaw(Png, &png(10_000, 5_000, &[])), None);
    assert_eq!(flaw(Png, &png(10_000, 5_001, &[])), Some(Flaw::TooManyPixels));
    assert_eq!(flaw(Png, &png(u32::MAX, u32::MAX, &[])), Some(Flaw::TooManyPixels));
}

#[test]
fn a_webp_keeps_its_pixels_and_which_side_is_up() {
    let (all, turned) = (announced(0x2c | 0x10), exif(3));
    let raw = webp(&[
        (b"VP8X", &all),
        (b"ICCP", b"colours"),
        (b"ALPH", b"alpha"),
        (b"VP8 ", LOSSY),
        (b"EXIF", &turned),
        (b"XMP ", SECRET),
        (b"priv", SECRET),
    ]);
    let raw: Bytes = [&raw[..], SECRET].concat().into();
    let cleaned = clean(Webp, &raw).unwrap();
    let kept = announced(0x38);
    let picture: [(&[u8; 4], &[u8]); 4] =
        [(b"VP8X", &kept), (b"ICCP", b"colours"), (b"ALPH", b"alpha"), (b"VP8 ", LOSSY)];
    assert_eq!(cleaned.bytes, webp(&[&picture[..], &[(b"EXIF", &exif(3)[..26])]].concat()));
    assert_eq!((cleaned.width, cleaned.height), (16, 8));
    assert_eq!(clean(Webp, &cleaned.bytes), Ok(cleaned));
    for (kind, data) in [(b"VP8 ", LOSSY), (b"VP8L", LOSSLESS)] {
        let bare = webp(&[(kind, data)]);
        assert_eq!(clean(Webp, &bare).unwrap(), Clean { bytes: bare, width: 16, height: 8 });
        let odd = webp(&[(kind, data), (b"XMP ", SECRET), (b"EXIF", &turned)]);
        assert_eq!(clean(Webp, &odd).unwrap().bytes, webp(&[(kind, data)]), "not announced");
    }
}

#[test]
fn a_webp_that_moves_is_cut_or_lies_about_its_size_is_refused() {
    let whole = webp(&[(b"VP8L", LOSSLESS)]);
    for length in 12..whole.len() {
        assert_eq!(flaw(Webp, &whole.slice(..length)), Some(Flaw::Damaged), "{length}");
    }
    let moving = webp(&[(b"VP8X", &announced(2)), (b"ANIM", b"123456"), (b"ANMF", LOSSY)]);
    assert_eq!(flaw(Webp, &moving), Some(Flaw::Animated));
    let small = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for wrong in [
        webp(&[]),
        webp(&[(b"VP8 ", LOSSY), (b"VP8L", LOSSLESS)]),
        webp(&[(b"VP8L", b"\x2e\x0f\xc0\x01\x00")]),
        webp(&[(b"VP8X", &small), (b"VP8 ", LOSSY)]),
        webp(&[(b"VP8X", &announced(0)[..9]), (b"VP8 ", LOSSY)]),
        webp(&[(b"VP8 ", LOSSY), (b"VP8X", &announced(0))]),
        webp(&[(b"VP8X", &announced(0)), (b"VP8X", &announced(0)), (b"VP8 ", LOSSY)]),
    ] {
        assert_eq!(flaw(Webp, &wrong), Some(Flaw::Damaged));
    }
    let large = [&LOSSY[..6], b"\xff\x3f\xff\x3f"].concat();
    assert_eq!(flaw(Webp, &webp(&[(b"VP8 ", &large)])), Some(Flaw::TooManyPixels));
}

#[test]
fn a_file_is_of_the_type_that_it_was_said_to_be() {
    let files = [(Jpeg, jpeg(&[], &[], &[])), (Png, png(16, 8, &[])), (Webp, webp(&[(b"VP8 ", LOSSY)]))];
    for (kind, file) in &files {
        for (other, _) in &files {
            assert_eq!(flaw(*other, file), (kind != other).then_some(Flaw::WrongType));
        }
        let page: Bytes = [b"<!DOCTYPE html><script>", &file[..]].concat().into();
        assert_eq!(flaw(*kind, &page), Some(Flaw::WrongType));
        assert_eq!(flaw(*kind, &Bytes::new()), Some(Flaw::WrongType));
    }
}

/// A whole file of each kind, to be damaged.
fn whole(kind: ImageType) -> Bytes {
    let turned = exif(6);
    match kind {
        Jpeg => jpeg(&segment(0xe1, &[b"Exif\0\0", &turned[..]].concat()), &segment(0xfe, SECRET), SECRET),
        Png => png(16, 8, &[(b"eXIf", &turned), (b"tEXt", SECRET)]),
        Webp => webp(&[(b"VP8X", &announced(0x0c)), (b"VP8L", LOSSLESS), (b"EXIF", &turned), (b"XMP ", SECRET)]),
    }
}

fn kinds() -> impl Strategy<Value = ImageType> {
    prop_oneof![Just(Jpeg), Just(Png), Just(Webp)]
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_no_harm(kind in kinds(), bytes: Vec<u8>, start in 0usize..30) {
        let _ = clean(kind, &Bytes::from(bytes.clone()));
        let begun = whole(kind);
        let _ = clean(kind, &[&begun[..start.min(begun.len())], &bytes].concat().into());
    }

    #[test]
    fn what_is_cleaned_stays_as_it_is_however_damaged_it_came(
        kind in kinds(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let mut bytes = whole(kind).to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(cleaned) = clean(kind, &bytes.into()) {
            prop_assert!(u64::from(cleaned.width) * u64::from(cleaned.height) <= MOST_PIXELS);
            prop_assert_eq!(clean(kind, &cleaned.bytes), Ok(cleaned));
        }
    }
}
