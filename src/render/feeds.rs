//! sitemap.xml and robots.txt.

use super::OutputFile;
use crate::markdown::escape;
use crate::site::{Site, View};
use crate::source::percent_encode;

/// The sitemap (sitemaps.org 0.9) with the translations of each page; `None` without `base_url`.
#[must_use]
pub(super) fn sitemap(site: &Site) -> Option<OutputFile> {
    let base = site.config.base_url.as_deref()?;
    let several = site.config.languages.len() > 1;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    );
    xml.push_str(if several { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n" } else { ">\n" });
    let address = |view: &View| {
        let mut out = String::new();
        escape(&mut out, base);
        out.push_str(&percent_encode(&view.path));
        out
    };
    for view in site.views.iter().filter(|view| !site.is_fallback(view)) {
        xml.push_str("<url><loc>");
        xml.push_str(&address(view));
        xml.push_str("</loc>");
        if let Some(reviewed) = &site.page_of(view).front_matter.last_reviewed {
            xml.push_str("<lastmod>");
            xml.push_str(&reviewed.value.to_string());
            xml.push_str("</lastmod>");
        }
        let translations: Vec<&View> = site.groups[view.group]
            .views
            .iter()
            .flatten()
            .map(|view| &site.views[*view])
            .filter(|view| !site.is_fallback(view))
            .collect();
        if translations.len() > 1 {
            for other in translations {
                xml.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
                xml.push_str(&site.config.languages[other.language]);
                xml.push_str("\" href=\"");
                xml.push_str(&address(other));
                xml.push_str("\"/>");
            }
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    Some(OutputFile { path: "sitemap.xml".to_owned(), bytes: xml.into_bytes() })
}

/// Everybody may read everything; the sitemap is named when there is one.
#[must_use]
pub(super) fn robots(site: &Site) -> OutputFile {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &site.config.base_url {
        text.push_str("Sitemap: ");
        text.push_str(base);
        text.push_str("sitemap.xml\n");
    }
    OutputFile { path: "robots.txt".to_owned(), bytes: text.into_bytes() }
}
