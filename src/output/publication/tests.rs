//! What is published, and what stays as it was.

use std::fs;

use super::*;

struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        Self { root }
    }

    fn output(&self) -> PathBuf {
        self.root.path().join("output")
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Changes, String> {
        self.publish_as("Independent Study, Sierra Vista", files).map(|published| published.changes)
    }

    fn publish_as(&self, name: &str, files: &[(&str, &str)]) -> Result<Published, String> {
        let publish = || {
            let publication = self.begin(name, files)?;
            for (path, text) in files {
                publication.add(Part::of(path), &OutputPath::new(path).unwrap(), text.as_bytes())?;
            }
            publication.finish()
        };
        publish().map_err(|error: Error| error.to_string().replace(&*self.root.path().to_string_lossy(), "PLACE"))
    }

    fn begin(&self, name: &str, files: &[(&str, &str)]) -> Result<Publication, Error> {
        let has_page = |address: &str| files.iter().any(|(path, _)| *path == format!("{address}index.html"));
        let publisher = Publisher { root: self.root.path(), name: name.to_owned(), has_page: &has_page };
        Publication::begin(&publisher, &self.output())
    }

    /// Every file with its text, the manifest left out.
    fn files(&self) -> Vec<(String, String)> {
        let output = self.output();
        let mut files: Vec<(String, String)> = walkdir::WalkDir::new(&output)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST)
            .map(|entry| {
                let path = entry.path().strip_prefix(&output).unwrap().to_str().unwrap().replace('\\', "/");
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    fn top(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.root.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

const PAGES: usize = 2;

#[test]
fn the_second_build_writes_what_changed_and_removes_what_is_gone() {
    let place = Place::new();
    let first = [("a/index.html", "A"), ("b/index.html", "B"), ("site.css", "{}")];
    assert_eq!(place.publish(&first), Ok(Changes { pages: PAGES, assets: 1, removed: 0 }));
    assert_eq!(place.files(), owned(&first));
    let modified = |path: &str| fs::metadata(place.output().join(path)).unwrap().modified().unwrap();
    let (a, css) = (modified("a/index.html"), modified("site.css"));
    assert_eq!(place.publish(&first), Ok(Changes::default()));
    let second = [("a/index.html", "A"), ("c/index.html", "C"), ("site.css", "{}")];
    assert_eq!(place.publish(&second), Ok(Changes { pages: 1, assets: 0, removed: 1 }));
    assert_eq!(place.files(), owned(&second));
    assert_eq!((a, css), (modified("a/index.html"), modified("site.css")));
    assert!(!place.output().join("b").exists(), "the empty folder goes with its page");
    assert_eq!(place.top(), [".studypages", "content", "output"]);
}

#[test]
fn a_folder_of_somebody_elses_files_is_refused() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    fs::write(place.output().join("thesis.doc"), "x").unwrap();
    let message = place.publish(&[("index.html", "A")]).unwrap_err();
    assert!(
        message.ends_with("is not empty, and no earlier build wrote it. Name an empty folder, or empty this one."),
        "{message}"
    );
    assert_eq!(place.files(), owned(&[("thesis.doc", "x")]));
}

#[test]
fn a_folder_with_only_hidden_files_keeps_them() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    fs::write(place.output().join(".gitignore"), "*").unwrap();
    place.publish(&[("index.html", "A")]).unwrap();
    assert_eq!(place.files(), owned(&[(".gitignore", "*"), ("index.html", "A")]));
    assert_eq!(place.top(), [".studypages", "content", "output"]);
}

#[test]
fn files_a_user_put_beside_ours_are_neither_deleted_nor_replaced() {
    let place = Place::new();
    place.publish(&[("index.html", "A")]).unwrap();
    fs::write(place.output().join("CNAME"), "www.example.org").unwrap();
    place.publish(&[("index.html", "B")]).unwrap();
    assert_eq!(place.files(), owned(&[("CNAME", "www.example.org"), ("index.html", "B")]));
    let message = place.publish(&[("index.html", "C"), ("CNAME", "other")]).unwrap_err();
    assert!(message.contains("CNAME was not written by an earlier build"), "{message}");
    assert_eq!(place.files(), owned(&[("CNAME", "www.example.org"), ("index.html", "B")]));
    // The same bytes are nobody's loss.
    place.publish(&[("index.html", "C"), ("CNAME", "www.example.org")]).unwrap();
}

#[test]
fn a_build_that_is_given_up_changes_nothing() {
    let place = Place::new();
    place.publish(&[("index.html", "A")]).unwrap();
    let publication = place.begin("Independent Study, Sierra Vista", &[("index.html", "B")]).unwrap();
    publication.add(Part::Page, &OutputPath::new("index.html").unwrap(), b"B").unwrap();
    drop(publication);
    assert_eq!(place.files(), owned(&[("index.html", "A")]));
    assert!(!place.output().join(WAITING).exists());
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let place = Place::new();
    place.publish(&[("a", "file"), ("b/c/d.txt", "deep")]).unwrap();
    let swapped = [("a/index.html", "A"), ("b", "file")];
    place.publish(&swapped).unwrap();
    assert_eq!(place.files(), owned(&swapped));
}

#[test]
fn the_site_itself_is_never_an_output_folder() {
    let place = Place::new();
    for name in ["", "content", "content/public", "..", ".studypages/public", ".git"] {
        let folder = place.root.path().join(name);
        let publisher = Publisher { root: place.root.path(), name: String::new(), has_page: &|_| true };
        let result = Publication::begin(&publisher, &folder);
        assert!(matches!(result, Err(Error::OverTheSite(_))), "{name}");
    }
}

const SITE: &str = "Independent Study, Sierra Vista";

fn left(names: &str) -> String {
    format!(
        "No page or file of the site has these names any more, but what stands there may not be what was published, \
         so it was not deleted. Look at it, and delete it yourself: {names} (in PLACE/output)."
    )
}

impl Place {
    fn remarks(&self, files: &[(&str, &str)]) -> Vec<String> {
        let published = self.publish_as(SITE, files).unwrap();
        published.remarks.iter().map(|remark| remark.replace(&*self.root.path().to_string_lossy(), "PLACE")).collect()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Adds entries to the list of published files.
    fn claim(&self, entries: &[(&str, &str)]) {
        let mut list: serde_json::Value = serde_json::from_str(&self.read(&format!("output/{MANIFEST}"))).unwrap();
        for (path, stamps) in entries {
            list["files"][*path] = (*stamps).into();
        }
        self.write(&format!("output/{MANIFEST}"), &list.to_string());
    }
}

#[test]
fn a_list_of_published_files_deletes_nothing_outside_the_output() {
    let place = Place::new();
    place.publish(&[("index.html", "A")]).unwrap();
    place.write("victim/precious.txt", "precious");
    let stamp = Stamp::of(b"precious").to_string();
    let absolute = place.root.path().join("victim/precious.txt").to_string_lossy().into_owned();
    place.claim(&[("../victim/precious.txt", &stamp), (&absolute, &stamp), ("a/../../victim/precious.txt", &stamp)]);
    let list = format!("PLACE/output/{MANIFEST} names");
    assert_eq!(
        place.remarks(&[("index.html", "A")]),
        [
            format!("{list} “../victim/precious.txt”, which leads to another folder; nothing was done with it."),
            format!("{list} “PLACE/victim/precious.txt”, which has a part without a name; nothing was done with it."),
            format!("{list} “a/../../victim/precious.txt”, which leads to another folder; nothing was done with it."),
        ]
    );
    assert_eq!(place.read("victim/precious.txt"), "precious");
    assert_eq!(place.remarks(&[("index.html", "A")]), [""; 0], "the list was written anew");
}

#[test]
fn only_a_file_with_the_bytes_that_were_published_is_deleted() {
    let place = Place::new();
    let both = [("a/index.html", "A"), ("b/index.html", "B"), ("index.html", "home")];
    place.publish(&both).unwrap();
    place.write("output/a/index.html", "A, and what somebody wrote to it");
    let published = place.publish_as(SITE, &both[2..]).unwrap();
    assert_eq!(published.changes, Changes { pages: 0, assets: 0, removed: 1 });
    assert_eq!(place.files(), owned(&[("a/index.html", "A, and what somebody wrote to it"), ("index.html", "home")]));
    assert_eq!(place.remarks(&both[2..]), [left("a/index.html")], "until somebody has looked at it");
    fs::remove_file(place.output().join("a/index.html")).unwrap();
    assert_eq!(place.remarks(&both[2..]), [""; 0]);
}

#[test]
fn a_file_of_ours_that_was_damaged_is_written_again() {
    let place = Place::new();
    let site = [("index.html", "home"), ("photo.480.jpg", "picture")];
    place.publish(&site).unwrap();
    let path = OutputPath::new("photo.480.jpg").unwrap();
    let hash = blake3::hash(b"picture");
    let publication = place.begin(SITE, &site).unwrap();
    assert!(publication.keep(&path, hash));
    drop(publication);
    for damage in ["", "pictury"] {
        place.write("output/photo.480.jpg", damage);
        let publication = place.begin(SITE, &site).unwrap();
        assert!(!publication.keep(&path, hash), "{damage:?}");
        drop(publication);
    }
    place.publish(&site).unwrap();
    assert_eq!(place.files(), owned(&site));
}

#[test]
fn a_file_that_the_user_put_there_never_becomes_ours() {
    let place = Place::new();
    place.publish(&[("index.html", "A")]).unwrap();
    place.write("output/CNAME", "www.example.org");
    place.publish(&[("index.html", "A"), ("CNAME", "www.example.org")]).unwrap();
    assert_eq!(place.remarks(&[("index.html", "A")]), [""; 0]);
    assert_eq!(place.files(), owned(&[("CNAME", "www.example.org"), ("index.html", "A")]));
}

#[test]
fn the_list_of_the_first_version_deletes_nothing() {
    let place = Place::new();
    place.write("output/index.html", "A");
    place.write("output/a/index.html", "old");
    place.write("output/c/index.html", "C");
    let files = r#"["a/index.html", "c/index.html", "index.html", "../content/x.md"]"#;
    place.write(&format!("output/{MANIFEST}"), &format!("{{\"schema\": 1, \"files\": {files}}}"));
    place.write("content/x.md", "precious");
    let list = format!(
        "PLACE/output/{MANIFEST} names “../content/x.md”, which leads to another folder; nothing was done with it."
    );
    let now = [("b/index.html", "new"), ("c/index.html", "C"), ("index.html", "B")];
    assert_eq!(place.remarks(&now), [list, left("a/index.html")]);
    assert_eq!(place.files(), [&owned(&[("a/index.html", "old")])[..], &owned(&now)].concat());
    assert_eq!(place.read("content/x.md"), "precious");
}

#[test]
fn a_list_that_is_none_is_told() {
    let place = Place::new();
    for text in ["", "{", "[]", r#"{"schema": 3, "files": {}}"#, r#"{"schema": 2, "files": [1]}"#] {
        place.write(&format!("output/{MANIFEST}"), text);
        assert_eq!(
            place.publish(&[("index.html", "A")]).unwrap_err(),
            format!(
                "PLACE/output/{MANIFEST} should list what an earlier build wrote, but cannot be read. \
                 Empty the folder it is in, then build again."
            ),
            "{text}"
        );
    }
}

/// Two sites that publish into one folder.
fn two_sites() -> (Place, Place) {
    let (first, second) = (Place::new(), Place::new());
    fs::create_dir(first.output()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(first.output(), second.output()).unwrap();
    (first, second)
}

const PAGES_OF_THE_FIRST: [(&str, &str); 4] =
    [("a/index.html", "A"), ("b/index.html", "B"), ("index.html", "first"), ("search/index.html", "search")];
const PAGES_OF_THE_SECOND: [(&str, &str); 4] =
    [("index.html", "second"), ("search/index.html", "search"), ("x/index.html", "X"), ("y/index.html", "Y")];

#[cfg(unix)]
#[test]
fn the_output_of_another_site_is_refused() {
    let (first, second) = two_sites();
    first.publish(&PAGES_OF_THE_FIRST).unwrap();
    let message = second.publish_as("Adult School, Río Seco", &PAGES_OF_THE_SECOND).unwrap_err();
    assert_eq!(
        message.replace(&*first.root.path().to_string_lossy(), "FIRST"),
        "The folder FIRST/output holds the pages of another site, “Independent Study, Sierra Vista”. Name a folder of \
         its own for this site with --output, or empty that one if nobody needs it."
    );
    // One that is called the same has other pages.
    second.publish(&PAGES_OF_THE_SECOND).unwrap_err();
    assert_eq!(first.files(), owned(&PAGES_OF_THE_FIRST));
}

#[cfg(unix)]
#[test]
fn a_site_that_was_cloned_moved_or_renamed_goes_on() {
    let (first, clone) = two_sites();
    first.publish(&PAGES_OF_THE_FIRST).unwrap();
    // Another name, and pages that went: it is known by its id.
    first.publish_as("Independent Study, Río Seco", &PAGES_OF_THE_FIRST[2..]).unwrap();
    first.publish(&PAGES_OF_THE_FIRST).unwrap();
    // A clone has none, but the same name and pages; from then on it has the same id.
    clone.publish(&PAGES_OF_THE_FIRST[1..]).unwrap();
    clone.publish_as("Home Study, Sierra Vista", &PAGES_OF_THE_SECOND).unwrap();
    first.publish(&PAGES_OF_THE_FIRST).unwrap();
    assert_eq!(first.read(".studypages/site"), clone.read(".studypages/site"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_deleted_through_a_link() {
    use std::os::unix::fs::symlink;
    let site = [("about/index.html", "about"), ("index.html", "home")];
    for (link, target) in [
        ("output/about", "elsewhere"),
        ("output/about/index.html", "elsewhere/index.html"),
        (".studypages", "elsewhere"),
        (&*format!("output/{MANIFEST}"), "elsewhere/list.json"),
    ] {
        let place = Place::new();
        place.publish(&site).unwrap();
        let path = place.root.path().join(link);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        place.write("elsewhere/index.html", "about");
        symlink(place.root.path().join(target), &path).unwrap();
        let changed = [("about/index.html", "new"), ("index.html", "home")];
        assert_eq!(
            place.publish(&changed).unwrap_err(),
            format!(
                "PLACE/{} is a link, and nothing is written or deleted through a link there. Delete the link, then build again.",
                if link == "output/about" { "output/about/index.html" } else { link }
            )
        );
        if link.starts_with("output/about") {
            assert_eq!(place.remarks(&site[1..]), [left("about/index.html")], "{link}");
        }
        assert_eq!(place.read("elsewhere/index.html"), "about");
        assert_eq!(fs::read_dir(place.root.path().join("elsewhere")).unwrap().count(), 1, "{link}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_places_where_a_build_works_are_taken_away_and_not_followed() {
    use std::os::unix::fs::symlink;
    let site = [("index.html", "home")];
    let place = Place::new();
    place.write("elsewhere/precious", "precious");
    for what in ["new", "old"] {
        symlink(place.root.path().join("elsewhere"), place.root.path().join(sibling("output", what))).unwrap();
    }
    place.publish(&site).unwrap();
    symlink(place.root.path().join("elsewhere"), place.output().join(WAITING)).unwrap();
    symlink(place.root.path().join("elsewhere/precious"), place.output().join(format!("{MANIFEST}.new"))).unwrap();
    place.publish(&[("index.html", "new home")]).unwrap();
    assert_eq!(place.read("elsewhere/precious"), "precious");
    assert_eq!(fs::read_dir(place.root.path().join("elsewhere")).unwrap().count(), 1);
    assert_eq!(place.read("output/index.html"), "new home");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_that_is_not_there_is_told() {
    let place = Place::new();
    std::os::unix::fs::symlink("nowhere", place.output()).unwrap();
    assert_eq!(
        place.publish(&[("index.html", "A")]).unwrap_err(),
        "PLACE/output is a link to a folder that does not exist. Make that folder, or delete the link."
    );
}

#[cfg(unix)]
#[test]
fn an_empty_folder_keeps_its_mode_and_gives_it_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    fs::set_permissions(place.output(), fs::Permissions::from_mode(0o2770)).unwrap();
    place.publish(&[("a/index.html", "A"), ("index.html", "home")]).unwrap();
    let mode = |path: &str| fs::metadata(place.output().join(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("."), mode("a") & 0o2000), (0o2770, 0o2000));
}

#[test]
fn two_files_of_one_path_are_refused() {
    let place = Place::new();
    let message = place.publish(&[("a.txt", "A"), ("a.txt", "B")]).unwrap_err();
    assert_eq!(message, "Two files of the site would be published as /a.txt. Rename one of the two.");
    assert!(!place.output().exists());
    place.publish(&[("a.txt", "A"), ("a.txt", "A")]).unwrap();
}

#[cfg(unix)]
#[test]
fn a_build_that_finds_another_one_at_work_says_which() {
    let place = Place::new();
    place.publish(&[("index.html", "A")]).unwrap();
    let at_work = place.begin(SITE, &[("index.html", "A")]).unwrap();
    let message = place.publish(&[("index.html", "B")]).unwrap_err();
    let start = format!("Another build (process {}, since 2", std::process::id());
    assert!(message.starts_with(&start), "{message}");
    assert!(
        message.ends_with(" UTC) is at work in PLACE/output. Wait until it has ended, then build again."),
        "{message}"
    );
    drop(at_work);
    place.publish(&[("index.html", "B")]).unwrap();
}
