//! Addresses: which page stands where.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{Redirect, Site, State, View};
use crate::address::{Address, OutputPath, Unfit, folded, instructs_servers, trouble_on_windows};
use crate::diagnostics::{FileName, Finding, Level};
use crate::markdown::slugify;
use crate::page::Page;
use crate::source::{SitePath, content_file, extension, percent_decode};

/// The folder of the search page, in every language; no page of a site may take it.
pub const SEARCH_FOLDER: &str = "search/";

/// The file of the output that answers an address: `enrollment/` → `enrollment/index.html`.
#[must_use]
pub fn output_file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        return format!("{path}index.html");
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.contains('.') { path.to_owned() } else { format!("{path}/index.html") }
}

/// The address of each folder, for each language; what is wrong with it, when it has none.
type Folders = Vec<HashMap<String, Result<Address, Unfit>>>;

/// The endings of files that web servers send as pages.
const ENDINGS_OF_PAGES: [&str; 4] = ["html", "htm", "shtml", "xhtml"];
/// Those that some send as pages: old addresses of other programs.
const ENDINGS_OF_PROGRAMS: [&str; 6] = ["asp", "aspx", "cfm", "do", "jsp", "php"];

/// What the address of a page or folder is made of.
struct Name {
    text: String,
    /// The file or folder has no letter or digit to make an address of.
    is_made_up: bool,
}

/// Whether a file is its section's own page.
fn is_index(key: &SitePath) -> bool {
    stem(key) == "index"
}

