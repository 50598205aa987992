/// The text of an error for a log. What a record does not read for is said with the value that stands there, in quotes: that
/// may be somebody's name, and hold quotes itself, so everything from the first to the last of them is left out.
pub fn unquoted(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let quotes = ['"', '`'];
    match (text.find(quotes), text.rfind(quotes)) {
        (Some(first), Some(last)) if first < last => format!("{}{}", &text[..=first], &text[last..]),
        (Some(first), _) => text[..=first].to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_gets_no_value_of_a_record_that_does_not_read() {
        for value in ["Amina Benali", "Amina \" Benali", "Amina ` Benali", "Amina \\\" Benali"] {
            let error = serde_json::from_value::<u32>(value.into()).unwrap_err();
            assert_eq!(unquoted(&error), "invalid type: string \"\", expected u32");
            let variant = format!("unknown variant `{value}`, expected one of `a`, `b` at line 1");
            assert_eq!(unquoted(&variant), "unknown variant `` at line 1");
        }
        assert_eq!(unquoted(&"no quotes"), "no quotes");
        assert_eq!(unquoted(&"one \" Amina"), "one \"");
    }
}
