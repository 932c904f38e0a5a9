//! What a published number asks of the simulated arm.

use course::Rater;

use crate::evidence::Row;

/// Interval of visits in trials of lines, d.
pub(super) const VISIT_D: f64 = 30.0;
/// Last visit looked at for a median, d.
const LAST_VISIT_D: f64 = 360.0;
/// Time of the usual visit of greatest effect, d.
const PEAK_VISIT_D: f64 = 30.0;

/// A measured quantity, share of untreated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Residual force.
    Force,
    /// Transmission at the parent terminals.
    Parent,
    /// Muscle thickness.
    Thickness,
}

/// Question to a simulated arm.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Share of people at least `grades` better, by every one of `raters`.
    Improved {
        /// Grades.
        grades: f64,
        /// Raters.
        raters: Vec<Rater>,
        /// Day.
        day: f64,
        /// At rest rather than in expression.
        rest: bool,
    },
    /// Share of people with a severity of at most `severity`, by every one of `raters`.
    AtMost {
        /// Grades from the best.
        severity: f64,
        /// Raters.
        raters: Vec<Rater>,
        /// Day.
        day: f64,
        /// At rest rather than in expression.
        rest: bool,
    },
    /// Share of people back at their baseline grade.
    Relapsed {
        /// Rater.
        rater: Rater,
        /// Day.
        day: f64,
    },
    /// Share of early responders who stayed responders at every visit.
    Kept {
        /// Rater.
        rater: Rater,
        /// Day.
        day: f64,
    },
    /// Median of the time until a response is lost.
    MedianKept {
        /// Response: none or mild rather than one grade better.
        mild: bool,
        /// Raters, all of whom must see the loss.
        raters: Vec<Rater>,
        /// At rest rather than in expression.
        rest: bool,
    },
    /// Share of people without a line at rest at any visit of every cycle.
    NoneAnyVisit {
        /// Cycles.
        cycles: usize,
    },
    /// Share of people who have noted an effect.
    Diary {
        /// Day.
        day: f64,
    },
    /// Median day of the first note.
    MedianDiary,
    /// Median day on which a rater sees one grade.
    MedianOnset {
        /// Rater.
        rater: Rater,
    },
    /// Share of people who call it at least a moderate improvement.
    Moderate {
        /// Day.
        day: f64,
    },
    /// Mean of a measurement, percent of untreated.
    Mean {
        /// What.
        measure: Measure,
        /// Day.
        day: f64,
    },
    /// Mean sweat over some months, percent.
    MeanSweat {
        /// Last day.
        until_d: f64,
    },
    /// Day of the thinnest muscle.
    Nadir,
    /// Share of people whose sweat is at most half of its weight before.
    SweatHalved {
        /// Day.
        day: f64,
    },
    /// Share of people whose sweat weighs as much as before.
    SweatBack {
        /// Day.
        day: f64,
    },
}

/// What becomes of a row.
pub type Verdict = Result<Ask, &'static str>;

impl Ask {
    /// The question of a row; why it is not asked otherwise.
    ///
    /// # Errors
    /// The reason.
    pub fn of(row: &Row, both_return: bool) -> Verdict {
        let rest = row.state == "rest";
        let raters = raters(row);
        let day = || row.day.ok_or("day of the visit not stated");
        let improved = |grades: f64, raters: Vec<Rater>| {
            Ok(Self::Improved {
                grades,
                raters,
                day: day()?,
                rest,
            })
        };
        let mild = |raters: Vec<Rater>| {
            Ok(Self::AtMost {
                severity: 1.0,
                raters,
                day: day()?,
                rest,
            })
        };
        let one = raters[0];
        match row.endpoint.as_str() {
            "grade-improved-1" => improved(1.0, raters),
            "grade-improved-2" => improved(2.0, raters),
            "grade-improved-2-composite" if row.area == "platysma" => {
                // Two grades better and mild: from severe or worse only the first one binds.
                improved(2.0, both())
            }
            "grade-improved-2-composite" => improved(2.0, both()),
            "none-or-mild" => mild(raters),
            "none" => Ok(Self::AtMost {
                severity: 0.0,
                raters,
                day: day()?,
                rest,
            }),
            "none-any-visit" => Ok(Self::NoneAnyVisit {
                cycles: row.sessions.unwrap_or(1.0) as usize,
            }),
            "responders-on-scale" => responders(row, rest),
            "global-improved-moderate" => Ok(Self::Moderate { day: day()? }),
            "relapsed" if row.area == "axilla" => Ok(Self::SweatBack { day: day()? }),
            "relapsed" => Ok(Self::Relapsed {
                rater: one,
                day: day()?,
            }),
            "grade-improved-1-kept" => Ok(Self::Kept {
                rater: one,
                day: day()?,
            }),
            "onset-reached" if row.day.is_none() => Err("day of the visit not stated"),
            "onset-reached" if row.assessor == "investigator" => {
                improved(1.0, vec![Rater::Investigator])
            }
            "onset-reached" => Ok(Self::Diary { day: day()? }),
            _ => Self::of_time_or_measure(row, one, both_return),
        }
    }

