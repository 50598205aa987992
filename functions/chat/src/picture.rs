//! What an image is, apart from who shows it to whom: its bytes without anything that they tell beside the pixels.
//!
//! A telephone writes into a photograph where and when it was taken, and with what. Whatever is not known to be needed
//! for showing the picture goes: EXIF, XMP, IPTC, comments, text, thumbnails, what follows the picture's end. Its colours
//! (ICC) and which side is up stay.

mod exif;
mod jpeg;
mod png;
mod webp;

use bytes::Bytes;
use medilink_blobs::DocumentType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whoever opens a picture has to hold all of its pixels.
const MOST_PIXELS: u64 = 50_000_000;

/// Media types of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ImageType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
}

impl ImageType {
    /// What a file of this type is by its first bytes.
    const fn document(self) -> DocumentType {
        match self {
            Self::Jpeg => DocumentType::Jpeg,
            Self::Png => DocumentType::Png,
            Self::Webp => DocumentType::Webp,
        }
    }

    /// Its name.
    pub(crate) const fn mime(self) -> &'static str {
        self.document().mime()
    }
}

/// What is wrong with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Flaw {
    WrongSize,
    WrongHash,
    WrongType,
    Damaged,
    Animated,
    TooManyPixels,
}

impl Flaw {
    /// Its name, and what it means.
    pub(crate) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongSize => ("wrong_size", "The length is not the declared one."),
            Self::WrongHash => ("wrong_hash", "The SHA-256 is not the declared one."),
            Self::WrongType => ("wrong_type", "The content is not of the declared type."),
            Self::Damaged => ("damaged", "The image is cut off or damaged."),
            Self::Animated => ("animated", "Only images that stand still are accepted."),
            Self::TooManyPixels => ("too_many_pixels", "At most 50 million pixels."),
        }
    }
}

/// A picture and nothing else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clean {
    pub bytes: Bytes,
    /// Pixels across, as it is shown.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown.
    pub height: u32,
}

/// Takes everything out of a file but the picture.
pub(crate) fn clean(kind: ImageType, raw: &Bytes) -> Result<Clean, Flaw> {
    if DocumentType::of(raw) != Some(kind.document()) {
        return Err(Flaw::WrongType);
    }
    match kind {
        ImageType::Jpeg => jpeg::clean(raw),
        ImageType::Png => png::clean(raw),
        ImageType::Webp => webp::clean(raw),
    }
}

/// Refuses what is too large to be opened, or has no size.
fn bounded(size: Option<(u32, u32)>) -> Result<(u32, u32), Flaw> {
    match size {
        Some((width, height)) if u64::from(width) * u64::from(height) > MOST_PIXELS => Err(Flaw::TooManyPixels),
        Some((width, height)) if width > 0 && height > 0 => Ok((width, height)),
        _ => Err(Flaw::Damaged),
    }
}

#[cfg(test)]
mod tests;
