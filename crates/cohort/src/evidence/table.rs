//! Reading a table of results: all rows, or all that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Cells, short};
use super::entry::EntryRule;
use super::problem::TableProblems;
use super::split::DoseSplit;
use super::{Row, is_share, words};

/// Most rows that are read.
const MOST_ROWS: usize = 100_000;
/// Largest dose, U; the largest of any label is below a hundredth of it.
const LARGEST_DOSE: f64 = 1e5;
/// Largest volume of gel, mL.
const LARGEST_VOLUME: f64 = 1e3;
/// Last day: twenty years.
const LAST_DAY: f64 = 7305.0;
/// Most people in an arm.
const MOST_PEOPLE: f64 = 1e7;
/// Most treatments.
const MOST_SESSIONS: f64 = 50.0;

/// Rows of a table with the documented columns, in any order; further columns are ignored.
///
/// - `table`: its name, for messages
///
/// # Errors
/// [`TableProblems`], all at once.
pub fn read_table(bytes: &[u8], table: &str) -> Result<Vec<Row>, TableProblems> {
    let mut problems = TableProblems::new(table);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.add(1, "", error.to_string());
            return Err(problems);
        }
    };
    let columns = columns(&header, &mut problems);
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.add(line, "", error.to_string());
                break;
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if record.len() != header.len() {
            let (has, wants) = (record.len(), header.len());
            problems.add(line, "", format!("has {has} cells; the header has {wants}"));
            continue;
        }
        if rows.len() >= MOST_ROWS {
            problems.add(line, "", format!("has more than {MOST_ROWS} rows"));
            break;
        }
        let mut cells = Cells {
            line,
            columns: &columns,
            record: &record,
            problems: &mut problems,
        };
        let row = row(&mut cells);
        if !row.record_id.is_empty() && !seen.insert(row.record_id.clone()) {
            let message = format!("\"{}\" names an earlier row already", short(&row.record_id));
            problems.add(line, "record_id", message);
        }
        rows.push(row);
    }
    if rows.is_empty() && problems.is_empty() {
        problems.add(1, "", "has a header and no rows");
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

/// Places of the columns that are read; problems of the header.
fn columns(header: &csv::ByteRecord, problems: &mut TableProblems) -> BTreeMap<String, usize> {
    let names: Vec<String> = header
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).trim().to_lowercase())
        .collect();
    let mut columns = BTreeMap::new();
    if names.iter().all(String::is_empty) {
        problems.add(1, "", "is empty; expected a header line and rows");
        return columns;
    }
    if let [one] = names.as_slice()
        && (one.contains(';') || one.contains('\t'))
    {
        problems.add(1, "", "columns are not separated by commas");
        return columns;
    }
    for (i, name) in names.iter().enumerate() {
        if words::READ.contains(&name.as_str()) && columns.insert(name.clone(), i).is_some() {
            problems.add(1, name, "stands twice in the header");
        }
    }
    for needed in words::NEEDED {
        if columns.contains_key(needed) {
            continue;
        }
        let others: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|n| !words::READ.contains(n) && !words::UNREAD.contains(n))
            .collect();
        let hint = match words::nearest(needed, &others) {
            Some(other) => format!("; is \"{}\" meant for it?", short(other)),
            None => String::new(),
        };
        problems.add(1, needed, format!("is missing from the header{hint}"));
    }
    columns
}

fn row(cells: &mut Cells<'_>) -> Row {
    let agent = match cells.needed("agent") {
        empty if empty.is_empty() => empty,
        _ => cells.coded("agent"),
    };
    let unit = cells.needed("unit");
    let endpoint = cells.needed("endpoint");
    Row {
        record_id: cells.needed("record_id"),
        trial_id: cells.needed("trial_id"),
        product: cells.needed("product"),
        area: cells.needed("area"),
        state: cells.coded("state"),
        sex: cells.coded("sex"),
        dose_units: cells.number("dose_units", 0.0, LARGEST_DOSE),
        dose_basis: cells.coded("dose_basis"),
        volume_ml: cells.number("volume_ml", 0.0, LARGEST_VOLUME),
        sessions: cells.number("sessions", 0.0, MOST_SESSIONS),
        scale: cells.text("scale"),
        assessor: cells.coded("assessor"),
        day: cells.number("day", 0.0, LAST_DAY),
        n: cells.number("n", 1.0, MOST_PEOPLE),
        value: value(cells, &unit, &endpoint),
        value_kind: cells.coded("value_kind"),
        checked: cells.coded("checked"),
        entry_rule: cells.parsed("entry_rule", EntryRule::parse),
        baseline_mean: cells.number("baseline_mean", 0.0, 100.0),
        dose_split: cells.parsed("dose_split", DoseSplit::parse),
        agent,
        unit,
        endpoint,
    }
}

/// The number; a share of people lies between 0 and 100 percent, a time is not negative.
fn value(cells: &mut Cells<'_>, unit: &str, endpoint: &str) -> f64 {
    if cells.needed("value").is_empty() {
        return 0.0;
    }
    let (low, high) = match unit {
        _ if is_share(unit, endpoint) => (0.0, 100.0),
        "day" => (0.0, LAST_DAY),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    cells.number("value", low, high).unwrap_or(0.0)
}
