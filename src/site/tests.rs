//! Small sites in, addresses, navigation and links out.

use std::path::PathBuf;

use super::*;
use crate::config;
use crate::diagnostics::Lines;
use crate::page;
use crate::source::Source;

const SITE: &str = "\
title: Independent Study
organization: { name: Sierra Vista }
languages: [en, es]
";

struct Fixture {
    site: Site,
    findings: Vec<Finding>,
}

/// A site of files: front matter beyond title, summary and review date, and a body.
fn site(config: &str, files: &[(&str, &str, &str)], assets: &[&str]) -> Fixture {
    resolve_with(config, files, assets, false)
}

fn resolve_with(config: &str, files: &[(&str, &str, &str)], assets: &[&str], include_unpublished: bool) -> Fixture {
    let (config, findings) = config::parse(config);
    assert_eq!(findings, []);
    let config = config.unwrap();
    let mut findings = Vec::new();
    let pages = files
        .iter()
        .map(|(path, fields, body)| {
            let title = if fields.contains("title:") { String::new() } else { format!("title: {path}\n") };
            let text = format!("---\n{title}summary: S\nlast_reviewed: 2026-11-25\n{fields}---\n{body}");
            let source = Source { path: SitePath::new(path).unwrap(), text };
            Arc::new(page::parse(&source, &Lines::new(&source.text), page::Setting::of(&config), &mut findings).0)
        })
        .collect();
    let assets = assets
        .iter()
        .map(|path| Asset {
            path: SitePath::new(path).unwrap(),
            disk: PathBuf::from(path),
            size: 1,
            modified: None,
            picture: None,
            is_untagged_pdf: false,
        })
        .collect();
    let input = Input { config, pages, assets, today: jiff::civil::date(2026, 11, 25), include_unpublished };
    let site = resolve(input, &mut findings);
    Fixture { site, findings }
}

impl Fixture {
    fn said(&self) -> Vec<String> {
        self.findings.iter().map(|f| format!("{} {} {} {}", f.file, f.rule, f.message, f.help)).collect()
    }

    /// Each view: its address and the file whose text it shows.
    fn views(&self) -> Vec<String> {
        let mut views: Vec<String> =
            self.site.views.iter().map(|view| format!("/{} {}", view.path, self.site.page_of(view).path)).collect();
        views.sort();
        views
    }

    fn navigation(&self, language: usize) -> Vec<String> {
        let path = |view: usize| format!("/{}", self.site.views[view].path);
        self.site.navigation[language]
            .items
            .iter()
            .map(|item| {
                let children: Vec<String> = item.children.iter().map(|child| path(*child)).collect();
                if children.is_empty() {
                    path(item.view)
                } else {
                    format!("{} [{}]", path(item.view), children.join(" "))
                }
            })
            .collect()
    }
}

#[test]
fn addresses_follow_files_folders_slugs_and_languages() {
    let fixture = site(
        SITE,
        &[
            ("index.md", "", ""),
            ("index.es.md", "", ""),
            ("enrollment.md", "", ""),
            ("enrollment.es.md", "slug: inscripción\n", ""),
            ("legal/index.md", "", ""),
            ("legal/index.es.md", "slug: ley\n", ""),
            ("legal/Ratio Table.md", "", ""),
            ("legal/ratio.es.md", "draft: false\n", ""),
        ],
        &[],
    );
    assert_eq!(fixture.said(), [""; 0]);
    assert_eq!(
        fixture.views(),
        [
            "/ index.md",
            "/enrollment/ enrollment.md",
            "/es/ index.es.md",
            "/es/inscripción/ enrollment.es.md",
            "/es/ley/ legal/index.es.md",
            "/es/ley/ratio-table/ legal/Ratio Table.md",
            "/es/ley/ratio/ legal/ratio.es.md",
            "/legal/ legal/index.md",
            "/legal/ratio-table/ legal/Ratio Table.md",
        ]
    );
}

