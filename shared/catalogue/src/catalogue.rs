use crate::{Edition, Entry, Index, Kind, Labels, Match, Medicine, MedicineStatus, Table, class_of, index::Hit, words};
use medilink_kernel::EditionId;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

/// An edition with what searching needs, in memory.
#[derive(Debug)]
pub struct Catalogue {
    /// Names the edition.
    pub id: EditionId,
    edition: Edition,
    index: Index,
    /// For medicines: the rank of each row by its status, what rows of the same substances, form and strength share, and
    /// what those of one class share.
    ranks: Box<[u8]>,
    twins: Box<[u64]>,
    classes: Box<[u64]>,
}

/// A row that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its place in the table.
    pub row: usize,
    /// How the word was met that was met worst.
    pub how: Match,
}

impl Catalogue {
    /// Makes an edition ready to be searched. Takes some time with a large one: not on a thread that serves others.
    pub fn new(id: EditionId, edition: Edition) -> Self {
        let (kind, table) = (edition.kind, &edition.table);
        let texts = |row: usize| kind.searched().iter().map(move |column| table.cell(row, *column));
        let index = Index::new(table.len(), kind == Kind::Medicines, texts);
        let medicines = if kind == Kind::Medicines { table.len() } else { 0 };
        let ranks = (0..medicines).map(|row| rank(table.cell(row, Medicine::STATUS))).collect();
        let twins = (0..medicines).map(|row| twin(table, row)).collect();
        let class = |row| class_of(table.cell(row, Medicine::CLASS)).map_or(0, |class| hash(&class));
        let classes = (0..medicines).map(class).collect();
        Self { id, edition, index, ranks, twins, classes }
    }

    /// A catalogue without entries, as there is before the first import.
    pub fn empty(kind: Kind) -> Self {
        let table = Table::empty(kind.columns().len());
        Self::new(EditionId::from_u128(0), Edition { kind, table })
    }

    /// What it lists.
    pub fn kind(&self) -> Kind {
        self.edition.kind
    }

    /// Its entries.
    pub fn table(&self) -> &Table {
        &self.edition.table
    }

    /// How many bytes it takes in memory.
    pub fn bytes(&self) -> usize {
        self.table().bytes() + self.index.bytes() + self.ranks.len() + 2 * size_of_val(&*self.twins)
    }

    /// The entry of a row.
    pub fn entry<E: Entry>(&self, row: usize) -> E {
        E::read(|column| self.table().cell(row, column))
    }

    /// The entry with this code.
    pub fn get<E: Entry>(&self, code: &str) -> Option<E> {
        self.table().find(code).map(|row| self.entry(row))
    }

    /// Every entry, by code.
    pub fn entries<E: Entry>(&self) -> impl Iterator<Item = E> + '_ {
        (0..self.table().len()).map(|row| self.entry(row))
    }

    /// The rows that have every word that was typed: first the one whose code it is, of medicines then those that may be
    /// prescribed, then those that are met best, then by the field that tells most. `labels` are further texts of some rows, by their code.
    pub fn search(&self, typed: &str, labels: Option<&LabelIndex>, keep: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut hits = self.index.hits(typed);
        if let Some(labels) = labels.filter(|_| !words(typed).is_empty()) {
            self.add(&mut hits, labels, typed);
        }
        hits.retain(|hit| keep(hit.row));
        let (first, code) = (self.kind().name_column(), typed.trim());
        hits.sort_by_cached_key(|hit| {
            let rank = self.ranks.get(hit.row).copied().unwrap_or_default();
            let name = self.table().cell(hit.row, first);
            let is_code = self.table().cell(hit.row, 0).eq_ignore_ascii_case(code);
            // A label of few words that are all met is nearer than one of many.
            (
                !is_code,
                rank,
                Reverse((hit.worst, hit.score)),
                name.len() / 8,
                name,
                self.table().cell(hit.row, 0),
                hit.row,
            )
        });
        hits.into_iter().map(|hit| Found { row: hit.row, how: hit.worst }).collect()
    }

    fn add(&self, hits: &mut Vec<Hit>, labels: &LabelIndex, typed: &str) {
        let places: HashMap<usize, usize> = hits.iter().enumerate().map(|(place, hit)| (hit.row, place)).collect();
        for hit in labels.index.hits(typed) {
            let Some(row) = labels.codes.get(hit.row).and_then(|code| self.table().find(code)) else { continue };
            match places.get(&row).and_then(|place| hits.get_mut(*place)) {
                Some(known) => known.score = known.score.max(hit.score),
                None => hits.push(Hit { row, ..hit }),
            }
        }
    }

    /// The rows that are called so, in one of the texts that are searched and in any spelling; by code.
    pub fn named(&self, name: &str) -> Vec<usize> {
        let wanted = words(name).concat();
        if wanted.is_empty() {
            return Vec::new();
        }
        let text = |row: usize, column: &usize| words(self.table().cell(row, *column)).concat();
        let called = |row: &usize| self.kind().searched().iter().any(|column| text(*row, column) == wanted);
        let mut rows: Vec<usize> = self.index.hits(name).into_iter().map(|hit| hit.row).filter(called).collect();
        rows.sort_unstable();
        rows
    }

    /// The rows of the same substances, form and strength, without the row itself; those that may be prescribed first.
    pub fn equivalents(&self, row: usize) -> Vec<usize> {
        let Some(own) = self.twins.get(row).filter(|own| **own != 0) else { return Vec::new() };
        let same = self.twins.iter().enumerate().filter(|(other, twin)| *twin == own && *other != row);
        let mut rows: Vec<_> = same.map(|(other, _)| other).collect();
        rows.sort_by_key(|other| (self.ranks.get(*other).copied(), self.table().cell(*other, Medicine::BRAND)));
        rows
    }

    /// The rows of the same class as a row, with the row itself; none where its class is not known.
    pub fn classmates(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let own = self.classes.get(row).copied().unwrap_or_default();
        let same = self.classes.iter().enumerate().filter(move |(_, class)| own != 0 && **class == own);
        same.map(|(row, _)| row)
    }
}

