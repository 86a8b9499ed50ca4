//! `studypages serve`: what a browser gets, and what is refused.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use studypages::pipeline::{self, Memory, Options};
use studypages::render::Renderer;

use crate::photographs::{Order, Photograph};
use crate::{Random, Site, page, tree};

/// Far longer than a save takes, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(20);

struct Server {
    process: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(site: &Site, more: &[&str]) -> Self {
        let arguments: Vec<&str> = ["serve", "--port", "0"].iter().chain(more).copied().collect();
        let mut process = site.command(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut greeting = String::new();
        BufReader::new(process.stderr.take().unwrap()).read_line(&mut greeting).unwrap();
        let port = greeting.split("http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        let port = port.unwrap_or_else(|| panic!("{greeting}")).parse().unwrap();
        Self { process, port }
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = request.replace("HOST", &format!("127.0.0.1:{}", self.port));
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"))
    }

    /// Asks until the answer is as wanted.
    fn until(&self, path: &str, what: &str, wanted: impl Fn(&Answer) -> bool) {
        let started = Instant::now();
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "{what}: {} {}", answer.status, answer.body);
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

const BASE: &str = "/independent-study";

#[test]
fn a_page_is_that_of_a_build_but_for_the_previews_script() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "Words.\n"));
    site.build();
    let server = Server::start(&site, &[]);
    let answer = server.get(&format!("{BASE}/a/"));
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("content-type: text/html; charset=utf-8"), "{}", answer.head);
    // The script is told the number of the snapshot: the first look at the site, or the whole one after it.
    let is_script = |line: &&str| line.starts_with("<script src=\"/__studypages/client.js\" defer data-studypages=");
    let (scripts, lines): (Vec<&str>, Vec<&str>) = answer.body.split_inclusive('\n').partition(is_script);
    assert_eq!(scripts.len(), 1);
    assert_eq!(lines.concat(), site.read("output/a/index.html"));
    assert_eq!(server.get(&format!("{BASE}/sitemap.xml")).body, site.read("output/sitemap.xml"));
    assert_eq!(server.get(&format!("{BASE}/search/index.json")).body, site.read("output/search/index.json"));
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "First.\n"));
    let server = Server::start(&site, &[]);
    let at = format!("{BASE}/a/");
    let shows = |words: &'static str| move |answer: &Answer| answer.body.contains(words);
    server.until(&at, "start", shows("First."));
    site.write("content/a.md", &page("A", "In place.\n"));
    server.until(&at, "in place", shows("In place."));
    site.write("content/.a.md.swp", &page("A", "Renamed.\n"));
    fs::rename(site.path("content/.a.md.swp"), site.path("content/a.md")).unwrap();
    server.until(&at, "write and rename", shows("Renamed."));
    fs::remove_file(site.path("content/a.md")).unwrap();
    server.until(&at, "delete", |answer| answer.status == 404);
    site.write("content/a.md", &page("A", "Made again.\n"));
    server.until(&at, "create", shows("Made again."));
    fs::rename(site.path("content/a.md"), site.path("content/b.md")).unwrap();
    server.until(&format!("{BASE}/b/"), "move", shows("Made again."));
    fs::create_dir(site.path("content/legal")).unwrap();
    site.write("content/legal/index.md", &page("Legal", "A new folder.\n"));
    server.until(&format!("{BASE}/legal/"), "new folder", shows("A new folder."));
    fs::rename(site.path("content/legal"), site.path("content/law")).unwrap();
    server.until(&format!("{BASE}/law/"), "folder moved", shows("A new folder."));
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block footer %}<footer>Our own.</footer>{% endblock footer %}\n",
    );
    server.until(&format!("{BASE}/b/"), "first template", shows("<footer>Our own.</footer>"));
    site.write("site.yaml", &crate::SITE_YAML.replace("title: Independent Study", "title: Study at Home"));
    server.until(&format!("{BASE}/b/"), "site.yaml", shows("Study at Home"));
}

