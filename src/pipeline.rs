//! The stages in their order: discover → parse → resolve → check, then render → write.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::asset::{self, Asset};
use crate::check;
use crate::config::{self, Config, RuleLevel};
use crate::diagnostics::{self, Counts, Finding, Level, Lines};
use crate::output::{self, Changes, Part, Publication};
use crate::page::{self, Page};
use crate::render::Renderer;
use crate::site::{self, Site, output_file};
use crate::source::{self, Discovered, Entry, SitePath, Source, io_reason};
use crate::starter;
use crate::theme::{self, Theme};

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
    load_again(options, &mut Memory::default())
}

/// As [`load`], reading only what has changed since `memory` was filled.
///
/// # Errors
/// As [`load`].
pub fn load_again(options: &Options, memory: &mut Memory) -> Result<Loaded, Failure> {
    let (config, mut findings, config_hash) = load_config(&options.root)?;
    let content = options.root.join("content");
    if !content.is_dir() {
        return Err(Failure::NoContent(content));
    }
    let Memory { parsed, theme: known_theme } = memory;
    let (theme, (pages, assets, page_findings)) = rayon::join(
        || KnownTheme::load(known_theme, &options.root, &config, config_hash),
        || parse(&options.root, &content, &config, parsed),
    );
    findings.extend(theme.findings.iter().cloned());
    let theme = theme.theme.clone();
    findings.extend(page_findings);
    let input =
        site::Input { config, pages, assets, today: options.today, include_unpublished: options.include_unpublished };
    let site = site::resolve(input, &mut findings);
    check::site(&site, theme.as_deref(), &mut findings);
    let allows = check::settle(&site, &mut findings);
    source::locate(&options.root, &mut findings);
    diagnostics::sort(&mut findings);
    Ok(Loaded { site: Arc::new(site), theme, findings, allows })
}

/// What a preview keeps between two saves.
#[derive(Default)]
pub struct Memory {
    parsed: Parsed,
    theme: Option<KnownTheme>,
}

impl Memory {
    /// Tells which files were saved, so that the next load looks at no others: a walk of the
    /// content folder costs more than the save. No paths mean that nobody knows.
    pub fn expect(&mut self, root: &Path, saved: &[PathBuf]) {
        let mut all_known = !saved.is_empty();
        for path in saved {
            let is_known = self.parsed.refresh(path);
            let below = path.strip_prefix(root).ok().and_then(|path| path.iter().next());
            let is_theme = below.is_some_and(|name| name == "themes");
            if is_theme {
                self.theme = None;
            }
            all_known &= is_known || is_theme || below.is_some_and(|name| name == config::FILE);
        }
        if !all_known {
            self.parsed.discovered = None;
        }
    }
}

/// Files of `content/` as they were read last.
#[derive(Default)]
struct Parsed {
    /// The files of the last walk; `None` when the next load must walk again.
    discovered: Option<Discovered>,
    /// The languages they were read for.
    languages: Vec<String>,
    pages: HashMap<SitePath, Known<Option<Arc<Page>>>>,
    assets: HashMap<SitePath, Known<Asset>>,
}

impl Parsed {
    /// Makes the next load read the file at `disk` again, whatever its time and size say: some
    /// disks count time in steps longer than the pause between two saves. Says whether it is a
    /// file that the last walk found, and still there.
    fn refresh(&mut self, disk: &Path) -> bool {
        let pages = self.pages.values_mut().map(|known| &mut known.entry);
        let assets = self.assets.values_mut().map(|known| &mut known.entry);
        for entry in pages.chain(assets).filter(|entry| entry.disk == disk) {
            entry.modified = None;
            entry.size = u64::MAX;
        }
        let Some(discovered) = &mut self.discovered else { return false };
        let mut entries = discovered.markdown.iter_mut().chain(&mut discovered.assets);
        entries.find(|entry| entry.disk == disk).is_some_and(Entry::refresh)
    }
}

/// What a file held, and what was wrong with it.
struct Known<T> {
    entry: Entry,
    /// BLAKE3 of its bytes; `None` for files whose bytes do not matter.
    hash: Option<blake3::Hash>,
    value: T,
    findings: Vec<Finding>,
}

