//! A row of the nomenclature as a medicine.

use super::{
    Reason,
    cell::Cell,
    sheet::{Field, Row},
};
use medilink_catalogue::{Entry, Medicine, MedicineStatus, MedicineType, PrescriptionList, product_code, words};

/// What is wrong with a field.
pub(crate) type Flaw = (&'static str, Reason);

/// The cells of the medicine in a row, by what its sheet lists, and the fields that had to be left out; or what is wrong
/// with a field that has to be there. The code is the one that the registration number gives.
pub(crate) fn entry(row: &Row, status: MedicineStatus) -> (Result<Vec<String>, Flaw>, Vec<Flaw>) {
    let mut reading = Reading { row, flaws: Vec::new() };
    let line = reading.medicine(status).map(|medicine| medicine.cells());
    (line, reading.flaws)
}

struct Reading<'a> {
    row: &'a Row,
    flaws: Vec<Flaw>,
}

impl Reading<'_> {
    fn medicine(&mut self, status: MedicineStatus) -> Result<Medicine, Flaw> {
        let registration_number = self.required(Field::Registration, "registrationNumber")?;
        let code = product_code(&registration_number).ok_or(("registrationNumber", Reason::InvalidCode))?;
        let dci = self.required(Field::Dci, "dci")?;
        let brand = self.required(Field::Brand, "brand")?;
        let (holder, country) = self.holder();
        let (withdrawn_on, manner) = self.withdrawal();
        let reason = self.text(Field::WithdrawalReason, "withdrawalReason");
        let withdrawal_reason = match (manner, reason) {
            (Some(manner), Some(reason)) => Some(format!("{manner} : {reason}")),
            (manner, reason) => reason.or(manner),
        };
        Ok(Medicine {
            code,
            registration_number,
            class_code: self.text(Field::Class, "classCode"),
            dci,
            brand,
            form: self.text(Field::Form, "form"),
            strength: self.with(Field::Strength, "strength", Cell::strength),
            packaging: self.text(Field::Packaging, "packaging"),
            list: self.known(Field::List, "list", list),
            hospital: self.text(Field::Hospital, "hospital"),
            pharmacy: self.text(Field::Pharmacy, "pharmacy"),
            remark: self.text(Field::Remark, "remark"),
            holder,
            country,
            medicine_type: self.known(Field::Type, "type", medicine_type),
            origin: self.text(Field::Origin, "origin"),
            stability: self.text(Field::Stability, "stability"),
            first_registered_on: self.date(Field::FirstRegistered, "firstRegisteredOn"),
            last_registered_on: self.date(Field::LastRegistered, "lastRegisteredOn"),
            status,
            withdrawn_on,
            withdrawal_reason,
            other_listings: Vec::new(),
        })
    }

    fn required(&self, field: Field, name: &'static str) -> Result<String, Flaw> {
        let cell = self.row.get(&field).ok_or((name, Reason::Missing))?;
        cell.text().map_err(|reason| (name, reason))
    }

    fn with(
        &mut self,
        field: Field,
        name: &'static str,
        read: impl Fn(&Cell) -> Result<String, Reason>,
    ) -> Option<String> {
        match read(self.row.get(&field)?) {
            Ok(text) => (!text.is_empty()).then_some(text),
            Err(reason) => {
                self.flaws.push((name, reason));
                None
            }
        }
    }

    fn text(&mut self, field: Field, name: &'static str) -> Option<String> {
        self.with(field, name, Cell::text)
    }

    fn known<T>(&mut self, field: Field, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field, name)?;
        let known = read(&words(&text).concat());
        if known.is_none() {
            self.flaws.push((name, Reason::UnknownValue));
        }
        known
    }

    fn date(&mut self, field: Field, name: &'static str) -> Option<String> {
        let cell = self.row.get(&field)?;
        let date = cell.date();
        if date.is_none() {
            self.flaws.push((name, Reason::InvalidDate));
        }
        date.map(|date| date.to_string())
    }

    /// The laboratory and its country. In some rows both stand one column further, over the date.
    fn holder(&mut self) -> (Option<String>, Option<String>) {
        let (holder, country) = (self.text(Field::Holder, "holder"), self.text(Field::Country, "country"));
        let further = match self.row.get(&Field::FirstRegistered) {
            Some(Cell::Text(text)) if !text.contains(|letter: char| letter.is_ascii_digit()) => {
                super::cell::clean(text).ok()
            }
            _ => None,
        };
        match (holder, country, further) {
            (None, Some(holder), Some(country)) => (Some(holder), Some(country)),
            (holder, country, _) => (holder, country),
        }
    }

    /// When a product was withdrawn, or how, where there is no date: a bare `RETRAIT` says nothing that is not known.
    fn withdrawal(&mut self) -> (Option<String>, Option<String>) {
        let Some(cell) = self.row.get(&Field::Withdrawn) else { return (None, None) };
        if let Some(date) = cell.date() {
            return (Some(date.to_string()), None);
        }
        let has_digits = matches!(cell, Cell::Text(text) if text.contains(|letter: char| letter.is_ascii_digit()));
        if has_digits || !matches!(cell, Cell::Text(_)) {
            self.flaws.push(("withdrawnOn", Reason::InvalidDate));
            return (None, None);
        }
        let manner = self.text(Field::Withdrawn, "withdrawnOn").filter(|text| words(text).concat() != "retrait");
        (None, manner)
    }
}

