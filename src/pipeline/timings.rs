//! How long each stage of a build took, measured while it ran.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long each stage took. Stages that run beside each other overlap; render and write run
/// on all threads at once, so theirs are sums over the threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Walking the content folder.
    pub discover: Duration,
    /// Reading and parsing pages, looking at pictures; on all threads.
    pub parse: Duration,
    /// Reading the theme, beside discover and parse.
    pub theme: Duration,
    /// Addresses, navigation and links.
    pub resolve: Duration,
    /// What only the whole site can tell; sorting the findings.
    pub check: Duration,
    /// Rendering, summed over the threads.
    pub render: Duration,
    /// Writing files, summed over the threads.
    pub write: Duration,
    /// From the first rendered page until the last file has its place.
    pub publish: Duration,
    /// Everything, from the start of the command.
    pub total: Duration,
}

impl fmt::Display for Timings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let threads = rayon::current_num_threads();
        let all = format!("on {threads} threads");
        let sum = format!("summed over {threads} threads, inside publish");
        let rows = [
            ("discover", self.discover, ""),
            ("read + parse", self.parse, all.as_str()),
            ("theme", self.theme, "beside discover, read + parse"),
            ("resolve", self.resolve, "links on all threads"),
            ("check", self.check, ""),
            ("render", self.render, &sum),
            ("write", self.write, &sum),
            ("publish", self.publish, &all),
            ("total", self.total, ""),
        ];
        for (stage, took, how) in rows {
            let line = format!("{stage:<12} {:>10.2} ms  {how}", took.as_secs_f64() * 1000.0);
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Runs `work` and notes how long it took.
pub(super) fn timed<T>(took: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = work();
    *took = started.elapsed();
    result
}

/// A sum of times from many threads.
#[derive(Default)]
pub(super) struct Sum(AtomicU64);

impl Sum {
    /// Runs `work` and adds how long it took.
    pub(super) fn add<T>(&self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        let nanoseconds = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanoseconds, Ordering::Relaxed);
        result
    }

    pub(super) fn total(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}
