//! Visits and the patient's record of them
fn main() {}
