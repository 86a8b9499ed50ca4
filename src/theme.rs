//! Themes: templates, components, strings and assets; a site's own files shadow
//! the built-in ones file by file.

mod functions;
mod palette;
mod settings;
mod strings;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use include_dir::{Dir, include_dir};
use tera::{Context, ErrorKind, Map, Tera, Value};
use walkdir::DirEntry;

use crate::asset;
use crate::config::Config;
use crate::diagnostics::{FileName, Finding, Level, Lines};
use crate::source::{files_below, io_reason, is_ignored};

pub use functions::relative;
pub(crate) use functions::{boxed_tables, escaped};
pub use strings::Strings;
pub use tera::ComponentArgType;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/cde");

/// The theme that comes with Studypages.
pub const BUILT_IN_NAME: &str = "cde";

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    /// The strings of each language of the site, in the same order.
    pub strings: Vec<Strings>,
    /// Files that are published with every site.
    pub assets: Vec<ThemeAsset>,
    templates: BTreeMap<String, ThemeFile>,
    components: BTreeMap<String, Component>,
    settings: Value,
}

/// A component of a theme.
struct Component {
    /// The arguments that a caller gives it.
    arguments: Vec<Taken>,
    /// What it is called among the `shared` values, for one that pages share.
    shared: Option<String>,
    /// Whether authors may call it: those of components.html, and of files that only the site's own theme has. The
    /// others are pieces of pages, which trust what they are given.
    is_for_authors: bool,
}

/// An argument that a component takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// Whether nothing stands for it when it is not given.
    pub is_required: bool,
    /// What it may be; anything, where the theme does not say.
    pub kind: Option<ComponentArgType>,
}

/// A file of the theme that is published.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its name below `assets/`, as templates ask for it.
    pub name: String,
    /// Where it is published, from the top of the site; holds a part of its hash,
    /// so that browsers may keep it for ever.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file of the theme and where it came from.
#[derive(Clone, Debug)]
struct ThemeFile {
    bytes: Vec<u8>,
    /// As findings name it.
    file: FileName,
}

impl ThemeFile {
    fn text(&self, findings: &mut Vec<Finding>) -> Option<&str> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(_) => {
                findings.push(Finding::new(
                    "theme/encoding",
                    Level::Error,
                    &self.file,
                    "This file is not saved as UTF-8.",
                    "Save it as UTF-8.",
                ));
                None
            }
        }
    }
}

/// Loads the theme of a site: the built-in files, then those of `themes/NAME/`.
#[must_use]
pub fn load(site_root: &Path, config: &Config) -> (Option<Theme>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut files = BTreeMap::new();
    collect_built_in(&BUILT_IN, &mut files);
    let folder = site_root.join("themes").join(&config.theme.value);
    if folder.is_dir() {
        collect_own(site_root, &config.theme.value, &mut files, &mut findings);
    } else if config.theme.value != BUILT_IN_NAME {
        let name = &config.theme.value;
        let message = format!("There is no folder themes/{name} for the theme “{name}”.");
        let help = "Use the built-in theme (theme: cde), or make the folder.";
        let finding = Finding::new("theme/missing", Level::Error, crate::config::FILE, message, help);
        findings.push(finding.on(config.theme.span.clone()));
    }
    let strings = strings::load(&files_in(&files, "strings/"), &config.languages, &mut findings);
    let settings = settings::read(files.get("theme.yaml"), &config.colors, &config.settings, &mut findings);
    if let Some(sheet) = palette::sheet(&settings, &mut findings) {
        let file = ThemeFile { bytes: sheet.into_bytes(), file: crate::config::FILE.into() };
        files.insert("assets/palette.css".to_owned(), file);
    }
    let assets = files_in(&files, "assets/")
        .into_iter()
        .map(|(name, file)| {
            let bytes = asset::picture_alone(file.bytes);
            ThemeAsset { path: fingerprinted(&name, &bytes), name, bytes }
        })
        .collect();
    let templates = files_in(&files, "templates/");
    let tera = templates_to_tera(&templates, &mut findings);
    let settings = settings::value(&settings);
    let theme = tera.map(|tera| {
        let components = components(&tera, &templates);
        let mut theme = Theme { tera, strings, assets, templates, components, settings: settings.clone() };
        theme.set_global("settings", settings);
        let published: Map =
            theme.assets.iter().map(|asset| (asset.name.clone().into(), Value::from(asset.path.as_str()))).collect();
        theme.set_global("asset", Value::from(published));
        theme
    });
    (theme, findings)
}

