use crate::{Kind, Table};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an entry differs between two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CatalogueChange")]
pub enum Change {
    /// Only the later one has it.
    New,
    /// Both have it, with other fields.
    Changed,
    /// Only the earlier one has it.
    Gone,
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldChange {
    /// What the field is called.
    pub field: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// What differs between two editions of a catalogue: rows of the earlier one, of the later one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows of the later one.
    pub new: Vec<usize>,
    /// Rows of both: earlier, later.
    pub changed: Vec<(usize, usize)>,
    /// Rows of the earlier one.
    pub gone: Vec<usize>,
}

impl Changes {
    /// Compares two tables of one kind.
    pub fn between(before: &Table, after: &Table) -> Self {
        let mut changes = Self::default();
        let (mut old, mut new) = (0, 0);
        while old < before.len() || new < after.len() {
            let order = match (old < before.len(), new < after.len()) {
                (true, true) => before.cell(old, 0).cmp(after.cell(new, 0)),
                (true, false) => std::cmp::Ordering::Less,
                (false, _) => std::cmp::Ordering::Greater,
            };
            match order {
                std::cmp::Ordering::Less => {
                    changes.gone.push(old);
                    old += 1;
                }
                std::cmp::Ordering::Greater => {
                    changes.new.push(new);
                    new += 1;
                }
                std::cmp::Ordering::Equal => {
                    if (0..after.columns()).any(|column| before.cell(old, column) != after.cell(new, column)) {
                        changes.changed.push((old, new));
                    }
                    old += 1;
                    new += 1;
                }
            }
        }
        changes
    }

    /// The fields in which two rows differ.
    pub fn fields(kind: Kind, before: &Table, old: usize, after: &Table, new: usize) -> Vec<FieldChange> {
        let columns = kind.columns().iter().enumerate();
        let pairs = columns.map(|(column, name)| (name, before.cell(old, column), after.cell(new, column)));
        let differing = pairs.filter(|(_, before, after)| before != after);
        differing
            .map(|(name, before, after)| FieldChange {
                field: (*name).to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TableBuilder;

    fn table(rows: &[(&str, &str)]) -> Table {
        let mut builder = TableBuilder::new(3);
        rows.iter().for_each(|(code, name)| builder.push(vec![(*code).into(), (*name).into()]));
        builder.finish()
    }

    #[test]
    fn new_changed_and_gone_are_told_apart() {
        let before = table(&[("1", "Adrar"), ("2", "Chlef"), ("3", "Laghouat")]);
        let after = table(&[("0", "Zéro"), ("2", "Chlef"), ("3", "El Aghouat"), ("4", "OEB")]);
        let changes = Changes::between(&before, &after);
        assert_eq!((changes.new.as_slice(), changes.gone.as_slice()), (&[0, 3][..], &[0][..]));
        assert_eq!(changes.changed, [(2, 2)]);
        let fields = Changes::fields(Kind::Wilayas, &before, 2, &after, 2);
        assert_eq!((fields.len(), &*fields[0].field, &*fields[0].after), (1, "name", "El Aghouat"));
        assert_eq!(Changes::between(&after, &after), Changes::default());
    }
}
