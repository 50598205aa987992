//! Where an import stands, and the steps of its job.

use crate::records::ImportRecord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its bytes have not been looked at.
    AwaitingUpload,
    /// The job is at work.
    Reading,
    /// Ready to be confirmed.
    Compared,
    /// It has come into force.
    Confirmed,
    /// Nobody wants it.
    Discarded,
    /// Its file cannot be read.
    Failed,
}

impl State {
    /// The name on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingUpload => "awaiting_upload",
            Self::Reading => "reading",
            Self::Compared => "compared",
            Self::Confirmed => "confirmed",
            Self::Discarded => "discarded",
            Self::Failed => "failed",
        }
    }
}

/// A step of the job. Each leaves what it made in the object store or in the import before the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Find out what parts the file has.
    Survey,
    /// Read a part.
    Read(usize),
    /// Put the parts together to an edition.
    Assemble,
    /// Compare it with the edition in force.
    Compare,
}

/// What a step is called where progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// Finding out what parts the file has.
    Survey,
    /// Reading a part.
    Read,
    /// Putting the parts together.
    Assemble,
    /// Comparing with the edition in force.
    Compare,
    /// Nothing is left to do.
    Done,
}

impl ImportRecord {
    /// The step that is next.
    pub(crate) fn next_step(&self) -> Step {
        let parts = self.sheets.len();
        match self.step as usize {
            0 => Step::Survey,
            step if step <= parts => Step::Read(step - 1),
            step if step == parts + 1 => Step::Assemble,
            _ => Step::Compare,
        }
    }

    /// How many steps there are; the parts are known after the first.
    pub(crate) fn steps(&self) -> usize {
        self.sheets.len() + 3
    }

    /// The number of the step that compares.
    pub(crate) fn comparing(&self) -> u32 {
        u32::try_from(self.sheets.len() + 2).unwrap_or(u32::MAX)
    }
}

impl Step {
    pub(crate) const fn name(self) -> StepName {
        match self {
            Self::Survey => StepName::Survey,
            Self::Read(_) => StepName::Read,
            Self::Assemble => StepName::Assemble,
            Self::Compare => StepName::Compare,
        }
    }
}
