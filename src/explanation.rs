//! What a finding means: `studypages explain`, and the reference in `docs/rules.md`.

use std::fmt::Write as _;

use crate::check::{FACTS, LAW_AS_OF};
use crate::citations;
use crate::rules::{self, Basis, Criterion, Rule};
use crate::visible::is_obeyed;

/// Where a basis can be read; `None` for guidance without an address of its own.
#[must_use]
pub fn address(basis: Basis) -> Option<String> {
    match basis {
        Basis::Wcag(number) => Criterion::find(number).map(Criterion::url),
        Basis::Act(id) => Some(format!("https://www.w3.org/WAI/standards-guidelines/act/rules/{id}/")),
        Basis::Law(cite) => citations::find(cite, &mut None).into_iter().find_map(|citation| citation.url),
        Basis::Guidance(_) => None,
    }
}

/// A rule for a person at a terminal.
#[must_use]
pub fn text(rule: &Rule) -> String {
    let mut out = format!("{} ({})\n{}\n\n", rule.code, rule.level.name(), rule.title);
    out.push_str(&wrapped(rule.why));
    if !rule.basis.is_empty() {
        out.push_str("\nIt rests on:\n");
        for basis in rule.basis {
            let _ = writeln!(out, "  {}", basis.name());
            if let Some(address) = address(*basis) {
                let _ = writeln!(out, "    {address}");
            }
        }
    }
    if matches!(rule.family(), "law" | "voluntary") {
        out.push_str(&facts());
    }
    let _ = write!(out, "\nWrong:\n\n{}\nRight:\n\n{}", indented(rule.wrong), indented(rule.right));
    let settings = if rule.is_settable() {
        "\nAnother level for the whole site, in site.yaml:\n\n    levels: { CODE: note }\n\nSwitched off for one page, in its front matter:\n\n    allow: [{ rule: CODE, reason: why it does not matter here }]\n"
    } else {
        "\nThis rule cannot be switched off: without what it asks for, there is no page to publish.\n"
    };
    out.push_str(&settings.replace("CODE", rule.code));
    out
}

/// What the law says and said, as a table.
fn facts() -> String {
    let mut out = format!("\nThe law as Studypages knows it, last seen amended on {LAW_AS_OF}:\n");
    for fact in FACTS {
        let days = match (fact.from, fact.ended) {
            ("", None) => "Today".to_owned(),
            (from, None) => format!("Since {from}"),
            (_, Some((until, by))) => format!("Before {until}, ended by {by}"),
        };
        let _ = writeln!(out, "  {days}: {} ({}).", fact.says, fact.cite);
        let _ = writeln!(out, "    Read on {} in: {}", fact.as_of, fact.source);
    }
    out
}

/// Every rule in a line, family by family.
#[must_use]
pub fn list() -> String {
    let mut out = String::new();
    let mut family = "";
    for rule in rules::all() {
        if rule.family() != family && !family.is_empty() {
            out.push('\n');
        }
        family = rule.family();
        let _ = writeln!(out, "{:<28} {:<8} {}", rule.code, rule.level.name(), rule.title);
    }
    out
}

/// The reference: every rule with its reason and its examples, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out = String::from(
        "# The rules\n\n\
         What `studypages check` finds, who is hurt by it, and how to mend it. This page is written by the program itself\n\
         (`studypages explain --reference`), and every example is run as a test.\n\n\
         An **error** keeps a site from being published. A **warning** should be looked at. A **note** is for your information.\n\
         `levels` in site.yaml sets another level or `off`; `allow` in a page’s front matter switches a rule off for that page,\n\
         with a reason. `studypages check --fix` mends the findings that have one safe answer.\n\n\
         An example is the body of a page, or a whole page with its front matter, or several files, each after a line `=== FILE`.\n",
    );
    let mut family = "";
    for rule in rules::all() {
        if rule.family() != family {
            family = rule.family();
            let _ = write!(out, "\n## {family}\n");
        }
        let _ =
            write!(out, "\n### {}\n\n**{}** ({})\n\n{}", rule.code, rule.title, rule.level.name(), wrapped(rule.why));
        let basis: Vec<String> = rule
            .basis
            .iter()
            .map(|basis| match address(*basis) {
                Some(address) => format!("[{}]({address})", basis.name()),
                None => basis.name(),
            })
            .collect();
        if !basis.is_empty() {
            let _ = write!(out, "\nRests on {}.\n", basis.join("; "));
        }
        let _ = write!(out, "\nWrong:\n\n{}\nRight:\n\n{}", fenced(rule.wrong), fenced(rule.right));
    }
    out
}

/// Characters that nobody sees would be lost on a page; they are shown by their names.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{a0}' | '\u{ad}' | '\u{200b}' | '\u{feff}' => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
            }
            c if is_obeyed(c) && c != '\n' => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
            }
            c if ('\u{300}'..='\u{36f}').contains(&c) => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in visible(text).lines() {
        out.push_str(if line.is_empty() { "" } else { "    " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn fenced(text: &str) -> String {
    format!("~~~~text\n{}~~~~\n", visible(text))
}

/// Lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 100;
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > WIDTH {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += width;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_and_criterion_has_an_address() {
        for rule in rules::all() {
            for basis in rule.basis {
                let known = address(*basis).is_some() || matches!(basis, Basis::Guidance(_));
                assert!(known, "{}: {}", rule.code, basis.name());
            }
        }
    }

    #[test]
    fn a_rule_as_a_person_reads_it() {
        let rule = rules::find("link/image-no-name").unwrap();
        let said = text(rule);
        assert!(said.starts_with("link/image-no-name (error)\n"), "{said}");
        assert!(said.contains("\nWrong:\n\n    "), "{said}");
        assert!(said.contains("levels: { link/image-no-name: note }"), "{said}");
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(visible("a\u{a0}b\u{200b}\u{b}"), "a⟨U+00A0⟩b⟨U+200B⟩⟨U+000B⟩");
    }
}