/// A file of a site's own theme, its size and its time: what tells whether it has changed.
pub type Stamp = (PathBuf, u64, Option<SystemTime>);

/// The files of a site's own theme.
#[must_use]
pub fn stamps(site_root: &Path, config: &Config) -> Vec<Stamp> {
    let stamp = |entry: DirEntry| {
        let metadata = entry.metadata().ok();
        let size = metadata.as_ref().map_or(0, fs::Metadata::len);
        (entry.into_path(), size, metadata.and_then(|metadata| metadata.modified().ok()))
    };
    own_files(site_root, &config.theme.value, &mut Vec::new()).into_iter().map(stamp).collect()
}

/// The files of a theme of the site's own.
fn own_files(site_root: &Path, theme: &str, findings: &mut Vec<Finding>) -> Vec<DirEntry> {
    let folder = site_root.join("themes").join(theme);
    let is_left_out = |entry: &DirEntry| entry.file_name().to_str().is_none_or(is_ignored);
    files_below(site_root, &folder, &format!("themes/{theme}"), is_left_out, findings)
}

fn collect_built_in(dir: &'static Dir<'static>, files: &mut BTreeMap<String, ThemeFile>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        let shown = format!("themes/{BUILT_IN_NAME}/{name}");
        files.insert(name, ThemeFile { bytes: file.contents().to_vec(), file: shown.into() });
    }
    for dir in dir.dirs() {
        collect_built_in(dir, files);
    }
}

fn collect_own(site_root: &Path, theme: &str, files: &mut BTreeMap<String, ThemeFile>, findings: &mut Vec<Finding>) {
    let folder = site_root.join("themes").join(theme);
    for entry in own_files(site_root, theme, findings) {
        let Ok(relative) = entry.path().strip_prefix(&folder) else { continue };
        let name = relative.to_string_lossy().replace('\\', "/");
        let file = format!("themes/{theme}/{name}");
        match fs::read(entry.path()) {
            Ok(bytes) => {
                files.insert(name, ThemeFile { bytes, file: file.into() });
            }
            Err(error) => findings.push(Finding::new(
                "source/unreadable",
                Level::Error,
                file,
                format!("This file cannot be read: {}.", io_reason(&error)),
                "Check that it exists and that you may read it.",
            )),
        }
    }
}

fn files_in(files: &BTreeMap<String, ThemeFile>, folder: &str) -> BTreeMap<String, ThemeFile> {
    files.iter().filter_map(|(name, file)| Some((name.strip_prefix(folder)?.to_owned(), file.clone()))).collect()
}

/// `site.css` → `assets/site.3f2a91c0.css`.
#[must_use]
pub fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..8];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}

fn templates_to_tera(templates: &BTreeMap<String, ThemeFile>, findings: &mut Vec<Finding>) -> Option<Tera> {
    let mut tera = Tera::new();
    functions::register(&mut tera);
    let sources: Vec<(&str, &str)> =
        templates.iter().filter_map(|(name, file)| Some((name.as_str(), file.text(findings)?))).collect();
    if let Err(error) = tera.add_raw_templates(sources) {
        findings.push(template_finding(&error, templates, ""));
        return None;
    }
    for required in ["base.html", "page.html", "redirect.html", "not_found.html"] {
        if !tera.contains_template(required) {
            findings.push(Finding::new(
                "theme/template",
                Level::Error,
                "themes",
                format!("The theme has no template “{required}”."),
                "Put it into the theme’s templates folder.",
            ));
            return None;
        }
    }
    Some(tera)
}

/// The file of the components that authors call.
const FOR_AUTHORS: &str = "components.html";