#[test]
fn two_pages_with_one_address_are_an_error() {
    let fixture =
        site(SITE, &[("a.md", "", ""), ("b.md", "slug: a\n", ""), ("faq.md", "", ""), ("faq/index.md", "", "")], &[]);
    assert_eq!(
        fixture.said(),
        [
            "content/b.md address/duplicate This page has the same address as content/a.md: /a/ Give one of the two its own slug.",
            "content/faq/index.md address/duplicate This page has the same address as content/faq.md: /faq/ Give one of the two its own slug.",
        ]
    );
}

#[test]
fn a_file_where_a_page_is_published_is_an_error() {
    let fixture = site(
        SITE,
        &[("index.md", "", ""), ("faq.md", "", "")],
        &["faq/index.html", "FAQ/index.html", "robots.txt", "404.html"],
    );
    assert_eq!(
        fixture.said(),
        [
            "content/404.html address/duplicate This file would be published where the site’s own is: /404.html Rename the file, or delete it: Studypages writes its own.",
            "content/FAQ/index.html address/duplicate This file would be published where content/faq.md is: /FAQ/index.html Rename the file, or give the page another slug.",
            "content/faq/index.html address/duplicate This file would be published where content/faq.md is: /faq/index.html Rename the file, or give the page another slug.",
            "content/robots.txt address/duplicate This file would be published where the site’s own is: /robots.txt Rename the file, or delete it: Studypages writes its own.",
        ]
    );
}

#[test]
fn a_page_where_the_search_page_is_is_an_error() {
    let fixture = site(SITE, &[("search.md", "", ""), ("search.es.md", "slug: buscar\n", "")], &["search/index.html"]);
    assert_eq!(
        fixture.said(),
        [
            "content/search.md address/duplicate This page has the address of the site’s own search page: /search/ Give it another slug.",
            "content/search/index.html address/duplicate This file would be published where content/search.md is: /search/index.html Rename the file, or give the page another slug.",
        ]
    );
}

#[test]
fn an_alias_over_a_page_and_an_alias_that_is_no_path() {
    let fixture = site(
        SITE,
        &[("faq.md", "", ""), ("news.md", "aliases: [/faq/, /old/news.html, 'https://example.org/x', /old]\n", "")],
        &[],
    );
    assert_eq!(
        fixture.said(),
        [
            "content/news.md address/alias-over-page The old address “/faq/” belongs to content/faq.md. Remove the alias, or give that page another slug.",
            "content/news.md address/bad-alias “https://example.org/x” is not an old address of this site. Write only the path: /x",
        ]
    );
    let redirects: Vec<&str> = fixture.site.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    assert_eq!(redirects, ["old/", "old/news.html"]);
}

#[test]
fn navigation_from_the_top_pages_by_order_then_title() {
    let fixture = site(
        SITE,
        &[
            ("index.md", "", ""),
            ("c.md", "order: 1\n", ""),
            ("b.md", "title: Zebra\n", ""),
            ("a.md", "title: Apple\n", ""),
            ("legal/index.md", "order: 2\n", ""),
            ("legal/ratio.md", "", ""),
        ],
        &[],
    );
    assert_eq!(fixture.navigation(0), ["/c/", "/legal/ [/legal/ratio/]", "/a/", "/b/"]);
    assert_eq!(fixture.navigation(1), ["/es/c/", "/es/legal/ [/es/legal/ratio/]", "/es/a/", "/es/b/"]);
}

#[test]
fn a_bar_of_its_own_accord_does_not_show_every_page_of_a_large_site() {
    let names: Vec<String> = (10..60).map(|number| format!("page-{number}.md")).collect();
    let files: Vec<(&str, &str, &str)> = names.iter().map(|name| (name.as_str(), "", "")).collect();
    let fixture = site(SITE, &files, &[]);
    assert_eq!(fixture.navigation(0).len(), 16);
    assert_eq!(
        fixture.said(),
        [
            "site.yaml config/navigation-long 50 pages stand at the top of the site; the navigation bar shows the first 16. Put pages that belong together into a folder, or name the pages for the bar under navigation."
        ]
    );
}

