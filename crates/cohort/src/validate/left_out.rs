//! Every trial predicted by models that have not seen it.

use std::fmt::Write as _;

use catalog::Catalog;

use super::between::{Between, calibrate, needed};
use super::class::Class;
use super::interval::Spread;
use super::record::{Record, Setting, Validation, difference, inside};
use super::{Error, Options, simulate};
use crate::adverse::Adverse;
use crate::evidence::{Row, built_in};
use crate::overlap::Overlaps;
use crate::posterior::LeftOut;
use crate::{gel, toxin};

/// Where the result stands.
pub const LEFT_OUT: &str = "evidence/left-out.csv";

/// One row predicted without its trial.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutRow {
    /// The row.
    pub row: Row,
    /// Predicted, in its unit.
    pub predicted: f64,
    /// Interval by constants and spreads that have not seen the trial either.
    pub lower: f64,
    /// See `lower`.
    pub upper: f64,
}

impl LeftOutRow {
    /// Predicted minus published; nought where a published bound holds.
    pub fn difference(&self) -> f64 {
        difference(&self.row, self.predicted)
    }

    /// Whether the published value lies in the interval.
    pub fn inside(&self) -> bool {
        inside(&self.row, self.lower, self.upper)
    }
}

/// Result of leaving each trial out.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOut {
    /// Rows in the order of the evidence.
    pub rows: Vec<LeftOutRow>,
    /// Spread between trials, from all of them.
    pub between: Between,
}

/// Which rows are predicted anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All.
    All,
    /// Toxin; the others are kept as they stand.
    Toxin,
    /// Filler, enzyme, combination; the others are kept as they stand.
    Filler,
}

impl Part {
    fn holds(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Toxin => row.agent == "toxin",
            Self::Filler => row.agent != "toxin",
        }
    }
}

/// Refits without each trial and everything that shares people with it, and predicts its rows.
///
/// # Errors
/// [`Error`]; those of the fits.
pub fn leave_out(
    catalog: &Catalog,
    part: Part,
    options: Options,
    say: &mut dyn FnMut(&str),
) -> Result<LeaveOut, Error> {
    let kept = LeaveOut::from_catalog(catalog)?;
    let mut rows = built_in(catalog)?;
    rows.retain(|row| part.holds(row));
    let overlaps = Overlaps::from_catalog(catalog)?;
    let sets = overlaps.sets(&rows);
    let mut predicted = Vec::new();
    if part != Part::Toxin {
        predicted = gel::left_out(catalog, &rows, &sets)?;
        say(&format!(
            "{} filler rows predicted without their trial",
            predicted.len()
        ));
    }
    if part != Part::Filler {
        predicted.extend(toxin::left_out(&rows, catalog, options.seed, &sets, say)?);
    }
    let adverse = Adverse::from_catalog(catalog)?;
    for row in rows.iter().filter(|r| r.is_adverse()) {
        let leaving = overlaps.leaving_with(&row.trial_id);
        let rate = adverse.predict(row, &|other| leaving.contains(&other.trial_id));
        let p = rate.percent / 100.0;
        predicted.push(LeftOut {
            record_id: row.record_id.clone(),
            predicted: rate.percent,
            sd: rate.sd.hypot(adverse.trial_sd()) * 100.0 * p * (1.0 - p),
        });
    }
    let mut result = intervals(catalog, &rows, &overlaps, &predicted, options)?;
    result.keep(catalog, part, kept)?;
    Ok(result)
}

/// Intervals of the rows; the spread between trials is estimated without the trial as well.
fn intervals(
    catalog: &Catalog,
    rows: &[Row],
    overlaps: &Overlaps,
    predicted: &[LeftOut],
    options: Options,
) -> Result<LeaveOut, Error> {
    let setting = Setting::new(catalog)?;
    let simulated = simulate::all(catalog, rows, options, 0)?;
    let known: Vec<Known<'_>> = rows
        .iter()
        .zip(&simulated)
        .filter_map(|(row, s)| {
            let left_out = predicted.iter().find(|p| p.record_id == row.record_id)?;
            Some(Known::new(
                row,
                left_out,
                s.person_sd,
                setting.widening(&s.notes),
            ))
        })
        .collect();
    let of = |k: &Known<'_>| (k.class, k.needed);
    let out = known
        .iter()
        .map(|one| {
            let leaving = overlaps.leaving_with(&one.row.trial_id);
            let others = known.iter().filter(|k| !leaving.contains(&k.row.trial_id));
            one.interval(&calibrate(&others.map(of).collect::<Vec<_>>()))
        })
        .collect();
    let all: Vec<_> = known
        .iter()
        .filter(|k| k.row.value_kind != "lower-bound")
        .map(of)
        .collect();
    Ok(LeaveOut {
        rows: out,
        between: calibrate(&all),
    })
}

