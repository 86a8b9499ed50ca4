//! `studypages build`: what it writes, what it refuses, what it says.

use std::fs;

use crate::{Site, moments, page, studypages, tree};

#[test]
fn a_first_build_publishes_and_a_second_one_changes_nothing() {
    let site = Site::of_files();
    site.write("content/enrollment.md", &page("Enrolling", "See [home](index.md).\n"));
    site.write("content/forms/agreement.pdf", "%PDF-1.7");
    let first = site.build();
    assert!(first.stderr.starts_with(
        "Independent Study, Sierra Vista Unified School District\n  Pages:    2 English, 0 Español\n  Findings: no errors, 0 warnings, 0 notes\n  Output:   "
    ), "{}", first.stderr);
    assert!(first.stderr.lines().count() < 24, "one screen");
    for file in [
        "index.html",
        "es/index.html",
        "enrollment/index.html",
        "es/enrollment/index.html",
        "forms/agreement.pdf",
        "404.html",
        "es/404.html",
        "sitemap.xml",
        "robots.txt",
    ] {
        assert!(site.path("output").join(file).is_file(), "{file}");
    }
    let before = moments(&site.path("output"));
    let second = site.build();
    assert!(second.stderr.contains("output (nothing changed, "), "{}", second.stderr);
    assert_eq!(moments(&site.path("output")), before);
}

