//! What an author can write in the place of an element that is not published: a link to what it would have shown.

use std::ops::Range;

use crate::markdown::raw;

/// Elements that show something from elsewhere, and the attributes that say what.
const FRAMES: [(&str, &[&str]); 10] = [
    ("iframe", &["src", "data-src"]),
    ("frame", &["src"]),
    ("embed", &["src"]),
    ("object", &["data"]),
    ("video", &["src"]),
    ("audio", &["src"]),
    ("source", &["src"]),
    ("track", &["src"]),
    ("script", &["src"]),
    ("form", &["action"]),
];

/// How to mend `<name>`, which is the tag at the bytes `place` of `html`.
pub(super) fn help(name: &str, html: &str, place: &Range<usize>) -> String {
    let Some((_, attributes)) = FRAMES.iter().find(|(known, _)| *known == name) else {
        return match name {
            "h1" => "Write the words as the title of the page, between the hyphens at its top.".to_owned(),
            "style" | "link" => "Remove it; the theme decides how a page looks.".to_owned(),
            "font" | "center" | "big" | "tt" => {
                "Keep the words and remove the tags; the theme decides how they look.".to_owned()
            }
            _ => format!("Keep the words and remove “<{name}>” and “</{name}>”, or say the same in Markdown."),
        };
    };
    let tag = &html[place.clone()];
    let own = attributes.iter().find_map(|attribute| raw::attribute(tag, attribute));
    // A film or sound may name its file in a tag of its own.
    let address =
        own.or_else(|| inner_source(name, &html[place.end..])).map(str::trim).filter(|address| !address.is_empty());
    let Some(address) = address else {
        return match name {
            "script" => {
                "Remove it, with all that stands up to “</script>”; a page runs no program of its own.".to_owned()
            }
            "form" => "Put the questions on the page as a list, and say where to send the answers.".to_owned(),
            _ => format!("Remove it; this “<{name}>” does not say what it shows."),
        };
    };
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let words = ["title", "aria-label", "name"].iter().find_map(|attribute| raw::attribute(tag, attribute));
    let words =
        words.map(str::trim).filter(|words| !words.is_empty()).map_or_else(|| place_name(&address), str::to_owned);
    let lead = if name == "script" { "If readers need what it shows, link to it" } else { "Link to it instead" };
    format!("{lead}: {}", markdown_link(&words, &address))
}

fn inner_source<'h>(name: &str, after: &'h str) -> Option<&'h str> {
    if !matches!(name, "video" | "audio" | "object") {
        return None;
    }
    let inside = &after[..after.find(&format!("</{name}")).unwrap_or(after.len())];
    raw::tags(inside)
        .filter(|(name, _)| matches!(name.as_str(), "source" | "embed"))
        .find_map(|(_, place)| raw::attribute(&inside[place], "src"))
}

/// What a link can be called that nobody has named: the file, or the website.
fn place_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or_default();
    match (address.split_once("://"), file.rsplit_once('.')) {
        (None, Some((stem, _))) if !stem.is_empty() => stem.replace(['-', '_'], " "),
        (Some((_, rest)), _) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            format!("say what it is ({})", host.trim_start_matches("www."))
        }
        _ => "say what it is".to_owned(),
    }
}

fn markdown_link(words: &str, address: &str) -> String {
    let words = words.replace('[', "\\[").replace(']', "\\]");
    let address = address.replace("&amp;", "&");
    // Blanks and brackets would end the address.
    if address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
        format!("[{words}](<{address}>)")
    } else {
        format!("[{words}]({address})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(html: &str) -> String {
        let (name, place) = raw::tags(html).next().unwrap();
        help(&name, html, &place)
    }

    #[test]
    fn a_frame_or_film_becomes_the_link_that_leads_to_it() {
        for (html, help) in [
            (
                "<iframe width=\"640\" title=\"Request form\"\n  src='https://docs.google.com/forms/d/e/1/viewform?embedded=true&amp;hl=es'></iframe>",
                "Link to it instead: [Request form](https://docs.google.com/forms/d/e/1/viewform?embedded=true&hl=es)",
            ),
            (
                "<IFRAME SRC=//www.youtube.com/embed/abc></IFRAME>",
                "Link to it instead: [say what it is (youtube.com)](https://www.youtube.com/embed/abc)",
            ),
            (
                "<video controls><source src=\"how-to-sign.mp4\"></video>",
                "Link to it instead: [how to sign](how-to-sign.mp4)",
            ),
            ("<audio src=\"our talk (long).mp3\">", "Link to it instead: [our talk (long)](<our talk (long).mp3>)"),
            ("<object data=\"plan.pdf\" name=\"Plan [new]\">", "Link to it instead: [Plan \\[new\\]](plan.pdf)"),
            (
                "<script src=\"https://calendar.example.net/embed.js\"></script>",
                "If readers need what it shows, link to it: [say what it is (calendar.example.net)](https://calendar.example.net/embed.js)",
            ),
            (
                "<script>alert(1)</script>",
                "Remove it, with all that stands up to “</script>”; a page runs no program of its own.",
            ),
            ("<iframe></iframe>", "Remove it; this “<iframe>” does not say what it shows."),
            (
                "<marquee>New!</marquee>",
                "Keep the words and remove “<marquee>” and “</marquee>”, or say the same in Markdown.",
            ),
        ] {
            assert_eq!(said(html), help);
        }
    }
}
