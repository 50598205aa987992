//! Keys and items that scheduling alone touches.

use crate::grid::{Cells, OffGrid};
use crate::working_hours::WorkingHours;
use jiff::civil::Date;
use medilink_kernel::{DoctorId, UserId};
use medilink_records::patient_partition;
pub use medilink_records::visits::PATIENT_DAY;
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// The partition of a practice's schedules: one item a doctor.
pub const SCHEDULES: &str = "SCHEDULE";

/// The hours of one doctor, in the practice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// Whose.
    pub doctor_id: DoctorId,
    /// The hours.
    pub hours: WorkingHours,
}

/// Where a doctor's hours live.
pub fn schedule_key(doctor: DoctorId) -> Key {
    Key::new(SCHEDULES, doctor.bare())
}

/// The partition of a doctor's days.
pub fn doctor_days(doctor: DoctorId) -> String {
    format!("DAY#{}", doctor.bare())
}

/// Where a doctor's UTC day lives.
pub fn doctor_day(doctor: DoctorId, date: Date) -> Key {
    Key::new(doctor_days(doctor), date.to_string())
}

/// Where a patient's UTC day lives.
pub fn patient_day(patient: UserId, date: Date) -> Key {
    Key::new(patient_partition(patient), format!("{PATIENT_DAY}{date}"))
}

/// A UTC day of a doctor: the busy cells of both lanes ([`crate::holding`]).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct BusyDay {
    /// The date.
    pub sk: String,
    /// Cells of the first lane.
    #[serde(default)]
    pub busy: Vec<u16>,
    /// Cells of the second lane.
    #[serde(default)]
    pub busy2: Vec<u16>,
}

impl BusyDay {
    /// Its busy cells.
    pub fn cells(&self) -> Result<Cells, OffGrid> {
        Cells::of(self.busy.iter().chain(&self.busy2).copied())
    }

    /// Its date.
    pub fn date(&self) -> Option<Date> {
        self.sk.parse().ok()
    }
}