fn stem(key: &SitePath) -> &str {
    let name = key.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folder above a folder; `None` at the top.
fn above(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
}

impl Site {
    /// Each page belongs to the nearest folder above it that has an `index.md`.
    pub(super) fn place_in_sections(&mut self) {
        let mut by_folder: HashMap<String, usize> = HashMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            if is_index(&group.key) && group.pages.iter().any(Option::is_some) {
                by_folder.insert(group.key.folder().to_owned(), at);
            }
        }
        for at in 0..self.groups.len() {
            let group = &self.groups[at];
            if group.pages.iter().all(Option::is_none) {
                continue;
            }
            let folder = group.key.folder();
            let mut folder = if is_index(&group.key) { above(folder) } else { Some(folder) };
            let parent = loop {
                match folder {
                    None => break None,
                    Some(name) => match by_folder.get(name) {
                        Some(parent) if *parent != at => break Some(*parent),
                        _ => folder = above(name),
                    },
                }
            };
            let groups = self.groups_mut();
            groups[at].parent = parent;
            if let Some(parent) = parent {
                groups[parent].children.push(at);
            }
        }
    }

    /// One view for every page and language; languages without a translation show the default one's text.
    pub(super) fn add_views(&mut self, include_unpublished: bool, findings: &mut Vec<Finding>) {
        let mut folders: Folders = vec![HashMap::new(); self.config.languages.len()];
        let mut views: Vec<View> = Vec::with_capacity(self.groups.len() * self.config.languages.len());
        let mut by_path: HashMap<Address, usize> = HashMap::with_capacity(views.capacity());
        for group in 0..self.groups.len() {
            for language in 0..self.config.languages.len() {
                let own = self.groups[group].pages[language];
                // A draft translation must not be replaced in public by the text it is to replace.
                let Some(page) = own.or(self.groups[group].pages[0]) else { continue };
                if !include_unpublished && self.states[page] != State::Published {
                    continue;
                }
                let (path, is_made_up) = match self.address(group, language, &mut folders, findings) {
                    Ok(address) => address,
                    Err(unfit) if own.is_some() => {
                        findings.push(self.no_address(page, unfit));
                        continue;
                    }
                    Err(_) => continue,
                };
                if is_made_up && own.is_some() {
                    findings.push(self.made_up(page, &path));
                }
                let at = views.len();
                if let Some(&other) = by_path.get(&path) {
                    let other: &View = &views[other];
                    if own.is_none() && self.is_fallback(other) {
                        // Said already where both have the same address in the default language.
                        continue;
                    }
                    let other = self.pages[other.page].file();
                    let page = &self.pages[page];
                    findings.push(at_slug(
                        page,
                        Finding::new(
                            "address/duplicate",
                            Level::Error,
                            page.file(),
                            format!("This page has the same address as {other}: /{path}"),
                            "Give one of the two its own slug.",
                        ),
                    ));
                    continue;
                }
                by_path.insert(path.clone(), at);
                self.groups_mut()[group].views[language] = Some(at);
                views.push(View { group, language, page, path });
            }
        }
        self.views = Arc::new(views);
        self.view_by_path = Arc::new(by_path);
    }

    /// The address of a page, and whether its last part is made up.
    fn address(
        &self,
        group: usize,
        language: usize,
        folders: &mut Folders,
        findings: &mut Vec<Finding>,
    ) -> Result<(Address, bool), Unfit> {
        let key = &self.groups[group].key;
        let folder = self.folder_address(key.folder(), language, folders, findings)?;
        if is_index(key) {
            return Ok((folder, false));
        }
        let name = self.name(stem(key), Some(group), language, "page");
        Ok((folder.below(&name.text)?, name.is_made_up))
    }

    /// What to call a page or folder in addresses: its slug, its own name, its title; or `otherwise`.
    fn name(&self, written: &str, group: Option<usize>, language: usize, otherwise: &str) -> Name {
        let text = group.and_then(|group| self.slug(group, language)).unwrap_or_else(|| slugify(written));
        if !text.is_empty() {
            return Name { text, is_made_up: false };
        }
        let page = group.and_then(|group| self.groups[group].pages[language].or(self.groups[group].pages[0]));
        let title = page.map(|page| slugify(self.pages[page].title())).filter(|title| !title.is_empty());
        Name { text: title.unwrap_or_else(|| otherwise.to_owned()), is_made_up: true }
    }

    /// The address of a folder in a language: each part is its index page's slug, or its name.
    fn folder_address(
        &self,
        folder: &str,
        language: usize,
        folders: &mut Folders,
        findings: &mut Vec<Finding>,
    ) -> Result<Address, Unfit> {
        let Some(above) = above(folder) else {
            let top = Address::default();
            return if language == 0 { Ok(top) } else { top.below(&self.config.languages[language]) };
        };
        if let Some(known) = folders[language].get(folder) {
            return known.clone();
        }
        let index = SitePath::new(&format!("{folder}/index.md")).and_then(|key| self.group(&key));
        let written = folder.rsplit('/').next().unwrap_or(folder);
        let name = self.name(written, index, language, "folder");
        let address =
            self.folder_address(above, language, folders, findings).and_then(|parent| parent.below(&name.text));
        if let Ok(address) = &address
            && name.is_made_up
            && !folders.iter().any(|known| known.contains_key(folder))
        {
            findings.push(Finding::new(
                "address/no-letters",
                Level::Warning,
                format!("content/{folder}"),
                format!(
                    "“{written}” has no letter or digit to make an address of, so what is in it stands below /{address}"
                ),
                format!("Give the folder a name with letters, such as {}.", name.text),
            ));
        }
        folders[language].insert(folder.to_owned(), address.clone());
        address
    }

    fn made_up(&self, page: usize, address: &Address) -> Finding {
        let page = &self.pages[page];
        let name = page.path.file_name();
        let part = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        Finding::new(
            "address/no-letters",
            Level::Warning,
            page.file(),
            format!("“{name}” has no letter or digit to make an address of, so the page stands at /{address}"),
            format!("Give the file a name with letters, or keep this address with the line slug: {part}"),
        )
    }

    fn no_address(&self, page: usize, unfit: Unfit) -> Finding {
        let page = &self.pages[page];
        let title = slugify(page.title());
        // The first words are enough.
        let short: Vec<&str> = title.split('-').take(4).filter(|word| word.len() < 30).collect();
        let slug = if short.is_empty() { "page".to_owned() } else { short.join("-") };
        let finding = Finding::new(
            "address/unfit",
            Level::Error,
            page.file(),
            format!("This page cannot be published: its address {unfit}."),
            format!("Give it a short address of its own with the line slug: {slug}, and its folders short names."),
        );
        at_slug(page, finding)
    }

    /// The slug the author set for this language, else for the default one.
    fn slug(&self, group: usize, language: usize) -> Option<String> {
        let pages = &self.groups[group].pages;
        let slug_of = |page: usize| self.pages[page].front_matter.slug.as_ref().map(|slug| slug.value.clone());
        pages[language].and_then(slug_of).or_else(|| pages[0].and_then(slug_of))
    }

    /// Files that every build makes, in small letters.
    fn own_files(&self) -> Vec<String> {
        let mut own: Vec<String> = ["robots.txt", "sitemap.xml", "_redirects"].map(str::to_owned).to_vec();
        for (language, tag) in self.config.languages.iter().enumerate() {
            let folder = if language == 0 { String::new() } else { format!("{}/", tag.to_lowercase()) };
            own.push(format!("{folder}404.html"));
            own.push(output_file(&format!("{folder}{SEARCH_FOLDER}")));
            own.push(format!("{folder}{SEARCH_FOLDER}index.json"));
        }
        own
    }

    /// No file of a district's may stand where a page or a file of the site's own does, not
    /// even on a disk that takes `FAQ` and `faq` for one name.
    pub(super) fn check_own_files(&self, findings: &mut Vec<Finding>) {
        let own = self.own_files();
        // A page is published as an index.html; only a file of that name can stand in its place.
        let has_index = self.assets.iter().any(|asset| asset.path.file_name().eq_ignore_ascii_case("index.html"));
        let mut pages: HashMap<String, &str> = HashMap::new();
        for view in self.views.iter().filter(|view| has_index || view.path.ends_with(SEARCH_FOLDER)) {
            let page = &self.pages[view.page];
            let file = output_file(&view.path).to_lowercase();
            if own.contains(&file) && page.language == view.language {
                let finding = Finding::new(
                    "address/duplicate",
                    Level::Error,
                    page.file(),
                    format!("This page has the address of the site’s own search page: /{}", view.path),
                    "Give it another slug.",
                );
                findings.push(at_slug(page, finding));
            }
            if has_index {
                pages.insert(file, page.file());
            }
        }
        let mut files: HashMap<String, &SitePath> = HashMap::with_capacity(self.assets.len());
        for asset in &self.assets {
            let report = |message: String, help: &'static str| {
                Finding::new("address/duplicate", Level::Error, content_file(&asset.path), message, help)
            };
            let path = folded(asset.path.as_str());
            if let Err(unfit) = OutputPath::new(asset.path.as_str()) {
                findings.push(Finding::new(
                    "address/unfit",
                    Level::Error,
                    content_file(&asset.path),
                    format!("This file cannot be published: its path {unfit}."),
                    "Rename it, or the folder it is in.",
                ));
            } else if let Some(page) = pages.get(&path) {
                let message = format!("This file would be published where {page} is: /{}", asset.path);
                findings.push(report(message, "Rename the file, or give the page another slug."));
            } else if own.contains(&path) {
                let message = format!("This file would be published where the site’s own is: /{}", asset.path);
                findings.push(report(message, "Rename the file, or delete it: Studypages writes its own."));
            } else if let Some(folder_of) = self.page_below(&path, &own) {
                let message =
                    format!("This file would be published where the folder of {folder_of} is: /{}", asset.path);
                findings.push(report(message, "Give the file another name, or one with an ending such as .txt."));
            } else if let Some(twin) = files.get(&path) {
                let message = format!("This file and content/{twin} have one name on Windows and on a Mac.");
                findings
                    .push(report(message, "Rename one of the two, so that more than large and small letters differ."));
            }
            files.insert(path, &asset.path);
        }
    }

    /// The page, or the site's own file, whose folder has a path; a page's folder has no period in its name.
    fn page_below(&self, path: &str, own: &[String]) -> Option<&str> {
        if path.contains('.') {
            return None;
        }
        let is_below = |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let page = self.views.iter().find(|view| is_below(&folded(&view.path)));
        page.map(|view| self.pages[view.page].file().as_str())
            .or_else(|| own.iter().any(|file| is_below(file)).then_some("the site’s own search page"))
            .or_else(|| (path == "assets").then_some("the theme’s own files"))
    }

    /// Names of files and folders that colleagues with Windows cannot open, each told once.
    pub(super) fn check_names(&self, findings: &mut Vec<Finding>) {
        let mut folders: HashSet<&str> = HashSet::new();
        let pages = self.pages.iter().map(|page| (&page.path, "page"));
        for (path, kind) in pages.chain(self.assets.iter().map(|asset| (&asset.path, "file"))) {
            let mut folder = path.folder();
            while !folder.is_empty() && folders.insert(folder) {
                let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
                findings.extend(bad_on_windows(name, format!("content/{folder}"), "folder"));
                folder = above;
            }
            findings.extend(bad_on_windows(path.file_name(), content_file(path), kind));
        }
        for page in &self.pages {
            if let Some(slug) = &page.front_matter.slug
                && let Some(finding) = bad_on_windows(&slug.value, page.file(), "page")
            {
                findings.push(finding.on(slug.span.clone()));
            }
        }
    }

    /// What has the address already that a page with the file `key` would have in a language: another page, an
    /// old address, or the site itself. What is wrong with the address itself is told when the page is there.
    #[must_use]
    pub fn holder_of(&self, key: &SitePath, language: usize) -> Option<String> {
        let mut folders: Folders = vec![HashMap::new(); self.config.languages.len()];
        let mut address = self.folder_address(key.folder(), language, &mut folders, &mut Vec::new()).ok()?;
        if !is_index(key) {
            address = address.below(&self.name(stem(key), None, language, "page").text).ok()?;
        }
        if let Some(view) = self.view_at(&address).map(|view| &self.views[view]) {
            let is_other = self.groups[view.group].key != *key;
            return is_other.then(|| self.pages[view.page].file().to_string());
        }
        let file = address.file();
        if self.own_files().contains(&folded(&file)) {
            return Some("a page that Studypages makes itself".to_owned());
        }
        let redirect = self.redirects.iter().find(|redirect| redirect.file.as_ref() == Some(&file))?;
        Some(format!("the old address of {}", self.pages[self.views[redirect.to].page].file()))
    }

    /// Old addresses: never over a page, never twice.
    pub(super) fn add_redirects(&mut self, findings: &mut Vec<Finding>) {
        if self.pages.iter().all(|page| page.front_matter.aliases.is_empty()) {
            return;
        }
        // Small letters, for a disk that takes FAQ and faq for one name; in order, to see what is below a folder.
        let mut taken: BTreeMap<String, FileName> =
            self.own_files().into_iter().map(|file| (file, "Studypages itself".into())).collect();
        for view in self.views.iter() {
            taken.insert(folded(&view.path.file()), self.pages[view.page].file().clone());
        }
        for asset in &self.assets {
            taken.entry(folded(asset.path.as_str())).or_insert_with(|| content_file(&asset.path).into());
        }
        let mut redirects = Vec::new();
        for (at, view) in self.views.iter().enumerate() {
            let page = &self.pages[view.page];
            if page.language != view.language {
                continue;
            }
            for alias in &page.front_matter.aliases {
                let report = |rule, level, message: String, help: String| {
                    Finding::new(rule, level, page.file(), message, help).on(alias.span.clone())
                };
                let old = match OldAddress::read(&alias.value) {
                    Ok(old) => old,
                    Err((message, help)) => {
                        findings.push(report("address/bad-alias", Level::Error, message, help));
                        continue;
                    }
                };
                let file = folded(&old.file);
                if let Some(other) = taken_at(&taken, &file) {
                    let message = format!("The old address “{}” belongs to {other}.", alias.value);
                    let help = "Remove the alias, or give that page another slug.".to_owned();
                    findings.push(report("address/alias-over-page", Level::Error, message, help));
                    continue;
                }
                if let Some(ending) = old.odd_ending() {
                    let message = format!(
                        "Most web hosts cannot lead readers on from “{}”: they send no page for a name that ends in .{ending}.",
                        alias.value
                    );
                    let help = format!(
                        "It works where the host reads the file _redirects (Netlify, Cloudflare Pages); ask another host to lead /{} to /{}.",
                        old.from, view.path
                    );
                    findings.push(report("address/alias-ending", Level::Note, message, help));
                }
                taken.insert(file, page.file().clone());
                let file = old.is_page().then_some(old.file);
                redirects.push(Redirect { from: old.from, file, to: at });
            }
        }
        redirects.sort_by(|a, b| a.from.cmp(&b.from));
        self.redirects = Arc::new(redirects);
    }
}

