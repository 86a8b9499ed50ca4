//! Where links out of the site lead: to a place for tests, to a page that asks readers to sign in, through
//! somebody who watches them.

use std::net::Ipv4Addr;
use std::ops::Range;

use super::PageCheck;
use crate::diagnostics::{Fix, Level};
use crate::fields;
use crate::markdown::Inline;
use crate::source::percent_decode;

/// Where a link out of the site leads.
pub(super) fn check(check: &mut PageCheck<'_>, inline: &Inline, target: &str) {
    if !leads_out(target) {
        return;
    }
    let Some((scheme, rest)) = target.split_once("://") else { return };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return;
    }
    let (host, path) = host_and_path(rest);
    let span = inline.span.clone();
    if is_test_host(&host) {
        check.report(
            "link/test-host",
            Level::Error,
            span,
            format!("“{host}” is a place for tests or inside the office; families cannot open it."),
            "Link to the public address of the page.",
        );
    } else if needs_sign_in(&host, path) {
        check.report(
            "link/sign-in",
            Level::Warning,
            span,
            format!("This address at {host} asks many readers to sign in, or lets them change the file."),
            "Publish the words as a page, or link to a copy that everybody can open.",
        );
    } else if let Some(wrapped) = unwrapped(&host, target) {
        let fix = address_span(check, inline, target).map(|span| Fix::replace(span, wrapped));
        check.report_with(
            fix,
            "link/redirect",
            Level::Warning,
            span,
            format!("This link goes through {host}, which watches who follows it and may stop working."),
            "Link to the address itself.",
        );
    } else if let Some(clean) = without_tracking(target) {
        let fix = address_span(check, inline, target).map(|span| Fix::replace(span, clean));
        check.report_with(
            fix,
            "link/tracking",
            Level::Warning,
            span,
            "The end of this address tells a company where the reader came from.",
            "Remove what follows utm_, fbclid or gclid.",
        );
    } else if scheme.eq_ignore_ascii_case("http") {
        check.report(
            "link/insecure",
            Level::Note,
            span,
            format!("This link to {host} is not encrypted."),
            "Try it with https://; nearly every site has it by now.",
        );
    }
}

/// Whether a link leads out of the site. Most do not, and have no colon.
pub(super) fn leads_out(target: &str) -> bool {
    target.bytes().any(|byte| byte == b':') && target.contains("://")
}

/// Where in the file the address of a link is written, when it stands there letter by letter.
fn address_span(check: &PageCheck<'_>, inline: &Inline, target: &str) -> Option<Range<usize>> {
    let written = check.lines.text().get(inline.span.clone())?;
    let at = written.rfind(target)?;
    Some(inline.span.start + at..inline.span.start + at + target.len())
}

/// The host of an address in small letters, and what follows it; `rest` is the address after `://`.
fn host_and_path(rest: &str) -> (String, &str) {
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    (host.split(':').next().unwrap_or_default().to_ascii_lowercase(), path)
}

/// The file that a web address names, maybe none.
pub(super) fn file_name(target: &str) -> &str {
    let (_, rest) = target.split_once("://").unwrap_or(("", target));
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    path.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or_default())
}

fn is_test_host(host: &str) -> bool {
    let private = host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_private() || address.is_loopback());
    let inside = [".local", ".internal", ".test", ".localhost", "-my.sharepoint.com"];
    let first = host.split('.').next().unwrap_or_default();
    let for_tests = matches!(first, "dev" | "staging" | "stage" | "test" | "preview" | "sandbox" | "qa" | "uat");
    host == "localhost"
        || private
        || inside.iter().any(|end| host.ends_with(end))
        || (for_tests && host.split('.').count() > 2)
}

/// Whether an address leads to a video of a website that plays them.
pub(super) fn is_hosted_video(target: &str) -> bool {
    if !leads_out(target) {
        return false;
    }
    let Some((_, rest)) = target.split_once("://") else { return false };
    let (host, path) = host_and_path(rest);
    let path = path.trim_start_matches('/');
    match host.trim_start_matches("www.").trim_start_matches("m.") {
        "youtu.be" => true,
        "youtube.com" | "youtube-nocookie.com" => {
            ["watch", "embed", "shorts"].iter().any(|start| path.starts_with(start))
        }
        "vimeo.com" | "player.vimeo.com" => path.bytes().any(|b| b.is_ascii_digit()),
        _ => false,
    }
}

fn needs_sign_in(host: &str, path: &str) -> bool {
    match host {
        "docs.google.com" => path.contains("/edit") || path.contains("/u/0/"),
        "drive.google.com" => path.contains("/drive/"),
        "1drv.ms" | "onedrive.live.com" => true,
        _ => host.ends_with(".sharepoint.com") || host.starts_with("login.") || host.starts_with("sso."),
    }
}