#[test]
fn a_save_is_told_once_its_bytes_can_be_had() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "First.\n"));
    let server = Server::start(&site, &[]);
    server.until("/__studypages/panel.json", "the first check", |answer| !answer.body.contains("\"site\":null"));
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET /__studypages/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port).unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut wait_for = |words: &str| lines.by_ref().map(Result::unwrap).find(|line| line.contains(words)).unwrap();
    wait_for("event: hello");
    for turn in 0..20 {
        site.write("content/a.md", &page("A", &format!("Turn {turn}.\n")));
        wait_for("event: reload");
        let data = wait_for("data: ");
        assert!(data.contains("\"page\":\"/independent-study/a/\""), "{data}");
        assert!(server.get(&format!("{BASE}/a/")).body.contains(&format!("Turn {turn}.")), "turn {turn}");
    }
    // The same bytes again are no news; the next words are.
    site.write("content/a.md", &page("A", "Turn 19.\n"));
    std::thread::sleep(Duration::from_millis(50));
    site.write("content/a.md", &page("A", "The last.\n"));
    wait_for("event: reload");
    assert!(server.get(&format!("{BASE}/a/")).body.contains("The last."));
}

#[test]
fn a_page_seen_at_a_glance_is_that_of_the_build() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let options = Options { root: root.to_owned(), today: jiff::civil::date(2026, 11, 25), include_unpublished: true };
    let loaded = pipeline::load(&options).unwrap();
    let built = Renderer::new(loaded.site, loaded.theme.unwrap());
    let glance = pipeline::glance(&options, &mut Memory::default()).unwrap();
    let theme = glance.theme.unwrap();
    for view in built.site().views.iter() {
        let site = pipeline::with_text(root, &glance.site, view.page).unwrap();
        let shown = Renderer::new(site.into(), theme.clone()).page(view).unwrap();
        assert_eq!(String::from_utf8(shown), String::from_utf8(built.page(view).unwrap()), "{}", view.path);
    }
}

#[test]
fn pictures_are_those_of_a_build_also_when_many_ask_at_once() {
    let site = Site::new();
    let photograph = Photograph { width: 2600, height: 60, turn: 6, order: Order::Big };
    site.write_bytes("content/desk.jpg", &photograph.jpeg());
    site.write_bytes("content/pens.png", &Photograph { width: 60, ..photograph }.png());
    site.write("content/a.md", &page("A", "![A desk by a window](desk.jpg)\n\n![Pens](pens.png)\n"));
    site.build();
    let published: Vec<(String, String)> = tree(&site.path("output"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".jpg") || path.ends_with(".png"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    let server = Server::start(&site, &[]);
    server.until(&format!("{BASE}/a/"), "the page", |answer| answer.status == 200);
    let server = &server;
    std::thread::scope(|scope| {
        for (path, bytes) in &published {
            for _ in 0..10 {
                scope.spawn(move || {
                    let answer = server.get(&format!("{BASE}/{path}"));
                    assert!(answer.status == 200 && answer.body == *bytes, "{path}: {}", answer.status);
                });
            }
        }
    });
}

#[test]
fn drafts_are_shown_and_marked() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "").replace("---\n\n", "publish_on: 2027-01-15\n---\n\n"));
    for (day, state) in [("2026-11-25", "scheduled"), ("2027-01-15", "published")] {
        let server = Server::start(&site, &["--as-of", day]);
        assert_eq!(server.get(&format!("{BASE}/a/")).status, 200);
        let panel = server.get(&format!("/__studypages/panel.json?path={BASE}/a/"));
        let panel: serde_json::Value = serde_json::from_str(&panel.body).unwrap();
        assert_eq!(panel["state"], state);
    }
}

