//! The theme's colours out of the district's two: every pair that the theme draws text
//! or edges with is moved until it has the contrast that WCAG 2.2 asks for.

use std::fmt;

use super::settings::Setting;
use crate::diagnostics::{Finding, Level};

/// Least contrast of text with its ground (WCAG 1.4.3).
const TEXT: f64 = 4.5;
/// Least contrast of a mark with what it lies on (WCAG 1.4.11).
const MARK: f64 = 3.0;

/// A colour of the sRGB space, eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Color([u8; 3]);

const WHITE: Color = Color([255; 3]);
const BLACK: Color = Color([0; 3]);
/// Dark text and the ground of dark mode, as in site.css.
const INK: Color = Color([0x11, 0x19, 0x1f]);
const DARK_SURFACE: Color = Color([0x11, 0x19, 0x1f]);

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Color {
    /// `#046b99` or `#06c`.
    fn parse(written: &str) -> Option<Self> {
        let digits = written.strip_prefix('#')?;
        let nibbles: Option<Vec<u8>> =
            digits.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        match nibbles?.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [a, b, c, d, e, f] => Some(Self([a * 16 + b, c * 16 + d, e * 16 + f])),
            _ => None,
        }
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2, definition).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2, definition).
    fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// `hundredths` of the way to another colour.
    fn towards(self, other: Color, hundredths: u16) -> Self {
        let mut mixed = [0; 3];
        for (at, channel) in mixed.iter_mut().enumerate() {
            let (from, to) = (u16::from(self.0[at]), u16::from(other.0[at]));
            let sum = from * (100 - hundredths) + to * hundredths;
            *channel = u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX);
        }
        Self(mixed)
    }

    /// The nearest colour on the way to `end` with the contrast `least` on every ground.
    fn readable_on(self, grounds: &[Color], end: Color, least: f64) -> Self {
        (0..=100)
            .map(|step| self.towards(end, step))
            .find(|color| grounds.iter().all(|ground| color.contrast(*ground) >= least))
            .unwrap_or(end)
    }

    /// Black or white ink, whichever reads better; one of them has 4.5 on any ground.
    fn ink(self) -> Self {
        [WHITE, INK].into_iter().find(|ink| ink.contrast(self) >= TEXT).unwrap_or(BLACK)
    }
}

/// The colours that follow from the district's.
struct Palette {
    brand: Color,
    brand_ink: Color,
    accent: Color,
    light: Shades,
    dark: Shades,
}

/// The colours of light or dark mode.
struct Shades {
    brand_text: Color,
    link: Color,
    band: Color,
    note_band: Color,
    footer: Color,
    footer_ink: Color,
}

impl Palette {
    fn new(brand: Color, accent: Color) -> Self {
        let brand_ink = brand.ink();
        let end = if brand_ink == WHITE { WHITE } else { BLACK };
        let light_band = WHITE.towards(brand, 6);
        let dark_band = DARK_SURFACE.towards(brand, 14).towards(DARK_SURFACE, 30);
        let footer = brand.readable_on(&[WHITE], BLACK, 10.0);
        let dark_footer = footer.towards(BLACK, 60);
        let light_text = brand.readable_on(&[WHITE, light_band], BLACK, TEXT);
        let dark_text = brand.readable_on(&[DARK_SURFACE, dark_band], WHITE, 7.0);
        Self {
            brand,
            brand_ink,
            accent: accent.readable_on(&[brand], end, MARK),
            light: Shades {
                brand_text: light_text,
                link: brand.readable_on(&[WHITE, light_band], BLACK, 6.0),
                band: light_band,
                note_band: light_band,
                footer,
                footer_ink: WHITE,
            },
            dark: Shades {
                brand_text: dark_text,
                link: dark_text,
                band: dark_band,
                note_band: dark_band,
                footer: dark_footer,
                footer_ink: Color([0xe6, 0xed, 0xf1]),
            },
        }
    }

    /// Every pair that the theme draws, with the contrast it must have.
    #[cfg(test)]
    fn pairs(&self) -> Vec<(&'static str, Color, Color, f64)> {
        let light_text = Color([0x1d, 0x26, 0x2c]);
        let light_muted = Color([0x4d, 0x5b, 0x66]);
        let dark_text = Color([0xe6, 0xed, 0xf1]);
        let dark_muted = Color([0xb2, 0xbf, 0xc8]);
        let mut pairs = vec![
            ("ink on brand", self.brand_ink, self.brand, TEXT),
            ("accent on brand", self.accent, self.brand, MARK),
        ];
        for (shades, surface, text, muted) in
            [(&self.light, WHITE, light_text, light_muted), (&self.dark, DARK_SURFACE, dark_text, dark_muted)]
        {
            for ground in [surface, shades.band, shades.note_band] {
                pairs.push(("brand text", shades.brand_text, ground, TEXT));
                pairs.push(("link", shades.link, ground, TEXT));
                pairs.push(("text", text, ground, TEXT));
                pairs.push(("muted text", muted, ground, TEXT));
            }
            pairs.push(("footer", shades.footer_ink, shades.footer, TEXT));
        }
        pairs
    }

