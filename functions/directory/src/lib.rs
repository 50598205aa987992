//! The public directory of doctors