/// The theme as it was read last.
struct KnownTheme {
    config: blake3::Hash,
    files: Vec<theme::Stamp>,
    theme: Option<Arc<Theme>>,
    findings: Vec<Finding>,
}

impl KnownTheme {
    fn load<'k>(known: &'k mut Option<Self>, root: &Path, config: &Config, hash: blake3::Hash) -> &'k Self {
        let files = theme::stamps(root, config);
        if known.as_ref().is_some_and(|known| known.config != hash || known.files != files) {
            *known = None;
        }
        known.get_or_insert_with(|| {
            let (theme, findings) = theme::load(root, config);
            Self { config: hash, files, theme: theme.map(Arc::new), findings }
        })
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
    let mut findings = Vec::new();
    let text = source::decode_text(config::FILE, bytes, &mut findings);
    let (config, mistakes) = config::parse(&text);
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
) -> (Vec<Arc<Page>>, Vec<Asset>, Vec<Finding>) {
    if parsed.languages != config.languages {
        *parsed = Parsed { languages: config.languages.clone(), ..Parsed::default() };
    }
    let discovered = parsed.discovered.take().unwrap_or_else(|| source::discover(root, content));
    let mut findings = discovered.findings.clone();
    let languages = &config.languages;
    let mut pages = Vec::with_capacity(discovered.markdown.len());
    let read = |entry: Entry, before: Option<&Known<Option<Arc<Page>>>>| read_page(entry, before, languages);
    remember(&mut parsed.pages, &discovered.markdown, read);
    for known in parsed.pages.values() {
        pages.extend(known.value.clone());
        findings.extend(known.findings.iter().cloned());
    }
    let mut assets = Vec::with_capacity(discovered.assets.len());
    let read = |entry: Entry, _: Option<&Known<Asset>>| {
        let mut findings = Vec::new();
        let value = asset::read_asset(&entry, &mut findings);
        Known { entry, hash: None, value, findings }
    };
    remember(&mut parsed.assets, &discovered.assets, read);
    for known in parsed.assets.values() {
        assets.push(known.value.clone());
        findings.extend(known.findings.iter().cloned());
    }
    parsed.discovered = Some(discovered);
    (pages, assets, findings)
}

/// Reads the files of `entries` that are new or changed; forgets those that are gone.
fn remember<T: Send + Sync>(
    known: &mut HashMap<SitePath, Known<T>>,
    entries: &[Entry],
    read: impl Fn(Entry, Option<&Known<T>>) -> Known<T> + Sync,
) {
    let changed: Vec<&Entry> =
        entries.iter().filter(|entry| known.get(&entry.path).is_none_or(|known| known.entry != **entry)).collect();
    let fresh: Vec<Known<T>> =
        changed.into_par_iter().map(|entry| read(entry.clone(), known.get(&entry.path))).collect();
    known.extend(fresh.into_iter().map(|fresh| (fresh.entry.path.clone(), fresh)));
    if known.len() > entries.len() {
        let here: HashSet<&SitePath> = entries.iter().map(|entry| &entry.path).collect();
        known.retain(|path, _| here.contains(path));
    }
}

/// Reads a page; one whose bytes are those of `before` is not parsed again.
fn read_page(
    entry: Entry,
    before: Option<&Known<Option<Arc<Page>>>>,
    languages: &[String],
) -> Known<Option<Arc<Page>>> {
    let mut findings = Vec::new();
    match source::read_markdown(&entry, &mut findings) {
        Ok(source) => match before.filter(|before| before.hash == Some(source.hash)) {
            Some(same) => Known { entry, hash: same.hash, value: same.value.clone(), findings: same.findings.clone() },
            None => {
                let page = parse_page(&source, languages, &mut findings);
                Known { entry, hash: Some(source.hash), value: Some(Arc::new(page)), findings }
            }
        },
        Err(error) => {
            findings.push(source::unreadable(&entry, &error));
            Known { entry, hash: None, value: None, findings }
        }
    }
}

/// Parses a page and checks what the page alone tells.
fn parse_page(source: &Source, languages: &[String], findings: &mut Vec<Finding>) -> Page {
    let lines = Lines::new(&source.text);
    let (page, outline) = page::parse(source, &lines, languages, findings);
    let language = languages.get(page.language).map_or("en", String::as_str);
    check::page(&page, &outline, &lines, language, findings);
    page
}

