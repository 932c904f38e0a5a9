//! Kinds of results that differ from trial to trial alike.

use crate::evidence::Row;

/// Scale on which results of a kind spread evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Shares: ln(p/(1−p)).
    Logit,
    /// Times and amounts: ln.
    Log,
    /// Grades and changes: as they are.
    Identity,
}

/// Percent kept away from none and all on the logistic scale.
const EDGE: f64 = 0.25;
/// Smallest amount on the logarithmic scale.
const LEAST: f64 = 1e-3;

impl Link {
    /// Value → scale.
    pub fn to(self, value: f64) -> f64 {
        match self {
            Self::Logit => {
                let p = value.clamp(EDGE, 100.0 - EDGE) / 100.0;
                (p / (1.0 - p)).ln()
            }
            Self::Log => value.max(LEAST).ln(),
            Self::Identity => value,
        }
    }

    /// Scale → value.
    pub fn from(self, x: f64) -> f64 {
        match self {
            Self::Logit => 100.0 / (1.0 + (-x).exp()),
            Self::Log => x.exp(),
            Self::Identity => x,
        }
    }

    /// d scale / d value.
    pub fn slope(self, value: f64) -> f64 {
        match self {
            Self::Logit => {
                let p = value.clamp(EDGE, 100.0 - EDGE) / 100.0;
                0.01 / (p * (1.0 - p))
            }
            Self::Log => 1.0 / value.max(LEAST),
            Self::Identity => 1.0,
        }
    }
}

/// Kind of result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Share of people treated with toxin.
    ToxinShare,
    /// Share of people on placebo.
    ToxinControl,
    /// First effect as a share of people, by diary or investigator.
    ToxinOnset,
    /// Measurement of a muscle or of sweat, percent of before.
    ToxinMeasure,
    /// Times.
    Days,
    /// Share of people treated with gel.
    FillerShare,
    /// Share of people without treatment.
    FillerControl,
    /// Volumes.
    Volume,
    /// Grades.
    Grade,
    /// Enzyme in a dish.
    Enzyme,
    /// Unwanted events.
    Adverse,
    /// Anything else.
    Other,
}

impl Class {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::ToxinShare,
        Self::ToxinControl,
        Self::ToxinOnset,
        Self::ToxinMeasure,
        Self::Days,
        Self::FillerShare,
        Self::FillerControl,
        Self::Volume,
        Self::Grade,
        Self::Enzyme,
        Self::Adverse,
        Self::Other,
    ];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToxinShare => "toxin-share",
            Self::ToxinControl => "toxin-control",
            Self::ToxinOnset => "toxin-onset",
            Self::ToxinMeasure => "toxin-measure",
            Self::Days => "days",
            Self::FillerShare => "filler-share",
            Self::FillerControl => "filler-control",
            Self::Volume => "volume",
            Self::Grade => "grade",
            Self::Enzyme => "enzyme",
            Self::Adverse => "adverse",
            Self::Other => "other",
        }
    }

    /// Kind of a row.
    pub fn of(row: &Row) -> Self {
        let toxin = row.agent == "toxin";
        match row.unit.as_str() {
            _ if row.is_adverse() => Self::Adverse,
            _ if row.agent == "enzyme" => Self::Enzyme,
            "day" => Self::Days,
            "ml" | "ratio" if !toxin => Self::Volume,
            "grade" => Self::Grade,
            "percent" if row.is_measurement() && toxin => Self::ToxinMeasure,
            "percent" if row.is_measurement() => Self::Volume,
            "percent" if toxin && row.is_control() => Self::ToxinControl,
            "percent" if row.endpoint == "onset-reached" => Self::ToxinOnset,
            "percent" if toxin => Self::ToxinShare,
            "percent" if row.is_control() => Self::FillerControl,
            "percent" => Self::FillerShare,
            "ratio" => Self::Volume,
            _ => Self::Other,
        }
    }

    /// Its scale for a row.
    pub fn link(self, row: &Row) -> Link {
        match self {
            Self::Grade => Link::Identity,
            // A gain may be nought or a loss.
            Self::Volume if row.unit == "ml" && row.is_control() => Link::Identity,
            Self::Days | Self::Volume | Self::Enzyme | Self::ToxinMeasure => Link::Log,
            Self::Other if row.unit != "percent" => Link::Identity,
            _ => Link::Logit,
        }
    }

    /// Smallest and largest value that a row can have, in its unit.
    pub fn limits(self, row: &Row) -> (f64, f64) {
        match self.link(row) {
            Link::Logit => (0.0, 100.0),
            Link::Log => (0.0, f64::INFINITY),
            Link::Identity if row.endpoint == "scale-mean" => (0.0, f64::INFINITY),
            Link::Identity => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}
