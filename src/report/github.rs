//! Workflow commands of GitHub Actions: each finding beside its line in a pull request.

use std::fmt::Write as _;

use crate::diagnostics::{Finding, Level};

/// One `::error …` line a finding.
#[must_use]
pub fn render_github(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let _ = write!(out, "::{command} file={}", property(&finding.file));
        if let (Some(start), Some(end)) = (finding.start, finding.end) {
            let _ = write!(out, ",line={},endLine={}", start.line, end.line);
            // Columns of two lines have no order.
            if start.line == end.line {
                let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
            }
        }
        let words = if finding.help.is_empty() {
            finding.message.clone()
        } else {
            format!("{}\n{}", finding.message, finding.help).into()
        };
        let _ = writeln!(out, ",title={}::{}", property(finding.rule), message(&words));
    }
    out
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
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
            render_github(&[one, two]),
            "::notice file=content/a%2Cb.md,line=3,endLine=3,col=1,endColumn=6,title=text/all-caps::100 %25 is wrong.%0ASay: all.\n\
             ::error file=content/b.md,title=source/too-large::Too large.\n"
        );
    }
}
