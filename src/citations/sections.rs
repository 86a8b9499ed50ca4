//! Sections that are known to exist, for bare numbers and for "did you mean".

/// Sections of the Education Code that independent study pages cite, in order.
/// Not the whole code: a number that is missing here may well exist.
pub const KNOWN_EDUCATION_SECTIONS: &[&str] = &[
    // Seen with their content in guidance, policies or statute text (domain notes, 1.1 and 1.4).
    "41422", "44300", "44865", "46300", "46300.1", "46300.2", "46300.4", "46300.6", "46300.7", "46303", "47612.5",
    "47634.2", "48204", "48206.3", "48915", "48917", "48985", "51225.3", "51744", "51745", "51745.5", "51745.6",
    "51746", "51747", "51747.3", "51747.5", "51748", "51749", "51749.5", "51749.6", "56026",
    // From the legal references that district policies and regulations list; a few of them from
    // general knowledge only, and the notes do not say which: good for suggestions, not for facts.
    "41020", "41601", "42238", "42238.05", "44258.9", "46100", "46300.8", "46600", "47605", "47605.1", "47612",
    "47612.1", "48200", "48205", "48220", "48222", "48224", "48340", "48850", "48853.5", "48900", "48916.1", "48980",
    "49010", "49011", "49501.5", "51210", "51220", "52052", "52060", "52164", "52523", "60640",
    // Named in the notes, its text not seen: never to be explained to a reader.
    "51749.3",
];

/// Runs of whole-numbered sections of the Education Code, both ends included.
pub const KNOWN_EDUCATION_RANGES: &[(u32, u32)] = &[
    // 46392, 46393 and the alternative schools (58500 on) were seen cited; the rest comes from policies' reference lists.
    (46200, 46208),
    (46390, 46393),
    (56340, 56347),
    (58500, 58512),
];

/// Numbers that lie inside Article 5.5 (Independent Study, 51744 to 51749.6) but that no section of it has.
pub const ABSENT_FROM_ARTICLE_5_5: &[&str] =
    &["51745.1", "51745.2", "51745.3", "51745.4", "51747.1", "51747.2", "51747.4", "51749.1", "51749.2", "51749.4"];

/// Sections of the California Code of Regulations, title 5, on independent study and on charter school attendance.
pub const KNOWN_TITLE_5_SECTIONS: &[&str] = &[
    "11700", "11701", "11701.5", "11702", "11703", "11704", "11705", "11963.2", "11963.3", "11963.4", "11963.5",
    "11963.6",
];

/// Whether the Education Code is known to have the section: `51747`, `46391`.
#[must_use]
pub fn is_known_education_section(section: &str) -> bool {
    KNOWN_EDUCATION_SECTIONS.contains(&section)
        || section.bytes().all(|b| b.is_ascii_digit())
            && section.parse().is_ok_and(|number: u32| {
                KNOWN_EDUCATION_RANGES.iter().any(|(first, last)| (*first..=*last).contains(&number))
            })
}

/// Whether title 5 of the California Code of Regulations is known to have the section: `11700`.
#[must_use]
pub fn is_known_title_5_section(section: &str) -> bool {
    KNOWN_TITLE_5_SECTIONS.contains(&section)
}
