//! Ids, time, money, language: the words every other crate speaks
