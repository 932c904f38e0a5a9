//! Prediction of one published filler, enzyme or combination result.

use catalog::{Catalog, ParameterTable};
use course::gel::{Course, Dose, Model, Person, Setting};
use course::normal_cdf;

use super::arm::{area, is_open, reading, repeats, untreated};
use super::error::Error;
use super::raters::Raters;
use crate::evidence::Row;

/// Gauss–Hermite nodes and weights for a standard normal variable, seven points.
///
/// # Source
/// abramowitz-stegun-1964, table 25.10, scaled by √2 and 1/√π
const NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972_219),
    (-2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (-1.154_405_394_739_968, 0.240_123_178_605_013),
    (0.0, 0.457_142_857_142_857),
    (1.154_405_394_739_968, 0.240_123_178_605_013),
    (2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (3.750_439_717_725_742, 0.000_548_268_855_972_219),
];
/// Sessions of PLLA, three weeks apart, before the day that a trial counts from.
///
/// # Source
/// sculptra-label: up to four sessions about three weeks apart
const PLLA_SESSIONS: u32 = 3;
/// Days between them.
const PLLA_EVERY_D: f64 = 21.0;

/// Spread between people of the share of correction at which they ask for more.
///
/// # Source
/// assumed-gel-retreatment
const KEPT_SPREAD: f64 = 0.15;

/// Just after the injection on day 0, d.
const JUST_AFTER_D: f64 = 1e-9;
/// Day on which the effect is full, for "kept" and for asking for more.
///
/// # Source
/// belotero-biesman-2024: responders of week 8
const FULL_EFFECT_D: f64 = 56.0;
/// Days before a late visit on which people without a repeat were asked.
///
/// # Source
/// callan-2013-mfvds: repeat offered at week 78, visit at month 24
const ASKED_BEFORE_D: f64 = 184.0;

/// Kind of result, for errors by group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// One grade better, treated.
    GradeActive,
    /// One grade better, untreated.
    GradeControl,
    /// Global judgement of improvement.
    Global,
    /// Answers of people treated.
    PatientReported,
    /// Split-face preference.
    Preference,
    /// Mean grade.
    ScaleMean,
    /// Camera volume kept, percent.
    CameraPercent,
    /// Camera volume, mL or ratio.
    CameraVolume,
    /// Enzyme in a dish.
    Enzyme,
}

impl Group {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::GradeActive => "filler-grade-active",
            Self::GradeControl => "filler-grade-control",
            Self::Global => "filler-global",
            Self::PatientReported => "filler-patient-reported",
            Self::Preference => "filler-preference",
            Self::ScaleMean => "filler-scale-mean",
            Self::CameraPercent => "filler-camera-percent",
            Self::CameraVolume => "filler-camera-volume",
            Self::Enzyme => "enzyme-dish",
        }
    }
}

/// Why a row is not simulated.
pub type Skip = &'static str;

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Predicted, in the row's unit.
    Predicted {
        /// The prediction.
        value: f64,
        /// Its group.
        group: Group,
    },
    /// Not simulated.
    Skipped(Skip),
}

/// The model with which rows are predicted.
pub struct Study {
    model: Model,
    raters: Raters,
}

/// One person of an arm with a weight.
struct Member {
    weight: f64,
    person: Person,
}

impl Study {
    /// The study of given constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::Gel`].
    pub fn new(table: &ParameterTable, catalog: &Catalog) -> Result<Self, Error> {
        Ok(Self {
            model: Model::from_parameters(table, &catalog.gels)?,
            raters: Raters::from_table(table, catalog)?,
        })
    }

    /// Predicts one row; `all` gives the other rows of its trial.
    pub fn predict(&self, row: &Row, all: &[Row]) -> Verdict {
        match self.value(row, all) {
            Ok((value, group)) => Verdict::Predicted { value, group },
            Err(reason) => Verdict::Skipped(reason),
        }
    }

    fn value(&self, row: &Row, all: &[Row]) -> Result<(f64, Group), Skip> {
        if row.endpoint.starts_with("adverse") {
            return Err("adverse events are shown as published, not simulated");
        }
        if row.area == "animal" {
            return Err("animal result; it sets movement_share and the water uptake");
        }
        if row.agent == "combination" {
            return Err("no visit, scale or cut-off is stated");
        }
        match row.endpoint.as_str() {
            "enzyme-units-to-dissolve" | "minutes-to-dissolve" => self.dish(row),
            "volume-used-ml" => Err("volume is an input of the model"),
            "scale-mean" => self.scale_mean(row, all),
            "side-preferred" => self.preferred(row, all),
            _ => self.by_visit(row),
        }
    }

