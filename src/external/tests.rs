//! A small web on this computer: what is asked, how, and what is said about it.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::civil::date;

use super::*;
use crate::pipeline::{self, Options};
use crate::report::render_human;

const PAUSE: Duration = Duration::from_millis(200);

/// A question as the server heard it.
#[derive(Clone, Debug)]
struct Heard {
    at: Instant,
    /// `HEAD one.example /page`
    line: String,
    user_agent: String,
}

/// A server that answers for every host of the tests.
struct Web {
    port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Web {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let web = Self { port: listener.local_addr().unwrap().port(), heard: Arc::default() };
        let heard = Arc::clone(&web.heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = Arc::clone(&heard);
                std::thread::spawn(move || serve(stream, &heard));
            }
        });
        web
    }

    /// What was heard, sorted: hosts are asked at the same time.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.heard.lock().unwrap().iter().map(|heard| heard.line.clone()).collect();
        lines.sort();
        lines
    }

    fn manners(&self) -> Manners {
        let port = self.port;
        Manners {
            pause: PAUSE,
            patience: Duration::from_secs(1),
            private_networks: true,
            lookup: Arc::new(move |host, _| match host {
                "nowhere.example" => Err(std::io::Error::other("Name or service not known")),
                "closed.example" => Ok(vec![closed()]),
                _ => Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]),
            }),
            now: "2026-11-25T12:00:00Z".parse().unwrap(),
            ..Manners::good()
        }
    }
}

/// An address at which nobody listens.
fn closed() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn serve(mut stream: TcpStream, heard: &Mutex<Vec<Heard>>) {
    let at = Instant::now();
    let mut first = [0];
    if stream.peek(&mut first).is_ok() && first == [22] {
        // The first words of TLS, which this server does not speak.
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        return;
    }
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
    let mut headers = HashMap::new();
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    let header = |name: &str| headers.get(name).cloned().unwrap_or_default();
    let line = format!("{method} {} {path}", header("host"));
    heard.lock().unwrap().push(Heard { at, line, user_agent: header("user-agent") });
    let to = |status: &str, location: &str| format!("{status}\r\nLocation: {location}");
    let answer = match (method, path) {
        (_, "/gone") => "410 Gone".to_owned(),
        (_, "/missing") | ("HEAD", "/shy") => "404 Not Found".to_owned(),
        ("HEAD", "/no-head") => "405 Method Not Allowed".to_owned(),
        (_, "/programs") => "403 Forbidden".to_owned(),
        (_, "/sick") => "500 Internal Server Error".to_owned(),
        (_, "/later") => "429 Too Many Requests\r\nRetry-After: 120".to_owned(),
        (_, "/moved") => to("301 Moved Permanently", "/new"),
        (_, "/moved-twice") => to("308 Permanent Redirect", "/moved"),
        (_, "/moved-then-detour") => to("301 Moved Permanently", "/detour"),
        (_, "/detour") => to("302 Found", "/new"),
        (_, "/moved-away") => to("301 Moved Permanently", "/missing"),
        (_, "/moved-nowhere") => to("301 Moved Permanently", "http://nowhere.example/"),
        (_, "/to-mail") => to("302 Found", "mailto:office@one.example"),
        (_, "/circle") => to("302 Found", "/circle"),
        (_, path) if path.starts_with("/hangs") => {
            std::thread::sleep(Duration::from_secs(3));
            return;
        }
        (_, "/breaks") => return,
        _ => "200 OK".to_owned(),
    };
    let body = if method == "HEAD" { "" } else { "page" };
    let _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 4\r\nConnection: close\r\n\r\n{body}");
}

/// A site with one page that links to `targets`, one a line.
fn site(front_matter: &str, targets: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let links: Vec<String> = targets.iter().map(|target| format!("- [A page about libraries]({target})\n")).collect();
    write(
        &folder,
        "site.yaml",
        "title: Independent Study\norganization: { name: Sierra Vista Unified School District }\nbase_url: https://own.example/study/\nlanguages: [en]\n",
    );
    write(
        &folder,
        "content/index.md",
        &format!(
            "---\ntitle: Libraries\nsummary: Which libraries lend books for free.\nlast_reviewed: 2026-11-25\n{front_matter}---\n\n{}",
            links.concat()
        ),
    );
    folder
}

