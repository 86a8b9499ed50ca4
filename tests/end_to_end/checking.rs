//! `studypages check`: a page as a secretary pastes it, what `--fix` mends, what is printed for whom.

use std::fs;

use crate::{Ended, Site, ended, page, studypages};

/// A page written in Word and pasted, saved by an old editor: Windows-1252, CRLF, and a fault in nearly every line.
const FROM_WORD: &str = "\
---
title: “Short trips during the school year”
summary: What to do before your child misses school for a family trip, and what your child works on.
last_reviewed: 2026-11-20
---
**Before the trip**

Tell the school as soon as you know your dates.\u{a0}We need:

• the request form
• the dates of your trip

CLICK HERE TO READ THE WHOLE REQUEST FORM: [here](https://www.example.org/forms/request.pdf?utm_source=mail).

State law requires at least three consecutive school days of independent study (EC Section 51774).

| Work due |  |
| --- | --- |
| Day | Subject |
| Monday | Reading |
| Tuesday | Math |

#### Questions

Por favor llame a la oficina antes de su viaje. Call 555-0142, or write to mrs.lopez@gmail.com.

![](IMG_2041.jpg)
";

/// The bytes of a text in Windows-1252 with the line ends of Windows.
fn windows(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n")
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '•' => 0x95,
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect()
}

fn found(site: &Site) -> Vec<(u64, String)> {
    let report: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).stdout).unwrap();
    let place = |finding: &serde_json::Value| {
        (finding["line"].as_u64().unwrap_or(0), finding["rule"].as_str().unwrap().to_owned())
    };
    report["findings"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn a_page_pasted_from_word_is_mended_step_by_step() {
    let site = Site::of_files();
    site.write("content/desk.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    site.write_bytes("content/trips.md", &windows(FROM_WORD));
    let expected: Vec<(u64, String)> = [
        (2, "paste/curly-front-matter"),
        (2, "source/encoding"),
        (6, "heading/bold-paragraph"),
        (8, "paste/no-break-space"),
        (10, "list/typed-marker"),
        (13, "link/mouse-words"),
        (13, "text/all-caps"),
        (13, "document/unclassified"),
        (13, "link/document-type"),
        (13, "link/tracking"),
        (13, "link/vague-text"),
        (15, "law/outdated"),
        (15, "law/unknown-section"),
        (17, "table/title-row"),
        (23, "heading/skipped-level"),
        (25, "language/unmarked"),
        (25, "text/area-code"),
        (25, "privacy/personal-email"),
        (27, "image/alt-missing"),
        (27, "image/broken"),
    ]
    .map(|(line, rule)| (line, rule.to_owned()))
    .to_vec();
    assert_eq!(found(&site), expected);

    // What has one safe answer.
    let ended = site.run(&["check", "--fix"]);
    assert_eq!(ended.code, 1);
    let mended = fs::read_to_string(site.path("content/trips.md")).unwrap();
    assert!(mended.contains("title: \"Short trips during the school year\"\r\n"), "{mended}");
    assert!(mended.contains("dates. We need:\r\n\r\n- the request form\r\n- the dates of your trip\r\n"), "{mended}");
    assert!(mended.contains("[here (PDF)](https://www.example.org/forms/request.pdf)"), "{mended}");
    assert!(
        mended.contains("Table: Work due\r\n| Day | Subject |\r\n| --- | --- |\r\n| Monday | Reading |"),
        "{mended}"
    );
    assert_eq!(mended.matches('\n').count(), mended.matches("\r\n").count(), "line ends stay those of the file");

    // What needs a person, mended as the messages say.
    let by_hand = mended
        .replace("**Before the trip**", "## Before the trip")
        .replace("CLICK HERE TO READ THE WHOLE REQUEST FORM: [here (PDF)]", "Read [the whole request form (PDF)]")
        .replace(
            "State law requires at least three consecutive school days of independent study (EC Section 51774).",
            "State law sets no shortest length (EC Section 46300(e)).",
        )
        .replace("#### Questions", "## Questions")
        .replace("Por favor llame a la oficina antes de su viaje.", "<span lang=\"es\">Por favor llame a la oficina antes de su viaje.</span>")
        .replace("Call 555-0142, or write to mrs.lopez@gmail.com.", "Call 555-555-0142, or write to study@example.org.")
        .replace("![](IMG_2041.jpg)", "![A student packs books into a bag](desk.svg)")
        .replace(
            "last_reviewed: 2026-11-20\r\n",
            "last_reviewed: 2026-11-20\r\ndocuments:\r\n  - title: Request form\r\n    url: https://www.example.org/forms/request.pdf\r\n    accessible: yes\r\n",
        );
    site.write("content/trips.md", &by_hand);
    assert_eq!(found(&site), []);
}

#[test]
fn fixing_twice_changes_nothing_and_a_diff_writes_nothing() {
    let site = Site::new();
    site.write_bytes("content/trips.md", &windows(FROM_WORD));
    let before = fs::read(site.path("content/trips.md")).unwrap();
    let diff = site.run(&["check", "--diff"]);
    assert_eq!(diff.code, 0);
    assert!(diff.stdout.starts_with("--- a/content/trips.md\n+++ b/content/trips.md\n@@"), "{}", diff.stdout);
    assert!(diff.stdout.contains("-• the request form"), "{}", diff.stdout);
    assert!(diff.stdout.contains("+- the request form"), "{}", diff.stdout);
    assert_eq!(fs::read(site.path("content/trips.md")).unwrap(), before);
    site.run(&["check", "--fix"]);
    let once = fs::read(site.path("content/trips.md")).unwrap();
    assert_ne!(once, before);
    let again = site.run(&["check", "--fix"]);
    assert!(again.stderr.starts_with("0 findings mended in 0 files.\n"), "{}", again.stderr);
    assert_eq!(fs::read(site.path("content/trips.md")).unwrap(), once);
}

#[test]
fn a_fix_touches_no_byte_that_it_does_not_name() {
    let site = Site::new();
    let text = format!("\u{feff}{}", page("Tabs", "One\u{a0}two\t three  \r\nfour\rfive\n\n- x \n"));
    site.write("content/tabs.md", &text);
    site.run(&["check", "--fix"]);
    assert_eq!(site.read("content/tabs.md"), text.replace("One\u{a0}two", "One two"));
}

#[test]
fn what_is_switched_off_is_not_mended() {
    let site = Site::new();
    let text = page("Spaces", "One\u{a0}two.\n")
        .replace("---\n\n", "allow: [{ rule: paste/no-break-space, reason: names }]\n---\n\n");
    site.write("content/spaces.md", &text);
    site.run(&["check", "--fix"]);
    assert_eq!(site.read("content/spaces.md"), text);
}

#[test]
fn only_the_pages_that_are_named() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "See [here](index.md).\n"));
    site.write("content/forms/b.md", &page("B", "See [here](../index.md).\n"));
    assert!(site.run(&["check", "content/a.md"]).stderr.contains("1 page checked: 1 error,"));
    assert!(site.run(&["check", "forms"]).stderr.contains("content/forms/b.md:7:6"));
    assert!(site.run(&["check", "index.md"]).stderr.starts_with("1 page checked: no errors, "));
    assert!(site.run(&["check", "site.yaml"]).stderr.starts_with("0 pages checked: no errors, "));
}