#[test]
fn navigation_that_names_no_page_is_an_error_with_the_nearest_file() {
    let fixture = site(&format!("{SITE}navigation: [faqs.md, faq.md]\n"), &[("faq.md", "", "")], &[]);
    assert_eq!(
        fixture.said(),
        [
            "site.yaml config/navigation The navigation names “faqs.md”, which is not a published page. Did you mean “faq.md”?"
        ]
    );
    assert_eq!(fixture.navigation(0), ["/faq/"]);
}

#[test]
fn navigation_that_names_an_unpublished_or_a_deleted_page_says_what_to_do() {
    let files = [("faq.md", "", ""), ("travel.md", "draft: true\n", "")];
    let fixture = site(&format!("{SITE}navigation: [faq.md, travel.md, enrollment.md]\n"), &files, &[]);
    assert_eq!(
        fixture.said(),
        [
            "site.yaml config/navigation The navigation names “travel.md”, which is not a published page. Publish that page, or take “travel.md” out of the navigation until it is.",
            "site.yaml config/navigation The navigation names “enrollment.md”, which is not a published page. Write the page, or take “enrollment.md” out of the navigation.",
        ]
    );
}

#[test]
fn drafts_scheduled_and_expired_pages_are_not_published() {
    let files = [
        ("index.md", "", ""),
        ("draft.md", "draft: true\n", ""),
        ("later.md", "publish_on: 2026-11-26\n", ""),
        ("now.md", "publish_on: 2026-11-25\nexpires_on: 2026-11-26\n", ""),
        ("over.md", "expires_on: 2026-11-25\n", ""),
    ];
    let fixture = site(SITE, &files, &[]);
    assert_eq!(fixture.views(), ["/ index.md", "/es/ index.md", "/es/now/ now.md", "/now/ now.md"]);
    let preview = resolve_with(SITE, &files, &[], true);
    assert_eq!(preview.views().len(), 10);
}

#[test]
fn a_link_to_a_page_that_is_not_published_says_why() {
    let fixture = site(
        SITE,
        &[
            ("a.md", "", "[x](draft.md) [y](later.md)\n"),
            ("draft.md", "draft: true\n", ""),
            ("later.md", "publish_on: 2027-01-01\n", ""),
        ],
        &[],
    );
    assert_eq!(
        fixture.said(),
        [
            "content/a.md link/unpublished “draft.md” leads to a page that is a draft. Publish that page, or remove the link until it is.",
            "content/a.md link/unpublished “later.md” leads to a page that is not published before 2027-01-01. Publish that page, or remove the link until it is.",
        ]
    );
}

#[test]
fn links_are_file_paths_or_site_paths_with_anchors() {
    let body = "[1](b.md) [2](b.md#steps) [3](/legal/) [4](legal/index.md) [5](#here) [6](legal/form.pdf) [7](/es/b/) [8](b) [9](b.es.md)\n\n## Here\n";
    let fixture = site(
        SITE,
        &[
            ("a.md", "", body),
            ("b.md", "", "## Steps\n"),
            ("b.es.md", "", "## Pasos {#steps}\n"),
            ("legal/index.md", "", ""),
        ],
        &["legal/form.pdf"],
    );
    assert_eq!(fixture.said(), [""; 0]);
    let page = fixture.site.pages.iter().position(|page| page.path.as_str() == "a.md").unwrap();
    let view = fixture.site.views.iter().find(|view| view.page == page && view.language == 0).unwrap();
    let leads_to: Vec<String> = fixture.site.resolved[page]
        .links
        .iter()
        .map(|target| match target {
            Target::Page(target) => {
                let to = fixture.site.link_view(view, target);
                format!("/{}{}", to.path, target.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}")))
            }
            Target::Here { anchor } => format!("#{anchor}"),
            Target::Asset { asset, fragment } => {
                let fragment = fragment.as_ref().map_or(String::new(), |fragment| format!("#{fragment}"));
                format!("{}{fragment}", fixture.site.assets[*asset].path)
            }
            Target::Nowhere => "nowhere".to_owned(),
        })
        .collect();
    assert_eq!(
        leads_to,
        ["/b/", "/b/#steps", "/legal/", "/legal/", "#here", "legal/form.pdf", "/es/b/", "/b/", "/es/b/"]
    );
}

