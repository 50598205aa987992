//! What speaks against a medicine that is prescribed by its code: where it stands with the ministry, what the patient
//! does not bear, what the patient takes already. The doctor answers each warning, or the practice does not allow it.
//!
//! `product`, `allergy`, `warnings` and `answers` know no store: this file reads, asks them, and keeps what they say.

mod allergy;
pub(crate) mod answers;
mod course;
mod product;
mod running;
mod warning;
mod warnings;

pub(crate) use course::{Course, IndexLine};

use crate::content::{Content, Line};
use answers::Acknowledgement;
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure};
use medilink_library::{Shelf, current};
use medilink_records::{Account, TenantSettings, account_key};
use medilink_store::TenantStore;
use product::Product;
use std::sync::Arc;

/// The medicines that lines with a code are looked up in; none where no line has one.
pub(crate) async fn shelf(ctx: &Ctx, lines: &[Line]) -> Result<Option<Arc<Shelf>>, Failure> {
    if lines.iter().all(|line| line.medication.code.is_none()) {
        return Ok(None);
    }
    current(&ctx.platform, &ctx.session, Kind::Medicines).await.map(Some)
}

/// Checks what is about to be prescribed, and keeps in it what was checked and answered; gives what the patient takes by it.
pub(crate) async fn check(
    ctx: &Ctx,
    own: &TenantStore,
    shelf: Option<Arc<Shelf>>,
    content: &mut Content,
    given: &[Acknowledgement],
) -> Result<Vec<Course>, Failure> {
    let Some(shelf) = shelf else { return Ok(Vec::new()) };
    let catalogue = &shelf.catalogue;
    let product = |line: &Line| Product::find(catalogue, line.medication.code.as_deref()?);
    let products: Vec<Option<Product>> = content.items.iter().map(product).collect();
    if products.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let (patient, store) = (content.patient.patient_id, ctx.store());
    let (account, settings) = (account_key(patient), TenantSettings::key());
    let (account, settings, running) = futures::try_join!(
        async { Ok(store.get::<Account>(&account).await?) },
        async { Ok(own.get::<TenantSettings>(&settings).await?) },
        running::of(ctx, patient, &products),
    )?;
    let allergies = account.and_then(|account| account.patient).unwrap_or_default().allergies;
    let choice = settings.unwrap_or_default().prescribing;
    let warnings = warnings::of(&products, catalogue, &allergies, &running);
    content.answers = answers::settle(warnings, given, &choice)?;
    content.checked = products.iter().map(Option::is_some).collect();
    Ok(course::courses(content, &products))
}
