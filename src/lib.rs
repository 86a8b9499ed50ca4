//! Studypages turns a folder of Markdown about a district's independent study program
//! into an accessible website in the manner of the California Department of Education.
//!
//! ```text
//! discover → parse → resolve → check → render → write
//! source     page     site      check   render   output
//!            front_matter, markdown, components, citations, ratio, machine_readable
//! ```
//!
//! `preview` answers browsers in place of the last stage. `external` asks other websites whether
//! links to them still lead somewhere, and keeps the answers in a file of its own.
//!
//! Each stage is a function from values to values plus findings ([`diagnostics`]).
//! Only `source` and `theme` read the disk, only `output` writes it; [`pipeline`] calls
//! the stages in their order, and [`cli`] is what a person types.

// What is said goes through `cli::stream`, which shows what a terminal would obey and knows what could not be written.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod address;
pub mod asset;
mod bytes;
pub mod check;
pub mod citations;
pub mod cli;
pub mod components;
pub mod config;
pub mod decoding;
pub mod diagnostics;
pub mod explanation;
pub mod external;
pub mod fields;
pub mod file_pattern;
pub mod fix;
pub mod folder;
pub mod front_matter;
pub mod language;
pub mod machine_readable;
pub mod markdown;
pub mod output;
pub mod page;
pub mod pipeline;
pub mod preview;
pub mod ratio;
pub mod reading;
pub mod render;
pub mod report;
pub mod rules;
pub mod site;
pub mod source;
pub mod starter;
pub mod state;
pub mod theme;
pub mod visible;
mod web_address;
pub mod yaml;