#[test]
fn a_rebuild_says_what_it_changed() {
    let site = Site::of_files();
    for name in ["a", "b", "c"] {
        site.write(&format!("content/{name}.md"), &page(&format!("Page {name}"), "Words.\n"));
    }
    site.build();
    site.write("content/a.md", &page("Page a", "Other words.\n"));
    fs::remove_file(site.path("content/c.md")).unwrap();
    site.write("content/b.pdf", "%PDF");
    let ended = site.run(&["build", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(report["schema"], 1);
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(report["summary"]["errors"], 0);
    assert_eq!(report["summary"]["published"], true);
    assert_eq!(report["summary"]["changes"]["removed"], 2);
    // The new file, the sitemap, and the search index of each language.
    assert_eq!(report["summary"]["changes"]["assets"], 4);
    assert!(!site.path("output/c").exists());
    let clean = tempfile::tempdir().unwrap();
    let other = clean.path().join("site");
    assert_eq!(site.run(&["build", "--output", other.to_str().unwrap()]).code, 0);
    assert_eq!(tree(&site.path("output")), tree(&other));
}

#[test]
fn a_build_shows_no_more_warnings_than_somebody_reads() {
    let site = Site::new();
    site.write("content/marks/index.md", &page("Marks", "Words.\n"));
    for number in 0..53 {
        site.write(
            &format!("content/marks/a{number}.md"),
            &page(&format!("A page of one mark, the {number}"), "A\u{a0}word.\n"),
        );
    }
    let ended = site.build();
    assert_eq!(ended.stderr.matches("warning[paste/no-break-space]").count(), 50, "{}", ended.stderr);
    assert!(ended.stderr.contains("… and 3 more warnings: studypages check shows them all.\n"), "{}", ended.stderr);
    let checked = site.run(&["check"]);
    assert_eq!(checked.stderr.matches("warning[paste/no-break-space]").count(), 53);
}

#[test]
fn eight_mistakes_are_eight_findings_and_the_old_output_stands() {
    let site = Site::new();
    site.write("content/enrollment.md", &page("Enrolling", "Words.\n"));
    site.build();
    let before = (tree(&site.path("output")), moments(&site.path("output")));
    site.write(
        "content/enrollment.md",
        "\
---
titel: Enrolling
title: Inscripción
title: Enrolling
summary: [one, two]
last_reviewed: 2026-02-30
kind: enrolment
contact: { office: Ñandú Office, email: office.example.org, phone: 555-0100 }
draft: maybe
---
",
    );
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, 1);
    assert_eq!(
        ended.stderr,
        "\
error[front-matter/unknown-key]: “titel” is not a field of a page.
 --> content/enrollment.md:2:1
  |
2 | titel: Enrolling
  | ^^^^^
  |
  = help: Did you mean “title”?

error[front-matter/duplicate-key]: “title” is written twice.
 --> content/enrollment.md:4:1
  |
4 | title: Enrolling
  | ^^^^^
  |
  = help: Keep one of the two lines.

error[front-matter/wrong-type]: “summary” should be text, but this is a list.
 --> content/enrollment.md:5:10
  |
5 | summary: [one, two]
  |          ^
  |
  = help: Write it without the list: summary: one, two

error[front-matter/bad-value]: “2026-02-30” is not a day of the calendar.
 --> content/enrollment.md:6:16
  |
6 | last_reviewed: 2026-02-30
  |                ^^^^^^^^^^
  |
  = help: That month ends on 2026-02-28; write a day that it has.

error[front-matter/bad-value]: “kind” cannot be “enrolment”.
 --> content/enrollment.md:7:7
  |
7 | kind: enrolment
  |       ^^^^^^^^^
  |
  = help: Did you mean “enrollment”?

error[front-matter/bad-value]: “office.example.org” is not an e-mail address.
 --> content/enrollment.md:8:41
  |
8 | contact: { office: Ñandú Office, email: office.example.org, phone: 555-0100 }
  |                                         ^^^^^^^^^^^^^^^^^^
  |
  = help: “office.example.org” has no @ in it; write the whole address of the mailbox.

error[front-matter/bad-value]: “555-0100” is not a telephone number with an area code.
 --> content/enrollment.md:8:68
  |
8 | contact: { office: Ñandú Office, email: office.example.org, phone: 555-0100 }
  |                                                                    ^^^^^^^^
  |
  = help: It has 7 digits; write the area code in front: phone: ###-555-0100

error[front-matter/wrong-type]: “draft” should be true or false, but this is text.
 --> content/enrollment.md:9:8
  |
9 | draft: maybe
  |        ^^^^^
  |
  = help: Write draft: true or draft: false

Independent Study, Sierra Vista Unified School District
  Pages:    2 English, 0 Español
  Findings: 8 errors, 0 warnings, 0 notes
  Not published: 8 errors to mend first. What was published before is untouched.
"
    );
    assert_eq!((tree(&site.path("output")), moments(&site.path("output"))), before);
}

#[test]
fn files_of_every_encoding_and_line_end_are_read() {
    let site = Site::new();
    let plain = |name: &str| page(&format!("Año escolar {name}"), "## Días\n\nLa niña.\n");
    site.write("content/utf8.md", &plain("utf8"));
    site.write("content/bom.md", &format!("\u{feff}{}", plain("bom")));
    site.write("content/crlf.md", &plain("crlf").replace('\n', "\r\n"));
    let latin: Vec<u8> = plain("word")
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    site.write_bytes("content/word.md", &latin);
    let ended = site.build();
    assert_eq!(
        ended.stderr.lines().take(8).collect::<Vec<_>>().join("\n"),
        "\
warning[source/encoding]: This file is not saved as UTF-8; “ñ” and 5 other characters were read as Windows-1252.
 --> content/word.md:2:9
  |
2 | title: Año escolar word
  |         ^
  |
  = help: Check the accents and quotation marks, then save the file as UTF-8.
"
    );
    let body = |name: &str| {
        let html = site.read(&format!("output/{name}/index.html"));
        let start = html.find("<div class=\"text\">").unwrap();
        html[start..html.find("<div class=\"page-foot\">").unwrap()].replace("\r\n", "\n").replace(name, "NAME")
    };
    assert!(body("utf8").contains("<h2 id=\"días\">Días</h2>\n<p>La niña.</p>"), "{}", body("utf8"));
    for name in ["bom", "crlf", "word"] {
        assert_eq!(body(name), body("utf8"), "{name}");
    }
}

#[test]
fn everything_wrong_with_files_is_reported_in_one_run() {
    let site = Site::new();
    site.write("content/no-front-matter.md", "Words.\n");
    site.write("content/unclosed.md", "---\ntitle: A\nsummary: B\nlast_reviewed: 2026-01-01\n\n## Heading\n");
    let bomb: String =
        ('b'..='i').zip('a'..='h').fold("a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, (name, previous)| {
            format!("{text}{name}: &{name} [{}]\n", vec![format!("*{previous}"); 10].join(","))
        });
    site.write("content/bomb.md", &format!("---\n{bomb}---\n"));
    let large = fs::File::create(site.path("content/large.md")).unwrap();
    large.set_len(17 << 20).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        std::os::unix::fs::symlink("/etc", site.path("content/etc")).unwrap();
        std::os::unix::fs::symlink(site.path("content"), site.path("content/loop")).unwrap();
        std::os::unix::fs::symlink(site.path("content/nowhere"), site.path("content/dangling.md")).unwrap();
        let _ = fs::write(site.path("content").join(std::ffi::OsStr::from_bytes(b"bad-\xff.pdf")), "x");
    }
    let ended = site.run(&["check", "--format", "json"]);
    assert_eq!(ended.code, 1);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let mut rules: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| format!("{} {}", finding["file"].as_str().unwrap(), finding["rule"].as_str().unwrap()))
        .collect();
    rules.sort();
    rules.dedup();
    let mut expected = vec![
        "content/bomb.md front-matter/missing",
        "content/bomb.md front-matter/syntax",
        "content/bomb.md front-matter/unknown-key",
        "content/large.md source/too-large",
        "content/no-front-matter.md front-matter/missing",
        "content/unclosed.md front-matter/unclosed",
        "content/unclosed.md page/summary-length",
    ];
    if cfg!(unix) {
        expected.extend([
            "content/dangling.md source/unreadable",
            "content/etc source/outside-link",
            "content/loop source/link-loop",
        ]);
        if site.path("content").read_dir().unwrap().any(|entry| entry.unwrap().file_name().to_str().is_none()) {
            expected.push("content/bad-\u{fffd}.pdf source/file-name");
        }
    }
    expected.sort_unstable();
    assert_eq!(rules, expected);
}

