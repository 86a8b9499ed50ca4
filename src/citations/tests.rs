//! The forms and traps that pages of districts and of the state were seen to have.

use super::*;

mod bills;
mod traps;

/// `words → what they cite → the end of the address`, for each citation of a paragraph.
fn cited(text: &str) -> Vec<String> {
    cited_after(text, &mut None)
}

fn cited_after(text: &str, last_code: &mut Option<Code>) -> Vec<String> {
    find(text, last_code)
        .into_iter()
        .map(|citation| {
            let words = &text[citation.range];
            let reference = match citation.reference {
                Reference::Statute { code, section, subdivisions } => {
                    format!("{} {section} {subdivisions}", code.law_code())
                }
                Reference::Regulation { title, section, subdivisions } => {
                    format!("{title} CCR {section} {subdivisions}")
                }
                Reference::Bill { house, number, year, chapter } => {
                    let year = year.map_or(String::new(), |year| format!(" of {year}"));
                    let chapter = chapter.map_or(String::new(), |chapter| format!(" chapter {chapter}"));
                    format!("{} {number}{year}{chapter}", house.code())
                }
                Reference::FederalStatute { title, section, subdivisions } => {
                    format!("{title} USC {section} {subdivisions}")
                }
                Reference::FederalRegulation { title, section, subdivisions } => {
                    format!("{title} CFR {section} {subdivisions}")
                }
                Reference::FederalPart { title, part } => format!("{title} CFR part {part}"),
                Reference::Constitution { article, section } => format!("article {article} section {section}"),
                Reference::UnknownCode { section } => format!("? {section}"),
            };
            let url = citation.url.unwrap_or_else(|| "none".to_owned());
            format!("{words} → {} → {}", reference.trim(), url.rsplit(['/', '=', ':']).next().unwrap_or_default())
        })
        .collect()
}

fn silent(texts: &[&str]) {
    for text in texts {
        assert_eq!(cited(text), [""; 0], "{text}");
    }
}

#[test]
fn addresses_of_the_official_texts() {
    let addresses =
        |text: &str| find(text, &mut None).into_iter().filter_map(|citation| citation.url).collect::<Vec<_>>();
    assert_eq!(
        addresses(
            "EC 51745(a), AB 104 (Statutes of 2021), 5 CCR 11700, 5 CCR 11701, 20 U.S.C. 1400, 34 CFR 300.323, 28 CFR Part 35"
        ),
        [
            "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=EDC&sectionNum=51745.",
            "https://leginfo.legislature.ca.gov/faces/billTextClient.xhtml?bill_id=202120220AB104",
            "https://govt.westlaw.com/calregs/Document/I1C2235C0D48011DEBC02831C6D6C108E",
            "https://govt.westlaw.com/calregs/Index",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title20-section1400",
            "https://www.ecfr.gov/current/title-34/section-300.323",
            "https://www.ecfr.gov/current/title-28/part-35",
        ]
    );
}

#[test]
fn the_education_code_by_its_names() {
    for (text, words) in [
        ("see Education Code (EC) Section 51745(a).", "Education Code (EC) Section 51745(a)"),
        ("(Education Code section 51745(a))", "Education Code section 51745(a)"),
        ("Ed. Code 51745(a)", "Ed. Code 51745(a)"),
        ("Ed Code 51745(a)", "Ed Code 51745(a)"),
        ("Ed. Code, § 51745(a)", "Ed. Code, § 51745(a)"),
        ("in EC 51745(a), the", "EC 51745(a)"),
        ("EC Section 51745(a)", "EC Section 51745(a)"),
        ("EC §51745(a)", "EC §51745(a)"),
        ("Education Code - EDC 51745(a)", "Education Code - EDC 51745(a)"),
        ("Cal. Ed. Code § 51745(a)", "Cal. Ed. Code § 51745(a)"),
        ("CA Educ Code § 51745(a)", "CA Educ Code § 51745(a)"),
        ("the California Education Code, Section 51745(a)", "California Education Code, Section 51745(a)"),
        ("EDUCATION CODE SECTION 51745(a)", "EDUCATION CODE SECTION 51745(a)"),
        ("Section 51745(a) of the Education Code.", "Section 51745(a) of the Education Code"),
        (
            "section 51745(a) of the California Education Code (EC) says",
            "section 51745(a) of the California Education Code (EC)",
        ),
        ("Sec. 51745(a), Education Code", "Sec. 51745(a), Education Code"),
        ("§ 51745(a) of the EC.", "§ 51745(a) of the EC"),
    ] {
        assert_eq!(cited(text), [format!("{words} → EDC 51745 (a) → 51745.")], "{text}");
    }
}

