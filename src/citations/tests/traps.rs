//! What looks like a citation and is none.

use super::*;

#[test]
fn a_section_of_another_law_inherits_nothing() {
    silent(&[
        "Section 51747 of Board Policy 6158",
        "Section 1415 of the IDEA",
        "sección 1415 de la Ley de Educación",
        "artículo 51747 de la ley",
    ]);
    assert_eq!(
        cited(
            "EC 51746, Section 4600 of the California Code of Regulations; Section 51747 of Article 5.5, Section 1415 of the IDEA"
        ),
        ["EC 51746 → EDC 51746 → 51746.", "Section 51747 → EDC 51747 → 51747."]
    );
}

#[test]
fn section_504_never_inherits_a_california_code() {
    silent(&[
        "Section 504",
        "a Section 504 plan",
        "Sección 504",
        "§ 504",
        "Section 504 of the Rehabilitation Act of 1973",
        "Section 508",
    ]);
    assert_eq!(
        cited("EC 51747(g), a Section 504 plan, Section 1415 of the IDEA, EC Section 51746 and 504 plans"),
        ["EC 51747(g) → EDC 51747 (g) → 51747.", "EC Section 51746 → EDC 51746 → 51746."]
    );
}

#[test]
fn ec_that_is_no_education_code_stays_text() {
    silent(&[
        "EC: 555-555-0142",
        "EC 555-555-0142",
        "EC 555-0142",
        "EC 555-1234",
        "EC (555) 555-0142",
        "EC 555 555 0142",
        "EC Jones",
        "EC: 51747",
        "EC, 51747",
        "EC 12",
        "EC 2026",
        "emergency contact (EC) 51747",
        "REC 51747",
        "ec 51747",
        "EC-51747",
        "EC #51747",
        "EC. 51747 students",
    ]);
}

#[test]
fn numbers_that_are_no_sections_stay_text() {
    silent(&[
        "25:1",
        "a 25:1 ratio",
        "51747",
        "student 51747",
        "student number 51747",
        "Elm City, CA 95747",
        "CA 51747",
        "51747 students",
        "51747-1234",
        "EC 51747-1234",
        "EC 51747x",
        "EC 51,747",
        "EC 51747/12",
        "code 51747",
        "ZIP Code 51747",
        "the education code 51747",
        "Dress Code 51747",
        "Room 51747",
        "P.O. Box 51747",
        "Suite 5174, 51747",
        "$51747",
        "x51747",
        "51747(g)",
    ]);
}

#[test]
fn forms_policies_and_abbreviations_stay_text() {
    silent(&[
        "Form J-13A",
        "Form J-13A 2026",
        "BP 6158",
        "AR 6158",
        "E 6158",
        "IDEA",
        "IDEA 2004",
        "PC 12",
        "12 PC",
        "PC 51747",
        "PC Section 12",
        "Lab. 12345 students",
        "in the Lab. Section 12",
        "LAB Section 101",
        "Com. 51747",
        "Fin. 51747",
        "Wat. 51747",
        "Fam. 51747",
        "PCC 51747",
        "USC 1400",
        "CCR 11700",
        "Grade 5 CCR",
        "WCAG 2.1",
    ]);
}

#[test]
fn titles_chapters_and_years_alone_stay_text() {
    silent(&[
        "Title V",
        "Title 1",
        "Title 5",
        "Title IX",
        "Title 5, 11700 students",
        "Title 1, Section 2",
        "Chapter 52",
        "Part 28",
        "5 CCR",
        "28 CFR",
        "Section 2 of 2026",
        "Section 2026",
        "Section 2",
        "section 12 of this page",
        "Section 4.2",
        "30 sec 51747",
        "cross-section 51747",
        "Article 5.5",
        "Subsection 51747",
        "in 2024",
        "(2024)",
    ]);
}

#[test]
fn ab_in_other_words_is_no_bill() {
    silent(&[
        "LAB 130",
        "AB",
        "ABC 130",
        "LAB130",
        "AB1",
        "A-AB 130",
        "AB 555-0142",
        "AB 12/05/2026",
        "AB 12:30",
        "AB 0130",
        "AB 13000",
        "ab 130",
        "SB 1.5",
        "Form SB",
    ]);
}

/// Whatever is put together, ranges are words of the run, in order and apart.
#[test]
fn no_text_makes_it_panic() {
    const FRAGMENTS: [&str; 76] = [
        "EC",
        "Education Code",
        "Ed. Code,",
        "(EC)",
        "[EC]",
        "Section",
        "Sections",
        "sección",
        "secciones",
        "Secs.",
        "§",
        "§§",
        "51747",
        "51747.5",
        "(g)",
        "[g][9]",
        "(ii)",
        "46300.7",
        "504",
        "5",
        "20",
        "2021",
        "0",
        "999999999999",
        "CCR",
        "5 CCR",
        "U.S.C.",
        "CFR",
        "Part",
        "Title",
        "Título",
        "AB",
        "SB",
        "Assembly Bill",
        "130",
        "(Chapter 44, Statutes of 2021)",
        "(2024)",
        "Stats. 2021, Ch. 44",
        "Chapter",
        "Statutes of",
        " ",
        " ",
        " ",
        "\n",
        "\u{a0}",
        "\u{202f}",
        ",",
        ", ",
        ".",
        "-",
        "–",
        "—",
        "/",
        ":",
        "(",
        ")",
        "[",
        "]",
        " and ",
        " y ",
        " to ",
        " a ",
        " of the ",
        " del ",
        "Código de Educación",
        "Código",
        "de California",
        "Cal.",
        "Code",
        "á",
        "ñ",
        "🎓",
        "한",
        "Cal. Const., art. IX, ",
        " et seq.",
        "\u{301}",
    ];
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut found = 0;
    for _ in 0..60_000 {
        let text: String = (0..=random(14)).map(|_| FRAGMENTS[random(FRAGMENTS.len())]).collect();
        let mut free = 0;
        for citation in find(&text, &mut None) {
            let Range { start, end } = citation.range;
            assert!(free <= start && start < end && text.get(start..end).is_some(), "{text:?}");
            assert!(text[start..end].bytes().any(|b| b.is_ascii_digit()), "{text:?}");
            assert_eq!(citation.url, citation.reference.url());
            free = end;
            found += 1;
        }
    }
    assert!(found > 1000, "{found}");
}