#[test]
fn hidden_files_and_editors_leftovers_are_not_published() {
    let site = Site::new();
    for name in [".DS_Store", "index.md~", ".index.md.swp", "~$form.docx", "#index.md#", "4913"] {
        site.write(&format!("content/{name}"), "x");
    }
    site.build();
    let published: Vec<String> =
        tree(&site.path("output")).into_keys().filter(|path| !path.starts_with("assets/")).collect();
    assert_eq!(
        published,
        [
            ".studypages-manifest.json",
            "404.html",
            "es/404.html",
            "es/index.html",
            "es/search/index.html",
            "es/search/index.json",
            "index.html",
            "robots.txt",
            "search/index.html",
            "search/index.json",
            "sitemap.xml"
        ]
    );
}

#[test]
fn folders_that_are_not_for_output_are_refused() {
    let site = Site::new();
    site.write("elsewhere/thesis.doc", "x");
    for (folder, words) in [
        ("elsewhere", "is not empty, and no earlier build wrote it. Name an empty folder, or empty this one."),
        ("content/public", "its own files are there. Name a folder of its own, such as output."),
        (".", "its own files are there. Name a folder of its own, such as output."),
        ("..", "its own files are there. Name a folder of its own, such as output."),
        ("themes", "its own files are there. Name a folder of its own, such as output."),
    ] {
        let ended = site.run(&["build", "--output", folder]);
        assert_eq!(ended.code, 2, "{folder}: {}", ended.stderr);
        assert!(ended.stderr.trim_end().ends_with(words), "{folder}: {}", ended.stderr);
    }
    assert_eq!(site.read("elsewhere/thesis.doc"), "x");
}

#[test]
fn without_a_site_the_command_says_where_it_looked() {
    let empty = tempfile::tempdir().unwrap();
    let ended = crate::ended(studypages().current_dir(empty.path()).arg("build"));
    assert_eq!(ended.code, 2);
    assert!(
        ended.stderr.ends_with("or in a folder above it. Go to the folder of your site, or name it with --root.\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_site_is_found_from_a_folder_below() {
    let site = Site::new();
    let ended = crate::ended(studypages().current_dir(site.path("content")).args(["build"]));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(site.path("output/index.html").is_file());
}

#[test]
fn mistakes_in_site_yaml_stop_the_command_with_code_2() {
    let site = Site::new();
    site.write("site.yaml", "title: Independent Study\norganisation: { name: X }\n");
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("help: Did you mean “organization”?"), "{}", ended.stderr);
    assert!(ended.stderr.ends_with("studypages: site.yaml has mistakes; mend them first.\n"), "{}", ended.stderr);
    let ended = site.run(&["check", "--format", "json"]);
    assert_eq!(ended.code, 2);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let rules: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["config/missing", "config/unknown-key"]);
}