fn write(folder: &tempfile::TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What is found about the links of a site, and nothing else.
fn found(manners: &Manners, folder: &tempfile::TempDir) -> Vec<Finding> {
    let root = folder.path();
    let options = Options { root: root.to_owned(), today: date(2026, 11, 25), include_unpublished: false };
    let mut loaded = pipeline::load(&options).unwrap();
    check_with(manners, &mut loaded, root, &|_, _| {});
    loaded.findings.retain(|finding| is_ours(finding.rule) || finding.rule.starts_with("allow/"));
    loaded.findings
}

/// `warning external/broken 8: message` for each finding.
fn said(manners: &Manners, folder: &tempfile::TempDir) -> Vec<String> {
    let line = |finding: &Finding| finding.start.map_or(0, |start| start.line);
    found(manners, folder)
        .iter()
        .map(|finding| format!("{} {} {}: {}", finding.level.name(), finding.rule, line(finding), finding.message))
        .collect()
}

#[test]
fn a_page_that_is_there_is_asked_for_once_and_not_again_for_a_week() {
    let web = Web::new();
    let folder = site(
        "",
        &["http://one.example/a", "http://one.example/a#part", "http://one.example/no-head", "http://one.example/shy"],
    );
    let mut manners = web.manners();
    assert_eq!(said(&manners, &folder), [""; 0]);
    let once = [
        "GET one.example /no-head",
        "GET one.example /shy",
        "HEAD one.example /a",
        "HEAD one.example /no-head",
        "HEAD one.example /shy",
    ];
    assert_eq!(web.lines(), once);
    let name = format!("Studypages/{} (link check)", env!("CARGO_PKG_VERSION"));
    assert!(web.heard.lock().unwrap().iter().all(|heard| heard.user_agent == name));
    let file = folder.path().join(".studypages/links.json");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        r#"{
  "schema": 1,
  "answers": {
    "http://one.example/a": {
      "until": "2026-12-02T12:00:00Z",
      "status": 200
    },
    "http://one.example/no-head": {
      "until": "2026-12-02T12:00:00Z",
      "status": 200
    },
    "http://one.example/shy": {
      "until": "2026-12-02T12:00:00Z",
      "status": 200
    }
  }
}
"#
    );
    let files: Vec<_> =
        fs::read_dir(folder.path().join(".studypages")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(fs::read_to_string(folder.path().join(".studypages/.gitignore")).unwrap(), "*\n");

    manners.now += SignedDuration::from_hours(7 * 24 - 1);
    assert_eq!(said(&manners, &folder), [""; 0]);
    assert_eq!(web.lines(), once);
    manners.now += SignedDuration::from_hours(1);
    assert_eq!(said(&manners, &folder), [""; 0]);
    assert_eq!(web.lines().len(), 2 * once.len());
}

#[test]
fn a_page_that_is_gone_is_a_warning_and_asked_for_again_after_a_day() {
    let web = Web::new();
    let folder = site(
        "",
        &[
            "http://one.example/missing",
            "http://one.example/gone",
            "http://nowhere.example/a",
            "http://nowhere.example/b",
            "http://two.example/moved-away",
            "http://two.example/moved-nowhere",
        ],
    );
    let mut manners = web.manners();
    let expected = [
        "warning external/broken 7: one.example answers that it has no such page (404).",
        "warning external/broken 8: one.example answers that this page is gone for good (410).",
        "warning external/broken 9: There is no website “nowhere.example”.",
        "warning external/broken 10: There is no website “nowhere.example”.",
        "warning external/broken 11: This link is led on to a page that does not exist (404): http://two.example/missing",
        "warning external/broken 12: This link is led on to a website that does not exist: http://nowhere.example/",
    ];
    assert_eq!(said(&manners, &folder), expected);
    let once = [
        "GET one.example /missing",
        "GET two.example /missing",
        "HEAD one.example /gone",
        "HEAD one.example /missing",
        "HEAD two.example /missing",
        "HEAD two.example /moved-away",
        "HEAD two.example /moved-nowhere",
    ];
    assert_eq!(web.lines(), once);
    manners.now += SignedDuration::from_hours(23);
    assert_eq!(said(&manners, &folder), expected);
    assert_eq!(web.lines(), once);
    manners.now += SignedDuration::from_hours(1);
    assert_eq!(said(&manners, &folder), expected);
    assert_eq!(web.lines().len(), 2 * once.len());
}

#[test]
fn a_page_that_moved_for_good_is_named_with_its_new_address() {
    let web = Web::new();
    let folder = site(
        "",
        &[
            "http://one.example/moved#hours",
            "http://one.example/moved-twice",
            "http://one.example/moved-then-detour",
            "http://one.example/detour",
        ],
    );
    let manners = web.manners();
    assert_eq!(
        said(&manners, &folder),
        [
            "note external/moved 7: This page has moved for good: http://one.example/new#hours",
            "note external/moved 8: This page has moved for good: http://one.example/new",
            "note external/moved 9: This page has moved for good: http://one.example/detour",
        ]
    );
    // Each step once, however many ways lead over it, and again from memory.
    let once = [
        "HEAD one.example /detour",
        "HEAD one.example /moved",
        "HEAD one.example /moved-then-detour",
        "HEAD one.example /moved-twice",
        "HEAD one.example /new",
    ];
    assert_eq!(web.lines(), once);
    assert_eq!(said(&manners, &folder).len(), 3);
    assert_eq!(web.lines(), once);
}

