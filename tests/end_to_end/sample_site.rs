//! The repository's own site: what a district publishes on its first day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::{ended, studypages, tree};

struct Published {
    folder: tempfile::TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn publish() -> Published {
    let folder = tempfile::tempdir().unwrap();
    let ended = ended(
        studypages()
            .args(["build", "--as-of", "2026-11-25", "--root"])
            .arg(root())
            .arg("--output")
            .arg(folder.path().join("site")),
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("no errors, 0 warnings"), "{}", ended.stderr);
    let files = tree(&folder.path().join("site"));
    Published { folder, files }
}

impl Published {
    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }
}

/// The values of an attribute in our own HTML.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// A relative address from a page, as a path of the output.
fn target(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => assert!(parts.pop().is_some(), "{page}: {address} leaves the site"),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    match () {
        () if address.is_empty() => page.to_owned(),
        () if path.is_empty() => "index.html".to_owned(),
        () if address.ends_with('/') || address.ends_with("..") => format!("{path}/index.html"),
        () => path,
    }
}

fn decoded(text: &str) -> String {
    studypages::source::percent_decode(text).into_owned()
}

#[test]
fn every_page_of_the_design_is_there_in_both_languages() {
    let published = publish();
    for page in [
        "index.html",
        "program-summary/index.html",
        "enrollment/index.html",
        "educators/teacher-requirements/index.html",
        "educators/legal-requirements/index.html",
        "educators/ratio-calculations/index.html",
        "contact/index.html",
        "404.html",
        "es/index.html",
        "es/resumen-del-programa/index.html",
        "es/inscripcion/index.html",
        "es/educadores/requisitos-para-docentes/index.html",
        "es/educadores/requisitos-legales/index.html",
        "es/educadores/calculo-de-proporciones/index.html",
        "es/contacto/index.html",
        "es/404.html",
    ] {
        assert!(published.files.contains_key(page), "{page}");
    }
    drop(published.folder);
}

#[test]
fn every_link_and_anchor_leads_somewhere() {
    let published = publish();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        published.pages().map(|(path, html)| (path, values(html, "id").into_iter().collect())).collect();
    let mut checked = 0;
    for (page, html) in published.pages() {
        for address in values(html, "href").into_iter().chain(values(html, "src")) {
            if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
                continue;
            }
            // The page for missing addresses is served from any depth, under the site's own path.
            let (from, address) = match address.strip_prefix("/independent-study/") {
                Some(rest) if page.ends_with("404.html") => ("index.html", rest),
                _ => (page, address),
            };
            let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
            let file = if path.is_empty() && from == page { page.to_owned() } else { target(from, &decoded(path)) };
            assert!(published.files.contains_key(&file), "{page}: {address} → {file}");
            if let Some(anchor) = anchor {
                assert!(ids[file.as_str()].contains(decoded(anchor).as_str()), "{page}: {address}: no such id");
            }
            checked += 1;
        }
    }
    assert!(checked > 1000, "{checked} links");
}

#[test]
fn ids_are_unique_on_every_page() {
    for (page, html) in publish().pages() {
        let ids = values(html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{page}");
    }
}

#[test]
fn no_page_asks_another_host_or_runs_inline_script() {
    for (page, html) in publish().pages() {
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(" src=\"") || tag.contains("application/ld+json"), "{page}: {tag}");
        }
        for address in values(html, "src") {
            assert!(!address.contains("//"), "{page}: {address}");
        }
        assert!(!html.contains(" style=\"") && !html.contains("<style"), "{page}");
        assert!(html.contains("default-src 'none'"), "{page}");
    }
}

#[test]
fn the_end_of_a_page_says_whom_to_ask_and_when_it_was_reviewed() {
    let published = publish();
    let page = |path: &str| String::from_utf8(published.files[path].clone()).unwrap();
    let english = page("enrollment/index.html");
    let questions = "<p class=\"questions row\"><span><strong>Questions:</strong> <bdi>Independent Study Office</bdi></span> \
         <span><a href=\"mailto:study@example.org\" dir=\"ltr\">study@example.org</a></span> \
         <span><a href=\"tel:+15555550142\" dir=\"ltr\">555-555-0142</a></span></p>";
    assert!(english.contains(questions), "{english}");
    assert!(
        english.contains(
            "<strong>Last Reviewed:</strong> <time datetime=\"2026-11-25\">Wednesday, November 25, 2026</time>"
        )
    );
    let spanish = page("es/inscripcion/index.html");
    assert!(spanish.contains("<time datetime=\"2026-11-25\">miércoles 25\u{a0}de noviembre de 2026</time>"));
}

#[test]
fn worked_examples_come_out_to_the_digit() {
    let published = publish();
    let html = String::from_utf8(published.files["educators/ratio-calculations/index.html"].clone()).unwrap();
    let figures: Vec<String> = html
        .split("<div class=\"ratio\">")
        .skip(1)
        .map(|table| {
            let caption = table.split("<caption>").nth(1).unwrap().split("</caption>").next().unwrap();
            let rows: Vec<&str> = table
                .split("<td class=\"right\">")
                .skip(1)
                .map(|cell| cell.split(['<', '\n']).next().unwrap().trim())
                .take(10)
                .collect();
            let verdict = if table.contains("verdict-over") { "over" } else { "within" };
            format!("{caption}: {} {verdict}", rows.join(" | "))
        })
        .collect();
    let expect = |at: usize, words: &str| assert!(figures[at].contains(words), "{}", figures[at]);
    assert_eq!(figures.len(), 9, "{figures:#?}");
    expect(0, "312.40 | 12.50 | 24.992 | 6,167.60 | 268.40 | 22.979 | 287.24 | 287.24 | 25.16 | 13.59 over");
    expect(1, "148.20 | 7.20 | 20.583 | 4,210.55 | 191.75 | 21.959 | 158.10 | 148.20 | 0.00 | 6.75 within");
    expect(2, "312.40 | 12.50 | 24.992 | 25.000 | 312.50 | 312.40 | 0.00 | 12.496 within");
    expect(3, "96.40 | 3.60 | 26.778 | 21,987.30 | 905.10 | 24.293 | 87.45 | 87.45 | 8.95 | 3.97 over");
    expect(4, "412.75 | 16.00 | 25.797 | 25.000 | 400.00 | 400.00 | 12.75 | 16.51 over");
    expect(5, "412.75 | 16.00 | 25.797 | 21,987.30 | 840.00 | 26.175 | 418.81 | 412.75 | 0.00 | 15.77 within");
    expect(6, "10.00 | 0.00 | n/a | 1,000.00 | 45.00 | 22.222 | 0.00 | 0.00 | 10.00 | 0.45 over");
    expect(7, "100.00 | 4.50 | 22.222 | 2,000.00 | 90.00 | 22.222 | 100.00 | 100.00 | 0.00 | 4.50 within");
    expect(8, "230.00 | 10.00 | 23.000 | 3,448.90 | 150.00 | 22.993 | 229.93 | 229.93 | 0.07 | 10.003 over");
}
