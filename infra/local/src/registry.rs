//! Every operation of the platform, and the bootstrap that serves it.

use medilink_edge::Registered;
use medilink_operation::Described;

/// The domains, each with its operations.
static DOMAINS: &[&[Registered]] = &[
    medilink_identity::OPERATIONS,
    medilink_tenants::OPERATIONS,
    medilink_directory::OPERATIONS,
    medilink_scheduling::OPERATIONS,
    medilink_consultations::OPERATIONS,
    medilink_prescriptions::OPERATIONS,
    medilink_chat::OPERATIONS,
    medilink_notifications::OPERATIONS,
    medilink_catalogues::OPERATIONS,
    medilink_streams::OPERATIONS,
    medilink_audit::OPERATIONS,
    medilink_timeline::OPERATIONS,
];

/// Every operation.
pub fn operations() -> impl Iterator<Item = &'static Registered> {
    DOMAINS.iter().flat_map(|domain| domain.iter())
}

/// The operation with this id.
pub fn find(id: &str) -> Option<&'static Registered> {
    operations().find(|operation| operation.spec().id == id)
}

/// Every operation as documents see it.
pub fn described() -> Vec<Described> {
    operations().map(|operation| operation.described).collect()
}
