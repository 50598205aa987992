use super::{
    allergy,
    product::Product,
    running::Running,
    warning::{Concern, Other, Warning},
};
use medilink_catalogue::{Catalogue, MedicineStatus};
use medilink_kernel::Text;

/// The most other prescriptions of a substance that a warning names.
const MOST_OTHERS: usize = 10;

/// Everything that speaks against these products, line by line: at most one warning of each kind.
pub(crate) fn of(
    products: &[Option<Product>],
    catalogue: &Catalogue,
    allergies: &[Text<1, 120>],
    running: &[Running],
) -> Vec<Warning> {
    let mut all = Vec::new();
    for (item, product) in products.iter().enumerate() {
        let Some(product) = product else { continue };
        let before = products.get(..item).unwrap_or_default();
        all.extend(standing(item, product));
        all.extend(intolerance(item, product, allergies, catalogue));
        all.extend(duplicate(item, product, before, running));
    }
    all
}

fn standing(item: usize, product: &Product) -> Option<Warning> {
    let medicine = &product.medicine;
    let kind = match medicine.status {
        MedicineStatus::Registered => return None,
        MedicineStatus::Withdrawn => Concern::Withdrawn,
        MedicineStatus::NotRenewed => Concern::NotRenewed,
    };
    let warning = Warning {
        withdrawn_on: medicine.withdrawn_on.clone(),
        withdrawal_reason: medicine.withdrawal_reason.clone(),
        ..Warning::about(item, kind, medicine)
    };
    Some(warning.named())
}

fn intolerance(item: usize, product: &Product, allergies: &[Text<1, 120>], catalogue: &Catalogue) -> Option<Warning> {
    let (allergies, by) = allergy::met(allergies, product, catalogue)?;
    let warning = Warning::about(item, Concern::Allergy, &product.medicine);
    Some(Warning { allergies, by: Some(by), ..warning }.named())
}

fn duplicate(item: usize, product: &Product, before: &[Option<Product>], running: &[Running]) -> Option<Warning> {
    let has = |substance: &String| product.substances.contains(substance);
    let (mut substances, mut with) = (Vec::new(), Vec::new());
    for (other, known) in before.iter().enumerate() {
        let shared: Vec<_> =
            known.iter().flat_map(|known| &known.substances).filter(|name| has(name)).cloned().collect();
        if !shared.is_empty() {
            substances.extend(shared);
            with.push(Other { item: u16::try_from(other).ok(), ..Other::default() });
        }
    }
    for Running { prescription_id, course } in running.iter().filter(|running| has(&running.course.substance)) {
        substances.push(course.substance.clone());
        with.push(Other { prescription_id: *prescription_id, until: Some(course.until), ..Other::default() });
    }
    substances.sort_unstable();
    substances.dedup();
    with.dedup();
    with.truncate(MOST_OTHERS);
    let warning = Warning::about(item, Concern::Duplicate, &product.medicine);
    (!with.is_empty()).then(|| Warning { substances, with, ..warning }.named())
}
