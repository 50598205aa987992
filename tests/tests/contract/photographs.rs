//! Pictures as cameras and editors write them: with the place and the time beside the pixels, and what they are without.

use medilink_local::seed::documents;
use std::io::Cursor;

/// Where and with what, as the files tell it.
pub const TELLS: [&[u8]; 4] = [b"Exif", b"Pixel 9", b"36.7538", b"GPSLatitude"];

/// A picture as it is sent, and as it has to come out.
pub struct Photograph {
    pub media: &'static str,
    pub sent: Vec<u8>,
    pub shown: Vec<u8>,
    pub size: (u32, u32),
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).expect("a short segment");
    [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
}

/// EXIF of a camera: its name, which side is up, and in a part of its own the latitude.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let up = u32::from(orientation) << 16;
    let mut exif = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    exif.extend([entry(0x0110, 2, 8, 80), entry(0x0112, 3, 1, up), entry(0x8825, 4, 1, 50)].concat());
    exif.extend([0; 4]);
    // The part about the place: north, and 36 degrees, 45 minutes, 13.68 seconds.
    exif.extend(b"\0\x02");
    exif.extend([entry(1, 2, 2, u32::from_be_bytes(*b"N\0\0\0")), entry(2, 5, 3, 88)].concat());
    exif.extend([0; 4]);
    exif.extend(b"Pixel 9\0");
    exif.extend([36u32, 1, 45, 1, 1368, 100].map(u32::to_be_bytes).concat());
    exif
}

/// Says which side is up and nothing else.
fn turned(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    exif[19] = orientation;
    exif
}

/// A grey square of 8 by 8, by Huffman tables of one code each.
fn square() -> Vec<u8> {
    [
        segment(0xdb, &[&[0][..], &[16; 64]].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &[&[0, 1][..], &[0; 16]].concat()),
        segment(0xc4, &[&[0x10, 1][..], &[0; 16]].concat()),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x3f, 0xff, 0xd9],
    ]
    .concat()
}

/// A JPEG of a telephone that was held upright, and with another file behind its end.
pub fn jpeg() -> Photograph {
    let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let told = [
        segment(0xe1, &[b"Exif\0\0", &exif(6)[..]].concat()),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>36.7538</exif:GPSLatitude>"),
        segment(0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0 Pixel 9"),
        segment(0xfe, b"taken at 36.7538"),
    ];
    let up = segment(0xe1, &[b"Exif\0\0", &turned(6)[..]].concat());
    Photograph {
        media: "image/jpeg",
        sent: [b"\xff\xd8", &jfif[..], &told.concat(), &square(), b"<html>36.7538</html>"].concat(),
        shown: [b"\xff\xd8", &jfif[..], &up, &square()].concat(),
        size: (8, 8),
    }
}

/// A JPEG of so many bytes.
pub fn large_jpeg(length: usize) -> Vec<u8> {
    let (square, told) = (square(), segment(0xfe, b"taken at 36.7538"));
    let (head, end) = square.split_at(square.len() - 2);
    let more = vec![0x3f; length - 2 - told.len() - square.len()];
    [&b"\xff\xd8"[..], &told, head, &more, end].concat()
}

/// A PNG with texts.
pub fn png() -> Photograph {
    let shown = documents::png(90);
    let (pixels, info) = pixels(&shown);
    let mut file = Cursor::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut file, info.0, info.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Comment".into(), "taken at 36.7538".into()).expect("a text");
    encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), "GPSLatitude".into()).expect("a text");
    encoder.add_ztxt_chunk("Model".into(), "Pixel 9".into()).expect("a text");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    Photograph { media: "image/png", sent: file.into_inner(), shown, size: info }
}

/// The pixels of a PNG, and its size.
pub fn pixels(file: &[u8]) -> (Vec<u8>, (u32, u32)) {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().expect("a header");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    (pixels, (frame.width, frame.height))
}

/// A WebP of one pixel.
pub fn webp() -> Photograph {
    let chunk = |id: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).expect("a short chunk");
        [&id[..], &length.to_le_bytes(), data, &vec![0; data.len() % 2]].concat()
    };
    let file = |chunks: &[Vec<u8>]| chunk(b"RIFF", &[b"WEBP", &chunks.concat()[..]].concat());
    let pixel = chunk(b"VP8L", b"\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07");
    let announced = |flags: u8| chunk(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let told = [chunk(b"EXIF", &exif(3)), chunk(b"XMP ", b"<exif:GPSLatitude>36.7538</exif:GPSLatitude>")];
    let up = chunk(b"EXIF", &turned(3));
    Photograph {
        media: "image/webp",
        sent: file(&[announced(0x1c), pixel.clone(), told.concat()]),
        shown: file(&[announced(0x18), pixel, up]),
        size: (1, 1),
    }
}
