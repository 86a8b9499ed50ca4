//! Bills and chapters of the statutes.

use super::*;

#[test]
fn bills_of_a_known_year() {
    assert_eq!(
        cited(
            "AB 130 (Chapter 44, Statutes of 2021), Senate Bill (SB) 153 (Statutes 2024), SB 153 (2024). AB 104 of 2021"
        ),
        [
            "AB 130 (Chapter 44, Statutes of 2021) → AB 130 of 2021 chapter 44 → 202120220AB130",
            "Senate Bill (SB) 153 (Statutes 2024) → SB 153 of 2024 → 202320240SB153",
            "SB 153 (2024) → SB 153 of 2024 → 202320240SB153",
            "AB 104 of 2021 → AB 104 of 2021 → 202120220AB104",
        ]
    );
    assert_eq!(
        cited(
            "AB 181, Chapter 52, Statutes of 2022; AB 181 (Stats. 2022, Ch. 52); SB 9 (Committee on Budget, Ch. 7, Stats. 2023)"
        ),
        [
            "AB 181, Chapter 52, Statutes of 2022 → AB 181 of 2022 chapter 52 → 202120220AB181",
            "AB 181 (Stats. 2022, Ch. 52) → AB 181 of 2022 chapter 52 → 202120220AB181",
            "SB 9 (Committee on Budget, Ch. 7, Stats. 2023) → SB 9 of 2023 chapter 7 → 202320240SB9",
        ]
    );
    assert_eq!(
        cited(
            "la ley SB 153 (2024), el Proyecto de Ley de la Asamblea (AB) 181 (Capítulo 52, Estatutos de 2022), el Proyecto de Ley del Senado 153 de 2024"
        ),
        [
            "SB 153 (2024) → SB 153 of 2024 → 202320240SB153",
            "Proyecto de Ley de la Asamblea (AB) 181 (Capítulo 52, Estatutos de 2022) → AB 181 of 2022 chapter 52 → 202120220AB181",
            "Proyecto de Ley del Senado 153 de 2024 → SB 153 of 2024 → 202320240SB153",
        ]
    );
}

#[test]
fn a_bill_number_alone_is_the_known_one_or_has_no_address() {
    assert_eq!(
        cited("AB 130 Requirements. SB 153, Assembly Bill (AB) 181, Assembly Bill No. 167; AB 130/167 and AB 9999"),
        [
            "AB 130 → AB 130 → 202120220AB130",
            "SB 153 → SB 153 → 202320240SB153",
            "Assembly Bill (AB) 181 → AB 181 → 202120220AB181",
            "Assembly Bill No. 167 → AB 167 → 202120220AB167",
            "AB 130 → AB 130 → 202120220AB130",
            "167 → AB 167 → 202120220AB167",
            "AB 9999 → AB 9999 → none",
        ]
    );
    assert_eq!(
        cited("Assembly Bills 130 and 167, 2 of them; AB 130 and 167 schools"),
        [
            "Assembly Bills 130 → AB 130 → 202120220AB130",
            "167 → AB 167 → 202120220AB167",
            "AB 130 → AB 130 → 202120220AB130"
        ]
    );
}

#[test]
fn the_same_number_of_another_year_is_another_bill() {
    assert_eq!(
        cited(
            "Assembly Bill 104 (Chapter 13, Statutes of 2015) is not AB 104 (Chapter 41, Statutes of 2021) or AB 104 (Chapter 13)."
        ),
        [
            "Assembly Bill 104 (Chapter 13, Statutes of 2015) → AB 104 of 2015 chapter 13 → 201520160AB104",
            "AB 104 (Chapter 41, Statutes of 2021) → AB 104 of 2021 chapter 41 → 202120220AB104",
            "AB 104 (Chapter 13) → AB 104 chapter 13 → none",
        ]
    );
    assert_eq!(cited("Chapter 13, Statutes of 2015 (AB 104)"), ["AB 104 → AB 104 of 2015 chapter 13 → 201520160AB104"]);
    // A date in the bracket is not the year of the bill.
    assert_eq!(cited("SB 153 (effective July 1, 2025)"), ["SB 153 → SB 153 → 202320240SB153"]);
    // Older bills are not on the site.
    assert_eq!(cited("AB 65 (Statutes of 1977)"), ["AB 65 (Statutes of 1977) → AB 65 of 1977 → none"]);
}

#[test]
fn a_chapter_of_the_statutes_is_the_known_bill() {
    assert_eq!(
        cited("Stats. 2021, Ch. 44; Chapter 52, Statutes of 2022; Capítulo 41 de los Estatutos de 2021"),
        [
            "Stats. 2021, Ch. 44 → AB 130 of 2021 chapter 44 → 202120220AB130",
            "Chapter 52, Statutes of 2022 → AB 181 of 2022 chapter 52 → 202120220AB181",
            "Capítulo 41 de los Estatutos de 2021 → AB 104 of 2021 chapter 41 → 202120220AB104",
        ]
    );
    silent(&["Chapter 52", "Chapter 13, Statutes of 2015", "Statutes of 2022", "Stats. 2021", "Ch. 44", "Capítulo 5"]);
}