/// What stands at the path of a file, or where one of its folders would be, or below it.
fn taken_at<'t>(taken: &'t BTreeMap<String, FileName>, file: &str) -> Option<&'t FileName> {
    let below = format!("{file}/");
    taken.get(file).or_else(|| file.match_indices('/').find_map(|(at, _)| taken.get(&file[..at]))).or_else(|| {
        taken.range(below.clone()..).next().filter(|(path, _)| path.starts_with(&below)).map(|(_, who)| who)
    })
}

/// An address that pages were found at before.
struct OldAddress {
    /// From the top of the site; it ends in `/`, unless it names a file.
    from: String,
    file: OutputPath,
}

impl OldAddress {
    /// Reads an alias; otherwise what is wrong with it, and how to mend it.
    fn read(written: &str) -> Result<Self, (String, String)> {
        let decoded = percent_decode(written.trim());
        let remove = || "Remove this old address.".to_owned();
        if let Some((scheme, rest)) = decoded.split_once("://")
            && scheme.bytes().all(|b| b.is_ascii_alphabetic())
        {
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            return Err((
                format!("“{written}” is not an old address of this site."),
                format!("Write only the path: /{path}"),
            ));
        }
        for (sign, why) in [
            ('?', "nothing after a question mark can be led on by a website of files: they all are one address"),
            ('#', "what follows a “#” never reaches a web server"),
        ] {
            if let Some((before, _)) = decoded.split_once(sign) {
                let help = match before.trim_matches('/') {
                    "" => remove(),
                    _ => format!("Write what stands before it, if all of these lead to this page: {before}"),
                };
                return Err((format!("“{written}” cannot be an old address: {why}."), help));
            }
        }
        let path = SitePath::new(decoded.trim_start_matches('/')).filter(|path| !path.as_str().contains(':'));
        let Some(path) = path else {
            return Err((format!("“{written}” is not an old address of this site."), remove()));
        };
        let name = path.file_name();
        // GitHub Pages reads the site's own name from a file CNAME.
        let is_server_file = instructs_servers(name) || name.eq_ignore_ascii_case("cname");
        if is_server_file || path.as_str().split('/').any(|part| part.starts_with('.')) {
            let message =
                format!("“{written}” cannot be an old address: a file of that name tells a web server what to do.");
            return Err((message, remove()));
        }
        let mut from = path.as_str().to_owned();
        if !from.is_empty() && !name.contains('.') {
            from.push('/');
        }
        match OutputPath::new(&output_file(&from)) {
            Ok(file) => Ok(Self { from, file }),
            Err(unfit) => Err((format!("“{written}” cannot be an old address: it {unfit}."), remove())),
        }
    }

