//! `check --external`: whether the links that lead out of the site still lead somewhere.
//!
//! The web is asked politely: an address once, a host never twice at a time, and nothing that was
//! answered lately (`cache`). What cannot be known is a note, so that a bad day of another
//! website stops nobody from publishing. `ask` puts one question; `rounds` says whose turn it is.

mod ask;
mod cache;
mod rounds;

use std::collections::HashMap;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use self::cache::Cache;
use crate::check::{self, Standing};
use crate::diagnostics::{self, FileName, Finding, Level, count};
use crate::pipeline::Loaded;
use crate::rules;
use crate::site::{Site, State};
use crate::source;

/// How often a website may lead on before nobody believes that it arrives.
const MOST_REDIRECTS: usize = 5;

/// How the web is asked.
#[derive(Clone)]
struct Manners {
    /// Between two questions to one host.
    pause: Duration,
    /// How long an answer may take.
    patience: Duration,
    /// How many hosts are asked at a time.
    at_once: usize,
    /// Finds the addresses of a host.
    lookup: Lookup,
    /// Whether computers of a private network may be asked. Only the tests do: a page must not
    /// make this computer knock at doors that are open to nobody outside.
    private_networks: bool,
    /// The moment that answers are kept from.
    now: Timestamp,
}

type Lookup = Arc<dyn Fn(&str, u16) -> std::io::Result<Vec<SocketAddr>> + Send + Sync>;

impl Manners {
    fn good() -> Self {
        Self {
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(10),
            at_once: 6,
            lookup: Arc::new(|host, port| Ok((host, port).to_socket_addrs()?.collect())),
            private_networks: false,
            now: Timestamp::now(),
        }
    }
}

/// What one address says, wherever it leads on to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reply {
    /// A page, or the reason why there is none: the number of HTTP.
    Status(u16),
    /// Another address, as the website writes it, in full.
    LeadsTo { status: u16, address: String },
    /// The name of the host does not exist.
    NoHost,
    /// Nothing that says whether there is a page.
    Trouble(Trouble),
}

/// Why an address says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// No answer in time.
    Silent,
    /// No way to the host.
    Unreachable,
    /// No secure connection.
    Insecure,
    /// An answer that is none.
    BrokeOff,
    /// The host wants to be asked later (its number of HTTP).
    Later(u16),
    /// The host is in a private network.
    Private,
    /// There is no network here.
    Offline,
    /// It leads on, but never arrives.
    Circle,
    /// It leads on to something that is no web page.
    NoPage,
}

/// Asks where the links of published pages lead, and adds what is found to `loaded`. `progress` is
/// told how many addresses have answered and how many there are, from many threads.
pub fn check(loaded: &mut Loaded, root: &Path, progress: &(dyn Fn(usize, usize) + Sync)) {
    check_with(&Manners::good(), loaded, root, progress);
}

fn check_with(manners: &Manners, loaded: &mut Loaded, root: &Path, progress: &(dyn Fn(usize, usize) + Sync)) {
    let links = links(&loaded.site);
    let mut addresses: Vec<Url> = links.iter().filter_map(|link| link.address.clone()).map(without_fragment).collect();
    addresses.sort();
    addresses.dedup();
    let mut cache = Cache::read(root, manners.now);
    let replies = rounds::ask_all(manners, &addresses, cache.replies(), progress);
    for address in &addresses {
        cache.keep(&journey(&replies, address));
    }
    cache.write();
    let mut found: Vec<Finding> = links.iter().filter_map(|link| link.finding(&replies, manners.patience)).collect();
    let standing = check::settle(&loaded.site, &mut found);
    // Settling judges the site's own levels and allows once more; that was said already.
    found.retain(|finding| is_ours(finding.rule));
    note_held(&mut loaded.allows, standing);
    source::locate(root, &loaded.site.config.languages, &mut found);
    loaded.findings.append(&mut found);
    diagnostics::sort(&mut loaded.findings);
}

