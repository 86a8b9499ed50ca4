//! `studypages list` and `studypages check`.

use crate::{Site, page};

fn small_site() -> Site {
    let site = Site::new();
    site.write("content/index.es.md", &page("Inicio", "Bienvenidos.\n"));
    site.write("content/a.md", &page("A", "").replace("---\n\n", "draft: true\n---\n\n"));
    site.write("content/b.md", &page("B", "").replace("---\n\n", "publish_on: 2027-01-15\n---\n\n"));
    site.write(
        "content/c.md",
        &page("C", &"The student and the parent sign the agreement before the study starts. ".repeat(4)),
    );
    site.write("content/c.es.md", &page("C", "").replace("---\n\n", "translation: { of: 2026-01-01 }\n---\n\n"));
    site
}

#[test]
fn every_page_with_its_address_and_why_it_is_not_shown() {
    let ended = small_site().run(&["list", "--as-of", "2026-11-25"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(ended.stderr, "No speaker of Español has reviewed the theme's words yet (strings/es.yaml).\n");
    assert_eq!(
        ended.stdout,
        "\
/a/     en             content/a.md         draft (draft: true)                                                          A
/es/a/  es             content/a.md         not translated (shown in English)                                            A
/b/     en             content/b.md         scheduled (publish_on: 2027-01-15)                                           B
/es/b/  es             content/b.md         not translated (shown in English)                                            B
/c/     en  grade 6.8  content/c.md         published                                                                    C
/es/c/  es             content/c.es.md      translation out of date (the original was reviewed after it was translated)  C
/       en             content/index.md     published                                                                    Home
/es/    es             content/index.es.md  published                                                                    Inicio
"
    );
}

#[test]
fn a_listing_for_a_later_day_and_for_machines() {
    let ended = small_site().run(&["list", "--as-of", "2027-01-15", "--format", "json"]);
    let listing: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(
        listing["languages"],
        serde_json::json!([
            { "language": "en", "name": "English", "words_reviewed": true },
            { "language": "es", "name": "Español", "words_reviewed": false },
        ])
    );
    assert_eq!(
        listing["pages"][2],
        serde_json::json!({
            "address": "/b/", "language": "en", "state": "published", "why": null, "title": "B", "file": "content/b.md",
            "words": 0, "reading": null
        })
    );
}

#[test]
fn a_check_writes_nothing_and_shows_notes() {
    let site = Site::new();
    site.write("content/index.md", &page("Home", "<!-- decide: the office hours -->\n"));
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, 0);
    assert_eq!(
        ended.stderr,
        "\
To decide:
  content/index.md:7  the office hours
  (studypages check --all shows it with the words around)

1 page checked: no errors, 0 warnings, 1 note. What a finding means: studypages explain content/decide
"
    );
    assert!(!site.path("output").exists());
}

#[test]
fn a_site_sets_levels_and_a_page_allows_with_a_reason() {
    let site = Site::new();
    let picture = "![](line.svg)\n";
    site.write("content/line.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write("content/index.md", &page("Home", picture));
    assert_eq!(site.run(&["check"]).code, 1);
    site.write(
        "content/index.md",
        &page("Home", picture).replace("---\n\n", "allow: [{ rule: image/alt-missing, reason: a line }]\n---\n\n"),
    );
    assert_eq!(site.run(&["check"]).stderr, "1 page checked: no errors, 0 warnings, 0 notes.\n");
    site.write("content/index.md", &page("Home", picture));
    site.write(
        "site.yaml",
        &format!("{}  image/alt-missing: warning\n  front-matter/missing: off\n", crate::SITE_YAML),
    );
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, 0);
    assert!(ended.stderr.starts_with("warning[image/alt-missing]"), "{}", ended.stderr);
    site.write("content/index.md", "---\ntitle: Home\n---\n");
    assert_eq!(site.run(&["check"]).code, 1, "required fields cannot be switched off");
}

#[test]
fn a_listing_of_one_folder_language_or_state() {
    let site = small_site();
    let files = |arguments: &[&str]| -> Vec<String> {
        let ended = site.run(&[&["list", "--as-of", "2026-11-25", "--format", "json"], arguments].concat());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let listing: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        listing["pages"].as_array().unwrap().iter().map(|row| row["address"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&["--state", "draft"]), ["/a/"]);
    assert_eq!(files(&["--state", "translation-out-of-date"]), ["/es/c/"]);
    assert_eq!(files(&["--lang", "es", "--state", "not-translated"]), ["/es/a/", "/es/b/"]);
    assert_eq!(files(&["content/b.md"]), ["/b/", "/es/b/"]);
    let refused = site.run(&["list", "--lang", "vi"]);
    assert_eq!(
        (refused.code, refused.stderr.as_str()),
        (2, "studypages: “vi” is not a language of this site (en, es).\n")
    );
}
