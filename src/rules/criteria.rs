//! Success criteria of WCAG 2.2 that rules rest on (W3C Recommendation, 5 October 2023).

/// A success criterion.
#[derive(Debug)]
pub struct Criterion {
    /// `1.3.1`
    pub number: &'static str,
    /// Its name.
    pub name: &'static str,
    /// A, AA or AAA.
    pub level: &'static str,
    /// Its place in the Recommendation, after the `#`.
    anchor: &'static str,
}

const fn criterion(number: &'static str, level: &'static str, name: &'static str, anchor: &'static str) -> Criterion {
    Criterion { number, name, level, anchor }
}

/// Those that rules rest on, by number.
pub const CRITERIA: [Criterion; 26] = [
    criterion("1.1.1", "A", "Non-text Content", "non-text-content"),
    criterion("1.2.1", "A", "Audio-only and Video-only (Prerecorded)", "audio-only-and-video-only-prerecorded"),
    criterion("1.2.2", "A", "Captions (Prerecorded)", "captions-prerecorded"),
    criterion("1.3.1", "A", "Info and Relationships", "info-and-relationships"),
    criterion("1.3.2", "A", "Meaningful Sequence", "meaningful-sequence"),
    criterion("1.3.3", "A", "Sensory Characteristics", "sensory-characteristics"),
    criterion("1.4.1", "A", "Use of Color", "use-of-color"),
    criterion("1.4.3", "AA", "Contrast (Minimum)", "contrast-minimum"),
    criterion("1.4.5", "AA", "Images of Text", "images-of-text"),
    criterion("2.2.2", "A", "Pause, Stop, Hide", "pause-stop-hide"),
    criterion("2.4.2", "A", "Page Titled", "page-titled"),
    criterion("2.4.3", "A", "Focus Order", "focus-order"),
    criterion("2.4.4", "A", "Link Purpose (In Context)", "link-purpose-in-context"),
    criterion("2.4.6", "AA", "Headings and Labels", "headings-and-labels"),
    criterion("2.4.9", "AAA", "Link Purpose (Link Only)", "link-purpose-link-only"),
    criterion("2.4.10", "AAA", "Section Headings", "section-headings"),
    criterion("3.1.1", "A", "Language of Page", "language-of-page"),
    criterion("3.1.2", "AA", "Language of Parts", "language-of-parts"),
    criterion("3.1.3", "AAA", "Unusual Words", "unusual-words"),
    criterion("3.1.4", "AAA", "Abbreviations", "abbreviations"),
    criterion("3.1.5", "AAA", "Reading Level", "reading-level"),
    criterion("3.2.3", "AA", "Consistent Navigation", "consistent-navigation"),
    criterion("3.2.4", "AA", "Consistent Identification", "consistent-identification"),
    criterion("3.2.5", "AAA", "Change on Request", "change-on-request"),
    criterion("3.2.6", "A", "Consistent Help", "consistent-help"),
    criterion("4.1.2", "A", "Name, Role, Value", "name-role-value"),
];

impl Criterion {
    /// The criterion of a number.
    #[must_use]
    pub fn find(number: &str) -> Option<&'static Self> {
        CRITERIA.iter().find(|criterion| criterion.number == number)
    }

    /// Where the Recommendation has it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://www.w3.org/TR/WCAG22/#{}", self.anchor)
    }
}
