//! x
pub mod diagnostics;
pub mod yaml;
pub mod fields;
pub mod language;
pub mod config;
pub mod source;
pub mod front_matter;
