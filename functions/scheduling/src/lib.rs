//! Working hours, free slots, appointments
