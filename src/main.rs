//! The `studypages` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    studypages::cli::run().into()
}
