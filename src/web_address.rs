//! Addresses as people write them: which of them may stand in `href`, `src` or `action`.

use std::borrow::Cow;

/// What an address leads to, by how it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A page or a file of this site, or a place on the same page.
    Inside,
    /// Another website.
    Web,
    /// A mailbox.
    Mail,
    /// A telephone.
    Phone,
    /// Nothing that a page may lead to; its scheme in small letters: `javascript`, `file`, `c`.
    Refused(Cow<'a, str>),
}

/// The one check of an address. Browsers drop line ends and tabs wherever they stand, and space and control
/// characters at the start; so does this.
pub(crate) fn kind(address: &str) -> Kind<'_> {
    let dropped = |c: char| matches!(c, '\t' | '\n' | '\r');
    let start = address.trim_start_matches(|c: char| c <= ' ');
    let Some(end) = start.find([':', '/', '?', '#']) else { return Kind::Inside };
    if start.as_bytes()[end] != b':' {
        return if is_web_without_scheme(start) { Kind::Web } else { Kind::Inside };
    }
    let written = &start[..end];
    let is_plain = !written.contains(dropped) && !written.contains(|c: char| c.is_ascii_uppercase());
    let scheme = if is_plain {
        Cow::Borrowed(written)
    } else {
        written.chars().filter(|c| !dropped(*c)).map(|c| c.to_ascii_lowercase()).collect::<String>().into()
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    match &*scheme {
        _ if !is_scheme => Kind::Inside,
        "http" | "https" => Kind::Web,
        "mailto" => Kind::Mail,
        "tel" => Kind::Phone,
        _ => Kind::Refused(scheme),
    }
}

/// `//www.example.org/`: a browser takes the scheme of the page. Backslashes are slashes to it.
fn is_web_without_scheme(address: &str) -> bool {
    let mut bytes = address.bytes();
    let mut is_slash = || matches!(bytes.next(), Some(b'/' | b'\\'));
    is_slash() && is_slash()
}

/// What follows `base`, the address of the site with a `/` at its end, in an address that is written in full;
/// `None` for one elsewhere. `http` and `https` are one site, and so are small and capital letters of its name.
pub(crate) fn below<'a>(base: &str, address: &'a str) -> Option<&'a str> {
    let after_scheme = |address: &'a str| {
        let (scheme, rest) = address.split_once("//")?;
        let is_web = ["https:", "http:", ""].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        is_web.then_some(rest)
    };
    let (_, base) = base.split_once("//")?;
    let rest = after_scheme(address)?;
    let (host, path) = base.split_at(base.find('/')?);
    let (start, below_host) = rest.split_at_checked(host.len())?;
    if !start.eq_ignore_ascii_case(host) {
        return None;
    }
    match below_host.strip_prefix(path) {
        Some(below) => Some(below),
        // The address without its last slash, maybe with a place on the page.
        None => below_host
            .strip_prefix(&path[..path.len() - 1])
            .filter(|rest| rest.is_empty() || rest.starts_with(['#', '?'])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_leads_to() {
        let refused = |scheme: &'static str| Kind::Refused(scheme.into());
        for (address, expected) in [
            ("enrollment.md", Kind::Inside),
            ("/a:b", Kind::Inside),
            ("#a:b", Kind::Inside),
            ("form.pdf#page=3", Kind::Inside),
            ("1:2", Kind::Inside),
            ("HTTPS://example.org", Kind::Web),
            ("//example.org", Kind::Web),
            ("/\\example.org", Kind::Web),
            ("mailto:a@example.org", Kind::Mail),
            ("tel:+15555550100", Kind::Phone),
            ("javascript:alert(1)", refused("javascript")),
            ("  java\nscript:alert(1)", refused("javascript")),
            ("\u{1}JaVaScRiPt:alert(1)", refused("javascript")),
            ("data:text/html,x", refused("data")),
            ("vbscript:x", refused("vbscript")),
            ("C:\\forms\\a.pdf", refused("c")),
            ("file:///forms", refused("file")),
        ] {
            assert_eq!(kind(address), expected, "{address:?}");
        }
    }

    #[test]
    fn addresses_of_the_site_itself() {
        let below = |address| below("https://www.example.org/is/", address);
        assert_eq!(below("https://www.example.org/is/faq/#a"), Some("faq/#a"));
        assert_eq!(below("http://WWW.example.org/is/"), Some(""));
        assert_eq!(below("//www.example.org/is/faq/"), Some("faq/"));
        assert_eq!(below("https://www.example.org/is"), Some(""));
        assert_eq!(below("https://www.example.org/is#top"), Some("#top"));
        assert_eq!(below("https://www.example.org/island/"), None);
        assert_eq!(below("https://www.example.org/"), None);
        assert_eq!(below("https://www.example.org.evil.example/is/"), None);
        assert_eq!(below("ftp://www.example.org/is/"), None);
        assert_eq!(below("https://é"), None);
    }
}
