//! One question to one address.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::{Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use super::{Lookup, Manners, Reply, Trouble};

/// What other websites read about us in their records.
pub(super) const USER_AGENT: &str = concat!("Studypages/", env!("CARGO_PKG_VERSION"), " (link check)");

/// A name that exists as long as there are names: where even this one is not found, nothing can
/// be said about others.
pub(super) const SURE_NAME: &str = "a.root-servers.net";

/// As many addresses of one host as are tried.
const MOST_ADDRESSES: usize = 8;

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Only whether it is there.
    Head,
    /// The page itself, of which we read no more than the first lines.
    Get,
}

/// Somebody who can ask.
pub(super) fn agent(manners: &Manners) -> Agent {
    // The certificates that this computer trusts, not a list of our own: many schools look into
    // encrypted connections with a certificate of theirs.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .timeout_global(Some(manners.patience))
        .max_redirects(0)
        .http_status_as_error(false)
        // Through a proxy, nobody could tell whether a host is private.
        .proxy(None)
        // A connection that waits for the next question may be closed when it comes.
        .max_idle_connections(0)
        .user_agent(USER_AGENT)
        .tls_config(tls)
        .build();
    let guard = Guard {
        lookup: Arc::clone(&manners.lookup),
        patience: manners.patience,
        private_networks: manners.private_networks,
        names_are_found: OnceLock::new(),
    };
    Agent::with_parts(config, DefaultConnector::new(), guard)
}

/// Asks one address; where it leads on to is another question.
pub(super) fn ask(agent: &Agent, method: Method, address: &Url) -> Reply {
    let request = match method {
        Method::Head => agent.head(address.as_str()),
        Method::Get => agent.get(address.as_str()),
    };
    let response = match request.call() {
        Ok(response) => response,
        Err(error) => return failed(&error),
    };
    let status = response.status().as_u16();
    let header = |name| response.headers().get(name);
    match status {
        301 | 302 | 303 | 307 | 308 => {
            let next = header(header::LOCATION)
                .map(|location| String::from_utf8_lossy(location.as_bytes()))
                .and_then(|location| address.join(&location).ok());
            match next {
                Some(next) => Reply::LeadsTo { status, address: next.into() },
                None => Reply::Status(status),
            }
        }
        429 => Reply::Trouble(Trouble::Later(status)),
        503 if header(header::RETRY_AFTER).is_some() => Reply::Trouble(Trouble::Later(status)),
        _ => Reply::Status(status),
    }
}

fn failed(error: &ureq::Error) -> Reply {
    Reply::Trouble(match error {
        ureq::Error::Other(other) => match other.downcast_ref::<Refused>() {
            Some(Refused::NoHost) => return Reply::NoHost,
            Some(Refused::Because(trouble)) => *trouble,
            None => Trouble::BrokeOff,
        },
        ureq::Error::Timeout(_) => Trouble::Silent,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Trouble::Insecure,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Trouble::Unreachable,
        ureq::Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => Trouble::Silent,
            // What TLS refuses arrives as bad data.
            io::ErrorKind::InvalidData => Trouble::Insecure,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Trouble::BrokeOff,
            _ => Trouble::Unreachable,
        },
        _ => Trouble::BrokeOff,
    })
}

/// Finds the addresses of hosts, and refuses those that are not on the public web. The connection
/// goes to the addresses that were judged here, so no second answer of a name can evade it.
struct Guard {
    lookup: Lookup,
    patience: Duration,
    private_networks: bool,
    names_are_found: OnceLock<bool>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Guard").finish_non_exhaustive()
    }
}

/// Why a host is not asked.
#[derive(Debug)]
enum Refused {
    NoHost,
    Because(Trouble),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for ureq::Error {
    fn from(refused: Refused) -> Self {
        ureq::Error::Other(Box::new(refused))
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let found = self.find(host, port, self.patience.min(*timeout.after))?;
        if !self.private_networks && !found.iter().all(|found| is_public(found.ip())) {
            return Err(Refused::Because(Trouble::Private).into());
        }
        let mut addresses = self.empty();
        for found in found.into_iter().take(MOST_ADDRESSES) {
            addresses.push(found);
        }
        if addresses.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(addresses) }
    }
}

impl Guard {
    fn find(&self, host: &str, port: u16, patience: Duration) -> Result<Vec<SocketAddr>, Refused> {
        match self.look_up(host, port, patience) {
            Ok(found) => Ok(found),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(Refused::Because(Trouble::Silent)),
            Err(_) if !self.names_are_found(patience) => Err(Refused::Because(Trouble::Offline)),
            Err(error) if says_no_such_name(&error) => Err(Refused::NoHost),
            Err(_) => Err(Refused::Because(Trouble::Unreachable)),
        }
    }

    /// The system waits as long as it likes for names, so it waits on a thread of its own.
    fn look_up(&self, host: &str, port: u16, patience: Duration) -> io::Result<Vec<SocketAddr>> {
        let (sender, answer) = mpsc::sync_channel(1);
        let (lookup, host) = (Arc::clone(&self.lookup), host.to_owned());
        std::thread::spawn(move || sender.send(lookup(&host, port)));
        answer.recv_timeout(patience).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Whether names are found at all. Networks that reach the web through a proxy, and some
    /// systems without any network, say of every name that it does not exist.
    fn names_are_found(&self, patience: Duration) -> bool {
        *self.names_are_found.get_or_init(|| self.look_up(SURE_NAME, 443, patience).is_ok())
    }
}

/// Whether the system is sure that a name does not exist, as opposed to not knowing. The standard
/// library hands its word on as a text, and as a number on Windows only.
fn says_no_such_name(error: &io::Error) -> bool {
    const WINDOWS_HOST_NOT_FOUND: i32 = 11001;
    // glibc; macOS and the BSDs; musl.
    const TEXTS: [&str; 3] = ["Name or service not known", "nodename nor servname provided", "Name does not resolve"];
    let text = error.to_string();
    (cfg!(windows) && error.raw_os_error() == Some(WINDOWS_HOST_NOT_FOUND))
        || TEXTS.iter().any(|known| text.contains(known))
}

/// Whether an address is one of the public web.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        // This network; shared by the customers of a provider; protocol assignments; benchmarks;
        // multicast, reserved and broadcast.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 224)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An address of version 4 inside one of version 6: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            v4(high, low)
        }
        // Teredo and other protocols; documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        _ => parts[0] & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_web_are_public() {
        let judged = |address: &str| is_public(address.parse().unwrap());
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!judged(address), "{address}");
        }
        for address in [
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2606:4700::1111",
            "2002:808:808::",
        ] {
            assert!(judged(address), "{address}");
        }
    }

    #[test]
    fn a_missing_name_is_told_from_a_missing_network() {
        let says =
            |text: &str| says_no_such_name(&io::Error::other(format!("failed to lookup address information: {text}")));
        assert!(says("Name or service not known"));
        assert!(says("nodename nor servname provided, or not known"));
        assert!(says("Name does not resolve"));
        assert!(!says("Temporary failure in name resolution"));
        assert!(!says("Try again"));
    }
}
