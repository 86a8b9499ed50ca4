//! The stages in their order: discover → parse → resolve → check, then render → write.

mod album;
mod glance;
mod memory;
mod pictures;
mod rehearsal;
mod timings;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::address::OutputPath;
use crate::asset::Asset;
use crate::check;
use crate::config::{self, Config};
use crate::decoding::{self, Decoded, Languages};
use crate::diagnostics::{self, Counts, Finding, Level, Lines};
use crate::output::{self, Changes, Part, Publication, Published, Publisher};
use crate::page::{self, Page, Setting};
use crate::render::Renderer;
use crate::site::{self, Site};
use crate::source::{self, Entry, SitePath, Source, content_file, io_reason};
use crate::starter;
use crate::theme::Theme;

pub use glance::{glance, with_text};
pub use memory::Memory;
pub use rehearsal::rehearse;
pub use timings::Timings;

use memory::{Known, KnownTheme, Parsed, remember};
use timings::{Sum, timed};

/// Why a command could not do its work, in a sentence or two for the user.
#[derive(Debug)]
pub enum Failure {
    /// There is no `site.yaml` here or above.
    NoSite(PathBuf),
    /// `site.yaml` cannot be read from disk.
    Unreadable(PathBuf, std::io::Error),
    /// There is no `content` folder.
    NoContent(PathBuf),
    /// `site.yaml` has mistakes that leave nothing to build; these say which.
    Config(Vec<Finding>),
    /// The site could not be written.
    Output(output::Error),
    /// A new site or page could not be written.
    Starter(starter::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::NoSite(folder) => write!(
                formatter,
                "There is no site.yaml in {} or in a folder above it. Go to the folder of your site, or name it with --root.",
                folder.display()
            ),
            Failure::Unreadable(file, error) => {
                write!(formatter, "{} cannot be read: {}.", file.display(), io_reason(error))
            }
            Failure::NoContent(folder) => {
                write!(formatter, "There is no folder {}. The pages of a site stand in it.", folder.display())
            }
            Failure::Config(_) => write!(formatter, "site.yaml has mistakes; mend them first."),
            Failure::Output(error) => write!(formatter, "{error}"),
            Failure::Starter(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// What is read and for which day.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of `site.yaml`.
    pub root: PathBuf,
    /// The day the site is built for.
    pub today: Date,
    /// Whether drafts, scheduled and expired pages are part of the site.
    pub include_unpublished: bool,
}

/// A site in memory, with everything that is wrong with it.
pub struct Loaded {
    /// The site.
    pub site: Arc<Site>,
    /// Its theme; `None` when a template cannot be read.
    pub theme: Option<Arc<Theme>>,
    /// What was found, sorted, each with its place.
    pub findings: Vec<Finding>,
    /// Rules that pages have switched off.
    pub allows: Vec<check::Standing>,
    /// How long it took.
    pub timings: Timings,
}

/// Today in California, where the districts are: a page that is due on Monday is not
/// published on Sunday afternoon because a server counts in Greenwich time.
#[must_use]
pub fn today() -> Date {
    // The rule of the Uniform Time Act, so that no time zone database is needed.
    let pacific = TimeZone::posix("PST8PDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC);
    pacific.to_datetime(Timestamp::now()).date()
}

/// Finds the folder of `site.yaml`, from `start` upwards.
///
/// # Errors
/// When there is none.
pub fn find_root(start: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
    absolute
        .ancestors()
        .find(|folder| folder.join(config::FILE).is_file())
        .map(Path::to_owned)
        .ok_or(Failure::NoSite(absolute.clone()))
}

/// discover → parse → resolve → check.
///
/// # Errors
/// When there is nothing to build at all. Mistakes in content are findings.
pub fn load(options: &Options) -> Result<Loaded, Failure> {
    load_again(options, &mut Memory::for_one_load())
}

/// As [`load`], reading only what has changed since `memory` was filled.
///
/// # Errors
/// As [`load`].
pub fn load_again(options: &Options, memory: &mut Memory) -> Result<Loaded, Failure> {
    Ok(read_again(options, memory)?.check(&options.root))
}

/// discover → parse → resolve, reading only what has changed since `memory` was filled.
///
/// # Errors
/// As [`load`].
pub fn read_again(options: &Options, memory: &mut Memory) -> Result<Unchecked, Failure> {
    let (config, mut findings, config_hash) = load_config(&options.root)?;
    let content = content_folder(&options.root)?;
    let Memory { parsed, theme: known_theme, site: known_site, is_kept } = memory;
    let mut timings = Timings::default();
    let Timings { discover, parse: parsing, theme: theming, .. } = &mut timings;
    let (theme, (pages, assets, page_findings)) = rayon::join(
        || timed(theming, || KnownTheme::load(known_theme, &options.root, &config, config_hash)),
        || parse(&options.root, &content, &config, parsed, *is_kept, [discover, parsing]),
    );
    findings.extend(theme.findings.iter().cloned());
    let theme = theme.theme.clone();
    findings.extend(page_findings);
    let input =
        site::Input { config, pages, assets, today: options.today, include_unpublished: options.include_unpublished };
    let site = timed(&mut timings.resolve, || known_site.resolve(input, config_hash, &mut findings));
    Ok(Unchecked { site, theme, found: findings, timings })
}

fn content_folder(root: &Path) -> Result<PathBuf, Failure> {
    let content = root.join("content");
    if content.is_dir() { Ok(content) } else { Err(Failure::NoContent(content)) }
}

/// A site that was read, before its checks.
pub struct Unchecked {
    /// The site.
    pub site: Arc<Site>,
    /// Its theme; `None` when a template cannot be read.
    pub theme: Option<Arc<Theme>>,
    /// What was found on the way; what stands of it is not decided yet.
    pub found: Vec<Finding>,
    timings: Timings,
}

impl Unchecked {
    fn new(site: Arc<Site>, theme: Option<Arc<Theme>>) -> Self {
        Self { site, theme, found: Vec::new(), timings: Timings::default() }
    }

    /// Checks the whole site; `root` is the folder of `site.yaml`.
    #[must_use]
    pub fn check(self, root: &Path) -> Loaded {
        let Self { site, theme, found: mut findings, mut timings } = self;
        let checking = Instant::now();
        check::site(&site, theme.as_deref(), &mut findings);
        findings.extend(pictures::prove(root, &site));
        let allows = check::settle(&site, &mut findings);
        source::locate(root, &site.config.languages, &mut findings);
        diagnostics::sort(&mut findings);
        timings.check = checking.elapsed();
        Loaded { site, theme, findings, allows, timings }
    }

    /// What is wrong with one page, as far as it can be told without the others.
    #[must_use]
    pub fn findings_of(&self, root: &Path, page: usize) -> Vec<Finding> {
        let file = self.site.pages[page].file();
        let mut findings: Vec<Finding> = self.found.iter().filter(|finding| finding.file == *file).cloned().collect();
        check::page_in_site(&self.site, self.theme.as_deref(), page, &mut findings);
        source::locate(root, &self.site.config.languages, &mut findings);
        diagnostics::sort(&mut findings);
        findings
    }
}

/// Reads `site.yaml`.
///
/// # Errors
/// When it is missing, or has mistakes.
pub fn load_config(root: &Path) -> Result<(Config, Vec<Finding>, blake3::Hash), Failure> {
    let file = root.join(config::FILE);
    let bytes = fs::read(&file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::NoSite(root.to_owned()),
        _ => Failure::Unreadable(file, error),
    })?;
    let hash = blake3::hash(&bytes);
    let mut decoded = decoding::decode(bytes.clone(), Languages::of(config::FILE, &[]));
    let (mut config, mut mistakes) = config::parse(&decoded.text);
    if !decoded.is_certain()
        && let Some(languages) = config.take().map(|config| config.languages)
    {
        // Now the languages are known that the other letters may be of.
        decoded = decoding::decode(bytes, Languages::of(config::FILE, &languages));
        (config, mistakes) = config::parse(&decoded.text);
    }
    let mut findings = decoded.findings(|| config::FILE.to_owned());
    findings.extend(mistakes);
    match config {
        Some(config) if Counts::of(&findings).errors == 0 => Ok((config, findings, hash)),
        _ => {
            diagnostics::sort(&mut findings);
            Err(Failure::Config(findings))
        }
    }
}

fn parse(
    root: &Path,
    content: &Path,
    config: &Config,
    parsed: &mut Parsed,
    is_kept: bool,
    [discover, parse]: [&mut Duration; 2],
) -> (Vec<Arc<Page>>, Vec<Asset>, Vec<Finding>) {
    parsed.read_for(config);
    let discovered =
        timed(discover, || parsed.discovered.take().unwrap_or_else(|| source::discover(root, content, &config.files)));
    let parsing = Instant::now();
    let mut findings = discovered.findings.clone();
    let setting = Setting::of(config);
    remember(&mut parsed.pages, &discovered.markdown, |entry, before| read_page(entry, before, setting, is_kept));
    let mut pages = Vec::with_capacity(parsed.pages.len());
    if is_kept {
        for known in &parsed.pages {
            pages.extend(known.value.clone());
            findings.extend(known.findings.iter().cloned());
        }
    } else {
        for known in parsed.pages.drain(..) {
            pages.extend(known.value);
            findings.extend(known.findings);
        }
    }
    let mut assets = Vec::with_capacity(discovered.assets.len());
    for known in parsed.read_assets(&discovered) {
        assets.push(known.value.clone());
        findings.extend(known.findings.iter().cloned());
    }
    parsed.discovered = Some(discovered);
    *parse = parsing.elapsed();
    (pages, assets, findings)
}

/// Reads a page; one whose bytes are those of `before` is not parsed again.
fn read_page(
    entry: Arc<Entry>,
    before: Option<&Known<Option<Arc<Page>>>>,
    setting: Setting<'_>,
    is_kept: bool,
) -> Known<Option<Arc<Page>>> {
    let read = if before.is_some() { source::read_saved_markdown } else { source::read_markdown };
    let bytes = match read(&entry) {
        Ok(bytes) => bytes,
        Err(error) => {
            let findings = vec![source::unreadable(&entry, &error)];
            return Known { entry, hash: None, value: None, findings };
        }
    };
    let hash = is_kept.then(|| blake3::hash(&bytes));
    if let Some(same) = before.filter(|before| hash.is_some() && before.hash == hash) {
        return Known { entry, hash, value: same.value.clone(), findings: same.findings.clone() };
    }
    let decoded = source::decode(&entry.path, bytes, setting.languages);
    let mut findings = decoded.findings(|| content_file(&entry.path));
    let is_certain = decoded.is_certain();
    let source = Source { path: entry.path.clone(), text: decoded.text };
    let page = parse_page(&source, setting, &mut findings);
    if !is_certain {
        // A fix would save a guess in place of what the author wrote.
        findings.iter_mut().for_each(Finding::forget_fix);
    }
    // Sorting what is sorted takes one look.
    diagnostics::sort(&mut findings);
    Known { entry, hash, value: Some(Arc::new(page)), findings }
}

/// Parses a page and checks what the page alone tells.
fn parse_page(source: &Source, setting: Setting<'_>, findings: &mut Vec<Finding>) -> Page {
    let lines = Lines::new(&source.text);
    let (page, outline) = page::parse(source, &lines, setting, findings);
    let language = setting.languages.get(page.language).map_or("en", String::as_str);
    let known = findings.len();
    check::page(&page, &outline, &lines, language, findings);
    if findings[known..].iter().any(|finding| finding.fix.is_some()) {
        let read = |text: &str| {
            let source = Source { path: source.path.clone(), text: text.to_owned() };
            let (page, outline) = page::parse(&source, &Lines::new(text), setting, &mut Vec::new());
            check::Reading::of(text, &page, &outline)
        };
        let before = check::Reading::of(&source.text, &page, &outline);
        check::keep_safe_fixes(&source.text, &before, &mut findings[known..], read);
    }
    page
}

/// The letters that `bytes` mean as the file `file` of the site, as findings name it.
#[must_use]
pub fn decoded(site: &Site, file: &str, bytes: Vec<u8>) -> Decoded {
    decoding::decode(bytes, Languages::of(file, &site.config.languages))
}

/// What is wrong with a page of `site` if its file held `text`, as far as the page alone tells and the site and
/// the page do not allow it.
#[must_use]
pub fn findings_of_text(site: &Site, file: &str, text: &str) -> Vec<Finding> {
    let Some(path) = file.strip_prefix("content/").and_then(SitePath::new) else { return Vec::new() };
    let source = Source { path, text: text.to_owned() };
    let mut findings = Vec::new();
    let page = parse_page(&source, Setting::of(&site.config), &mut findings);
    check::settle_page(&site.config, &page.front_matter.allow, &mut findings);
    findings
}

/// What a build did.
pub struct Built {
    /// What was found.
    pub findings: Vec<Finding>,
    /// What changed on disk; `None` when errors kept the old output.
    pub changes: Option<Changes>,
    /// What somebody should know about files of the output, in sentences.
    pub remarks: Vec<String>,
    /// How long it took, the load included.
    pub timings: Timings,
}

/// Renders the site and publishes it into `output`, unless something is wrong.
/// `progress` is told how many pages are done and how many there are, from many threads.
///
/// # Errors
/// When the output cannot be written.
pub fn build(
    loaded: &mut Loaded,
    root: &Path,
    output: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let mut findings = std::mem::take(&mut loaded.findings);
    let mut timings = loaded.timings;
    let Some(theme) = loaded.theme.clone().filter(|_| Counts::of(&findings).errors == 0) else {
        return Ok(Built { findings, changes: None, remarks: Vec::new(), timings });
    };
    let started = Instant::now();
    let site = &loaded.site;
    let has_page = |address: &str| site.view_at(address).is_some();
    let publisher = Publisher { root, name: name_of(site), has_page: &has_page };
    let publication = Publication::begin(&publisher, output).map_err(Failure::Output)?;
    let publishing = Publishing { root, site: &loaded.site, publication: &publication, sums: Sums::default() };
    let mut problems = publishing.publish(&theme, progress).map_err(Failure::Output)?;
    (timings.render, timings.write) = (publishing.sums.render.total(), publishing.sums.write.total());
    let (changes, remarks) = if problems.iter().any(|finding| finding.level == Level::Error) {
        (None, Vec::new())
    } else {
        let Published { changes, remarks } = publication.finish().map_err(Failure::Output)?;
        (Some(changes), remarks)
    };
    timings.publish = started.elapsed();
    // Those of the load are sorted.
    if !problems.is_empty() {
        source::locate(root, &loaded.site.config.languages, &mut problems);
        findings.extend(problems);
        diagnostics::sort(&mut findings);
    }
    Ok(Built { findings, changes, remarks, timings })
}

/// What tells a site from others: "Independent Study, Sierra Vista, https://www.example.org/".
fn name_of(site: &Site) -> String {
    let config = &site.config;
    let title = config.title.in_language(config.default_language());
    let mut name = format!("{title}, {}", config.organization.name);
    if let Some(url) = &config.base_url {
        name.push_str(", ");
        name.push_str(url);
    }
    name
}

/// How long the two halves of publishing took, over all threads.
#[derive(Default)]
struct Sums {
    render: Sum,
    write: Sum,
}

/// A site on its way into a publication.
struct Publishing<'p> {
    root: &'p Path,
    site: &'p Arc<Site>,
    publication: &'p Publication,
    sums: Sums,
}

impl Publishing<'_> {
    /// Renders every file of the site into the publication; returns what is wrong with templates.
    fn publish(
        &self,
        theme: &Arc<Theme>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Finding>, output::Error> {
        let Self { root: _, site, publication, sums } = self;
        for asset in &theme.assets {
            self.add(Part::Asset, &output_path(&asset.path)?, &asset.bytes)?;
        }
        let problems = Mutex::new(sums.write.add(|| pictures::publish(self.root, site, publication))?);
        let renderer = sums.render.add(|| Renderer::new(Arc::clone(site), Arc::clone(theme)));
        let done = AtomicUsize::new(0);
        let pages = || {
            site.views.par_iter().try_for_each(|view| {
                match sums.render.add(|| renderer.page(view)) {
                    Ok(bytes) => self.add(Part::Page, &view.path.file(), &bytes)?,
                    Err(finding) => note(&problems, *finding),
                }
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, site.views.len());
                Ok(())
            })
        };
        // The search index and the sitemap take one thread for as long as many pages do.
        let made = || {
            let (files, mistakes) = sums.render.add(|| renderer.made_files());
            for finding in mistakes {
                note(&problems, finding);
            }
            files.iter().try_for_each(|file| self.add(Part::of(&file.path), &output_path(&file.path)?, &file.bytes))
        };
        let (pages, made) = rayon::join(pages, made);
        pages.and(made)?;
        Ok(problems.into_inner().unwrap_or_default())
    }

    fn add(&self, part: Part, path: &OutputPath, bytes: &[u8]) -> Result<(), output::Error> {
        self.sums.write.add(|| self.publication.add(part, path, bytes))
    }
}

/// A path that names of the theme, the site or the build were put together to.
fn output_path(path: &str) -> Result<OutputPath, output::Error> {
    OutputPath::new(path).map_err(|unfit| output::Error::Unfit(path.to_owned(), unfit))
}

/// One finding for each mistake of a template, however many pages it spoils.
fn note(problems: &Mutex<Vec<Finding>>, finding: Finding) {
    if let Ok(mut problems) = problems.lock()
        && !problems.iter().any(|known: &Finding| {
            known.file == finding.file
                && known.start == finding.start
                && known.rule == finding.rule
                && known.bytes == finding.bytes
        })
    {
        problems.push(finding);
    }
}
