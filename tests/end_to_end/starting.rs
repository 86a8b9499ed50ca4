//! `studypages init` and `studypages new`: the first day of a district.

use std::fs;
use std::process::Stdio;

use crate::{Ended, Site, ended, page, studypages, tree};

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
fn a_new_site_says_nothing_that_nobody_did_and_has_only_things_to_decide() {
    for (languages, files) in [
        (&["en"][..], vec!["content/faq.md"]),
        (&["es"], vec!["content/faq.md"]),
        (&["en", "es"], vec!["content/faq.es.md", "content/faq.md"]),
        (&["es,en"], vec!["content/faq.en.md", "content/faq.md"]),
        (&["en", "es", "vi"], vec!["content/faq.es.md", "content/faq.md"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let flags: Vec<&str> = std::iter::once("--language").chain(languages.iter().copied()).collect();
        let written = init(folder.path(), &flags);
        assert_eq!(written.code, 0, "{languages:?}: {}", written.stderr);
        assert_eq!(written.stderr.contains("Tiếng Việt"), languages.contains(&"vi"), "{}", written.stderr);
        let site = folder.path().join("site");
        let checked = run(&site, &["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
        for finding in report["findings"].as_array().unwrap() {
            assert_eq!(finding["rule"], "content/decide", "{languages:?}: {finding}");
        }
        let built = run(&site, &["build"]);
        assert_eq!(built.code, 0, "{languages:?}: {}", built.stderr);
        assert!(built.stderr.contains("no errors, 0 warnings"), "{languages:?}: {}", built.stderr);
        let all = tree(&site);
        let faq: Vec<&String> = all.keys().filter(|path| path.starts_with("content/faq")).collect();
        assert_eq!(faq, files, "{languages:?}");
        for (path, bytes) in &all {
            let text = String::from_utf8_lossy(bytes);
            if path.starts_with("content/") {
                assert!(!text.contains("\nlast_reviewed:") && !text.contains("by: human"), "{path}");
            } else if path.ends_with(".html") {
                assert!(!text.contains("Last Reviewed") && !text.contains("Última revisión"), "{path}");
                assert!(!text.contains("English and Spanish") && !text.contains("inglés y en español"), "{path}");
                // The law of a day after the last that was seen is claimed nowhere.
                assert!(!text.contains("2026-11") && !text.contains("November 23"), "{path}");
            }
        }
    }
}

#[test]
fn every_command_of_a_new_sites_readme_works_there() {
    for languages in ["en", "en,es", "es,en"] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(init(folder.path(), &["--language", languages]).code, 0);
        let site = folder.path().join("site");
        let readme = fs::read_to_string(site.join("README.md")).unwrap();
        assert!(!readme.contains("{{if") && !readme.contains("{{second") && !readme.contains("{{end"), "{readme}");
        let quoted = readme.split('`').skip(1).step_by(2).filter(|words| words.starts_with("studypages "));
        let lines = readme.lines().filter_map(|line| line.strip_prefix("    studypages "));
        let lines = lines.map(|line| format!("studypages {}", line.split("   ").next().unwrap()));
        let mut commands: Vec<String> = lines.chain(quoted.map(str::to_owned)).collect();
        commands.dedup();
        assert!(commands.len() > 6, "{commands:?}");
        for command in &commands {
            let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
            // A preview runs until it is stopped: here it only has to understand what it is told.
            if words[0] == "serve" {
                words.push("--help");
            }
            let ended = run(&site, &words);
            assert_eq!(ended.code, 0, "{languages}: {command}: {}", ended.stderr);
        }
        for file in readme.split('`').skip(1).step_by(2).filter(|words| words.starts_with(".github/")) {
            assert!(site.join(file).exists(), "{file}");
        }
        let workflow = fs::read_to_string(site.join(".github/workflows/publish.yml")).unwrap();
        assert!(!workflow.contains("github-pages.yml"), "{workflow}");
    }
}

#[test]
fn a_site_may_be_written_into_the_folder_where_somebody_stands() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("our-site");
    fs::create_dir(&here).unwrap();
    let arguments: Vec<&str> = ["init", "."].into_iter().chain(DISTRICT).collect();
    let ended = run(&here, &arguments);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(
        ended.stderr,
        "Your site is in the folder our-site. Its README.md says how to work with it. Type:\n\n  \
         studypages serve --open\n  studypages check\n\n\
         The first shows the site in a browser; the second lists what your district has still to decide.\n\
         Nobody has read the pages for your district yet, and no page says so until you write it.\n"
    );
    assert!(here.join("site.yaml").is_file());
}

#[cfg(unix)]
#[test]
fn an_init_that_is_killed_leaves_a_whole_site_or_none_and_can_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let arguments: Vec<&str> = ["init", "site"].into_iter().chain(DISTRICT).collect();
    let command = || {
        let mut command = studypages();
        command.current_dir(folder.path()).args(&arguments).stdin(Stdio::null()).stderr(Stdio::null());
        command
    };
    let site = folder.path().join("site");
    let started = std::time::Instant::now();
    assert!(command().status().unwrap().success());
    let (whole, time) = (tree(&site), started.elapsed());
    for moment in 0..24 {
        fs::remove_dir_all(&site).unwrap();
        // Every third time the folder is there already.
        if moment % 3 == 0 {
            fs::create_dir_all(site.join(".git")).unwrap();
        }
        let mut child = command().spawn().unwrap();
        std::thread::sleep(time * moment / 20);
        let _ = child.kill();
        let _ = child.wait();
        if !site.join("site.yaml").is_file() {
            assert!(command().status().unwrap().success(), "moment {moment}");
        }
        assert_eq!(tree(&site), whole, "moment {moment}");
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
        "studypages: The site was not written. --phone: “555-0199” is not a telephone number with an area code. \
         Write it like this: 555-555-0142. \
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
fn every_kind_of_page_in_every_language_is_a_draft_that_nobody_publishes() {
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
        // The home page is a draft too, and a site without one cannot be published.
        assert!(matches!(finding["rule"].as_str(), Some("content/decide" | "address/no-home")), "{finding}");
    }
    // A page with its words in brackets waits, and is refused if somebody says that it is finished.
    site.write("content/index.md", &page("Home", "Welcome.\n"));
    site.build();
    let published = tree(&site.path("output"));
    let pages: Vec<&String> = published.keys().filter(|path| path.ends_with("index.html")).collect();
    assert_eq!(pages, ["es/index.html", "es/search/index.html", "index.html", "search/index.html"]);
    for kind in kinds.into_iter().filter(|kind| !matches!(*kind, "home" | "site-map")) {
        let path = format!("content/{kind}.md");
        let draft = site.read(&path);
        site.write(
            &path,
            &draft
                .lines()
                .filter(|line| !line.starts_with("draft:"))
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        );
        let built = site.run(&["build"]);
        assert_eq!(built.code, 1, "{kind}: {}", built.stderr);
        assert!(built.stderr.contains("error[content/placeholder]"), "{kind}: {}", built.stderr);
        site.write(&path, &draft);
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
fn a_new_page_is_named_as_people_write_names_and_never_written_over() {
    let site = Site::new();
    let made = site.run(&["new", "page", "travel"]);
    assert_eq!(
        (made.code, made.stderr.as_str()),
        (
            0,
            "content/travel.md was made. It is a draft: readers do not see it yet.\n\
             1. Open content/travel.md in your editor and write your own words in place of those in [square brackets].\n\
             2. Look at it: studypages serve --open\n\
             3. When it is finished, delete its line that starts with “draft:”. The next build publishes it.\n\
             4. Lead readers to it: write a link to travel.md on another page, or add it to the navigation in site.yaml.\n"
        )
    );
    assert_eq!(site.run(&["new", "page", "content/trips/abroad.md"]).code, 0);
    assert!(site.path("content/trips/abroad.md").is_file());
    site.write(
        "content/rules.md",
        &page("Rules", "Welcome.\n").replace("\n---\n\n", "\naliases: [/old-rules/]\n---\n\n"),
    );
    for (typed, words) in [
        ("travel", "There is a page content/travel.md already. Name another file."),
        (
            "Travel.md",
            "“Travel.md” cannot be a page: its address would be that of content/travel.md. Choose another name.",
        ),
        (
            "old-rules",
            "“old-rules.md” cannot be a page: its address would be that of the old address of content/rules.md. Choose another name.",
        ),
        (
            "search",
            "“search.md” cannot be a page: its address would be that of a page that Studypages makes itself. Choose another name.",
        ),
        (
            "../x.md",
            "“../x.md” cannot be a page: it leads out of the content folder. Write a path in it, such as forms/NAME.",
        ),
        ("x.es.md", "“x.es.md” cannot be a page: its name says a language. Write: studypages new page x.md --lang es"),
        (
            "trips/x.ES",
            "“trips/x.ES” cannot be a page: its name says a language. Write: studypages new page trips/x.md --lang es",
        ),
        ("form.docx", "“form.docx” cannot be a page: a page is a file that ends in .md. Write form or form.md."),
        ("trips/", "“trips/” cannot be a page: it names a folder. Name the page in it too: trips/NAME"),
        ("_", "“_” cannot be a page: “_.md” has no letter and no digit, so it has no address. Give it a name."),
        (
            ".hidden.md",
            "“.hidden.md” cannot be a page: “.hidden.md” starts with a dot, so it is hidden and never published. Write hidden instead.",
        ),
        (
            "Travel Form",
            "“Travel Form” cannot be a page: “Travel Form.md” has blanks or signs that links stumble over. Write travel-form instead.",
        ),
        ("aux/x", "“aux/x” cannot be a page: Windows keeps the name “aux” for itself. Write aux-page instead."),
    ] {
        let ended = site.run(&["new", "page", typed]);
        assert_eq!((ended.code, ended.stderr), (2, format!("studypages: {words}\n")));
    }
    for (arguments, words) in [
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

#[cfg(unix)]
#[test]
fn a_new_page_goes_through_no_link_to_another_place() {
    let (site, elsewhere) = (Site::new(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(elsewhere.path(), site.path("content/link")).unwrap();
    let ended = site.run(&["new", "page", "link/x.md"]);
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (
            2,
            "studypages: “link/x.md” cannot be a page: the folder “link” is a link to another place. \
             Name a folder that stands in the content folder.\n"
        )
    );
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_page_that_nobody_named_gets_a_free_name_that_breaks_no_build() {
    let site = Site::new();
    site.write("content/news/index.md", &page("News", "What is new.\n"));
    site.write("content/faq.md", &page("Questions", "Ask us.\n"));
    for (arguments, file) in [
        (&["new", "news"][..], "content/news/news.md"),
        (&["new", "news"], "content/news/news-2.md"),
        (&["new", "faq"], "content/faq-2.md"),
        (&["new", "faq", "--lang", "es"], "content/faq.es.md"),
        (&["new", "faq", "--lang", "es"], "content/faq-2.es.md"),
    ] {
        let made = site.run(arguments);
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(made.stderr.contains(&format!("{file} was made")), "{arguments:?}: {}", made.stderr);
        assert!(site.path(file).is_file(), "{file}");
    }
    assert_eq!(
        site.run(&["new", "home"]).stderr,
        "studypages: There is a page content/index.md already. Name another file.\n"
    );
    site.build();
}

#[test]
fn a_translation_starts_from_the_words_of_the_page_that_it_translates() {
    let site = Site::new();
    site.write("content/travel.md", &page("Travel", "## Before you leave\n\nTell us your dates.\n"));
    let made = site.run(&["new", "page", "travel", "--lang", "es"]);
    assert_eq!(
        made.stderr.lines().take(2).collect::<Vec<_>>(),
        [
            "content/travel.es.md was made, with the words of content/travel.md. It is a draft: readers do not see it yet.",
            "1. Open content/travel.es.md in your editor and translate its words into Español.",
        ]
    );
    let text = site.read("content/travel.es.md");
    assert!(text.contains("Tell us your dates.") && text.contains("\ndraft: true"), "{text}");
    assert!(text.contains("translation: { reviewed: false }") && !text.contains("last_reviewed"), "{text}");
    // Until it is translated, Spanish readers see the original, with a word about it.
    site.build();
    let shown = site.read("output/es/travel/index.html");
    assert!(shown.contains("Tell us your dates.") && shown.contains("aún no se ha traducido"), "{shown}");
    // Published without a reader who compared the two, it is to decide.
    site.write(
        "content/travel.es.md",
        &text
            .lines()
            .filter(|line| !line.starts_with("draft"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .replace("Tell us your dates.", "Díganos sus fechas antes de salir."),
    );
    let checked = site.run(&["check", "--format", "json"]).stdout;
    assert!(
        checked.contains("To decide: who reads this page in Español and compares it with content/travel.md."),
        "{checked}"
    );
    assert!(checked.contains("translation: { of: 2026-11-25, by: human, reviewed: true }"), "{checked}");
}