#[test]
fn a_mistake_in_a_sites_own_template_names_template_line_and_page() {
    let site = Site::new();
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ page.nothing.here }}{% endblock main %}\n",
    );
    site.write("content/a.md", &page("A", "Words.\n"));
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("--> themes/cde/templates/page.html:2:"), "{}", ended.stderr);
    assert!(ended.stderr.contains("(while rendering content/a.md)"), "{}", ended.stderr);
    assert!(!site.path("output").exists());
}

#[test]
fn pages_without_a_translation_say_so_and_keep_their_language() {
    let site = Site::new();
    site.write("content/enrollment.md", &page("Enrolling", "Words.\n"));
    site.build();
    let html = site.read("output/es/enrollment/index.html");
    assert!(html.contains("<html lang=\"es\" dir=\"ltr\">"));
    assert!(html.contains("<div class=\"text\" lang=\"en\" dir=\"ltr\">\n<p>Words.</p>"), "{html}");
    assert!(html.contains("Esta página aún no se ha traducido"));
    // Words in another language say so wherever they stand (WCAG 3.1.2).
    assert!(
        html.contains("<a href=\"../../es/enrollment/\" lang=\"en\" dir=\"ltr\" aria-current=\"page\">Enrolling</a>"),
        "{html}"
    );
    assert!(html.contains("<link rel=\"canonical\" href=\"https://www.example.org/independent-study/enrollment/\">"));
    assert!(!html.contains("hreflang=\"x-default\""));
}

#[test]
fn aliases_become_redirects() {
    let site = Site::new();
    site.write(
        "content/faq.md",
        &page("Questions", "Words.\n").replace("---\n\n", "aliases: [/old/faq.asp, /preguntas]\n---\n\n"),
    );
    site.build();
    assert_eq!(
        site.read("output/_redirects"),
        "/independent-study/old/faq.asp /independent-study/faq/ 301\n/independent-study/preguntas/ /independent-study/faq/ 301\n"
    );
    let html = site.read("output/preguntas/index.html");
    assert!(html.contains("<meta http-equiv=\"refresh\" content=\"0; url=../faq/\">"), "{html}");
    assert!(site.read("output/old/faq.asp").contains("url=../faq/"));
}

/// A picture of one colour.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150]))
        .write_to(&mut out, image::ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

#[test]
fn pictures_have_measures_and_smaller_versions() {
    let site = Site::new();
    site.write_bytes("content/photos/desk.jpg", &photograph(1000, 400));
    site.write("content/line.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 4\"/>");
    site.write("content/a.md", &page("A", "![A desk](photos/desk.jpg)\n\n![](line.svg \"decorative\")\n"));
    site.build();
    let html = site.read("output/a/index.html");
    let versions: Vec<String> = tree(&site.path("output/photos")).into_keys().collect();
    let [small, middle, original] = &versions[..] else { panic!("{versions:?}") };
    assert!(small.ends_with(".480.jpg") && middle.ends_with(".960.jpg") && original == "desk.jpg", "{versions:?}");
    let expected = format!(
        "<p><img src=\"../photos/desk.jpg\" srcset=\"../photos/{small} 480w, ../photos/{middle} 960w, ../photos/desk.jpg 1000w\" \
         sizes=\"(min-width: 46rem) 42rem, 100vw\" width=\"1000\" height=\"400\" decoding=\"async\" alt=\"A desk\"></p>\n\
         <p><img src=\"../line.svg\" width=\"60\" height=\"4\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>"
    );
    assert!(html.contains(&expected), "{html}");
    let before = moments(&site.path("output"));
    site.build();
    assert_eq!(moments(&site.path("output")), before, "versions are not made again");
    site.write_bytes("content/photos/desk.jpg", &photograph(1000, 401));
    site.build();
    let newer: Vec<String> = tree(&site.path("output/photos")).into_keys().collect();
    assert!(newer.len() == 3 && !newer.contains(small), "{newer:?}");
}

/// The fenced blocks of the README that follow the words `heading`.
fn readme_blocks(heading: &str) -> Vec<String> {
    let readme = include_str!("../../README.md");
    let section = readme.split(heading).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    section.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1.to_owned()).collect()
}

