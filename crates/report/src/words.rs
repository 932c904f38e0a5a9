//! Words and numbers as people read them. Nothing here computes a clinical value.

use std::fmt::Write as _;

use catalog::{Catalog, trim};
use consult::answer::{
    AlertLevel, Band, Choice, DayForecast, FindingAnswer, Intervention, Label, OptionForecast,
    Position, ScaleNote, SiteSide,
};
use consult::case::{Sex, Side, Wish};

/// Days in a month, as in the published tables: 365.25 / 12.
pub(crate) const DAYS_A_MONTH: f64 = 30.4375;
const DAYS_A_WEEK: f64 = 7.0;

/// Unit in which a span of days is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Days,
    Weeks,
    Months,
}

impl Span {
    fn of(days: f64) -> Self {
        if days < 21.0 {
            Self::Days
        } else if days < 84.0 {
            Self::Weeks
        } else {
            Self::Months
        }
    }

    fn number(self, days: f64) -> String {
        match self {
            Self::Days => fixed(days, 0),
            Self::Weeks => fixed(days / DAYS_A_WEEK, 0),
            Self::Months => fixed(days / DAYS_A_MONTH, 1),
        }
    }

    fn one(self) -> &'static str {
        match self {
            Self::Days => "day",
            Self::Weeks => "week",
            Self::Months => "month",
        }
    }
}

/// A number with so many decimals; "unknown" when it is none, and never "-0".
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let text = format!("{value:.decimals$}");
    if text
        .trim_start_matches('-')
        .chars()
        .all(|c| c == '0' || c == '.')
    {
        text.trim_start_matches('-').to_owned()
    } else {
        text.replace('-', "−")
    }
}

/// An amount without trailing zeros.
pub(crate) fn amount(value: f64) -> String {
    if value.is_finite() {
        trim(value).replace('-', "−")
    } else {
        "unknown".to_owned()
    }
}

/// `day 14`, `week 6`, `month 4.2`.
pub(crate) fn when(day: f64) -> String {
    let span = Span::of(day);
    format!("{} {}", span.one(), span.number(day))
}

/// `day 3 (2–5)`, `month 4.2 (3.1–5.8)`; one unit for mean and band.
pub(crate) fn when_band(band: Band) -> String {
    let span = Span::of(band.mean);
    format!(
        "{} {} ({}–{})",
        span.one(),
        span.number(band.mean),
        span.number(band.lower),
        span.number(band.upper)
    )
}

/// `3 to 6 months`: a span of days in everyday words.
pub(crate) fn plain_span(band: Band) -> String {
    let span = Span::of(band.mean);
    let (low, high) = match span {
        Span::Days => (band.lower, band.upper),
        Span::Weeks => (band.lower / DAYS_A_WEEK, band.upper / DAYS_A_WEEK),
        Span::Months => (band.lower / DAYS_A_MONTH, band.upper / DAYS_A_MONTH),
    };
    let (low, high) = (fixed(low.round(), 0), fixed(high.round(), 0));
    let unit = span.one();
    match (low == high, high == "1") {
        (true, true) => format!("about 1 {unit}"),
        (true, false) => format!("about {high} {unit}s"),
        (false, _) => format!("{low} to {high} {unit}s"),
    }
}

/// `1.1 (0.4–1.9)`; with a negative end `0.1 (−0.6 to 0.7)`.
pub(crate) fn band(band: Band, decimals: usize) -> String {
    let dash = if band.lower < 0.0 { " to " } else { "–" };
    format!(
        "{} ({}{dash}{})",
        fixed(band.mean, decimals),
        fixed(band.lower, decimals),
        fixed(band.upper, decimals)
    )
}

/// `day 30`: a day by its number.
pub(crate) fn day(day: f64) -> String {
    format!("day {}", fixed(day, 0))
}

/// Word of a forecast grade: the nearest grade's, or both words near the middle of two.
pub(crate) fn grade_word(scale: &ScaleNote, grade: f64) -> String {
    let word = |g: f64| -> Option<&str> {
        let index = g - scale.min as f64;
        (index >= 0.0)
            .then(|| scale.words.get(index as usize).map(String::as_str))
            .flatten()
    };
    let grade = grade.clamp(scale.min as f64, scale.max as f64);
    let share = grade - grade.floor();
    if (0.4..=0.6).contains(&share)
        && let (Some(low), Some(high)) = (word(grade.floor()), word(grade.ceil()))
    {
        return format!("{low} to {high}");
    }
    word(grade.round()).unwrap_or_default().to_owned()
}