/// What is wrong with a page of `site` if its file held `text`, as far as the page alone tells and the site and
/// the page do not allow it.
#[must_use]
pub fn findings_of_text(site: &Site, file: &str, text: &str) -> Vec<Finding> {
    let Some(path) = file.strip_prefix("content/").and_then(SitePath::new) else { return Vec::new() };
    let source = Source { path, text: text.to_owned(), hash: blake3::hash(text.as_bytes()) };
    let mut findings = Vec::new();
    let page = parse_page(&source, &site.config.languages, &mut findings);
    let allows = page.front_matter.allow;
    findings.retain(|finding| {
        let is_off = site.config.levels.iter().any(|(rule, level)| rule.value == finding.rule && *level == RuleLevel::Off);
        let is_allowed = allows.iter().any(|allow| allow.rule.value == finding.rule && allow.reason.is_some());
        !is_off && !is_allowed
    });
    findings
}

/// What a build did.
pub struct Built {
    /// What was found.
    pub findings: Vec<Finding>,
    /// What changed on disk; `None` when errors kept the old output.
    pub changes: Option<Changes>,
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
    let Some(theme) = loaded.theme.clone().filter(|_| Counts::of(&findings).errors == 0) else {
        return Ok(Built { findings, changes: None });
    };
    let publication = Publication::begin(root, output).map_err(Failure::Output)?;
    let mut problems = publish(&loaded.site, &theme, &publication, progress).map_err(Failure::Output)?;
    let changes = if problems.iter().any(|finding| finding.level == Level::Error) {
        None
    } else {
        Some(publication.finish().map_err(Failure::Output)?)
    };
    source::locate(root, &mut problems);
    findings.extend(problems);
    diagnostics::sort(&mut findings);
    Ok(Built { findings, changes })
}

/// Renders every file of the site into `publication`; returns what is wrong with templates.
fn publish(
    site: &Arc<Site>,
    theme: &Arc<Theme>,
    publication: &Publication,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Finding>, output::Error> {
    for asset in &theme.assets {
        publication.add(Part::Asset, &asset.path, &asset.bytes)?;
    }
    site.assets.par_iter().try_for_each(|asset| publication.add_copy(asset.path.as_str(), &asset.disk))?;
    publish_versions(site, publication)?;
    let renderer = Renderer::new(Arc::clone(site), Arc::clone(theme));
    let problems = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    site.views.par_iter().try_for_each(|view| {
        match renderer.page(view) {
            Ok(bytes) => publication.add(Part::Page, &output_file(&view.path), &bytes)?,
            Err(finding) => note(&problems, *finding),
        }
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, site.views.len());
        Ok(())
    })?;
    let (files, mistakes) = renderer.made_files();
    for finding in mistakes {
        note(&problems, finding);
    }
    for file in &files {
        publication.add(Part::of(&file.path), &file.path, &file.bytes)?;
    }
    Ok(problems.into_inner().unwrap_or_default())
}

/// The smaller versions of the pictures that pages show. Their names hold a part of the
/// picture's hash, so one that an earlier build wrote is still right.
fn publish_versions(site: &Site, publication: &Publication) -> Result<(), output::Error> {
    let mut shown: Vec<usize> = site.resolved.iter().flat_map(|page| page.images.iter().flatten().copied()).collect();
    shown.sort_unstable();
    shown.dedup();
    shown.par_iter().map(|at| &site.assets[*at]).try_for_each(|asset| {
        let versions = asset.picture.as_ref().map_or_else(Vec::new, |picture| picture.versions(asset.path.as_str()));
        let missing: Vec<(u32, String)> = versions.into_iter().filter(|(_, path)| !publication.keep(path)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let disk = |error| output::Error::Disk(asset.disk.clone(), error);
        let bytes = fs::read(&asset.disk).map_err(disk)?;
        for (width, path) in missing {
            publication.add(Part::Asset, &path, &asset::scaled(&bytes, width).map_err(disk)?)?;
        }
        Ok(())
    })
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
