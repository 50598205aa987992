use crate::merge::{Kind, Line};
use medilink_kernel::{DoctorId, Instant, TenantId};
use medilink_records::appointment_state::Status;
use medilink_records::{Appointment, Consultation, DispensingTrace, PrescribedLines};
use schemars::JsonSchema;
use serde::Serialize;

/// A line of the time line, with enough of its record to be shown.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "TimelineRecord")]
pub struct RecordView {
    /// What it is.
    pub kind: Kind,
    /// The appointment, consultation or prescription; of what was handed out, the prescription.
    pub record_id: String,
    /// When: of an appointment, its start.
    pub at: Instant,
    /// The practice that keeps it.
    pub tenant_id: TenantId,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// The pharmacy that handed it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pharmacy_id: Option<TenantId>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pharmacy: Option<String>,
    /// Where an appointment stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When an appointment ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Instant>,
    /// With whom, or by whom, where the record says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor_id: Option<DoctorId>,
    /// Their name, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor_name: Option<String>,
    /// What was found, prescribed or handed out.
    pub lines: Vec<LineView>,
}

/// One diagnosis, or one medicine.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "TimelineLine")]
pub struct LineView {
    /// In words.
    pub text: String,
    /// The ICD-10 code of a diagnosis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Units of a medicine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u16>,
}

fn line(it: &Line, record_id: String) -> RecordView {
    RecordView {
        kind: it.kind,
        record_id,
        at: it.at,
        tenant_id: it.tenant,
        practice: None,
        pharmacy_id: None,
        pharmacy: None,
        status: None,
        end: None,
        doctor_id: None,
        doctor_name: None,
        lines: Vec::new(),
    }
}

/// `None` where it has moved away since the line was read.
pub(crate) fn appointment(it: &Line, found: &Appointment) -> Option<RecordView> {
    let (status, end, doctor_id) = (Some(found.status), Some(found.end), Some(found.doctor_id));
    let record = line(it, found.appointment_id.to_string());
    (found.start == it.at).then_some(RecordView { status, end, doctor_id, ..record })
}

pub(crate) fn consultation(it: &Line, found: &Consultation) -> RecordView {
    let diagnosis = |it: &medilink_records::Diagnosis| LineView {
        text: it.text.to_string(),
        code: it.code.as_ref().map(ToString::to_string),
        quantity: None,
    };
    RecordView {
        doctor_id: Some(found.doctor_id),
        doctor_name: Some(found.doctor_name.clone()),
        lines: found.diagnoses.iter().map(diagnosis).collect(),
        ..line(it, found.consultation_id.to_string())
    }
}

pub(crate) fn prescription(it: &Line, found: &PrescribedLines) -> RecordView {
    let medicine = |(name, quantity): (&str, u16)| medicine(name, quantity);
    RecordView {
        doctor_id: Some(found.prescriber.doctor_id),
        doctor_name: Some(found.prescriber.name()),
        lines: found.medicines().map(medicine).collect(),
        ..line(it, found.prescription_id.to_string())
    }
}

pub(crate) fn dispensing(it: &Line, found: &DispensingTrace, content: &PrescribedLines) -> RecordView {
    let names: Vec<_> = content.medicines().map(|(name, _)| name).collect();
    let medicine = |(place, units): &(usize, u16)| Some(medicine(names.get(*place)?, *units));
    RecordView {
        pharmacy_id: Some(found.pharmacy),
        lines: found.items.iter().filter_map(medicine).collect(),
        ..line(it, content.prescription_id.to_string())
    }
}

fn medicine(name: &str, units: u16) -> LineView {
    LineView { text: name.to_owned(), code: None, quantity: Some(units) }
}
