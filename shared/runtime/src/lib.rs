//! The only crate that knows Lambda: events in, answers out
