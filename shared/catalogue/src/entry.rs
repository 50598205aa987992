use crate::Kind;

/// A kind of entry: what its cells are called, how it is read from them and written to them.
pub trait Entry: Sized {
    /// What it is.
    const KIND: Kind;
    /// The names of its cells; the first is the code.
    const COLUMNS: &'static [&'static str];
    /// The cells that are searched, most telling first.
    const SEARCHED: &'static [usize];

    /// The entry in these cells; a cell that is empty or not there is a field that is not known.
    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self;

    /// The cells of the entry, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// A text that may be missing.
pub(crate) fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The cell of a text that may be missing.
pub(crate) fn or_empty(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}
