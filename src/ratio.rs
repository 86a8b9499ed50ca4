//! The pupil-to-teacher ratio of independent study (EC 51745.6), worked out exactly.
//!
//! Numbers are whole ten-thousandths and every result stays a fraction until it is
//! shown: rounding the ratio first invents or hides hundredths of attendance that a
//! district is paid for. Results are shown half up, as EC 46303 rounds attendance.

use std::fmt;

/// Ten-thousandths in one.
const SCALE: i128 = 10_000;

/// The most digits before the point: far above any district, far below overflow.
const MOST_DIGITS: usize = 9;

/// A number of pupils or teachers, zero or more, with at most four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    ten_thousandths: i128,
}

/// Why a text is not a number that can be used here; its `Display` ends a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It has other characters than a number.
    NotANumber,
    /// It is below zero.
    Negative,
    /// A comma stands where the decimal point belongs, or groups the digits wrongly.
    Comma,
    /// It has more than four decimals.
    TooPrecise,
    /// It has more than nine digits before the point.
    TooLarge,
}

impl fmt::Display for NumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            NumberError::NotANumber => "it is not a number.",
            NumberError::Negative => "it is below zero.",
            NumberError::Comma => "its comma is not between thousands.",
            NumberError::TooPrecise => "it has more than four decimals.",
            NumberError::TooLarge => "it is too large.",
        })
    }
}

impl Decimal {
    /// Reads `312.40`, `6,167.60` or `25`.
    ///
    /// # Errors
    /// Everything that could be read in two ways, `312,40` above all.
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let written = written.trim();
        if let Some(positive) = written.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            return Err(Self::parse(positive).err().unwrap_or(NumberError::Negative));
        }
        let numeric = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        if !written.chars().all(numeric) || !written.contains(|c: char| c.is_ascii_digit()) {
            return Err(NumberError::NotANumber);
        }
        let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
        if fraction.contains(',') {
            // 1.234,50 as many countries write it
            return Err(NumberError::Comma);
        }
        if fraction.contains('.') {
            return Err(NumberError::NotANumber);
        }
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let mut digits = first.to_owned();
        for group in groups {
            if group.len() != 3 || !(1..=3).contains(&first.len()) {
                return Err(NumberError::Comma);
            }
            digits.push_str(group);
        }
        if fraction.len() > 4 {
            return Err(NumberError::TooPrecise);
        }
        if digits.len() > MOST_DIGITS {
            return Err(NumberError::TooLarge);
        }
        digits.push_str(&format!("{fraction:0<4}"));
        digits.parse().map(|ten_thousandths| Self { ten_thousandths }).map_err(|_| NumberError::NotANumber)
    }

    fn is_zero(self) -> bool {
        self.ten_thousandths == 0
    }

    /// The number as a fraction.
    fn fraction(self) -> Fraction {
        Fraction { numerator: self.ten_thousandths, denominator: SCALE }
    }
}

/// With two decimals, or as many as it has; commas between thousands.
impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = if self.ten_thousandths % 100 == 0 { 2 } else { 4 };
        formatter.write_str(&self.fraction().shown(places))
    }
}

/// An exact result, zero or more.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// Rounded half up to `places` decimals, with commas between thousands.
    #[must_use]
    pub fn shown(self, places: u32) -> String {
        let scale = 10_i128.pow(places);
        let rounded = (2 * self.numerator * scale + self.denominator) / (2 * self.denominator);
        let whole = (rounded / scale).to_string();
        let mut out = String::with_capacity(whole.len() + 8);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if places > 0 {
            let width = places as usize;
            out.push_str(&format!(".{:0width$}", rounded % scale));
        }
        out
    }

    /// Shown with `places` decimals, or with as many more (up to six) as it takes to
    /// tell it from `other` when they differ: 10.003 beside 10.00.
    #[must_use]
    pub fn shown_beside(self, other: Fraction, places: u32) -> String {
        let equal = self.numerator * other.denominator == other.numerator * self.denominator;
        let places = if equal { places } else { (places..=6).find(|p| self.shown(*p) != other.shown(*p)).unwrap_or(6) };
        self.shown(places)
    }

    /// Whether it is nothing at all.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }
}

