//! The two places a command writes to. Everything that it says goes through here, so that nothing of a user's can
//! do more than be read, and nothing that could not be written is taken for said.

use std::io::{ErrorKind, IsTerminal as _, Write};

use crate::source::io_reason;
use crate::visible::{is_obeyed, visible};

/// Standard output or standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

/// What a program reads, or a person asked for.
pub(super) const OUT: Stream = Stream::Out;
/// What is said to a person beside it.
pub(super) const ERR: Stream = Stream::Err;

/// Words that could not be written.
#[derive(Debug)]
pub(super) struct Unheard {
    stream: Stream,
    error: std::io::Error,
}

impl std::fmt::Display for Unheard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let stream = match self.stream {
            Stream::Out => "standard output",
            Stream::Err => "standard error",
        };
        match self.error.kind() {
            ErrorKind::BrokenPipe => {
                write!(formatter, "The program that read {stream} stopped before everything was written.")
            }
            _ => write!(formatter, "Not everything could be written to {stream}: {}.", io_reason(&self.error)),
        }
    }
}

impl Stream {
    /// Whether a person looks at it.
    pub(super) fn is_terminal(self) -> bool {
        match self {
            Stream::Out => std::io::stdout().is_terminal(),
            Stream::Err => std::io::stderr().is_terminal(),
        }
    }

    /// One line.
    pub(super) fn line(self, text: &str) -> Result<(), Unheard> {
        self.lines([text])
    }

    /// Several lines; whatever stands in one of them, it stays one.
    pub(super) fn lines<T: AsRef<str>>(self, lines: impl IntoIterator<Item = T>) -> Result<(), Unheard> {
        let mut text = String::new();
        for line in lines {
            text.push_str(&visible(line.as_ref()));
            text.push('\n');
        }
        self.write(&text)
    }

    /// "studypages: …", why a command cannot do what it was asked for.
    pub(super) fn complaint(self, reason: &impl std::fmt::Display) -> Result<(), Unheard> {
        self.line(&format!("studypages: {reason}"))
    }

    /// Lines with colors; of all else that a terminal obeys nothing is left.
    pub(super) fn styled(self, text: &str) -> Result<(), Unheard> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c| is_obeyed(c) && c != '\n') {
            out.push_str(&rest[..at]);
            let color = color_at(&rest[at..]);
            match color {
                Some(length) => out.push_str(&rest[at..at + length]),
                None => out.push_str(&visible(rest[at..].chars().next().map_or("", |c| &rest[at..at + c.len_utf8()]))),
            }
            let length = color.or_else(|| rest[at..].chars().next().map(char::len_utf8)).unwrap_or(1);
            rest = &rest[at + length..];
        }
        out.push_str(rest);
        self.write(&out)
    }

    /// A JSON value and the end of its line. JSON itself keeps only the control characters of ASCII away.
    pub(super) fn json(self, text: &str) -> Result<(), Unheard> {
        let mut out = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            // Signs like these stand only inside its strings.
            if is_obeyed(c) && c != '\n' {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                out.push(c);
            }
        }
        out.push('\n');
        self.write(&out)
    }

    /// Takes back the line of a terminal and writes another.
    pub(super) fn rewrite(self, text: &str) -> Result<(), Unheard> {
        self.write(&format!("\r\u{1b}[K{}", visible(text)))
    }

    fn write(self, text: &str) -> Result<(), Unheard> {
        fn all(mut to: impl Write, text: &str) -> std::io::Result<()> {
            to.write_all(text.as_bytes())?;
            // What waits for the end of the program is lost there without a word.
            to.flush()
        }
        let written = match self {
            Stream::Out => all(std::io::stdout().lock(), text),
            Stream::Err => all(std::io::stderr().lock(), text),
        };
        written.map_err(|error| Unheard { stream: self, error })
    }
}

/// The length of the sequence that colors what follows, if one starts here.
fn color_at(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let length = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers[length..].starts_with('m').then_some("\u{1b}[m".len() + length)
}