#[test]
fn mistakes_are_shown_and_heal_by_themselves() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "Words.\n"));
    let server = Server::start(&site, &[]);
    let at = format!("{BASE}/a/");
    // A mistake in a page leaves the page there, and the panel names the line.
    site.write("content/a.md", &page("A", "See [x](nowhere.md).\n"));
    server.until(&format!("/__studypages/panel.json?path={at}"), "finding", |answer| {
        answer.body.contains("leads nowhere")
    });
    assert_eq!(server.get(&at).status, 200);
    // A mistake in site.yaml stands where the page would be.
    site.write("site.yaml", "title: [\n");
    server.until(&at, "broken site.yaml", |answer| {
        answer.status == 500 && answer.body.contains("config/syntax") && answer.body.contains("client.js")
    });
    assert!(server.get(&format!("{at}?last-good")).body.contains("<h1>A</h1>"));
    site.write("site.yaml", crate::SITE_YAML);
    server.until(&at, "mended", |answer| answer.status == 200);
    // A mistake in a template, escaped and with its line.
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}<b>{{ page.nothing.here }}{% endblock main %}\n",
    );
    server.until(&at, "broken template", |answer| {
        answer.status == 500
            && answer.body.contains("themes/cde/templates/page.html:2:")
            && answer.body.contains("&lt;b&gt;")
    });
    fs::remove_dir_all(site.path("themes")).unwrap();
    server.until(&at, "template gone", |answer| answer.status == 200);
    // A missing folder.
    fs::rename(site.path("content"), site.path("elsewhere")).unwrap();
    server.until(&at, "no content", |answer| answer.status == 500 && answer.body.contains("There is no folder"));
    fs::rename(site.path("elsewhere"), site.path("content")).unwrap();
    server.until(&at, "content again", |answer| answer.status == 200);
}

#[test]
fn a_server_starts_on_a_broken_site() {
    let site = Site::new();
    site.write("site.yaml", "title: [\n");
    let server = Server::start(&site, &[]);
    let answer = server.get("/");
    assert_eq!(answer.status, 500);
    assert!(
        answer.body.contains("This page cannot be shown yet") && answer.body.contains("config/syntax"),
        "{}",
        answer.body
    );
}

#[test]
fn polling_sees_saves_without_events() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "First.\n"));
    let server = Server::start(&site, &["--poll"]);
    site.write("content/a.md", &page("A", "Second words.\n"));
    server.until(&format!("{BASE}/a/"), "polling", |answer| answer.body.contains("Second words."));
}

#[test]
fn polling_sees_a_save_that_changes_neither_size_nor_time() {
    let site = Site::new();
    site.write("content/a.md", &page("A", "First words.\n"));
    site.write(
        "themes/cde/templates/page.html",
        "{% extends \"base.html\" %}{# one #}\n{% block footer %}One.{% endblock footer %}\n",
    );
    let server = Server::start(&site, &["--poll"]);
    let at = format!("{BASE}/a/");
    server.until(&at, "start", |answer| answer.body.contains("First words.") && answer.body.contains("One."));
    let unseen = |path: &str, from: &str, to: &str| {
        let time = fs::metadata(site.path(path)).unwrap().modified().unwrap();
        let text = site.read(path).replace(from, to);
        site.write(path, &text);
        fs::File::options().write(true).open(site.path(path)).unwrap().set_modified(time).unwrap();
    };
    unseen("content/a.md", "First", "Other");
    server.until(&at, "a page", |answer| answer.body.contains("Other words."));
    unseen("themes/cde/templates/page.html", "One.", "Two.");
    server.until(&at, "a template", |answer| answer.body.contains("Two."));
}

