//! Actors and a whole platform for black-box tests