#[test]
fn the_education_code_in_spanish() {
    for (text, words) in [
        ("Código de Educación (EC), sección 51747(g).", "Código de Educación (EC), sección 51747(g)"),
        ("la sección 51747(g) del Código de Educación (EC).", "sección 51747(g) del Código de Educación (EC)"),
        (
            "(sección 51747(g) del Código de Educación de California)",
            "sección 51747(g) del Código de Educación de California",
        ),
        (
            "el Código de Educación de California (EC), sección 51747(g)",
            "Código de Educación de California (EC), sección 51747(g)",
        ),
        (
            "Código de Educación (EC, por sus siglas en inglés), sección 51747(g)",
            "Código de Educación (EC, por sus siglas en inglés), sección 51747(g)",
        ),
        ("Codigo de Educacion, seccion 51747(g)", "Codigo de Educacion, seccion 51747(g)"),
        ("C.E. 51747(g)", "C.E. 51747(g)"),
        ("C.E., § 51747(g)", "C.E., § 51747(g)"),
        ("Sección 51747(g) del C.E.", "Sección 51747(g) del C.E."),
        ("el artículo 51747(g) del código de educación", "artículo 51747(g) del código de educación"),
        ("Código de Educación, artículo 51747(g)", "Código de Educación, artículo 51747(g)"),
        ("según la EC 51747(g) y", "EC 51747(g)"),
    ] {
        assert_eq!(cited(text), [format!("{words} → EDC 51747 (g) → 51747.")], "{text}");
    }
}

#[test]
fn subdivisions_stay_in_the_words_and_out_of_the_address() {
    assert_eq!(
        cited(
            "EC Section 51747[g][9], EC Section 51747.5(b)(2)(A)(ii), EC 51747 (g)(9), EC 51747(g)(1)–(9), EC 51747(a), (b), and (c)"
        ),
        [
            "EC Section 51747[g][9] → EDC 51747 [g][9] → 51747.",
            "EC Section 51747.5(b)(2)(A)(ii) → EDC 51747.5 (b)(2)(A)(ii) → 51747.5.",
            "EC 51747 (g)(9) → EDC 51747 (g)(9) → 51747.",
            "EC 51747(g)(1)–(9) → EDC 51747 (g)(1)–(9) → 51747.",
            "EC 51747(a), (b), and (c) → EDC 51747 (a), (b), and (c) → 51747.",
        ]
    );
    assert_eq!(
        cited("Ed. Code, § 51747, subd. (g). Write (1) to EC 51745(a), (2) to the office, or see EC 51746 (the law)."),
        [
            "Ed. Code, § 51747, subd. (g) → EDC 51747 (g) → 51747.",
            "EC 51745(a) → EDC 51745 (a) → 51745.",
            "EC 51746 → EDC 51746 → 51746.",
        ]
    );
}

#[test]
fn short_forms_and_letters_that_are_joined_to_the_number() {
    assert_eq!(cited("See EC51747(g)."), ["EC51747(g) → EDC 51747 (g) → 51747."]);
    assert_eq!(cited("See EC 51745c."), ["EC 51745c → EDC 51745 c → 51745."]);
    assert_eq!(cited("AB130 changed it."), ["AB130 → AB 130 → 202120220AB130"]);
    assert_eq!(cited("AB-130 changed it."), ["AB-130 → AB 130 → 202120220AB130"]);
}

#[test]
fn a_range_that_falls_is_still_cited() {
    let words = cited("See EC sections 51749.6-51744.");
    assert_eq!(words, ["EC sections 51749.6 → EDC 51749.6 → 51749.6.", "51744 → EDC 51744 → 51744."]);
}

