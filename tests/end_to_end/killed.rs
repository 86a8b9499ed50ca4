//! `kill -9` at many moments of a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::{Site, page, tree};

const PAGES: usize = 60;
const MOMENTS: u32 = 24;

fn write_pages(site: &Site, word: &str) {
    for number in 0..PAGES {
        let body = format!("## {word}\n\n{}\n", format!("The {word} of page {number}. ").repeat(60));
        site.write(
            &format!("content/section-{}/page-{number}.md", number % 7),
            &page(&format!("Page {number}"), &body),
        );
        site.write(&format!("content/section-{}/{word}-{number}.txt", number % 7), &word.repeat(2000));
    }
}

fn remove_texts(site: &Site, word: &str) {
    for number in 0..PAGES {
        fs::remove_file(site.path(&format!("content/section-{}/{word}-{number}.txt", number % 7))).unwrap();
    }
}

/// Starts a build and kills it after `delay`.
fn kill_after(site: &Site, delay: Duration) {
    let mut build = site.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    let _ = build.kill();
    let _ = build.wait();
}

fn clean_build(site: &Site, name: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = site.path(name);
    assert_eq!(site.run(&["build", "--output", name]).code, 0);
    let files = tree(&folder);
    fs::remove_dir_all(folder).unwrap();
    files
}

/// How long the site takes to build here.
fn time_of_a_build(site: &Site) -> Duration {
    let started = Instant::now();
    clean_build(site, "timed");
    started.elapsed()
}

/// Nothing of ours is left beside the output.
fn assert_tidy(root: &Path) {
    let mut names: Vec<String> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".studypages", "content", "output", "site.yaml"]);
}

#[test]
fn a_first_build_leaves_nothing_or_everything() {
    let site = Site::new();
    write_pages(&site, "first");
    let time = time_of_a_build(&site);
    let clean = clean_build(&site, "clean");
    let (mut nothing, mut everything) = (0, 0);
    for moment in 0..=MOMENTS {
        kill_after(&site, time * moment / MOMENTS);
        if site.path("output").exists() {
            assert_eq!(tree(&site.path("output")), clean, "killed at moment {moment}");
            everything += 1;
            fs::remove_dir_all(site.path("output")).unwrap();
        } else {
            nothing += 1;
        }
    }
    assert!(nothing > 0, "no build was killed in time ({everything} finished)");
    site.build();
    assert_eq!(tree(&site.path("output")), clean);
    assert_tidy(site.folder.path());
}

#[test]
fn a_rebuild_leaves_every_file_whole_and_the_next_one_completes_it() {
    let site = Site::new();
    write_pages(&site, "first");
    let first = clean_build(&site, "clean");
    remove_texts(&site, "first");
    write_pages(&site, "second");
    let second = clean_build(&site, "clean");
    let time = time_of_a_build(&site);
    let mut between = 0;
    for moment in 0..=MOMENTS {
        // Start from the first site, published.
        remove_texts(&site, "second");
        write_pages(&site, "first");
        site.build();
        assert_eq!(tree(&site.path("output")), first);
        remove_texts(&site, "first");
        write_pages(&site, "second");
        kill_after(&site, time * moment / MOMENTS);
        let left = tree(&site.path("output"));
        for (path, bytes) in left.iter().filter(|(path, _)| !path.starts_with(".studypages")) {
            let whole = first.get(path) == Some(bytes) || second.get(path) == Some(bytes);
            assert!(whole, "{path} is neither old nor new, killed at moment {moment}");
        }
        between += usize::from(left != first && left != second);
        site.build();
        assert_eq!(tree(&site.path("output")), second, "killed at moment {moment}");
        assert_tidy(site.folder.path());
    }
    assert!(between > 0, "no rebuild was killed while it wrote");
}