/// The fraction that nothing is.
const ZERO: Fraction = Fraction { numerator: 0, denominator: 1 };

/// What independent study is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// The other programs: their ADA and their full-time equivalent teachers.
    Program {
        /// Average daily attendance.
        ada: Decimal,
        /// Full-time equivalent teachers.
        fte: Decimal,
    },
    /// A fixed ratio: 25 for many charter schools, or what a bargaining agreement says.
    Fixed(Decimal),
}

/// Why there is nothing to compare with; its `Display` ends a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparatorError {
    /// No teachers.
    NoTeachers,
    /// A ratio of zero, or no pupils.
    NoPupils,
}

impl fmt::Display for ComparatorError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ComparatorError::NoTeachers => "the programs it is compared with have no teachers (0 FTE).",
            ComparatorError::NoPupils => "the ratio it is compared with is zero.",
        })
    }
}

/// One calculation: what a district put in, and every figure that follows.
#[derive(Clone, Copy, Debug)]
pub struct Calculation {
    /// ADA of independent study.
    pub is_ada: Decimal,
    /// Full-time equivalent teachers of independent study.
    pub is_fte: Decimal,
    /// What it is compared with.
    pub comparator: Comparator,
    /// Pupils and teachers of the comparator, in ten-thousandths.
    pupils: i128,
    teachers: i128,
}

impl Calculation {
    /// A calculation.
    ///
    /// # Errors
    /// When the comparator has no teachers or no pupils: there is no ratio then.
    pub fn new(is_ada: Decimal, is_fte: Decimal, comparator: Comparator) -> Result<Self, ComparatorError> {
        let (pupils, teachers) = match comparator {
            Comparator::Program { ada, fte } => (ada, fte.ten_thousandths),
            Comparator::Fixed(ratio) => (ratio, SCALE),
        };
        if teachers == 0 {
            return Err(ComparatorError::NoTeachers);
        }
        if pupils.is_zero() {
            return Err(ComparatorError::NoPupils);
        }
        Ok(Self { is_ada, is_fte, comparator, pupils: pupils.ten_thousandths, teachers })
    }

    /// Pupils per teacher in independent study; `None` without a teacher.
    #[must_use]
    pub fn is_ratio(&self) -> Option<Fraction> {
        let Self { is_ada, is_fte, .. } = self;
        (!is_fte.is_zero())
            .then_some(Fraction { numerator: is_ada.ten_thousandths, denominator: is_fte.ten_thousandths })
    }

    /// Pupils per teacher in what it is compared with.
    #[must_use]
    pub fn comparative_ratio(&self) -> Fraction {
        Fraction { numerator: self.pupils, denominator: self.teachers }
    }

    /// The most ADA that earns funding with these teachers.
    #[must_use]
    pub fn max_ada(&self) -> Fraction {
        Fraction { numerator: self.is_fte.ten_thousandths * self.pupils, denominator: self.teachers * SCALE }
    }

