use serde::{Deserialize, Serialize};

/// A language that the platform speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Arabic, right to left.
    Ar,
    /// French.
    Fr,
    /// English; what somebody gets who asks for none of the three.
    #[default]
    En,
}

impl Language {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Ar, Self::Fr, Self::En];

    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The best match for an `Accept-Language` header (RFC 9110, section 12.5.4): highest weight first, the order of
    /// the header between equals, regions ignored (`ar-DZ` is Arabic).
    pub fn negotiate(header: Option<&str>) -> Self {
        let mut best = (Self::default(), 0u32);
        for part in header.unwrap_or_default().split(',').take(20) {
            let mut fields = part.split(';');
            let tag = fields.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = fields
                .find_map(|f| f.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                .map_or(1000, |q| (q.clamp(0.0, 1.0) * 1000.0) as u32);
            let language = Self::ALL.into_iter().find(|l| tag.split('-').next() == Some(l.tag()));
            if let Some(language) = language
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, *};

    #[test]
    fn the_header_decides_by_weight_then_order() {
        for (header, language) in [
            (None, En),
            (Some("ar-DZ"), Ar),
            (Some("de, fr;q=0.7, ar;q=0.8"), Ar),
            (Some("fr, ar"), Fr),
            (Some("ar;q=0, fr;q=0.1"), Fr),
            (Some(";;q=,,\u{1f}"), En),
        ] {
            assert_eq!(Language::negotiate(header), language, "{header:?}");
        }
    }
}