fn is_ours(rule: &str) -> bool {
    rules::find(rule).is_some_and(|rule| rule.family() == "external")
}

/// Puts down what the allows of our rules have kept back.
fn note_held(allows: &mut [Standing], standing: Vec<Standing>) {
    for new in standing.into_iter().filter(|new| is_ours(&new.rule)) {
        if let Some(known) = allows.iter_mut().find(|known| known.file == new.file && known.rule == new.rule) {
            known.held = new.held;
        }
    }
}

/// A link in a file.
struct OutsideLink<'a> {
    file: FileName,
    link: &'a crate::markdown::Link,
    /// Where it leads; `None` when that is no address.
    address: Option<Url>,
}

/// The links of published pages that lead out of the site.
fn links(site: &Site) -> Vec<OutsideLink<'_>> {
    let mut links = Vec::new();
    for (page, state) in site.pages.iter().zip(&site.states) {
        if !matches!(state, State::Published | State::Scheduled(_)) {
            continue;
        }
        for link in &page.document.outside {
            let address = address(&link.target);
            // The site's own pages may not be published yet, and the build knows whether they exist.
            let is_own = address.as_ref().is_some_and(|address| {
                site.config.base_url.as_deref().is_some_and(|own| address.as_str().starts_with(own))
            });
            if !is_own {
                links.push(OutsideLink { file: page.file().clone(), link, address });
            }
        }
    }
    links
}

/// The address of a web page, without a name and password that may stand in it.
fn address(written: &str) -> Option<Url> {
    let mut address = Url::parse(written).ok().filter(is_web)?;
    // Both succeed for every address with a host.
    let _ = address.set_username("");
    let _ = address.set_password(None);
    Some(address)
}

fn is_web(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host()
}

/// What is asked: the place on a page is the browser's business.
fn without_fragment(mut address: Url) -> Url {
    address.set_fragment(None);
    address
}

fn host(address: &Url) -> &str {
    address.host_str().unwrap_or_default()
}

/// The way from a link to where it ends.
struct Journey {
    /// Every address on the way with what it said, the last one last.
    steps: Vec<(Url, Reply)>,
    /// Where the first addresses lead that have moved for good.
    moved_to: Option<Url>,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// A page.
    Found,
    /// No page: 404 or 410.
    Gone(u16),
    /// No website.
    NoHost,
    /// Another number of HTTP, which tells nothing.
    Unclear(u16),
    /// No answer.
    Trouble(Trouble),
}

fn journey(replies: &HashMap<Url, Reply>, start: &Url) -> Journey {
    let mut journey = Journey { steps: Vec::new(), moved_to: None, end: End::Trouble(Trouble::Circle) };
    let mut address = start.clone();
    let mut for_good = true;
    for _ in 0..=MOST_REDIRECTS {
        let Some(reply) = replies.get(&address) else { break };
        journey.steps.push((address.clone(), reply.clone()));
        match reply {
            Reply::LeadsTo { status, address: next } => {
                let Some(next) = self::address(next) else {
                    return Journey { end: End::Trouble(Trouble::NoPage), ..journey };
                };
                for_good &= matches!(status, 301 | 308);
                if for_good {
                    journey.moved_to = Some(next.clone());
                }
                address = without_fragment(next);
            }
            Reply::Status(200..=299) => return Journey { end: End::Found, ..journey },
            Reply::Status(status @ (404 | 410)) => return Journey { end: End::Gone(*status), ..journey },
            Reply::Status(status) => return Journey { end: End::Unclear(*status), ..journey },
            Reply::NoHost => return Journey { end: End::NoHost, ..journey },
            Reply::Trouble(trouble) => return Journey { end: End::Trouble(*trouble), ..journey },
        }
    }
    journey
}