    /// Whether all ADA is eligible, by cross-multiplication.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.is_ada.ten_thousandths * self.teachers <= self.pupils * self.is_fte.ten_thousandths
    }

    /// The ADA that earns funding.
    #[must_use]
    pub fn eligible(&self) -> Fraction {
        if self.is_within() { self.is_ada.fraction() } else { self.max_ada() }
    }

    /// The ADA that earns none.
    #[must_use]
    pub fn excess(&self) -> Fraction {
        if self.is_within() {
            return ZERO;
        }
        let excess = self.is_ada.ten_thousandths * self.teachers - self.is_fte.ten_thousandths * self.pupils;
        Fraction { numerator: excess, denominator: self.teachers * SCALE }
    }

    /// The teachers it takes for all ADA to be eligible.
    #[must_use]
    pub fn fte_needed(&self) -> Fraction {
        Fraction { numerator: self.is_ada.ten_thousandths * self.teachers, denominator: self.pupils * SCALE }
    }

    /// The teachers that are missing for it.
    #[must_use]
    pub fn fte_short(&self) -> Fraction {
        if self.is_within() {
            return ZERO;
        }
        let short = self.is_ada.ten_thousandths * self.teachers - self.is_fte.ten_thousandths * self.pupils;
        Fraction { numerator: short, denominator: self.pupils * SCALE }
    }

    /// Every figure as it is shown.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let comparative = self.comparative_ratio();
        let is_ratio = self.is_ratio();
        let program = match self.comparator {
            Comparator::Program { ada, fte } => Some((ada.to_string(), fte.to_string())),
            Comparator::Fixed(_) => None,
        };
        Figures {
            is_ada: self.is_ada.to_string(),
            is_fte: self.is_fte.to_string(),
            is_ratio: is_ratio.map(|ratio| ratio.shown_beside(comparative, 3)),
            program,
            comparative: comparative.shown_beside(is_ratio.unwrap_or(comparative), 3),
            max_ada: self.max_ada().shown_beside(self.is_ada.fraction(), 2),
            eligible: self.eligible().shown_beside(self.is_ada.fraction(), 2),
            excess: self.excess().shown_beside(ZERO, 2),
            fte_needed: self.fte_needed().shown_beside(self.is_fte.fraction(), 2),
            fte_short: (!self.is_within()).then(|| self.fte_short().shown_beside(ZERO, 2)),
        }
    }
}

