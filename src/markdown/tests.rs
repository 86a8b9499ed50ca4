//! Small pages in, whole HTML out. Slots are shown as `⟨…⟩`.

use super::*;
use crate::diagnostics::Lines;
use crate::front_matter::Kind;

fn parsed(kind: Kind, language: &str, text: &str) -> (Document, Vec<Finding>) {
    let mut findings = Vec::new();
    let lines = Lines::new(text);
    let (document, _) = parse(
        Context { file: &"content/a.md".into(), language, kind, base_url: None },
        &lines,
        0..text.len(),
        &mut findings,
    );
    (document, findings)
}

fn shown(document: &Document) -> String {
    let mut out = String::new();
    let mut at = 0;
    for slot in &document.slots {
        out.push_str(&document.html[at..slot.at]);
        at = slot.at;
        let words = match slot.kind {
            SlotKind::Href(link) => document.links[link].target.clone(),
            SlotKind::LinkNote(_) => "note".to_owned(),
            SlotKind::Image(image) => document.images[image].target.clone(),
            SlotKind::Component(number) => format!("component {number}"),
            SlotKind::Open(number) => format!("open {number}"),
            SlotKind::Close => "close".to_owned(),
            SlotKind::Label(label) => label.key().to_owned(),
        };
        out.push_str(&format!("⟨{words}⟩"));
    }
    out.push_str(&document.html[at..]);
    out
}

fn html(text: &str) -> String {
    let (document, findings) = parsed(Kind::Page, "en", text);
    assert_eq!(said(&findings), [""; 0], "{text}");
    shown(&document)
}

fn said(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let at = finding.start.unwrap_or_default();
            format!("{}:{} {} {}", at.line, at.column, finding.rule, finding.message)
        })
        .collect()
}

fn problems(text: &str) -> Vec<String> {
    said(&parsed(Kind::Page, "en", text).1)
}

#[test]
fn headings_get_ids_in_their_own_letters() {
    assert_eq!(
        html("## ¿Quién puede inscribirse?\n\n## Grades\n\n### Grades\n\n## Steps {#how}\n"),
        "<h2 id=\"quién-puede-inscribirse\">¿Quién puede inscribirse?</h2>\n\
         <h2 id=\"grades\">Grades</h2>\n\
         <h3 id=\"grades-2\">Grades</h3>\n\
         <h2 id=\"how\">Steps</h2>\n"
    );
}

#[test]
fn an_id_set_by_hand_is_never_taken_by_a_heading_above_it() {
    assert_eq!(
        html("## Steps\n\n## How to enroll {#steps}\n"),
        "<h2 id=\"steps-2\">Steps</h2>\n<h2 id=\"steps\">How to enroll</h2>\n"
    );
}

#[test]
fn headings_of_the_wrong_kind_are_reported() {
    assert_eq!(
        problems("# Enrolling\n\n## A {#x}\n\n## B {#x}\n"),
        [
            "1:1 heading/second-h1 The title in the front matter is the page’s only first-level heading.",
            "5:1 heading/duplicate-id Two headings of this page have the id “x”.",
        ]
    );
}

#[test]
fn tables_have_captions_column_headers_and_row_headers() {
    let table = "Table: Days, *in full*\n\n| Grade | Days |\n|---|---:|\n| **K** | 180 |\n| **1** | 175 |\n";
    let expected = "<table>\n<caption>Days, <em>in full</em></caption>\n\
        <thead>\n<tr><th scope=\"col\">Grade</th><th scope=\"col\" class=\"right\">Days</th></tr>\n</thead>\n<tbody>\n\
        <tr><th scope=\"row\">K</th><td class=\"right\">180</td></tr>\n\
        <tr><th scope=\"row\">1</th><td class=\"right\">175</td></tr>\n</tbody>\n</table>\n";
    assert_eq!(html(table), expected);
}

