//! The requests that the store makes, each as the body on the wire and as the SDK takes it.

mod batch;
mod query;
mod single;
mod tables;
mod transact;
mod write;

use crate::{Item, item::text};
use serde::{Deserialize, Serialize};

pub(crate) use batch::BatchGet;
pub(crate) use query::QueryPage;
pub(crate) use single::{DeleteItem, GetItem, PutItem, UpdateItem};
pub(crate) use tables::{CreateTable, DeleteTable, DescribeTable, ExpireBy};
pub(crate) use transact::{TransactWrite, TransactWrites};
pub(crate) use write::Write;

/// Where an item lives, with its tenant's prefix.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FullKey {
    pk: Written,
    sk: Written,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Written {
    #[serde(rename = "S")]
    text: String,
}

impl FullKey {
    pub(crate) fn new(pk: String, sk: &str) -> Self {
        Self { pk: Written { text: pk }, sk: Written { text: sk.to_owned() } }
    }

    fn item(&self) -> Item {
        Item::from([("pk".to_owned(), text(&self.pk.text)), ("sk".to_owned(), text(&self.sk.text))])
    }

    fn of(item: &Item) -> Option<Self> {
        let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
        Some(Self::new(part("pk")?.clone(), part("sk")?))
    }
}

/// An answer that says no more than that it was done.
#[derive(Debug, Deserialize)]
pub(crate) struct Done {}
