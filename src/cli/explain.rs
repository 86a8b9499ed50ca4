//! `studypages explain`.

use super::stream::OUT;
use super::{ExitCode, Stop};
use crate::explanation;
use crate::rules;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The code of a rule, such as link/vague-text; without one, all rules are listed
    code: Option<String>,
    /// Print the reference of all rules, in Markdown
    #[arg(long, hide = true)]
    reference: bool,
}

/// Says what a rule means; without a code, lists them all.
pub(super) fn explain(arguments: &Arguments) -> Result<ExitCode, Stop> {
    let text = match &arguments.code {
        _ if arguments.reference => explanation::reference(),
        None => explanation::list(),
        Some(code) => match rules::find(code) {
            Some(rule) => explanation::text(rule),
            None => return Err(Stop::Said(unknown(code))),
        },
    };
    OUT.lines(text.trim_end().lines())?;
    Ok(ExitCode::Fine)
}

/// What to type instead of a code that no rule has.
fn unknown(code: &str) -> String {
    let help = match rules::meant(code).as_slice() {
        [] => "studypages explain, without a code, lists all rules.".to_owned(),
        [one] => format!("Did you mean “{one}”?"),
        [others @ .., last] => format!("Did you mean “{}” or “{last}”?", others.join("”, “")),
    };
    format!("There is no rule “{code}”. {help}")
}