#[test]
fn a_caption_may_stand_below_and_in_spanish() {
    let table = "| A |\n|---|\n| b |\nTabla: Años\n";
    assert_eq!(
        html(table),
        "<table>\n<caption>Años</caption>\n<thead>\n<tr><th scope=\"col\">A</th></tr>\n</thead>\n<tbody>\n<tr><td>b</td></tr>\n</tbody>\n</table>\n"
    );
}

#[test]
fn an_empty_corner_is_no_header() {
    assert_eq!(
        html("| | Days |\n|---|---|\n| K | 180 |\n"),
        "<table>\n<thead>\n<tr><td></td><th scope=\"col\">Days</th></tr>\n</thead>\n<tbody>\n<tr><td>K</td><td>180</td></tr>\n</tbody>\n</table>\n"
    );
}

#[test]
fn footnotes_are_listed_in_the_order_of_their_references() {
    assert_eq!(
        html("One.[^b] Two.[^a] Three.[^b]\n\n[^a]: First written.\n[^b]: Second written.\n"),
        "<p>One.<sup><a class=\"footnote\" id=\"fnref-1\" href=\"#fn-1\">1</a></sup> \
         Two.<sup><a class=\"footnote\" id=\"fnref-2\" href=\"#fn-2\">2</a></sup> \
         Three.<sup><a class=\"footnote\" id=\"fnref-1-2\" href=\"#fn-1\">1</a></sup></p>\n\
         <section class=\"footnotes\" aria-labelledby=\"footnotes\">\n<h2 id=\"footnotes\">⟨footnotes⟩</h2>\n<ol>\n\
         <li id=\"fn-1\">\n<p>Second written.</p>\n<p><a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"⟨back_to_reference⟩ 1\">↩</a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>First written.</p>\n<p><a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"⟨back_to_reference⟩ 2\">↩</a></p>\n</li>\n\
         </ol>\n</section>\n"
    );
}

#[test]
fn alerts_and_quotations() {
    assert_eq!(
        html("> [!IMPORTANT]\n> Sign first.\n\n> A quotation.\n"),
        "<div class=\"alert alert-important\" role=\"note\">\n<p class=\"alert-title\">⟨important⟩</p>\n<p>Sign first.</p>\n</div>\n\
         <blockquote>\n<p>A quotation.</p>\n</blockquote>\n"
    );
}

#[test]
fn definition_lists_and_task_lists() {
    assert_eq!(
        html("ADA\n: Average daily attendance\n\n- [x] Signed\n- [ ] Sent\n"),
        "<dl>\n<dt>ADA</dt>\n<dd>Average daily attendance</dd>\n</dl>\n<ul>\n<li><span class=\"task\">☑</span> Signed</li>\n<li><span class=\"task\">☐</span> Sent</li>\n</ul>\n"
    );
}

#[test]
fn lists_keep_their_first_number() {
    assert_eq!(html("3. c\n4. d\n"), "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n");
    assert_eq!(html("99. a\n    - b\n"), "<ol start=\"99\">\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n");
    assert_eq!(html("2026. a\n"), "<ol class=\"wide\" start=\"2026\">\n<li>a</li>\n</ol>\n");
}

#[test]
fn links_inside_the_site_wait_for_their_address() {
    let (document, findings) =
        parsed(Kind::Page, "en", "See [the *law*](legal.md#ratio) and <https://example.org/a>.\n");
    assert_eq!(said(&findings), [""; 0]);
    assert_eq!(
        shown(&document),
        "<p>See <a href=\"⟨legal.md#ratio⟩\">the <em>law</em>⟨note⟩</a> and <a class=\"external\" href=\"https://example.org/a\">https://example.org/a</a>.</p>\n"
    );
    assert_eq!(document.links[0].text, "the law");
    assert_eq!(document.links[0].span, 4..31);
}

