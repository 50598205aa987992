//! Prescriptions with a signed code, dispensed exactly once
fn main() {}
