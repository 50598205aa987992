//! The one thing in EXIF that is needed to show a picture: which side is up.

/// The tag, and the type of its value (TIFF 6.0: `SHORT`).
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;

/// How a picture is turned or mirrored to be shown; one that is shown as it stands has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Orientation(u8);

impl Orientation {
    /// What EXIF data says, with the prefix that JPEG has or without it.
    pub fn read(exif: &[u8]) -> Option<Self> {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        let big = match tiff.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        let at = |place: usize| {
            let two: [u8; 2] = tiff.get(place..place.checked_add(2)?)?.try_into().ok()?;
            Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
        };
        let first: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
        let first = if big { u32::from_be_bytes(first) } else { u32::from_le_bytes(first) };
        let first = usize::try_from(first).ok()?;
        let entries = (0..usize::from(at(first)?)).map(|n| first + 2 + 12 * n);
        let entry = entries.take_while(|place| *place < tiff.len()).find(|place| at(*place) == Some(TAG))?;
        match (at(entry + 2)?, at(entry + 8)?) {
            (SHORT, value @ 2..=8) => u8::try_from(value).ok().map(Self),
            _ => None,
        }
    }

    /// EXIF data that says this and nothing else.
    pub fn exif(self) -> [u8; 26] {
        let mut exif = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        exif[19] = self.0;
        exif
    }

    /// The width and height of the picture as it is shown: lying pictures are turned upright.
    pub fn shown(turned: Option<Self>, (width, height): (u32, u32)) -> (u32, u32) {
        if turned.is_some_and(|turned| turned.0 >= 5) { (height, width) } else { (width, height) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// EXIF with the camera's name before the orientation, in either order of bytes.
    fn exif(big: bool, value: u16) -> Vec<u8> {
        let two = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let four = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let mut exif = if big { b"Exif\0\0MM\0*".to_vec() } else { b"Exif\0\0II*\0".to_vec() };
        exif.extend(four(8));
        exif.extend(two(2));
        exif.extend([&two(0x010f)[..], &two(2), &four(3), b"Cam\0"].concat());
        exif.extend([&two(TAG)[..], &two(SHORT), &four(1), &two(value), &[0, 0]].concat());
        exif.extend(four(0));
        exif
    }

    #[test]
    fn which_side_is_up_reads_back() {
        for (big, value) in [(true, 6), (false, 3), (true, 2), (false, 8)] {
            let found = Orientation::read(&exif(big, value)).unwrap();
            assert_eq!(Orientation::read(&found.exif()), Some(found));
            assert_eq!(u16::from(found.0), value);
        }
        for upright in [0, 1, 9, 0x106] {
            assert_eq!(Orientation::read(&exif(true, upright)), None, "{upright}");
        }
    }

    #[test]
    fn lying_pictures_are_shown_upright() {
        let shown = |value| Orientation::shown(Orientation::read(&exif(true, value)), (3, 2));
        assert_eq!((shown(1), shown(3), shown(6)), ((3, 2), (3, 2), (2, 3)));
    }

    proptest! {
        #[test]
        fn anything_can_be_read(bytes: Vec<u8>, big: bool, cut in 0usize..60) {
            let _ = Orientation::read(&bytes);
            let start = if big { b"MM\0*" } else { b"II*\0" };
            let _ = Orientation::read(&[&start[..], &bytes].concat());
            let whole = exif(big, 6);
            let _ = Orientation::read(&whole[..cut.min(whole.len())]);
        }
    }
}
