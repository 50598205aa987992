//! The resources of one tenant: the template and the provisioning steps around it
