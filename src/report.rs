//! Findings for programs: annotations of a code host, SARIF, and the accessibility report of a build.

mod accessibility;
mod github;
mod sarif;

pub use accessibility::{Report, html, json};
pub use github::render_github;
pub use sarif::render_sarif;