    fn of_time_or_measure(row: &Row, one: Rater, both_return: bool) -> Verdict {
        let day = || row.day.ok_or("day of the visit not stated");
        let mean = |measure| {
            Ok(Self::Mean {
                measure,
                day: day()?,
            })
        };
        let rest = row.state == "rest";
        let returning = if both_return { both() } else { vec![one] };
        match row.endpoint.as_str() {
            "days-to-onset-median" if row.product == "placebo" => {
                Err("median of false starts: the diary model holds only how many there are")
            }
            "days-to-onset-median" if row.assessor == "investigator" => {
                Ok(Self::MedianOnset { rater: one })
            }
            "days-to-onset-median" => Ok(Self::MedianDiary),
            "days-to-baseline-median" => Ok(Self::MedianKept {
                mild: false,
                raters: returning,
                rest,
            }),
            "days-of-response-median" => Ok(Self::MedianKept {
                mild: matches!(row.assessor.as_str(), "blinded-evaluator" | "subject"),
                raters: returning,
                rest,
            }),
            "days-to-loss-of-none-or-mild-median" => Ok(Self::MedianKept {
                mild: true,
                raters: both(),
                rest,
            }),
            "residual-motion-percent" | "residual-emg-percent" | "cmap-percent-of-baseline" => {
                mean(Measure::Force)
            }
            "residual-motor-units-percent" => mean(Measure::Parent),
            "residual-thickness-percent" => mean(Measure::Thickness),
            "residual-sweat-percent" if row.day.is_none() => Ok(Self::MeanSweat { until_d: 152.0 }),
            "residual-sweat-percent" => mean(Measure::Force),
            "sweat-reduced-50" => Ok(Self::SweatHalved { day: day()? }),
            "days-to-nadir" => Ok(Self::Nadir),
            other => Err(not_simulated(other)),
        }
    }

    /// Days on which the arm must be known.
    pub(super) fn days(&self) -> Vec<f64> {
        match self {
            Self::Improved { day, .. }
            | Self::AtMost { day, .. }
            | Self::Relapsed { day, .. }
            | Self::Diary { day }
            | Self::Moderate { day }
            | Self::Mean { day, .. }
            | Self::SweatHalved { day }
            | Self::SweatBack { day } => vec![*day],
            Self::Kept { day, .. } => visits(*day),
            Self::MedianKept { .. } => visits(LAST_VISIT_D),
            Self::NoneAnyVisit { cycles } => (0..*cycles).flat_map(cycle_visits).collect(),
            Self::MedianDiary | Self::MedianOnset { .. } => onset_days(),
            Self::MeanSweat { until_d } => spaced(10.0, *until_d),
            Self::Nadir => spaced(4.0, 160.0),
        }
    }
}

/// Visits up to a day, and the day itself.
pub(super) fn visits(until_d: f64) -> Vec<f64> {
    let mut days = spaced(VISIT_D, until_d - 0.5 * VISIT_D);
    days.push(until_d);
    days
}

/// Visits of a cycle of four months: weeks 1 and 2, months 1 to 4.
pub(super) fn cycle_visits(cycle: usize) -> Vec<f64> {
    let start = 120.0 * cycle as f64;
    [7.0, 30.0, 60.0, 90.0, 119.0]
        .iter()
        .map(|d| start + d)
        .collect()
}

/// Half days of the first ten.
pub(super) fn onset_days() -> Vec<f64> {
    spaced(0.5, 10.0)
}

fn spaced(step: f64, until: f64) -> Vec<f64> {
    let n = (until / step).floor().max(1.0) as usize;
    (1..=n).map(|k| k as f64 * step).collect()
}

fn both() -> Vec<Rater> {
    vec![Rater::Investigator, Rater::Subject]
}

/// Raters of a row; rows without one are read as the investigator's.
fn raters(row: &Row) -> Vec<Rater> {
    match row.assessor.as_str() {
        "subject" => vec![Rater::Subject],
        "composite" => both(),
        "blinded-evaluator" if row.trial_id.starts_with("abo-kane") => vec![Rater::Evaluator],
        "blinded-evaluator" => vec![Rater::Photograph],
        _ => vec![Rater::Investigator],
    }
}

/// Responders by the trial's own rule.
fn responders(row: &Row, rest: bool) -> Verdict {
    let day = row.day.unwrap_or(PEAK_VISIT_D);
    let raters = vec![Rater::Investigator];
    match row.area.as_str() {
        // Grade 3 of 1 to 5, or better.
        "masseter" => Ok(Ask::AtMost {
            severity: 2.0,
            raters,
            day,
            rest: true,
        }),
        "glabella" => Ok(Ask::AtMost {
            severity: 1.0,
            raters,
            day,
            rest,
        }),
        _ => Err("responder rule not stated"),
    }
}

/// Why an endpoint is left out.
fn not_simulated(endpoint: &str) -> &'static str {
    match endpoint {
        e if e.starts_with("adverse-") => {
            "how often something goes wrong is a fact of the catalog, not of the courses"
        }
        "scale-mean" => "baseline measurement, an input",
        "scale-mean-change" => "quality of life, perceived age and bruxism events are not modelled",
        "skin-recoil-ratio" | "skin-pliability-ratio" => "skin mechanics are not modelled here",
        "residual-stiffness-percent" => "muscle stiffness is not modelled",
        "odds-ratio-per-cycle" => "ratio over cycles; the rates themselves are asked instead",
        "brow-raised" | "interbrow-widened" => "brow position needs geometry",
        "days-significant-effect" => "depends on group size and visit plan",
        "volume-retained-percent" => "gel, with its own rows",
        _ => "endpoint not simulated",
    }
}
