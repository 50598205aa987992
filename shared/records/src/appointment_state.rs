//! The states of an appointment and the steps between them.

use serde::{Deserialize, Serialize};

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AppointmentStatus")]
pub enum Status {
    /// Asked for; the time is held.
    Requested,
    /// Accepted by the practice.
    Confirmed,
    /// The patient is there.
    Arrived,
    /// The doctor is examining.
    InConsultation,
    /// Done.
    Fulfilled,
    /// Declined by the practice.
    Rejected,
    /// Called off by the patient or the practice.
    Cancelled,
    /// The patient did not come.
    NoShow,
    /// Moved: a line of the history only, for the appointment goes on as requested or confirmed.
    Rescheduled,
}

impl Status {
    /// Every state, in the order of an appointment's life.
    pub const ALL: [Self; 9] = [
        Self::Requested,
        Self::Confirmed,
        Self::Arrived,
        Self::InConsultation,
        Self::Fulfilled,
        Self::Rejected,
        Self::Cancelled,
        Self::NoShow,
        Self::Rescheduled,
    ];

    /// The state as clients read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::InConsultation => "in_consultation",
            Self::Fulfilled => "fulfilled",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no_show",
            Self::Rescheduled => "rescheduled",
        }
    }

    /// Whether the time of doctor and patient is theirs still: an appointment that leaves these states before its
    /// visit gives its cells back.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Requested | Self::Confirmed | Self::Arrived | Self::InConsultation)
    }
}

/// A step that somebody wants to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The practice accepts.
    Confirm,
    /// The practice declines.
    Reject,
    /// Patient or practice call it off.
    Cancel,
    /// Patient or practice move it.
    Reschedule,
    /// The patient is there.
    Arrive,
    /// A consultation is written.
    Examine,
    /// The visit is over.
    Complete,
    /// The patient did not come.
    NoShow,
}

/// The side that takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The patient.
    Patient,
    /// Doctor, nurse or front desk.
    Practice,
}

/// The state does not allow the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an appointment that is {} does not allow this", state.as_str())]
pub struct InvalidState {
    /// Where the appointment stands.
    pub state: Status,
}

/// Where the appointment stands after the step. The clock has no say: visits come early and late.
///
/// A patient may cancel and reschedule, the practice everything; an operation's access refuses the rest before.
pub const fn next(status: Status, action: Action, by: Side) -> Result<Status, InvalidState> {
    use Side::{Patient, Practice};
    use Status as S;
    match (by, action, status) {
        (_, Action::Cancel, S::Requested | S::Confirmed) => Ok(S::Cancelled),
        // A time that the practice has not seen yet is a request again.
        (Patient, Action::Reschedule, S::Requested | S::Confirmed) => Ok(S::Requested),
        (Practice, Action::Reschedule, S::Requested | S::Confirmed) => Ok(status),
        (Practice, Action::Confirm, S::Requested) => Ok(S::Confirmed),
        (Practice, Action::Reject, S::Requested) => Ok(S::Rejected),
        (Practice, Action::Arrive, S::Confirmed) => Ok(S::Arrived),
        (Practice, Action::Examine, S::Confirmed | S::Arrived | S::InConsultation) => Ok(S::InConsultation),
        (Practice, Action::Complete, S::Confirmed | S::Arrived | S::InConsultation) => Ok(S::Fulfilled),
        (Practice, Action::NoShow, S::Confirmed) => Ok(S::NoShow),
        _ => Err(InvalidState { state: status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ACTIONS: [Action; 8] = [
        Action::Confirm,
        Action::Reject,
        Action::Cancel,
        Action::Reschedule,
        Action::Arrive,
        Action::Examine,
        Action::Complete,
        Action::NoShow,
    ];

    /// By state (rows) and action (columns, as in `ACTIONS`), what a step leads to: `-` refused, initials otherwise;
    /// two letters where patient and practice differ.
    const TABLE: [(Status, &str); 9] = [
        (Status::Requested, "-c -j x rr - - - -"),
        (Status::Confirmed, "- - x rc -a -i -f -n"),
        (Status::Arrived, "- - - - - -i -f -"),
        (Status::InConsultation, "- - - - - -i -f -"),
        (Status::Fulfilled, "- - - - - - - -"),
        (Status::Rejected, "- - - - - - - -"),
        (Status::Cancelled, "- - - - - - - -"),
        (Status::NoShow, "- - - - - - - -"),
        (Status::Rescheduled, "- - - - - - - -"),
    ];

    fn named(letter: char, from: Status) -> Result<Status, InvalidState> {
        match letter {
            '-' => Err(InvalidState { state: from }),
            'r' => Ok(Status::Requested),
            'c' => Ok(Status::Confirmed),
            'a' => Ok(Status::Arrived),
            'i' => Ok(Status::InConsultation),
            'f' => Ok(Status::Fulfilled),
            'j' => Ok(Status::Rejected),
            'x' => Ok(Status::Cancelled),
            'n' => Ok(Status::NoShow),
            other => panic!("{other} is no state"),
        }
    }

    #[test]
    fn every_step_from_every_state() {
        assert_eq!(TABLE.map(|(status, _)| status), Status::ALL);
        for (status, row) in TABLE {
            let cells: Vec<Vec<char>> = row.split(' ').map(|cell| cell.chars().collect()).collect();
            assert_eq!(cells.len(), ACTIONS.len());
            for (action, cell) in ACTIONS.into_iter().zip(cells) {
                for (side, letter) in [(Side::Patient, cell[0]), (Side::Practice, cell[cell.len() - 1])] {
                    assert_eq!(
                        next(status, action, side),
                        named(letter, status),
                        "{action:?} from {status:?} by {side:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn names_are_those_of_the_wire() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }

    proptest! {
        #[test]
        fn an_appointment_that_is_over_stays_over(steps in prop::collection::vec((0usize..8, any::<bool>()), 0..30)) {
            let mut status = Status::Requested;
            for (action, practice) in steps {
                let by = if practice { Side::Practice } else { Side::Patient };
                match next(status, ACTIONS[action], by) {
                    Ok(after) => {
                        prop_assert!(status.is_active());
                        prop_assert!(after != Status::Rescheduled);
                        status = after;
                    }
                    Err(refused) => prop_assert_eq!(refused.state, status),
                }
            }
        }
    }
}
