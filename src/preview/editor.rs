//! Opening a file in the editor that `site.yaml` names.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An editor that is still starting is not started again.
const STARTING: Duration = Duration::from_secs(1);
/// Editors that stay until their window is closed: more of them than these nobody has open.
const MOST: usize = 8;

/// The editors that this preview started.
#[derive(Clone, Default)]
pub(super) struct Editors(Arc<Mutex<Vec<Started>>>);

struct Started {
    number: u32,
    at: Instant,
}

/// What became of a wish to open a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    Yes,
    /// The last editor is still starting, or many are open.
    Busy,
    /// The command cannot be started.
    No,
}

/// A place in a file.
pub(super) struct Place<'p> {
    pub(super) file: &'p Path,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Editors {
    /// Starts `editor`, a command with `{file}`, `{line}` and `{column}` in it: one at a time.
    pub(super) fn open(&self, editor: &str, place: &Place<'_>) -> Opened {
        let mut words = editor.split_whitespace().map(|word| {
            let word = word.replace("{line}", &place.line.to_string()).replace("{column}", &place.column.to_string());
            word.replace("{file}", &place.file.to_string_lossy())
        });
        let Some(program) = words.next() else { return Opened::No };
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.len() >= MOST || running.iter().any(|editor| editor.at.elapsed() < STARTING) {
            return Opened::Busy;
        }
        let Ok(mut child) = Command::new(program).args(words).stdin(Stdio::null()).spawn() else { return Opened::No };
        let number = child.id();
        running.push(Started { number, at: Instant::now() });
        let editors = self.clone();
        // A process that nobody waits for stays in the system's list for as long as the preview runs.
        std::thread::spawn(move || {
            let _ = child.wait();
            editors.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|editor| editor.number != number);
        });
        Opened::Yes
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn running(editors: &Editors) -> usize {
        editors.0.lock().unwrap().len()
    }

    #[test]
    fn an_editor_is_started_once_and_waited_for() {
        let editors = Editors::default();
        let open = |editor: &str| editors.open(editor, &Place { file: Path::new("a.md"), line: 7, column: 3 });
        assert_eq!(open("no-such-editor-anywhere {file}"), Opened::No);
        assert_eq!(open(""), Opened::No);
        assert_eq!(open("sleep 60{line}"), Opened::Yes);
        for _ in 0..300 {
            assert_eq!(open("sleep 60"), Opened::Busy);
        }
        assert_eq!(running(&editors), 1);
        let number = editors.0.lock().unwrap()[0].number;
        // Once it has ended nothing is left of it.
        let ended = Command::new("kill").arg(number.to_string()).status().unwrap();
        assert!(ended.success());
        while running(&editors) > 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(open("true {file}:{line}:{column}"), Opened::Yes);
    }
}
