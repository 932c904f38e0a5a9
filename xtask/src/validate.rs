//! `cargo xtask validate`: writes docs/validation.md and its plots from the committed fit, the
//! committed predictions without each trial, and the built-in evidence.

mod plot;
mod tables;

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};
use catalog::Catalog;
use cohort::evidence::{Row, built_in};
use cohort::validate::{LeaveOut, Options, Record, Validation, validate};

use crate::fit::SEED;
use crate::steps::root;
use plot::Curve;

/// Rows of one kind at this many visits make a curve.
const VISITS: usize = 3;
/// Points of a curve.
const POINTS: usize = 24;

/// Writes docs/validation.md and docs/images/validation-*.svg.
///
/// # Errors
/// Facts that do not load, or files that cannot be written.
pub fn write(catalog: &Catalog) -> Result<()> {
    let options = Options {
        seed: SEED,
        threads: 2,
    };
    let rows = built_in(catalog)?;
    let fitted = validate(catalog, &rows, options)?;
    let left_out = LeaveOut::from_catalog(catalog)?.validation(&fitted);
    let curves = curves(catalog, &rows, &fitted, options)?;
    for (name, svg) in [
        ("toxin", plot::scatter(&fitted, &left_out, &["toxin"])),
        (
            "filler",
            plot::scatter(&fitted, &left_out, &["filler", "combination"]),
        ),
        ("curves", plot::curves(&curves)),
    ] {
        save(&format!("docs/images/validation-{name}.svg"), &svg)?;
    }
    save("docs/validation.md", &page(catalog, &fitted, &left_out)?)
}

fn save(path: &str, text: &str) -> Result<()> {
    println!("writes {path}");
    fs::write(root().join(path), text).with_context(|| path.to_owned())
}

/// Rows of one arm, endpoint and rater at several visits, with predictions in between.
fn curves(
    catalog: &Catalog,
    rows: &[Row],
    fitted: &Validation,
    options: Options,
) -> Result<Vec<Curve>> {
    let mut curves: Vec<(String, Vec<usize>)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let record = &fitted.records[i];
        if row.day.is_none_or(|d| d <= 0.0) || !record.simulated || row.unit != "percent" {
            continue;
        }
        let dose = row.dose_units.map_or(String::new(), |u| format!(" {u} U"));
        let who = if record.assessor == "none" {
            ""
        } else {
            &record.assessor
        };
        let name = format!(
            "{}|{}{dose}|{} {who}",
            row.trial_id, row.product, row.endpoint
        );
        match curves.iter_mut().find(|(key, _)| *key == name) {
            Some((_, mine)) => mine.push(i),
            None => curves.push((name, vec![i])),
        }
    }
    curves.retain(|(_, mine)| {
        let mut days: Vec<f64> = mine.iter().filter_map(|i| rows[*i].day).collect();
        days.sort_by(f64::total_cmp);
        days.dedup();
        days.len() >= VISITS
    });
    curves
        .iter()
        .map(|(name, mine)| curve(catalog, rows, fitted, (name, mine), options))
        .collect()
}

fn curve(
    catalog: &Catalog,
    rows: &[Row],
    fitted: &Validation,
    (name, mine): (&str, &[usize]),
    options: Options,
) -> Result<Curve> {
    let last = mine.iter().filter_map(|i| rows[*i].day).fold(0.0, f64::max);
    let between: Vec<Row> = (1..=POINTS)
        .map(|k| Row {
            record_id: format!("{}-{k}", rows[mine[0]].record_id),
            day: Some((1.1 * last * (k as f64 / POINTS as f64).powf(1.5)).max(0.5)),
            ..rows[mine[0]].clone()
        })
        .collect();
    let line = validate(catalog, &between, options)?;
    let published = mine.iter().map(|i| fitted.records[*i].clone()).collect();
    Ok(Curve {
        name: name.to_owned(),
        line: line.records,
        published,
    })
}