#[test]
fn no_script_of_a_file_runs_in_the_preview_and_no_other_website_shows_it() {
    let site = Site::new();
    site.write(
        "content/old.html",
        "<script>fetch('/__studypages/open?file=content/a.md', { method: 'POST' })</script>",
    );
    site.write("content/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
    site.write("content/feed.xml", "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>");
    site.write("content/plan.PDF", "%PDF-1.7");
    site.write(
        "content/index.md",
        &page(
            "Home",
            "![A drawing](drawing.svg) [Old](old.html), [a feed](feed.xml) and [the plan (PDF)](plan.PDF).\n",
        ),
    );
    let server = Server::start(&site, &[]);
    for (file, is_apart) in [("old.html", true), ("drawing.svg", true), ("feed.xml", true), ("plan.PDF", false)] {
        let answer = server.get(&format!("{BASE}/{file}"));
        assert_eq!(answer.status, 200, "{file}");
        let policy = "content-security-policy: script-src 'none'; sandbox\r\n";
        assert_eq!(answer.head.contains(policy), is_apart, "{file}: {}", answer.head);
        assert!(answer.head.contains("x-content-type-options: nosniff"), "{file}: {}", answer.head);
    }
    for path in ["/", "/nowhere/", "/plan.PDF", "/old.html"] {
        let answer = server.get(&format!("{BASE}{path}"));
        assert!(answer.head.contains("x-frame-options: sameorigin"), "{path}: {}", answer.head);
        assert!(answer.head.contains("content-security-policy: frame-ancestors 'self'"), "{path}: {}", answer.head);
    }
}

/// What a preview says when it starts.
fn greeting(site: &Site, arguments: &[&str]) -> Vec<String> {
    let mut process =
        site.command(&[&["serve", "--port", "0"], arguments].concat()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(process.stderr.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    let _ = process.kill();
    let _ = process.wait();
    lines
}

#[test]
fn the_greeting_names_an_address_that_can_be_opened_and_who_can_open_it() {
    let site = Site::new();
    let of_this_computer = "Save a file to see it there. Press Ctrl-C to stop.";
    assert_eq!(greeting(&site, &["--host", "127.0.0.1"])[1], of_this_computer);
    let others = greeting(&site, &["--host", "0.0.0.0"]);
    assert!(others[0].starts_with("Your site is at http://localhost:"), "{others:?}");
    assert!(others[1].starts_with("Other computers can reach it at port "), "{others:?}");
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        let six = greeting(&site, &["--host", "::1"]);
        assert!(six[0].starts_with("Your site is at http://[::1]:"), "{six:?}");
        assert_eq!(six[1], of_this_computer);
    }
}

#[test]
fn what_does_not_come_from_an_editors_own_browser_is_refused() {
    let site = Site::new();
    site.write("site.yaml", &format!("{}editor: touch opened-{{line}}\n", crate::SITE_YAML));
    site.write("content/a.md", &page("A", "Words.\n"));
    let server = Server::start(&site, &[]);
    let status = |request: &str| server.ask(request).status;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    assert_eq!(status("GET /independent-study/a/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), 403);
    assert_eq!(status("GET /independent-study/a/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n"), 403);
    for path in [
        "/independent-study/../site.yaml",
        "/independent-study/%2e%2e/site.yaml",
        "/independent-study/..%2fsite.yaml",
        "/independent-study/a/%00",
        "/etc/passwd",
        "//etc/passwd",
        "/independent-study/assets/",
        "/__studypages/../site.yaml",
    ] {
        assert_eq!(status(&get(path)), 404, "{path}");
    }
    assert!(matches!(status(&get(&format!("/{}", "a".repeat(100_000)))), 404 | 414 | 431));
    assert_eq!(status("DELETE /independent-study/a/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"), 405);
    let answer = server.get(&format!("{BASE}/a/"));
    assert!(!answer.head.contains("access-control-allow-origin"), "{}", answer.head);
    // Only our own pages may start the editor.
    let open = |origin: &str| {
        status(&format!(
            "POST /__studypages/open?file=content/a.md&line=7 HTTP/1.1\r\nHost: HOST\r\n{origin}Content-Length: 0\r\nConnection: close\r\n\r\n"
        ))
    };
    assert_eq!(open(""), 403);
    assert_eq!(open("Origin: https://evil.example\r\n"), 403);
    assert_eq!(status(&get("/__studypages/open?file=content/a.md&line=7")), 404);
    assert!(!site.path("opened-7").exists());
    if cfg!(unix) {
        assert_eq!(open("Origin: http://HOST\r\n"), 200);
    }
    // A thousand idle connections and a slow one hold nobody up.
    let idle: Vec<TcpStream> = (0..1000).filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok()).collect();
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.write_all(b"GET /indep").unwrap();
    site.write("content/a.md", &page("A", "Still here.\n"));
    server.until(&format!("{BASE}/a/"), "among idle connections", |answer| answer.body.contains("Still here."));
    assert!(idle.len() > 500, "{}", idle.len());
}

#[test]
fn a_port_that_is_taken_is_refused_when_it_was_asked_for() {
    let site = Site::new();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = site.run(&["serve", "--port", &port]);
    assert_eq!(ended.code, 2);
    assert_eq!(
        ended.stderr,
        format!(
            "studypages: Port {port} is in use by another program. Name another with --port, or leave it out to take the next free one.\n"
        )
    );
}

/// One save of a random kind.
fn save_something(site: &Site, dice: &mut Random, turn: usize) {
    let number = dice.below(8);
    let file = format!("content/page-{number}.md");
    let text = page(&format!("Page {number} of turn {turn}"), &format!("## Part {turn}\n\nWords of turn {turn}.\n"));
    match dice.below(10) {
        0..=2 => site.write(&file, &text),
        3 => {
            site.write("content/.waiting.swp", &text);
            fs::rename(site.path("content/.waiting.swp"), site.path(&file)).unwrap();
        }
        4 => {
            let _ = fs::remove_file(site.path(&file));
            site.write(&file, &text);
        }
        5 => {
            let _ = fs::remove_file(site.path(&file));
        }
        6 => {
            let _ = fs::rename(site.path(&file), site.path(&format!("content/page-{}.md", dice.below(8))));
        }
        7 => site.write(
            "themes/cde/templates/page.html",
            &format!("{{% extends \"base.html\" %}}\n{{% block footer %}}<footer>Turn {turn}</footer>{{% endblock footer %}}\n"),
        ),
        8 => site.write("site.yaml", &crate::SITE_YAML.replace("Independent Study\n", &format!("Study {turn}\n"))),
        _ => site.write("content/notes.txt", &format!("Turn {turn}")),
    }
}

#[test]
fn five_hundred_random_saves_end_where_a_clean_build_does() {
    let site = Site::new();
    site.write("content/notes.txt", "first");
    let server = Server::start(&site, &[]);
    let mut dice = Random(20_261_125);
    let mut turn = 0;
    for burst in 0..20 {
        for _ in 0..25 {
            save_something(&site, &mut dice, turn);
            turn += 1;
            // Some saves come together, some apart.
            if dice.below(3) == 0 {
                std::thread::sleep(Duration::from_millis(u64::try_from(dice.below(12)).unwrap()));
            }
        }
        let clean = format!("clean-{burst}");
        assert_eq!(site.run(&["build", "--output", &clean]).code, 0, "burst {burst}");
        for (path, bytes) in crate::tree(&site.path(&clean)) {
            // A host serves these two in its own way.
            if path.starts_with('.') || path == "404.html" || path == "es/404.html" {
                continue;
            }
            let address = format!("{BASE}/{}", path.strip_suffix("index.html").unwrap_or(&path));
            server.until(&address, &format!("burst {burst}"), |answer| {
                let script = answer.body.find("<script src=\"/__studypages/");
                let own = script.map_or(0..0, |start| start..start + answer.body[start..].find('\n').unwrap() + 1);
                let mut body = answer.body.clone();
                body.replace_range(own, "");
                answer.status == 200 && body.as_bytes() == bytes
            });
        }
        fs::remove_dir_all(site.path(&clean)).unwrap();
    }
    assert_eq!(turn, 500);
}
