//! The public directory of doctors
fn main() {}
