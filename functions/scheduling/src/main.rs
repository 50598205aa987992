//! Working hours, free slots, appointments
fn main() {}
