//! `check --fix` on files that are not what they seem, and that somebody else writes at the same time.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use encoding_rs::Encoding;
use jiff::civil::date;
use studypages::fix::{self, Mended};
use studypages::pipeline::Options;

use crate::{Random, SITE_YAML, Site, page};

fn mended(site: &Site) -> Vec<Mended> {
    let root = site.folder.path().to_owned();
    let options = Options { root, today: date(2026, 11, 25), include_unpublished: false };
    fix::mend(&options, &|_| true).unwrap()
}

/// Mends what `mended` found, and says what was left as it is.
fn write(site: &Site, mended: &[Mended]) -> Vec<String> {
    fix::write(site.folder.path(), mended).iter().map(ToString::to_string).collect()
}

/// A number that the environment sets, for long runs.
fn number_of(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// Every name below `content`, hidden ones too.
fn names(site: &Site) -> Vec<String> {
    crate::tree(&site.path("content")).into_keys().collect()
}

#[test]
fn a_page_in_utf_16_becomes_the_same_page_in_utf_8() {
    let site = Site::new();
    let text = page("Học độc lập", "Học độc lập là tự nguyện.\r\n\r\nXin chào “phụ huynh”.\r\n");
    for (name, mark, unit) in [
        ("a", "\u{feff}", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("b", "\u{feff}", u16::to_be_bytes),
        ("c", "", u16::to_le_bytes),
        ("d", "", u16::to_be_bytes),
    ] {
        let text = text.replace("lập\nsummary", &format!("lập {name}\nsummary"));
        let bytes: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(unit).collect();
        site.write_bytes(&format!("content/{name}.md"), &bytes);
        assert_eq!(write(&site, &mended(&site)), [""; 0]);
        assert_eq!(site.read(&format!("content/{name}.md")), text);
    }
    site.build();
}

#[test]
fn a_byte_of_windows_1252_is_mended_and_every_other_letter_stays() {
    let site = Site::new();
    let text = page("María", "Ángel y María, el año: “sí”. Don’t.\n");
    let bytes = text.replace('’', "\u{1}").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == 1 { 0x92 } else { byte }).collect();
    site.write_bytes("content/a.md", &bytes);
    let ended = site.run(&["check", "--fix"]);
    assert!(ended.stderr.starts_with("1 finding mended in 1 file.\n"), "{}", ended.stderr);
    assert_eq!(site.read("content/a.md"), text);
}

#[test]
fn a_page_whose_letters_are_uncertain_is_neither_published_nor_touched() {
    let words = page("Study", "自主学习是自愿的。\u{a0}请\u{a0}联系学校。\n");
    let cases = [
        ("gbk", words.as_str()),
        ("big5", "自主學習是自願的。請聯絡學校。\n"),
        ("euc-kr", "자율 학습은 선택입니다. 학교에 문의하십시오.\n"),
        ("koi8-r", "Обучение добровольно.\n"),
        ("windows-1256", "الدراسة المستقلة طوعية.\n"),
        ("macintosh", "Inscripción de los niños y “qué días”.\n"),
    ];
    for (label, words) in cases {
        let site = Site::new();
        let text = if words.starts_with("---") { words.to_owned() } else { page("Study", words) };
        let text = text.replace(['“', '”'], "\"").replace("\u{a0}", if label == "gbk" { "" } else { "\u{a0}" });
        let (bytes, ..) = Encoding::for_label(label.as_bytes()).unwrap().encode(&text);
        site.write_bytes("content/a.md", &bytes);
        let ended = site.run(&["check", "--fix"]);
        assert_eq!(ended.code, 1, "{}", ended.stderr);
        assert!(ended.stderr.starts_with("0 findings mended in 0 files.\n"), "{}", ended.stderr);
        assert!(ended.stderr.contains("error[source/unknown-letters]: "), "{}", ended.stderr);
        assert_eq!(fs::read(site.path("content/a.md")).unwrap(), *bytes, "{label}");
        assert_eq!(site.run(&["build"]).code, 1);
        assert!(!site.path("output").exists());
    }
}

#[test]
fn a_file_that_was_saved_in_the_meantime_is_left_and_told() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "One\u{a0}two.\n"));
    site.write("content/b.md", &page("B", "One\u{a0}two.\n"));
    let found = mended(&site);
    site.write("content/a.md", &page("A", "A new paragraph.\n\nOne\u{a0}two.\n"));
    assert_eq!(
        write(&site, &found),
        ["content/a.md was saved while it was mended, so it was left as it is; run the command again."]
    );
    assert_eq!(site.read("content/a.md"), page("A", "A new paragraph.\n\nOne\u{a0}two.\n"));
    assert_eq!(site.read("content/b.md"), page("B", "One two.\n"));
    assert_eq!(names(&site), ["a.md", "b.md", "index.md"]);
}

