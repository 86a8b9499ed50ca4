//! What a district says about itself: the questions of `init`, and which answers can be used.

use crate::fields::{is_email, phone_link};
use crate::language::{self, native_name};

/// The languages the starter is written in; the first is the one its links are made for.
pub const LANGUAGES: [&str; 2] = ["en", "es"];

/// What a district says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Its name.
    pub name: String,
    /// The office that answers.
    pub office: String,
    /// That office's e-mail address.
    pub email: String,
    /// That office's telephone number.
    pub phone: String,
    /// Where the site will be published.
    pub url: String,
    /// The languages of the site, in which all its pages are written; the first is the default.
    pub languages: Vec<String>,
    /// Languages it would like to have, in which nothing is written yet.
    pub later: Vec<String>,
}

/// A question, in the order of asking.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The flag that answers it.
    pub flag: &'static str,
    /// Its words.
    pub words: &'static str,
    /// An answer as it may be.
    pub example: &'static str,
    /// Whether the example is the answer when somebody only presses Enter.
    pub is_default: bool,
}

/// What is asked.
pub const QUESTIONS: [Question; 6] = [
    Question {
        flag: "name",
        words: "What is the district called?",
        example: "Sierra Vista Unified School District",
        is_default: false,
    },
    Question {
        flag: "office",
        words: "Which office answers questions about independent study?",
        example: "Independent Study Office",
        is_default: true,
    },
    Question { flag: "email", words: "What is its e-mail address?", example: "study@example.org", is_default: false },
    Question {
        flag: "phone",
        words: "What is its telephone number, with the area code?",
        example: "555-555-0142",
        is_default: false,
    },
    Question {
        flag: "url",
        words: "At which address will the pages be published?",
        example: "https://www.example.org/independent-study/",
        is_default: false,
    },
    Question {
        flag: "language",
        words: "In which languages, the main one first?",
        example: "English, Spanish",
        is_default: true,
    },
];

/// What is wrong with an answer, in a sentence or two; `None` when it can be used.
#[must_use]
pub fn problem(question: &Question, answer: &str) -> Option<String> {
    let answer = answer.trim();
    let example = question.example;
    if answer.is_empty() {
        return Some(format!("This needs an answer, such as: {example}"));
    }
    let (is_good, what) = match question.flag {
        "email" => (is_email(answer), "is not an e-mail address"),
        "phone" => (phone_link(answer).is_some(), "is not a telephone number with an area code"),
        "url" => (is_address(answer), "is not the address of a website"),
        "language" => return languages(answer).err(),
        _ => (!answer.contains(char::is_control), "has signs in it that no name has"),
    };
    if is_good {
        return None;
    }
    let whole = format!("https://{answer}");
    let example = if question.flag == "url" && is_address(&whole) { &whole } else { example };
    Some(format!("“{answer}” {what}. Write it like this: {example}"))
}

fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    matches!(scheme, "https" | "http")
        && host.contains('.')
        && !url
            .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '?' | '#' | '@'))
}

/// The languages in an answer such as “en, es” or “English and Vietnamese”: those of the starter's pages, then
/// those in which nothing is written yet.
///
/// # Errors
/// What is wrong with it, in a sentence or two.
pub fn languages(answer: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let (mut written, mut later): (Vec<String>, Vec<String>) = Default::default();
    for piece in answer.split([',', ';', '/']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let whole = tag(piece).into_iter().map(Ok).collect::<Vec<_>>();
        let single = || piece.split_whitespace().filter(|word| !matches!(*word, "and" | "y" | "e" | "&"));
        let tags = if whole.is_empty() { single().map(|word| tag(word).ok_or(word)).collect() } else { whole };
        for tag in tags {
            let tag = tag.map_err(|word| {
                format!("“{word}” is no language that Studypages knows. Write names or short forms: English, Spanish")
            })?;
            let list = if LANGUAGES.contains(&tag.as_str()) { &mut written } else { &mut later };
            if !list.contains(&tag) {
                list.push(tag);
            }
        }
    }
    if written.is_empty() {
        return Err(format!(
            "The pages are written in English and Spanish, and in nothing else yet. Name one of the two{}.",
            later.first().map_or_else(String::new, |tag| format!("; {} can follow", native_name(tag)))
        ));
    }
    Ok((written, later))
}

/// The tag of a language that is called so, or has that tag.
fn tag(word: &str) -> Option<String> {
    let is_known = |tag: &str| language::is_tag(tag) && native_name(tag) != tag;
    let mut parts = word.splitn(2, '-');
    let small = parts.next().unwrap_or_default().to_lowercase();
    let as_tag = parts.next().map_or_else(|| small.clone(), |rest| format!("{small}-{rest}"));
    language::tag_of(word).map(str::to_owned).or_else(|| is_known(&as_tag).then_some(as_tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_cannot_be_used_is_told_in_words_and_names_no_flag() {
        let said = |flag: &str, answer: &str| {
            problem(QUESTIONS.iter().find(|question| question.flag == flag).unwrap(), answer)
        };
        for (flag, answer, words) in [
            (
                "phone",
                "555-0142",
                "“555-0142” is not a telephone number with an area code. Write it like this: 555-555-0142",
            ),
            (
                "email",
                "office@example",
                "“office@example” is not an e-mail address. Write it like this: study@example.org",
            ),
            (
                "url",
                "www.k12.org/is",
                "“www.k12.org/is” is not the address of a website. Write it like this: https://www.k12.org/is",
            ),
            ("name", "  ", "This needs an answer, such as: Sierra Vista Unified School District"),
            (
                "language",
                "Klingon",
                "“Klingon” is no language that Studypages knows. Write names or short forms: English, Spanish",
            ),
            (
                "language",
                "Tagalog",
                "The pages are written in English and Spanish, and in nothing else yet. Name one of the two; Tagalog can follow.",
            ),
        ] {
            assert_eq!(said(flag, answer).as_deref(), Some(words));
        }
        for question in &QUESTIONS {
            assert_eq!(problem(question, question.example), None, "{}", question.flag);
        }
    }

    #[test]
    fn languages_are_written_in_many_ways() {
        let read = |answer: &str| {
            let (written, later) = languages(answer).unwrap();
            (written.join(" "), later.join(" "))
        };
        for answer in
            ["en,es", "en es", "English and Spanish", "inglés".replace("inglés", "en; español").as_str(), "EN, ES, en"]
        {
            assert_eq!(read(answer), ("en es".to_owned(), String::new()), "{answer}");
        }
        assert_eq!(read("es"), ("es".to_owned(), String::new()));
        assert_eq!(read("Vietnamese, es, en, zh-Hant"), ("es en".to_owned(), "vi zh-Hant".to_owned()));
    }
}
