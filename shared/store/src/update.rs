use crate::{Condition, StoreError, condition::Terms, item::to_value};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;

/// A change to one item, with the condition under which it happens.
#[derive(Debug, Clone, Default)]
pub struct Update {
    set: Vec<(String, AttributeValue)>,
    begin: Vec<(String, AttributeValue)>,
    add: Vec<(String, AttributeValue)>,
    delete: Vec<(String, AttributeValue)>,
    remove: Vec<String>,
    condition: Condition,
    error: Option<String>,
}

impl Update {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an attribute.
    #[must_use]
    pub fn set(mut self, attribute: impl Into<String>, value: impl Serialize) -> Self {
        match to_value(&value) {
            Ok(value) => self.set.push((attribute.into(), value)),
            Err(e) => self.error = Some(e.to_string()),
        }
        self
    }

    /// Sets an attribute that is not there yet; one that is stays as it is.
    #[must_use]
    pub fn set_once(mut self, attribute: impl Into<String>, value: impl Serialize) -> Self {
        match to_value(&value) {
            Ok(value) => self.begin.push((attribute.into(), value)),
            Err(e) => self.error = Some(e.to_string()),
        }
        self
    }

    /// Sets an attribute where there is a value, removes it where there is none.
    #[must_use]
    pub fn put(self, attribute: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.set(attribute, value),
            None => self.remove(attribute),
        }
    }

    /// Removes an attribute.
    #[must_use]
    pub fn remove(mut self, attribute: impl Into<String>) -> Self {
        self.remove.push(attribute.into());
        self
    }

    /// Adds to a number; one that is not there counts as nought.
    #[must_use]
    pub fn add(mut self, attribute: &str, by: i64) -> Self {
        self.add.push((attribute.to_owned(), AttributeValue::N(by.to_string())));
        self
    }

    /// Adds numbers to a set.
    #[must_use]
    pub fn add_numbers(mut self, attribute: &str, numbers: &[u16]) -> Self {
        self.add.push((attribute.to_owned(), number_set(numbers)));
        self
    }

    /// Takes numbers out of a set.
    #[must_use]
    pub fn delete_numbers(mut self, attribute: &str, numbers: &[u16]) -> Self {
        self.delete.push((attribute.to_owned(), number_set(numbers)));
        self
    }

    /// The condition under which the change happens.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = condition;
        self
    }

    pub(crate) fn condition(&self) -> &Condition {
        &self.condition
    }

    pub(crate) fn render(&self, terms: &mut Terms) -> Result<String, StoreError> {
        if let Some(error) = &self.error {
            return Err(StoreError::Fault(error.clone()));
        }
        let mut sections = Vec::new();
        let mut section = |keyword: &str, parts: Vec<String>| {
            if !parts.is_empty() {
                sections.push(format!("{keyword} {}", parts.join(", ")));
            }
        };
        let pairs = |terms: &mut Terms, list: &[(String, AttributeValue)], sign: &str| -> Vec<String> {
            list.iter().map(|(a, v)| format!("{}{sign}{}", terms.name(a), terms.value(v.clone()))).collect()
        };
        let mut set = pairs(terms, &self.set, " = ");
        for (attribute, value) in &self.begin {
            let name = terms.name(attribute);
            set.push(format!("{name} = if_not_exists({name}, {})", terms.value(value.clone())));
        }
        section("SET", set);
        section("ADD", pairs(terms, &self.add, " "));
        section("DELETE", pairs(terms, &self.delete, " "));
        section("REMOVE", self.remove.iter().map(|a| terms.name(a)).collect());
        Ok(sections.join(" "))
    }
}

fn number_set(numbers: &[u16]) -> AttributeValue {
    AttributeValue::Ns(numbers.iter().map(u16::to_string).collect())
}
