//! One benchmark a stage and a family of rules, over a site of 200 pages that is made here: `cargo bench`.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use jiff::civil::{Date, date};
use studypages::check;
use studypages::citations;
use studypages::config;
use studypages::diagnostics::{Finding, Lines};
use studypages::markdown::Outline;
use studypages::output::{Part, Publication, Publisher};
use studypages::page::{self, Page, Setting};
use studypages::render::Renderer;
use studypages::site::{self, Input};
use studypages::source::{self, Discovered, Source};
use studypages::theme;

const PAGES: usize = 200;
const PAGES_OF_A_SCHOOL: usize = 10;
const TODAY: Date = date(2026, 11, 25);

const SITE_YAML: &str = "\
title: Independent Study
organization: { name: Sierra Vista Unified School District }
base_url: https://www.example.org/independent-study/
languages: [en, es]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
";

const SENTENCES: [&str; 6] = [
    "The supervising teacher keeps the written agreement (EC 51747(g)) for three years and shows it to an auditor.",
    "Families may ask for the schedule of meetings in another language, *at no cost*, within 10 school days.",
    "Call the office at 555-555-0142 or write to study@example.org before August 15, 2027.",
    "Section 51745.6 of the Education Code limits the ratio of **students to teachers** in each program.",
    "A pupil who misses three assignments meets the teacher, and the plan for re-engagement starts (SB 153).",
    "Title 5, Section 11700 says what a time value is; see the [other page](page-3.md#what-to-bring) for how we count it.",
];

fn page_text(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: \"Step {number} of the program\"\nsummary: \"What families of our schools do in step {number}, and who helps them.\"\n\
         last_reviewed: 2026-10-01\norder: {number}\n---\n\n"
    );
    for part in 0..4 {
        let heading = ["What to bring", "Who decides", "How long it takes", "If you disagree"][part];
        let _ = writeln!(text, "## {heading}\n");
        for paragraph in 0..3 {
            for sentence in 0..3 {
                let _ = write!(text, "{} ", SENTENCES[(number + part + paragraph * 2 + sentence) % SENTENCES.len()]);
            }
            text.push_str("\n\n");
        }
        text.push_str("- One copy of the agreement\n- Two samples of work\n\n");
    }
    text.push_str(
        "| Grades | Students | Teachers |\n| --- | ---: | ---: |\n| TK to 3 | 186 | 9 |\n| 4 to 8 | 151 | 7 |\n",
    );
    text
}

fn write_site(root: &Path) {
    fs::write(root.join("site.yaml"), SITE_YAML).expect("the folder is ours");
    for number in 0..PAGES {
        let school = number / PAGES_OF_A_SCHOOL;
        let folder = root.join(format!("content/school-{school}"));
        fs::create_dir_all(&folder).expect("the folder is ours");
        let name = match number % PAGES_OF_A_SCHOOL {
            0 => "index.md".to_owned(),
            page => format!("page-{page}.md"),
        };
        fs::write(folder.join(name), page_text(number)).expect("the folder is ours");
    }
}

/// A site as each stage finds it.
struct Fixture {
    folder: tempfile::TempDir,
    sources: Vec<Source>,
    pages: Vec<Arc<Page>>,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        write_site(folder.path());
        let sources: Vec<Source> = discover(folder.path())
            .markdown
            .iter()
            .map(|entry| {
                let bytes = source::read_markdown(entry).expect("the file was just written");
                Source { path: entry.path.clone(), text: source::decode(&entry.path, bytes, &[]).text }
            })
            .collect();
        let pages = sources.iter().map(|source| Arc::new(parse(source))).collect();
        Self { folder, sources, pages }
    }

    fn input(&self) -> Input {
        let config = config::parse(SITE_YAML).0.expect("the text above is right");
        Input { config, pages: self.pages.clone(), assets: Vec::new(), today: TODAY, include_unpublished: false }
    }

    fn renderer(&self) -> Renderer {
        let site = site::resolve(self.input(), &mut Vec::new());
        let theme = theme::load(self.folder.path(), &site.config).0.expect("the built-in theme can be read");
        Renderer::new(Arc::new(site), Arc::new(theme))
    }
}

fn discover(root: &Path) -> Discovered {
    source::discover(root, &root.join("content"), &[])
}

fn setting(languages: &[String]) -> Setting<'_> {
    Setting { languages, base_url: None }
}

