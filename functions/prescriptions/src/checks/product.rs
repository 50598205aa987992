use medilink_catalogue::{Catalogue, Medicine, product_code, substances};

/// What the catalogue says of a medicine that is prescribed by its code.
#[derive(Debug)]
pub(crate) struct Product {
    /// Its place in the catalogue.
    pub row: usize,
    /// All of it.
    pub medicine: Medicine,
    /// Its substances.
    pub substances: Vec<String>,
}

impl Product {
    /// The product of this code or registration number; none where the catalogue does not know it.
    pub(crate) fn find(catalogue: &Catalogue, called: &str) -> Option<Self> {
        let table = catalogue.table();
        let row = table.find(called).or_else(|| table.find(&product_code(called)?))?;
        let medicine: Medicine = catalogue.entry(row);
        let substances = substances(&medicine.dci);
        Some(Self { row, medicine, substances })
    }
}
