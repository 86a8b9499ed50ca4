//! `studypages serve`.

use std::net::IpAddr;

use super::stream::ERR;
use super::{Day, ExitCode, Root, Run, Stop};
use crate::preview;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,
    #[command(flatten)]
    day: Day,
    /// The port; otherwise the first free one from 4000
    #[arg(long)]
    port: Option<u16>,
    /// Listen on this address, so that other computers can look: 0.0.0.0 for all of this one's
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// Open a browser
    #[arg(long)]
    open: bool,
    /// Ask the disk for changes instead of waiting for its word (network drives)
    #[arg(long)]
    poll: bool,
}

impl Run {
    pub(super) fn serve(&self, arguments: &Arguments) -> Result<ExitCode, Stop> {
        let root = self.root(&arguments.root)?;
        let options = preview::Options {
            root: std::path::absolute(&root).unwrap_or(root),
            as_of: arguments.day.as_of,
            port: arguments.port,
            host: arguments.host,
            poll: arguments.poll,
        };
        let started = preview::Started::new(&options).map_err(|error| Stop::Said(error.to_string()))?;
        if !self.quiet {
            ERR.lines(started.greeting())?;
        }
        if arguments.open {
            // A browser that does not open is no reason to stop: the address is printed.
            let _ = opener::open_browser(started.home());
        }
        started.serve().map_err(|error| Stop::Said(error.to_string()))?;
        Ok(ExitCode::Fine)
    }
}