#[test]
fn links_to_an_authors_own_disk_are_refused() {
    assert_eq!(
        problems("[a](file:///C:/form.pdf) [b](C:/form.pdf) [c](javascript:alert(1))\n"),
        [
            "1:1 link/local-file “file:///C:/form.pdf” is a place on your own computer; nobody else can open it.",
            "1:26 link/local-file “C:/form.pdf” is a place on your own computer; nobody else can open it.",
            "1:43 link/local-file A link cannot start with “javascript:”.",
        ]
    );
}

#[test]
fn phones_mails_dates_and_addresses_can_be_used() {
    assert_eq!(
        html("Call 555-555-0142, write to a@example.org by October 8, 2026 or see https://example.org/x.\n"),
        "<p>Call <a class=\"phone\" href=\"tel:+15555550142\">555-555-0142</a>, write to <a class=\"email\" href=\"mailto:a@example.org\">a@example.org</a> \
         by <time datetime=\"2026-10-08\">October 8, 2026</time> or see <a class=\"external\" href=\"https://example.org/x\">https://example.org/x</a>.</p>\n"
    );
}

#[test]
fn citations_part_at_no_number_but_where_columns_are_narrow() {
    let shown =
        html("See Education Code Section 51747.5, EC 51745(a) and 5 CCR 11700.\n\n| Law |\n|---|\n| EC 51747 |\n");
    for words in
        [">Education Code Section\u{a0}51747.5<", ">EC\u{a0}51745(a)<", ">5\u{a0}CCR\u{a0}11700<", ">EC 51747<"]
    {
        assert!(shown.contains(words), "{words} {shown}");
    }
}

#[test]
fn statutes_become_links_but_not_in_code_headings_or_links() {
    let url = "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=EDC&amp;sectionNum=51747.";
    assert_eq!(
        html("## EC Section 51747\n\nSee EC Section 51747(g), `EC 51747` and [EC 51747](a.md).\n"),
        format!(
            "<h2 id=\"ec-section-51747\">EC Section 51747</h2>\n\
             <p>See <a class=\"statute\" href=\"{url}\">EC\u{a0}Section\u{a0}51747(g)</a>, <code>EC 51747</code> and <a href=\"⟨a.md⟩\">EC 51747⟨note⟩</a>.</p>\n"
        )
    );
}

#[test]
fn a_citation_knows_its_place_in_the_file() {
    let text = "Años:\n\n- See **the law** in EC Section 51747(g).\n";
    let (document, _) = parsed(Kind::Page, "en", text);
    let spans: Vec<&str> = document.citations.iter().map(|(_, span)| &text[span.clone()]).collect();
    assert_eq!(spans, ["EC Section 51747(g)"]);
}

#[test]
fn a_code_is_named_once_a_paragraph() {
    let (document, _) = parsed(
        Kind::Page,
        "en",
        "Government Code Section 11135 and, in **bold**, Section 7405.\n\nSection 7405 alone.\n",
    );
    let urls: Vec<Option<&str>> = document.citations.iter().map(|(citation, _)| citation.url.as_deref()).collect();
    let section = |number: &str| {
        format!("https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=GOV&sectionNum={number}.")
    };
    assert_eq!(urls, [Some(section("11135").as_str()), Some(section("7405").as_str()), None]);
}

#[test]
fn images_need_words_or_a_mark() {
    assert_eq!(
        html("![A table](a.png)\n\n![](line.svg \"decorative\")\n\n![Two desks](b.png \"The study room\")\n"),
        "<p><img src=\"⟨a.png⟩\" alt=\"A table\"></p>\n\
         <p><img src=\"⟨line.svg⟩\" alt=\"\"></p>\n\
         <figure><img src=\"⟨b.png⟩\" alt=\"Two desks\"><figcaption>The study room</figcaption></figure>\n"
    );
    assert_eq!(
        problems("![](a.png)\n\n![A](https://example.org/a.png)\n"),
        [
            "1:1 image/alt-missing This picture has no alternative text, so a reader who cannot see it learns nothing.",
            "3:1 image/foreign This picture comes from another website, which would learn who reads this page.",
        ]
    );
}

