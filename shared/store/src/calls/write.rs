//! What single writes and those of a transaction have in common.

use super::FullKey;
use crate::{Item, attributes::Attributes, condition::Terms};
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure as OnFailure;
use serde::Serialize;
use std::{collections::HashMap, sync::Arc};

/// What every write says, alone or in a transaction.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Write {
    pub(crate) table_name: Arc<str>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    pub(crate) item: Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<FullKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) update_expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) condition_expression: Option<String>,
    #[serde(skip_serializing_if = "HashMap::is_empty")]
    pub(crate) expression_attribute_names: HashMap<String, String>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    pub(crate) expression_attribute_values: Attributes,
    /// Whether a condition that does not hold tells what stands there.
    #[serde(rename = "ReturnValuesOnConditionCheckFailure", skip_serializing_if = "Option::is_none")]
    pub(crate) tells: Option<OldItem>,
}

/// `ALL_OLD`, which is all that is ever asked for.
#[derive(Clone, Copy, Serialize)]
pub(crate) enum OldItem {
    #[serde(rename = "ALL_OLD")]
    Whole,
}

impl Write {
    pub(crate) fn with_terms(self, terms: Terms) -> Self {
        Self { expression_attribute_names: terms.names, expression_attribute_values: Attributes(terms.values), ..self }
    }

    /// Asks what stands there where the condition does not hold.
    pub(crate) fn telling(self) -> Self {
        Self { tells: Some(OldItem::Whole), ..self }
    }

    /// The same where there is a condition: a write without one may not ask.
    pub(crate) fn telling_of_condition(self) -> Self {
        if self.condition_expression.is_some() { self.telling() } else { self }
    }

    pub(super) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.expression_attribute_names.is_empty()).then(|| self.expression_attribute_names.clone())
    }

    pub(super) fn values(&self) -> Option<Item> {
        self.expression_attribute_values.given()
    }

    pub(super) fn key_item(&self) -> Option<Item> {
        self.key.as_ref().map(FullKey::item)
    }

    pub(super) fn on_failure(&self) -> Option<OnFailure> {
        self.tells.map(|OldItem::Whole| OnFailure::AllOld)
    }
}
