//! Which pages readers see, and since or until when.

use jiff::civil::Date;

use super::{Group, Site};
use crate::page::Page;

/// Whether a page is shown to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is.
    Published,
    /// `draft: true`.
    Draft,
    /// Not before this day.
    Scheduled(Date),
    /// Not since this day.
    Expired(Date),
    /// A translation of a page that is not there.
    NoOriginal,
}

impl State {
    /// The state of a page that stands alone, or of the translation of `original`, which follows it in all that it
    /// does not say itself.
    fn of(page: &Page, original: Option<&Page>, today: Date) -> Self {
        let (own, followed) = (&page.front_matter, original.map(|original| &original.front_matter));
        if own.draft.or(followed.and_then(|followed| followed.draft)).unwrap_or(false) {
            return State::Draft;
        }
        let publish_on = own.publish_on.as_ref().or(followed.and_then(|followed| followed.publish_on.as_ref()));
        let expires_on = own.expires_on.as_ref().or(followed.and_then(|followed| followed.expires_on.as_ref()));
        match (publish_on, expires_on) {
            (Some(from), _) if from.value > today => State::Scheduled(from.value),
            (_, Some(until)) if until.value <= today => State::Expired(until.value),
            _ => State::Published,
        }
    }
}

impl Site {
    /// The state of each page.
    pub(super) fn states_of(&self, groups: &[Group]) -> Vec<State> {
        let mut states: Vec<State> = self.pages.iter().map(|page| State::of(page, None, self.today)).collect();
        for group in groups {
            let original = group.pages[0];
            for at in group.pages.iter().skip(1).flatten() {
                let page = &self.pages[*at];
                states[*at] = match original {
                    Some(original) => State::of(page, Some(&self.pages[original]), self.today),
                    // One that is said to be no draft stands alone.
                    None if states[*at] == State::Published && page.front_matter.draft != Some(false) => {
                        State::NoOriginal
                    }
                    None => states[*at],
                };
            }
        }
        states
    }

    /// The page whose state a translation has because it says nothing itself.
    #[must_use]
    pub fn followed(&self, page: usize) -> Option<&Page> {
        let own = &self.pages[page];
        if own.language == 0 || State::of(own, None, self.today) == self.states[page] {
            return None;
        }
        self.original_of(page).map(|original| &*self.pages[original])
    }

    /// The page that a page translates, published or not.
    pub(super) fn original_of(&self, page: usize) -> Option<usize> {
        let key = &self.pages[page].key;
        self.pages.binary_search_by(|other| other.path.cmp(key)).ok().filter(|original| *original != page)
    }
}

/// Whether two texts of a page leave its state and that of its translations as it is.
pub(super) fn is_same(old: &Page, new: &Page) -> bool {
    let (old, new) = (&old.front_matter, &new.front_matter);
    let day = |date: &Option<crate::fields::Located<Date>>| date.as_ref().map(|date| date.value);
    old.draft == new.draft
        && day(&old.publish_on) == day(&new.publish_on)
        && day(&old.expires_on) == day(&new.expires_on)
}