#[test]
fn what_cannot_be_known_is_a_note_and_not_kept() {
    let web = Web::new();
    let folder = site(
        "",
        &[
            "http://one.example/programs",
            "http://one.example/sick",
            "http://one.example/circle",
            "http://one.example/to-mail",
            "http://breaks.example/breaks",
            "https://tls.example/",
            "http://closed.example/",
            "http://hangs.example/hangs",
            "https://",
        ],
    );
    let manners = web.manners();
    let expected = [
        "note external/unverified 7: one.example turns programs away (403), so this link could not be verified.",
        "note external/unverified 8: one.example has trouble of its own (500), so this link could not be verified.",
        "note external/unverified 9: one.example leads on from address to address without arriving, so this link could not be verified.",
        "note external/unverified 10: one.example leads on to an address that is no web page, so this link could not be verified.",
        "note external/unverified 11: breaks.example broke the connection off, so this link could not be verified.",
        "note external/unverified 12: No secure connection to tls.example could be made, so this link could not be verified.",
        "note external/unverified 13: closed.example cannot be reached from here, so this link could not be verified.",
        "note external/unverified 14: hangs.example did not answer within 1 second, so this link could not be verified.",
        "note external/unverified 15: “https://” is no complete web address, so this link could not be verified.",
    ];
    assert_eq!(said(&manners, &folder), expected);
    assert!(!folder.path().join(".studypages").exists());
    let asked = web.lines().len();
    assert_eq!(said(&manners, &folder), expected);
    assert_eq!(web.lines().len(), 2 * asked);
}

#[test]
fn a_finding_shows_the_link_and_what_to_do() {
    let web = Web::new();
    let folder = site("", &["http://one.example/missing"]);
    assert_eq!(
        render_human(&found(&web.manners(), &folder), false),
        "\
warning[external/broken]: one.example answers that it has no such page (404).
 --> content/index.md:7:3
  |
7 | - [A page about libraries](http://one.example/missing)
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: Link to the page’s new address, or remove the link.

"
    );
}

#[test]
fn a_host_that_wants_to_be_left_alone_is_left_alone() {
    let web = Web::new();
    let folder = site("", &["http://one.example/later", "http://one.example/second", "https://one.example/third"]);
    assert_eq!(
        said(&web.manners(), &folder),
        [
            "note external/unverified 7: one.example wants to be asked again later (429), so this link could not be verified.",
            "note external/unverified 8: one.example wants to be asked again later (429), so this link could not be verified.",
            "note external/unverified 9: one.example wants to be asked again later (429), so this link could not be verified.",
        ]
    );
    assert_eq!(web.lines(), ["HEAD one.example /later"]);
}

#[test]
fn a_silent_host_is_not_waited_for_again_and_again() {
    let web = Web::new();
    let targets: Vec<String> = (0..10)
        .flat_map(|number| [format!("http://closed.example/{number}"), format!("http://hangs.example/hangs/{number}")])
        .collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let folder = site("", &targets);
    let started = Instant::now();
    assert_eq!(said(&web.manners(), &folder).len(), 20);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(web.lines().len(), 2, "{:?}", web.lines());
}

#[test]
fn a_host_is_asked_with_pauses_while_others_are_asked_too() {
    let web = Web::new();
    let folder = site(
        "",
        &[
            "http://one.example/1",
            "http://one.example/2",
            "http://one.example/no-head",
            "http://two.example/1",
            "http://two.example/2",
            "http://two.example:8080/3",
            "http://three.example/1",
        ],
    );
    let started = Instant::now();
    assert_eq!(said(&web.manners(), &folder), [""; 0]);
    let took = started.elapsed();
    let mut by_host: HashMap<String, Vec<Instant>> = HashMap::new();
    for heard in web.heard.lock().unwrap().iter() {
        let host = heard.line.split(' ').nth(1).unwrap().split(':').next().unwrap();
        by_host.entry(host.to_owned()).or_default().push(heard.at);
    }
    assert_eq!(by_host["one.example"].len(), 4);
    assert_eq!(by_host["two.example"].len(), 3);
    for times in by_host.values() {
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= PAUSE), "{times:?}");
    }
    // One after the other, eight questions would take seven pauses.
    assert!(took < 7 * PAUSE, "{took:?}");
}

