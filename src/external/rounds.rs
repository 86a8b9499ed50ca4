//! Whose turn it is: every address once, a host never twice at a time and never without a pause.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use url::{Origin, Url};

use super::ask::{self, Method};
use super::{MOST_REDIRECTS, Manners, Reply, Trouble, address, host, without_fragment};

/// So many silent answers close a host.
const MOST_SILENCES: usize = 2;
/// So many hosts out of reach, and none that answers: there is no network.
const HOSTS_OUT_OF_REACH: usize = 3;

/// Asks `addresses` and those they lead on to, except what is `known`; returns all that was said.
pub(super) fn ask_all(
    manners: &Manners,
    addresses: &[Url],
    known: &HashMap<Url, Reply>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> HashMap<Url, Reply> {
    let mut state = State::new(known);
    for address in addresses {
        state.add(address.clone(), 0);
    }
    let threads = manners.at_once.min(state.open);
    let rounds = Rounds { manners, state: Mutex::new(state), changed: Condvar::new() };
    if threads > 0 {
        let agent = ask::agent(manners);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(question) = rounds.next() {
                        let reply = ask::ask(&agent, question.method, &question.address);
                        let (done, total) = rounds.answered(question, &reply);
                        progress(done, total);
                    }
                });
            }
        });
    }
    rounds.state.into_inner().unwrap_or_else(PoisonError::into_inner).into_replies()
}

struct Rounds<'a> {
    manners: &'a Manners,
    state: Mutex<State<'a>>,
    /// A host is free again, or there is something new to ask.
    changed: Condvar,
}

struct State<'a> {
    /// What need not be asked.
    known: &'a HashMap<Url, Reply>,
    hosts: BTreeMap<String, Host>,
    /// Every address that was, is or will be asked.
    seen: HashSet<Url>,
    replies: HashMap<Url, Reply>,
    /// How many questions wait for an answer, or for their turn.
    open: usize,
    /// How many are being asked at this moment.
    asked: usize,
    /// Whether any host has answered.
    has_answer: bool,
    /// How many hosts could not be reached, as long as none has answered.
    out_of_reach: usize,
    offline: bool,
}

#[derive(Default)]
struct Host {
    queue: VecDeque<Question>,
    busy: bool,
    free_from: Option<Instant>,
    silences: usize,
    is_out_of_reach: bool,
    /// What need not be asked any more, and what it would say: all, or one way to the host.
    closed: Vec<(Option<Origin>, Reply)>,
}

struct Question {
    address: Url,
    method: Method,
    /// How many redirects led here.
    hops: usize,
}

