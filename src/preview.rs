//! The live preview: the site as it will be published, new as soon as a file is saved.
//!
//! One thread (`watch`) notices saves and builds the next snapshot from memory; the
//! server (`server`) answers from the newest one, rendering a page when it is asked for,
//! and tells the browsers to fetch what they show again. What a save does to other pages is
//! found after that. Pages come from the same functions as those of `build`; the preview adds
//! one script to them, nothing else.

mod connections;
mod editor;
mod findings;
mod page;
mod server;
mod snapshot;
mod versions;
mod watch;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use self::server::Hosts;
use crate::source::io_reason;

/// The port that is tried first.
pub const FIRST_PORT: u16 = 4000;

/// How many ports after the first are tried.
const PORTS_TO_TRY: u16 = 50;

/// What a preview needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of `site.yaml`.
    pub root: PathBuf,
    /// The day to preview, instead of today.
    pub as_of: Option<Date>,
    /// The port asked for; otherwise the first free one from [`FIRST_PORT`].
    pub port: Option<u16>,
    /// The address to listen on for others; otherwise this computer alone.
    pub host: Option<IpAddr>,
    /// Whether to ask the disk every moment instead of waiting for its events.
    pub poll: bool,
}

/// Why a preview could not start; `Display` is a sentence or two.
#[derive(Debug)]
pub enum Error {
    /// The port that was asked for is not free.
    PortTaken(u16),
    /// None of the ports that were tried is free.
    NoPort,
    /// The operating system refused.
    Network(std::io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::PortTaken(port) => write!(
                formatter,
                "Port {port} is in use by another program. Name another with --port, or leave it out to take the next free one."
            ),
            Error::NoPort => {
                let last = FIRST_PORT + PORTS_TO_TRY;
                write!(formatter, "No port from {FIRST_PORT} to {last} is free. Name one with --port.")
            }
            Error::Network(error) => write!(formatter, "The preview cannot start: {}.", io_reason(error)),
        }
    }
}

impl std::error::Error for Error {}

/// A preview that listens, before it answers.
pub struct Started {
    listener: TcpListener,
    local: SocketAddr,
    hosts: Hosts,
    preview: Arc<snapshot::Preview>,
}

impl Started {
    /// Listens, and reads the site.
    ///
    /// # Errors
    /// When no address can be listened on.
    pub fn new(options: &Options) -> Result<Self, Error> {
        let address = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let listener = listen(address, options.port)?;
        let local = listener.local_addr().map_err(Error::Network)?;
        let hosts = Hosts::new(local);
        let preview = Arc::new(snapshot::Preview::new(&options.root));
        watch::start(options, Arc::clone(&preview));
        Ok(Self { listener, local, hosts, preview })
    }

    /// The address of the home page.
    #[must_use]
    pub fn home(&self) -> String {
        let host = match self.local.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        format!("http://{host}:{}{}", self.local.port(), self.preview.current().base_path())
    }

    /// Where the site is, and who can see it, in lines.
    #[must_use]
    pub fn greeting(&self) -> Vec<String> {
        let who = if self.hosts.are_others_asked() {
            let port = self.local.port();
            format!("Other computers can reach it at port {port} of this one's addresses. Press Ctrl-C to stop.")
        } else {
            "Save a file to see it there. Press Ctrl-C to stop.".to_owned()
        };
        vec![format!("Your site is at {}", self.home()), who]
    }

    /// Serves until the process is interrupted.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn serve(self) -> Result<(), Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(Error::Network)?;
        runtime.block_on(server::run(self.listener, self.preview, self.hosts)).map_err(Error::Network)?;
        // Open connections of browsers must not hold up Ctrl-C.
        runtime.shutdown_background();
        Ok(())
    }
}

fn listen(address: IpAddr, port: Option<u16>) -> Result<TcpListener, Error> {
    let listener = match port {
        Some(port) => TcpListener::bind(SocketAddr::new(address, port)).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Error::PortTaken(port),
            _ => Error::Network(error),
        })?,
        None => (FIRST_PORT..=FIRST_PORT + PORTS_TO_TRY)
            .find_map(|port| TcpListener::bind(SocketAddr::new(address, port)).ok())
            .ok_or(Error::NoPort)?,
    };
    listener.set_nonblocking(true).map_err(Error::Network)?;
    Ok(listener)
}