#[test]
fn private_networks_are_not_asked() {
    let web = Web::new();
    let folder = site("", &["http://one.example/a", "http://0x7f.1/b", "https://[::1]/c"]);
    let real = Manners::good();
    let lookup = web.manners().lookup;
    let manners = Manners {
        private_networks: false,
        lookup: Arc::new(move |host, port| match host {
            "one.example" => lookup(host, port),
            _ => (real.lookup)(host, port),
        }),
        ..web.manners()
    };
    assert_eq!(
        said(&manners, &folder),
        [
            "note external/unverified 7: one.example is part of a private network, so this link could not be verified.",
            "note external/unverified 8: 127.0.0.1 is part of a private network, so this link could not be verified.",
            "note external/unverified 9: [::1] is part of a private network, so this link could not be verified.",
        ]
    );
    assert_eq!(web.lines(), [""; 0]);
}

#[test]
fn without_a_network_the_check_ends_soon_and_calls_nothing_broken() {
    let web = Web::new();
    let targets: Vec<String> = (0..30).map(|number| format!("https://school-{number}.example/")).collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let folder = site("", &targets);
    let without = |error: fn() -> std::io::Result<Vec<SocketAddr>>| Manners {
        lookup: Arc::new(move |_, _| error()),
        ..web.manners()
    };
    // As macOS puts it; as Linux puts it; a name server that does not answer.
    let nodename = without(|| Err(std::io::Error::other("nodename nor servname provided, or not known")));
    let temporary = without(|| Err(std::io::Error::other("Temporary failure in name resolution")));
    let silent = without(|| {
        std::thread::sleep(Duration::from_secs(2));
        Err(std::io::Error::other("Temporary failure in name resolution"))
    });
    for manners in [nodename, temporary, silent] {
        let started = Instant::now();
        let said = said(&manners, &folder);
        assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
        let expected: Vec<String> = (7..37)
            .map(|line| {
                format!(
                    "note external/unverified {line}: This computer cannot reach the web at the moment, so this link could not be verified."
                )
            })
            .collect();
        assert_eq!(said, expected);
    }
    assert!(!folder.path().join(".studypages").exists());
}

#[test]
fn a_damaged_cache_is_as_good_as_none_and_replaced() {
    let web = Web::new();
    let folder = site("", &["http://one.example/a"]);
    for damaged in [
        "",
        "{\"schema\": 1, \"answers\"",
        "{\"schema\": 2, \"answers\": {}}",
        "{\"schema\": 1, \"answers\": {\"http://one.example/a\": {\"until\": \"soon\", \"status\": 404}}}",
        "{\"schema\": 1, \"answers\": {\"http://one.example/a\": {\"until\": \"2036-01-01T00:00:00Z\", \"status\": 404}}}",
    ] {
        write(&folder, ".studypages/links.json", damaged);
        assert_eq!(said(&web.manners(), &folder), [""; 0], "{damaged}");
        let text = fs::read_to_string(folder.path().join(".studypages/links.json")).unwrap();
        assert!(text.contains("\"until\": \"2026-12-02T12:00:00Z\",\n      \"status\": 200"), "{text}");
    }
    assert_eq!(web.lines().len(), 5);
}

#[test]
fn pages_of_the_site_itself_and_drafts_are_not_asked_for() {
    let web = Web::new();
    let folder = site("", &["https://own.example/study/enrolling/"]);
    write(
        &folder,
        "content/draft.md",
        "---\ntitle: Draft\ndraft: true\n---\n\n[A library](http://one.example/missing)\n",
    );
    assert_eq!(said(&web.manners(), &folder), [""; 0]);
    assert_eq!(web.lines(), [""; 0]);
}

#[test]
fn levels_and_allows_hold_for_other_websites_too() {
    let web = Web::new();
    let folder = site(
        "allow:\n  - { rule: external/broken, reason: The library opens its page in May. }\n",
        &["http://one.example/missing", "http://one.example/moved"],
    );
    let yaml = fs::read_to_string(folder.path().join("site.yaml")).unwrap();
    write(&folder, "site.yaml", &format!("{yaml}levels: {{ external/moved: warning }}\n"));
    let expected = ["warning external/moved 10: This page has moved for good: http://one.example/new"];
    assert_eq!(said(&web.manners(), &folder), expected);
    // An allow of something that was not looked for is no mistake.
    let options = Options { root: folder.path().to_owned(), today: date(2026, 11, 25), include_unpublished: false };
    let loaded = pipeline::load(&options).unwrap();
    assert!(!loaded.findings.iter().any(|finding| finding.rule == "allow/unused"));
}
