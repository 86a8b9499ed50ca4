//! Both ways to work in a folder do the same.

use std::fs;
use std::io::Write as _;

use super::Found;

macro_rules! both {
    ($($name:ident => $test:expr;)*) => {
        #[cfg(unix)]
        mod by_handle {
            use super::*;
            use super::super::by_handle::Folder;
            $(#[test] fn $name() { $test(&|path: &std::path::Path| Folder::open(path).unwrap()); })*
        }
        mod by_path {
            use super::*;
            use super::super::by_path::Folder;
            $(#[test] fn $name() { $test(&|path: &std::path::Path| Folder::open(path).unwrap()); })*
        }
    };
}

both! {
    files_come_with_their_folders_and_take_them_along => |open: &dyn Fn(&std::path::Path) -> Folder| {
        let place = tempfile::tempdir().unwrap();
        let folder = open(place.path());
        let fill = |text: &'static str| move |file: &mut fs::File| file.write_all(text.as_bytes());
        folder.create("a/b/index.html", fill("page")).unwrap();
        folder.create("x", fill("moved")).unwrap();
        folder.move_file("x", &folder, "c/d/x").unwrap();
        assert!(folder.create("c/d/x", fill("again")).is_err(), "a file is made, never opened");
        assert_eq!(fs::read_to_string(place.path().join("c/d/x")).unwrap(), "moved");
        assert!(matches!(folder.file("a/b/index.html").unwrap(), Found::File(_)));
        assert!(matches!(folder.file("a/b").unwrap(), Found::Other));
        assert!(matches!(folder.file("a/z/x").unwrap(), Found::Nothing));
        assert!(matches!(folder.file("c/d/x/y").unwrap(), Found::Nothing));
        folder.remove("a/b/index.html").unwrap();
        folder.remove("c/d/x").unwrap();
        folder.remove("c/d/x").unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    };
    no_link_is_followed => |open: &dyn Fn(&std::path::Path) -> Folder| {
        #[cfg(unix)]
        {
            let place = tempfile::tempdir().unwrap();
            let (inside, outside) = (place.path().join("inside"), place.path().join("outside"));
            fs::create_dir_all(&inside).unwrap();
            fs::create_dir_all(outside.join("deep")).unwrap();
            fs::write(outside.join("precious"), "precious").unwrap();
            std::os::unix::fs::symlink(&outside, inside.join("way")).unwrap();
            std::os::unix::fs::symlink(outside.join("precious"), inside.join("file")).unwrap();
            std::os::unix::fs::symlink(outside.join("new"), inside.join("dangling")).unwrap();
            let folder = open(&inside);
            assert!(matches!(folder.file("file").unwrap(), Found::Link));
            assert!(matches!(folder.file("dangling").unwrap(), Found::Link));
            assert!(matches!(folder.file("way/precious").unwrap(), Found::Link));
            assert!(matches!(folder.file("way/deep/x").unwrap(), Found::Link));
            for path in ["way/index.html", "way/deep/new", "dangling", "file"] {
                assert!(folder.create(path, |file| file.write_all(b"x")).is_err(), "{path}");
            }
            folder.create("x", |file| file.write_all(b"x")).unwrap();
            assert!(folder.move_file("x", &folder, "way/x").is_err());
            assert!(folder.remove("way/precious").is_err());
            assert!(folder.folder("way").is_err());
            for name in ["way", "file", "dangling", "x"] {
                folder.clear(name).unwrap();
            }
            assert_eq!(fs::read_dir(&inside).unwrap().count(), 0);
            assert_eq!(fs::read_to_string(outside.join("precious")).unwrap(), "precious");
            assert_eq!(fs::read_dir(&outside).unwrap().count(), 2);
        }
    };
}