#[test]
fn each_number_of_a_list_is_a_citation() {
    assert_eq!(
        cited("under EC sections 46300.7, 51747[g][9], and 51749.6[b][1] the"),
        [
            "EC sections 46300.7 → EDC 46300.7 → 46300.7.",
            "51747[g][9] → EDC 51747 [g][9] → 51747.",
            "51749.6[b][1] → EDC 51749.6 [b][1] → 51749.6.",
        ]
    );
    assert_eq!(
        cited("EC §§ 51746, 51748; 46300"),
        ["EC §§ 51746 → EDC 51746 → 51746.", "51748 → EDC 51748 → 51748.", "46300 → EDC 46300 → 46300."]
    );
    assert_eq!(
        cited("las secciones 51745 y 51747 del Código de Educación"),
        ["secciones 51745 → EDC 51745 → 51745.", "51747 del Código de Educación → EDC 51747 → 51747."]
    );
    assert_eq!(
        cited("(EC 48915 y EC 48917), 5 CCR 11700, 11701.5"),
        [
            "EC 48915 → EDC 48915 → 48915.",
            "EC 48917 → EDC 48917 → 48917.",
            "5 CCR 11700 → 5 CCR 11700 → I1C2235C0D48011DEBC02831C6D6C108E",
            "11701.5 → 5 CCR 11701.5 → Index",
        ]
    );
    // What only follows a citation is no part of its list.
    assert_eq!(cited("EC 51747, 15 days"), ["EC 51747 → EDC 51747 → 51747."]);
    assert_eq!(cited("EC Section 51747, 2026 edition"), ["EC Section 51747 → EDC 51747 → 51747."]);
    assert_eq!(
        cited("EC 51747, and 5 CCR 11701"),
        ["EC 51747 → EDC 51747 → 51747.", "5 CCR 11701 → 5 CCR 11701 → Index"]
    );
}

#[test]
fn both_ends_of_a_range_are_citations() {
    for between in ["–", "-", " – ", " through ", " to ", " a ", " al ", " a la "] {
        assert_eq!(
            cited(&format!("EC sections 51744{between}51749.6, inclusive")),
            ["EC sections 51744 → EDC 51744 → 51744.", "51749.6 → EDC 51749.6 → 51749.6."],
            "{between}"
        );
    }
    assert_eq!(
        cited("EC §§ 51745–51749.6, inclusive, and 46300"),
        ["EC §§ 51745 → EDC 51745 → 51745.", "51749.6 → EDC 51749.6 → 51749.6.", "46300 → EDC 46300 → 46300."]
    );
    assert_eq!(cited("Family Code 6550-6552"), ["Family Code 6550 → FAM 6550 → 6550.", "6552 → FAM 6552 → 6552."]);
    assert_eq!(cited("EC 200-202"), ["EC 200 → EDC 200 → 200.", "202 → EDC 202 → 202."]);
    // A number below the first one ends no range.
    assert_eq!(cited("EC 51747 to 30 students"), ["EC 51747 → EDC 51747 → 51747."]);
}

#[test]
fn line_breaks_and_no_break_spaces_are_spaces() {
    for space in ["\n", "\u{a0}", "\u{202f}", "  \n"] {
        let text = format!("Education{space}Code{space}(EC){space}Section{space}51747(g)");
        assert_eq!(cited(&text), [format!("{text} → EDC 51747 (g) → 51747.")]);
        let text = format!("EC{space}§{space}51747{space}et{space}seq.");
        assert_eq!(cited(&text), [format!("{text} → EDC 51747 → 51747.")]);
        let text = format!("AB{space}130{space}(Chapter{space}44,{space}Statutes{space}of{space}2021)");
        assert_eq!(cited(&text), [format!("{text} → AB 130 of 2021 chapter 44 → 202120220AB130")]);
    }
}

