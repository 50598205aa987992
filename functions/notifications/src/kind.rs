//! The kinds of things that people are told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a notification is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NotificationKind")]
pub enum Kind {
    /// The own practice, pharmacy or laboratory is open.
    RegistrationApproved,
    /// The own registration was turned down.
    RegistrationRejected,
    /// A patient asks for an appointment.
    AppointmentRequested,
    /// The practice has booked an appointment for the patient.
    AppointmentBooked,
    /// The practice accepts.
    AppointmentConfirmed,
    /// The practice declines.
    AppointmentRejected,
    /// The other side has moved an appointment.
    AppointmentMoved,
    /// The other side has called an appointment off.
    AppointmentCancelled,
    /// An appointment is near.
    AppointmentReminder,
    /// A prescription can be taken to a pharmacy.
    PrescriptionReady,
    /// A pharmacy prepares a prescription.
    PrescriptionHeld,
    /// Some of a prescription was handed out.
    PrescriptionPartDispensed,
    /// All of a prescription was handed out.
    PrescriptionDispensed,
    /// A pharmacy will not hand out what is left of a prescription.
    PrescriptionNotDispensed,
    /// The doctor has called a prescription off.
    PrescriptionCancelled,
    /// Somebody wrote while the reader was away.
    MessageWaiting,
    /// Somebody wrote what asks to be seen at once.
    MessageUrgent,
    /// Somebody opened the own record who is not expected to.
    UnusualAccess,
    /// A doctor opened the own record in an emergency.
    EmergencyAccess,
    /// A doctor opened somebody's record in an emergency: for an admin to look into.
    EmergencyReview,
}

impl Kind {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegistrationApproved => "registration_approved",
            Self::RegistrationRejected => "registration_rejected",
            Self::AppointmentRequested => "appointment_requested",
            Self::AppointmentBooked => "appointment_booked",
            Self::AppointmentConfirmed => "appointment_confirmed",
            Self::AppointmentRejected => "appointment_rejected",
            Self::AppointmentMoved => "appointment_moved",
            Self::AppointmentCancelled => "appointment_cancelled",
            Self::AppointmentReminder => "appointment_reminder",
            Self::PrescriptionReady => "prescription_ready",
            Self::PrescriptionHeld => "prescription_held",
            Self::PrescriptionPartDispensed => "prescription_part_dispensed",
            Self::PrescriptionDispensed => "prescription_dispensed",
            Self::PrescriptionNotDispensed => "prescription_not_dispensed",
            Self::PrescriptionCancelled => "prescription_cancelled",
            Self::MessageWaiting => "message_waiting",
            Self::MessageUrgent => "message_urgent",
            Self::UnusualAccess => "unusual_access",
            Self::EmergencyAccess => "emergency_access",
            Self::EmergencyReview => "emergency_review",
        }
    }

    /// Whether it goes by every channel, and heeds no quiet hours.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::MessageUrgent | Self::EmergencyAccess | Self::EmergencyReview)
    }

    /// Whether it is mailed whatever somebody has chosen: without it they could not go on.
    pub const fn is_essential(self) -> bool {
        matches!(self, Self::RegistrationApproved | Self::RegistrationRejected)
    }
}

#[cfg(test)]
impl Kind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::RegistrationApproved,
        Self::RegistrationRejected,
        Self::AppointmentRequested,
        Self::AppointmentBooked,
        Self::AppointmentConfirmed,
        Self::AppointmentRejected,
        Self::AppointmentMoved,
        Self::AppointmentCancelled,
        Self::AppointmentReminder,
        Self::PrescriptionReady,
        Self::PrescriptionHeld,
        Self::PrescriptionPartDispensed,
        Self::PrescriptionDispensed,
        Self::PrescriptionNotDispensed,
        Self::PrescriptionCancelled,
        Self::MessageWaiting,
        Self::MessageUrgent,
        Self::UnusualAccess,
        Self::EmergencyAccess,
        Self::EmergencyReview,
    ];
}
