//! Tiny but whole files, as people hand them in.

use std::{fmt::Write, io::Cursor};

/// A PDF of one page that says `text` (in ASCII).
pub fn pdf(text: &str) -> Vec<u8> {
    let page = format!("BT /F1 18 Tf 40 160 Td ({}) Tj ET", text.replace(['(', ')', '\\'], " "));
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{page}\nendstream", page.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let _ = write!(file, "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

/// A PNG of a face in one of 256 shades.
pub fn png(shade: u8) -> Vec<u8> {
    const SIDE: u32 = 64;
    let inside = |x: u32, y: u32, (cx, cy): (u32, u32), radius: u32| {
        x.abs_diff(cx).pow(2) + y.abs_diff(cy).pow(2) < radius.pow(2)
    };
    let pixel = |x: u32, y: u32| match (inside(x, y, (32, 26), 14), inside(x, y, (32, 70), 28)) {
        (true, _) => [214, 176, 142],
        (_, true) => [shade, 96, 255 - shade],
        _ => [235, 238, 242],
    };
    let pixels: Vec<u8> = (0..SIDE * SIDE).flat_map(|i| pixel(i % SIDE, i / SIDE)).collect();
    let mut file = Cursor::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut file, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    // Into memory, with as many bytes as the size says: it cannot fail.
    let _ = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    file.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_has_its_objects_where_its_table_says() {
        let file = String::from_utf8(pdf("Licence (DZ) 1")).unwrap();
        let table = file.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        let mut lines = file[table..].lines();
        assert_eq!((lines.next(), lines.next()), (Some("xref"), Some("0 6")));
        for number in 1..=5 {
            let offset: usize = lines.nth(usize::from(number == 1)).unwrap()[..10].parse().unwrap();
            assert!(file[offset..].starts_with(&format!("{number} 0 obj\n")), "{number}");
        }
    }

    #[test]
    fn a_png_reads_back() {
        let mut reader = png::Decoder::new(Cursor::new(png(7))).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height, &pixels[..3]), (64, 64, &[235, 238, 242][..]));
        assert_ne!(png(7), png(8));
    }
}