#[test]
fn links_that_lead_nowhere_suggest_what_was_meant() {
    let fixture = site(
        SITE,
        &[
            (
                "a.md",
                "",
                "[1](enrolment.md) [2](enrollment.md#step) [3](#hre) [4]() ![x](desk.png) [5](enrollment.html)\n\n## Here\n",
            ),
            ("enrollment.md", "", "## Steps\n"),
        ],
        &["desks.png"],
    );
    assert_eq!(
        fixture.said(),
        [
            "content/a.md link/broken “enrolment.md” leads nowhere: there is no such page or file. Did you mean “enrollment.md”?",
            "content/a.md link/broken-anchor content/enrollment.md has no place named “step”. Did you mean “#steps”?",
            "content/a.md link/broken-anchor This page has no place named “hre”. Did you mean “#here”?",
            "content/a.md link/broken This link has no address. Write where it leads between the round brackets.",
            "content/a.md link/broken “enrollment.html” leads nowhere: there is no such page or file. Did you mean “enrollment.md”?",
            "content/a.md image/broken There is no picture “desk.png”. Did you mean “desks.png”?",
        ]
    );
}

#[test]
fn links_that_lead_nowhere_say_what_to_do_about_this_very_address() {
    let body = "[1](www.k12.org/calendar) [2](Agreement.pdf) [3](request.md) [4](trips/abroad.md) [5](../x/map.pdf) ![6](Yard.jpg)\n";
    let fixture = site(SITE, &[("a/b.md", "", body), ("forms/request.md", "", "")], &["a/agreement.PDF", "a/yard.JPG"]);
    assert_eq!(
        fixture.said(),
        [
            "content/a/b.md link/broken “www.k12.org/calendar” leads nowhere: there is no such page or file. Write https:// in front of it: https://www.k12.org/calendar",
            "content/a/b.md link/broken “Agreement.pdf” leads nowhere: there is no such page or file. Did you mean “agreement.PDF”?",
            "content/a/b.md link/broken “request.md” leads nowhere: there is no such page or file. Did you mean “../forms/request.md”?",
            "content/a/b.md link/broken “trips/abroad.md” leads nowhere: there is no such page or file. Take the link out, or write the page: studypages new page a/trips/abroad.md",
            "content/a/b.md link/broken “../x/map.pdf” leads nowhere: there is no such page or file. Put the file there, as content/x/map.pdf, or take the link out.",
            "content/a/b.md image/broken There is no picture “Yard.jpg”. Did you mean “yard.JPG”?",
        ]
    );
}

#[test]
fn a_page_in_two_languages_is_one_group_and_a_missing_one_falls_back() {
    let fixture = site(SITE, &[("a.md", "", ""), ("a.es.md", "", ""), ("b.md", "", "")], &[]);
    let fallback: Vec<String> = fixture
        .site
        .views
        .iter()
        .filter(|view| fixture.site.is_fallback(view))
        .map(|view| format!("/{}", view.path))
        .collect();
    assert_eq!(fallback, ["/es/b/"]);
}

#[test]
fn sections_are_folders_with_an_index() {
    let fixture = site(
        SITE,
        &[("index.md", "", ""), ("a/index.md", "", ""), ("a/b/c.md", "", ""), ("a/d.md", "", ""), ("e/f.md", "", "")],
        &[],
    );
    let parents: Vec<String> = fixture
        .site
        .groups
        .iter()
        .map(|group| {
            format!("{} < {}", group.key, group.parent.map_or("-", |parent| fixture.site.groups[parent].key.as_str()))
        })
        .collect();
    assert_eq!(
        parents,
        ["a/b/c.md < a/index.md", "a/d.md < a/index.md", "a/index.md < index.md", "e/f.md < index.md", "index.md < -"]
    );
}
