//! `studypages init` and `studypages new`: the first day of a district.

use std::fs;
use std::process::Stdio;

use crate::{Ended, Site, ended, studypages, tree};

const DISTRICT: [&str; 10] = [
    "--name",
    "Río Seco Union High School District",
    "--office",
    "Alternative Programs Office",
    "--email",
    "programs@rioseco.k12.ca.us",
    "--phone",
    "(530) 555-0199",
    "--url",
    "https://www.rioseco.k12.ca.us/study/",
];

fn run(folder: &std::path::Path, arguments: &[&str]) -> Ended {
    ended(studypages().current_dir(folder).args(arguments).stdin(Stdio::null()))
}

fn init(folder: &std::path::Path, more: &[&str]) -> Ended {
    let arguments: Vec<&str> = ["init", "site"].into_iter().chain(DISTRICT).chain(more.iter().copied()).collect();
    run(folder, &arguments)
}

#[test]
fn a_new_site_builds_and_is_the_districts_own() {
    let folder = tempfile::tempdir().unwrap();
    let written = init(folder.path(), &[]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let site = folder.path().join("site");
    let built = run(&site, &["build", "--as-of", "2026-11-25", "--format", "json"]);
    assert_eq!(built.code, 0, "{}", built.stdout);
    let report: serde_json::Value = serde_json::from_str(&built.stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        assert_eq!(finding["rule"], "content/decide", "{finding}");
    }
    assert!(report["summary"]["notes"].as_u64().unwrap() > 10);
    for (path, bytes) in tree(&site) {
        let text = String::from_utf8_lossy(&bytes);
        // example.org stands for nobody: the editor's guide may use it.
        for left in ["Sierra Vista", "555-0142", "555-0100", "study@example.org", "www.example.org/independent-study"] {
            assert!(!text.contains(left) || path == "README.md", "{left} in {path}");
        }
        assert!(!text.contains("{{name}}") && !text.contains("{{url}}"), "{path}");
        if path.starts_with("output/") && path.ends_with(".html") {
            for own in [
                "Río Seco Union High School District",
                "Alternative Programs Office",
                "mailto:programs@rioseco.k12.ca.us",
                "tel:+15305550199",
            ] {
                assert!(text.contains(own), "{own} in {path}");
            }
        }
    }
    for file in
        ["README.md", ".gitignore", ".github/workflows/publish.yml", "netlify.toml", "site.yaml", "content/index.es.md"]
    {
        assert!(site.join(file).is_file(), "{file}");
    }
}

#[test]
fn a_site_in_spanish_alone_or_first() {
    for (languages, files) in [
        ("es", vec!["content/faq.md"]),
        ("es,en", vec!["content/faq.en.md", "content/faq.md"]),
        ("en", vec!["content/faq.md"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(init(folder.path(), &["--language", languages]).code, 0);
        let site = folder.path().join("site");
        let built = run(&site, &["build", "--as-of", "2026-11-25"]);
        assert_eq!(built.code, 0, "{languages}: {}", built.stderr);
        assert!(built.stderr.contains("no errors, 0 warnings"), "{languages}: {}", built.stderr);
        let faq: Vec<String> = tree(&site).into_keys().filter(|path| path.starts_with("content/faq")).collect();
        assert_eq!(faq, files, "{languages}");
    }
}

#[test]
fn without_a_terminal_it_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let ended =
        run(folder.path(), &["init", "site", "--name", "Río Seco", "--phone", "555-0199", "--email", "a@b.org"]);
    assert_eq!(ended.code, 2);
    assert_eq!(
        ended.stderr,
        "studypages: The site was not written. “555-0199” cannot be used for --phone; write it like this: 555-555-0142. \
         Still missing: --office \"Independent Study Office\" --url \"https://www.example.org/independent-study/\"\n"
    );
    assert!(!folder.path().join("site").exists());
}

#[test]
fn a_folder_in_use_is_refused_but_for_git() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("site/.git")).unwrap();
    assert_eq!(init(folder.path(), &[]).code, 0);
    let again = init(folder.path(), &[]);
    assert_eq!(again.code, 2);
    assert_eq!(again.stderr, "studypages: The folder site is not empty. Name a new folder for the site.\n");
}

#[test]
fn every_kind_of_page_in_every_language_is_sound() {
    let kinds = [
        "page",
        "home",
        "program-summary",
        "enrollment",
        "teacher-requirements",
        "legal-requirements",
        "ratio-calculations",
        "faq",
        "contact",
        "news",
        "notice",
        "document",
        "glossary",
        "policy",
        "site-map",
    ];
    let site = Site::new();
    fs::remove_file(site.path("content/index.md")).unwrap();
    for kind in kinds {
        for language in ["en", "es"] {
            let ended = site.run(&["new", kind, "--lang", language]);
            assert_eq!(ended.code, 0, "{kind} {language}: {}", ended.stderr);
        }
    }
    let report: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        assert_eq!(finding["rule"], "content/decide", "{finding}");
    }
    site.build();
    for (path, bytes) in tree(&site.path("output")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("{{") && !text.contains("<!--"), "{path}");
    }
}

#[test]
fn pages_of_a_kind_hold_its_sections() {
    for (kind, sections) in [
        ("program-summary", "what-it-is who-its-for how-it-works not-alternative-curriculum"),
        ("enrollment", "voluntary who-can-enroll steps agreement return-to-class contact"),
        ("teacher-requirements", "credential consent supervision records"),
        ("legal-requirements", "policy agreement supervision ratio records"),
        ("ratio-calculations", "who-compares steps example penalty"),
    ] {
        let site = Site::new();
        for language in ["en", "es"] {
            assert_eq!(site.run(&["new", kind, "--lang", language]).code, 0);
            let suffix = if language == "en" { "md" } else { "es.md" };
            let text = site.read(&format!("content/{kind}.{suffix}"));
            for section in sections.split(' ') {
                assert!(text.contains(&format!("{{#{section}}}")), "{kind} {language}: {section}");
            }
        }
    }
}

#[test]
fn new_pages_are_named_by_hand_and_never_written_over() {
    let site = Site::new();
    let ended = site.run(&["new", "news", "news/open-house.md", "--lang", "es"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("open-house.es.md is there; open it in your editor."), "{}", ended.stderr);
    assert!(!site.read("content/news/open-house.es.md").contains("slug:"));
    let again = site.run(&["new", "news", "news/open-house.md", "--lang", "es"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("already. Name another file."), "{}", again.stderr);
    let from_the_site = site.run(&["new", "news", "content/news/open-house.md", "--lang", "es"]);
    assert_eq!((from_the_site.code, from_the_site.stderr), (2, again.stderr));
    for (arguments, words) in [
        (["new", "news", "../x.md"], "cannot be a page. Write a path from the content folder: forms/request.md"),
        (["new", "news", "x.es.md"], "cannot be a page. Write a path from the content folder: forms/request.md"),
        (
            ["new", "faq", "--lang=vi"],
            "“vi” is not a language of this site (en, es). Add it to the languages of site.yaml first.",
        ),
        (["new", "faqs", "x.md"], "a similar value exists: 'faq'"),
    ] {
        let ended = site.run(&arguments);
        assert_eq!(ended.code, 2);
        assert!(ended.stderr.contains(words), "{}", ended.stderr);
    }
}
