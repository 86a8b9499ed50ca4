//! Findings, printed: for a person at a terminal, as JSON, as annotations of a code host, as SARIF, and as the
//! accessibility report of a build.

mod accessibility;
mod folder;
mod github;
mod json;
mod repository;
mod sarif;
mod terminal;

pub use accessibility::{Report, html, json};
pub use folder::{FolderError, ReportFolder};
pub use github::render_github;
pub use json::render_json;
pub use repository::Repository;
pub use sarif::render_sarif;
pub use terminal::{Detail, Layout, by_file, render_human};