#[test]
fn other_codes_by_their_names_and_short_forms() {
    for (text, code) in [
        ("Government Code Section 11135", "GOV"),
        ("Gov. Code 11135", "GOV"),
        ("Gov. Code, § 11135", "GOV"),
        ("Gov. § 11135", "GOV"),
        ("GC 11135", "GOV"),
        ("GOV § 11135", "GOV"),
        ("Código de Gobierno, sección 11135", "GOV"),
        ("sección 11135 del Código de Gobierno de California", "GOV"),
        ("Welfare and Institutions Code (WIC) Section 11135", "WIC"),
        ("Welfare & Institutions Code section 11135", "WIC"),
        ("Welf. & Inst. Code, § 11135", "WIC"),
        ("W&I Code 11135", "WIC"),
        ("W&I 11135", "WIC"),
        ("WIC 11135", "WIC"),
        ("Código de Bienestar e Instituciones, sección 11135", "WIC"),
        ("Family Code 11135", "FAM"),
        ("Fam. Code § 11135", "FAM"),
        ("Código de Familia, sección 11135", "FAM"),
        ("Código de Familias (FAM), sección 11135", "FAM"),
        ("Health and Safety Code 11135", "HSC"),
        ("Health & Saf. Code, § 11135", "HSC"),
        ("H&S 11135", "HSC"),
        ("H&SC 11135", "HSC"),
        ("Código de Salud y Seguridad, sección 11135", "HSC"),
        ("Penal Code 11135", "PEN"),
        ("PC § 11135", "PEN"),
        ("Penal Code (PC) Section 11135", "PEN"),
        ("PC Section 11135", "PEN"),
        ("Código Penal, sección 11135", "PEN"),
        ("Vehicle Code Section 11135", "VEH"),
        ("CVC 11135", "VEH"),
        ("Código de Vehículos, sección 11135", "VEH"),
        ("Labor Code section 11135", "LAB"),
        ("Lab. Code § 11135", "LAB"),
        ("Código Laboral, sección 11135", "LAB"),
        ("Código de Trabajo, sección 11135", "LAB"),
        ("Civil Code 11135", "CIV"),
        ("Código Civil, sección 11135", "CIV"),
        ("Code of Civil Procedure section 11135", "CCP"),
        ("Code Civ. Proc., § 11135", "CCP"),
        ("CCP § 11135", "CCP"),
        ("Bus. & Prof. Code, § 11135", "BPC"),
        ("Business and Professions Code 11135", "BPC"),
        ("Pub. Contract Code § 11135", "PCC"),
        ("Unemployment Insurance Code § 11135", "UIC"),
        ("Insurance Code § 11135", "INS"),
        ("Rev. & Tax. Code, § 11135", "RTC"),
        ("Elections Code 11135", "ELEC"),
        ("Evid. Code, § 11135", "EVID"),
        ("Section 11135 of the Health and Safety Code", "HSC"),
        ("Section 11135 of the Code of Civil Procedure", "CCP"),
    ] {
        assert_eq!(cited(text), [format!("{text} → {code} 11135 → 11135.")], "{text}");
    }
    assert_eq!(cited("Penal Code 273a(a)"), ["Penal Code 273a(a) → PEN 273a (a) → 273a."]);
}

#[test]
fn every_code_has_its_own_short_form_and_name() {
    assert_eq!(Code::EDUCATION.law_code(), "EDC");
    assert_eq!(Code::EDUCATION.name(), "Education Code");
    for law_code in "BPC CCP CIV COM CORP EDC ELEC EVID FAC FAM FGC FIN GOV HNC HSC INS LAB MVC PCC PEN PRC PROB PUC RTC SHC UIC VEH WAT WIC".split(' ') {
        let code = Code::from_law_code(law_code).unwrap();
        assert_eq!(code.law_code(), law_code);
        let text = format!("{} Section 100", code.name());
        assert_eq!(cited(&text), [format!("{text} → {law_code} 100 → 100.")]);
        let text = format!("Section 100 of the {}", code.name());
        assert_eq!(cited(&text), [format!("{text} → {law_code} 100 → 100.")]);
    }
    assert_eq!(Code::from_law_code("CONS"), None);
}

#[test]
fn a_bare_section_inherits_the_code_last_named() {
    assert_eq!(
        cited("Government Code Section 11135 and Section 11139; Education Code (EC) Section 51747, see also § 51230."),
        [
            "Government Code Section 11135 → GOV 11135 → 11135.",
            "Section 11139 → GOV 11139 → 11139.",
            "Education Code (EC) Section 51747 → EDC 51747 → 51747.",
            "§ 51230 → EDC 51230 → 51230.",
        ]
    );
    // Named without a number.
    assert_eq!(cited("The Government Code protects you (Section 11135)."), ["Section 11135 → GOV 11135 → 11135."]);
    assert_eq!(cited("El Código de Gobierno lo protege (sección 11135)."), ["sección 11135 → GOV 11135 → 11135."]);
    // From an earlier run of the same paragraph.
    let mut last_code = None;
    assert_eq!(
        cited_after("See EC 51747. The Government Code has 3 parts.", &mut last_code),
        ["EC 51747 → EDC 51747 → 51747."]
    );
    assert_eq!(last_code, Code::from_law_code("GOV"));
    assert_eq!(cited_after("Section 11135", &mut last_code), ["Section 11135 → GOV 11135 → 11135."]);
}