    fn by_visit(&self, row: &Row) -> Result<(f64, Group), Skip> {
        let day = row.day.ok_or("the visit is not stated")?;
        let r = &self.raters;
        let open = if is_open(row) { r.open } else { 0.0 };
        let judged = |threshold: f64| {
            let share = self.mean(row, day, |c| {
                r.judged(c.apparent_grades(day) + open, threshold)
            })?;
            Ok(100.0 * share)
        };
        match row.endpoint.as_str() {
            "grade-improved-1" => self.grade(row, day),
            "grade-improved-1-kept" => self.kept(row, day),
            "gais-improved" => Ok((judged(r.improved)?, Group::Global)),
            "gais-much-improved" => Ok((judged(r.much_improved)?, Group::Global)),
            "patient-reported-positive" => {
                let easy = row.scale.starts_with("satisfied");
                let threshold = if easy { r.satisfied } else { r.goal };
                Ok((judged(threshold)?, Group::PatientReported))
            }
            "scale-mean-change" => {
                let change = self.mean(row, day, |c| c.correction_grades(day))?;
                Ok((-change, Group::ScaleMean))
            }
            "volume-retained-percent" => {
                let now = self.mean(row, day, |c| c.surface_volume_ml(day))?;
                let first = self.mean(row, day, |c| c.surface_volume_ml(JUST_AFTER_D))?;
                Ok((100.0 * now / first, Group::CameraPercent))
            }
            "surface-volume-per-ml" => {
                let first = self.mean(row, day, |c| {
                    c.surface_volume_ml(JUST_AFTER_D) / c.balance(JUST_AFTER_D).injected_ml
                })?;
                Ok((first, Group::CameraVolume))
            }
            "surface-volume-gain-ml" => self.camera_gain(row, day),
            _ => Err("endpoint is not modelled for gels"),
        }
    }

    fn camera_gain(&self, row: &Row, day: f64) -> Result<(f64, Group), Skip> {
        if untreated(row) {
            return Err("drift of the camera in untreated people; it is measurement error");
        }
        let sides = if row.dose_basis == "per-side" {
            2.0
        } else {
            1.0
        };
        let gain = self.mean(row, day, |c| c.surface_volume_ml(day))? / sides;
        Ok((gain, Group::CameraVolume))
    }

    fn grade(&self, row: &Row, day: f64) -> Result<(f64, Group), Skip> {
        let how = reading(row);
        if untreated(row) {
            let share = self.raters.one_grade_better(&row.scale, 0.0, how);
            return Ok((100.0 * share, Group::GradeControl));
        }
        let open = if how.open { self.raters.open } else { 0.0 };
        let share = self.mean(row, day, |c| {
            self.raters
                .one_grade_better(&row.scale, c.apparent_grades(day) + open, how)
        })?;
        Ok((100.0 * share, Group::GradeActive))
    }

    /// Of the responders of week 8, those who still respond.
    fn kept(&self, row: &Row, day: f64) -> Result<(f64, Group), Skip> {
        let how = reading(row);
        let early = FULL_EFFECT_D;
        let seen = |c: &Course, at: f64| {
            self.raters
                .one_grade_better(&row.scale, c.correction_grades(at), how)
        };
        // Both visits are compared with one and the same first grade, so the visits agree.
        let both = self.mean(row, day, |c| seen(c, early).min(seen(c, day)))?;
        let first = self.mean(row, day, |c| seen(c, early))?;
        Ok((100.0 * both / first, Group::GradeActive))
    }

    fn scale_mean(&self, row: &Row, all: &[Row]) -> Result<(f64, Group), Skip> {
        let day = row.day.ok_or("the visit is not stated")?;
        if day == 0.0 {
            return Err("mean grade before treatment is an input");
        }
        let before = all
            .iter()
            .find(|r| {
                r.trial_id == row.trial_id && r.endpoint == row.endpoint && r.day == Some(0.0)
            })
            .ok_or("the mean before treatment is not published")?;
        let change = self.mean(row, day, |c| c.correction_grades(day))?;
        Ok((before.value - change, Group::ScaleMean))
    }

    /// Share in whom this side is at least one grade better than the other.
    fn preferred(&self, row: &Row, all: &[Row]) -> Result<(f64, Group), Skip> {
        let day = row.day.ok_or("the visit is not stated")?;
        let other = all
            .iter()
            .find(|r| {
                r.trial_id == row.trial_id
                    && r.endpoint == row.endpoint
                    && r.scale == row.scale
                    && r.product != row.product
            })
            .ok_or("the other side is not published")?;
        let how = reading(row);
        let mut share = 0.0;
        for member in self.people() {
            let here = self.course(row, day, member.person)?.correction_grades(day);
            let there = self
                .course(other, day, member.person)?
                .correction_grades(day);
            share += member.weight * self.raters.one_grade_better(&row.scale, here - there, how);
        }
        Ok((100.0 * share, Group::Preference))
    }

