//! A number with its unit and source: the only form in which a number enters from `data/`.

use serde::{Deserialize, Serialize};

/// How far a fact has been checked against the place where it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Read in the label, the paper or an official page.
    #[default]
    Verified,
    /// Read on a page that reports the original.
    Secondary,
    /// Known from the literature, not checked.
    Unverified,
    /// Chosen by us; the source record states it.
    Assumption,
}

impl Status {
    /// Word shown beside a fact; empty for a verified one.
    pub fn label(self) -> &'static str {
        match self {
            Self::Verified => "",
            Self::Secondary => "secondary source",
            Self::Unverified => "unverified",
            Self::Assumption => "assumption",
        }
    }
}

/// A number, or a range of numbers, with unit and source.
///
/// Either `value` or both `low` and `high` are present (checked on load).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The number, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower end of a range, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end of a range, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Unit, one of [`UNITS`].
    pub unit: String,
    /// Standard deviation, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Number of people, hemifaces or samples behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<f64>,
    /// Id of the source record.
    pub source: String,
    /// How far it has been checked.
    #[serde(default)]
    pub status: Status,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Units that a fact may carry.
pub const UNITS: &[&str] = &[
    "U",
    "U/mL",
    "hyaluronidase U",
    "mL",
    "mm",
    "mm2",
    "d",
    "h",
    "min",
    "month",
    "year",
    "1/d",
    "1/mL",
    "mg/mL",
    "Pa",
    "kPa",
    "mPa s",
    "gmf",
    "Hz",
    "N",
    "percent",
    "grade",
    "points",
    "sessions",
    "1",
];

impl Fact {
    /// The value, or the middle of the range.
    pub fn central(&self) -> f64 {
        self.value.unwrap_or_else(|| {
            f64::midpoint(self.low.unwrap_or(f64::NAN), self.high.unwrap_or(f64::NAN))
        })
    }

    /// Lower end: of the range, or the value itself.
    pub fn lowest(&self) -> f64 {
        self.low.or(self.value).unwrap_or(f64::NAN)
    }

    /// Upper end: of the range, or the value itself.
    pub fn highest(&self) -> f64 {
        self.high.or(self.value).unwrap_or(f64::NAN)
    }

    /// `20 U`, `1–2 mL`: number and unit as shown to people.
    pub fn text(&self) -> String {
        let unit = if self.unit == "1" {
            String::new()
        } else {
            format!(" {}", self.unit)
        };
        match (self.value, self.low, self.high) {
            (Some(value), _, _) => format!("{}{unit}", trim(value)),
            (None, Some(low), Some(high)) => format!("{}–{}{unit}", trim(low), trim(high)),
            _ => "unknown".to_owned(),
        }
    }

    /// What is wrong with it, if anything.
    pub(crate) fn problem(&self) -> Option<String> {
        let numbers = [self.value, self.low, self.high, self.sd, self.n];
        if numbers.iter().flatten().any(|x| !x.is_finite()) {
            return Some("a number is not finite".to_owned());
        }
        if !UNITS.contains(&self.unit.as_str()) {
            return Some(format!(
                "unit \"{}\" is not one of: {}",
                self.unit,
                UNITS.join(", ")
            ));
        }
        match (self.value, self.low, self.high) {
            (Some(_), None, None) => None,
            (None | Some(_), Some(low), Some(high)) if low <= high => None,
            (_, Some(low), Some(high)) => Some(format!("low {low} is above high {high}")),
            _ => Some("needs `value`, or both `low` and `high`".to_owned()),
        }
    }
}

/// A number without trailing zeros, at most four decimals.
pub fn trim(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