/// The figures of a calculation as text: ratios with three decimals, ADA and FTE with
/// two, and more where two different figures would look the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// ADA of independent study.
    pub is_ada: String,
    /// Its teachers (FTE).
    pub is_fte: String,
    /// Its ratio; `None` without a teacher.
    pub is_ratio: Option<String>,
    /// ADA and FTE of the other programs, when there are any.
    pub program: Option<(String, String)>,
    /// The ratio it is compared with.
    pub comparative: String,
    /// The most ADA that earns funding.
    pub max_ada: String,
    /// The ADA that earns funding.
    pub eligible: String,
    /// The ADA that earns none.
    pub excess: String,
    /// The teachers it takes.
    pub fte_needed: String,
    /// The teachers that are missing, when some are.
    pub fte_short: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(written: &str) -> Decimal {
        Decimal::parse(written).unwrap()
    }

    fn calculation(is_ada: &str, is_fte: &str, compared: &str) -> Calculation {
        let comparator = match compared.split_once(" / ") {
            Some((ada, fte)) => Comparator::Program { ada: decimal(ada), fte: decimal(fte) },
            None => Comparator::Fixed(decimal(compared)),
        };
        Calculation::new(decimal(is_ada), decimal(is_fte), comparator).unwrap()
    }

    /// comparative, IS ratio, max, eligible, excess, FTE needed
    fn row(is_ada: &str, is_fte: &str, compared: &str) -> String {
        let figures = calculation(is_ada, is_fte, compared).figures();
        let short = figures.fte_short.map_or(String::new(), |short| format!(" (short {short})"));
        format!(
            "{} | {} | {} | {} | {} | {}{short}",
            figures.comparative,
            figures.is_ratio.as_deref().unwrap_or("n/a"),
            figures.max_ada,
            figures.eligible,
            figures.excess,
            figures.fte_needed
        )
    }

    #[test]
    fn a_district_over_its_ratio() {
        assert_eq!(
            row("312.40", "12.50", "6,167.60 / 268.40"),
            "22.979 | 24.992 | 287.24 | 287.24 | 25.16 | 13.59 (short 1.09)"
        );
    }

    #[test]
    fn b_district_within_its_ratio() {
        assert_eq!(row("148.20", "7.20", "4,210.55 / 191.75"), "21.959 | 20.583 | 158.10 | 148.20 | 0.00 | 6.75");
    }

    #[test]
    fn c_bargained_ratio_of_25() {
        // 12.50 with two decimals; the third tells it from the 12.50 teachers there are.
        assert_eq!(row("312.40", "12.50", "25"), "25.000 | 24.992 | 312.50 | 312.40 | 0.00 | 12.496");
        assert_eq!(calculation("312.40", "12.50", "25").fte_needed().shown(2), "12.50");
    }

    #[test]
    fn d_county_office_with_last_years_ratio() {
        assert_eq!(
            row("96.40", "3.60", "21,987.30 / 905.10"),
            "24.293 | 26.778 | 87.45 | 87.45 | 8.95 | 3.97 (short 0.37)"
        );
    }

    #[test]
    fn e_charter_school_with_25_and_with_the_largest_unified_district() {
        assert_eq!(row("412.75", "16.00", "25"), "25.000 | 25.797 | 400.00 | 400.00 | 12.75 | 16.51 (short 0.51)");
        assert_eq!(row("412.75", "16.00", "21,987.30 / 840.00"), "26.175 | 25.797 | 418.81 | 412.75 | 0.00 | 15.77");
    }

    #[test]
    fn f_no_independent_study_teacher() {
        assert_eq!(row("10.00", "0", "1,000 / 45"), "22.222 | n/a | 0.00 | 0.00 | 10.00 | 0.45 (short 0.45)");
    }

    #[test]
    fn g_exactly_equal_is_within() {
        assert_eq!(row("100.00", "4.50", "2,000 / 90"), "22.222 | 22.222 | 100.00 | 100.00 | 0.00 | 4.50");
        assert!(calculation("100.00", "4.50", "2,000 / 90").is_within());
    }

    #[test]
    fn h_just_over_costs_only_what_is_over() {
        assert_eq!(
            row("230.00", "10.00", "3,448.90 / 150.00"),
            "22.993 | 23.000 | 229.93 | 229.93 | 0.07 | 10.003 (short 0.003)"
        );
    }

    #[test]
    fn teachers_without_pupils_are_within() {
        assert_eq!(row("0", "2.00", "25"), "25.000 | 0.000 | 50.00 | 0.00 | 0.00 | 0.00");
    }

    #[test]
    fn numbers_that_could_be_read_in_two_ways_are_refused() {
        let error = |written: &str| Decimal::parse(written).unwrap_err();
        for comma in ["312,40", "1.234,50", "12,5", "1,23,456", "1234,567"] {
            assert_eq!(error(comma), NumberError::Comma, "{comma}");
        }
        for negative in ["-3", "−3.5", "-1,000"] {
            assert_eq!(error(negative), NumberError::Negative, "{negative}");
        }
        for other in ["", "twelve", "1e3", "NaN", "inf", "1.2.3", "12 500", "25:1", ","] {
            assert_eq!(error(other), NumberError::NotANumber, "{other}");
        }
        assert_eq!(error("1.00001"), NumberError::TooPrecise);
        assert_eq!(error("1000000000"), NumberError::TooLarge);
        assert_eq!(decimal("6,167.60"), decimal("6167.6"));
        assert_eq!(decimal("1,234,567.125").to_string(), "1,234,567.1250");
    }

    #[test]
    fn nothing_to_compare_with_is_an_error() {
        let with = |ada: &str, fte: &str| {
            Calculation::new(decimal("1"), decimal("1"), Comparator::Program { ada: decimal(ada), fte: decimal(fte) })
                .unwrap_err()
        };
        assert_eq!(with("1,000", "0"), ComparatorError::NoTeachers);
        assert_eq!(with("0", "45"), ComparatorError::NoPupils);
        let fixed = Calculation::new(decimal("1"), decimal("1"), Comparator::Fixed(decimal("0")));
        assert_eq!(fixed.unwrap_err(), ComparatorError::NoPupils);
    }
}
