//! Every rule finds its own example, and nothing else does; its mended example is silent.
//!
//! What each rule says about its example is kept, word for word, in `tests/rules/FAMILY.txt`;
//! `UPDATE_EXPECTED=1 cargo test` writes the files anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use rayon::prelude::*;
use studypages::diagnostics::Finding;
use studypages::pipeline::{self, Failure, Options};
use studypages::report::render_human;
use studypages::rules::{self, Rule};

/// Rules that need what no text can show: bytes that are no UTF-8, links on disk, files of many megabytes,
/// many files, other websites. Each is tested where it is found, and planted by `mutation`.
const ELSEWHERE: [&str; 22] = [
    "address/unfit",
    "config/navigation-long",
    "image/mistyped",
    "image/too-large",
    "image/too-wide",
    "image/unreadable",
    "document/untagged",
    "source/encoding",
    "source/unknown-letters",
    "source/cut-off",
    "source/file-name",
    "source/link-loop",
    "source/outside-link",
    "source/private-link",
    "source/twin-names",
    "source/too-large",
    "source/unreadable",
    "theme/encoding",
    "external/broken",
    "external/moved",
    "external/unverified",
    "privacy/photo-place",
];

const SITE: &str = "\
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
base_url: https://www.example.org/independent-study/
languages: [LANGUAGES]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
";

const FRONT_MATTER: &str = "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

";

const HOME: &str = "\
---
title: Independent study
summary: What independent study is in our district, for whom it is, and how a family can ask for it.
kind: home
audience: all
last_reviewed: 2026-11-01
---

Independent study is a choice of your family.
";

const SPANISH_HOME: &str = "\
---
title: Estudio independiente
summary: Qué es el estudio independiente en nuestro distrito, para quién es y cómo lo pide una familia.
kind: home
audience: all
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

El estudio independiente es una decisión de su familia.
";