/// However often the typist hit the same key.
fn list(name: &str) -> Option<PrescriptionList> {
    match name {
        "listei" | "liistei" => Some(PrescriptionList::ListI),
        "listeii" | "liisteii" => Some(PrescriptionList::ListIi),
        "stupefiants" | "stupefiant" => Some(PrescriptionList::Narcotics),
        _ => None,
    }
}

fn medicine_type(name: &str) -> Option<MedicineType> {
    match name {
        "ge" | "g" | "gf" | "generique" => Some(MedicineType::Generic),
        "re" | "r" | "reference" => Some(MedicineType::Reference),
        "bio" | "bios" | "biosimilaire" => Some(MedicineType::Biosimilar),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(Field, &str)]) -> Row {
        cells.iter().map(|(field, text)| (*field, Cell::Text((*text).to_owned()))).collect()
    }

    fn read(more: &[(Field, &str)]) -> (Medicine, Vec<Flaw>) {
        let base = [
            (Field::Registration, " 050/ 14 H 168 /99 "),
            (Field::Dci, "ACIDE ASCORBIQUE"),
            (Field::Brand, "VITAMINE  C"),
        ];
        let mut all = row(&base);
        all.extend(row(more));
        let (cells, flaws) = entry(&all, MedicineStatus::Withdrawn);
        let cells = cells.unwrap();
        (Medicine::read(|column| cells.get(column).map_or("", String::as_str)), flaws)
    }

    #[test]
    fn dirty_fields_are_read_or_left_out_and_named() {
        let (medicine, flaws) = read(&[
            (Field::List, "LIiste II"),
            (Field::Type, "GE"),
            (Field::FirstRegistered, "22/11/2004"),
            (Field::LastRegistered, "demain"),
            (Field::Withdrawn, "ABROGATION"),
            (Field::WithdrawalReason, "NON COMMERCIALISE"),
        ]);
        assert_eq!((medicine.code.as_str(), medicine.brand.as_str()), ("050-14H168-99", "VITAMINE C"));
        assert_eq!(
            (medicine.list, medicine.medicine_type),
            (Some(PrescriptionList::ListIi), Some(MedicineType::Generic))
        );
        assert_eq!(medicine.first_registered_on.as_deref(), Some("2004-11-22"));
        assert_eq!(medicine.withdrawal_reason.as_deref(), Some("ABROGATION : NON COMMERCIALISE"));
        assert_eq!(flaws, [("lastRegisteredOn", Reason::InvalidDate)]);
    }

    #[test]
    fn a_laboratory_that_has_slipped_a_column_is_put_back() {
        let (medicine, flaws) = read(&[
            (Field::Country, "CIPLA LTD"),
            (Field::FirstRegistered, "INDE"),
            (Field::Withdrawn, "RETRAIT LE 06/03/2019"),
        ]);
        assert_eq!((medicine.holder.as_deref(), medicine.country.as_deref()), (Some("CIPLA LTD"), Some("INDE")));
        assert_eq!(medicine.withdrawn_on.as_deref(), Some("2019-03-06"));
        assert_eq!(flaws, [("firstRegisteredOn", Reason::InvalidDate)]);
    }

    #[test]
    fn what_has_to_be_there_is_asked_for() {
        let flaw = |cells: &[(Field, &str)]| entry(&row(cells), MedicineStatus::Registered).0.unwrap_err();
        assert_eq!(flaw(&[(Field::Brand, "IRESSA")]), ("registrationNumber", Reason::Missing));
        assert_eq!(
            flaw(&[(Field::Registration, "x"), (Field::Brand, "A")]),
            ("registrationNumber", Reason::InvalidCode)
        );
        assert_eq!(flaw(&[(Field::Registration, "1/2 A 3")]), ("dci", Reason::Missing));
    }
}
