//! How a practice, pharmacy or laboratory joins: registration, review, provisioning
fn main() {}
