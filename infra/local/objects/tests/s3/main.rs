//! The store as clients meet it: over a port, with the real client library and plain HTTP.

mod downloads;
mod support;
mod uploads;