/// The labels that people have added, to be searched beside an edition.
#[derive(Debug, Default)]
pub struct LabelIndex {
    codes: Vec<String>,
    index: Index,
}

impl LabelIndex {
    /// The index of these labels, by code.
    pub fn new(labels: &BTreeMap<String, Labels>) -> Self {
        let codes: Vec<String> = labels.keys().cloned().collect();
        let all: Vec<&Labels> = labels.values().collect();
        let index = Index::new(all.len(), false, |row| {
            [&all[row].fr, &all[row].ar].into_iter().map(|text| text.as_deref().unwrap_or_default())
        });
        Self { codes, index }
    }
}

fn rank(status: &str) -> u8 {
    match MedicineStatus::from_name(status) {
        Some(MedicineStatus::Registered) => 0,
        Some(MedicineStatus::Withdrawn) => 1,
        Some(MedicineStatus::NotRenewed) | None => 2,
    }
}

/// What products of the same substances, form and strength share; 0 where one of them is not known.
fn twin(table: &Table, row: usize) -> u64 {
    let [dci, form, strength] =
        [Medicine::DCI, Medicine::FORM, Medicine::STRENGTH].map(|column| table.cell(row, column));
    if dci.is_empty() || strength.is_empty() {
        return 0;
    }
    let form: Vec<String> = words(form).into_iter().filter_map(|word| form_word(&word)).collect();
    let text = format!("{}|{}|{}", words(dci).join(" "), form.join(" "), words(strength).join(" "));
    hash(&text)
}

/// FNV-1a, never 0: only compared within the process.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)).max(1)
}