/// One row predicted without its trial, before the spread between trials is known.
struct Known<'a> {
    row: &'a Row,
    class: Class,
    predicted: f64,
    spread: Spread,
    /// Smallest spread between trials with which its interval holds it.
    needed: f64,
}

impl<'a> Known<'a> {
    fn new(row: &'a Row, left_out: &LeftOut, person_sd: f64, widening: f64) -> Self {
        let predicted = left_out.predicted;
        let class = Class::of(row);
        let link = class.link(row);
        let spread = Spread {
            link,
            draws: Vec::new(),
            sd: widening.hypot(left_out.sd * link.slope(predicted)),
            person_sd,
            n: row.n,
            share: row.is_share(),
            limits: class.limits(row),
        };
        Self {
            needed: needed(row, predicted, &spread),
            row,
            class,
            predicted,
            spread,
        }
    }

    fn interval(&self, between: &Between) -> LeftOutRow {
        let between = match self.class {
            Class::Adverse => 0.0,
            class => between.of(class),
        };
        let spread = Spread {
            sd: self.spread.sd.hypot(between),
            ..self.spread.clone()
        };
        let interval = spread.interval(self.predicted);
        LeftOutRow {
            row: self.row.clone(),
            predicted: self.predicted,
            lower: interval.lower,
            upper: interval.upper,
        }
    }
}

impl LeaveOut {
    /// The records of a validation of the built-in rows, with the predictions that have not
    /// seen their trial.
    pub fn validation(&self, fitted: &Validation) -> Validation {
        let left_out = |record: &Record| {
            let mut record = record.clone();
            let mine = |r: &&LeftOutRow| r.row.record_id == record.record_id;
            let Some(row) = self.rows.iter().find(mine) else {
                record.simulated = false;
                record
                    .reason
                    .get_or_insert_with(|| "not predicted without its trial".to_owned());
                return record;
            };
            record.predicted = Some(row.predicted);
            (record.lower, record.upper) = (Some(row.lower), Some(row.upper));
            record.difference = Some(row.difference());
            record.inside = Some(row.inside());
            record
        };
        Validation::new(fitted.records.iter().map(left_out).collect(), fitted.seed)
    }

    /// Adds the rows, and the spreads of their kinds, that were not predicted anew.
    fn keep(&mut self, catalog: &Catalog, part: Part, kept: Self) -> Result<(), Error> {
        let anew: Vec<&str> = self.rows.iter().map(|r| Class::of(&r.row).name()).collect();
        let others = kept
            .between
            .sd
            .into_iter()
            .filter(|(class, _)| !anew.contains(&class.as_str()));
        self.between.sd.extend(others);
        self.rows
            .extend(kept.rows.into_iter().filter(|r| !part.holds(&r.row)));
        let order = built_in(catalog)?;
        self.rows
            .sort_by_key(|o| order.iter().position(|r| r.record_id == o.row.record_id));
        Ok(())
    }

    /// `data/evidence/left-out.csv`.
    pub fn csv(&self) -> String {
        let mut text = String::from("record_id,published,unit,predicted,lower,upper,inside\n");
        for r in &self.rows {
            let inside = if r.inside() { "yes" } else { "no" };
            let _ = writeln!(
                text,
                "{},{},{},{:.3},{:.3},{:.3},{inside}",
                r.row.record_id, r.row.value, r.row.unit, r.predicted, r.lower, r.upper
            );
        }
        text
    }

    /// Reads what [`Self::csv`] wrote; rows that are no longer in the evidence are left out.
    ///
    /// # Errors
    /// [`Error::Evidence`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, Error> {
        let rows = built_in(catalog)?;
        let bytes = catalog.tables.get(LEFT_OUT).map_or(&[][..], Vec::as_slice);
        let text = String::from_utf8_lossy(bytes);
        let read = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |i: usize| cells.get(i)?.parse::<f64>().ok();
            let row = rows.iter().find(|r| r.record_id == cells[0])?;
            Some(LeftOutRow {
                row: row.clone(),
                predicted: number(3)?,
                lower: number(4)?,
                upper: number(5)?,
            })
        };
        Ok(Self {
            rows: text.lines().skip(1).filter_map(read).collect(),
            between: Between::from_catalog(catalog)?,
        })
    }
}
