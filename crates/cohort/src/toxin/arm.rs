//! Who was treated with what: an arm of a trial.

use catalog::{Catalog, Kind};
use course::{Range, Target, ToxinDose, Treatment};
use serde::Deserialize;

use crate::assumed::Assumptions;
use crate::defaults::{AreaDefault, Defaults};
use crate::evidence::Row;

/// Where the rules of arms stand.
pub const ARMS: &str = "evidence/toxin_arms.csv";

/// What the table of results does not say of an arm: each with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ArmRule {
    /// Trial.
    pub trial_id: String,
    /// Part of the record's name; empty: all records of the trial.
    pub record_contains: String,
    /// Dose in the rated area, U over both sides.
    pub area_units: Option<f64>,
    /// Grade in expression that is needed at entry.
    pub entry_expression: Option<f64>,
    /// Worst grade in expression that is let in.
    pub entry_most: Option<f64>,
    /// Grade at rest (or of a one-state scale) that is needed at entry.
    pub entry_rest: Option<f64>,
    /// `both`: both raters must see the baseline again before it counts as return.
    pub return_by: String,
    /// `mild`: a response lasts while lines are none or mild.
    pub response: String,
    /// Kind of the blinded evaluator: `evaluator` (live) or `photograph`.
    pub rater: String,
    /// Day of an earlier, equal treatment.
    pub history_d: Option<f64>,
    /// Why.
    pub reason: String,
}

/// Grades in expression that let people in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// At least this grade.
    pub least: f64,
    /// At most this grade.
    pub most: Option<f64>,
}

/// An arm of a trial, as it can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The thing rated.
    pub target: Target,
    /// What was given on day 0 and before.
    pub treatment: Treatment,
    /// `f`, `m` or `all`.
    pub sex: String,
    /// Grades in expression at entry, by investigator and subject.
    pub entry: Option<Entry>,
    /// Grade at rest needed at entry, by the investigator.
    pub entry_rest: Option<f64>,
    /// Mean grade before treatment, if it is known.
    pub baseline_mean: Option<f64>,
}

/// What is known of arms beside the rows.
pub(crate) struct Known<'a> {
    pub rules: &'a [ArmRule],
    pub defaults: &'a Defaults,
    pub catalog: &'a Catalog,
}

impl Known<'_> {
    /// Rule of a row's arm.
    pub fn rule(&self, row: &Row) -> Option<&ArmRule> {
        self.rules.iter().find(|r| {
            r.trial_id == row.trial_id
                && (r.record_contains.is_empty() || row.record_id.contains(&r.record_contains))
        })
    }

    /// Area that is simulated for a row.
    fn area(&self, row: &Row, notes: &mut Assumptions) -> Result<String, &'static str> {
        let name = match self.defaults.stands_for("area", &row.area, true) {
            Some(other) => {
                notes.note("area", format!("{other} stands for {}", row.area));
                other
            }
            None => &row.area,
        };
        let places = self.catalog.parameters.get("toxin");
        let known = places.is_some_and(|p| p.contains_key(&format!("area.{name}.mass")));
        if known {
            Ok(name.to_owned())
        } else {
            Err("the toxin model has no such area")
        }
    }

    fn product(&self, row: &Row, notes: &mut Assumptions) -> Result<String, &'static str> {
        if row.is_control() {
            return Ok(row.product.clone());
        }
        let name = match self.defaults.stands_for("product", &row.product, true) {
            Some(other) => {
                notes.note("product", format!("{other} stands for {}", row.product));
                other
            }
            None => &row.product,
        };
        let products = self.catalog.parameters.get("toxin");
        let known = products.is_some_and(|p| p.contains_key(&format!("product.{name}.exposure")));
        if known {
            Ok(name.to_owned())
        } else {
            Err("the toxin is not in the catalog")
        }
    }

    /// Units in the rated area, both sides.
    fn units(
        &self,
        row: &Row,
        area: &str,
        product: &str,
        notes: &mut Assumptions,
    ) -> Result<f64, &'static str> {
        if row.is_control() {
            return Ok(0.0);
        }
        let whole = row
            .dose_units
            .map(|units| both_sides(row, area, units, notes));
        if let Some(split) = &row.dose_split {
            if let Some(units) = split.units_in(area, whole) {
                return Ok(units);
            }
            notes.note(
                "dose_split",
                format!("it does not name {area}; usual split"),
            );
        } else if let Some(units) = self.rule(row).and_then(|r| r.area_units) {
            return Ok(units);
        }
        let Some(units) = whole else {
            let units = self.label_units(product, area);
            let units = units.ok_or("neither the row nor the label states a dose of the area")?;
            notes.note(
                "dose_units",
                format!("{units} U in the {area}, the usual dose"),
            );
            return Ok(units);
        };
        match self.defaults.split(area, product, units) {
            Some(split) if row.area == area => {
                let part = units * split.share;
                let how = format!(
                    "{part:.0} of {units:.0} U in the {area}, rest in the {}",
                    split.with
                );
                notes.note("dose_split", how);
                Ok(part)
            }
            _ => Ok(units),
        }
    }

    /// Usual dose of a product in an area: that of its label, or of trials.
    fn label_units(&self, product: &str, area: &str) -> Option<f64> {
        let doses = &self.catalog.toxins.get(product)?.dose;
        let here = doses.iter().filter(|d| d.area == area);
        let label = |d: &&catalog::ToxinDose| d.basis == catalog::Basis::Label;
        if let Some(dose) = here.clone().find(label).or_else(|| here.clone().next()) {
            let sides = if dose.per == catalog::Per::Side {
                2.0
            } else {
                1.0
            };
            return Some(sides * dose.units.central());
        }
        // The dose of the glabella by the number of nerve endings.
        let table = self.catalog.parameters.get("toxin")?;
        let reference = table.get(&format!("product.{product}.reference"))?.value;
        let mass = table.get(&format!("area.{area}.mass"))?.value;
        Some(reference * mass)
    }
}