/// The files of an example, by their paths.
pub(crate) fn files(example: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if let Some(rest) = example.strip_prefix("=== ") {
        for part in rest.split("\n=== ") {
            let (path, text) = part.split_once('\n').unwrap_or((part, ""));
            let text = if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
            files.insert(path.trim().to_owned(), text);
        }
    } else if example.starts_with("---") {
        files.insert("content/page.md".to_owned(), example.to_owned());
    } else {
        files.insert("content/page.md".to_owned(), format!("{FRONT_MATTER}{example}"));
    }
    files
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// The files that examples may speak of.
pub(crate) fn assets() -> Vec<(&'static str, Vec<u8>)> {
    let mut picture = Vec::new();
    let pixels = image::DynamicImage::new_rgb8(640, 480);
    pixels.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    vec![
        ("picture.png", picture),
        ("line.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"1\"/>".to_vec()),
        ("agreement.pdf", b"%PDF-1.7 /Type /Catalog /StructTreeRoot 1 0 R".to_vec()),
        ("video.mp4", b"film".to_vec()),
        ("silent.mp4", b"film".to_vec()),
        ("video.wav", b"sound".to_vec()),
        ("video.vtt", b"WEBVTT\n".to_vec()),
    ]
}

/// What is found in an example.
pub(crate) fn findings(example: &str) -> Vec<Finding> {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    let files = files(example);
    let in_two_languages = files.get("site.yaml").is_some_and(|text| text.contains("[en, es]"));
    let spanish = in_two_languages || files.keys().any(|path| path.ends_with(".es.md"));
    write(root, "site.yaml", SITE.replace("LANGUAGES", if spanish { "en, es" } else { "en" }).as_bytes());
    write(root, "content/index.md", HOME.as_bytes());
    if spanish {
        write(root, "content/index.es.md", SPANISH_HOME.as_bytes());
    }
    let is_spoken_of = |name: &str| example.contains(name) || name == "video.vtt" && example.contains("video.mp4");
    for (name, bytes) in assets().into_iter().filter(|(name, _)| is_spoken_of(name)) {
        write(root, &format!("content/{name}"), &bytes);
    }
    for (path, text) in &files {
        write(root, path, text.as_bytes());
    }
    let options = Options { root: root.to_owned(), today: date(2026, 11, 25), include_unpublished: false };
    let mut loaded = match pipeline::load(&options) {
        Ok(loaded) => loaded,
        Err(Failure::Config(findings)) => return findings,
        Err(failure) => panic!("{failure}"),
    };
    // Templates are read when pages are rendered.
    let output = root.join("output");
    pipeline::build(&mut loaded, root, &output, &|_, _| {}).unwrap().findings
}

pub(crate) fn runs(rule: &Rule) -> bool {
    !ELSEWHERE.contains(&rule.code)
}

#[test]
fn every_rule_finds_its_example_and_nothing_else_does() {
    let mut wrong = Vec::new();
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    let examples: Vec<(&Rule, Vec<Finding>, Vec<Finding>)> = rules::all()
        .filter(|rule| runs(rule))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|rule| (rule, findings(rule.wrong), findings(rule.right)))
        .collect();
    for (rule, found, quiet) in examples {
        let text = render_human(&found, false);
        let others: Vec<&str> = found.iter().map(|finding| finding.rule).filter(|code| *code != rule.code).collect();
        if !found.iter().any(|finding| finding.rule == rule.code) || !others.is_empty() {
            wrong.push(format!("{} on its wrong example:\n{text}", rule.code));
        }
        if !found.iter().any(|finding| finding.rule == rule.code && finding.level == rule.level) {
            wrong.push(format!("{} is not of level {:?} on its example", rule.code, rule.level));
        }
        if !quiet.is_empty() {
            wrong.push(format!("{} on its right example:\n{}", rule.code, render_human(&quiet, false)));
        }
        said.entry(rule.family()).or_default().push_str(&text);
    }
    assert!(wrong.is_empty(), "{} wrong\n\n{}", wrong.len(), wrong.join("\n"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    for (family, text) in said {
        let file = folder.join(format!("{family}.txt"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(text, expected, "{}", file.display());
    }
}

#[test]
fn every_code_in_the_source_is_a_rule_and_every_rule_is_in_the_source() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = String::new();
    for entry in walkdir::WalkDir::new(&source).into_iter().map(Result::unwrap) {
        let in_rules = entry.path().starts_with(source.join("rules"));
        if entry.path().extension().is_some_and(|extension| extension == "rs") && !in_rules {
            text.push_str(&fs::read_to_string(entry.path()).unwrap());
        }
    }
    let mut missing: Vec<String> = rules::all()
        .filter(|rule| !text.contains(&format!("\"{}\"", rule.code)))
        .map(|rule| format!("{} is a rule that nothing finds", rule.code))
        .collect();
    let families: Vec<&str> = rules::all().map(Rule::family).collect();
    for piece in text.split('"') {
        let Some((family, name)) = piece.split_once('/') else { continue };
        let is_code = families.contains(&family)
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let is_type = matches!(
            piece,
            "content/public"
                | "image/png"
                | "image/jpeg"
                | "image/gif"
                | "image/webp"
                | "image/avif"
                | "image/svg"
                | "image/x-icon"
                | "text/css"
                | "text/html"
                | "text/plain"
                | "text/javascript"
        );
        if is_code && !name.is_empty() && !is_type && rules::find(piece).is_none() {
            missing.push(format!("{piece} is found by the source, but is no rule"));
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn codes_are_unique_and_texts_are_short() {
    let mut seen = std::collections::HashSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.code), "{} twice", rule.code);
        assert!(rule.title.chars().count() <= 60 && !rule.title.ends_with('.'), "{}", rule.title);
        assert!(rule.why.ends_with('.'), "{}", rule.code);
        assert!(rules::find(rule.code).is_some());
    }
}