/// The page.
fn page(catalog: &Catalog, fitted: &Validation, left_out: &Validation) -> Result<String> {
    let mut text = String::from(HEAD);
    tables::aims(&mut text, fitted, left_out);
    text.push_str(PLOTS);
    text.push_str("\n## Errors by endpoint\n\nEach endpoint, assessor and state stands for itself, with its unit; rows that are not simulated are counted and never averaged.\n\n");
    tables::groups(&mut text, fitted, left_out);
    text.push_str(
        "\n## The ten worst rows\n\nShares of people, predicted without their trial.\n\n",
    );
    tables::worst(&mut text, left_out, &remarks(catalog)?);
    text.push_str("\n## Rows that are not simulated\n\n");
    for r in fitted.records.iter().filter(|r| !r.simulated) {
        let reason = r.reason.as_deref().unwrap_or("no reason is known");
        let _ = writeln!(text, "- `{}`: {reason}.", r.record_id);
    }
    text.push_str(IDENTIFIED);
    tables::identified(&mut text, catalog);
    text.push_str("\n## Every row\n\n");
    tables::rows(&mut text, fitted, left_out);
    Ok(text)
}

/// Remarks on single rows: record and why the models may miss it.
fn remarks(catalog: &Catalog) -> Result<Vec<(String, String)>> {
    let path = "evidence/remarks.csv";
    let bytes = catalog
        .tables
        .get(path)
        .with_context(|| format!("data/{path} is missing"))?;
    String::from_utf8_lossy(bytes)
        .lines()
        .skip(1)
        .map(|line| {
            let (record, why) = line.split_once(',').with_context(|| line.to_owned())?;
            Ok((record.to_owned(), why.trim_matches('"').to_owned()))
        })
        .collect()
}

/// Whether the percentage aims count a record.
fn is_share(record: &Record) -> bool {
    record.unit == "percent" && !record.endpoint.starts_with("adverse-")
}

const HEAD: &str = "# Validation

<!-- Written by `cargo xtask validate`; do not edit. -->

How far the models are from published trials. Every number on this page comes from the committed
evidence (`data/evidence`), the committed constants (`data/model`) and the command; nothing is
typed by hand. `rhytid validate` prints the same for any table, also one of your own: see
[Validate against trials](guide/validate.md).

## How it was done

- Each row of the evidence is one arm at one visit: virtual people are let in by the trial's
  entry rule, treated as published, and read by virtual raters. Placebo and untreated people
  respond by the noise of raters and by regression to the mean alone.
- **Fit**: the constants were estimated from these rows together with priors. Its error says how
  well the models describe what they have seen.
- **Left out**: for each trial the constants were estimated again without it and without every
  pooled, repeated or extended report that shares people with it (`data/evidence/overlaps.csv`),
  and its rows were predicted. Method for toxin: up to four damped Gauss–Newton steps from the fit
  to all rows, residuals simulated afresh at each step while the derivatives of that fit are kept
  (a full refit with new derivatives for each trial would take about an hour); for filler the
  derivatives are new at each of four steps. A product seen in one trial only is then predicted from its prior.
  Noise of scales, potencies and persistence are estimated again; the spread between trials too.
  The form of the models and their priors were chosen with all trials in view: this error is
  therefore still a little too small.
- **Interval**: 80 % of what such trials would publish. It holds the sampling error of n, draws
  of the constants from what the fit leaves open, the spread between trials of one kind
  (`data/evidence/between-trials.toml`), and more for each default that stands for something
  the row does not state (`data/evidence/defaults.toml`).
- Bounds (\"at least\", \"at most\") are met by a prediction on their side.
- Two toxin rows that tell one number twice are both listed; they count once in the fit. Rows that
  leave the visit open (toxin: or the product or the area; filler: or the responder's cut-off), and
  fillers given with toxin in one session, are simulated with defaults and do not count in the fit.
- Rows of different trials with equal product, dose, area, rater and day differ by about seven
  percentage points from one another, and sampling alone explains about three: much below six a
  model would describe the quirks of single trials.

## Against the aims

Errors of shares are percentage points, of durations percent of the published value. Controls are
placebo and no treatment. Measurements in percent of baseline count with the shares.

";

const PLOTS: &str = "
![Toxin: predicted against published](images/validation-toxin.svg)

![Filler: predicted against published](images/validation-filler.svg)

Curves over days: published values (dots) with the prediction and its interval, for every arm with
three or more visits of one endpoint.

![Curves over days by trial](images/validation-curves.svg)
";

const IDENTIFIED: &str = "
## What the evidence cannot identify

Constants whose uncertainty after the fit is at least nine tenths of that of their prior: the
tables say nothing of them, and their values are assumptions with a reason (see the prior
tables). Sprouting, the turnover of SNAP-25 and the repeat slowing are not fitted at all: people
who differ in sensitivity make the mean two-phased just as well, so these tables cannot prove
sprouting.

";