impl OutsideLink<'_> {
    fn finding(&self, replies: &HashMap<Url, Reply>, patience: Duration) -> Option<Finding> {
        let finding = |rule, level, message: String, help: &'static str| {
            Some(Finding::new(rule, level, self.file.as_str(), message, help).on(self.link.span.clone()))
        };
        let unverified = |what: String, help: &'static str| {
            let message = format!("{what}, so this link could not be verified.");
            finding("external/unverified", Level::Note, message, help)
        };
        let Some(start) = &self.address else {
            let what = format!("“{}” is no complete web address", self.link.target);
            return unverified(what, "Open the page in a browser and copy its address from there.");
        };
        let journey = journey(replies, &without_fragment(start.clone()));
        let end = journey.steps.last().map_or(start, |(address, _)| address);
        let is_led_on = journey.steps.len() > 1;
        let host = host(end);
        match journey.end {
            End::Found => {
                let mut new = journey.moved_to?;
                if new.fragment().is_none() {
                    new.set_fragment(start.fragment());
                }
                finding(
                    "external/moved",
                    Level::Note,
                    format!("This page has moved for good: {new}"),
                    "Link to the new address; the old one may not lead there for ever.",
                )
            }
            End::Gone(status) => {
                let message = match (is_led_on, status) {
                    (false, 410) => format!("{host} answers that this page is gone for good (410)."),
                    (false, _) => format!("{host} answers that it has no such page ({status})."),
                    (true, 410) => format!("This link is led on to a page that is gone for good (410): {end}"),
                    (true, _) => format!("This link is led on to a page that does not exist ({status}): {end}"),
                };
                finding(
                    "external/broken",
                    Level::Warning,
                    message,
                    "Link to the page’s new address, or remove the link.",
                )
            }
            End::NoHost => {
                let message = if is_led_on {
                    format!("This link is led on to a website that does not exist: {end}")
                } else {
                    format!("There is no website “{host}”.")
                };
                finding(
                    "external/broken",
                    Level::Warning,
                    message,
                    "Compare the address letter by letter with the right one; if the website has closed, remove the link.",
                )
            }
            End::Unclear(status) => {
                let what = match status {
                    401 => format!("{host} asks its readers to sign in (401)"),
                    403 => format!("{host} turns programs away (403)"),
                    500.. => format!("{host} has trouble of its own ({status})"),
                    _ => format!("{host} gave an unusual answer ({status})"),
                };
                unverified(what, "Open it in a browser; if it works there, the link is fine.")
            }
            End::Trouble(trouble) => {
                let (what, help) = trouble.in_words(host, patience);
                unverified(what, help)
            }
        }
    }
}

impl Trouble {
    /// What happened, and what to do about it.
    fn in_words(self, host: &str, patience: Duration) -> (String, &'static str) {
        const TRY: &str = "Open it in a browser; if it works there, the link is fine.";
        match self {
            Trouble::Silent => {
                let seconds = usize::try_from(patience.as_secs()).unwrap_or(usize::MAX);
                (format!("{host} did not answer within {}", count(seconds, "second", "seconds")), TRY)
            }
            Trouble::Unreachable => (format!("{host} cannot be reached from here"), TRY),
            Trouble::Insecure => (format!("No secure connection to {host} could be made"), TRY),
            Trouble::BrokeOff => (format!("{host} broke the connection off"), TRY),
            Trouble::Later(status) => (
                format!("{host} wants to be asked again later ({status})"),
                "Run the check again in an hour, or open it in a browser.",
            ),
            Trouble::Private => (
                format!("{host} is part of a private network"),
                "Families cannot open it from home; link to a public address.",
            ),
            Trouble::Offline => (
                "This computer cannot reach the web at the moment".to_owned(),
                "Look after the connection, then run the check again.",
            ),
            Trouble::Circle => (format!("{host} leads on from address to address without arriving"), TRY),
            Trouble::NoPage => (format!("{host} leads on to an address that is no web page"), TRY),
        }
    }
}

#[cfg(test)]
mod tests;
