use crate::{StoreError, item::to_value};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use std::collections::HashMap;

/// Names and values of an expression; attribute names always go by an alias, for many are reserved words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: HashMap<String, AttributeValue>,
}

impl Terms {
    pub(crate) fn name(&mut self, attribute: &str) -> String {
        if let Some((alias, _)) = self.names.iter().find(|(_, name)| *name == attribute) {
            return alias.clone();
        }
        let alias = format!("#n{}", self.names.len());
        self.names.insert(alias.clone(), attribute.to_owned());
        alias
    }

    pub(crate) fn value(&mut self, value: AttributeValue) -> String {
        let alias = format!(":v{}", self.values.len());
        self.values.insert(alias.clone(), value);
        alias
    }
}

#[derive(Debug, Clone)]
enum Clause {
    Absent(&'static str),
    Present(&'static str),
    Compare(&'static str, &'static str, AttributeValue),
    AbsentOrCompare(&'static str, &'static str, AttributeValue),
    LacksNumbers(&'static str, Vec<u16>),
    OneOf(&'static str, Vec<AttributeValue>),
}

/// What must hold where a write goes. Clauses are joined by AND.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    clauses: Vec<Clause>,
    error: Option<String>,
}

impl Condition {
    /// Nothing stands there yet.
    pub fn new_item() -> Self {
        Self::default().absent("pk")
    }

    /// Something stands there.
    pub fn item_exists() -> Self {
        Self::default().present("pk")
    }

    /// The attribute is not there.
    #[must_use]
    pub fn absent(self, attribute: &'static str) -> Self {
        self.clause(Clause::Absent(attribute))
    }

    /// The attribute is there.
    #[must_use]
    pub fn present(self, attribute: &'static str) -> Self {
        self.clause(Clause::Present(attribute))
    }

    /// The attribute has this value.
    #[must_use]
    pub fn equals(self, attribute: &'static str, value: impl Serialize) -> Self {
        self.compare(attribute, "=", value)
    }

    /// The attribute compares so (`=`, `<`, `<=`, `>`, `>=`, `<>`) with this value.
    #[must_use]
    pub fn compare(mut self, attribute: &'static str, operator: &'static str, value: impl Serialize) -> Self {
        match to_value(&value) {
            Ok(value) => self.clause(Clause::Compare(attribute, operator, value)),
            Err(e) => {
                self.error = Some(e.to_string());
                self
            }
        }
    }

    /// The attribute is not there, or compares so.
    #[must_use]
    pub fn absent_or(mut self, attribute: &'static str, operator: &'static str, value: impl Serialize) -> Self {
        match to_value(&value) {
            Ok(value) => self.clause(Clause::AbsentOrCompare(attribute, operator, value)),
            Err(e) => {
                self.error = Some(e.to_string());
                self
            }
        }
    }

    /// The number set has none of these.
    #[must_use]
    pub fn lacks_numbers(self, attribute: &'static str, numbers: &[u16]) -> Self {
        self.clause(Clause::LacksNumbers(attribute, numbers.to_vec()))
    }

    /// The attribute has one of these texts.
    #[must_use]
    pub fn one_of<T: AsRef<str>>(self, attribute: &'static str, values: &[T]) -> Self {
        self.clause(Clause::OneOf(attribute, values.iter().map(|v| AttributeValue::S(v.as_ref().to_owned())).collect()))
    }

    fn clause(mut self, clause: Clause) -> Self {
        self.clauses.push(clause);
        self
    }

    /// The expression; `None` where there is nothing to hold.
    pub(crate) fn render(&self, terms: &mut Terms) -> Result<Option<String>, StoreError> {
        if let Some(error) = &self.error {
            return Err(StoreError::Fault(error.clone()));
        }
        let mut parts = Vec::new();
        for clause in &self.clauses {
            match clause {
                Clause::Absent(a) => parts.push(format!("attribute_not_exists({})", terms.name(a))),
                Clause::Present(a) => parts.push(format!("attribute_exists({})", terms.name(a))),
                Clause::Compare(a, op, v) => parts.push(format!("{} {op} {}", terms.name(a), terms.value(v.clone()))),
                Clause::AbsentOrCompare(a, op, v) => {
                    let name = terms.name(a);
                    parts.push(format!("(attribute_not_exists({name}) OR {name} {op} {})", terms.value(v.clone())));
                }
                Clause::LacksNumbers(a, numbers) => {
                    for number in numbers {
                        let value = terms.value(AttributeValue::N(number.to_string()));
                        parts.push(format!("(NOT contains({}, {value}))", terms.name(a)));
                    }
                }
                Clause::OneOf(a, values) => {
                    let list: Vec<_> = values.iter().map(|v| terms.value(v.clone())).collect();
                    parts.push(format!("{} IN ({})", terms.name(a), list.join(", ")));
                }
            }
        }
        Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
    }
}
