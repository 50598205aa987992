//! Messages between patients, doctors and pharmacists, over sockets.
//!
//! A socket is opened with a ticket of one use and is one person's, of one session, to its end. A message is one item,
//! written at the next free number of its conversation: the numbers have no gaps, so whoever knows the last one it has
//! seen can ask for the rest, and what a socket missed is never lost. Who may write to whom follows from what is on
//! record: an appointment, a prescription held or dispensed.
//!
//! An image is promised, sent to the object store by the client itself, made ready (checked, and cleaned of all that it
//! tells beside the picture), and then shown in a message.

mod clear_images;
mod close_changed_accounts;
mod close_ended_sessions;
mod close_suspended_tenants;
mod connect;
mod conversation;
mod create_image;
mod create_ticket;
mod disconnect;
mod ends;
mod frames;
mod get_image;
mod grounds;
mod ids;
mod images;
mod list_conversations;
mod list_messages;
mod opening;
mod picture;
mod promises;
mod read;
mod ready_image;
mod receipts;
mod received;
mod records;
mod send;
mod standing;
mod told;
mod typing;
mod unknown;
mod writing;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<create_ticket::CreateTicket>(),
    Registered::http::<list_conversations::ListConversations>(),
    Registered::http::<list_messages::ListMessages>(),
    Registered::http::<create_image::CreateImage>(),
    Registered::http::<ready_image::ReadyImage>(),
    Registered::http::<get_image::GetImage>(),
    Registered::socket::<connect::Connect>(),
    Registered::socket::<disconnect::Disconnect>(),
    Registered::socket::<send::Send>(),
    Registered::socket::<received::Received>(),
    Registered::socket::<read::Read>(),
    Registered::socket::<typing::Typing>(),
    Registered::socket::<unknown::Unknown>(),
    Registered::stream::<close_ended_sessions::CloseEndedSessions>(),
    Registered::stream::<close_changed_accounts::CloseChangedAccounts>(),
    Registered::stream::<close_suspended_tenants::CloseSuspendedTenants>(),
    Registered::stream::<clear_images::ClearImages>(),
];