#[test]
fn a_path_that_names_nothing_of_the_site_is_refused() {
    let site = Site::new();
    site.write("notes/todo.txt", "Ask Ana.\n");
    site.write("content/empty/.keep", "");
    // Another site, beside the pages of this one.
    site.write("my-site/site.yaml", crate::SITE_YAML);
    site.write("my-site/content/index.md", &page("Home", "Welcome.\n"));
    let refused = |path: &str| {
        let ended = site.run(&["check", path]);
        assert_eq!(ended.code, 2, "{path}: {}", ended.stderr);
        ended.stderr.strip_prefix("studypages: ").unwrap().trim_end().to_owned()
    };
    assert_eq!(refused("nowhere.md"), "There is no nowhere.md in this site.");
    assert_eq!(refused("content/empty"), "content/empty has no page or other file of this site.");
    assert_eq!(
        refused("my-site"),
        "my-site is a site of its own. To check that one, type: studypages check --root my-site"
    );
    let said = refused("notes");
    assert!(said.starts_with("notes is no part of the site in ") && said.contains("Its pages stand in "), "{said}");
}

#[test]
fn findings_for_people_and_for_programs() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "See [here](index.md).\n"));
    let github = site.run(&["check", "--format", "github"]);
    assert_eq!(
        github.stdout,
        "::error file=content/a.md,line=7,endLine=7,col=6,endColumn=10,title=link/vague-text::“here” does not say where this link leads.%0AName the page or the form: “the request form”, “what you sign”.\n"
    );
    let sarif: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "link/vague-text");
    let json: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["findings"][0]["url"], "https://www.w3.org/TR/WCAG22/#link-purpose-in-context");
    assert_eq!(json["findings"][0]["fixable"], false);
}

