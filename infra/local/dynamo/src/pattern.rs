//! The wildcards of IAM: `*` for any characters, `?` for one.

/// Whether the text matches the pattern, letter case included.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on if what follows the last `*` does not fit: that star takes one more character.
    let mut retry = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                t += character(text[t]);
            }
            Some(byte) if *byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after, taken)) => {
                    retry = Some((after, taken + 1));
                    (p, t) = (after, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// Whether one ARN matches another with wildcards, part by part: a wildcard does not reach over a colon of the
/// first five parts.
pub(crate) fn matches_arn(pattern: &str, arn: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (mut patterns, mut parts) = (pattern.splitn(6, ':'), arn.splitn(6, ':'));
    loop {
        match (patterns.next(), parts.next()) {
            (Some(pattern), Some(part)) if matches(pattern, part) => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}

/// The length of the UTF-8 character that starts with this byte.
const fn character(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "anything"),
            ("T#1#*", "T#1#"),
            ("T#1#*", "T#1#DAY#x"),
            ("a*b*c", "a-b-b-c"),
            ("a?c", "abc"),
            ("a?c", "aéc"),
            ("**a", "bba"),
        ] {
            assert!(matches(pattern, text), "{pattern} should match {text}");
        }
        for (pattern, text) in
            [("", "a"), ("T#1#*", "T#10#x"), ("T#1#*", "T#1"), ("a?c", "ac"), ("a*b", "abc"), ("abc", "ABC"), ("?", "")]
        {
            assert!(!matches(pattern, text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn arns_match_by_parts() {
        let arn = "arn:aws:dynamodb:here:000000000000:table/medilink-pool";
        assert!(matches_arn("arn:aws:dynamodb:*:*:table/medilink-pool", arn));
        assert!(matches_arn("arn:aws:dynamodb:*:*:table/medilink-*", arn));
        assert!(matches_arn("*", arn) && matches_arn("*", "*"));
        assert!(!matches_arn("arn:*:table/medilink-pool", arn));
        assert!(!matches_arn("arn:aws:dynamodb:*:*:table/medilink-poo", arn));
        assert!(!matches_arn("arn:aws:dynamodb:*:*:table/medilink-pool", &format!("{arn}/index/gsi1")));
        assert!(matches_arn("arn:aws:dynamodb:*:*:table/medilink-pool*", &format!("{arn}/index/gsi1")));
        assert!(!matches_arn("arn:aws:dynamodb:*:*:table/*", "*"));
    }
}
