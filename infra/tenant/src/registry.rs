use medilink_records::{StepState, StepStatus, TenantRecord};
use medilink_store::{TenantStatus, Update};
use serde::Serialize;

/// A registry record as it is first put: with its place in the list of tenants by status.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantRow {
    #[serde(flatten)]
    record: TenantRecord,
    gsi1pk: String,
    gsi1sk: String,
}

impl TenantRow {
    /// The row of a record.
    pub fn new(record: TenantRecord) -> Self {
        Self { gsi1pk: status_index(record.status), gsi1sk: record.tenant_id.bare(), record }
    }
}

/// The partition of the index that lists the tenants of a status, oldest first.
pub fn status_index(status: TenantStatus) -> String {
    format!("TENANTS#{}", status.as_str())
}

/// Adds to a change of a registry record that the tenant comes to stand so.
#[must_use]
pub fn in_status(update: Update, status: TenantStatus) -> Update {
    update.set("status", status).set("gsi1pk", status_index(status))
}

/// The steps as a new attempt begins: what is done stays done.
pub fn restarted(steps: &[StepState]) -> Vec<StepState> {
    let again = |step: &StepState| match step.status {
        StepStatus::Done | StepStatus::Pending => step.clone(),
        StepStatus::Failed | StepStatus::Undone => {
            StepState { name: step.name.clone(), status: StepStatus::Pending, at: None, error: None }
        }
    };
    steps.iter().map(again).collect()
}
