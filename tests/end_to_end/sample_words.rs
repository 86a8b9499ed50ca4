//! The words of the repository's own site: plain, alike in both languages, and right about the law.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use studypages::citations::{Reference, is_known_education_section, is_known_title_5_section};
use studypages::front_matter::Audience;
use studypages::page::Page;
use studypages::pipeline::{self, Loaded, Options};

fn load() -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let today = "2026-11-25".parse().unwrap();
    pipeline::load(&Options { root, today, include_unpublished: false }).ok().unwrap()
}

#[test]
fn families_read_every_page_at_grade_8_or_below() {
    let loaded = load();
    let languages = &loaded.site.config.languages;
    let mut measured = 0;
    for page in &loaded.site.pages {
        if page.front_matter.audience == Audience::Educators {
            continue;
        }
        let score = page.document.reading.score(&languages[page.language]);
        if let Some(score) = score {
            assert!(score.is_plain(), "{}: {score}", page.path);
            measured += 1;
        }
    }
    assert!(measured >= 30, "{measured} pages were measured");
}

#[test]
fn every_page_has_its_twin_with_the_same_sections_links_and_citations() {
    let loaded = load();
    let site = &loaded.site;
    for group in site.groups.iter() {
        let [Some(english), Some(spanish)] = group.pages[..] else { panic!("{} has no twin", group.key) };
        let (english, spanish) = (&site.pages[english], &site.pages[spanish]);
        assert_eq!(shape(english), shape(spanish), "{}", group.key);
    }
    assert_eq!(site.groups.len(), 21);
}

/// What twins have in common.
#[derive(Debug, PartialEq)]
struct Shape<'p> {
    headings: Vec<(u8, &'p str)>,
    links: Vec<&'p str>,
    related: Vec<&'p str>,
    citations: Vec<String>,
}

fn shape(page: &Page) -> Shape<'_> {
    let document = &page.document;
    let mut links: Vec<&str> = document.links.iter().map(|link| link.target.as_str()).collect();
    links.sort_unstable();
    let mut citations: Vec<String> =
        document.citations.iter().map(|(citation, _)| format!("{:?}", citation.reference)).collect();
    citations.sort_unstable();
    Shape {
        headings: document.headings.iter().map(|heading| (heading.level, heading.id.as_str())).collect(),
        links,
        related: page.front_matter.related.iter().map(|related| related.value.as_str()).collect(),
        citations,
    }
}

#[test]
fn every_citation_has_an_address_and_is_in_the_tables() {
    let loaded = load();
    let mut others = BTreeSet::new();
    let mut cited = 0;
    for page in &loaded.site.pages {
        for (citation, span) in &page.document.citations {
            let place = format!("{} at byte {}", page.path, span.start);
            let url = citation.url.as_deref().unwrap_or_else(|| panic!("{place}: {:?}", citation.reference));
            cited += 1;
            match &citation.reference {
                Reference::Statute { code, section, .. } if code.law_code() == "EDC" => {
                    assert!(is_known_education_section(section), "{place}: EC {section}");
                    assert_eq!(
                        url,
                        format!(
                            "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=EDC&sectionNum={section}."
                        )
                    );
                }
                Reference::Regulation { section, .. } => {
                    assert!(is_known_title_5_section(section), "{place}: 5 CCR {section}");
                    assert!(url.starts_with("https://govt.westlaw.com/calregs/"), "{place}: {url}");
                }
                other => {
                    others.insert(format!("{other:?} {url}"));
                }
            }
        }
    }
    assert!(cited > 200, "{cited} citations");
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    assert_eq!(others, OTHERS);
}

/// What is cited beside the Education Code and title 5, each address built from its pattern.
const OTHERS: [&str; 3] = [
    "Bill { house: Senate, number: 153, year: Some(2024), chapter: None } https://leginfo.legislature.ca.gov/faces/billTextClient.xhtml?bill_id=202320240SB153",
    "FederalPart { title: 28, part: \"35\" } https://www.ecfr.gov/current/title-28/part-35",
    "Statute { code: GOV, section: \"11135\", subdivisions: \"\" } https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=GOV&sectionNum=11135.",
];

/// Rules that the law no longer has, as pages put them; domain of SB 153 (2024).
const OUTDATED: [&str; 26] = [
    "three consecutive",
    "3 consecutive",
    "three school days",
    "3 school days",
    "three-day",
    "3-day minimum",
    "tres días",
    "3 días",
    "días consecutivos",
    "14 days",
    "14 school days",
    "fourteen",
    "14 días",
    "catorce",
    "15 or more",
    "15 school days or more",
    "within 10 days",
    "within ten days",
    "10 días",
    "diez días",
    "30 days",
    "thirty days",
    "30 días",
    "2021-22",
    "2021–22",
    "2021–2022",
];

#[test]
fn no_outdated_rule_is_stated() {
    for page in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("content")) {
        let page = page.unwrap();
        if page.file_type().is_file() {
            let text = fs::read_to_string(page.path()).unwrap().to_lowercase().replace('\n', " ");
            for rule in OUTDATED {
                assert!(!text.contains(rule), "{}: {rule}", page.path().display());
            }
        }
    }
}

#[test]
fn the_facts_of_the_first_page_stand_somewhere() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let all = |suffix: &str| -> String {
        walkdir::WalkDir::new(&content)
            .into_iter()
            .map(Result::unwrap)
            .filter(|file| {
                file.file_type().is_file() && file.path().to_str().unwrap().ends_with(".es.md") == (suffix == ".es.md")
            })
            .map(|file| {
                let text = fs::read_to_string(file.path()).unwrap().replace("&nbsp;", " ");
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    };
    let (english, spanish) = (all(".md"), all(".es.md"));
    for fact in FACTS {
        assert!(english.contains(fact), "{fact}");
    }
    for fact in FACTS_IN_SPANISH {
        assert!(spanish.contains(fact), "{fact}");
    }
}

const FACTS: [&str; 9] = [
    "an alternative to classroom instruction",
    "not an alternative curriculum",
    "Independent study is voluntary",
    "transitional kindergarten",
    "the same courses",
    "within the policy of our school board",
    "must be the choice of the student, parent, guardian or caregiver",
    "equal in quality and in quantity",
    "15 school days or fewer",
];

const FACTS_IN_SPANISH: [&str; 3] = ["es voluntario", "15 días escolares o menos", "16 días escolares o más"];

#[test]
fn no_page_claims_the_law_of_a_day_after_the_last_text_that_was_seen() {
    let newest: jiff::civil::Date = "2024-09-30".parse().unwrap();
    let loaded = load();
    let dated = loaded.site.pages.iter().filter_map(|page| Some((page, page.front_matter.legal_as_of.as_ref()?.value)));
    let dated: Vec<_> = dated.collect();
    assert!(dated.len() > 30, "{}", dated.len());
    for (page, day) in dated {
        assert!(day <= newest, "{}: {day}", page.path);
    }
}
