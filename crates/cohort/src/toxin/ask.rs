//! What a published number asks of the simulated arm.

use course::Rater;

use super::arm::{Arm, Known};
use crate::assumed::Assumptions;
use crate::evidence::Row;

/// Interval of visits in trials of lines, d.
pub(super) const VISIT_D: f64 = 30.0;
/// Last visit looked at for a median, d.
pub(super) const LAST_VISIT_D: f64 = 480.0;

/// A measured quantity, share of untreated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Residual force.
    Force,
    /// Transmission at the parent terminals.
    Parent,
    /// Muscle thickness.
    Thickness,
    /// Amplitude of the electric signal at full effort: trains of many units add up like noise,
    /// so it follows the square root of what is active.
    Signal,
}

/// Question to a simulated arm.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Share of people at least `grades` better, by every one of `raters`.
    Improved {
        /// Grades.
        grades: f64,
        /// With a severity of at most this as well, grades from the best.
        at_most: Option<f64>,
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
    /// Mean grade, or with `change` its change from baseline.
    MeanGrade {
        /// Rater.
        rater: Rater,
        /// Day; 0 is before treatment.
        day: f64,
        /// At rest rather than in expression.
        rest: bool,
        /// Change from baseline rather than the grade itself.
        change: bool,
    },
    /// Odds ratio of being without a line at rest in a cycle, for each further cycle.
    OddsPerCycle {
        /// Cycles.
        cycles: usize,
    },
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

/// A row with what is known of its arm, while its question is worked out.
struct Asking<'a> {
    row: &'a Row,
    known: &'a Known<'a>,
    arm: &'a Arm,
    notes: &'a mut Assumptions,
}

