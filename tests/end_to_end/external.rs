//! `check --external` from the command line, as far as no network is needed.

use std::net::TcpListener;

use crate::{Site, page};

#[test]
fn check_asks_no_other_website_unless_it_is_told_to() {
    let site = Site::new();
    site.write("content/index.md", &page("Home", "Read about [libraries in our county](https://[::1]/).\n"));
    let ended = site.run(&["check", "--as-of", "2026-11-25", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(!ended.stdout.contains("external/"), "{}", ended.stdout);
    let ended = site.run(&["check", "--external", "--all", "--as-of", "2026-11-25"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended.stderr.contains(
            "\
note[external/unverified]: [::1] is part of a private network, so this link could not be verified.
 --> content/index.md:7:12
  |
7 | Read about [libraries in our county](https://[::1]/).
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: Families cannot open it from home; link to a public address.
"
        ),
        "{}",
        ended.stderr
    );
    assert!(!site.path(".studypages").exists());
}

#[test]
fn a_page_cannot_make_the_check_knock_at_this_computer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let site = Site::new();
    let links: Vec<String> = ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"]
        .iter()
        .map(|host| format!("- [A page about {host}](http://{host}:{port}/)\n"))
        .collect();
    site.write("content/index.md", &page("Home", &links.concat()));
    let ended = site.run(&["check", "--external", "--as-of", "2026-11-25", "--format", "json"]);
    assert_eq!(ended.stdout.matches("\"external/unverified\"").count(), 5, "{}", ended.stdout);
    assert_eq!(ended.stdout.matches("is part of a private network").count(), 5, "{}", ended.stdout);
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
