//! What is rated: the traits of a line, fold, band, texture, hollow, bulk or sweating that the
//! models need, without its name.

use catalog::{Kind, Worse};

/// Range of a grading scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Lowest grade.
    pub lowest: f64,
    /// Highest grade.
    pub highest: f64,
    /// Which end is worse.
    pub worse: Worse,
    /// Noise of a live rater by the scale's published agreement, grade.
    pub rater_sd: f64,
}

impl Range {
    /// Grades between best and worst.
    pub fn span(&self) -> f64 {
        self.highest - self.lowest
    }

    /// Grade → severity: 0 at the best grade, growing by one a grade.
    pub fn severity(&self, grade: f64) -> f64 {
        match self.worse {
            Worse::Higher => grade - self.lowest,
            Worse::Lower => self.highest - grade,
        }
    }

    /// Severity → grade, not limited to the scale.
    pub fn grade(&self, severity: f64) -> f64 {
        match self.worse {
            Worse::Higher => self.lowest + severity,
            Worse::Lower => self.highest - severity,
        }
    }

    /// Grades of this scale per grade of a four-point scale (span 3).
    pub fn unit(&self) -> f64 {
        self.span() / 3.0
    }
}

/// The thing rated.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Line, fold, band, texture, volume, bulk or sweat.
    pub kind: Kind,
    /// Whether a muscle makes it.
    pub muscle: bool,
    /// Response group of toxin; none: toxin is not used here.
    pub toxin_group: Option<String>,
    /// Response group of gel; none: gel is not used here.
    pub gel_group: Option<String>,
    /// Share of the severity at rest that comes from lost volume or descent, 0..1.
    pub volume_share: f64,
    /// How well gel lifts this kind of line, 0..1 of its group's response.
    pub gel_reach: f64,
    /// Its grading scale.
    pub range: Range,
}

impl Target {
    /// Whether folding by a muscle makes it, so that it has a dynamic part.
    pub fn folds(&self) -> bool {
        self.muscle && !matches!(self.kind, Kind::Volume | Kind::Bulk | Kind::Sweat)
    }

    /// Whether toxin can act on it at all.
    pub fn yields_to_toxin(&self) -> bool {
        self.toxin_group.is_some() && (self.muscle || matches!(self.kind, Kind::Bulk | Kind::Sweat))
    }
}