/// Dose of both sides together, U.
fn both_sides(row: &Row, area: &str, units: f64, notes: &mut Assumptions) -> f64 {
    // A foot muscle is measured alone.
    let paired = area != "edb-muscle";
    match row.dose_basis.as_str() {
        "per-side" | "per-axilla" if paired => 2.0 * units,
        "" => {
            notes.note("dose_basis", "total");
            units
        }
        _ => units,
    }
}

impl Arm {
    /// The arm of a row; a word on what is missing otherwise.
    ///
    /// # Errors
    /// Why it cannot be simulated.
    pub(crate) fn of(
        row: &Row,
        known: &Known<'_>,
        notes: &mut Assumptions,
    ) -> Result<Self, &'static str> {
        let area = known.area(row, notes)?;
        let product = known.product(row, notes)?;
        let rule = known.rule(row);
        let default = known.defaults.area(&area).ok_or("no default of the area")?;
        let units = known.units(row, &area, &product, notes)?;
        let target = target(row, &area, default, known.catalog, notes)?;
        let (entry, entry_rest) = entry(row, rule, default, &target, notes);
        Ok(Self {
            treatment: treatment(row, rule, known, &target, &product, units, notes),
            sex: row.sex.clone(),
            entry,
            entry_rest,
            baseline_mean: row.baseline_mean,
            target,
        })
    }
}

/// Entry by the row, by the rule of the arm, or by the default of the area.
fn entry(
    row: &Row,
    rule: Option<&ArmRule>,
    default: &AreaDefault,
    target: &Target,
    notes: &mut Assumptions,
) -> (Option<Entry>, Option<f64>) {
    if let Some(stated) = &row.entry_rule {
        let grade = |g: f64, words: bool| if words { in_words(target, g) } else { g };
        let limits = |g: &crate::evidence::Grades| Entry {
            least: grade(g.least, g.words),
            most: g
                .most
                .map(|m| grade(m, g.words))
                .filter(|m| *m < target.range.highest),
        };
        let of_one_state = !target.folds();
        let rest = stated
            .rest
            .as_ref()
            .or(stated.expression.as_ref().filter(|_| of_one_state));
        let expression = stated.expression.as_ref().filter(|_| !of_one_state);
        return (expression.map(limits), rest.map(|g| limits(g).least));
    }
    let ruled = rule.filter(|r| r.entry_expression.is_some() || r.entry_rest.is_some());
    let (expression, most, rest) = if let Some(r) = ruled {
        (
            r.entry_expression.or(default.entry_expression),
            r.entry_most.or(default.entry_most),
            r.entry_rest.or(default.entry_rest),
        )
    } else {
        if default.entry_expression.is_some() || default.entry_rest.is_some() {
            notes.note("entry_rule", entry_words(default));
        }
        (
            default.entry_expression,
            default.entry_most,
            default.entry_rest,
        )
    };
    // Defaults are grades of the area's usual scale; the row may use another.
    let scaled = |g: f64| {
        if ruled.is_none() {
            same_place(target, default, g)
        } else {
            g
        }
    };
    let entry = expression.map(|least| Entry {
        least: scaled(least),
        most: most.map(scaled),
    });
    (entry, rest.map(scaled))
}

