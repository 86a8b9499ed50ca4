//! Every fault, planted into the sample site at random places: each is found at its line, and nothing else fires.
//!
//! `MUTATIONS=10000 MUTATION_SEED=7 cargo test mutation` plants more, or others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use studypages::front_matter::Audience;
use studypages::pipeline::{self, Memory, Options};
use studypages::rules::{self, Rule};

use crate::rules::{assets, findings, runs};

/// Faults of a page as a whole: planted as a page of their own.
const OF_A_PAGE: [&str; 6] = [
    "text/abbreviation",
    "reading/grade",
    "language/page",
    "paste/escaped",
    "heading/skipped-level",
    "list/number-gap",
];

/// A step of xorshift: enough to scatter faults, and the same on every machine.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 16).unwrap()
}

/// What a rule says about its example: codes and lines from the first line of the body.
type Expected = Vec<(String, u32)>;

const HEAD_LINES: u32 = 6;

struct Fault {
    rule: &'static Rule,
    expected: Expected,
}

#[test]
fn every_planted_fault_is_found_at_its_line_and_nothing_else_is() {
    let times: usize = std::env::var("MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(2000);
    let seed: u64 = std::env::var("MUTATION_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_125);
    let mut state = seed;
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &root.join("content"));
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("site.yaml"), root.join("site.yaml")).unwrap();
    for folder in ["", "educators/", "forms/", "news/", "notices/"] {
        for (name, bytes) in assets() {
            fs::write(root.join("content").join(folder).join(name), bytes).unwrap();
        }
    }
    let options = Options { root: root.to_owned(), today: date(2026, 11, 25), include_unpublished: false };
    let mut memory = Memory::default();
    let loaded = pipeline::load_again(&options, &mut memory).unwrap();
    let before: Vec<String> =
        loaded.findings.iter().map(|finding| format!("{} {}", finding.file, finding.rule)).collect();
    assert_eq!(before, [""; 0], "the sample site is silent");
    let pages: Vec<PathBuf> = loaded
        .site
        .pages
        .iter()
        .filter(|page| page.language == 0 && matches!(page.front_matter.audience, Audience::Parents))
        .map(|page| root.join(page.file()))
        .collect();
    let faults: Vec<Fault> = rules::all()
        // The sample site has that rule switched off: it has decided everything.
        .filter(|rule| runs(rule) && !rule.wrong.starts_with("=== ") && rule.code != "content/decide")
        .map(|rule| {
            let found = findings(rule.wrong);
            let expected = found.iter().map(|f| (f.rule.to_owned(), f.start.map_or(0, |start| start.line))).collect();
            Fault { rule, expected }
        })
        .collect();
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for turn in 0..times {
        // Every rule in turn, so that none is forgotten.
        let fault = &faults[turn % faults.len()];
        let whole = fault.rule.wrong.starts_with("---") || OF_A_PAGE.contains(&fault.rule.code);
        let (file, restore, expected) = if whole {
            let file = root.join(format!("content/planted-{turn}.md"));
            let text = crate::rules::page_of(fault.rule.wrong)
                .replace("title: A page for families", &format!("title: A planted page {turn}"));
            fs::write(&file, text).unwrap();
            (file, None, fault.expected.clone())
        } else {
            let file = pages[next(&mut state) % pages.len()].clone();
            let text = fs::read_to_string(&file).unwrap();
            let places = places(&text);
            let (at, line) = places[next(&mut state) % places.len()];
            let planted = format!("{}\n{}\n{}", &text[..at], fault.rule.wrong, &text[at..]);
            fs::write(&file, planted).unwrap();
            let shift = |(rule, at): &(String, u32)| (rule.clone(), at - HEAD_LINES + line);
            (file, Some(text), fault.expected.iter().map(shift).collect())
        };
        let name = file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if restore.is_some() {
            memory.expect(root, std::slice::from_ref(&file));
        } else {
            memory.expect(root, &[]);
        }
        let loaded = pipeline::load_again(&options, &mut memory).unwrap();
        let found: Expected = loaded
            .findings
            .iter()
            // A page of its own has no translation yet.
            .filter(|finding| !(restore.is_none() && finding.rule == "translation/missing"))
            .map(|finding| {
                let line = finding.start.map_or(0, |start| start.line);
                let rule = if finding.file == name {
                    finding.rule.to_owned()
                } else {
                    format!("{} in {}", finding.rule, finding.file)
                };
                (rule, line)
            })
            .collect();
        let mut sorted = (found.clone(), expected.clone());
        sorted.0.sort();
        sorted.1.sort();
        if sorted.0 != sorted.1 {
            let entry = wrong.entry(fault.rule.code.to_owned()).or_default();
            entry.push(format!("turn {turn}, {name}: found {found:?}, planted {expected:?}"));
        }
        match restore {
            Some(text) => fs::write(&file, text).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        memory.expect(root, &if whole { Vec::new() } else { vec![file] });
    }
    let shown: Vec<String> =
        wrong.iter().map(|(rule, cases)| format!("{rule}: {} times; {}", cases.len(), cases[0])).collect();
    assert!(wrong.is_empty(), "seed {seed}\n{}", shown.join("\n"));
}

/// Where a section of a page begins, and the end of the page: bytes, and lines from 1.
fn places(text: &str) -> Vec<(usize, u32)> {
    let mut places = Vec::new();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if line.starts_with("## ") {
            places.push((at, number));
        }
        at += line.len();
    }
    places.push((at, u32::try_from(text.lines().count()).unwrap() + 1));
    places
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}