#[test]
fn a_bare_section_with_a_known_number_is_the_education_codes() {
    assert_eq!(
        cited("Section 51747, § 51747(g), sección 51747, Secciones 46300 y 46300.7"),
        [
            "Section 51747 → EDC 51747 → 51747.",
            "§ 51747(g) → EDC 51747 (g) → 51747.",
            "sección 51747 → EDC 51747 → 51747.",
            "Secciones 46300 → EDC 46300 → 46300.",
            "46300.7 → EDC 46300.7 → 46300.7.",
        ]
    );
    // One known number tells the code of its whole list, but not of later ones.
    assert_eq!(
        cited("Sections 51747 and 51230; Section 51230.5"),
        ["Sections 51747 → EDC 51747 → 51747.", "51230 → EDC 51230 → 51230.", "Section 51230.5 → ? 51230.5 → none"]
    );
    assert_eq!(
        cited("Title V, Section 11701 (Section 11700)"),
        ["Section 11701 → 5 CCR 11701 → Index", "Section 11700 → 5 CCR 11700 → I1C2235C0D48011DEBC02831C6D6C108E"]
    );
}

#[test]
fn a_section_without_a_code_has_no_address() {
    assert_eq!(cited("as Section 51230 says"), ["Section 51230 → ? 51230 → none"]);
    assert_eq!(cited("la sección 51230.5"), ["sección 51230.5 → ? 51230.5 → none"]);
}

#[test]
fn the_code_of_regulations() {
    for (text, words) in [
        ("California Code of Regulations, Title 5 (5 CCR), Section 11701", ""),
        ("5 CCR 11701", ""),
        ("5 CCR Section 11701", ""),
        ("5 C.C.R. § 11701", ""),
        ("Cal. Code Regs., tit. 5, § 11701", ""),
        ("Title 5, Section 11701", ""),
        ("Title 5 CCR Section 11701", ""),
        ("Title 5, California Code of Regulations (5 CCR), Section 11701", ""),
        ("Title 5 of the California Code of Regulations, section 11701", ""),
        ("California Code of Regulations (CCR), Title 5, Section 11701", ""),
        ("Título 5 del Código de Reglamentos de California (5 CCR), sección 11701", ""),
        ("Código de Regulaciones de California, Título 5, sección 11701", ""),
        ("Section 11701 of Title 5 of the California Code of Regulations", ""),
        (
            "la sección 11701 del Título 5 del Código de Reglamentos de California (5 CCR).",
            "sección 11701 del Título 5 del Código de Reglamentos de California (5 CCR)",
        ),
        ("(5 CCR 11701)", "5 CCR 11701"),
    ] {
        let words = if words.is_empty() { text } else { words };
        assert_eq!(cited(text), [format!("{words} → 5 CCR 11701 → Index")], "{text}");
    }
    assert_eq!(
        cited("Title 5, sections 11700-11705(a)"),
        [
            "Title 5, sections 11700 → 5 CCR 11700 → I1C2235C0D48011DEBC02831C6D6C108E",
            "11705(a) → 5 CCR 11705 (a) → Index"
        ]
    );
    // The sample site: a title that is named, then cited.
    assert_eq!(
        cited("5 del Código de Reglamentos de California (5 CCR). Vea 5 CCR 11704."),
        ["5 CCR 11704 → 5 CCR 11704 → Index"]
    );
    assert_eq!(
        cited("Title 5 of the California\nCode of Regulations, 5 CCR 11701–11705."),
        [
            "Title 5 of the California\nCode of Regulations, 5 CCR 11701 → 5 CCR 11701 → Index",
            "11705 → 5 CCR 11705 → Index"
        ]
    );
    assert_eq!(
        cited("Title 5 of the California Code of Regulations, 34 CFR 300.323"),
        ["34 CFR 300.323 → 34 CFR 300.323 → section-300.323"]
    );
    // A code named before a regulation does not reach past it.
    assert_eq!(
        cited("GC 11135; 5 CCR 11700 and Section 99999"),
        [
            "GC 11135 → GOV 11135 → 11135.",
            "5 CCR 11700 → 5 CCR 11700 → I1C2235C0D48011DEBC02831C6D6C108E",
            "Section 99999 → ? 99999 → none"
        ]
    );
}

