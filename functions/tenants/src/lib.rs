//! How a practice, pharmacy or laboratory joins: registration, review, provisioning.
//!
//! Somebody registers and gets an account that signs in but opens nothing, hands in documents, and submits. An admin
//! approves, and a tenant is provisioned by the steps of `medilink-tenant-infra`; or rejects. Suspended, a tenant is
//! closed from its next request on.

mod account;
mod add_staff;
mod approve;
mod create_upload;
mod documents;
mod form;
mod get_registration;
mod get_tenant;
mod known;
mod list_registrations;
mod list_staff;
mod list_tenants;
mod provision;
mod records;
mod register;
mod registration;
mod reject;
mod resume;
mod retry_provisioning;
mod standing;
mod submit;
mod suspend;
mod upload_request;
mod views;

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<register::Register>(),
    Registered::http::<create_upload::CreateUpload>(),
    Registered::http::<submit::Submit>(),
    Registered::http::<list_registrations::ListRegistrations>(),
    Registered::http::<get_registration::GetRegistration>(),
    Registered::http::<approve::Approve>(),
    Registered::http::<reject::Reject>(),
    Registered::http::<list_tenants::ListTenants>(),
    Registered::http::<get_tenant::GetTenant>(),
    Registered::http::<suspend::Suspend>(),
    Registered::http::<resume::Resume>(),
    Registered::http::<retry_provisioning::RetryProvisioning>(),
    Registered::http::<add_staff::AddStaff>(),
    Registered::http::<list_staff::ListStaff>(),
    Registered::stream::<provision::Provision>(),
];
