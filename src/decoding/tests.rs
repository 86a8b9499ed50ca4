use encoding_rs::Encoding;

use super::*;

const EUROPE: [&str; 2] = ["en", "es"];
const WORLD: [&str; 6] = ["en", "es", "zh", "ar", "ko", "ru"];

/// What is read, and what is said about it: the place, the rule, the message and the help.
fn read_as(name: &str, bytes: &[u8], languages: &[&str]) -> (String, Vec<String>) {
    let site: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
    let decoded = decode(bytes.to_vec(), Languages::of(name, &site));
    let told = |finding: &Finding| {
        let at = finding.start.unwrap();
        let fixed = if finding.fix.is_some() { ", fixable" } else { "" };
        format!("{}:{} {}{fixed}: {} {}", at.line, at.column, finding.rule, finding.message, finding.help)
    };
    let findings = decoded.findings(|| format!("content/{name}"));
    (decoded.text, findings.iter().map(told).collect())
}

fn read(bytes: &[u8]) -> (String, Vec<String>) {
    read_as("a.md", bytes, &EUROPE)
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, has_errors) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!has_errors, "{label} has no {text}");
    bytes.into_owned()
}

#[test]
fn a_byte_order_mark_is_dropped_without_a_word() {
    assert_eq!(read(b"\xef\xbb\xbfA\xc3\xb1o"), ("Año".to_owned(), vec![]));
}

#[test]
fn windows_1252_is_told_at_its_first_letter() {
    assert_eq!(
        read(b"One\r\nA\xf1o \x93escolar\x94"),
        (
            "One\r\nAño “escolar”".to_owned(),
            vec!["2:2 source/encoding, fixable: This file is not saved as UTF-8; “ñ” and 2 other characters were read as Windows-1252. Check the accents and quotation marks, then save the file as UTF-8.".to_owned()]
        )
    );
    let (_, told) = read(b"The parents\x92 choice: they don\x92t pay.");
    assert_eq!(told.len(), 1);
    let (_, told) = read(b"El ni\xf1o");
    assert!(told[0].contains("“ñ” was read as Windows-1252"), "{told:?}");
}

#[test]
fn a_byte_of_windows_1252_spoils_no_letter_of_a_file_in_utf_8() {
    assert_eq!(
        read(b"\xc3\x81ngel y Mar\xc3\xada, a\xc3\xb1o.\nDon\x92t."),
        (
            "Ángel y María, año.\nDon’t.".to_owned(),
            vec!["2:4 source/encoding, fixable: “’” is saved as Windows-1252 here, and the rest of the file as UTF-8. Check that “Don’t.” is what was meant, then save the file as UTF-8.".to_owned()]
        )
    );
}

#[test]
fn a_byte_that_may_be_two_letters_is_left_to_a_person() {
    // On a Mac it is ñ.
    assert_eq!(
        read(b"El a\xc3\xb1o del ni\x96o."),
        (
            "El año del ni–o.".to_owned(),
            vec!["1:14 source/unknown-letters: This letter is not saved as UTF-8 like the rest of the file, so it may be another one. If “El año del ni–o.” is what was meant, type it again and save the file as UTF-8.".to_owned()]
        )
    );
    assert_eq!(
        read(b"El a\xc3\xb1o y el caf\x8e."),
        (
            "El año y el caf\u{fffd}.".to_owned(),
            vec!["1:16 source/unknown-letters: What stands here is no letter of UTF-8, in which the rest of the file is saved. Look up what was meant in “El año y el caf\u{fffd}.”, type it again and save the file as UTF-8.".to_owned()]
        )
    );
}

#[test]
fn nothing_is_certain_on_a_site_with_a_language_of_another_script() {
    let (text, told) = read_as("a.md", b"El a\xf1o y los d\xedas de la ni\xf1ez.", &["en", "es", "zh"]);
    assert_eq!(text, "El año y los días de la niñez.");
    assert_eq!(
        told,
        [
            "1:5 source/unknown-letters: This file is not saved as UTF-8; its words may be “año y los días de la niñez.” as Windows-1252. If “año y los días de la niñez.” is right, open it in its program as Windows-1252 and save it as UTF-8; if not, ask who wrote it."
        ]
    );
}

