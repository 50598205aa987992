//! The checks over every operation that is declared: a new one is in all of them by itself.
#![expect(clippy::panic, clippy::expect_used, reason = "a test ends where something is not as it should be")]

mod architecture;
mod audited;
mod call;
mod capacity;
mod cast;
mod cold;
mod events;
mod grants;
mod growth;
mod hostile;
mod idempotency;
mod invoke;
mod isolation;
mod logs;
mod mutations;
mod opening;
mod pictures;
mod recording;
mod roles;
mod samples;
mod schema;
mod shelves;
mod snapshot;
mod states;
mod talking;
mod telling;
mod tokens;
mod twins;
