use crate::words;

/// The code of a product by its registration number, `255/ 16 C 095 /06/16`: holder, class and substance, year of the
/// first registration, `255-16C095-06`. The years of renewals are left out, for they change from edition to edition.
/// `None` for what is no such number.
pub fn product_code(number: &str) -> Option<String> {
    let words = words(number);
    let mut words = words.iter().map(String::as_str);
    let digits = |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let holder = words.next().filter(digits)?;
    let class = words.next().filter(digits)?;
    let letter = words.next().filter(|word| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()))?;
    let substance = words.next().filter(digits)?;
    let base = format!("{holder}-{class}{}{substance}", letter.to_uppercase());
    match words.next() {
        None => Some(base),
        Some(year) if digits(&year) && words.all(|word| digits(&word)) => Some(format!("{base}-{year}")),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::product_code;

    #[test]
    fn a_code_stays_through_renewals_and_blanks() {
        for (number, expected) in [
            ("524/ 13 P 490/19", Some("524-13P490-19")),
            ("255/ 16 C 095 /06/16", Some("255-16C095-06")),
            ("255/16C095/06", Some("255-16C095-06")),
            ("182/ 20 A 018 /99//16", Some("182-20A018-99")),
            ("003/ 13 G 046 /08/", Some("003-13G046-08")),
            ("528/04 B 035", Some("528-04B035")),
            ("168/ 08 C 065 / 01/16", Some("168-08C065-01")),
            ("", None),
            (",", None),
            ("13 P 490", None),
            ("524/ 13 PP 490/19", None),
            ("524/ 13 P 490/19 bis", None),
            ("52499/ 13 P 490/19", None),
        ] {
            assert_eq!(product_code(number).as_deref(), expected, "{number}");
        }
    }
}
