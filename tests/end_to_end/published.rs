//! What is published is what was meant: nothing from hidden places, nothing before its day, nothing by accident.

use std::fs;

use crate::{Ended, Site, page, tree};

/// A page that is not published, for the reason in its front matter.
fn waiting_page(title: &str, field: &str, body: &str) -> String {
    page(title, body).replacen("---\n\n", &format!("{field}\n---\n\n"), 1)
}

/// The findings of a check, one a line, of some families.
fn found(site: &Site, families: &[&str]) -> Vec<String> {
    let ended = site.run(&["check", "--format", "json", "--as-of", "2026-11-25"]);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let text = |finding: &serde_json::Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|f| families.iter().any(|family| text(f, "rule").starts_with(family)));
    findings.map(|f| format!("{} {} {}", text(f, "file"), text(f, "rule"), text(f, "message"))).collect()
}

fn built(site: &Site) -> Ended {
    site.run(&["build", "--as-of", "2026-11-25"])
}

/// What is published beside pages and what Studypages makes.
fn published_files(site: &Site) -> Vec<String> {
    let made = |path: &String| {
        path.ends_with(".html")
            || path.starts_with("assets/")
            || path.starts_with('.') && !path.contains('/')
            || ["robots.txt", "sitemap.xml"].contains(&path.as_str())
            || path.ends_with("search/index.json")
    };
    tree(&site.path("output")).into_keys().filter(|path| !made(path)).collect()
}

#[cfg(unix)]
#[test]
fn links_on_disk_lead_to_no_hidden_or_published_place() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write(".git/config", "token = secret");
    site.write("shared/form.pdf", "%PDF");
    site.write("inner/.env", "secret");
    assert_eq!(built(&site).code, 0);
    for (link, target) in [
        ("config.txt", "../.git/config"),
        ("versions", "../.git"),
        ("env.txt", "../inner/.env"),
        ("old", "../output"),
        ("old.html", "../output/index.html"),
        ("all", ".."),
        ("forms", "../shared"),
    ] {
        symlink(target, site.path("content").join(link)).unwrap();
    }
    symlink("../.git", site.path("shared/deep")).unwrap();
    assert_eq!(
        found(&site, &["source/"]),
        [
            "content/all source/link-loop This link leads back to a folder it is in.",
            "content/config.txt source/private-link This is a link to “.git”, which is hidden because it is not for readers, so it is not published.",
            "content/env.txt source/private-link This is a link to “.env”, which is hidden because it is not for readers, so it is not published.",
            "content/forms/deep source/private-link This is a link to “.git”, which is hidden because it is not for readers, so it is not published.",
            "content/old source/private-link This is a link to the published site, which would then be published within itself.",
            "content/old.html source/private-link This is a link to the published site, which would then be published within itself.",
            "content/versions source/private-link This is a link to “.git”, which is hidden because it is not for readers, so it is not published.",
        ]
    );
}

#[cfg(unix)]
#[test]
fn the_published_site_is_not_found_below_a_linked_folder_either() {
    let site = Site::new();
    site.write("work/notes.txt", "notes");
    assert_eq!(site.run(&["build", "--output", "work/site"]).code, 0);
    std::os::unix::fs::symlink("../work", site.path("content/work")).unwrap();
    assert_eq!(
        found(&site, &["source/"]),
        [
            "content/work/site source/private-link This is a link to the published site, which would then be published within itself."
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_content_folder_that_is_a_link_out_of_the_site_is_refused() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("index.md"), page("Home", "Words.\n")).unwrap();
    fs::remove_dir_all(site.path("content")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path("content")).unwrap();
    assert_eq!(
        found(&site, &["source/"]),
        ["content source/outside-link This is a link to a place outside the site, so it is not published."]
    );
}

#[cfg(unix)]
#[test]
fn a_theme_takes_no_files_from_elsewhere() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("secret.txt"), "secret").unwrap();
    site.write("themes/cde/assets/own.txt", "own");
    site.write(".git/config", "token");
    std::os::unix::fs::symlink(elsewhere.path(), site.path("themes/cde/assets/folder")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret.txt"), site.path("themes/cde/assets/a.txt")).unwrap();
    std::os::unix::fs::symlink("../../../.git/config", site.path("themes/cde/assets/b.txt")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path("themes/other")).unwrap();
    assert_eq!(
        found(&site, &["source/"]),
        [
            "themes/cde/assets/a.txt source/outside-link This is a link to a place outside the site, so it is not published.",
            "themes/cde/assets/b.txt source/private-link This is a link to “.git”, which is hidden because it is not for readers, so it is not published.",
            "themes/cde/assets/folder source/outside-link This is a link to a place outside the site, so it is not published.",
        ]
    );
    site.write("site.yaml", &format!("{}theme: other\n", crate::SITE_YAML));
    assert_eq!(
        found(&site, &["source/"]),
        ["themes/other source/outside-link This is a link to a place outside the site, so it is not published."]
    );
}

