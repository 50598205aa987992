//! The partition key value of a query, taken from its key condition.

use serde_json::Value;

/// The string that the query's key condition sets the partition key attribute equal to.
///
/// Only the plain form is understood: the attribute appears once, as `attribute = :value`, and no word makes the
/// condition anything but a conjunction.
pub(crate) fn partition_value<'a>(request: &'a Value, attribute: &str) -> Option<&'a str> {
    if request.get("KeyConditions").is_some() {
        return None;
    }
    let condition = request.get("KeyConditionExpression")?.as_str()?;
    let names = request.get("ExpressionAttributeNames");
    let resolve = |token: &'a str| {
        if token.starts_with('#') { names.and_then(|names| names.get(token)?.as_str()) } else { Some(token) }
    };
    let tokens = tokens(condition)?;
    let mut placeholder = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.eq_ignore_ascii_case("or") || token.eq_ignore_ascii_case("not") {
            return None;
        }
        if resolve(token)? == attribute {
            if placeholder.is_some() || tokens.get(at + 1) != Some(&"=") {
                return None;
            }
            placeholder = Some(*tokens.get(at + 2)?);
        }
    }
    let values = request.get("ExpressionAttributeValues")?;
    let value = values.get(placeholder.filter(|name| name.starts_with(':'))?)?.as_object()?;
    if value.len() == 1 { value.get("S")?.as_str() } else { None }
}

/// Words with their `#` or `:`, and single signs; `None` at a character that belongs to neither.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_#:".contains(&byte);
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(8);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if is_word(bytes[at]) {
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
        } else if b"()=<>,".contains(&bytes[at]) {
            at += 1;
        } else {
            return None;
        }
        tokens.push(&text[start..at]);
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(condition: &str) -> Option<String> {
        let request = json!({
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#p": "pk", "#s": "sk"},
            "ExpressionAttributeValues": {":p": {"S": "mine"}, ":q": {"S": "yours"}, ":n": {"N": "1"}}
        });
        partition_value(&request, "pk").map(str::to_owned)
    }

    #[test]
    fn the_plain_forms() {
        for condition in [
            "pk = :p",
            "#p=:p",
            "(pk = :p) AND (sk > :q)",
            "#s BETWEEN :q AND :q AND #p = :p",
            "begins_with(sk, :q) AND pk = :p",
            "pk = :p AND sk <= :q",
        ] {
            assert_eq!(value(condition).as_deref(), Some("mine"), "{condition}");
        }
    }

    #[test]
    fn anything_else_is_not_understood() {
        for condition in [
            "",
            "sk = :p",
            "pk > :p",
            "pk = pk",
            "pk = :n",
            "pk = :missing",
            "pk = :p AND pk = :q",
            "#p = :p AND pk = :q",
            "pk = :p OR pk = :q",
            "NOT pk = :p",
            "#unknown = :p",
            "pk = :p; x",
            "pk.a = :p",
        ] {
            assert_eq!(value(condition), None, "{condition}");
        }
        let both = json!({"KeyConditionExpression": "pk = :p", "KeyConditions": {},
            "ExpressionAttributeValues": {":p": {"S": "mine"}}});
        assert_eq!(partition_value(&both, "pk"), None);
    }
}
