//! A notification as its reader sees it.

use crate::{kind::Kind, notice::About, records::NoticeRecord, text::Said};
use medilink_kernel::{Instant, NotificationId};
use schemars::JsonSchema;
use serde::Serialize;

/// Something that a person is told.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Notification")]
pub struct NotificationView {
    /// Which one: the same by every channel.
    notification_id: NotificationId,
    /// What of.
    kind: Kind,
    /// One line, in the reader's language.
    title: String,
    /// A sentence or two.
    body: String,
    /// Where it leads.
    about: About,
    /// Whether it asks to be seen at once.
    urgent: bool,
    /// When its cause was.
    at: Instant,
    /// Whether it was read.
    read: bool,
}

impl NotificationView {
    /// The notice in words.
    pub(crate) fn new(notice: &NoticeRecord, said: Said, read: bool) -> Self {
        Self {
            notification_id: notice.notification_id,
            kind: notice.kind,
            title: said.title,
            body: said.body,
            about: notice.about,
            urgent: notice.kind.is_urgent(),
            at: notice.at,
            read,
        }
    }
}