#[test]
fn a_theme_is_named_and_not_a_way_to_a_folder() {
    let site = Site::new();
    site.write("private/assets/secret.txt", "secret");
    for (theme, named) in [("../private", "private"), ("/etc", "etc"), ("..", "cde"), ("C:\\themes\\own", "own")] {
        site.write("site.yaml", &format!("{}theme: '{theme}'\n", crate::SITE_YAML));
        let ended = built(&site);
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        let said = format!(
            "error[config/bad-value]: “{theme}” is not the name of a theme.\n  --> site.yaml:10:8\n   |\n10 | theme: '{theme}'\n"
        );
        assert!(ended.stderr.starts_with(&said), "{}", ended.stderr);
        let help = format!("Put it there and write its name: theme: {named}\n");
        assert!(ended.stderr.contains(&help), "{}", ended.stderr);
    }
}

#[test]
fn files_wait_with_the_pages_that_lead_to_them() {
    let site = Site::new();
    for (name, field) in
        [("draft", "draft: true"), ("later", "publish_on: 2027-06-01"), ("over", "expires_on: 2026-11-01")]
    {
        let body = format!("Read the [plan](plan-{name}.pdf#page=2).\n");
        site.write(&format!("content/{name}.md"), &waiting_page(&format!("The page {name}"), field, &body));
        site.write(&format!("content/plan-{name}.pdf"), "%PDF");
    }
    site.write("content/both.pdf", "%PDF");
    site.write("content/a.md", &waiting_page("A draft", "draft: true", "Read the [form (PDF)](both.pdf).\n"));
    site.write("content/b.md", &page("A public page", "Read the [form (PDF)](both.pdf).\n"));
    assert_eq!(
        found(&site, &["file/"]),
        [
            "content/plan-draft.pdf file/waiting Only content/draft.md leads to this file, and that page is a draft; so the file waits with it.",
            "content/plan-later.pdf file/waiting Only content/later.md leads to this file, and that page is not published before 2027-06-01; so the file waits with it.",
            "content/plan-over.pdf file/waiting Only content/over.md leads to this file, and that page is no longer published since 2026-11-01; so the file waits with it.",
        ]
    );
    assert_eq!(built(&site).code, 0);
    assert_eq!(published_files(&site), ["both.pdf"]);
    assert_eq!(site.run(&["build", "--as-of", "2027-06-01"]).code, 0);
    assert_eq!(published_files(&site), ["both.pdf", "plan-later.pdf"]);
}

