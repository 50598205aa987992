//! The WebSocket API of this machine: sockets in, frames to functions, frames from functions out again through the
//! `@connections` endpoint, as API Gateway does it.

mod connections;
mod event;
mod handshake;
mod hub;
mod machine;
mod socket;

pub use connections::{ManagementClient, manage};
pub use handshake::Handshake;
pub use hub::Hub;
pub use socket::Sockets;