fn explained(arguments: &[&str]) -> Ended {
    ended(studypages().args(arguments))
}

#[test]
fn a_rule_is_explained_and_a_wrong_code_is_answered() {
    let said = explained(&["explain", "image/alt-missing"]);
    assert_eq!(said.code, 0);
    assert!(said.stdout.starts_with("image/alt-missing (error)\n"), "{}", said.stdout);
    let law = explained(&["explain", "law/outdated"]).stdout;
    let fact = "  Before 2024-06-29, ended by SB 153 (Chapter 38, Statutes of 2024): three consecutive school days at least (EC Section 46300(e)).
    Read on 2026-11-27 in: California Department of Education, letter on SB 153, www.cde.ca.gov/fg/it/sb153letter.asp
";
    assert!(law.contains(fact), "{law}");
    assert!(explained(&["--version"]).stdout.ends_with(" (state law as amended on 2024-09-30)\n"));
    let wrong = explained(&["explain", "image/alt-mising"]);
    assert_eq!(wrong.code, 2);
    assert_eq!(wrong.stderr, "studypages: There is no rule “image/alt-mising”. Did you mean “image/alt-missing”?\n");
    for (typed, meant) in [
        ("vague-text", "link/vague-text"),
        ("link/vague", "link/vague-text"),
        ("vague", "link/vague-text"),
        ("Link/Vague_Text", "link/vague-text"),
        ("skiped-level", "heading/skipped-level"),
        ("links/vague-text", "link/vague-text"),
    ] {
        let said = explained(&["explain", typed]).stderr;
        assert!(said.starts_with(&format!("studypages: There is no rule “{typed}”. Did you mean “{meant}”")), "{said}");
    }
    assert_eq!(
        explained(&["explain", "zebra"]).stderr,
        "studypages: There is no rule “zebra”. studypages explain, without a code, lists all rules.\n"
    );
    assert!(explained(&["explain"]).stdout.lines().count() > 150);
}

#[test]
fn the_reference_is_what_the_program_prints() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let printed = explained(&["explain", "--reference"]).stdout;
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&file, &printed).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), printed);
}