#[test]
fn the_readmes_theme_of_your_own_works() {
    let blocks = readme_blocks("## A theme of your own");
    let [template, component, use_of_it] = &blocks[..] else { panic!("{blocks:?}") };
    let site = Site::new();
    site.write("themes/cde/templates/page.html", template);
    site.write("themes/cde/templates/deadline.html", component);
    site.write("content/a.md", &page("A", use_of_it));
    site.build();
    let html = site.read("output/a/index.html");
    assert!(html.contains("<p class=\"alert-title\">Hand in the request form by August 14.</p>"), "{html}");
    assert!(
        html.contains("<p class=\"quiet\">Sierra Vista Unified School District, school year 2026-27</p>"),
        "{html}"
    );
    assert!(html.contains("Last Reviewed:"), "{html}");
    // The home page keeps the built-in template.
    assert!(!site.read("output/index.html").contains("school year 2026-27"));
}

#[test]
fn a_sites_own_shared_piece_fits_the_depth_of_each_page() {
    let site = Site::new();
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block page_footer %}{{ shared.way_home }}{% endblock page_footer %}\n",
    );
    site.write(
        "themes/cde/templates/way_home.html",
        "{% component way_home(@root, @t) {\"shared\": \"way_home\"} -%}\n\
         <p class=\"quiet\"><a href=\"{{ root }}\">{{ t.home }}</a></p>\n\
         {%- endcomponent way_home %}\n",
    );
    for (path, title) in [("a", "One"), ("b", "Two"), ("section/c", "Three")] {
        site.write(&format!("content/{path}.md"), &page(title, "Words.\n"));
    }
    site.build();
    for (path, root) in [("a", "../"), ("b", "../"), ("section/c", "../../")] {
        let html = site.read(&format!("output/{path}/index.html"));
        assert!(html.contains(&format!("<p class=\"quiet\"><a href=\"{root}\">Home</a></p>\n</div>")), "{html}");
    }
}

/// What the built-in templates show is made in one piece; the values it is made of are there for others.
#[test]
fn a_sites_own_template_reads_what_the_built_in_ones_do_not() {
    let site = Site::new();
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block page_footer %}<div class=\"own\">\n\
         {% for entry in page.toc %}<li><a href=\"#{{ entry.id }}\">{{ entry.text }}</a>\n\
         {%- if entry.children %}\n<ul>{% for child in entry.children %}\n\
         <li><a href=\"#{{ child.id }}\">{{ child.text }}</a></li>{% endfor %}\n</ul>{% endif %}</li>\n{% endfor -%}\n\
         {% for crumb in page.breadcrumb %}<li>{{ crumb.link }}</li>\n{% endfor -%}\n\
         {% for item in page.related %}<li>{{ item.link }}</li>\n{% endfor -%}\n\
         {{ page.html }}\n\
         {{ page.languages | length }} languages\n</div>{% endblock page_footer %}\n",
    );
    let words = "## Hours & \"days\"\n\nWords.\n\n### Weekdays\n\nWords.\n\n### Weekends\n\nWords.\n\n## Costs\n\n\
                 | Day | Hours |\n| --- | --- |\n| Monday | 8 |\n";
    for (path, title) in [("index", "Section"), ("a", "One"), ("b", "Two & three"), ("c", "Four")] {
        site.write(&format!("content/section/{path}.md"), &page(title, words));
    }
    site.build();
    let html = site.read("output/section/a/index.html");
    let between = |start: &str, end: &str| {
        let rest = html.split_once(start).unwrap_or_else(|| panic!("{start}: {html}")).1;
        rest.split_once(end).unwrap_or_else(|| panic!("{end}: {html}")).0
    };
    let own = between("<div class=\"own\">", " languages\n</div>");
    for (piece, shown) in [
        (between("<h2 class=\"side-title\" id=\"sp-contents\">", "\n</ul>\n</nav>"), "<li><a href=\"#hours-days\">"),
        (between("<ol class=\"row\">\n", "\n<li><span aria-current"), "Section</a>"),
        (between("id=\"sp-related\">", "\n</ul>"), "Two &amp; three</a>"),
    ] {
        let piece = piece.split_once("<ul>\n").map_or(piece, |(_, items)| items);
        assert!(piece.contains(shown), "{piece}");
        assert!(own.contains(piece), "{piece}\n\n{own}");
    }
    // The box around tables is the theme's.
    let text = between("<div class=\"text\">\n", "\n</div><div class=\"own\">");
    assert!(text.contains("<div class=\"table\"") && text.contains("</table></div>"), "{text}");
    assert!(own.contains("</h2>\n<table>") && own.contains("</table>\n") && !own.contains("</table></div>"), "{own}");
    assert!(own.ends_with("\n2"), "{own}");
}

