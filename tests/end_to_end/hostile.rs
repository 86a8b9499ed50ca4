//! Pages that nobody should write: no panic, no place outside the file, no page that takes a second, and nothing
//! left to mend after mending.
//!
//! `FUZZ_SECONDS=3600 cargo test --release hostile` goes on for an hour; what it finds becomes a line of `KNOWN`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::civil::date;
use studypages::diagnostics::{Finding, Lines};
use studypages::fix;
use studypages::pipeline::{self, Options};
use studypages::rules;
use studypages::site::Site;
use studypages::source::{self, SitePath};

use crate::Random;

/// Pages that once did harm.
const KNOWN: [&str; 1] =
    // A host with a name before its @, and letters of two bytes where the path was looked for.
    ["---\ntitle: A page\n---\n\nSee [the plan](https://docs.ï»¿ï»¿mailto:@google.com/forms/d/1a2b3c/edit).\n"];

/// What mutations put in: the marks of Markdown, YAML, HTML and components, and the letters that trip a scanner.
const PIECES: [&str; 74] = [
    "{{",
    "}}",
    "{{ contact() }}",
    "{{ notice(",
    "{{ /steps }}",
    "---\n",
    "...\n",
    "|",
    "| --- | --- |\n",
    "|\n",
    "\\|",
    "Table: x\n",
    "![",
    "](",
    ")",
    "[",
    "]",
    "[^1]",
    "[^1]: ",
    "<span lang=\"es\">",
    "</span>",
    "<div>",
    "<b id=\"a\"",
    "<!--",
    "-->",
    "<o:p>",
    "`",
    "```\n",
    "~~~\n",
    "**",
    "_",
    "~",
    "#",
    "## ",
    "#### ",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "• ",
    "a) ",
    "1. ",
    "4. ",
    ": ",
    "\u{301}",
    "e\u{301}",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{b}",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    "\0",
    "\u{feff}",
    "“",
    "”",
    "ñ",
    "漢字",
    "العربية",
    "🎒",
    "EC 51747(g",
    "§§ 5",
    "5 CCR 117",
    "AB 130 (Chapter ",
    "34 CFR",
    "555-0142",
    "123-45-6789",
    "3/4/2012",
    "2026-99-99",
    "http://a?utm_x=1&",
    "mailto:@",
    "at least three days",
    "independent study",
];

/// A few changes at random places, in bytes: the result need not be UTF-8.
fn mutated(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                let place = random.below(bytes.len() + 1);
                bytes.splice(place..place, piece);
            }
            2 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            3 => {
                let piece = PIECES[random.below(PIECES.len())].repeat(1 + random.below(30));
                bytes.splice(at..at, piece.into_bytes());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// The start of everything: the sample pages, and the wrong example of every rule.
fn seeds() -> Vec<Vec<u8>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let pages =
        walkdir::WalkDir::new(content).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let mut seeds: Vec<Vec<u8>> = pages.map(|entry| fs::read(entry.path()).unwrap()).collect();
    let head = "---\ntitle: A page\nsummary: What families need to know about this, in a few words.\nlast_reviewed: 2026-11-01\n---\n\n";
    seeds.extend(rules::all().filter(|rule| !rule.wrong.starts_with("===")).map(|rule| {
        if rule.wrong.starts_with("---") {
            rule.wrong.as_bytes().to_vec()
        } else {
            format!("{head}{}", rule.wrong).into_bytes()
        }
    }));
    seeds
}

fn sample() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let options = Options { root, today: date(2026, 11, 25), include_unpublished: false };
    std::sync::Arc::into_inner(pipeline::load(&options).unwrap().site).unwrap()
}

fn checked(site: &Site, text: &str) -> Vec<Finding> {
    pipeline::findings_of_text(site, "content/hostile.md", text)
}

/// What is wrong with how a page is treated.
fn judge(site: &Site, bytes: &[u8]) -> Result<(), String> {
    let path = SitePath::new("hostile.md").unwrap();
    let text = source::decode(&path, bytes.to_vec(), &site.config.languages).text;
    // A busy machine may stop a test for a second; it does not do so three times.
    let timed = || {
        let started = Instant::now();
        (checked(site, &text), started.elapsed())
    };
    let (findings, mut elapsed) = timed();
    for _ in 0..2 {
        if elapsed > Duration::from_millis(500) {
            elapsed = elapsed.min(timed().1);
        }
    }
    if elapsed > Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 }) {
        return Err(format!("took {elapsed:?}"));
    }
    let lines = Lines::new(&text);
    let end = lines.position(text.len());
    for finding in &findings {
        let (Some(from), Some(to)) = (finding.start, finding.end) else { continue };
        if from > to || to > end {
            return Err(format!("{} from {from:?} to {to:?} of {end:?}", finding.rule));
        }
        for (span, _) in finding.fix.iter().flat_map(|fix| &fix.edits) {
            if text.get(span.clone()).is_none() {
                return Err(format!("{} mends bytes {span:?} of {}", finding.rule, text.len()));
            }
        }
    }
    let mut mended = text;
    for round in 0.. {
        let findings = checked(site, &mended);
        let fixable: Vec<&Finding> = findings.iter().filter(|finding| finding.fix.is_some()).collect();
        if fixable.is_empty() {
            return Ok(());
        }
        let (text, count) = fix::apply(&mended, &fixable);
        if count == 0 || round > 30 {
            let rules: Vec<&str> = fixable.iter().map(|finding| finding.rule).collect();
            return Err(format!("is not mended after {round} rounds: {rules:?}"));
        }
        mended = text;
    }
    Ok(())
}

