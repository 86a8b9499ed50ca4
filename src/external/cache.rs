//! What other websites said lately, so that nobody is asked twice a week.
//!
//! Only what is certain is kept: that a page is there for a week, that it is gone for a day. The
//! file is ours; one that cannot be read is as good as none.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{End, Journey, Reply};
use crate::state;

const FILE: &str = "links.json";
const SCHEMA: u32 = 1;
/// How long a page that is there is believed to stay.
const FOUND: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long one that is gone is believed to stay away.
const GONE: SignedDuration = SignedDuration::from_hours(24);

#[derive(Serialize, Deserialize)]
struct Stored {
    schema: u32,
    answers: BTreeMap<String, Answer>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Answer {
    /// The moment it is forgotten.
    until: String,
    /// The number of HTTP; none for a host that does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Where it leads on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// The answers on disk, and those that join them.
pub(super) struct Cache {
    root: PathBuf,
    now: Timestamp,
    replies: HashMap<Url, Reply>,
    until: HashMap<Url, Timestamp>,
    /// Whether the file has to be written anew.
    changed: bool,
}

impl Cache {
    /// Reads what is still believed.
    pub(super) fn read(root: &Path, now: Timestamp) -> Self {
        let (replies, until) = (HashMap::new(), HashMap::new());
        let mut cache = Self { root: root.to_owned(), now, replies, until, changed: false };
        let Some(bytes) = state::read(root, FILE) else { return cache };
        let stored: Option<Stored> =
            serde_json::from_slice(&bytes).ok().filter(|stored: &Stored| stored.schema == SCHEMA);
        let Some(stored) = stored else {
            cache.changed = true;
            return cache;
        };
        for (address, answer) in stored.answers {
            let until: Option<Timestamp> = answer.until.parse().ok();
            // A moment that no clock of ours could have set is as good as past.
            let until = until.filter(|until| now < *until && *until <= now + FOUND);
            match (Url::parse(&address), until) {
                (Ok(address), Some(until)) => {
                    let reply = match (answer.status, answer.to) {
                        (Some(status), Some(to)) => Reply::LeadsTo { status, address: to },
                        (Some(status), None) => Reply::Status(status),
                        (None, _) => Reply::NoHost,
                    };
                    cache.until.insert(address.clone(), until);
                    cache.replies.insert(address, reply);
                }
                _ => cache.changed = true,
            }
        }
        cache
    }

    /// What need not be asked.
    pub(super) fn replies(&self) -> &HashMap<Url, Reply> {
        &self.replies
    }

    /// Keeps what was said on the way to a certain end. What was kept before gets no longer life.
    pub(super) fn keep(&mut self, journey: &Journey) {
        let life = match journey.end {
            End::Found => FOUND,
            End::Gone(_) | End::NoHost => GONE,
            End::Unclear(_) | End::Trouble(_) => return,
        };
        let until = self.now + life;
        for (address, reply) in &journey.steps {
            let known = self.until.get(address).copied();
            if known.is_none_or(|known| until < known) {
                self.until.insert(address.clone(), until);
                self.replies.insert(address.clone(), reply.clone());
                self.changed = true;
            }
        }
    }

    /// Writes the file, whole or not at all. A disk that refuses only means that the same is
    /// asked again next time.
    pub(super) fn write(&self) {
        if self.changed {
            let _ = self.try_write();
        }
    }

    fn try_write(&self) -> std::io::Result<()> {
        let answer = |(address, reply): (&Url, &Reply)| {
            let (status, to) = match reply {
                Reply::Status(status) => (Some(*status), None),
                Reply::LeadsTo { status, address } => (Some(*status), Some(address.clone())),
                Reply::NoHost => (None, None),
                Reply::Trouble(_) => return None,
            };
            let until = self.until.get(address)?;
            let until = Timestamp::from_second(until.as_second()).unwrap_or(*until).to_string();
            Some((address.to_string(), Answer { until, status, to }))
        };
        let stored = Stored { schema: SCHEMA, answers: self.replies.iter().filter_map(answer).collect() };
        let mut bytes = serde_json::to_vec_pretty(&stored)?;
        bytes.push(b'\n');
        state::write(&self.root, FILE, &bytes)
    }
}