fn components(tera: &Tera, templates: &BTreeMap<String, ThemeFile>) -> BTreeMap<String, Component> {
    let is_piece = |file: &str| file != FOR_AUTHORS && BUILT_IN.contains(format!("templates/{file}"));
    let pieces: HashSet<&str> = (templates.iter().filter(|(file, _)| is_piece(file)))
        .filter_map(|(_, file)| std::str::from_utf8(&file.bytes).ok())
        .flat_map(defined_components)
        .collect();
    let component = |name: &str| {
        let info = tera.get_component_definition(name)?;
        let given = info.args().iter().filter(|argument| !argument.is_implicit());
        let taken = |argument: &tera::ComponentArg| Taken {
            name: argument.name().to_owned(),
            is_required: argument.is_required(),
            kind: argument.arg_type(),
        };
        let arguments = given.map(taken).collect();
        let shared = info.metadata().get("shared").and_then(Value::as_str).map(str::to_owned);
        Some((name.to_owned(), Component { arguments, shared, is_for_authors: !pieces.contains(name) }))
    };
    tera.get_component_names().filter_map(component).collect()
}

/// The names of the components that a template defines.
fn defined_components(template: &str) -> impl Iterator<Item = &str> {
    template.split("{%").filter_map(|tag| {
        let name = tag.trim_start_matches('-').trim_start().strip_prefix("component")?;
        let name = name.strip_prefix(char::is_whitespace)?.trim_start();
        name.split(|c: char| !is_of_a_name(c) && !matches!(c, '.' | '-')).next()
    })
}

impl Theme {
    /// Renders a template into `out`.
    ///
    /// # Errors
    /// A finding at the line of the template, naming `page`, the page being rendered.
    pub fn render(&self, template: &str, context: &Context, page: &str, out: &mut Vec<u8>) -> Result<(), Box<Finding>> {
        self.tera
            .render_to(template, context, out)
            .map_err(|error| Box::new(template_finding(&error, &self.templates, page)))
    }

    /// Renders a component with those of the arguments that it takes. What it and the components in it take
    /// by `@` stands in `implicits`.
    ///
    /// # Errors
    /// A finding, as for [`Theme::render`].
    pub fn component(
        &self,
        name: &str,
        arguments: &Context,
        implicits: &Context,
        body: Option<&str>,
        page: &str,
    ) -> Result<String, Box<Finding>> {
        let Some(component) = self.components.get(name) else {
            return Err(Box::new(Self::unknown_component(name, page)));
        };
        let mut given = Context::new();
        for Taken { name, .. } in &component.arguments {
            if let Some(value) = arguments.get(name) {
                given.insert_value(name.clone(), value.clone());
            }
        }
        let mut html = Vec::with_capacity(512);
        self.tera
            .render_component_with_implicits_to(name, &given, implicits, body, true, &mut html)
            .and_then(|()| Ok(String::from_utf8(html)?))
            .map_err(|error| Box::new(template_finding(&error, &self.templates, page)))
    }

    /// A component that `page` calls and the theme does not have, or has for itself.
    #[must_use]
    pub fn unknown_component(name: &str, page: &str) -> Finding {
        Finding::new(
            "component/unknown",
            Level::Error,
            page,
            format!("There is no component named “{name}”."),
            "Check its name; a site’s own components stand in themes/NAME/templates/components.html.",
        )
    }

    /// Whether the theme has a component.
    #[must_use]
    pub fn has_component(&self, name: &str) -> bool {
        self.components.contains_key(name)
    }

    /// The names of the components that authors may call.
    pub fn component_names(&self) -> impl Iterator<Item = &str> {
        self.components.iter().filter(|(_, component)| component.is_for_authors).map(|(name, _)| name.as_str())
    }

    /// The components that pages share, and what their values are called.
    pub(crate) fn shared_components(&self) -> impl Iterator<Item = (&str, &str)> {
        self.components.iter().filter_map(|(name, component)| Some((name.as_str(), component.shared.as_deref()?)))
    }

