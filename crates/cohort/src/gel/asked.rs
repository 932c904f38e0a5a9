//! One filler, enzyme or combination row on its way to a prediction.

use course::gel::{Course, Dose, Person, Setting};
use course::normal_cdf;

use super::predict::{Group, Member, Skip, Study};
use super::raters::Reading;
use crate::assumed::Assumptions;
use crate::evidence::Row;
use crate::toxin::Estimate;

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

/// A row on its way to a prediction.
pub(super) struct Asked<'a> {
    pub study: &'a Study,
    pub row: &'a Row,
    pub notes: Assumptions,
}

/// A prediction in the unit of its row.
pub(super) type Predicted = Result<(Estimate, Group), Skip>;

/// Grades of a scale from best to worst, where the scale is not in the catalog.
const USUAL_SPAN: f64 = 4.0;

impl Asked<'_> {
    pub fn value(&mut self, all: &[Row]) -> Predicted {
        if self.row.area == "animal" {
            return Err("animal result; it sets movement_share and the water uptake");
        }
        match self.row.endpoint.as_str() {
            "enzyme-units-to-dissolve" | "minutes-to-dissolve" => self.dish(),
            "volume-used-ml" => self.volume_used(),
            "scale-mean" => self.scale_mean(all),
            "side-preferred" => self.preferred(all),
            _ => self.by_visit(),
        }
    }

    fn by_visit(&mut self) -> Predicted {
        let day = self.study.arms.day(self.row, &mut self.notes);
        let r = &self.study.raters;
        let (improved, much_improved, goal, satisfied) =
            (r.improved, r.much_improved, r.goal, r.satisfied);
        match self.row.endpoint.as_str() {
            "grade-improved-1" => self.grade(day),
            "grade-improved-1-kept" => self.kept(day),
            "gais-improved" => Ok((self.judged(day, improved)?, Group::Global)),
            "gais-much-improved" => Ok((self.judged(day, much_improved)?, Group::Global)),
            "responders-on-scale" => {
                self.notes.note("responder_rule", "much improved");
                Ok((self.judged(day, much_improved)?, Group::Global))
            }
            "patient-reported-positive" => {
                let easy = self.row.scale.starts_with("satisfied");
                let threshold = if easy { satisfied } else { goal };
                Ok((self.judged(day, threshold)?, Group::PatientReported))
            }
            "scale-mean-change" => {
                let change = self.mean(day, |c| c.correction_grades(day))?;
                let value = -change.value;
                Ok((Estimate { value, ..change }, Group::ScaleMean))
            }
            "volume-retained-percent" => {
                let now = self.mean(day, |c| c.surface_volume_ml(day))?;
                let first = self.mean(day, |c| c.surface_volume_ml(JUST_AFTER_D))?;
                let scale = 100.0 / first.value;
                let value = scale * now.value;
                let person_sd = scale * now.person_sd;
                Ok((Estimate { value, person_sd }, Group::CameraPercent))
            }
            "surface-volume-per-ml" => {
                let first = self.mean(day, |c| {
                    c.surface_volume_ml(JUST_AFTER_D) / c.balance(JUST_AFTER_D).injected_ml
                })?;
                Ok((first, Group::CameraVolume))
            }
            "surface-volume-gain-ml" => self.camera_gain(day),
            _ => Err("endpoint is not modelled for gels"),
        }
    }

    /// Share of people whose change passes a threshold of judgement.
    fn judged(&mut self, day: f64, threshold: f64) -> Result<Estimate, Skip> {
        let open = if self.study.arms.is_open(self.row) {
            self.study.raters.open
        } else {
            0.0
        };
        if self.row.is_control() {
            return Ok(Estimate::share(self.study.raters.judged(0.0, threshold)));
        }
        let raters = &self.study.raters;
        let share = self.mean(day, |c| {
            raters.judged(c.apparent_grades(day) + open, threshold)
        })?;
        Ok(Estimate::share(share.value))
    }

    fn camera_gain(&mut self, day: f64) -> Predicted {
        if self.row.is_control() {
            // Nothing was given: nothing is gained, whatever the camera drifts.
            return Ok((Estimate::exact(0.0), Group::CameraControl));
        }
        let sides = self.row.sides();
        let gain = self.mean(day, |c| c.surface_volume_ml(day) / sides)?;
        Ok((gain, Group::CameraVolume))
    }

    /// Volume of a usual full correction, on the row's basis.
    fn volume_used(&mut self) -> Predicted {
        let usual = self.usual_volume_ml()?;
        let sides = self.row.sides();
        Ok((Estimate::exact(usual / sides), Group::Volume))
    }

    fn grade(&mut self, day: f64) -> Predicted {
        let how = self.study.arms.reading(self.row, &mut self.notes);
        let raters = &self.study.raters;
        let scale = &self.row.scale;
        if !raters.scale_sd.contains_key(scale) {
            self.notes.note("scale", "agreement of raters as on WSRS");
        }
        if self.row.is_control() {
            let share = raters.one_grade_better(scale, 0.0, how);
            return Ok((Estimate::share(share), Group::GradeControl));
        }
        let open = if how.open { raters.open } else { 0.0 };
        let share = self.mean(day, |c| {
            raters.one_grade_better(scale, c.apparent_grades(day) + open, how)
        })?;
        Ok((Estimate::share(share.value), Group::GradeActive))
    }

    /// Of the responders of week 8, those who still respond.
    fn kept(&mut self, day: f64) -> Predicted {
        let how: Reading = self.study.arms.reading(self.row, &mut self.notes);
        let early = FULL_EFFECT_D;
        let (raters, scale) = (&self.study.raters, &self.row.scale);
        let seen =
            |c: &Course, at: f64| raters.one_grade_better(scale, c.correction_grades(at), how);
        // Both visits are compared with one and the same first grade, so the visits agree.
        let both = self.mean(day, |c| seen(c, early).min(seen(c, day)))?;
        let first = self.mean(day, |c| seen(c, early))?;
        Ok((
            Estimate::share(both.value / first.value),
            Group::GradeActive,
        ))
    }

    fn scale_mean(&mut self, all: &[Row]) -> Predicted {
        let day = self.study.arms.day(self.row, &mut self.notes);
        if day == 0.0 {
            let before = self.before_treatment();
            return Ok((before, Group::ScaleMean));
        }
        let published = all.iter().find(|r| {
            r.trial_id == self.row.trial_id
                && r.endpoint == self.row.endpoint
                && r.scale == self.row.scale
                && r.day == Some(0.0)
        });
        let before = match (self.row.baseline_mean, published) {
            (Some(mean), _) => mean,
            (None, Some(row)) => row.value,
            (None, None) => {
                self.notes
                    .note("baseline_mean", "by the usual entry, moderate or worse");
                self.before_treatment().value
            }
        };
        if self.row.is_control() {
            return Ok((Estimate::exact(before), Group::ScaleMean));
        }
        let change = self.mean(day, |c| c.correction_grades(day))?;
        let value = before - change.value;
        Ok((Estimate { value, ..change }, Group::ScaleMean))
    }

    /// Mean grade of people whom raters let in: those from the stated grade, else from the
    /// middle of the scale.
    fn before_treatment(&mut self) -> Estimate {
        let (low, span) = self
            .study
            .scale_ends(&self.row.scale)
            .unwrap_or((0.0, USUAL_SPAN));
        let stated = self
            .row
            .entry_rule
            .as_ref()
            .and_then(|r| r.expression.or(r.rest));
        let least = match &stated {
            Some(grades) if !grades.words => grades.least,
            _ => {
                self.notes.note("entry_rule", "the middle grade or worse");
                low + (span / 2.0).round()
            }
        };
        self.study.mean_grade_from(low, span, least)
    }

    /// Share in whom this side is at least one grade better than the other.
    fn preferred(&mut self, all: &[Row]) -> Predicted {
        let row = self.row;
        let day = self.study.arms.day(row, &mut self.notes);
        let other = all
            .iter()
            .find(|r| {
                r.trial_id == row.trial_id
                    && r.endpoint == row.endpoint
                    && r.scale == row.scale
                    && r.product != row.product
            })
            .ok_or("the other side is not published")?;
        let how = self.study.arms.reading(row, &mut self.notes);
        let mut there = Asked {
            study: self.study,
            row: other,
            notes: Assumptions::default(),
        };
        let mut share = 0.0;
        for member in self.study.people() {
            let here = self.course(day, member.person)?.correction_grades(day);
            let there = there.course(day, member.person)?.correction_grades(day);
            let seen = self
                .study
                .raters
                .one_grade_better(&row.scale, here - there, how);
            share += member.weight * seen;
        }
        Ok((Estimate::share(share), Group::Preference))
    }

    fn dish(&mut self) -> Predicted {
        let row = self.row;
        let gel = &self.study.model;
        let product = gel
            .product(&row.product)
            .map_err(|_| "the gel is not in the catalog")?;
        let resistance = product.resistance.ok_or("the gel is not dissolvable")?;
        let gel_ml = row.volume_ml.ok_or("the volume is not stated")?;
        let units = row.dose_units.ok_or("the dose is not stated")?;
        let enzyme = &gel.enzyme;
        let value = if row.endpoint == "minutes-to-dissolve" {
            enzyme.minutes_to_dissolve(units, gel_ml, resistance)
        } else {
            // hyaluronidase-21-gels-2023: 20 U every 30 min.
            enzyme.units_to_dissolve(20.0, 30.0, gel_ml, resistance)
        };
        let value = value.ok_or("the model finds it not dissolved within a day")?;
        Ok((Estimate::exact(value), Group::Enzyme))
    }

    /// Mean over the people who come to the visit.
    fn mean(&mut self, day: f64, of: impl Fn(&Course) -> f64) -> Result<Estimate, Skip> {
        let selected = self.study.arms.untouched(self.row);
        let (mut sum, mut squares, mut weights) = (0.0, 0.0, 0.0);
        for Member { weight, person } in self.study.people() {
            let course = self.course(day, person)?;
            let mut weight = weight;
            if selected {
                weight *= self.came_without_more(&course, day);
            }
            let value = of(&course);
            sum += weight * value;
            squares += weight * value * value;
            weights += weight;
        }
        let value = sum / weights;
        let variance = (squares / weights - value * value).max(0.0);
        Ok(Estimate {
            value,
            person_sd: variance.sqrt(),
        })
    }

    /// Probability of not having asked for more gel, from what was left half a year before.
    fn came_without_more(&self, course: &Course, day: f64) -> f64 {
        let asked = (day - ASKED_BEFORE_D).max(0.0);
        let left = course.correction_grades(asked) / course.correction_grades(FULL_EFFECT_D);
        normal_cdf((left - self.study.raters.kept) / KEPT_SPREAD)
    }

    /// Gel of one person: the first treatment, and repeats that bring back what was lost.
    fn course(&mut self, day: f64, person: Person) -> Result<Course, Skip> {
        let mut doses = self.first_doses()?;
        let first_ml = doses[0].volume_ml;
        let repeats = self.study.arms.repeats(self.row);
        for i in 1..=repeats {
            let at = day * f64::from(i) / f64::from(repeats + 1);
            let left = self.build(at, person, &doses)?.shown_volume_ml(at);
            doses.push(Dose {
                volume_ml: (first_ml - left).max(0.0),
                day: at,
                ..doses[0].clone()
            });
        }
        self.build(day, person, &doses)
    }

    fn build(&mut self, day: f64, person: Person, doses: &[Dose]) -> Result<Course, Skip> {
        Course::new(&Setting {
            model: &self.study.model,
            area: self.study.arms.area(self.row, &mut self.notes),
            person,
            doses,
            pulses: &[],
            force: None,
            horizon_d: day,
        })
        .map_err(|_| "no response of this area or product is known")
    }

    fn first_doses(&mut self) -> Result<Vec<Dose>, Skip> {
        if self.row.product.contains('+') {
            self.notes.note(
                "product",
                "the gel alone; toxin in the same session is not counted",
            );
        }
        let volume_ml = self.volume_ml()?;
        let dose = |at: f64| Dose {
            product: self.product(),
            volume_ml,
            day: at,
            superficial: false,
        };
        if self.row.product == "sculptra" {
            let before = |i: u32| -PLLA_EVERY_D * f64::from(i);
            return Ok((0..PLLA_SESSIONS).map(|i| dose(before(i))).collect());
        }
        Ok(vec![dose(0.0)])
    }

    /// Gel of the row: the first part of `gel+toxin`.
    fn product(&self) -> String {
        let name = self.row.product.split('+').next().unwrap_or_default();
        name.to_owned()
    }

    /// Volume of the first treatment, both sides, mL.
    ///
    /// A trial that used less than usual had mostly smaller hollows, not weaker corrections:
    /// for grades only a power of the ratio counts; for the camera all of it.
    fn volume_ml(&mut self) -> Result<f64, Skip> {
        let usual = self.usual_volume_ml()?;
        let Some(ml) = self.row.volume_ml else {
            self.notes.note(
                "volume_ml",
                format!("{usual:.1} mL, usual of gel and area, both sides"),
            );
            return Ok(usual);
        };
        let sides = self.row.sides();
        let power = if self.row.assessor == "instrument" {
            1.0
        } else {
            self.study.raters.titration
        };
        Ok(usual * (ml * sides / usual).powf(power))
    }

    /// Usual volume of the gel in the area, both sides, mL.
    fn usual_volume_ml(&mut self) -> Result<f64, Skip> {
        let area = self.study.arms.area(self.row, &mut self.notes);
        let place = self.study.model.place(area);
        let place = place.map_err(|_| "the gel model has no such area")?;
        let product = self.study.model.product(&self.product());
        let product = product
            .map_err(|_| "the gel is not in the catalog")?
            .clone();
        Ok(place.usual_volume_ml / product.lift)
    }
}
