//! The rules, each with its own example.
