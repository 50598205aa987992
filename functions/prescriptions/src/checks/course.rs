use super::product::Product;
use crate::content::{Content, days_after};
use medilink_kernel::{Instant, PrescriptionId, TenantId};
use medilink_records::RecordRef;
use serde::{Deserialize, Serialize};

/// A substance that a prescription has its patient take, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Course {
    /// The substance.
    pub substance: String,
    /// When the last repeat ends, were it begun on the day of issue.
    pub until: Instant,
}

/// A prescription's line in its patient's index, with what the patient takes by it: so what is taken already is one query,
/// whatever practices it is from.
#[derive(Debug, Serialize)]
pub(crate) struct IndexLine {
    #[serde(flatten)]
    pub line: RecordRef,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<Course>,
}

/// The same as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Taken {
    tenant_id: TenantId,
    id: String,
    #[serde(default)]
    courses: Vec<Course>,
}

/// What the patient takes by a prescription; a substance of several lines once for each.
pub(crate) fn courses(content: &Content, products: &[Option<Product>]) -> Vec<Course> {
    let lines = content.items.iter().zip(products);
    let each = lines.filter_map(|(line, product)| Some((line, product.as_ref()?)));
    let courses = each.flat_map(|(line, product)| {
        let days = line.duration_days.get().saturating_mul(content.repeats.saturating_add(1));
        let until = days_after(content.issued_at, days);
        product.substances.iter().map(move |substance| Course { substance: substance.clone(), until })
    });
    courses.collect()
}

impl Taken {
    /// The practice and the prescription.
    pub(crate) fn place(&self) -> Option<(TenantId, PrescriptionId)> {
        Some((self.tenant_id, PrescriptionId::from_bare(&self.id).ok()?))
    }

    /// What is still taken by it of what somebody asks for.
    pub(crate) fn courses(self, now: Instant, wanted: impl Fn(&str) -> bool) -> Vec<Course> {
        self.courses.into_iter().filter(|course| now < course.until && wanted(&course.substance)).collect()
    }
}