/// Word of an entered grade: `2 moderate`.
pub(crate) fn observed_word(scale: &ScaleNote, grade: i64) -> String {
    let index = usize::try_from(grade - scale.min).ok();
    match index.and_then(|i| scale.words.get(i)) {
        Some(word) if !word.is_empty() => format!("{grade} {word}"),
        _ => grade.to_string(),
    }
}

/// A state of the face that is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    AtRest,
    AtExpression,
    Grade,
}

impl State {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::AtRest => "At rest",
            Self::AtExpression => "In full expression",
            Self::Grade => "Grade",
        }
    }

    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::AtRest => "rest",
            Self::AtExpression => "expression",
            Self::Grade => "grade",
        }
    }

    pub(crate) fn of(self, day: &DayForecast) -> Option<Band> {
        match self {
            Self::AtRest => day.at_rest,
            Self::AtExpression => day.at_expression,
            Self::Grade => day.grade,
        }
    }

    pub(crate) fn observed(self, finding: &FindingAnswer) -> Option<i64> {
        match self {
            Self::AtRest => finding.observed.at_rest,
            Self::AtExpression => finding.observed.at_expression,
            Self::Grade => finding.observed.grade,
        }
    }
}

/// The states in which a finding was graded or is forecast.
pub(crate) fn states(finding: &FindingAnswer) -> Vec<State> {
    let all = [State::AtRest, State::AtExpression, State::Grade];
    let courses = finding.options.iter().map(|o| &o.days);
    let courses: Vec<_> = courses
        .chain(finding.dissolution.iter().map(|d| &d.days))
        .collect();
    all.into_iter()
        .filter(|s| {
            s.observed(finding).is_some()
                || courses
                    .iter()
                    .any(|days| days.iter().any(|d| s.of(d).is_some()))
        })
        .collect()
}

/// `1 mild at rest, 3 severe in expression`.
pub(crate) fn observed(finding: &FindingAnswer) -> String {
    let mut parts = Vec::new();
    for state in states(finding) {
        if let Some(grade) = state.observed(finding) {
            let words = observed_word(&finding.scale, grade);
            parts.push(match state {
                State::AtRest => format!("{words} at rest"),
                State::AtExpression => format!("{words} in expression"),
                State::Grade => words,
            });
        }
    }
    if parts.is_empty() {
        "not graded".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Forecast of the day nearest to a given day.
pub(crate) fn forecast_on(option: &OptionForecast, day: f64) -> Option<&DayForecast> {
    option
        .days
        .iter()
        .min_by(|a, b| (a.day - day).abs().total_cmp(&(b.day - day).abs()))
}

pub(crate) fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Toxin => "Consider toxin",
        Choice::Filler => "Consider filler",
        Choice::Both => "Consider both",
        Choice::Neither => "Neither",
        Choice::Refer => "Consider referral",
    }
}

pub(crate) fn choice_class(choice: Choice) -> &'static str {
    match choice {
        Choice::Toxin => "toxin",
        Choice::Filler => "filler",
        Choice::Both => "both",
        Choice::Neither => "neither",
        Choice::Refer => "refer",
    }
}

pub(crate) fn intervention(option: Intervention) -> &'static str {
    match option {
        Intervention::Nothing => "Nothing",
        Intervention::Toxin => "Toxin",
        Intervention::Filler => "Filler",
        Intervention::Both => "Both",
    }
}

/// The option that an answer points at.
pub(crate) fn chosen(choice: Choice) -> Intervention {
    match choice {
        Choice::Toxin => Intervention::Toxin,
        Choice::Filler => Intervention::Filler,
        Choice::Both => Intervention::Both,
        Choice::Neither | Choice::Refer => Intervention::Nothing,
    }
}

pub(crate) fn wish(wish: Option<Wish>) -> &'static str {
    match wish {
        Some(Wish::Keep) => "keep",
        Some(Wish::Soften) => "soften",
        Some(Wish::Erase) => "erase",
        Some(Wish::Prevent) => "prevent",
        None => "not stated",
    }
}

pub(crate) fn side(side: Side) -> &'static str {
    match side {
        Side::Both => "both sides",
        Side::Left => "left",
        Side::Right => "right",
    }
}

