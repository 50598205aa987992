//! Does one step of an import whenever its record says that there is one. The record of a step that is done brings the
//! next: what is cut begins again with the step it was at, and a step that is done twice makes the same.

use crate::{
    import::{State, Step},
    job,
    records::{ImportRecord, import_key},
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Condition, StoreError};

/// Follows imports.
pub struct WorkOnImport;

impl StreamOperation for WorkOnImport {
    const SPEC: Spec = Spec::stream("catalogues.work_on_import", "IMPORT#", "Reads and compares the files of imports")
        .grants(&[
            Grant::platform("IMPORT#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("CATALOGUE#", &[Action::GetItem]),
        ])
        .blobs()
        // The file, what is packed in it, and what is read of it.
        .memory(1024)
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(new) = record.new else { return Ok(()) };
        let told: ImportRecord = serde_json::from_value(new).map_err(Failure::fault)?;
        if told.state != State::Reading {
            return Ok(());
        }
        // The record may be old by now: what counts is how the import stands.
        let key = import_key(told.import_id);
        let Some(import) = ctx.store().get::<ImportRecord>(&key).await? else { return Ok(()) };
        if import.state != State::Reading || import.step != told.step {
            return Ok(());
        }
        let step = import.step;
        let update = match import.next_step() {
            Step::Survey => job::survey(ctx, import).await,
            Step::Read(part) => job::read(ctx, import, part).await,
            Step::Assemble => job::assemble(ctx, import).await,
            Step::Compare => job::compare(ctx, import).await,
        }?;
        let as_seen = Condition::item_exists().equals("state", State::Reading).equals("step", step);
        match ctx.store().update("import", &key, update.when(as_seen)).await {
            // Done by somebody else meanwhile, or discarded.
            Err(StoreError::Condition { .. }) => Ok(()),
            result => result.map(drop).map_err(Failure::from),
        }
    }
}
