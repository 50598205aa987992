//! IAM policy documents, as far as DynamoDB's fine-grained access goes, and their evaluation.
//!
//! Default is deny, an explicit deny wins, and a condition that is not understood never allows and always denies.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::access::Access;
use crate::pattern::{matches, matches_arn};

/// The condition key for the partition key values that a request names.
const LEADING_KEYS: &str = "dynamodb:LeadingKeys";

/// Operator, then condition key, then values.
type Conditions = BTreeMap<String, BTreeMap<String, Texts>>;

/// A policy document, with IAM's own names in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct PolicyDocument {
    /// The version of the policy language.
    pub version: String,
    /// What it allows and denies.
    pub statement: Vec<Statement>,
}

/// One statement of a policy document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Statement {
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Actions such as `dynamodb:GetItem`.
    pub action: Texts,
    /// ARNs such as `arn:aws:dynamodb:*:*:table/medilink-pool`.
    pub resource: Texts,
    /// What must hold as well: operator, then condition key, then values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub condition: Conditions,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Allows what it matches, if nothing denies it.
    Allow,
    /// Denies what it matches, whatever else allows it.
    Deny,
}

/// One text or several, as IAM writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Texts(pub Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(String),
            Many(Vec<String>),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::One(text) => Self(vec![text]),
            Written::Many(texts) => Self(texts),
        })
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Texts {
    fn from(texts: [T; N]) -> Self {
        Self(texts.map(Into::into).into())
    }
}

impl PolicyDocument {
    /// A document of the current version with these statements.
    #[must_use]
    pub fn new(statement: Vec<Statement>) -> Self {
        Self { version: "2012-10-17".to_owned(), statement }
    }

    /// Whether it allows this access.
    pub(crate) fn allows(&self, access: &Access) -> bool {
        let mut allowed = false;
        for statement in &self.statement {
            if statement.names(access) {
                match (statement.effect, statement.conditions_hold(access)) {
                    (Effect::Allow, Some(true)) => allowed = true,
                    (Effect::Allow, _) | (Effect::Deny, Some(false)) => {}
                    (Effect::Deny, _) => return false,
                }
            }
        }
        allowed
    }
}

impl Statement {
    /// Allows these actions on these resources.
    #[must_use]
    pub fn allow(action: impl Into<Texts>, resource: impl Into<Texts>) -> Self {
        let (action, resource) = (action.into(), resource.into());
        Self { sid: None, effect: Effect::Allow, action, resource, condition: Conditions::new() }
    }

    /// Adds that the request names partition keys, and that each is like one of these.
    #[must_use]
    pub fn on_leading_keys(mut self, like: impl Into<Texts>) -> Self {
        let keys = BTreeMap::from([(LEADING_KEYS.to_owned(), like.into())]);
        self.condition.insert("ForAllValues:StringLike".to_owned(), keys);
        // "For all" holds for none, too: without this a Scan would be allowed.
        let present = BTreeMap::from([(LEADING_KEYS.to_owned(), Texts::from(["false"]))]);
        self.condition.insert("Null".to_owned(), present);
        self
    }

    fn names(&self, access: &Access) -> bool {
        self.action.0.iter().any(|pattern| is_action(pattern, access.action))
            && self.resource.0.iter().any(|pattern| matches_arn(pattern, &access.resource))
    }

    /// Whether all conditions hold; `None` if one is not understood.
    fn conditions_hold(&self, access: &Access) -> Option<bool> {
        let mut hold = true;
        for (operator, keys) in &self.condition {
            for (key, values) in keys {
                if !key.eq_ignore_ascii_case(LEADING_KEYS) {
                    return None;
                }
                hold &= holds(operator, &values.0, &access.leading_keys)?;
            }
        }
        Some(hold)
    }
}

/// Whether a pattern of actions, whatever its letter case, names this one. Without a wildcard, as ours are, nothing has to
/// be copied.
fn is_action(pattern: &str, action: &str) -> bool {
    match pattern.split_once(':') {
        Some((service, name)) if !pattern.contains(['*', '?']) => {
            service.eq_ignore_ascii_case("dynamodb") && name.eq_ignore_ascii_case(action)
        }
        _ => matches(&pattern.to_ascii_lowercase(), &format!("dynamodb:{action}").to_ascii_lowercase()),
    }
}

fn holds(operator: &str, values: &[String], keys: &[String]) -> Option<bool> {
    // A policy variable would have to be resolved first.
    if values.iter().any(|value| value.contains("${")) {
        return None;
    }
    match operator {
        "ForAllValues:StringLike" => Some(keys.iter().all(|key| values.iter().any(|value| matches(value, key)))),
        "ForAllValues:StringEquals" => Some(keys.iter().all(|key| values.contains(key))),
        "Null" => match values {
            [absent] if absent == "true" => Some(keys.is_empty()),
            [absent] if absent == "false" => Some(!keys.is_empty()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