    /// The arguments of a component that authors may call; `None` where there is none of this name.
    #[must_use]
    pub fn component_arguments(&self, name: &str) -> Option<&[Taken]> {
        let component = self.components.get(name).filter(|component| component.is_for_authors);
        component.map(|component| component.arguments.as_slice())
    }

    /// Whether templates of the site's own are part of it: what is wrong with those, no test of ours has found.
    #[must_use]
    pub fn has_own_templates(&self) -> bool {
        self.own_templates().next().is_some()
    }

    /// The value of a setting that is yes or no; no for one the theme does not have.
    #[must_use]
    pub fn is_on(&self, setting: &'static str) -> bool {
        let settings = self.settings.as_map();
        settings.and_then(|settings| settings.get(&setting.into())).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether a template of the site's own may read a field of `page`: one names it, or uses the page as a whole.
    /// What the built-in templates read is known.
    pub(crate) fn own_templates_read(&self, field: &str) -> bool {
        self.own_templates().any(|template| may_read(template, field))
    }

    /// Whether a template of the site's own names something.
    pub(crate) fn own_templates_name(&self, name: &str) -> bool {
        self.own_templates().any(|template| after_word(template, name).next().is_some())
    }

    fn own_templates(&self) -> impl Iterator<Item = &str> {
        let built_in = |name: &str| BUILT_IN.get_file(format!("templates/{name}"));
        let is_own = move |(name, file): &(&String, &ThemeFile)| {
            built_in(name).is_none_or(|built_in| built_in.contents() != file.bytes)
        };
        self.templates.iter().filter(is_own).filter_map(|(_, file)| std::str::from_utf8(&file.bytes).ok())
    }

    /// Whether the theme has a template.
    #[must_use]
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Values that every template sees.
    fn set_global(&mut self, name: &'static str, value: Value) {
        self.tera.global_context().insert_value(name, value);
    }
}

/// Whether a template says `page.FIELD`, or `page` without a field, or asks for all values.
fn may_read(template: &str, field: &str) -> bool {
    let reads = |after: &str| match after.strip_prefix('.') {
        Some(after) => after.strip_prefix(field).is_some_and(|after| !after.starts_with(is_of_a_name)),
        None => true,
    };
    after_word(template, "page").any(reads) || template.contains("__tera_context")
}

/// What follows each place where a name stands.
fn after_word<'t>(template: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    let is_whole = |(at, _): &(usize, &str)| !template[..*at].ends_with(is_of_a_name);
    let places = template.match_indices(name).filter(move |place| is_whole(place));
    places.map(move |(at, _)| &template[at + name.len()..]).filter(|after| !after.starts_with(is_of_a_name))
}

fn is_of_a_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// A template's error as a finding at its own line.
fn template_finding(error: &tera::Error, templates: &BTreeMap<String, ThemeFile>, page: &str) -> Finding {
    let on_page = if page.is_empty() { String::new() } else { format!(" (while rendering {page})") };
    let help = "Mend the template; its fields and components are listed in the README.";
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    };
    let place = report.and_then(|report| {
        let file = templates.get(report.filename())?;
        let text = std::str::from_utf8(&file.bytes).ok()?;
        Some((report, file, text))
    });
    match place {
        Some((report, file, text)) => {
            let span = report.span().range.clone();
            Finding::new(
                "theme/template",
                Level::Error,
                &file.file,
                format!("{}{on_page}.", report.message().trim_end_matches('.')),
                help,
            )
            .at(&Lines::new(text), span)
        }
        None => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
            Finding::new("theme/template", Level::Error, "themes", format!("{first}{on_page}."), help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::may_read;

    #[test]
    fn what_a_template_may_read() {
        for template in
            ["{{ page.toc }}", "{% for e in page.toc %}", "{{ f(p=page) }}", "{{ page[x] }}", "{{ page?.toc }}"]
        {
            assert!(may_read(template, "toc"), "{template}");
        }
        assert!(may_read("{{ __tera_context }}", "toc"));
        for template in ["{{ page.toc_show }}", "{% block page_footer %}", "{% extends \"page.html\" %}", "{{ toc }}"] {
            assert!(!may_read(template, "toc"), "{template}");
        }
    }
}
