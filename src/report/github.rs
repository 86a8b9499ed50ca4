//! Workflow commands of GitHub Actions: each finding beside its line in a pull request.

use std::fmt::Write as _;

use super::Repository;
use crate::diagnostics::{Finding, Level};
use crate::visible::visible;

/// One `::error …` line a finding. A run shows only the first few of a step, so the worst come first.
#[must_use]
pub fn render_github(findings: &[Finding], repository: &Repository) -> String {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| finding.level);
    let mut out = String::new();
    for finding in findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let _ = write!(out, "::{command} file={}", property(&repository.name(&finding.file)));
        if let (Some(start), Some(end)) = (finding.start, finding.end) {
            let _ = write!(out, ",line={},endLine={}", start.line, end.line);
            // Columns of two lines have no order.
            if start.line == end.line {
                let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
            }
        }
        let words = message(&finding.message);
        let help = if finding.help.is_empty() { String::new() } else { format!("%0A{}", message(&finding.help)) };
        let _ = writeln!(out, ",title={}::{words}{help}", property(finding.rule));
    }
    out
}

/// Words in a workflow command, where no sign of theirs can end the line or start another command.
fn message(text: &str) -> String {
    visible(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Lines;

    #[test]
    fn a_finding_stands_beside_its_line() {
        let lines = Lines::new("# A\n\n100 %, done\n");
        let one = Finding::new("text/all-caps", Level::Note, "content/a,b.md", "100 % is wrong.", "Say: all.")
            .at(&lines, 5..10);
        let two = Finding::new("source/too-large", Level::Error, "content/b.md", "Too large.", "");
        assert_eq!(
            render_github(&[one, two], &Repository::default()),
            "::error file=content/b.md,title=source/too-large::Too large.\n\
             ::notice file=content/a%2Cb.md,line=3,endLine=3,col=1,endColumn=6,title=text/all-caps::100 %25 is wrong.%0ASay: all.\n"
        );
    }

    #[test]
    fn no_name_of_a_file_can_write_a_command_of_its_own() {
        let name = "content/a\n::set-output name=x::y.md";
        let finding = Finding::new("source/file-name", Level::Error, name, "“\r\n::stop\u{1b}[2J” is wrong.", "");
        assert_eq!(
            render_github(&[finding], &Repository::default()),
            "::error file=content/a⟨U+000A⟩%3A%3Aset-output name=x%3A%3Ay.md,title=source/file-name::“⟨U+000D⟩⟨U+000A⟩::stop⟨U+001B⟩[2J” is wrong.\n"
        );
    }
}
