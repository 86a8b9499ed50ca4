//! The measures of an SVG drawing.

/// Width and height of the outermost `<svg>`: its attributes, else its viewBox.
pub(super) fn measures(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=")).or_else(|| tag.find(&format!("\n{name}=")))? + name.len() + 2;
        let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |written: &str| {
        written.trim().trim_end_matches("px").parse::<f64>().ok().filter(|n| (1.0..=100_000.0).contains(n))
    };
    let size = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        (Some(width), Some(height)) => Some((width, height)),
        _ => {
            let numbers: Vec<f64> = attribute("viewBox")?
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .filter_map(|part| part.parse().ok())
                .collect();
            let [_, _, width, height] = numbers[..] else { return None };
            Some((width, height)).filter(|_| width >= 1.0 && height >= 1.0)
        }
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are from 1 to 100,000")]
    size.map(|(width, height)| (width.round().min(100_000.0) as u32, height.round().min(100_000.0) as u32))
}
