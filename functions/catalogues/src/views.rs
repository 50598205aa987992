//! Imports and editions as an admin sees them.

use crate::{
    import::{State, StepName},
    records::{ChangeCounts, FileType, ImportRecord, SheetCount, import_key},
    source::Unreadable,
};
use medilink_blobs::BlobError;
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{EditionId, ImportId, Instant, Text, UserId};
use medilink_operation::Refusal;
use medilink_store::StoreError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which import.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ImportPath {
    /// The import.
    pub(crate) id: ImportId,
}

/// Which catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct KindPath {
    /// The catalogue.
    pub(crate) kind: Kind,
}

/// An import.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    import_id: ImportId,
    kind: Kind,
    file_name: Text<1, 200>,
    content_type: FileType,
    /// The length of the file in bytes.
    size: u64,
    /// Where it stands.
    state: State,
    progress: ProgressView,
    /// What each sheet gave, beside what its title states.
    sheets: Vec<SheetCount>,
    /// How many entries the edition has.
    entries: Option<u32>,
    /// How many rows gave no entry.
    unreadable: u32,
    /// How many problems are listed, rows and fields.
    problems: Option<u32>,
    /// What it would change, or has changed.
    changes: Option<ChangeCounts>,
    /// The edition that was made of it.
    edition_id: Option<EditionId>,
    /// The edition that it was compared with.
    compared_with: Option<EditionId>,
    /// Why nothing came of it.
    reason: Option<Unreadable>,
    created_at: Instant,
    created_by: UserId,
    started_at: Option<Instant>,
    decided_at: Option<Instant>,
    decided_by: Option<UserId>,
}

/// How far the job is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// What it is at.
    step: StepName,
    /// Steps that are done.
    steps_done: u32,
    /// Steps in all, as far as they are known.
    steps_total: u32,
    /// Rows that were read.
    rows_done: u32,
}

impl ImportView {
    pub(crate) fn of(import: ImportRecord) -> Self {
        let sum = |count: fn(&SheetCount) -> Option<u32>| import.sheets.iter().filter_map(count).sum::<u32>();
        let unreadable = sum(|sheet| sheet.unreadable);
        let done = matches!(import.state, State::Compared | State::Confirmed | State::Discarded | State::Failed);
        let progress = ProgressView {
            step: if done { StepName::Done } else { import.next_step().name() },
            steps_done: import.step,
            steps_total: u32::try_from(import.steps()).unwrap_or(u32::MAX),
            rows_done: sum(|sheet| sheet.read) + unreadable,
        };
        Self {
            import_id: import.import_id,
            kind: import.kind,
            file_name: import.file_name,
            content_type: import.content_type,
            size: import.size,
            state: import.state,
            progress,
            sheets: import.sheets,
            entries: import.entries,
            unreadable,
            problems: import.problems,
            changes: import.changes,
            edition_id: import.edition_id,
            compared_with: import.base,
            reason: import.failure,
            created_at: import.created_at,
            created_by: import.created_by,
            started_at: import.started_at,
            decided_at: import.decided_at,
            decided_by: import.decided_by,
        }
    }
}

/// An import by its id.
pub(crate) async fn load(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Failure> {
    let found = ctx.store().get::<ImportRecord>(&import_key(id)).await?;
    Ok(found.ok_or_else(Refusal::not_found)?)
}

/// The import that stood where a write with this tag was to go.
pub(crate) fn found(failure: &Failure, tag: &str) -> Result<Option<ImportRecord>, StoreError> {
    let Failure::Store(error) = failure else { return Ok(None) };
    error.found(tag).cloned().map(medilink_store::read::<ImportRecord>).transpose()
}

/// An object store that does not answer is no fault of the file.
pub(crate) fn busy(error: BlobError) -> Failure {
    StoreError::Busy(error.to_string()).into()
}