#[test]
fn only_files_that_a_page_leads_to_or_the_settings_name_are_published() {
    let site = Site::new();
    let settings = crate::SITE_YAML.replace("District }", "District, logo: brand/logo.svg }");
    site.write("site.yaml", &format!("{settings}files: [CNAME, .well-known, 'data/*.csv']\n"));
    site.write(
        "themes/cde/templates/own.html",
        "{% component film(file: string) %}<p>{{ file }}</p>{% endcomponent film %}",
    );
    let body = "[Form (PDF)](forms/a.pdf#page=3) <a href='forms/raw.pdf'>raw form</a>\n\n![Desk](desk.svg)\n\n\
        {{ document(file=\"forms/card.pdf\", title=\"Card\") }}\n\n{{ film(file=\"film.mp4\") }}\n";
    site.write("content/index.md", &page("Home", body));
    for file in ["desk.svg", "brand/logo.svg"] {
        site.write(&format!("content/{file}"), "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    }
    for file in [
        "forms/a.pdf",
        "forms/raw.pdf",
        "forms/card.pdf",
        "film.mp4",
        "film.es.vtt",
        "CNAME",
        ".well-known/security.txt",
        ".well-known/.git/config",
        ".nojekyll",
        "data/a.csv",
        "students.csv",
        "id_rsa",
        "page.md.orig",
        "node_modules/a/x.php",
        "node_modules/b/y.js",
        "node_modules/b/z.js",
        "node_modules/w.js",
    ] {
        site.write(&format!("content/{file}"), "x");
    }
    assert_eq!(
        found(&site, &["file/"]),
        [
            "content/id_rsa file/unlinked No published page leads to this file, so it is not published.",
            "content/node_modules file/unlinked No published page leads to 4 files in content/node_modules, so they are not published: node_modules/a/x.php, node_modules/b/y.js and so on.",
            "content/page.md.orig file/unlinked No published page leads to this file, so it is not published.",
            "content/students.csv file/unlinked No published page leads to this file, so it is not published.",
        ]
    );
    let ended = built(&site);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(
        published_files(&site),
        [
            ".well-known/security.txt",
            "CNAME",
            "brand/logo.svg",
            "data/a.csv",
            "desk.svg",
            "film.es.vtt",
            "film.mp4",
            "forms/a.pdf",
            "forms/card.pdf",
            "forms/raw.pdf",
        ]
    );
    assert!(site.read("output/index.html").contains("href=\"forms/a.pdf#page=3\""));
}

#[test]
fn files_that_run_or_instruct_servers_are_published_only_by_their_own_name() {
    let site = Site::new();
    site.write(
        "content/index.md",
        &page("Home", "The [calendar](year.html), the [feed](feed.xml), the [rules](web.config).\n"),
    );
    for file in ["year.html", "feed.xml", "web.config", "google1234.html"] {
        site.write(&format!("content/{file}"), "<p>x</p>");
    }
    assert_eq!(
        found(&site, &["file/"]),
        [
            "content/feed.xml file/active A browser may run what a .xml file holds, in the name of the district’s website.",
            "content/google1234.html file/unlinked No published page leads to this file, so it is not published.",
            "content/web.config file/server Web servers take a file of this name for instructions, which change how the whole site works.",
            "content/year.html file/active A browser may run what a .html file holds, in the name of the district’s website.",
        ]
    );
    site.write("site.yaml", &format!("{}files: ['*']\n", crate::SITE_YAML));
    assert_eq!(found(&site, &["file/active", "file/server"]).len(), 4);
    let all = "files: [year.html, feed.xml, web.config, google1234.html]\n";
    site.write("site.yaml", &format!("{}{all}", crate::SITE_YAML));
    assert_eq!(found(&site, &["file/"]), [""; 0]);
}

#[test]
fn no_file_or_old_address_takes_the_place_of_the_themes_files() {
    let site = Site::new();
    assert_eq!(built(&site).code, 0);
    let script =
        tree(&site.path("output")).into_keys().find(|path| path.starts_with("assets/site.") && path.ends_with(".js"));
    let script = script.unwrap();
    let fields = format!("aliases: [/{script}, /.htaccess]");
    site.write("content/a.md", &waiting_page("A page", &fields, "Words.\n"));
    let own = script.to_uppercase().replace("ASSETS", "assets");
    site.write(&format!("content/{own}"), "alert(1)");
    site.write("site.yaml", &format!("{}files: ['**']\n", crate::SITE_YAML));
    assert_eq!(
        found(&site, &["address/"]),
        [
            format!("content/a.md address/alias-over-page The old address “/{script}” belongs to content/{own}."),
            "content/a.md address/bad-alias “/.htaccess” cannot be an old address: a file of that name tells a web server what to do."
                .to_owned(),
            format!(
                "content/{0} address/duplicate This file would take the place of one that Studypages makes: /{0}",
                script.to_uppercase().replace("ASSETS", "assets")
            ),
        ]
    );
}

#[test]
fn authors_call_only_components_that_are_made_for_them() {
    let site = Site::new();
    site.write(
        "themes/cde/templates/own.html",
        "{% component card(url: string, text: string = \"\") %}<p><a href=\"{{ url }}\">{{ text }}</a></p>{% endcomponent card %}",
    );
    let body = "{{ document_link(title=\"Form\", href=\"javascript:alert(1)\") }}\n\n\
        {{ search_box(page=\"https://evil.example/\", id=\"x\") }}\n\n\
        {{ card(url=\" JAVA\tscript:alert(1)\", text=\"Note: bring both papers\") }}\n\n\
        {{ card(url=\"ftp://example.org/a\", text=\"data:text/html,x\") }}\n\n\
        {{ card(url=\"https://www.example.com/\", text=\"Fine\") }}\n";
    site.write("content/index.md", &page("Home", body));
    assert_eq!(
        found(&site, &["component/"]),
        [
            "content/index.md component/unknown There is no component named “document_link”.",
            "content/index.md component/unknown There is no component named “search_box”.",
            "content/index.md component/bad-argument “url” cannot be an address that starts with “javascript:”.",
            "content/index.md component/bad-argument “url” cannot be an address that starts with “ftp:”.",
            "content/index.md component/bad-argument “text” cannot be an address that starts with “data:”.",
        ]
    );
}

#[test]
fn the_two_spellings_of_an_accented_name_are_told() {
    let site = Site::new();
    for name in ["inscripci\u{f3}n", "inscripcio\u{301}n"] {
        site.write(&format!("content/{name}.md"), &page(&format!("Page {}", name.len()), "Words.\n"));
        site.write(&format!("content/forms/{name}.pdf"), "%PDF");
    }
    assert_eq!(
        found(&site, &["source/"]),
        [
            "content/forms/inscripción.pdf source/twin-names The folder forms has two files named “inscripción.pdf”: the accented letters of the two are stored in different ways, and only one file can have this address.",
            "content/inscripción.md source/twin-names The folder content has two files named “inscripción.md”: the accented letters of the two are stored in different ways, and only one file can have this address.",
        ]
    );
}

#[test]
fn a_page_that_an_editor_saved_under_another_ending_is_told() {
    let site = Site::new();
    for name in ["travel.md.txt", "Trip.MD.docx", "notes.txt.md"] {
        site.write(&format!("content/{name}"), &page(&format!("The page {name}"), "Words.\n"));
    }
    assert_eq!(
        found(&site, &["source/", "file/"]),
        [
            "content/Trip.MD.docx source/wrong-ending The name of this page ends in “.docx”, so it is no page, and nobody can read it.",
            "content/travel.md.txt source/wrong-ending The name of this page ends in “.txt”, so it is no page, and nobody can read it.",
        ]
    );
}
