//! A payload as a picture: SVG for screens, PNG for paper.

use qrcode::{Color, EcLevel, QrCode, Version};
use std::fmt::Write;

/// The largest symbol that a phone reads well from a creased sheet.
pub const MAX_VERSION: i16 = 15;
/// Pixels that a module may be wide at most.
pub const MAX_SCALE: u8 = 32;

/// Light modules around the symbol (ISO/IEC 18004).
const QUIET: usize = 4;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum QrError {
    /// The text needs a symbol beyond [`MAX_VERSION`].
    #[error("the text is too long for a QR symbol of version {MAX_VERSION}")]
    TooLong,
    /// Not 1 to [`MAX_SCALE`] pixels a module.
    #[error("1 to {MAX_SCALE} pixels a module are possible")]
    Scale,
    /// The encoder failed.
    #[error("the picture cannot be written")]
    Png(#[from] png::EncodingError),
}

/// A QR symbol at error correction level Q.
#[derive(Debug, Clone)]
pub struct Symbol {
    width: usize,
    dark: Vec<bool>,
    version: i16,
}

impl Symbol {
    /// The smallest symbol that holds the text.
    pub fn new(text: &str) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| QrError::TooLong)?;
        match code.version() {
            Version::Normal(version) if version <= MAX_VERSION => {
                let (width, colors) = (code.width(), code.into_colors());
                Ok(Self { width, dark: colors.into_iter().map(|color| color == Color::Dark).collect(), version })
            }
            _ => Err(QrError::TooLong),
        }
    }

    /// Its version, 1 to 15: the size.
    pub const fn version(&self) -> i16 {
        self.version
    }

    /// Modules of a side, with the quiet zone.
    pub const fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        let within = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.width);
        within(x).zip(within(y)).and_then(|(x, y)| self.dark.get(y * self.width + x)).is_some_and(|dark| *dark)
    }

    /// A drawing of one path that scales to any size; the title is what screen readers say.
    pub fn svg(&self, title: &str) -> String {
        let side = self.side();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
             role=\"img\"><title>{}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"",
            escaped(title)
        );
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let run = (x..side).take_while(|at| self.is_dark(*at, y)).count();
                if run > 0 {
                    // Writing to a String cannot fail.
                    let _ = write!(svg, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        svg.push_str("\"/></svg>");
        svg
    }

    /// A black and white picture, `scale` pixels a module.
    pub fn png(&self, scale: u8) -> Result<Vec<u8>, QrError> {
        if !(1..=MAX_SCALE).contains(&scale) {
            return Err(QrError::Scale);
        }
        let scale = usize::from(scale);
        let pixels = self.side() * scale;
        let stride = pixels.div_ceil(8);
        let mut image = Vec::with_capacity(stride * pixels);
        for y in 0..self.side() {
            let mut row = vec![0xff; stride];
            for x in (0..pixels).filter(|x| self.is_dark(x / scale, y)) {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
            image.extend(row.iter().copied().cycle().take(stride * scale));
        }
        let mut file = Vec::new();
        // 85 modules of 32 pixels at most: far below 2^32.
        let mut encoder = png::Encoder::new(&mut file, pixels as u32, pixels as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&image)?;
        writer.finish()?;
        Ok(file)
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // XML has no way to write these.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tests::payload;

    /// What a reader sees in a picture of `side` pixels: the text, the version, and the level as ISO/IEC 18004 numbers it.
    fn scanned(side: usize, dark: impl Fn(usize, usize) -> bool) -> (String, usize, u16) {
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, dark);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        let (meta, text) = grids[0].decode().unwrap();
        (text, meta.version.0, meta.ecc_level)
    }

    const LEVEL_Q: u16 = 3;

    fn pixels(png: &[u8]) -> (usize, Vec<bool>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        assert_eq!(
            (reader.info().color_type, reader.info().bit_depth),
            (png::ColorType::Grayscale, png::BitDepth::One)
        );
        let mut rows = Vec::new();
        let side = reader.info().width as usize;
        assert_eq!(reader.info().height as usize, side);
        while let Some(row) = reader.next_row().unwrap() {
            rows.extend((0..side).map(|x| row.data()[x / 8] & (0x80 >> (x % 8)) == 0));
        }
        (side, rows)
    }

    /// Draws the path of our own SVG, `scale` pixels a module.
    fn drawn(svg: &str, scale: usize) -> (usize, Vec<bool>) {
        let side: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut dark = vec![false; side * side * scale * scale];
        let path = svg.rsplit("d=\"").next().unwrap().split('"').next().unwrap();
        for run in path.split_terminator('z') {
            let numbers: Vec<usize> = run.split(['M', ' ', 'h', 'v', '-']).filter_map(|n| n.parse().ok()).collect();
            let [x, y, length, 1, back] = numbers[..] else { panic!("{run} is no run of modules") };
            assert_eq!(length, back);
            for py in y * scale..(y + 1) * scale {
                dark[py * side * scale..][x * scale..(x + length) * scale].fill(true);
            }
        }
        (side * scale, dark)
    }

    #[test]
    fn a_reader_gets_the_payload_from_the_png() {
        let text = payload();
        for scale in [3, 4] {
            let (side, dark) = pixels(&Symbol::new(&text).unwrap().png(scale).unwrap());
            let (read, version, level) = scanned(side, |x, y| dark[y * side + x]);
            assert_eq!((read.as_str(), level), (text.as_str(), LEVEL_Q));
            assert!(version <= 15, "{version}");
        }
    }

    #[test]
    fn a_reader_gets_the_payload_from_the_svg() {
        let text = payload();
        let (side, dark) = drawn(&Symbol::new(&text).unwrap().svg("x"), 4);
        assert_eq!(scanned(side, |x, y| dark[y * side + x]).0, text);
    }

    #[test]
    fn payloads_are_in_alphanumeric_mode() {
        // In byte mode these 204 characters would need version 12 (ISO/IEC 18004, table 7).
        let symbol = Symbol::new(&payload()).unwrap();
        assert_eq!((symbol.version(), symbol.side()), (10, 57 + 8));
    }

    #[test]
    fn the_svg_is_small_named_and_inert() {
        let svg = Symbol::new(&payload()).unwrap().svg("<وصفة> & \"x\"\0");
        assert!(svg.contains("<title>&lt;وصفة&gt; &amp; \"x\" </title>"), "{svg}");
        assert!(svg.len() < 16_000, "{}", svg.len());
        assert!(!svg.contains("script") && !svg.contains(&payload()));
    }

    #[test]
    fn bounds_are_kept() {
        // What version 15 holds at level Q.
        assert!(matches!(Symbol::new(&"A".repeat(426)).map(|symbol| symbol.version()), Ok(15)));
        assert!(matches!(Symbol::new(&"A".repeat(427)), Err(QrError::TooLong)));
        assert!(matches!(Symbol::new(&"a".repeat(5000)), Err(QrError::TooLong)));
        let symbol = Symbol::new("A").unwrap();
        assert!(matches!((symbol.png(0), symbol.png(33)), (Err(QrError::Scale), Err(QrError::Scale))));
        assert_eq!(pixels(&symbol.png(32).unwrap()).0, 29 * 32);
    }
}