impl Ask {
    /// The question of a row; why it is not asked otherwise.
    ///
    /// # Errors
    /// The reason.
    pub(crate) fn of(row: &Row, known: &Known<'_>, arm: &Arm, notes: &mut Assumptions) -> Verdict {
        Asking {
            row,
            known,
            arm,
            notes,
        }
        .ask()
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "each kind of question is a verdict, so that `ask` reads as one table"
)]
impl Asking<'_> {
    fn ask(&mut self) -> Verdict {
        let row = self.row;
        let share = self.known.defaults.visit.toxin_share;
        match row.endpoint.as_str() {
            "grade-improved-1" => self.improved(1.0),
            "grade-improved-2" => self.improved(2.0),
            "grade-improved-2-composite" => self.improved_by(2.0, Some(1.0), both(), share),
            "none-or-mild" => self.at_most(1.0),
            "none" => self.at_most(0.0),
            "none-any-visit" => Ok(Ask::NoneAnyVisit {
                cycles: row.sessions.unwrap_or(1.0).max(1.0) as usize,
            }),
            "responders-on-scale"
            | "patient-reported-positive"
            | "gais-improved"
            | "gais-much-improved" => self.responders(),
            "global-improved-moderate" => Ok(Ask::Moderate {
                day: self.day(share),
            }),
            "relapsed" if row.area == "axilla" => {
                self.stated_day().map(|day| Ask::SweatBack { day })
            }
            "relapsed" => {
                let (rater, day) = (self.rater(), self.stated_day()?);
                Ok(Ask::Relapsed { rater, day })
            }
            "grade-improved-1-kept" => {
                let (rater, day) = (self.rater(), self.stated_day()?);
                Ok(Ask::Kept { rater, day })
            }
            "onset-reached" if row.assessor == "investigator" => {
                let day = self.day(self.known.defaults.visit.toxin_onset);
                self.improved_by(1.0, None, vec![Rater::Investigator], day)
            }
            "onset-reached" => Ok(Ask::Diary {
                day: self.day(self.known.defaults.visit.toxin_onset),
            }),
            "odds-ratio-per-cycle" => Ok(Ask::OddsPerCycle { cycles: 3 }),
            "scale-mean" | "scale-mean-change" => self.mean_grade(),
            _ => self.time_or_measure(),
        }
    }

    /// Day of the visit, or the usual one.
    fn day(&mut self, usual: f64) -> f64 {
        self.row.day.unwrap_or_else(|| {
            self.notes
                .note("day", format!("day {usual:.0}, the usual visit"));
            usual
        })
    }

    fn stated_day(&self) -> Result<f64, &'static str> {
        self.row.day.ok_or("day of the visit not stated")
    }

    /// Whether the face is at rest.
    fn rest(&mut self) -> bool {
        if self.row.state.is_empty() && self.arm.target.folds() {
            self.notes.note("state", "face in expression");
        }
        self.row.state == "rest"
    }

    fn rater(&mut self) -> Rater {
        self.raters()[0]
    }

    /// Raters of a row; rows without one are read as the investigator's.
    fn raters(&mut self) -> Vec<Rater> {
        match self.row.assessor.as_str() {
            "subject" => vec![Rater::Subject],
            "composite" => both(),
            "blinded-evaluator" => vec![self.blinded()],
            "investigator" | "instrument" => vec![Rater::Investigator],
            _ => {
                self.notes.note("assessor", "investigator");
                vec![Rater::Investigator]
            }
        }
    }

    fn blinded(&mut self) -> Rater {
        let ruled = self.known.rule(self.row).map(|r| r.rater.clone());
        let kind = ruled.filter(|kind| !kind.is_empty()).unwrap_or_else(|| {
            let usual = self.known.defaults.rater.toxin_blinded.clone();
            self.notes
                .note("assessor", format!("blinded evaluator: {usual}"));
            usual
        });
        if kind == "evaluator" {
            Rater::Evaluator
        } else {
            Rater::Photograph
        }
    }

    fn improved(&mut self, grades: f64) -> Verdict {
        let raters = self.raters();
        let usual = self.known.defaults.visit.toxin_share;
        self.improved_by(grades, None, raters, usual)
    }

    fn improved_by(
        &mut self,
        grades: f64,
        at_most: Option<f64>,
        raters: Vec<Rater>,
        usual_day: f64,
    ) -> Verdict {
        Ok(Ask::Improved {
            grades,
            at_most,
            raters,
            day: self.day(usual_day),
            rest: self.rest(),
        })
    }

    fn at_most(&mut self, severity: f64) -> Verdict {
        Ok(Ask::AtMost {
            severity,
            raters: self.raters(),
            day: self.day(self.known.defaults.visit.toxin_share),
            rest: self.rest(),
        })
    }

    /// Responders by the trial's own rule, or by the usual one of the area.
    fn responders(&mut self) -> Verdict {
        let area = self.arm.target.toxin_group.clone().unwrap_or_default();
        let default = self
            .known
            .defaults
            .area(&area)
            .ok_or("no default of the area")?;
        let severity = default.responder_severity;
        self.notes.note(
            "responder_rule",
            format!("severity at most {severity} grades from the best"),
        );
        if self.row.endpoint != "responders-on-scale" {
            // A judgement of the change as a whole.
            return Ok(Ask::Moderate {
                day: self.day(self.known.defaults.visit.toxin_share),
            });
        }
        self.at_most(severity)
    }

    /// Mean grade on the rated scale; other instruments are not modelled.
    fn mean_grade(&mut self) -> Verdict {
        if self.row.unit != "grade" {
            return Err(match self.row.unit.as_str() {
                "year" | "point" => "perceived age and quality of life are not modelled",
                "mm" | "mv" => "a size before treatment, in units of its instrument",
                _ => "the instrument is not modelled",
            });
        }
        let change = self.row.endpoint == "scale-mean-change";
        Ok(Ask::MeanGrade {
            rater: self.rater(),
            day: self.day(self.known.defaults.visit.toxin_share),
            rest: self.rest(),
            change,
        })
    }

    fn time_or_measure(&mut self) -> Verdict {
        let row = self.row;
        let usual = self.known.defaults.visit.toxin_measure;
        match row.endpoint.as_str() {
            "days-to-onset-median" if row.is_control() => {
                Err("median of false starts: the diary model holds only how many there are")
            }
            "days-to-onset-median" if row.assessor == "investigator" => Ok(Ask::MedianOnset {
                rater: Rater::Investigator,
            }),
            "days-to-onset-median" => Ok(Ask::MedianDiary),
            "days-to-baseline-median" | "days-to-baseline-mean" => self.returning(false),
            "days-of-response-median" | "days-of-response-mean" => {
                let rule = self.known.rule(row);
                let mild = rule.is_some_and(|r| r.response == "mild");
                if !mild {
                    self.notes.note("responder_rule", "one grade better");
                }
                self.returning(mild)
            }
            "days-to-loss-of-none-or-mild-median" => Ok(Ask::MedianKept {
                mild: true,
                raters: both(),
                rest: self.rest(),
            }),
            "residual-motion-percent" | "cmap-percent-of-baseline" => {
                self.mean(Measure::Force, usual)
            }
            "residual-emg-percent" => self.mean(Measure::Signal, usual),
            "residual-motor-units-percent" => self.mean(Measure::Parent, usual),
            "residual-thickness-percent" => self.mean(Measure::Thickness, usual),
            "residual-sweat-percent" if row.day.is_none() => {
                self.notes.note("day", "mean of five months");
                Ok(Ask::MeanSweat { until_d: 152.0 })
            }
            "residual-sweat-percent" => self.mean(Measure::Force, usual),
            "sweat-reduced-50" => Ok(Ask::SweatHalved {
                day: self.day(usual),
            }),
            "days-to-nadir" => Ok(Ask::Nadir),
            other => Err(not_simulated(other)),
        }
    }

    fn mean(&mut self, measure: Measure, usual_day: f64) -> Verdict {
        Ok(Ask::Mean {
            measure,
            day: self.day(usual_day),
        })
    }

    /// Time until a response is lost.
    fn returning(&mut self, mild: bool) -> Verdict {
        let by_both = self
            .known
            .rule(self.row)
            .is_some_and(|r| r.return_by == "both");
        let raters = if by_both {
            both()
        } else {
            self.notes.note(
                "return_rule",
                "the first visit at which the rater sees the loss",
            );
            vec![self.rater()]
        };
        Ok(Ask::MedianKept {
            mild,
            raters,
            rest: self.rest(),
        })
    }
}