#[cfg(unix)]
#[test]
fn a_mended_file_keeps_its_owner_mode_and_tags() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    use rustix::fs::{XattrFlags, getxattr, setxattr};

    let site = Site::new();
    site.write("content/a.md", &page("A", "One\u{a0}two.\n"));
    let file = site.path("content/a.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    // Only the superuser gives files away, and not every disk has tags.
    let _ = std::os::unix::fs::chown(&file, Some(1234), Some(1235));
    let _ = setxattr(&file, "user.tag", b"red", XattrFlags::empty());
    let look = || {
        let metadata = fs::metadata(&file).unwrap();
        let mut tag = [0; 8];
        let tag = getxattr(&file, "user.tag", &mut tag).map(|length| tag[..length].to_vec()).ok();
        (metadata.uid(), metadata.gid(), metadata.mode(), tag)
    };
    let before = look();
    assert_eq!(write(&site, &mended(&site)), [""; 0]);
    assert_eq!(site.read("content/a.md"), page("A", "One two.\n"));
    assert_eq!(look(), before);
}

#[cfg(unix)]
#[test]
fn a_file_that_would_lose_something_is_left_and_told() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = Site::new();
    let text = page("A", "One\u{a0}two.\n");
    for name in ["locked", "twice"] {
        site.write(&format!("content/{name}.md"), &text.replace("title: A", &format!("title: {name}")));
    }
    fs::set_permissions(site.path("content/locked.md"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::hard_link(site.path("content/twice.md"), site.path("copy.md")).unwrap();
    let ended = site.run(&["check", "--fix"]);
    assert!(
        ended.stderr.starts_with(
            "\
studypages: content/locked.md is read-only, so it was left as it is; allow writing to it, then run the command again.
studypages: content/twice.md is one file with 2 names, which would part, so it was left as it is; mend it by hand.
0 findings mended in 0 files.
"
        ),
        "{}",
        ended.stderr
    );
    assert_eq!(site.read("content/twice.md"), site.read("copy.md"));
    assert!(site.read("content/locked.md").contains("One\u{a0}two."));
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_clears_up() {
    const PAGES: usize = 60;
    let site = Site::new();
    let texts =
        |space: &str| (0..PAGES).map(|n| page(&format!("Page {n}"), &format!("One{space}two.\n"))).collect::<Vec<_>>();
    let (before, after) = (texts("\u{a0}"), texts(" "));
    let plant = || before.iter().enumerate().for_each(|(n, text)| site.write(&format!("content/{n}.md"), text));
    plant();
    let all = names(&site);
    let started = Instant::now();
    site.run(&["check", "--fix"]);
    let time = started.elapsed();
    for moment in 0..16 {
        plant();
        let mut run = site.command(&["check", "--fix", "-q"]);
        let mut run = run.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(time * moment / 16);
        let _ = run.kill();
        let _ = run.wait();
        assert_eq!(names(&site), all, "killed at moment {moment}");
        for n in 0..PAGES {
            let text = site.read(&format!("content/{n}.md"));
            assert!(text == before[n] || text == after[n], "page {n}, killed at moment {moment}: {text}");
        }
    }
    plant();
    site.run(&["check", "--fix"]);
    assert_eq!(crate::tree(&site.path(".studypages")).into_keys().collect::<Vec<_>>(), [".gitignore"]);
}

/// Saves as editors do: whole, by a rename.
fn save(site: &Site, name: &str, text: &str) {
    let new = site.path(&format!("{name}.new"));
    fs::write(&new, text).unwrap();
    fs::rename(new, site.path(&format!("content/{name}"))).unwrap();
}

#[test]
fn nothing_that_is_saved_while_pages_are_mended_is_lost() {
    const EACH_RUN: usize = 10;
    let (saves, pages) = (number_of("SAVES", 30), number_of("SAVED_PAGES", 150));
    let site = Site::new();
    let text = |page_number: usize, round: usize, space: &str| {
        page(
            &format!("Page {page_number}"),
            &format!("Save{space}{round}. {}\n", format!("Two{space}words. ").repeat(20)),
        )
    };
    let mut dice = Random(20_261_125);
    let mut time = Duration::from_millis(200);
    let (mut saved, mut round) = (0, 0);
    while saved < saves {
        round += 1;
        for n in 0..pages {
            site.write(&format!("content/{n}.md"), &text(n, 0, "\u{a0}"));
        }
        let started = Instant::now();
        let mut run = site.command(&["check", "--fix", "-q"]);
        let mut run = run.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        let mut moments: Vec<u32> = (0..EACH_RUN).map(|_| u32::try_from(dice.below(1000)).unwrap()).collect();
        moments.sort_unstable();
        let mut chosen: Vec<usize> = Vec::new();
        for moment in moments {
            std::thread::sleep((time * moment / 1000).saturating_sub(started.elapsed()));
            let n = dice.below(pages);
            save(&site, &format!("{n}.md"), &text(n, round, "\u{a0}"));
            chosen.push(n);
            saved += 1;
        }
        run.wait().unwrap();
        time = started.elapsed();
        for n in 0..pages {
            let found = site.read(&format!("content/{n}.md"));
            let expected = if chosen.contains(&n) { round } else { 0 };
            let is_whole = [" ", "\u{a0}"].iter().any(|space| found == text(n, expected, space));
            assert!(is_whole, "page {n} of round {round}: {found}");
        }
    }
}

/// A few words in each of twelve languages, and the encodings that old programs save them in.
const LANGUAGES: [(&str, &str, &[&str]); 12] = [
    ("en", "It’s your family’s choice: résumé, “yes” — and don’t pay.", &["windows-1252", "macintosh"]),
    ("es", "¿Qué días de año estudian los niños? La opinión de María.", &["windows-1252", "macintosh"]),
    ("vi", "Học độc lập là tự nguyện, xin chào phụ huynh.", &[]),
    ("zh", "自主学习是自愿的，请联系学校。", &["gbk", "gb18030"]),
    ("zh-Hant", "自主學習是自願的，請聯絡學校。", &["big5"]),
    ("ko", "자율 학습은 선택입니다. 학교에 문의하십시오.", &["euc-kr"]),
    ("ja", "自主学習は任意です。学校に連絡してください。", &["shift_jis", "euc-jp"]),
    ("ru", "Обучение добровольно, обратитесь в школу.", &["koi8-r", "windows-1251"]),
    ("ar", "الدراسة المستقلة طوعية، اتصل بالمدرسة.", &["windows-1256"]),
    ("fa", "فایل PDF\u{200c}های مدرسه را می\u{200c}توانید بخوانید.", &[]),
    ("hi", "स्वतंत्र अध्ययन स्वैच्छिक है, क्\u{200d}ष।", &[]),
    ("hy", "Ինքնուրույն ուսուցումը կամավոր է։", &[]),
];

/// Words of a language in one of the encodings they are found in, or damaged.
fn piece(dice: &mut Random) -> Vec<u8> {
    let (_, words, labels) = *dice.one_of(&LANGUAGES);
    let words = match dice.below(6) {
        0 => words.replace(' ', "\u{a0}"),
        1 => words.replace(' ', "\u{200b} "),
        2 => format!("{words} Don\u{92}t \u{93}go\u{94}\u{85}"),
        _ => words.to_owned(),
    };
    match dice.below(10) {
        0 | 1 if !labels.is_empty() => {
            Encoding::for_label(dice.one_of(labels).as_bytes()).unwrap().encode(&words).0.into_owned()
        }
        2 => words.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        3 => {
            let mut bytes = words.into_bytes();
            let at = dice.below(bytes.len());
            bytes.insert(at, u8::try_from(0x80 + dice.below(0x80)).unwrap());
            bytes
        }
        4 => {
            let bytes = words.into_bytes();
            bytes[..dice.below(bytes.len())].to_vec()
        }
        _ => words.into_bytes(),
    }
}

fn letters(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).chars().filter(|c| c.is_alphabetic()).count()
}

#[test]
fn no_letter_is_lost_whatever_a_file_is_made_of() {
    let files = number_of("MIXED_FILES", 500);
    let mut dice = Random(20_261_125);
    let tags: Vec<&str> = LANGUAGES.iter().map(|(tag, ..)| *tag).collect();
    for languages in ["en, es".to_owned(), tags.join(", ")] {
        let site = Site::new();
        site.write("site.yaml", &SITE_YAML.replace("en, es", &languages));
        let mut before = Vec::new();
        for n in 0..files / 2 {
            let head = page(&format!("Page {n}"), "");
            let mut bytes = if dice.below(4) == 0 { Vec::new() } else { head.clone().into_bytes() };
            if bytes.is_empty() && dice.below(2) == 0 {
                bytes = format!("\u{feff}{head}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            }
            for _ in 0..=dice.below(4) {
                bytes.extend(piece(&mut dice));
                bytes.extend(dice.one_of(&["\n\n", "\r\n", " "]).as_bytes());
            }
            site.write_bytes(&format!("content/{n}.md"), &bytes);
            before.push(bytes);
        }
        assert_eq!(write(&site, &mended(&site)), [""; 0]);
        for (n, before) in before.iter().enumerate() {
            let after = fs::read(site.path(&format!("content/{n}.md"))).unwrap();
            let (had, has) = (letters(before), letters(&after));
            assert!(
                has >= had,
                "{languages}, page {n}: {had} letters became {has}\n{:?}\n{:?}",
                String::from_utf8_lossy(before),
                String::from_utf8_lossy(&after)
            );
        }
    }
}

#[test]
fn a_file_beside_our_folder_on_another_disk_is_mended_where_it_is() {
    // A file in the place of our folder is as good as no folder.
    let site = Site::new();
    site.write(".studypages", "Not ours.\n");
    site.write("content/a.md", &page("A", "One\u{a0}two.\n"));
    assert_eq!(write(&site, &mended(&site)), [""; 0]);
    assert_eq!(site.read("content/a.md"), page("A", "One two.\n"));
    assert_eq!(names(&site), ["a.md", "index.md"]);
    assert!(Path::new(&site.path(".studypages")).is_file());
}

/// What `check --fix` makes of a body.
fn mended_body(body: &str) -> String {
    let site = Site::new();
    site.write("content/a.md", &page("A", body));
    assert_eq!(write(&site, &mended(&site)), [""; 0]);
    site.read("content/a.md").strip_prefix(&page("A", "")).unwrap().to_owned()
}

#[test]
fn control_characters_become_what_was_meant_by_them() {
    assert_eq!(mended_body("Don\u{92}t pay \u{93}today\u{94}\u{85}\n"), "Don’t pay “today”…\n");
    // UTF-8 that was read byte by byte.
    assert_eq!(mended_body("\u{c3}\u{81}ngel: \u{e2}\u{80}\u{9c}hi\u{e2}\u{80}\u{9d}\n"), "Ángel: “hi”\n");
    // The hyphen of Word that keeps words together, and its mark of a cell.
    assert_eq!(mended_body("Grades K\u{1e}8, Monday\u{7}Tuesday\u{1f}\n"), "Grades K-8, Monday Tuesday\n");
    // Nobody knows.
    for unknown in ["Caf\u{81}.\n", "M\0o\0r\0e\0.\n"] {
        assert_eq!(mended_body(unknown), unknown);
    }
}

#[test]
fn joiners_that_shape_words_stay() {
    for words in
        ["فایل PDF\u{200c}های مدرسه\n", "می\u{200c}توانید\n", "क्\u{200d}ष\n", "👩\u{200d}🏫\n", "ភាសា\u{200b}ខ្មែរ\n"]
    {
        assert_eq!(mended_body(words), words);
    }
    assert_eq!(mended_body("The agree\u{200c}ment of the agree\u{200b}ment.\n"), "The agreement of the agreement.\n");
}

#[test]
fn no_break_spaces_become_no_code_and_no_list() {
    assert_eq!(mended_body("\u{a0}\u{a0}\u{a0}\u{a0}Bring\u{a0}a pen.\n"), "Bring a pen.\n");
    let list = "One line:\n\u{a0}\u{a0}- no list yet\n";
    assert_eq!(mended_body(list), list);
    let heading = "\u{a0}## No heading yet\n";
    assert_eq!(mended_body(heading), heading);
}

#[test]
fn backslashes_of_code_and_addresses_stay() {
    let body = "Come to Room 12 \\- it is near\\. Bring a pen \\& paper\\!\n\nSee <https://e.org/a\\-b> and `a\\-b`, [c](https://e.org/c\\.d).\n\n```\na\\-b \\! \\.\n```\n\n    c\\-d \\! \\.\n";
    assert_eq!(
        mended_body(body),
        body.replace("12 \\-", "12 -").replace("near\\.", "near.").replace("\\& paper\\!", "& paper!")
    );
}

#[test]
fn lines_with_letters_keep_the_letters_by_which_the_text_names_them() {
    let body = "a) The form\n\nb) The plan\n\nBring item b.\n";
    assert_eq!(mended_body(body), body);
    assert_eq!(mended_body("• The form\n• The plan\n"), "- The form\n- The plan\n");
}

#[test]
fn a_fix_that_would_change_how_other_words_are_read_is_not_made() {
    // As a blank, the space would make a comment of the rest of the title.
    let site = Site::new();
    let text = page("Forms\u{a0}#4 and #5", "One\u{a0}two.\n");
    site.write("content/a.md", &text);
    assert_eq!(write(&site, &mended(&site)), [""; 0]);
    assert_eq!(site.read("content/a.md"), text.replace("One\u{a0}two", "One two"));
    let ended = site.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let found = report["findings"].as_array().unwrap();
    let fixable: Vec<_> = found.iter().filter(|finding| finding["fixable"] == true).collect();
    assert_eq!(fixable.len(), 0, "{fixable:?}");
    // A thousand safe fixes are made although one beside them is not.
    let body = format!("{}\u{a0}- no list\n", "Two\u{a0}words.\n\n".repeat(1000));
    assert_eq!(mended_body(&body), body.replace("Two\u{a0}words", "Two words"));
}

#[test]
fn spaces_in_a_citation_are_meant_and_many_spaces_take_no_longer() {
    let body = "The rules are in 5\u{a0}CCR\u{a0}11700.\n";
    assert_eq!(mended_body(body), body);
}