    fn dish(&self, row: &Row) -> Result<(f64, Group), Skip> {
        let product = self
            .model
            .product(&row.product)
            .map_err(|_| "unknown gel")?;
        let resistance = product.resistance.ok_or("the gel is not dissolvable")?;
        let gel_ml = row.volume_ml.ok_or("the volume is not stated")?;
        let units = row.dose_units.ok_or("the dose is not stated")?;
        let enzyme = &self.model.enzyme;
        let value = if row.endpoint == "minutes-to-dissolve" {
            enzyme.minutes_to_dissolve(units, gel_ml, resistance)
        } else {
            // hyaluronidase-21-gels-2023: 20 U every 30 min.
            enzyme.units_to_dissolve(20.0, 30.0, gel_ml, resistance)
        };
        let value = value.ok_or("the model finds it not dissolved within a day")?;
        Ok((value, Group::Enzyme))
    }

    fn people(&self) -> impl Iterator<Item = Member> {
        let pairs = NODES.iter().flat_map(|a| NODES.iter().map(move |b| (a, b)));
        pairs.map(
            |((z_response, w_response), (z_persistence, w_persistence))| Member {
                weight: w_response * w_persistence,
                person: self.model.person(*z_response, *z_persistence),
            },
        )
    }

    /// Mean over the people who come to the visit.
    fn mean(&self, row: &Row, day: f64, of: impl Fn(&Course) -> f64) -> Result<f64, Skip> {
        let selected = row.notes.contains("no supplementary");
        let (mut sum, mut weights) = (0.0, 0.0);
        for member in self.people() {
            let course = self.course(row, day, member.person)?;
            let mut weight = member.weight;
            if selected {
                weight *= self.came_without_more(&course, day);
            }
            sum += weight * of(&course);
            weights += weight;
        }
        Ok(sum / weights)
    }

    /// Probability of not having asked for more gel, from what was left half a year before.
    fn came_without_more(&self, course: &Course, day: f64) -> f64 {
        let asked = (day - ASKED_BEFORE_D).max(0.0);
        let left = course.correction_grades(asked) / course.correction_grades(FULL_EFFECT_D);
        normal_cdf((left - self.raters.kept) / KEPT_SPREAD)
    }

    /// Gel of one person: the first treatment, and repeats that bring back what was lost.
    fn course(&self, row: &Row, day: f64, person: Person) -> Result<Course, Skip> {
        let mut doses = self.first_doses(row)?;
        let first_ml = doses[0].volume_ml;
        let repeats = repeats(row, day);
        for i in 1..=repeats {
            let at = day * f64::from(i) / f64::from(repeats + 1);
            let left = self.build(row, at, person, &doses)?.shown_volume_ml(at);
            doses.push(Dose {
                volume_ml: (first_ml - left).max(0.0),
                day: at,
                ..doses[0].clone()
            });
        }
        self.build(row, day, person, &doses)
    }

    fn build(&self, row: &Row, day: f64, person: Person, doses: &[Dose]) -> Result<Course, Skip> {
        Course::new(&Setting {
            model: &self.model,
            area: area(row),
            person,
            doses,
            pulses: &[],
            force: None,
            horizon_d: day,
        })
        .map_err(|_| "no response of this area or product is known")
    }

    fn first_doses(&self, row: &Row) -> Result<Vec<Dose>, Skip> {
        let dose = |at: f64, volume_ml: f64| Dose {
            product: row.product.clone(),
            volume_ml,
            day: at,
            superficial: false,
        };
        let volume_ml = self.volume_ml(row)?;
        if row.product == "sculptra" {
            let before = |i: u32| -PLLA_EVERY_D * f64::from(i);
            return Ok((0..PLLA_SESSIONS)
                .map(|i| dose(before(i), volume_ml))
                .collect());
        }
        Ok(vec![dose(0.0, volume_ml)])
    }

    /// Volume of the first treatment, both sides, mL.
    ///
    /// A trial that used less than usual had mostly smaller hollows, not weaker corrections:
    /// for grades only a power of the ratio counts; for the camera all of it.
    fn volume_ml(&self, row: &Row) -> Result<f64, Skip> {
        let place = self
            .model
            .place(area(row))
            .map_err(|_| "no response of this area is known")?;
        let product = self
            .model
            .product(&row.product)
            .map_err(|_| "the gel is not in the catalog")?;
        let usual = place.usual_volume_ml / product.lift;
        let sides = if row.dose_basis == "per-side" {
            2.0
        } else {
            1.0
        };
        let power = if row.assessor == "instrument" {
            1.0
        } else {
            self.raters.titration
        };
        Ok(row
            .volume_ml
            .map_or(usual, |ml| usual * (ml * sides / usual).powf(power)))
    }
}