#[test]
fn other_encodings_are_proposed_with_the_words_as_they_read() {
    let cases = [
        ("gbk", "zh", "独立学习是自愿的，请联系学校。"),
        ("big5", "zh-Hant", "獨立學習是自願的，請聯絡學校。"),
        ("euc-kr", "ko", "자율 학습은 선택입니다. 학교에 문의하십시오."),
        ("shift_jis", "ja", "自主学習は任意です。学校に連絡してください。"),
        ("koi8-r", "ru", "Обучение добровольно, обратитесь в школу."),
        ("windows-1251", "ru", "Обучение добровольно, обратитесь в школу."),
        ("windows-1256", "ar", "الدراسة المستقلة طوعية، اتصل بالمدرسة."),
        ("macintosh", "es", "Inscripción de los niños: qué días, a qué año."),
    ];
    for (label, language, words) in cases {
        let bytes = encoded(label, &format!("---\ntitle: {words}\n---\n\n{words}\n"));
        for site in [&["en", "es"][..], &["en", language], &WORLD] {
            for name in ["a.md".to_owned(), format!("a.{language}.md")] {
                let (text, told) = read_as(&name, &bytes, site);
                assert!(text.contains(words), "{label} of {site:?}: {text}");
                assert_eq!(told.len(), 1, "{told:?}");
                assert!(
                    told[0].contains("source/unknown-letters: This file is not saved as UTF-8; its words may be"),
                    "{told:?}"
                );
                assert!(told[0].contains(words.split(' ').next().unwrap()), "{told:?}");
            }
        }
    }
}

#[test]
fn utf_16_is_read_by_its_mark_and_by_its_zeros() {
    let text = "---\ntitle: Học độc lập\n---\n\nNiño, 学校, ひらがなあいうえおかきくけこ, 😀.\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let said = vec!["1:1 source/encoding, fixable: This file is saved as UTF-16, which other programs may show as signs without sense. Its letters were read right; save it as UTF-8.".to_owned()];
    for bytes in [&[&[0xff, 0xfe], &little[..]].concat(), &[&[0xfe, 0xff], &big[..]].concat(), &little, &big] {
        assert_eq!(read(bytes), (text.to_owned(), said.clone()));
    }
}

#[test]
fn utf_16_with_other_bytes_behind_it_is_left_to_a_person() {
    let text = "A page for families.\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &utf_16[..]].concat();
    for more in ["More text.\n", "Más texto.\n", "自愿的学习。\n", "xy"] {
        let (_, told) = read(&[&marked[..], more.as_bytes()].concat());
        assert!(told[0].starts_with("1:1 source/unknown-letters: This file begins as UTF-16"), "{more}: {told:?}");
        let bytes = [&utf_16[..], more.as_bytes()].concat();
        let (_, told) = read(&bytes);
        assert!(!told.iter().any(|told| told.contains("UTF-16")), "{more}: {told:?}");
    }
}

#[test]
fn a_file_that_ends_inside_a_letter_is_told() {
    assert_eq!(
        read(b"A la atenci\xc3"),
        (
            "A la atenci\u{fffd}".to_owned(),
            vec!["1:12 source/cut-off: This file ends in the middle of a letter, so the end of its text may be missing. Compare the end, “A la atenci”, with where the file came from, write what is missing and save it.".to_owned()]
        )
    );
    let utf_16 = b"\xff\xfeA\0 \0p\0a\0g\0e";
    assert!(read(utf_16).1[0].contains("source/cut-off"));
}

#[test]
fn of_very_many_places_twenty_are_told() {
    let bytes = "año ".bytes().chain(std::iter::repeat_n(*b"ni\x96o a\xc3\xb1o ", 30).flatten()).collect::<Vec<u8>>();
    let (_, told) = read(&bytes);
    assert_eq!(told.len(), 20);
    assert!(told[19].contains("another one. There are 10 more such places below."), "{}", told[19]);
}
