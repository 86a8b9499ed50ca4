//! The bytes of two whole sites, held by one digest each: a change that only makes a build
//! faster changes neither. Where other bytes are meant, say so with
//! `STUDYPAGES_UPDATE_DIGESTS=1 cargo test digests` and commit the file.

use std::fs;
use std::path::Path;

use crate::{studypages, tree};

/// Pictures are scaled with floating point, which machines may round differently.
const PICTURES: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".gif"];

/// One digest of every file but pictures and the list of them, names and lengths included.
fn digest(site: &Path) -> String {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("output");
    let ended = studypages()
        .args(["--quiet", "build", "--as-of", "2026-11-25", "--root"])
        .arg(site)
        .arg("--output")
        .arg(&folder)
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in tree(&folder) {
        // The list of files says whose site it is, which each copy of the site decides for itself.
        if path == ".studypages-manifest.json" || PICTURES.iter().any(|end| path.to_lowercase().ends_with(end)) {
            continue;
        }
        hasher.update(format!("{path}\0{}\0", bytes.len()).as_bytes());
        hasher.update(&bytes);
    }
    hasher.finalize().to_hex().to_string()
}

#[test]
fn the_sample_and_the_stress_site_are_built_byte_for_byte_as_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("tests/end_to_end/digests.txt");
    let sites = [("sample", root.to_owned()), ("stress", root.join("tests/browser/stress"))];
    let now: String = sites.iter().map(|(name, site)| format!("{name} {}\n", digest(site))).collect();
    if std::env::var_os("STUDYPAGES_UPDATE_DIGESTS").is_some() {
        fs::write(&kept, &now).unwrap();
    }
    // Git on Windows may write line ends of its own.
    let before = fs::read_to_string(&kept).unwrap_or_default().replace('\r', "");
    assert_eq!(
        now, before,
        "The sites have other bytes than before. Build them with the old and the new program and compare the folders; \
         if the change is meant, run this test with STUDYPAGES_UPDATE_DIGESTS=1."
    );
}