fn parse(source: &Source) -> Page {
    page::parse(source, &Lines::new(&source.text), setting(&LANGUAGES.map(str::to_owned)), &mut Vec::new()).0
}

const LANGUAGES: [&str; 2] = ["en", "es"];

#[divan::bench(name = "1 discover")]
fn bench_discover(bencher: Bencher<'_, '_>) {
    let site = Fixture::new();
    bencher.bench_local(|| discover(black_box(site.folder.path())));
}

#[divan::bench(name = "2 parse")]
fn bench_parse(bencher: Bencher<'_, '_>) {
    let site = Fixture::new();
    bencher.bench_local(|| site.sources.iter().map(parse).collect::<Vec<_>>());
}

#[divan::bench(name = "3 citations, a part of parse")]
fn bench_citations(bencher: Bencher<'_, '_>) {
    let site = Fixture::new();
    bencher.bench_local(|| {
        let paragraphs = site.sources.iter().flat_map(|source| source.text.split("\n\n"));
        paragraphs.map(|text| citations::find(text, &mut None).len()).sum::<usize>()
    });
}

#[divan::bench(name = "4 resolve")]
fn bench_resolve(bencher: Bencher<'_, '_>) {
    let site = Fixture::new();
    bencher.with_inputs(|| site.input()).bench_local_values(|input| site::resolve(input, &mut Vec::new()));
}

/// Runs `check` on each page, with its outline and its language.
fn check_pages(bencher: Bencher<'_, '_>, check: impl Fn(&Page, &Outline<'_>, &Lines<'_>, &str, &mut Vec<Finding>)) {
    let site = Fixture::new();
    let languages = LANGUAGES.map(str::to_owned);
    let lines: Vec<Lines<'_>> = site.sources.iter().map(|source| Lines::new(&source.text)).collect();
    let sources = site.sources.iter().zip(&lines);
    let parsed: Vec<(Page, Outline<'_>)> =
        sources.map(|(source, lines)| page::parse(source, lines, setting(&languages), &mut Vec::new())).collect();
    bencher.bench_local(|| {
        let mut findings = Vec::new();
        for ((page, outline), lines) in parsed.iter().zip(&lines) {
            check(page, outline, lines, LANGUAGES[page.language], &mut findings);
        }
        findings.len()
    });
}

#[divan::bench(name = "5 check, the rules of one page")]
fn bench_check_page(bencher: Bencher<'_, '_>) {
    check_pages(bencher, check::page);
}

/// Each with the one pass over the words that all families share.
#[divan::bench(name = "5 check, each family", args = check::families())]
fn bench_check_family(bencher: Bencher<'_, '_>, family: &str) {
    check_pages(bencher, |page, outline, lines, language, findings| {
        check::page_by(family, page, outline, lines, language, findings);
    });
}

#[divan::bench(name = "6 check, the rules of the site")]
fn bench_check_site(bencher: Bencher<'_, '_>) {
    let site = site::resolve(Fixture::new().input(), &mut Vec::new());
    bencher.bench_local(|| {
        let mut findings = Vec::new();
        check::site(&site, None, &mut findings);
        check::settle(&site, &mut findings).len()
    });
}

#[divan::bench(name = "7 render")]
fn bench_render(bencher: Bencher<'_, '_>) {
    let renderer = Fixture::new().renderer();
    let views = &renderer.site().views;
    bencher.bench_local(|| views.iter().map(|view| renderer.page(view).map_or(0, |bytes| bytes.len())).sum::<usize>());
}

#[divan::bench(name = "8 write", sample_count = 20)]
fn bench_write(bencher: Bencher<'_, '_>) {
    let site = Fixture::new();
    let renderer = site.renderer();
    let views = &renderer.site().views;
    let files: Vec<_> = views.iter().map(|view| (view.path.file(), renderer.page(view).unwrap_or_default())).collect();
    let publisher = Publisher { root: site.folder.path(), name: "Bench".to_owned(), has_page: &|_| true };
    let folder = || tempfile::tempdir().expect("there is a folder for temporary files");
    bencher.with_inputs(folder).bench_local_values(|folder| {
        let publication = Publication::begin(&publisher, &folder.path().join("output")).expect("the folder is empty");
        for (path, bytes) in &files {
            publication.add(Part::Page, path, bytes).expect("the disk has room");
        }
        let published = publication.finish().expect("the disk has room");
        // The folder goes after the clock has stopped.
        (published.changes.pages, folder)
    });
}

fn main() {
    divan::main();
}
