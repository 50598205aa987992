//! The resources of one tenant: the template and the provisioning steps around it.
//!
//! A tenant comes to life by a list of [`Step`]s. Each is idempotent and can be cut at any point: whatever has happened
//! already is found and left as it is. Where each stands is kept in the tenant's registry record, so that a
//! [`Provisioner`] that starts anew goes on where the last one ended, and an admin sees which step failed, and why.

mod activate;
mod definition;
mod directory;
mod doors;
mod founding;
mod keyspace;
mod people;
mod provisioner;
mod registry;
mod resources;
mod settings;
mod step;

pub use definition::{TEMPLATE, TemplateError, from_template};
pub use doors::{close, open};
pub use founding::{Founding, doctor_of};
pub use keyspace::KeyspaceMark;
pub use provisioner::{Progress, Provisioner};
pub use registry::{TenantRow, in_status, restarted, status_index};
pub use resources::Resources;
pub use step::{Step, StepError};