    fn css(&self) -> String {
        let Self { brand, brand_ink, accent, light, dark } = self;
        format!(
            ":root {{\n  --brand: {brand};\n  --brand-ink: {brand_ink};\n  --accent: {accent};\n}}\n\
             @media not (prefers-contrast: more) {{\n  :root {{\n{}  }}\n}}\n\
             @media not (prefers-contrast: more) {{\n  @media (prefers-color-scheme: dark) {{\n    :root {{\n{}    }}\n  }}\n}}\n",
            light.css("    "),
            dark.css("      ")
        )
    }
}

impl Shades {
    fn css(&self, indent: &str) -> String {
        let Self { brand_text, link, band, note_band, footer, footer_ink } = self;
        [
            ("brand-text", brand_text),
            ("link", link),
            ("note", link),
            ("band", band),
            ("note-band", note_band),
            ("footer", footer),
            ("footer-ink", footer_ink),
        ]
        .map(|(name, color)| format!("{indent}--{name}: {color};\n"))
        .concat()
    }
}

/// The sheet that sets a district's colors; `None` when it keeps the theme's own, or when
/// the theme has no `brand` and `accent` to derive it from.
pub(super) fn sheet(settings: &[Setting], findings: &mut Vec<Finding>) -> Option<String> {
    let named = |name: &str| settings.iter().find(|setting| setting.name == name);
    let (brand, accent) = (named("brand")?, named("accent")?);
    if brand.chosen_at.is_none() && accent.chosen_at.is_none() {
        return None;
    }
    let mut color = |setting: &Setting| {
        let color = Color::parse(setting.text());
        if color.is_none() {
            let finding = Finding::new(
                "config/bad-value",
                Level::Error,
                crate::config::FILE,
                format!("“{}” is not a color.", setting.text()),
                "Write six digits of hexadecimal after a #, in quotation marks: \"#046b99\"",
            );
            findings.push(finding.on(setting.chosen_at.clone().unwrap_or_default()));
        }
        color
    };
    let (brand, accent) = (color(brand), color(accent));
    Some(Palette::new(brand?, accent?).css())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn failing(brand: Color, accent: Color) -> Vec<String> {
        Palette::new(brand, accent)
            .pairs()
            .into_iter()
            .filter(|(_, ink, ground, least)| ink.contrast(*ground) < *least)
            .map(|(name, ink, ground, least)| {
                format!("{name}: {ink} on {ground} has {:.2}, not {least}", ink.contrast(ground))
            })
            .collect()
    }

    #[test]
    fn twelve_brand_colors_from_pale_yellow_to_black() {
        for brand in [
            "#fff9c4", "#fdb81e", "#f57c00", "#d32f2f", "#ad1457", "#6a1b9a", "#283593", "#046b99", "#00796b",
            "#2e7d32", "#757575", "#000",
        ] {
            let brand = Color::parse(brand).unwrap();
            assert_eq!(failing(brand, Color::parse("#fdb81e").unwrap()), [""; 0], "{brand}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        // The grey that is often quoted as the lightest with 4.5 on white.
        assert!((Color([0x76; 3]).contrast(WHITE) - 4.54).abs() < 0.01);
    }

    fn sheet_of(brand: &str) -> (Option<String>, Vec<Finding>) {
        let setting = |name: &str, value: &str, chosen_at| Setting::color(name, value, chosen_at);
        let settings = [setting("brand", brand, Some(0..1)), setting("accent", "#fdb81e", None)];
        let mut findings = Vec::new();
        (sheet(&settings, &mut findings), findings)
    }

    #[test]
    fn the_sheet_of_a_yellow_district() {
        let (sheet, findings) = sheet_of("#ffe600");
        let sheet = sheet.unwrap();
        assert!(sheet.starts_with(":root {\n  --brand: #ffe600;\n  --brand-ink: #11191f;\n  --accent: "), "{sheet}");
        assert_eq!(findings, []);
    }

    #[test]
    fn words_that_are_no_color_are_reported() {
        for written in ["blue", "#12345", "046b99", "#ggg", ""] {
            assert_eq!(sheet_of(written).1[0].message, format!("“{written}” is not a color."));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn every_pair_of_every_palette_can_be_read(brand: [u8; 3], accent: [u8; 3]) {
            prop_assert_eq!(failing(Color(brand), Color(accent)), Vec::<String>::new());
        }
    }
}