#[test]
fn federal_law() {
    assert_eq!(
        cited(
            "20 U.S.C. 1400, 20 USC § 1232g(b), 20 U.S.C. Section 1400 et seq., 42 U.S.C. 2000d-1, 42 U.S.C. §§ 12101–12213"
        ),
        [
            "20 U.S.C. 1400 → 20 USC 1400 → USC-prelim-title20-section1400",
            "20 USC § 1232g(b) → 20 USC 1232g (b) → USC-prelim-title20-section1232g",
            "20 U.S.C. Section 1400 et seq. → 20 USC 1400 → USC-prelim-title20-section1400",
            "42 U.S.C. 2000d-1 → 42 USC 2000d-1 → USC-prelim-title42-section2000d-1",
            "42 U.S.C. §§ 12101 → 42 USC 12101 → USC-prelim-title42-section12101",
            "12213 → 42 USC 12213 → USC-prelim-title42-section12213",
        ]
    );
    assert_eq!(
        cited("34 CFR 300.323, 34 C.F.R. § 300.324(a), 28 CFR Part 35, 28 CFR Parts 35 and 36, 34 CFR 104"),
        [
            "34 CFR 300.323 → 34 CFR 300.323 → section-300.323",
            "34 C.F.R. § 300.324(a) → 34 CFR 300.324 (a) → section-300.324",
            "28 CFR Part 35 → 28 CFR part 35 → part-35",
            "28 CFR Parts 35 → 28 CFR part 35 → part-35",
            "36 → 28 CFR part 36 → part-36",
            "34 CFR 104 → 34 CFR part 104 → part-104",
        ]
    );
    assert_eq!(
        cited(
            "Vea 28 CFR Part 35; Title 20 of the United States Code, Section 1400; Section 300.323 of Title 34 of the Code of Federal Regulations"
        ),
        [
            "28 CFR Part 35 → 28 CFR part 35 → part-35",
            "Title 20 of the United States Code, Section 1400 → 20 USC 1400 → USC-prelim-title20-section1400",
            "Section 300.323 of Title 34 of the Code of Federal Regulations → 34 CFR 300.323 → section-300.323",
        ]
    );
}

#[test]
fn the_california_constitution() {
    for text in [
        "California Constitution, Article IX, Section 5",
        "Cal. Const., art. IX, § 5",
        "Article IX, Section 5 of the California Constitution",
        "artículo IX, sección 5 de la Constitución de California",
    ] {
        assert_eq!(cited(text), [format!("{text} → article IX section 5 → none")]);
    }
    silent(&["Art. IX, Sec. 5", "U.S. Const., art. I, § 8", "the California Constitution of 1879"]);
}

#[test]
fn known_sections_are_known() {
    for section in ["51744", "51745.6", "46300.7", "46391", "56340", "58512", "48985"] {
        assert!(is_known_education_section(section), "{section}");
    }
    for section in ["51749.4", "46209", "46391.5", "", "4630", "51747(g)", "+46391"] {
        assert!(!is_known_education_section(section), "{section}");
    }
    assert!(ABSENT_FROM_ARTICLE_5_5.iter().all(|section| !is_known_education_section(section)));
    assert!(is_known_title_5_section("11701.5") && !is_known_title_5_section("11706"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 4000, ..Default::default() })]

    #[test]
    fn nothing_is_cited_where_the_last_letters_say_so(
        text in "(AB|SBs|A\\.B\\.|EC|W&I|Ed\\. |Code|CODE|código de educación|california|[Ss]ections?|secs?\\.|§|Stats?|of|de|no|bill|[(),.:]|[a-zA-Zó]|[ \n\u{a0}]){0,6}[ \n]"
    ) {
        let text = text + "51747";
        let here = text.len() - "51747".len();
        let mut last_code = None;
        let mut run = Run { text: &text, free: 0, read: 0, last_code: &mut last_code };
        let named = run.named(here);
        proptest::prop_assert!(named.is_none() || endings::may_name_law(&text[..here]), "{text}: {named:?}");
    }
}
