//! What stands on the screen: in which order, how much of it, and nothing that a terminal obeys.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use crate::{Ended, Site, ended, page, studypages};

/// A site as `init` writes it.
fn fresh() -> (tempfile::TempDir, impl Fn(&[&str]) -> Ended) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let mut init = studypages();
    init.current_dir(folder.path()).args(["init", "site", "--name", "Valle Claro Unified School District"]);
    init.args(["--office", "Independent Study Office", "--email", "study@valleclaro.example.org"]);
    init.args(["--phone", "555-555-0142", "--url", "https://www.valleclaro.example.org/is/"]);
    assert_eq!(ended(&mut init).code, 0);
    let run = move |arguments: &[&str]| ended(studypages().current_dir(&site).args(arguments));
    (folder, run)
}

#[test]
fn a_new_site_is_checked_on_one_screen_with_its_tasks_in_a_line_each() {
    let (_folder, run) = fresh();
    let said = run(&["check"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.starts_with("To decide:\n"), "{}", said.stderr);
    assert!(said.stderr.lines().count() < 60, "{}", said.stderr);
    // A task and the same one in the translation are one line.
    let office = said.stderr.lines().find(|line| line.contains("office hours"));
    assert!(office.is_some_and(|line| line.ends_with("(also in es)")), "{}", said.stderr);
    assert!(!said.stderr.contains("horario de oficina"), "{}", said.stderr);
    let whole = run(&["check", "--all"]).stderr;
    assert!(whole.contains("horario de oficina") && whole.matches("note[content/decide]").count() > 50, "{whole}");
}

#[test]
fn one_mistyped_key_is_what_is_read_last() {
    let (folder, run) = fresh();
    let file = folder.path().join("site/content/enrollment.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\nsummary:", "\nsumary:", 1)).unwrap();
    let said = run(&["check"]);
    assert_eq!(said.code, 1);
    let last: Vec<&str> = said.stderr.lines().rev().take(10).collect();
    assert!(last.iter().any(|line| line.starts_with("error[front-matter/")), "{}", said.stderr);
    assert!(last.iter().any(|line| line.contains("sumary")), "{}", said.stderr);
}

/// One page with a warning, a page with the same warning in three places and an error.
fn mixed() -> Site {
    let site = Site::new();
    site.write("content/a.md", &page("A", "One\u{a0}two.\n"));
    site.write(
        "content/b.md",
        &page("B", "One\u{a0}two.\n\nSee [here](index.md).\n\nOne\u{a0}two.\n\nOne\u{a0}two.\n"),
    );
    site
}

#[test]
fn errors_come_last_above_a_summary_by_page_and_what_is_said_twice_is_said_once() {
    assert_eq!(
        mixed().run(&["check"]).stderr,
        "\
warning[paste/no-break-space]: This line has 1 no-break space from Word, where lines cannot break on a phone.
 --> content/a.md:7:4
  |
7 | One two.
  |    ^
  |
  = help: Type an ordinary space instead.

warning[paste/no-break-space]: This line has 1 no-break space from Word, where lines cannot break on a phone.
 --> content/b.md:7:4
  |
7 | One two.
  |    ^
  |
  = help: Type an ordinary space instead.
  = note: the same in 2 more places, in lines 11, 13

4 findings have one safe answer: studypages check --fix (--diff shows it first).

error[link/vague-text]: “here” does not say where this link leads.
 --> content/b.md:9:6
  |
9 | See [here](index.md).
  |      ^^^^
  |
  = help: Name the page or the form: “the request form”, “what you sign”.

content/b.md: 1 error, 3 warnings
content/a.md: 1 warning
3 pages checked: 1 error, 4 warnings, 0 notes. What a finding means: studypages explain link/vague-text
"
        .replace("One two", "One\u{a0}two")
    );
}

#[test]
fn less_is_shown_when_less_is_asked_for() {
    let site = mixed();
    let quiet = site.run(&["check", "-q"]);
    assert_eq!(quiet.code, 1);
    assert!(quiet.stderr.starts_with("error[link/vague-text]"), "{}", quiet.stderr);
    assert!(quiet.stderr.ends_with("“what you sign”.\n\n"), "{}", quiet.stderr);
    let errors = site.run(&["check", "--level", "error"]);
    assert!(errors.stderr.starts_with("error[link/vague-text]"), "{}", errors.stderr);
    assert!(errors.stderr.contains("3 pages checked: 1 error, 4 warnings, 0 notes."), "{}", errors.stderr);
    let json = site.run(&["check", "--level", "error", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["summary"], serde_json::json!({ "errors": 1, "warnings": 4, "notes": 0 }));
}

#[test]
fn what_is_wrong_in_site_yaml_comes_last_and_without_notes() {
    let site = Site::new();
    site.write("site.yaml", &format!("# decide: the name\n{}baseurl: x\n", crate::SITE_YAML));
    let said = site.run(&["build"]);
    assert_eq!(said.code, 2);
    assert_eq!(said.stderr.matches("]: ").count(), 1, "{}", said.stderr);
    assert!(said.stderr.starts_with("error[config/unknown-key]"), "{}", said.stderr);
    assert!(said.stderr.ends_with("studypages: site.yaml has mistakes; mend them first.\n"), "{}", said.stderr);
}

#[test]
fn code_hosts_find_the_files_of_a_site_in_a_folder_of_its_repository() {
    let site = Site::new();
    site.write("web/study/site.yaml", crate::SITE_YAML);
    site.write("web/study/content/index.md", &page("Home", "See [here](index.md).\n"));
    fs::create_dir(site.path(".git")).unwrap();
    let github = site.run(&["check", "--root", "web/study", "--format", "github"]).stdout;
    assert!(github.starts_with("::error file=web/study/content/index.md,line=7,"), "{github}");
    let sarif = site.run(&["check", "--root", "web/study", "--format", "sarif"]).stdout;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "web/study/content/index.md");
}