    fn ending(&self) -> String {
        extension(self.file.rsplit('/').next().unwrap_or_default())
    }

    /// Whether a page can stand there; at others, readers would be sent nonsense.
    fn is_page(&self) -> bool {
        let ending = self.ending();
        ENDINGS_OF_PAGES.contains(&&*ending) || ENDINGS_OF_PROGRAMS.contains(&&*ending)
    }

    /// The ending, when few hosts send a page for it.
    fn odd_ending(&self) -> Option<String> {
        Some(self.ending()).filter(|ending| !ENDINGS_OF_PAGES.contains(&&**ending))
    }
}

/// The finding about a name that Windows does not take.
fn bad_on_windows(name: &str, file: impl Into<FileName>, kind: &str) -> Option<Finding> {
    let trouble = trouble_on_windows(name)?;
    let (stem, ending) = name.rsplit_once('.').map_or((name, ""), |(stem, ending)| (stem, ending));
    let mut better = slugify(stem);
    if better.is_empty() || trouble_on_windows(&better).is_some() {
        better = format!("{better}-{kind}").trim_start_matches('-').to_owned();
    }
    if !ending.is_empty() && kind != "folder" {
        better = format!("{better}.{ending}");
    }
    Some(Finding::new(
        "address/windows-name",
        Level::Warning,
        file,
        format!("“{name}” {trouble}."),
        format!("Give it a name that all computers take: {better}"),
    ))
}

fn at_slug(page: &Page, finding: Finding) -> Finding {
    match &page.front_matter.slug {
        Some(slug) => finding.on(slug.span.clone()),
        None => finding,
    }
}