/// A word of a form without the ways in which the ministry shortens it; what says nothing is left out.
fn form_word(word: &str) -> Option<String> {
    let known = match word {
        "cp" | "cpr" | "comp" | "comprime" | "comprimes" | "cps" => "comp",
        "gles" | "gle" | "gelule" | "gelules" => "gles",
        "pell" | "pelli" | "pellicule" | "pellicules" => "pelli",
        "sec" | "secable" | "secables" => "sec",
        "efferv" | "effer" | "eff" | "effervescent" => "eff",
        "sol" | "solution" => "sol",
        "inj" | "injectable" => "inj",
        "buv" | "buvable" => "buv",
        "susp" | "suspension" => "susp",
        "pdre" | "poudre" | "pdr" => "pdre",
        "orodispers" | "orodispersible" | "oro" => "oro",
        "perf" | "perfusion" => "perf",
        "derm" | "dermique" => "derm",
        "de" | "pour" | "p" | "a" | "en" | "et" | "la" | "l" | "d" => return None,
        other => other,
    };
    Some(known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TableBuilder;

    fn catalogue(lines: &[(&str, &str, &str, &str, &str, &str)]) -> Catalogue {
        let mut builder = TableBuilder::new(Medicine::COLUMNS.len());
        for (code, dci, brand, form, strength, status) in lines {
            let mut cells = vec![String::new(); Medicine::COLUMNS.len()];
            for (column, text) in
                [(0, code), (3, dci), (4, brand), (5, form), (6, strength), (Medicine::STATUS, status)]
            {
                cells[column] = (*text).to_owned();
            }
            builder.push(cells);
        }
        Catalogue::new(EditionId::from_u128(1), Edition { kind: Kind::Medicines, table: builder.finish() })
    }

    #[test]
    fn a_class_is_the_code_without_its_substance() {
        let mut builder = TableBuilder::new(Medicine::COLUMNS.len());
        for (code, class) in [("a", "13 G 001"), ("b", "13G 220"), ("c", "13 B 001"), ("d", "")] {
            builder.push(vec![code.into(), String::new(), class.into()]);
        }
        let edition = Edition { kind: Kind::Medicines, table: builder.finish() };
        let catalogue = Catalogue::new(EditionId::from_u128(1), edition);
        let rows = |row: usize| catalogue.classmates(row).collect::<Vec<_>>();
        assert_eq!((rows(1), rows(2), rows(3), rows(9)), (vec![0, 1], vec![2], Vec::new(), Vec::new()));
    }

    fn sample() -> Catalogue {
        catalogue(&[
            ("a", "PARACETAMOL", "DOLIPRANE", "COMPRIME", "500MG", "withdrawn"),
            ("b", "Paracétamol", "DOLI-PRANE", "CP.", "500 MG", "registered"),
            ("c", "PARACETAMOL", "DOLYC", "COMP SEC", "500MG", "registered"),
            ("d", "PARACETAMOL", "DOLIPRANE", "COMP.", "500MG", "not_renewed"),
        ])
    }

    #[test]
    fn what_may_be_prescribed_comes_first() {
        let catalogue = sample();
        let codes = |typed: &str| -> String {
            catalogue.search(typed, None, |_| true).iter().map(|found| catalogue.table().cell(found.row, 0)).collect()
        };
        assert_eq!(codes("doli"), "bad");
        assert_eq!(codes("paracetamol 500mg"), "cbad");
        assert_eq!(catalogue.search("doli", None, |row| row == 3).len(), 1);
    }

    #[test]
    fn equivalents_have_the_same_substances_form_and_strength() {
        let catalogue = sample();
        let codes: String = catalogue.equivalents(0).iter().map(|row| catalogue.table().cell(*row, 0)).collect();
        assert_eq!(codes, "bd");
        assert!(catalogue.equivalents(2).is_empty() && catalogue.equivalents(9).is_empty());
    }

    #[test]
    fn labels_that_were_added_are_met_too() {
        let mut builder = TableBuilder::new(5);
        builder.push(vec!["J03.9".into(), "acute tonsillitis, unspecified".into()]);
        let edition = Edition { kind: Kind::Diagnoses, table: builder.finish() };
        let catalogue = Catalogue::new(EditionId::from_u128(1), edition);
        let labels =
            Labels { fr: Some("Angine aiguë".into()), ar: Some("التهاب اللوزتين الحاد".into()) };
        let index = LabelIndex::new(&BTreeMap::from([("J03.9".into(), labels.clone()), ("Z99".into(), labels)]));
        for typed in ["angine", "اللوزتين", "tonsillitis", "j03.9"] {
            assert_eq!(catalogue.search(typed, Some(&index), |_| true).len(), 1, "{typed}");
        }
        assert!(catalogue.search("angine", None, |_| true).is_empty());
    }

    #[test]
    fn an_entry_is_known_by_every_name_of_its_own_and_by_no_part_of_one() {
        let mut builder = TableBuilder::new(3);
        for (code, name, arabic) in [("06", "Béjaïa", "بجاية"), ("15", "Tizi Ouzou", "تيزي وزو")] {
            builder.push(vec![code.into(), name.into(), arabic.into()]);
        }
        let edition = Edition { kind: Kind::Wilayas, table: builder.finish() };
        let catalogue = Catalogue::new(EditionId::from_u128(1), edition);
        for (name, row) in [("BEJAIA", 0), (" بجايه ", 0), ("tizi-ouzou", 1), ("15", 1)] {
            assert_eq!(catalogue.named(name), [row], "{name}");
        }
        for name in ["", "!", "Tizi", "Bejaiaa", "ouzou tizi"] {
            assert!(catalogue.named(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_code_leads_to_its_entry_first() {
        let mut builder = TableBuilder::new(5);
        for (code, label) in [("A00", "cholera"), ("A00.0", "cholera 00"), ("A00.9", "cholera, unspecified")] {
            builder.push(vec![code.into(), label.into()]);
        }
        let edition = Edition { kind: Kind::Diagnoses, table: builder.finish() };
        let catalogue = Catalogue::new(EditionId::from_u128(1), edition);
        for code in ["A00", "a00.0", " A00.9 "] {
            let found = catalogue.search(code, None, |_| true);
            assert!(catalogue.table().cell(found[0].row, 0).eq_ignore_ascii_case(code.trim()), "{code}");
        }
    }
}
