//! How far a long task is.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::stream::ERR;

/// A line that says how far a long task is; shown on a terminal after half a second.
pub(super) struct ProgressBar {
    on: bool,
    /// What is counted.
    things: &'static str,
    started: Instant,
    shown: Mutex<Option<Instant>>,
}

/// Shorter work needs no word about it.
const PATIENCE: Duration = Duration::from_millis(500);
/// Often enough to look alive, seldom enough to cost nothing.
const BETWEEN_LINES: Duration = Duration::from_millis(100);

impl ProgressBar {
    pub(super) fn new(on: bool, started: Instant) -> Self {
        Self { on, things: "pages", started, shown: Mutex::new(None) }
    }

    /// The same line, counting something else than pages.
    pub(super) fn counting(self, things: &'static str) -> Self {
        Self { things, ..self }
    }

    pub(super) fn show(&self, done: usize, total: usize) {
        if !self.on || self.started.elapsed() < PATIENCE {
            return;
        }
        let Ok(mut shown) = self.shown.try_lock() else { return };
        if shown.is_none_or(|last| last.elapsed() >= BETWEEN_LINES) {
            *shown = Some(Instant::now());
            let cells = 30 * done / total.max(1);
            let (full, empty) = ("#".repeat(cells), " ".repeat(30 - cells));
            // Work goes on where nobody can see how far it is.
            let _ = ERR.rewrite(&format!("  [{full}{empty}] {done} of {total} {}", self.things));
        }
    }

    pub(super) fn clear(&self) {
        if self.shown.lock().is_ok_and(|shown| shown.is_some()) {
            let _ = ERR.rewrite("");
        }
    }
}
