//! Every fault, planted into the sample site at random places: each is found at its line, and nothing else fires.
//!
//! `MUTATIONS=10000 MUTATION_SEED=7 cargo test mutation` plants more, or others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use studypages::diagnostics::Finding;
use studypages::external;
use studypages::front_matter::Audience;
use studypages::pipeline::{self, Failure, Loaded, Memory, Options};
use studypages::rules::{self, Rule};

use crate::Random;
use crate::photographs::{Order, Photograph};
use crate::rules::{assets, files, findings, runs};

/// Examples that are about a page as a whole: planted as a page of their own.
const OF_A_PAGE: [&str; 6] = [
    "text/abbreviation",
    "reading/grade",
    "language/page",
    "paste/escaped",
    "heading/skipped-level",
    "list/number-gap",
];

/// Faults that need more than a change in one place: a site without its home page, files that the settings name.
const NOT_IN_ONE_PLACE: [&str; 4] = ["address/no-home", "file/server", "file/waiting", "link/not-translated"];

/// What is found about every new file: nothing leads to it, and nobody has translated it yet.
const OF_NEW_FILES: [&str; 3] = ["translation/missing", "page/unlinked", "file/unlinked"];

/// Folders of the sample site that a fault may be planted into.
const FOLDERS: [&str; 6] = ["", "educators/", "forms/", "news/", "notices/", "a-new-folder/"];

/// The body of an example begins at this line of its page.
const HEAD_LINES: u32 = 6;

/// A file, a rule, and the line it speaks of; 0 is the file as a whole.
type Found = (String, String, u32);

/// What stands in a file of the site after a fault was planted.
enum Contents {
    Bytes(Vec<u8>),
    /// A link to another place on disk.
    Link(String),
    /// So many bytes of nothing.
    Zeros(u64),
}

/// A fault: the files that it changes, and what is found then.
#[derive(Default)]
struct Planted {
    files: Vec<(PathBuf, Contents)>,
    expected: Vec<Found>,
}

impl Planted {
    /// One file, about which one thing is found.
    fn in_file(code: &str, file: &str, line: u32, contents: Contents) -> Self {
        Self { files: vec![(file.into(), contents)], expected: vec![(file.to_owned(), code.to_owned(), line)] }
    }
}

