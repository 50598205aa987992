//! The engine and the guard from outside: one binary, because linking the SDK takes longer than the tests.

#[cfg(test)]
mod common;
#[cfg(test)]
mod connector;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod over_http;
#[cfg(test)]
mod through_the_sdk;
#[cfg(test)]
mod two_ways;