#[test]
fn components_that_no_theme_has_and_arguments_they_do_not_take() {
    let site = Site::new();
    site.write("themes/cde/templates/deadline.html", &readme_blocks("## A theme of your own")[1]);
    site.write("content/a.md", &page("A", "{{ dedline(day=\"August 14\") }}\n\n{{ deadline(dya=\"August 14\") }}\n"));
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, 1);
    assert_eq!(
        ended.stderr,
        "\
error[component/unknown]: There is no component named “dedline”.
 --> content/a.md:7:4
  |
7 | {{ dedline(day=\"August 14\") }}
  |    ^^^^^^^
  |
  = help: Did you mean “deadline”?

error[component/unknown-argument]: “deadline” does not take “dya”.
 --> content/a.md:9:13
  |
9 | {{ deadline(dya=\"August 14\") }}
  |             ^^^
  |
  = help: Did you mean “day”?

2 pages checked: 2 errors, 0 warnings, 0 notes. What a finding means: studypages explain component/unknown-argument
"
    );
}

#[test]
fn a_check_finds_what_a_build_would_refuse_in_a_theme_of_the_sites_own() {
    let site = Site::new();
    site.write("themes/cde/templates/deadline.html", &readme_blocks("## A theme of your own")[1]);
    let said = |body: &str| {
        site.write("content/a.md", &page("A", body));
        let (checked, built) = (site.run(&["check", "-q"]), site.run(&["build", "-q"]));
        assert_eq!((checked.code, built.code), (1, 1), "{}{}", checked.stderr, built.stderr);
        let places =
            |said: &str| said.lines().filter(|line| line.contains("--> ")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(places(&checked.stderr), places(&built.stderr));
        checked.stderr
    };
    assert_eq!(
        said("{{ deadline(what=\"the form\") }}\n\n{{ deadline(day=12) }}\n"),
        "\
error[component/missing-argument]: “deadline” cannot do without “day”.
 --> content/a.md:7:4
  |
7 | {{ deadline(what=\"the form\") }}
  |    ^^^^^^^^
  |
  = help: Write it like this: {{ deadline(what=\"the form\", day=\"…\") }}

error[component/bad-argument]: “day” of “deadline” is text, which stands between quotation marks.
 --> content/a.md:9:13
  |
9 | {{ deadline(day=12) }}
  |             ^^^
  |
  = help: Write day=\"12\".

"
    );
    // What only shows when a page is made stands at the line of the template.
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ page.nothing.here }}{% endblock main %}\n",
    );
    let template = said("Words.\n");
    assert!(template.starts_with("error[theme/template]: "), "{template}");
    assert!(template.contains("\n --> themes/cde/templates/page.html:2:25\n"), "{template}");
}

#[test]
fn pages_of_one_title_in_two_sections_are_told_apart_in_the_tab() {
    let site = Site::new();
    for section in ["Cedar", "Toyon"] {
        let folder = section.to_lowercase();
        site.write(&format!("content/{folder}/index.md"), &page(&format!("{section} School"), "Words.\n"));
        site.write(&format!("content/{folder}/calendar.md"), &page("Calendar", "Words.\n"));
    }
    site.build();
    let tab = "<title>Calendar – Cedar School – Independent Study – Sierra Vista Unified School District</title>";
    assert!(site.read("output/cedar/calendar/index.html").contains(tab));
    site.write("content/cedar/dates.md", &page("Calendar", "Words.\n"));
    assert!(site.run(&["check"]).stderr.contains("content/cedar/calendar.md has the same title"));
}
