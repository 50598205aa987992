//! What operations could not follow: dead letters, for an admin to replay or discard.
//!
//! The edge writes them, where an operation has failed on a record of a stream again and again (`medilink_edge::follow`).
//! Nobody can read here what the record says: it is sealed, and an admin sees which operation failed on what kind of
//! item, when, how often and why. What somebody outside would not take for the moment is tried again by itself.

mod discard_dead_letter;
mod list_dead_letters;
mod replay_dead_letter;
mod run_postponed;
mod view;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<list_dead_letters::ListDeadLetters>(),
    Registered::http::<replay_dead_letter::ReplayDeadLetter>(),
    Registered::http::<discard_dead_letter::DiscardDeadLetter>(),
    Registered::schedule::<run_postponed::RunPostponed>(),
];