#[test]
fn raw_html_passes_an_allow_list() {
    let (document, findings) = parsed(
        Kind::Page,
        "en",
        "<span lang=\"es\" style=\"color:red\">Hola</span> <script>alert(1)</script>\n\n<details><summary>More</summary>\n\nWords.\n\n</details>\n",
    );
    assert_eq!(
        shown(&document),
        "<p><span lang=\"es\">Hola</span> </p>\n<details><summary>More</summary>\n<p>Words.</p>\n</details>\n"
    );
    assert_eq!(
        said(&findings),
        [
            "1:1 html/attribute “style” of “<span>” cannot be published; it was left out.",
            "1:47 html/element “<script>” cannot be published; it was left out.",
        ]
    );
}

#[test]
fn components_stand_on_lines_of_their_own() {
    let (document, findings) = parsed(
        Kind::Page,
        "en",
        "Before\n{{ contact() }}\n\n{{ steps() }}\n\n1. One\n2. Two\n\n{{ /steps }}\n\n```\n{{ contact() }}\n```\n",
    );
    assert_eq!(said(&findings), [""; 0]);
    assert_eq!(
        shown(&document),
        "<p>Before</p>\n⟨component 0⟩⟨open 1⟩<ol>\n<li>One</li>\n<li>Two</li>\n</ol>\n⟨close⟩<pre><code>{{ contact() }}\n</code></pre>\n"
    );
}

#[test]
fn components_that_are_not_closed_or_not_opened() {
    assert_eq!(problems("{{ steps() }}\n\n1. One\n"), ["1:1 component/unclosed “steps” is never closed."]);
    assert_eq!(
        problems("{{ /steps }}\n"),
        ["1:1 component/unclosed “/steps” closes a component that was not opened here."]
    );
}

#[test]
fn questions_of_an_faq_fold() {
    let (document, findings) = parsed(Kind::Faq, "en", "## Joining\n\n### Who can join?\n\nAnybody.\n\n## Leaving\n");
    assert_eq!(said(&findings), [""; 0]);
    assert_eq!(
        shown(&document),
        "<h2 id=\"joining\">Joining</h2>\n\
         <details class=\"question\" id=\"who-can-join\">\n<summary><h3>Who can join?</h3></summary>\n<div class=\"answer\">\n\
         <p>Anybody.</p>\n</div>\n</details>\n\
         <h2 id=\"leaving\">Leaving</h2>\n"
    );
}

#[test]
fn comments_never_reach_the_page_and_tasks_are_notes() {
    let (document, findings) = parsed(Kind::Page, "en", "<!-- for us -->\n\nWords <!-- decide: the hours. -->\n");
    assert_eq!(shown(&document), "<p>Words </p>\n");
    assert_eq!(said(&findings), ["3:7 content/decide To decide: the hours."]);
}

#[test]
fn foreign_words_keep_their_direction_on_right_to_left_pages() {
    let (document, _) = parsed(Kind::Page, "ar", "555-555-0142\n");
    assert_eq!(shown(&document), "<p><a class=\"phone\" href=\"tel:+15555550142\" dir=\"ltr\">555-555-0142</a></p>\n");
}

#[test]
fn headings_keep_off_the_ids_of_the_theme() {
    let text = "## Main\n\n## Main\n\n## Top\n\n## Notice 1\n\n## Notice 1-2\n\n## SP 153\n\n## Sp search\n\n## Section main\n";
    let (document, findings) = parsed(Kind::Page, "en", text);
    let ids: Vec<&str> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "section-main",
            "section-main-2",
            "section-top",
            "section-notice-1",
            "notice-1-2",
            "section-sp-153",
            "section-sp-search",
            "section-main-3",
        ]
    );
    assert_eq!(findings, []);
}