#[test]
fn a_build_writes_a_report_when_asked() {
    let site = Site::new();
    site.write(
        "content/index.md",
        &page("Home", "See [here](index.md).\n")
            .replace("---\n\n", "allow: [{ rule: link/vague-text, reason: the print shop asks for it }]\n---\n\n"),
    );
    let folder = site.path("report");
    let ended = site.run(&["build", "--report", folder.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let report: serde_json::Value = serde_json::from_str(&site.read("report/a11y-report.json")).unwrap();
    assert_eq!(report["switched_off"][1]["reason"], "the print shop asks for it");
    assert_eq!(report["switched_off"][1]["findings"], 1);
    assert_eq!(report["pages"].as_array().unwrap().len(), 1);
    assert!(report["to_check_by_a_person"].as_array().unwrap().len() > 10);
    let page = site.read("report/accessibility-report.html");
    for claim in ["compliant", "certified", "conforms"] {
        assert!(!page.to_lowercase().contains(claim), "{claim}");
    }
    assert!(page.contains("the print shop asks for it") && page.contains("<html lang=\"en\">"));
}

#[test]
fn documents_that_a_screen_reader_cannot_read_and_names_that_should_not_be_public() {
    let site = Site::of_files();
    site.write("content/plan.pdf", "%PDF-1.4 1 0 obj << /Type /Catalog /Pages 2 0 R >>");
    site.write("content/tagged.pdf", "%PDF-1.4 1 0 obj << /Type /Catalog /StructTreeRoot 3 0 R >>");
    // Its catalog is compressed: nothing is certain.
    site.write("content/packed.pdf", "%PDF-1.7 1 0 obj << /Type /ObjStm >>");
    site.write("content/garcia-maria-iep.pdf", "%PDF-1.7 /Type /ObjStm");
    site.write("content/iep-meeting-request-form.pdf", "%PDF-1.7 /Type /ObjStm");
    assert_eq!(
        site.run(&["check"]).stderr,
        "\
warning[privacy/file-name]: “garcia-maria-iep.pdf” may be the record of a student, with the student’s name.
 --> content/garcia-maria-iep.pdf
  = help: If it is, delete the file and tell the family; if not, name it after what it holds.

warning[document/untagged]: This PDF has no tags, so a screen reader cannot tell a heading from a footnote.
 --> content/plan.pdf
  = help: Save it again from Word with “Document structure tags for accessibility”, or write its words as a page.

content/garcia-maria-iep.pdf: 1 warning
content/plan.pdf: 1 warning
1 page checked: no errors, 2 warnings, 0 notes. What a finding means: studypages explain document/untagged
"
    );
}

/// What a check says, without the lines of code it shows.
fn sentences(site: &Site) -> Vec<String> {
    let said = site.run(&["check"]).stderr;
    said.lines().filter(|line| line.contains("]: ")).map(str::to_owned).collect()
}

#[test]
fn pictures_that_are_not_what_their_names_say() {
    let site = Site::of_files();
    let mut photo = Vec::new();
    let pixels = image::DynamicImage::new_rgb8(4, 4);
    pixels.write_to(&mut std::io::Cursor::new(&mut photo), image::ImageFormat::Jpeg).unwrap();
    site.write_bytes("content/photo.png", &photo);
    site.write("content/torn.png", "no picture at all");
    site.write("content/drawing.svg", "no drawing at all");
    assert_eq!(
        sentences(&site),
        [
            "error[image/unreadable]: This file is not an SVG drawing.",
            "error[image/mistyped]: This file is named .png, but it is a .jpg picture; some browsers will not show it.",
            "error[image/unreadable]: This file cannot be read as a picture.",
        ]
    );
}

#[test]
fn themes_that_are_missing_or_not_in_utf_8() {
    let site = Site::new();
    site.write(
        "site.yaml",
        &crate::SITE_YAML.replace("title: Independent Study", "title: Independent Study\ntheme: cdee"),
    );
    assert_eq!(sentences(&site), ["error[theme/missing]: There is no folder themes/cdee for the theme “cdee”."]);
    site.write("site.yaml", crate::SITE_YAML);
    site.write_bytes("themes/cde/templates/page.html", b"{% extends \"base.html\" %}\xff");
    assert_eq!(
        sentences(&site),
        [
            "error[theme/template]: The theme has no template “page.html”.",
            "error[theme/encoding]: This file is not saved as UTF-8.",
        ]
    );
}

/// What `check` says about one rule: each message with its help.
fn said(site: &Site, rule: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    findings
        .map(|finding| format!("{} {}", finding["message"].as_str().unwrap(), finding["help"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_missing_translation_names_the_file_of_each_language_that_is_missing() {
    let site = Site::new();
    let settings =
        site.read("site.yaml").replace("[en, es]", "[en, es, vi]").replace("missing: off", "missing: warning");
    site.write("site.yaml", &settings);
    site.write("content/index.es.md", &page("Inicio", "Bienvenidos.\n"));
    site.write("content/forms/B.MD", &page("Form", "Call us.\n"));
    assert_eq!(
        said(&site, "translation/missing"),
        [
            "This page has no translation: Español, Tiếng Việt. Translate it into content/forms/B.es.MD and content/forms/B.vi.MD; until then families see the text in the main language.",
            "This page has no translation: Tiếng Việt. Translate it into content/index.vi.md; until then families see the text in the main language.",
        ]
    );
    site.write("content/forms/travel.ES.md", &page("Viajes", "Llame a la oficina antes de su viaje.\n"));
    assert_eq!(
        said(&site, "page/unknown-language"),
        [
            "This file is taken for a page in the main language, because the tag in its name has capital letters. Rename it: travel.es.md"
        ]
    );
}

#[test]
fn words_that_no_tag_can_mark_get_no_tag_as_a_mend_and_a_tag_there_is_an_error() {
    let site = Site::new();
    let text =
        page("Travel", "Call us.\n").replace("summary: ", "summary: Bienvenidos a todas las familias de la escuela. ");
    site.write("content/travel.md", &text);
    assert_eq!(
        said(&site, "language/unmarked"),
        [
            "“Bienvenidos a todas las familias de la escuela.” looks like Spanish; a screen reader will read it as English. Write the summary in English; put the Spanish words into the text, or on a page in Spanish."
        ]
    );
    site.write("content/travel.md", &text.replace("Bienvenidos", "<span lang=\"es\">Bienvenidos</span>"));
    assert_eq!(
        said(&site, "front-matter/bad-value"),
        [
            "Readers would see the tag “<span lang=\"es\">” of “summary” as letters. Write the words alone: summary: Bienvenidos a todas las familias de la escuela. What the page “Travel” of this small site is about, in a sentence."
        ]
    );
}

#[test]
fn words_that_are_turned_around_are_told_wherever_they_stand() {
    let site = Site::new();
    site.write("site.yaml", &crate::SITE_YAML.replace("[en, es]", "[en, ar]"));
    site.write("content/a.md", &page("A", "See [forms\u{202e}fdp](index.md).\n"));
    site.write("content/b.md", &page("\"Forms\\u202efdp\"", "Words.\n"));
    // Between words of both directions such signs keep a page of Arabic readable.
    site.write("content/index.ar.md", &page("ا", "\u{2067}اكتب إلى\u{2069} \u{2066}study@example.org\u{2069}.\n"));
    let turned = |file: &str| {
        let json: serde_json::Value =
            serde_json::from_str(&site.run(&["check", file, "--format", "json"]).stdout).unwrap();
        let found = json["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == "paste/turned-words");
        found.map(|one| one["line"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(turned("a.md"), [7]);
    assert_eq!(turned("b.md"), [2]);
    assert_eq!(turned("index.ar.md"), [0; 0]);
}

#[test]
fn the_empty_cells_of_a_table_are_one_finding() {
    let site = Site::new();
    let table = "Table: Days\n\n| Day | Place |\n| --- | --- |\n| Monday | |\n| | Gym |\n| Friday | |\n";
    site.write("content/a.md", &page("A", &format!("{table}\n{table}")));
    let said: Vec<String> = sentences(&site);
    assert_eq!(
        said,
        [
            "warning[table/empty-cell]: This cell and 2 others of this table are empty; readers cannot tell whether something is missing."
        ]
    );
    let json: serde_json::Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["summary"]["warnings"], 2);
}

#[test]
fn an_underlined_heading_is_mended_as_it_is_written() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "Before you travel\n=================\n\nWords.\n"));
    let said = site.run(&["check"]).stderr;
    assert!(said.contains("Put ## and a blank before this heading, and delete the line of = below it."), "{said}");
}

#[test]
fn a_page_that_nobody_has_read_says_so_to_its_editor_and_nothing_to_its_readers() {
    let site = Site::new();
    site.write("content/travel.md", &page("Travel", "Call us.\n").replace("last_reviewed: 2026-11-25\n", ""));
    let checked = site.run(&["check", "--as-of", "2026-11-26", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
    let [finding] = &report["findings"].as_array().unwrap()[..] else { panic!("{}", checked.stdout) };
    assert_eq!(finding["rule"], "content/decide");
    assert_eq!(finding["message"], "To decide: the day on which somebody read this page through.");
    assert_eq!(
        finding["help"],
        "When somebody has, write that day below the summary. If it is today: last_reviewed: 2026-11-26"
    );
    site.build();
    assert!(!site.read("output/travel/index.html").contains("Last Reviewed"));
    // What is there must be a day that can be.
    site.write("content/travel.md", &page("Travel", "Call us.\n").replace("2026-11-25", "2026-11-31"));
    assert_eq!(
        said(&site, "front-matter/bad-value"),
        ["“2026-11-31” is not a day of the calendar. That month ends on 2026-11-30; write a day that it has."]
    );
    assert_eq!(said(&site, "content/decide"), [""; 0]);
    let claimed = "last_reviewed: 2026-11-25\nlegal_as_of: 2999-01-01";
    site.write("content/travel.md", &page("Travel", "Call us.\n").replace("last_reviewed: 2026-11-25", claimed));
    assert_eq!(
        said(&site, "review/future"),
        [
            "2999-01-01 is still to come, so nobody can have checked the law on that day. Write the day on which somebody last held the page against the law."
        ]
    );
}
