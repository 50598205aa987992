/// A kind of file that people may hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentType {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/webp`
    Webp,
    /// `application/pdf`
    Pdf,
}

impl DocumentType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf];

    /// How many of the first bytes [`DocumentType::of`] wants to see.
    pub const PREFIX: usize = 12;

    /// What a file is by its first bytes; `None` is anything else.
    pub fn of(prefix: &[u8]) -> Option<Self> {
        match prefix {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The type that a media type names, without parameters.
    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.mime() == mime)
    }

    /// Its media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DocumentType::{self, *};

    const SAMPLES: [(DocumentType, &[u8]); 4] = [
        (Jpeg, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"),
        (Png, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        (Webp, b"RIFF\x24\x00\x00\x00WEBPVP8 "),
        (Pdf, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    ];

    #[test]
    fn the_first_bytes_tell_the_type() {
        for (kind, bytes) in SAMPLES {
            assert_eq!(DocumentType::of(bytes), Some(kind));
            assert_eq!(DocumentType::of(&bytes[..DocumentType::PREFIX]), Some(kind));
            assert_eq!(DocumentType::from_mime(kind.mime()), Some(kind));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let others: [&[u8]; 9] = [
            b"",
            b"\xff\xd8",
            b"%PDF",
            b" %PDF-1.7",
            b"GIF89a\x01\x00\x01\x00\x00\x00",
            b"RIFF\x24\x00\x00\x00WAVEfmt ",
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00",
            b"<!DOCTYPE html>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        ];
        for bytes in others {
            assert_eq!(DocumentType::of(bytes), None, "{bytes:?}");
        }
        for mime in ["", "image/svg+xml", "text/html", "IMAGE/PNG", "image/png; a=b"] {
            assert_eq!(DocumentType::from_mime(mime), None, "{mime}");
        }
    }
}