/// The sample site, copied to where it may be broken.
struct Sample {
    folder: tempfile::TempDir,
    /// Its English pages for parents.
    pages: Vec<String>,
    /// All its pages.
    all_pages: Vec<String>,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        copy(&repository().join("content"), &root.join("content"));
        let settings = fs::read_to_string(repository().join("site.yaml")).unwrap();
        // The files that examples speak of are there before anything leads to them.
        let names: Vec<String> = assets().iter().map(|(name, _)| format!("\"**/{name}\"")).collect();
        let settings = settings.replacen("\nlevels:", &format!("\nfiles: [{}]\nlevels:", names.join(", ")), 1);
        fs::write(root.join("site.yaml"), settings).unwrap();
        for folder in FOLDERS {
            fs::create_dir_all(root.join("content").join(folder)).unwrap();
            for (name, bytes) in assets() {
                fs::write(root.join("content").join(folder).join(name), bytes).unwrap();
            }
        }
        Self { folder, pages: Vec::new(), all_pages: Vec::new() }
    }

    fn options(&self) -> Options {
        Options { root: self.folder.path().to_owned(), today: date(2026, 11, 25), include_unpublished: false }
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join(file)).unwrap()
    }

    /// Puts a fault into the site; returns what stood there.
    fn write(&self, planted: &Planted) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let put = |(file, contents): &(PathBuf, Contents)| {
            let file = self.folder.path().join(file);
            let before = fs::read(&file).ok();
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            match contents {
                Contents::Bytes(bytes) => fs::write(&file, bytes).unwrap(),
                Contents::Link(target) => std::os::unix::fs::symlink(target, &file).unwrap(),
                Contents::Zeros(size) => fs::File::create(&file).unwrap().set_len(*size).unwrap(),
            }
            (file, before)
        };
        planted.files.iter().map(put).collect()
    }

    /// Takes it out again, with the folders that came with it.
    fn restore(&self, before: Vec<(PathBuf, Option<Vec<u8>>)>) {
        for (file, bytes) in before {
            match bytes {
                Some(bytes) => fs::write(&file, bytes).unwrap(),
                None => {
                    fs::remove_file(&file).unwrap();
                    let folders = file.ancestors().skip(1).take_while(|folder| *folder != self.folder.path());
                    // A folder that still holds something stays.
                    folders.take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
                }
            }
        }
    }

    /// Other websites have answered lately, so that nobody is asked: all is well, apart from three pages.
    fn remember_answers(&self, loaded: &Loaded) {
        let until = (Timestamp::now() + SignedDuration::from_hours(20)).to_string();
        let outside = loaded.site.pages.iter().flat_map(|page| &page.document.outside).map(|link| link.target.as_str());
        let found = outside.filter(|target| target.starts_with("http"));
        let mut answers: BTreeMap<String, serde_json::Value> = found
            .map(|target| target.split('#').next().unwrap().to_owned())
            .chain(["https://library.example.org/".to_owned()])
            .map(|address| (address, serde_json::json!({ "until": until, "status": 200 })))
            .collect();
        let mut answer = |address: &str, answer| answers.insert(address.to_owned(), answer);
        answer("https://library.example.org/old-page", serde_json::json!({ "until": until, "status": 404 }));
        let to = "https://library.example.org/";
        answer("https://www.example.org/library", serde_json::json!({ "until": until, "status": 301, "to": to }));
        answer("https://catalog.example.org/", serde_json::json!({ "until": until, "status": 403 }));
        let folder = self.folder.path().join(".studypages");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("links.json"), serde_json::json!({ "schema": 1, "answers": answers }).to_string())
            .unwrap();
    }

    /// The fault of a rule, at a place that the dice choose.
    fn plant(&self, rule: &Rule, known: &[Finding], dice: &mut Random) -> Planted {
        if let Some(planted) = self.setting(rule.code, dice) {
            return planted;
        }
        if let Some(planted) = self.on_disk(rule.code, dice) {
            return planted;
        }
        if rule.code == "privacy/photo-place" {
            let words = rule.wrong.replace("(desk.jpg)", "(/desk.jpg)");
            let mut planted = self.in_a_page(&words, &[rule.code], &[HEAD_LINES + 3], dice);
            let photograph = Photograph { width: 60, height: 40, turn: 1, order: Order::Big }.jpeg();
            planted.files.push(("content/desk.jpg".into(), Contents::Bytes(photograph)));
            return planted;
        }
        if rule.wrong.starts_with("=== ") || rule.wrong.starts_with("---") || OF_A_PAGE.contains(&rule.code) {
            return as_files(rule, known, dice);
        }
        let lines: Vec<u32> = known.iter().map(|finding| finding.start.map_or(0, |start| start.line)).collect();
        let codes: Vec<&str> = known.iter().map(|finding| finding.rule).collect();
        match rule.family() {
            // Found by asking other websites: its link stands in the first line.
            "external" => self.in_a_page(rule.wrong, &[rule.code], &[HEAD_LINES + 1], dice),
            _ => self.in_a_page(rule.wrong, &codes, &lines, dice),
        }
    }

    /// Words between two sections of a page.
    fn in_a_page(&self, words: &str, codes: &[&str], lines: &[u32], dice: &mut Random) -> Planted {
        let file = dice.one_of(&self.pages).clone();
        let text = self.read(&file);
        let (at, line) = *dice.one_of(&places(&text));
        let planted = format!("{}\n{words}\n{}", &text[..at], &text[at..]);
        let found = |(code, at): (&&str, &u32)| (file.clone(), (*code).to_owned(), at - HEAD_LINES + line);
        let expected = codes.iter().zip(lines).map(found).collect();
        Planted { files: vec![(file.into(), Contents::Bytes(planted.into_bytes()))], expected }
    }

    /// A fault of site.yaml, of the files of a theme, or of something that both must agree on.
    fn setting(&self, code: &str, dice: &mut Random) -> Option<Planted> {
        let site = self.read("site.yaml");
        let in_settings = |text: String, line: u32| {
            Some(Planted::in_file(code, "site.yaml", line, Contents::Bytes(text.into_bytes())))
        };
        let instead_of = |start: &str, new: &str| {
            let (text, line) = replaced(&site, start, new);
            in_settings(text, line)
        };
        let strings = fs::read_to_string(repository().join("themes/cde/strings/es.yaml")).unwrap();
        match code {
            "config/syntax" => instead_of("languages:", "languages: [en, es"),
            "config/missing" => {
                let title = site.find("organization:").unwrap();
                in_settings(site[title..].to_owned(), 1)
            }
            "config/unknown-key" => {
                let (at, line) = *dice.one_of(&settings(&site));
                in_settings(format!("{}langauges: [en]\n{}", &site[..at], &site[at..]), line)
            }
            "config/duplicate-key" => {
                let (at, line) = *dice.one_of(&settings(&site)[1..]);
                in_settings(format!("{}title: Home Study\n{}", &site[..at], &site[at..]), line)
            }
            "config/wrong-type" => instead_of("  phone:", "  phone: [555-555-0100, 555-555-0101]"),
            "config/bad-value" => {
                let color = *dice.one_of(&["  brand:", "  accent:"]);
                instead_of(color, &format!("{color} dark blue"))
            }
            "config/navigation" => {
                let entries: Vec<&str> =
                    site.lines().filter(|line| line.starts_with("  - ") && !line.contains("page:")).collect();
                let entry = *dice.one_of(&entries);
                instead_of(entry, "  - signing-up.md")
            }
            "config/unknown-rule" => {
                let line = u32::try_from(site.lines().count()).unwrap() + 1;
                in_settings(format!("{site}  link/insecur: warning\n"), line)
            }
            "contact/missing" => {
                let (text, _) = replaced(&site, "contact:", "#");
                let mut planted = in_settings(text, 0)?;
                planted.expected = self.all_pages.iter().map(|page| (page.clone(), code.to_owned(), 0)).collect();
                Some(planted)
            }
            // The sample site has that rule switched off: it has decided everything.
            "content/decide" => {
                let (text, _) = replaced(&site, "  content/decide:", "  content/decide: note");
                let mut planted = in_settings(text, 0)?;
                let decides = |page: &String| {
                    let text = self.read(page);
                    // No translation of the sample says that somebody has compared it: told at its title.
                    let is_unread = |line: &str| page.ends_with(".es.md") && line.starts_with("title:");
                    let lines =
                        (1..).zip(text.lines()).filter(|(_, line)| line.contains("<!-- decide:") || is_unread(line));
                    lines.map(|(line, _)| (page.clone(), code.to_owned(), line)).collect::<Vec<_>>()
                };
                planted.expected = self.all_pages.iter().flat_map(decides).collect();
                Some(planted)
            }
            // That one too: nobody reads the laws of each July for an invented district.
            "law/as-of" => {
                let (text, _) = replaced(&site, "  law/as-of:", "  law/as-of: warning");
                let mut planted = in_settings(text, 0)?;
                let dated = |page: &String| {
                    let line = self.read(page).lines().position(|line| line.starts_with("legal_as_of:"))?;
                    Some((page.clone(), code.to_owned(), u32::try_from(line + 1).ok()?))
                };
                planted.expected = self.all_pages.iter().filter_map(dated).collect();
                Some(planted)
            }
            "config/files" => {
                let line = site.lines().find(|line| line.starts_with("files:")).unwrap();
                instead_of("files:", &line.replace(']', ", CNAEM]"))
            }
            "page/unlinked" => {
                let page = files(rules::find(code).unwrap().wrong).remove("content/travel.md").unwrap();
                Some(Planted::in_file(code, "content/planted.md", 2, Contents::Bytes(page.into_bytes())))
            }
            "theme/missing" => instead_of("theme:", "theme: sierra-vista"),
            "theme/encoding" => {
                let starts = settings(&strings);
                let (at, _) = *dice.one_of(&starts);
                let bytes = [&strings.as_bytes()[..at], b"# Men\xfa\n", &strings.as_bytes()[at..]].concat();
                Some(Planted::in_file(code, "themes/cde/strings/es.yaml", 0, Contents::Bytes(bytes)))
            }
            "theme/strings" => {
                let (at, line) = *dice.one_of(&settings(&strings));
                let text = format!("{}home_page_of_all: [\n{}", &strings[..at], &strings[at..]);
                Some(Planted::in_file(code, "themes/cde/strings/es.yaml", line, Contents::Bytes(text.into_bytes())))
            }
            "theme/strings-missing" => {
                let lines: Vec<&str> = strings.lines().filter(|line| line.contains(": ")).collect();
                let gone = *dice.one_of(&lines[4..]);
                let text = strings.replacen(&format!("{gone}\n"), "", 1);
                Some(Planted::in_file(code, "themes/cde/strings/es.yaml", 0, Contents::Bytes(text.into_bytes())))
            }
            _ => None,
        }
    }

    /// A fault that no text can show: bytes, links on disk, sizes.
    fn on_disk(&self, code: &str, dice: &mut Random) -> Option<Planted> {
        let folder = format!("content/{}", dice.one_of(&FOLDERS));
        let file = |name: &str, contents| Some(Planted::in_file(code, &format!("{folder}{name}"), 0, contents));
        match code {
            "image/mistyped" => file("planted.jpg", Contents::Bytes(assets()[0].1.clone())),
            "image/too-large" => {
                let mut bytes = assets()[0].1.clone();
                bytes[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
                file("planted.png", Contents::Bytes(bytes))
            }
            "image/too-wide" => {
                let mut bytes = Vec::new();
                let wide = image::DynamicImage::new_rgb8(2561, 1);
                wide.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Gif).unwrap();
                file("planted.gif", Contents::Bytes(bytes))
            }
            "image/unreadable" => file("planted.png", Contents::Bytes(assets()[0].1[..20].to_vec())),
            "document/untagged" => file("planted.pdf", Contents::Bytes(b"%PDF-1.7 /Type /Catalog".to_vec())),
            "address/unfit" => file("form\\planted.pdf", Contents::Bytes(b"A form.".to_vec())),
            "source/encoding" => {
                let page = dice.one_of(&self.pages).clone();
                let text = self.read(&page);
                let (at, _) = *dice.one_of(&places(&text));
                let text = format!("{}\nMeet us at the café.\n\n{}", &text[..at], &text[at..]);
                let line = text.lines().position(|line| !line.is_ascii()).unwrap() + 1;
                let bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
                Some(Planted::in_file(code, &page, u32::try_from(line).unwrap(), Contents::Bytes(bytes)))
            }
            "source/unknown-letters" => {
                let page = dice.one_of(&self.pages).clone();
                let text = self.read(&page);
                let (at, line) = *dice.one_of(&places(&text));
                let bytes = [&text.as_bytes()[..at], b"\nMeet us at the caf\x8e.\n\n", &text.as_bytes()[at..]].concat();
                Some(Planted::in_file(code, &page, line + 1, Contents::Bytes(bytes)))
            }
            "source/cut-off" => {
                let page = dice.one_of(&self.pages).clone();
                let text = self.read(&page);
                let line = u32::try_from(text.lines().count()).unwrap() + 2;
                Some(Planted::in_file(
                    code,
                    &page,
                    line,
                    Contents::Bytes([text.as_bytes(), b"\nMeet us at the caf\xc3"].concat()),
                ))
            }
            "source/file-name" => {
                use std::os::unix::ffi::OsStrExt as _;
                let name = std::ffi::OsStr::from_bytes(b"formulario-a\xf1o.pdf");
                Some(Planted {
                    files: vec![(Path::new(&folder).join(name), Contents::Bytes(b"A form.".to_vec()))],
                    expected: vec![(format!("{folder}formulario-a\u{fffd}o.pdf"), code.to_owned(), 0)],
                })
            }
            "source/link-loop" => file("planted", Contents::Link("..".to_owned())),
            "source/outside-link" => file("planted.pdf", Contents::Link("/etc/hostname".to_owned())),
            "source/private-link" => {
                let remembered = self.folder.path().join(".studypages/links.json");
                file("planted.json", Contents::Link(remembered.to_str().unwrap().to_owned()))
            }
            "source/twin-names" => {
                let names = ["inscripci\u{f3}n.pdf", "inscripcio\u{301}n.pdf"];
                let form = |name: &&str| (format!("{folder}{name}").into(), Contents::Bytes(b"A form.".to_vec()));
                let expected = vec![(format!("{folder}{}", names[0]), code.to_owned(), 0)];
                Some(Planted { files: names.iter().map(form).collect(), expected })
            }
            "source/too-large" => file("planted.md", Contents::Zeros(22 << 20)),
            "source/unreadable" => file("planted.pdf", Contents::Link("nowhere.pdf".to_owned())),
            _ => None,
        }
    }
}

