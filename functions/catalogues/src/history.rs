//! What has been said of a product: by the sheets of the edition in force, and by the editions before it.

use futures::future::try_join_all;
use medilink_catalogue::{Entry, Kind, Listing, Medicine, Table};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{EditionId, Instant};
use medilink_library::{EditionRecord, catalogue_partition, edition};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Serialize;

/// The most editions before the one in force that are looked into: each is an object to be read.
const MOST_EDITIONS: usize = 3;
/// The most editions that are known of a catalogue when those are looked for.
const MOST_RECORDS: usize = 50;

/// What an edition says of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The edition.
    edition_id: EditionId,
    /// When it came into force first.
    confirmed_at: Option<Instant>,
    #[serde(flatten)]
    listing: Listing,
}

/// Editions before the one in force, latest first.
pub(crate) struct Past {
    editions: Vec<(EditionRecord, Table)>,
    in_force: Option<EditionRecord>,
}

impl Past {
    /// Reads the editions of a catalogue before the one in force.
    pub(crate) async fn load(ctx: &Ctx, kind: Kind, in_force: EditionId) -> Result<Self, Failure> {
        let query = Query::partition(catalogue_partition(kind)).begins("E#").limit(MOST_RECORDS).eventually();
        let mut records = ctx.store().query::<EditionRecord>(query).await?.items;
        records.sort_by_key(|record| std::cmp::Reverse((record.confirmed_at, record.edition_id)));
        let own = records.iter().find(|record| record.edition_id == in_force).cloned();
        let before = |record: &EditionRecord| own.as_ref().is_none_or(|own| record.confirmed_at <= own.confirmed_at);
        let earlier = records.into_iter().filter(|record| record.edition_id != in_force && before(record));
        let read = earlier.take(MOST_EDITIONS).map(|record| async move {
            let table = edition(&ctx.platform, kind, record.edition_id).await?.table;
            Ok::<_, Failure>((record, table))
        });
        Ok(Self { editions: try_join_all(read).await?, in_force: own })
    }

    /// What was said of a product: by the edition in force, then by those before it where they say something else.
    pub(crate) fn of(&self, medicine: &Medicine, in_force: EditionId) -> Vec<Said> {
        let since = self.in_force.as_ref().map(|record| record.confirmed_at);
        let said = |edition_id, confirmed_at, listing| Said { edition_id, confirmed_at, listing };
        let mut all: Vec<Said> = listings(medicine).into_iter().map(|listing| said(in_force, since, listing)).collect();
        let mut last = listings(medicine);
        for (record, table) in &self.editions {
            let Some(row) = table.find(&medicine.code) else { continue };
            let then = listings(&Medicine::read(|column| table.cell(row, column)));
            if then != last {
                let listings = then.iter().cloned();
                all.extend(listings.map(|listing| said(record.edition_id, Some(record.confirmed_at), listing)));
            }
            last = then;
        }
        all
    }
}

/// What the sheets of one edition say, the one that counts first.
fn listings(medicine: &Medicine) -> Vec<Listing> {
    let own = Listing {
        status: medicine.status,
        registration_number: medicine.registration_number.clone(),
        withdrawn_on: medicine.withdrawn_on.clone(),
        withdrawal_reason: medicine.withdrawal_reason.clone(),
    };
    std::iter::once(own).chain(medicine.other_listings.iter().cloned()).collect()
}
