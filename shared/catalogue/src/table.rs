use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Rows of texts, ordered by their first cell, which no two share. A text that stands in many cells is kept once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    columns: u32,
    texts: Box<str>,
    /// Where each text ends; it begins where the one before it ends.
    ends: Box<[u32]>,
    /// The number of the text of each cell, row by row.
    cells: Box<[u32]>,
}

impl Table {
    /// A table without rows.
    pub fn empty(columns: usize) -> Self {
        TableBuilder::new(columns).finish()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len() / (self.columns.max(1) as usize)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many cells a row has.
    pub fn columns(&self) -> usize {
        self.columns as usize
    }

    /// The text of a cell; empty where there is no such cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.columns() {
            return "";
        }
        self.cells.get(row * self.columns() + column).map_or("", |text| self.text(*text as usize))
    }

    /// The row whose first cell has this text.
    pub fn find(&self, code: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.cell(middle, 0).cmp(code) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub(crate) fn bytes(&self) -> usize {
        self.texts.len() + size_of_val(&*self.ends) + size_of_val(&*self.cells)
    }

    fn text(&self, number: usize) -> &str {
        let end = self.ends.get(number).copied().unwrap_or_default() as usize;
        let begin =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default() as usize;
        self.texts.get(begin..end).unwrap_or_default()
    }
}

/// Collects rows for a [`Table`].
#[derive(Debug)]
pub struct TableBuilder {
    columns: usize,
    rows: Vec<Vec<String>>,
}

impl TableBuilder {
    /// No rows yet, of so many cells each.
    pub fn new(columns: usize) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; cells that are missing are empty, further ones are dropped.
    pub fn push(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns, String::new());
        self.rows.push(cells);
    }

    /// The table. Of rows with one code the first stays.
    pub fn finish(mut self) -> Table {
        self.rows.sort_by(|a, b| a.first().cmp(&b.first()));
        self.rows.dedup_by(|later, first| later.first() == first.first());
        let (mut texts, mut ends, mut cells) = (String::new(), Vec::new(), Vec::new());
        let mut known: HashMap<&str, u32> = HashMap::new();
        for text in self.rows.iter().flatten() {
            let number = *known.entry(text).or_insert_with(|| {
                texts.push_str(text);
                ends.push(u32::try_from(texts.len()).unwrap_or(u32::MAX));
                u32::try_from(ends.len() - 1).unwrap_or(u32::MAX)
            });
            cells.push(number);
        }
        Table {
            columns: u32::try_from(self.columns).unwrap_or_default(),
            texts: texts.into(),
            ends: ends.into(),
            cells: cells.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[&str]]) -> Table {
        let mut builder = TableBuilder::new(2);
        rows.iter().for_each(|row| builder.push(row.iter().map(|cell| (*cell).to_owned()).collect()));
        builder.finish()
    }

    #[test]
    fn rows_are_found_by_their_code() {
        let table = table(&[&["b", "x"], &["a", "x"], &["b", "second"], &["c"]]);
        assert_eq!(table.len(), 3);
        assert_eq!(table.find("b").map(|row| table.cell(row, 1)), Some("x"));
        assert_eq!(table.find("c").map(|row| table.cell(row, 1)), Some(""));
        assert_eq!((table.find("d"), table.cell(9, 0), table.cell(0, 9)), (None, "", ""));
        assert_eq!(table.texts.len(), 4, "a text that stands twice is kept once");
        assert!(Table::empty(3).is_empty());
    }

    proptest! {
        #[test]
        fn the_order_of_rows_makes_no_difference(mut rows in prop::collection::btree_map("[a-c]{1,3}", "\\PC{0,4}", 0..20)) {
            let build = |rows: Vec<(String, String)>| {
                let mut builder = TableBuilder::new(2);
                rows.into_iter().for_each(|(code, text)| builder.push(vec![code, text]));
                builder.finish()
            };
            let forward = build(rows.clone().into_iter().collect());
            prop_assert_eq!(&forward, &build(rows.clone().into_iter().rev().collect()));
            for (code, text) in std::mem::take(&mut rows) {
                let row = forward.find(&code).unwrap();
                prop_assert_eq!(forward.cell(row, 1), text);
            }
        }
    }
}
