//! The `studypages` command on real folders.

mod architecture;
mod building;
mod checking;
mod digests;
mod external;
mod hostile;
mod killed;
mod listing;
mod mending;
#[cfg(unix)] // links, and names of bytes that are no UTF-8
mod mutation;
mod photographs;
mod pictures;
mod previewing;
mod published;
mod rules;
mod sample_site;
mod sample_words;
mod starting;
mod terminal;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

const SITE_YAML: &str = "\
title: Independent Study
organization: { name: Sierra Vista Unified School District }
base_url: https://www.example.org/independent-study/
languages: [en, es]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
levels:
  translation/missing: off
";

/// Numbers that look random and are the same on every machine.
struct Random(u64);

impl Random {
    /// A step of xorshift.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A site in a temporary folder.
struct Site {
    folder: tempfile::TempDir,
}

/// What a command said and how it ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Site {
    /// A site of one page, or of the pages that [`Site::write`] adds.
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("site.yaml", SITE_YAML);
        site.write("content/index.md", &page("Home", "Welcome.\n"));
        site
    }

    /// A site that publishes its files whether or not a page leads to them.
    fn of_files() -> Self {
        let site = Self::new();
        site.write("site.yaml", &format!("{SITE_YAML}files: ['**']\n"));
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = studypages();
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        ended(&mut self.command(arguments))
    }

    /// Builds, and expects it to go well.
    fn build(&self) -> Ended {
        let ended = self.run(&["build"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn studypages() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studypages"));
    command.env_remove("NO_COLOR");
    command
}

fn ended(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A page with all that is required.
fn page(title: &str, body: &str) -> String {
    format!(
        "---\ntitle: {title}\nsummary: What the page “{title}” of this small site is about, in a sentence.\nlast_reviewed: 2026-11-25\n---\n\n{body}"
    )
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Every file below a folder with the moment of its last change.
fn moments(folder: &Path) -> BTreeMap<String, std::time::SystemTime> {
    tree(folder)
        .into_keys()
        .map(|path| (path.clone(), fs::metadata(folder.join(&path)).unwrap().modified().unwrap()))
        .collect()
}