fn entry_words(default: &AreaDefault) -> String {
    match (
        default.entry_expression,
        default.entry_most,
        default.entry_rest,
    ) {
        (Some(least), Some(most), _) => format!("grade {least} to {most} of {}", default.scale),
        (Some(least), None, _) => {
            format!("grade {least} or worse in expression on {}", default.scale)
        }
        (_, _, Some(least)) => format!("grade {least} or worse on {}", default.scale),
        _ => "everybody".to_owned(),
    }
}

/// A severity in words (0 none … 3 severe) on the scale of the target.
fn in_words(target: &Target, grade: f64) -> f64 {
    let severity = (grade * target.range.span() / 3.0).floor();
    target.range.grade(severity.min(target.range.span()))
}

/// A grade of the usual scale on the scale of the target, counted from the best grade.
fn same_place(target: &Target, default: &AreaDefault, grade: f64) -> f64 {
    if target.kind == Kind::Line && default.scale == "FWS" {
        target.range.grade(grade.min(target.range.span()))
    } else {
        grade
    }
}

/// What was given on day 0 and before.
fn treatment(
    row: &Row,
    rule: Option<&ArmRule>,
    known: &Known<'_>,
    target: &Target,
    product: &str,
    units: f64,
    notes: &mut Assumptions,
) -> Treatment {
    if units <= 0.0 {
        return Treatment::default();
    }
    let cycle = known.defaults.cycle.toxin;
    let sessions = row.sessions.unwrap_or(1.0).max(1.0) as usize;
    let mut days = vec![0.0];
    if let Some(day) = rule.and_then(|r| r.history_d) {
        days.push(day);
    } else if matches!(
        row.endpoint.as_str(),
        "none-any-visit" | "odds-ratio-per-cycle"
    ) {
        let cycles = if row.endpoint == "none-any-visit" {
            sessions
        } else {
            3
        };
        days = (0..cycles).map(|k| cycle * k as f64).collect();
    } else if sessions > 1 {
        notes.note(
            "sessions",
            format!("{cycle:.0} d apart; the day counts from the last"),
        );
        days.extend((1..sessions).map(|k| -cycle * k as f64));
    }
    Treatment {
        toxin: days
            .into_iter()
            .map(|day| ToxinDose {
                day,
                product: product.to_owned(),
                group: target.toxin_group.clone().unwrap_or_default(),
                units,
            })
            .collect(),
        ..Treatment::default()
    }
}

/// The thing rated, by area and scale.
fn target(
    row: &Row,
    area: &str,
    default: &AreaDefault,
    catalog: &Catalog,
    notes: &mut Assumptions,
) -> Result<Target, &'static str> {
    let kind = match default.kind.as_str() {
        "band" => Kind::Band,
        "bulk" => Kind::Bulk,
        "sweat" => Kind::Sweat,
        _ => Kind::Line,
    };
    let usual = catalog.scales.get(&default.scale);
    let usual = usual.ok_or("scale not in the catalog")?;
    let named = |s: &&catalog::Scale| s.name == row.scale || s.aliases.contains(&row.scale);
    let stated = catalog.scales.values().find(named).filter(|s| grades(s));
    let record = stated.unwrap_or(usual);
    if stated.is_none() {
        let named = if row.scale.is_empty() {
            "none stated"
        } else {
            "stated one not in the catalog"
        };
        notes.note("scale", format!("{} ({named})", default.scale));
    }
    let noise = |s: &catalog::Scale| s.reliability.sd_grades.as_ref().map(catalog::Fact::central);
    // Agreement of a scale without its own: as that of the usual one, by its length.
    let borrowed = || {
        let span = usual.max() as f64 - usual.min() as f64;
        noise(usual).map(|sd| sd * (record.max() as f64 - record.min() as f64) / span)
    };
    Ok(Target {
        kind,
        muscle: kind != Kind::Sweat,
        toxin_group: Some(area.to_owned()),
        gel_group: None,
        volume_share: 0.0,
        gel_reach: 0.0,
        range: Range {
            lowest: record.min() as f64,
            highest: record.max() as f64,
            worse: record.worse,
            rater_sd: noise(record).or_else(borrowed).unwrap_or(f64::NAN),
        },
    })
}

/// Whether a scale grades severity (rather than improvement).
fn grades(scale: &catalog::Scale) -> bool {
    scale.max() - scale.min() >= 3 && !scale.outcome_only
}
