//! What an import would change, entry by entry.

use crate::records::ImportRecord;
use medilink_catalogue::{Change, Changes, Edition, FieldChange, Table};
use medilink_edge::{Ctx, Failure, Limit};
use medilink_library::edition;
use schemars::JsonSchema;
use serde::Serialize;

/// An entry that an import would change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// How.
    pub change: Change,
    /// The entry.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Where it is changed: the fields before and after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// Both sides of a comparison.
pub(crate) struct Compared {
    before: Table,
    after: Edition,
    changes: Changes,
}

impl Compared {
    /// What was compared for an import; `None` where nothing was yet.
    pub(crate) async fn load(ctx: &Ctx, import: &ImportRecord) -> Result<Option<Self>, Failure> {
        let (kind, Some(id), true) = (import.kind, import.edition_id, import.changes.is_some()) else {
            return Ok(None);
        };
        let after = edition(&ctx.platform, kind, id);
        let (before, after) = match import.base {
            Some(base) => {
                let (before, after) = futures::try_join!(edition(&ctx.platform, kind, base), after)?;
                (before.table, after)
            }
            None => (Table::empty(kind.columns().len()), after.await?),
        };
        let compared = tokio::task::spawn_blocking(move || {
            let changes = Changes::between(&before, &after.table);
            Self { before, after, changes }
        });
        compared.await.map(Some).map_err(Failure::fault)
    }

    /// A page of the entries that change so, by code; and where the next begins.
    pub(crate) fn page(&self, change: Change, from: Option<usize>, limit: Limit) -> (Vec<ChangeView>, Option<usize>) {
        let Changes { new, changed, gone } = &self.changes;
        match change {
            Change::New => page(new.iter().map(|row| self.one(change, &self.after.table, *row)), from, limit),
            Change::Gone => page(gone.iter().map(|row| self.one(change, &self.before, *row)), from, limit),
            Change::Changed => page(changed.iter().map(|(old, new)| self.both(*old, *new)), from, limit),
        }
    }

    fn one(&self, change: Change, table: &Table, row: usize) -> ChangeView {
        let name = self.after.kind.name_column();
        ChangeView {
            change,
            code: table.cell(row, 0).to_owned(),
            name: table.cell(row, name).to_owned(),
            fields: Vec::new(),
        }
    }

    fn both(&self, old: usize, new: usize) -> ChangeView {
        let fields = Changes::fields(self.after.kind, &self.before, old, &self.after.table, new);
        ChangeView { fields, ..self.one(Change::Changed, &self.after.table, new) }
    }
}

/// A page of something that is at hand as a whole, from a place in it on; and where the next begins.
pub(crate) fn page<T>(
    mut all: impl ExactSizeIterator<Item = T>,
    from: Option<usize>,
    limit: Limit,
) -> (Vec<T>, Option<usize>) {
    let (from, length) = (from.unwrap_or_default(), all.len());
    let end = from.saturating_add(limit.get());
    if let Some(skipped) = from.checked_sub(1) {
        all.nth(skipped);
    }
    (all.take(limit.get()).collect(), (end < length).then_some(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let (mut all, mut from, mut pages) = (Vec::new(), None, 0);
        loop {
            let (items, next) = page(0..45, from, Limit::default());
            all.extend(items);
            pages += 1;
            from = next;
            if from.is_none() {
                break;
            }
        }
        assert_eq!((pages, all), (3, (0..45).collect::<Vec<_>>()));
        assert_eq!(page(0..3, Some(9), Limit::default()), (Vec::new(), None));
    }
}