/// The address inside an address: what mail programs and search engines wrap around a link.
fn unwrapped(host: &str, target: &str) -> Option<String> {
    let keys: &[&str] = if host.ends_with("safelinks.protection.outlook.com") {
        &["url"]
    } else if host == "www.google.com" && target.contains("google.com/url?") {
        &["q", "url"]
    } else if host == "l.facebook.com" || host == "lm.facebook.com" {
        &["u"]
    } else if host == "urldefense.com" || host == "urldefense.proofpoint.com" {
        // The address inside is written in a code of its own.
        return inner_address(target);
    } else {
        return None;
    };
    let query = target.split_once('?')?.1.split('#').next()?;
    let value = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| keys.contains(key))
        .map(|(_, value)| percent_decode(value).into_owned())?;
    (value.starts_with("https://") || value.starts_with("http://")).then_some(value)
}

/// `https://urldefense.com/v3/__https://www.example.org/page__;…`
fn inner_address(target: &str) -> Option<String> {
    let rest = target.split_once("/v3/__")?.1;
    let inner = rest.split("__;").next()?;
    inner.starts_with("http").then(|| inner.to_owned())
}

/// The address without what only watches readers; `None` when there is nothing of the kind.
fn without_tracking(target: &str) -> Option<String> {
    let (address, fragment) = target.split_once('#').map_or((target, None), |(a, f)| (a, Some(f)));
    let (path, query) = address.split_once('?')?;
    let tracks = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        key.starts_with("utm_")
            || matches!(key.as_str(), "fbclid" | "gclid" | "msclkid" | "mc_cid" | "mc_eid" | "igshid" | "dclid")
    };
    if !query.split('&').any(|pair| tracks(&pair)) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracks(pair)).collect();
    let mut clean = path.to_owned();
    if !kept.is_empty() {
        clean.push('?');
        clean.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        clean.push('#');
        clean.push_str(fragment);
    }
    Some(clean)
}
/// Where the words of a link say that it leads and where it does, when both are addresses of one kind and differ:
/// websites, e-mail addresses, telephone numbers.
pub(super) fn other_target(words: &str, target: &str) -> Option<(String, String)> {
    let said = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '.' | ','));
    if said.is_empty() || said.contains(char::is_alphabetic) && said.contains(char::is_whitespace) {
        return None;
    }
    let differ = |said: String, real: String| (said != real).then_some((said, real));
    let (scheme, rest) = target.split_once(':')?;
    if scheme.eq_ignore_ascii_case("mailto") {
        let real = percent_decode(rest.split('?').next().unwrap_or(rest)).to_lowercase();
        return fields::is_email(said).then(|| differ(said.to_lowercase(), real))?;
    }
    if scheme.eq_ignore_ascii_case("tel") {
        return differ(fields::phone_link(said)?, fields::phone_link(rest)?)
            .map(|(_, real)| (said.to_owned(), real.trim_start_matches("tel:").to_owned()));
    }
    differ(host_of_words(said)?, host_of_words(target)?)
}

/// The host that a word names: `https://www.example.org/a` and `www.example.org` name `example.org`.
fn host_of_words(word: &str) -> Option<String> {
    let starts_with = |start: &str| word.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
    let url = if starts_with("https://") || starts_with("http://") {
        url::Url::parse(word)
    } else if starts_with("www.") {
        url::Url::parse(&format!("https://{word}"))
    } else {
        return None;
    };
    let host = url.ok()?.host_str()?.trim_end_matches('.').to_owned();
    Some(host.strip_prefix("www.").map_or_else(|| host.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_an_address_lead_to_it() {
        let told =
            |words: &str, target: &str| other_target(words, target).map(|(said, real)| format!("{said} → {real}"));
        for (words, target, expected) in [
            ("https://good.example", "https://evil.example/", "good.example → evil.example"),
            ("www.good.example/forms", "http://good.example.evil.example/", "good.example → good.example.evil.example"),
            ("https://good.example/", "https://good.example@evil.example/", "good.example → evil.example"),
            ("a@example.org", "mailto:b@example.org?subject=x", "a@example.org → b@example.org"),
            ("555-555-0142", "tel:+1-555-555-0199", "555-555-0142 → +15555550199"),
        ] {
            assert_eq!(told(words, target).as_deref(), Some(expected), "{words}");
        }
        for (words, target) in [
            ("https://www.example.org", "http://example.org/forms/"),
            ("WWW.Example.ORG", "https://www.example.org/"),
            ("the request form", "https://www.example.org/"),
            ("www.example.org", "forms/request.md"),
            ("https://www.example.org", "#top"),
            ("A@Example.org", "mailto:a@example.org"),
            ("write to us", "mailto:a@example.org"),
            ("(555) 555-0142", "tel:+1-555-555-0142"),
            ("form.pdf", "https://www.example.org/form.pdf"),
        ] {
            assert_eq!(told(words, target), None, "{words} {target}");
        }
    }
}