#[test]
fn a_reader_that_stops_early_ends_the_command_as_a_failure() {
    let site = Site::new();
    site.write("content/a.md", &page("A", &"See [here](index.md).\n\n".repeat(3000)));
    for arguments in [
        &["check", "--all"][..],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--format", "sarif"],
        &["explain", "--reference"],
        &["completions", "fish"],
    ] {
        for stream in ["stdout", "stderr"] {
            let mut command = site.command(arguments);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            // The other stream is read to its end, so that nothing waits.
            let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
            let mut words = Vec::new();
            let was_closed = if stream == "stdout" {
                drop(stdout);
                { stderr }.read_to_end(&mut words).unwrap();
                arguments[0] != "check" || arguments.len() > 2
            } else {
                drop(stderr);
                { stdout }.read_to_end(&mut words).unwrap();
                arguments == ["check", "--all"]
            };
            let code = child.wait().unwrap().code();
            if was_closed {
                assert_eq!(code, Some(2), "{arguments:?} without {stream}");
                assert!(stream == "stderr" || String::from_utf8_lossy(&words).contains("standard output"));
            } else {
                assert!(matches!(code, Some(0 | 1)), "{arguments:?} without {stream}: {code:?}");
            }
        }
    }
}

#[cfg(target_os = "linux")] // a device that is always full
#[test]
fn what_cannot_be_written_is_no_success() {
    let site = mixed();
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for arguments in [
        &["list"][..],
        &["list", "--format", "json"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--diff"],
        &["explain"],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
    ] {
        let ended = ended(site.command(arguments).stdout(full()));
        assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.stderr);
        assert!(
            ended.stderr.ends_with("Not everything could be written to standard output: No space left on device.\n"),
            "{arguments:?}: {}",
            ended.stderr
        );
    }
    for arguments in
        [&["check"][..], &["build"], &["check", "--fix"], &["new", "faq"], &["check", "nowhere"], &["serve"]]
    {
        let ended = ended(site.command(arguments).stderr(full()));
        assert_eq!(ended.code, 2, "{arguments:?}");
    }
}

#[cfg(unix)] // names that other systems refuse
#[test]
fn nothing_that_a_terminal_obeys_comes_from_a_page_or_the_name_of_a_file() {
    let site = Site::new();
    let hostile = "a\u{1b}]0;b\u{7}c\u{9b}31md\u{202e}e\n::set-output name=x::y";
    let body = format!(
        "## {0}\n\nSee [{0}](x\u{1b}[2J.md).\n\nOne\u{a0}two \u{1b}[2J \u{85} \u{2066}three.\n",
        hostile.replace('\n', " ")
    );
    site.write(&format!("content/{hostile}.md"), &page("\"Ti\\e[2Jtle\\u202e\"", &body));
    site.write(&format!("content/{hostile}.pdf"), "%PDF-1.4 1 0 obj << /Type /Catalog >>");
    site.write(&format!("themes/cde/templates/{hostile}.html"), "{% nonsense");
    for arguments in [
        &["check"][..],
        &["check", "--all"],
        &["check", "--color", "always"],
        &["check", "--diff"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--format", "sarif"],
        &["check", hostile],
        &["list"],
        &["list", "--format", "json"],
        &["build"],
        &["build", "--format", "json"],
        &["new", "faq", hostile],
        &["explain", hostile],
        &["--root", hostile, "build"],
        &[hostile],
    ] {
        let ended = site.run(arguments);
        for said in [&ended.stdout, &ended.stderr] {
            // What our own colors are made of is no harm.
            let plain = if arguments.contains(&"always") { said.replace("\u{1b}[", "[") } else { said.clone() };
            let obeyed = |c: char| studypages::visible::is_obeyed(c) && c != '\n';
            assert!(!plain.contains(obeyed), "{arguments:?}: {said:?}");
            assert!(said.lines().all(|line| !line.starts_with("::set-output")), "{arguments:?}: {said}");
        }
    }
}
