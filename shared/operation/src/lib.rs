//! What an operation declares, and everything derived from the declaration