#[test]
fn every_planted_fault_is_found_at_its_line_and_nothing_else_is() {
    let times: usize = std::env::var("MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(2000);
    let seed: u64 = std::env::var("MUTATION_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_125);
    let mut dice = Random(seed);
    let mut sample = Sample::new();
    let options = sample.options();
    let root = options.root.as_path();
    let mut memory = Memory::default();
    let loaded = pipeline::load_again(&options, &mut memory).unwrap();
    let before: Vec<String> =
        loaded.findings.iter().map(|finding| format!("{} {}", finding.file, finding.rule)).collect();
    assert_eq!(before, [""; 0], "the sample site is silent");
    let pages = || loaded.site.pages.iter();
    sample.all_pages = pages().map(|page| page.file().to_string()).collect();
    let for_parents = |page: &&_| {
        let page: &studypages::page::Page = page;
        page.language == 0 && matches!(page.front_matter.audience, Audience::Parents)
    };
    sample.pages = pages().map(AsRef::as_ref).filter(for_parents).map(|page| page.file().to_string()).collect();
    sample.remember_answers(&loaded);
    let faults: Vec<(&Rule, Vec<Finding>)> = rules::all()
        .filter(|rule| !NOT_IN_ONE_PLACE.contains(&rule.code))
        .map(|rule| (rule, if runs(rule) { findings(rule.wrong) } else { Vec::new() }))
        .collect();
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for turn in 0..times {
        // Every rule in turn, so that none is forgotten.
        let (rule, known) = &faults[turn % faults.len()];
        let mut planted = sample.plant(rule, known, &mut dice);
        let before = sample.write(&planted);
        let saved: Vec<PathBuf> = before.iter().map(|(file, _)| file.clone()).collect();
        memory.expect(root, &saved);
        let mut found: Vec<Found> = match pipeline::load_again(&options, &mut memory) {
            Ok(mut loaded) => {
                if rule.family() == "external" {
                    external::check(&mut loaded, root, &|_, _| {});
                }
                loaded.findings
            }
            Err(Failure::Config(findings)) => findings,
            Err(failure) => panic!("{}: {failure}", rule.code),
        }
        .into_iter()
        .filter(|finding| {
            let is_new = before.iter().any(|(file, bytes)| bytes.is_none() && file.ends_with(finding.file.as_str()));
            !(is_new && OF_NEW_FILES.contains(&finding.rule) && rule.code != finding.rule)
        })
        .map(|finding| (finding.file.to_string(), finding.rule.to_owned(), finding.start.map_or(0, |start| start.line)))
        .collect();
        found.sort();
        planted.expected.sort();
        if found != planted.expected {
            let case = format!("turn {turn}: found {found:?}, planted {:?}", planted.expected);
            wrong.entry(rule.code).or_default().push(case);
        }
        sample.restore(before);
        memory.expect(root, &saved);
    }
    let shown: Vec<String> =
        wrong.iter().map(|(rule, cases)| format!("{rule}: {} times; {}", cases.len(), cases[0])).collect();
    assert!(wrong.is_empty(), "seed {seed}\n{}", shown.join("\n"));
}

/// The files of an example: a page beside others, several in a folder of their own somewhere in the site.
fn as_files(rule: &Rule, known: &[Finding], dice: &mut Random) -> Planted {
    let (folder, number) = (dice.one_of(&FOLDERS), dice.below(1000));
    let files = files(rule.wrong);
    let moved = |file: &str| match file.strip_prefix("content/") {
        Some("page.md") if files.len() == 1 => format!("content/{folder}planted-{number}.md"),
        Some(name) => format!("content/{folder}planted-{number}/{name}"),
        None => file.to_owned(),
    };
    let expected = known
        .iter()
        .map(|finding| (moved(&finding.file), finding.rule.to_owned(), finding.start.map_or(0, |start| start.line)))
        .collect();
    let content = files.iter().filter(|(file, _)| file.as_str() != "site.yaml");
    let files = content.map(|(file, text)| (moved(file).into(), Contents::Bytes(text.clone().into_bytes()))).collect();
    Planted { files, expected }
}

/// Where a section of a page begins, and the end of the page: bytes, and lines from 1.
fn places(text: &str) -> Vec<(usize, u32)> {
    starts(text, |line| line.starts_with("## "))
}

/// Where a setting begins that stands in no other: bytes, and lines from 1.
fn settings(text: &str) -> Vec<(usize, u32)> {
    starts(text, |line| line.starts_with(|c: char| c.is_ascii_lowercase()))
}

fn starts(text: &str, is_start: impl Fn(&str) -> bool) -> Vec<(usize, u32)> {
    let mut places = Vec::new();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if is_start(line) {
            places.push((at, number));
        }
        at += line.len();
    }
    places.push((at, u32::try_from(text.lines().count()).unwrap() + 1));
    places
}

/// The text with another line in place of the first that begins so, and the number of that line.
fn replaced(text: &str, start: &str, new: &str) -> (String, u32) {
    let (at, line) = starts(text, |line| line.starts_with(start))[0];
    let end = at + text[at..].find('\n').unwrap();
    (format!("{}{new}{}", &text[..at], &text[end..]), line)
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}