#[test]
fn pages_that_nobody_should_write() {
    let site = sample();
    for page in KNOWN {
        assert_eq!(judge(&site, page.as_bytes()), Ok(()), "{page:?}");
    }
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let seed = std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_125);
    let (seeds, mut random) = (seeds(), Random(seed));
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut turns = 0_u64;
    let mut wrong = 0;
    while end.map_or(turns < 600, |end| Instant::now() < end) && wrong < 20 {
        turns += 1;
        let page = {
            let seed = random.below(seeds.len());
            mutated(&mut random, &seeds[seed])
        };
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge(&site, &page)));
        let problem = match outcome {
            Ok(Ok(())) => continue,
            Ok(Err(problem)) => problem,
            Err(_) => "panicked".to_owned(),
        };
        wrong += 1;
        let file = std::env::temp_dir().join(format!("studypages-hostile-{seed}-{turns}.md"));
        fs::write(&file, &page).unwrap();
        eprintln!("turn {turns}: {problem}: {}", file.display());
    }
    eprintln!("{turns} pages");
    assert_eq!(wrong, 0);
}

/// One thing over and over, as a broken export may do: what is written before it, and the thing.
const REPEATED: [(&str, &str); 43] = [
    ("", "1. "),
    ("", "- "),
    ("", "> "),
    ("", "* a\n"),
    ("", "a\u{a0}"),
    ("", "a\u{a0}b\n"),
    ("", "\u{92}"),
    ("", "\u{200b}a"),
    ("", "\u{ad}a"),
    ("", "http://"),
    ("", "https://a.b/c "),
    ("", "www.a.b "),
    ("", "a@b.org "),
    ("", "<div>"),
    ("", "<div>\n"),
    ("<div>\n", "<b "),
    ("<div>\n", "< "),
    ("", "<b>x</b> "),
    ("", "<b>"),
    ("", "<a href=\"x\">"),
    ("", "<!-- x --> "),
    ("", "<span lang=\"es\">"),
    ("", "[r] "),
    ("[r]: https://example.org/\n\n", "[r] "),
    ("", "[x](y.md) "),
    ("", "![x](y.png) "),
    ("[^1]: A note.\n\n", "a[^1] "),
    ("", "[^"),
    ("", "**a** "),
    ("", "**a "),
    ("", "*_"),
    ("", "• a\n"),
    ("", "a\\- "),
    ("", "## A\n\n"),
    ("", "3/4/26 "),
    ("", "555-555-0142 "),
    ("", "EC 51747(g) "),
    ("", "IEP "),
    ("", "{{ contact() }}\n"),
    ("", "{{ "),
    ("", "sign within ten days of independent study "),
    ("", "El acuerdo se firma de la mano. "),
    ("| a | b |\n| - | - |\n", "| 1 | |\n"),
];

/// How long this thread has run: on Linux without the time in which others had the processor.
fn time_of_this_thread() -> Duration {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let run = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = run.and_then(|times| times.split_ascii_whitespace().next()?.parse().ok());
    run.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

/// The time must grow with the page, not with its square: also where each fault that a rule knows stands as often as it fits,
/// on one line and on lines of its own.
#[test]
fn long_pages_of_one_thing_take_no_longer_than_their_length() {
    const HEAD: &str = "---\ntitle: A page\nsummary: What families need to know about this, in a few words.\nlast_reviewed: 2026-11-01\n---\n\n";
    let site = sample();
    let is_body = |wrong: &&str| !wrong.starts_with("===") && !wrong.starts_with("---");
    let faults = rules::all().map(|rule| rule.wrong).filter(is_body);
    let faults = faults.flat_map(|wrong| [wrong.replace('\n', " "), format!("{}\n", wrong.trim_end())]);
    let repeated = REPEATED.map(|(start, piece)| (start, piece.to_owned()));
    let mut slow = Vec::new();
    for (start, piece) in repeated.into_iter().chain(faults.map(|piece| ("", piece))) {
        let time = |bytes: usize| {
            let page = format!("{HEAD}{start}{}\n", piece.repeat(bytes / piece.len()));
            let started = time_of_this_thread();
            checked(&site, &page);
            time_of_this_thread() - started
        };
        // Eight times as long: eight times the time, or sixty-four times where it grows with the square.
        let (mut short, mut long) = (Duration::MAX, Duration::MAX);
        let is_slow = (0..6).all(|_| {
            short = short.min(time(5_000));
            long = long.min(time(40_000));
            long > short * 24 && long > Duration::from_millis(100)
        });
        if is_slow {
            slow.push((piece, short, long));
        }
    }
    assert_eq!(slow, []);
}