pub(crate) fn site_side(side: SiteSide) -> &'static str {
    match side {
        SiteSide::Left => "left",
        SiteSide::Right => "right",
        SiteSide::Midline => "midline",
    }
}

pub(crate) fn level(level: AlertLevel) -> &'static str {
    match level {
        AlertLevel::Stop => "Stop",
        AlertLevel::Warn => "Warning",
        AlertLevel::Note => "Note",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::On => "on label",
        Label::Off => "off label",
        Label::Unknown => "label not known",
    }
}

/// `47-year-old woman, Fitzpatrick II`.
pub(crate) fn patient(patient: &consult::answer::PatientSummary) -> String {
    let who = match patient.sex {
        Some(Sex::Female) => "woman",
        Some(Sex::Male) => "man",
        None => "person (sex not stated)",
    };
    let mut text = match patient.age_years {
        Some(age) => format!("{}-year-old {who}", amount(age)),
        None => format!("{}{} of unstated age", who[..1].to_uppercase(), &who[1..]),
    };
    if let Some(skin) = patient.fitzpatrick {
        const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];
        let roman = ROMAN
            .get(usize::from(skin).wrapping_sub(1))
            .copied()
            .unwrap_or("not valid");
        let _ = write!(text, ", Fitzpatrick skin type {roman}");
    }
    text
}

/// Name of a product as shown.
pub(crate) fn product(catalog: &Catalog, name: &str) -> String {
    let toxin = catalog.toxins.get(name).map(|t| &t.title);
    let gel = catalog.gels.get(name).map(|g| &g.title);
    let enzyme = catalog.enzymes.get(name).map(|e| &e.title);
    toxin
        .or(gel)
        .or(enzyme)
        .cloned()
        .unwrap_or_else(|| spaced(name))
}

/// Name of an area as shown.
pub(crate) fn area(catalog: &Catalog, name: &str) -> String {
    catalog
        .areas
        .get(name)
        .map_or_else(|| capital(&spaced(name)), |a| a.title.clone())
}

/// Name of a muscle as shown.
pub(crate) fn muscle(catalog: &Catalog, name: &str) -> String {
    catalog
        .muscles
        .get(name)
        .map_or_else(|| spaced(name), |m| m.title.clone())
}

/// Name of a landmark as shown.
pub(crate) fn landmark(catalog: &Catalog, name: &str) -> String {
    let title = catalog.landmarks.get(name).map(|l| lower_first(&l.title));
    title.unwrap_or_else(|| spaced(name))
}

/// `17 mm lateral, 12 mm above the medial end of the brow`.
pub(crate) fn place(catalog: &Catalog, position: &Position) -> String {
    let mut parts = Vec::new();
    if position.lateral_mm != 0.0 {
        let way = if position.lateral_mm > 0.0 {
            "lateral"
        } else {
            "medial"
        };
        parts.push(format!("{} mm {way}", amount(position.lateral_mm.abs())));
    }
    if position.up_mm != 0.0 {
        let way = if position.up_mm > 0.0 {
            "above"
        } else {
            "below"
        };
        parts.push(format!("{} mm {way}", amount(position.up_mm.abs())));
    }
    let landmark = landmark(catalog, &position.landmark);
    if parts.is_empty() {
        format!("at {landmark}")
    } else if position.up_mm == 0.0 {
        format!("{} of {landmark}", parts.join(", "))
    } else {
        format!("{} {landmark}", parts.join(", "))
    }
}

/// A kebab-case word as text: `superficial-dermal` → `superficial dermal`.
pub(crate) fn spaced(word: &str) -> String {
    match word {
        "intramuscular-superficial" => "superficial intramuscular".to_owned(),
        _ => word.replace('-', " "),
    }
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Lower-cases a capital that only opens a sentence; abbreviations stay.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTHS: Band = Band {
        mean: 128.0,
        lower: 92.0,
        upper: 176.0,
    };

    #[test]
    fn spans_are_told_in_one_unit() {
        assert_eq!(when(3.0), "day 3");
        assert_eq!(when(42.0), "week 6");
        assert_eq!(when_band(MONTHS), "month 4.2 (3.0–5.8)");
        assert_eq!(plain_span(MONTHS), "3 to 6 months");
    }

    #[test]
    fn a_number_that_is_none_is_unknown() {
        assert_eq!(fixed(f64::NAN, 1), "unknown");
        assert_eq!(amount(f64::INFINITY), "unknown");
        assert_eq!(fixed(-0.04, 1), "0.0");
    }
}
