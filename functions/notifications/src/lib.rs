//! What people are told, in time.
//!
//! What happens elsewhere comes here by the tables' streams (`raise_from_*`) and becomes a notice in its reader's list,
//! once: its id follows from its cause. The list's own stream takes it from there to where the reader is, every channel
//! by itself (`show_live`, `send_*`). What has to wait, for an appointment to come near or for somebody's quiet hours to
//! end, lies in an index of what is due (`plan_reminders`, `run_due`).

mod browsers;
mod budget;
mod count_unread;
mod delivery;
mod get_preferences;
mod get_reminders;
mod ground;
mod kind;
mod list_notifications;
mod list_subscriptions;
mod notice;
mod plan_reminders;
mod practice;
mod preferences;
mod push_key;
mod raise;
mod raise_from_appointments;
mod raise_from_messages;
mod raise_from_prescriptions;
mod raise_from_registrations;
mod raise_from_sockets;
mod read_notification;
mod read_up_to;
mod records;
mod release;
mod remind;
mod run_due;
mod script_time;
mod send_mail;
mod send_sms;
mod send_web_push;
mod set_preferences;
mod set_reminders;
mod show_live;
mod subscribe;
mod text;
mod unsubscribe;
mod view;
mod web_push_key;
mod wishes;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<list_notifications::ListNotifications>(),
    Registered::http::<count_unread::CountUnread>(),
    Registered::http::<read_notification::ReadNotification>(),
    Registered::http::<read_up_to::ReadUpTo>(),
    Registered::http::<get_preferences::GetPreferences>(),
    Registered::http::<set_preferences::SetPreferences>(),
    Registered::http::<web_push_key::WebPushKey>(),
    Registered::http::<subscribe::Subscribe>(),
    Registered::http::<unsubscribe::Unsubscribe>(),
    Registered::http::<list_subscriptions::ListSubscriptions>(),
    Registered::http::<get_reminders::GetReminders>(),
    Registered::http::<set_reminders::SetReminders>(),
    Registered::stream::<raise_from_registrations::RaiseFromRegistrations>(),
    Registered::stream::<raise_from_appointments::RaiseFromAppointments>(),
    Registered::stream::<raise_from_prescriptions::RaiseFromPrescriptions>(),
    Registered::stream::<raise_from_messages::RaiseFromMessages>(),
    Registered::stream::<raise_from_sockets::RaiseFromSockets>(),
    Registered::stream::<plan_reminders::PlanReminders>(),
    Registered::stream::<show_live::ShowLive>(),
    Registered::stream::<send_mail::SendMail>(),
    Registered::stream::<send_sms::SendSms>(),
    Registered::stream::<send_web_push::SendWebPush>(),
    Registered::schedule::<run_due::RunDue>(),
];
