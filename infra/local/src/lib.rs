//! The whole platform on one machine: the HTTP API, the store behind its guard, documents, the stream and the schedules,
//! in one process.
//!
//! Operations run in this process, or with `--processes` as the real bootstraps over the Lambda Runtime API.

mod admin;
pub mod audit;
mod background;
pub mod client;
pub mod command;
mod config;
mod data;
mod event;
mod expiry;
mod functions;
mod gateway;
pub mod generate;
pub mod importing;
mod local;
mod policies;
mod processes;
pub mod registry;
mod routes;
mod runtime_api;
mod schedules;
pub mod seed;
mod site;
mod sockets;
mod streams;
pub mod tables;

pub use config::Config;
pub use local::{Local, Parts, StartError};