impl Ask {
    /// Days on which the arm must be known.
    pub(super) fn days(&self) -> Vec<f64> {
        match self {
            Self::Improved { day, .. }
            | Self::AtMost { day, .. }
            | Self::Relapsed { day, .. }
            | Self::Diary { day }
            | Self::Moderate { day }
            | Self::Mean { day, .. }
            | Self::MeanGrade { day, .. }
            | Self::SweatHalved { day }
            | Self::SweatBack { day } => vec![*day],
            Self::Kept { day, .. } => visits(*day),
            Self::MedianKept { .. } => visits(LAST_VISIT_D),
            Self::NoneAnyVisit { cycles } | Self::OddsPerCycle { cycles } => {
                (0..*cycles).flat_map(cycle_visits).collect()
            }
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
    spaced(0.5, 14.0)
}

fn spaced(step: f64, until: f64) -> Vec<f64> {
    let n = (until / step).floor().max(1.0) as usize;
    (1..=n).map(|k| k as f64 * step).collect()
}

fn both() -> Vec<Rater> {
    vec![Rater::Investigator, Rater::Subject]
}

/// Why an endpoint is left out.
fn not_simulated(endpoint: &str) -> &'static str {
    match endpoint {
        "skin-recoil-ratio" | "skin-pliability-ratio" => "skin mechanics are not modelled here",
        "residual-stiffness-percent" => "muscle stiffness is not modelled",
        "brow-raised" | "interbrow-widened" | "brow-elevation" => "brow position needs geometry",
        "days-significant-effect" => "depends on group size and visit plan",
        "volume-retained-percent" => "gel, with its own rows",
        _ => "endpoint not simulated",
    }
}