impl<'a> Rounds<'a> {
    /// The next question whose host is free; waits for one. `None` when all is said.
    fn next(&self) -> Option<Question> {
        let mut state = self.lock();
        loop {
            if state.open == 0 {
                return None;
            }
            // Where the first hosts cannot be reached, the others wait until it is clear why.
            if !state.has_answer && state.out_of_reach > 0 && state.asked > 0 {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let now = Instant::now();
            let waiting = || state.hosts.values().filter(|host| !host.busy && !host.queue.is_empty());
            let soonest = waiting().filter_map(|host| host.free_from).filter(|free| *free > now).min();
            let is_free = |host: &&mut Host| {
                !host.busy && !host.queue.is_empty() && host.free_from.is_none_or(|free| free <= now)
            };
            // The host with most to say first, since it takes longest.
            if let Some(host) = state.hosts.values_mut().filter(is_free).max_by_key(|host| host.queue.len()) {
                host.busy = true;
                let question = host.queue.pop_front();
                state.asked += 1;
                return question;
            }
            state = match soonest {
                Some(at) => self.changed.wait_timeout(state, at - now).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Takes an answer down; returns how many addresses have answered, of how many.
    fn answered(&self, question: Question, reply: &Reply) -> (usize, usize) {
        let mut state = self.lock();
        state.asked -= 1;
        let key = host(&question.address).to_owned();
        let entry = state.hosts.entry(key.clone()).or_default();
        entry.busy = false;
        entry.free_from = Some(Instant::now() + self.manners.pause);
        // Some websites do not know a page that is only asked whether it is there.
        if question.method == Method::Head && matches!(reply, Reply::Status(403 | 404 | 405 | 501)) {
            entry.queue.push_front(Question { method: Method::Get, ..question });
        } else {
            state.take(&key, question, reply);
        }
        self.changed.notify_all();
        (state.replies.len(), state.seen.len())
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> State<'a> {
    fn new(known: &'a HashMap<Url, Reply>) -> Self {
        Self {
            known,
            hosts: BTreeMap::new(),
            seen: HashSet::new(),
            replies: HashMap::new(),
            open: 0,
            asked: 0,
            has_answer: false,
            out_of_reach: 0,
            offline: false,
        }
    }

    /// All that was said. Without a network, the first hosts are no more silent than the others.
    fn into_replies(mut self) -> HashMap<Url, Reply> {
        if self.offline && !self.has_answer {
            for reply in self.replies.values_mut() {
                if matches!(reply, Reply::Trouble(Trouble::Silent | Trouble::Unreachable)) {
                    *reply = Reply::Trouble(Trouble::Offline);
                }
            }
        }
        self.replies
    }

    /// Puts an address into the queue of its host, unless what it says is known already.
    fn add(&mut self, address: Url, hops: usize) {
        if !self.seen.insert(address.clone()) {
            return;
        }
        if let Some(reply) = self.known.get(&address) {
            self.note(address, reply.clone(), hops);
            return;
        }
        let entry = self.hosts.entry(host(&address).to_owned()).or_default();
        let closed = if self.offline {
            Some(Reply::Trouble(Trouble::Offline))
        } else {
            entry.closed.iter().find(|(way, _)| covers(way.as_ref(), &address)).map(|(_, reply)| reply.clone())
        };
        match closed {
            Some(reply) => self.note(address, reply, hops),
            None => {
                self.open += 1;
                entry.queue.push_back(Question { address, method: Method::Head, hops });
            }
        }
    }

    /// Writes down what an address says, and adds the one it leads on to.
    fn note(&mut self, from: Url, reply: Reply, hops: usize) {
        let next = match &reply {
            Reply::LeadsTo { address: next, .. } if hops < MOST_REDIRECTS => address(next),
            _ => None,
        };
        self.replies.insert(from, reply);
        if let Some(next) = next {
            self.add(without_fragment(next), hops + 1);
        }
    }

    /// Takes the last word about an address, and what it means for others.
    fn take(&mut self, key: &str, question: Question, reply: &Reply) {
        self.open -= 1;
        let way = question.address.origin();
        self.note(question.address, reply.clone(), question.hops);
        match reply {
            Reply::Status(_) | Reply::LeadsTo { .. } => self.has_answer = true,
            Reply::NoHost | Reply::Trouble(Trouble::Private) => self.close(key, None, reply),
            Reply::Trouble(Trouble::Later(_)) => {
                self.has_answer = true;
                self.close(key, None, reply);
            }
            Reply::Trouble(Trouble::Insecure) => {
                self.has_answer = true;
                self.close(key, Some(way), reply);
            }
            Reply::Trouble(Trouble::Unreachable) => {
                self.close(key, Some(way), reply);
                self.miss(key);
            }
            Reply::Trouble(Trouble::Silent) => {
                let entry = self.hosts.entry(key.to_owned()).or_default();
                entry.silences += 1;
                if entry.silences >= MOST_SILENCES {
                    self.close(key, Some(way), reply);
                }
                self.miss(key);
            }
            Reply::Trouble(Trouble::Offline) => self.out_of_reach += HOSTS_OUT_OF_REACH,
            Reply::Trouble(Trouble::BrokeOff | Trouble::Circle | Trouble::NoPage) => {}
        }
        if !self.has_answer && !self.offline && self.out_of_reach >= HOSTS_OUT_OF_REACH {
            self.offline = true;
            let keys: Vec<String> = self.hosts.keys().cloned().collect();
            for key in keys {
                self.close(&key, None, &Reply::Trouble(Trouble::Offline));
            }
        }
    }

    /// Counts a host that could not be reached.
    fn miss(&mut self, key: &str) {
        let entry = self.hosts.entry(key.to_owned()).or_default();
        if !std::mem::replace(&mut entry.is_out_of_reach, true) {
            self.out_of_reach += 1;
        }
    }

    /// Asks a host no more, or not on one way; what waits in its queue gets this reply.
    fn close(&mut self, key: &str, way: Option<Origin>, reply: &Reply) {
        let Some(entry) = self.hosts.get_mut(key) else { return };
        let (closed, open): (VecDeque<Question>, VecDeque<Question>) =
            entry.queue.drain(..).partition(|question| covers(way.as_ref(), &question.address));
        entry.queue = open;
        entry.closed.push((way, reply.clone()));
        for question in closed {
            self.open -= 1;
            self.note(question.address, reply.clone(), question.hops);
        }
    }
}

/// Whether an address is on a way to its host; `None` is every way.
fn covers(way: Option<&Origin>, address: &Url) -> bool {
    way.is_none_or(|way| *way == address.origin())
}
