//! Tables of the page.

use std::fmt::Write as _;

use catalog::Catalog;
use cohort::validate::{Errors, Group, Record, Summary, Validation};

use super::is_share;

/// Aims by the name of a summary: error of the fit and left out, share of rows simulated.
const AIMS: [(&str, &str); 7] = [
    ("toxin, active", "7 / 9"),
    ("toxin, control", "3 / 4"),
    ("filler, active", "6 / 8"),
    ("filler, control", "5 / 5"),
    ("durations", "10 / 12"),
    ("all toxin rows", "90 % simulated"),
    ("all filler, enzyme and combination rows", "85 % simulated"),
];

fn number(x: Option<f64>) -> String {
    match x {
        None => "–".to_owned(),
        Some(x) if x.abs() >= 9.995 => format!("{x:.1}"),
        Some(x) => format!("{x:.2}"),
    }
}

fn share(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), |x| format!("{:.0} %", 100.0 * x))
}

/// Errors against the aims.
pub fn aims(text: &mut String, fitted: &Validation, left_out: &Validation) {
    text.push_str("| what | rows | simulated | error, fit | bias, fit | inside, fit | error, left out | bias, left out | inside, left out | width, left out | aim, fit / left out |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for f in &fitted.summary {
        let l = left_out.summary.iter().find(|l| l.name == f.name);
        let l = l.map_or(Errors::default(), |l| l.errors);
        let aim = AIMS
            .iter()
            .find(|(name, _)| *name == f.name)
            .map_or("", |a| a.1);
        let Summary {
            name,
            unit,
            n,
            not_simulated,
            errors,
        } = f;
        let rows = n + not_simulated;
        let _ = writeln!(
            text,
            "| {name} ({unit}) | {rows} | {:.0} % | {} | {} | {} | {} | {} | {} | {} | {aim} |",
            100.0 * *n as f64 / rows.max(1) as f64,
            number(errors.mean_absolute_error),
            number(errors.bias),
            share(errors.inside_interval),
            number(l.mean_absolute_error),
            number(l.bias),
            share(l.inside_interval),
            number(l.mean_interval_width),
        );
    }
}

/// Errors by endpoint.
pub fn groups(text: &mut String, fitted: &Validation, left_out: &Validation) {
    text.push_str("| agent, arm | endpoint | assessor | state | unit | n | not simulated | error, fit | RMSE, fit | sampling error | error, left out | bias, left out | inside, left out |\n|---|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for f in &fitted.groups {
        let same = |g: &&Group| {
            (
                &g.agent,
                &g.arm,
                &g.endpoint,
                &g.assessor,
                &g.state,
                &g.unit,
            ) == (
                &f.agent,
                &f.arm,
                &f.endpoint,
                &f.assessor,
                &f.state,
                &f.unit,
            )
        };
        let l = left_out
            .groups
            .iter()
            .find(same)
            .map_or(Errors::default(), |l| l.errors);
        let _ = writeln!(
            text,
            "| {}, {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            f.agent,
            f.arm,
            f.endpoint,
            f.assessor,
            f.state,
            f.unit,
            f.n,
            f.not_simulated,
            number(f.errors.mean_absolute_error),
            number(f.errors.root_mean_square_error),
            number(f.errors.root_mean_square_sampling_error),
            number(l.mean_absolute_error),
            number(l.bias),
            share(l.inside_interval),
        );
    }
}

/// The ten worst rows with the reason.
pub fn worst(text: &mut String, left_out: &Validation, remarks: &[(String, String)]) {
    let mut rows: Vec<&Record> = left_out
        .records
        .iter()
        .filter(|r| r.simulated && is_share(r))
        .collect();
    let size = |r: &Record| r.difference.unwrap_or(0.0).abs();
    rows.sort_by(|a, b| {
        size(b)
            .total_cmp(&size(a))
            .then(a.record_id.cmp(&b.record_id))
    });
    text.push_str(
        "| row | n | published | predicted | interval | why |\n|---|--:|--:|--:|--:|---|\n",
    );
    for r in rows.into_iter().take(10) {
        let remark = remarks.iter().find(|(id, _)| *id == r.record_id);
        let why = remark.map_or("no reason is known; one trial against the others", |r| &r.1);
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} to {} | {why} |",
            r.record_id,
            r.n.map_or_else(|| "–".to_owned(), |n| format!("{n:.0}")),
            number(Some(r.published)),
            number(r.predicted),
            number(r.lower),
            number(r.upper),
        );
    }
}

/// Constants that the fit leaves where their priors put them.
pub fn identified(text: &mut String, catalog: &Catalog) {
    for (prior, prefix) in [("toxin-prior", ""), ("gel-prior", "gel.")] {
        let Some(table) = catalog.parameters.get(prior) else {
            continue;
        };
        for (key, before) in table {
            let full = format!("{prefix}{key}");
            let after = full
                .split_once('.')
                .and_then(|(name, key)| catalog.parameters.get(name)?.get(key));
            let (Some(after), Some(sd)) = (after, before.sd) else {
                continue;
            };
            let ratio = (after.sd.unwrap_or(0.0) / after.value) / (sd / before.value);
            if ratio >= 0.9 {
                let _ = writeln!(
                    text,
                    "- `{full}`: {} ({:.0} % of the prior's uncertainty left).",
                    before.meaning,
                    100.0 * ratio.min(1.0)
                );
            }
        }
    }
}

/// Every row, by trial.
pub fn rows(text: &mut String, fitted: &Validation, left_out: &Validation) {
    text.push_str("| row | n | published | unit | fit | interval | left out | assumed |\n|---|--:|--:|---|--:|--:|--:|---|\n");
    for (f, l) in fitted.records.iter().zip(&left_out.records) {
        if !f.simulated {
            continue;
        }
        let assumed: Vec<&str> = f
            .assumed
            .iter()
            .filter_map(|a| a.split(':').next())
            .collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} to {} | {} | {} |",
            f.record_id,
            f.n.map_or_else(|| "–".to_owned(), |n| format!("{n:.0}")),
            number(Some(f.published)),
            f.unit,
            number(f.predicted),
            number(f.lower),
            number(f.upper),
            if l.simulated {
                number(l.predicted)
            } else {
                "–".to_owned()
            },
            assumed.join(", "),
        );
    }
}
