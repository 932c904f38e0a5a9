//! Person-visits as Parquet.

use std::fmt::Write as _;
use std::sync::Arc;

use cohort::trial::{Trial, VisitRow};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// A column: its type in the schema, and its values.
struct Column {
    name: String,
    kind: &'static str,
    values: Values,
}

/// Values of a column, with gaps where a cell is empty.
enum Values {
    Int(Vec<Option<i32>>),
    Long(Vec<i64>),
    Double(Vec<f64>),
    Text(Vec<ByteArray>),
}

/// A file with one row group.
pub fn parquet(trial: &Trial, rows: &[VisitRow]) -> Result<Vec<u8>> {
    let columns = columns(trial, rows);
    let mut schema = String::from("message person_visit {\n");
    for column in &columns {
        let (name, kind) = (&column.name, column.kind);
        let _ = writeln!(schema, "  {kind};", kind = kind.replace("{}", name));
    }
    schema.push('}');
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = writer.next_row_group()?;
    for column in columns {
        let next = group.next_column()?;
        let Some(mut next) = next else {
            return Err(ParquetError::General("a column too many".to_owned()));
        };
        write(next.untyped(), &column.values)?;
        next.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn write(writer: &mut ColumnWriter<'_>, values: &Values) -> Result<()> {
    match (writer, values) {
        (ColumnWriter::Int32ColumnWriter(writer), Values::Int(values)) => {
            let there: Vec<i32> = values.iter().flatten().copied().collect();
            let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
            writer.write_batch(&there, Some(&levels), None)?;
        }
        (ColumnWriter::Int64ColumnWriter(writer), Values::Long(values)) => {
            writer.write_batch(values, None, None)?;
        }
        (ColumnWriter::DoubleColumnWriter(writer), Values::Double(values)) => {
            writer.write_batch(values, None, None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(writer), Values::Text(values)) => {
            writer.write_batch(values, None, None)?;
        }
        _ => return Err(ParquetError::General("a column of another type".to_owned())),
    }
    Ok(())
}

const LONG: &str = "REQUIRED INT64 {}";
const DOUBLE: &str = "REQUIRED DOUBLE {}";
const TEXT: &str = "REQUIRED BYTE_ARRAY {} (UTF8)";
const INT: &str = "OPTIONAL INT32 {}";

fn columns(trial: &Trial, rows: &[VisitRow]) -> Vec<Column> {
    let long = |name: &str, of: &dyn Fn(&VisitRow) -> i64| Column {
        name: name.to_owned(),
        kind: LONG,
        values: Values::Long(rows.iter().map(of).collect()),
    };
    let double = |name: &str, of: &dyn Fn(&VisitRow) -> f64| Column {
        name: name.to_owned(),
        kind: DOUBLE,
        values: Values::Double(rows.iter().map(of).collect()),
    };
    let text = |name: &str, of: &dyn Fn(&VisitRow) -> String| Column {
        name: name.to_owned(),
        kind: TEXT,
        values: Values::Text(
            rows.iter()
                .map(|r| ByteArray::from(of(r).into_bytes()))
                .collect(),
        ),
    };
    let mut columns = vec![
        long("replication", &|r| i64::from(r.replication)),
        long("person", &|r| r.person.cast_signed()),
        text("arm", &|r| trial.design.arm[r.arm].name.clone()),
        double("day", &|r| trial.days()[r.visit]),
        text("status", &|r| r.status.name().to_owned()),
        double("age_years", &|r| r.age_years),
        text("sex", &|r| {
            if r.female { "female" } else { "male" }.to_owned()
        }),
    ];
    let grade = |name: String, of: &dyn Fn(&VisitRow) -> Option<i32>| Column {
        name,
        kind: INT,
        values: Values::Int(rows.iter().map(of).collect()),
    };
    for (i, rater) in trial.rater_names().into_iter().enumerate() {
        columns.push(grade(format!("{rater}_grade_at_rest"), &|r| r.rest[i]));
        if trial.two_states() {
            let name = format!("{rater}_grade_at_expression");
            columns.push(grade(name, &|r| r.expression[i]));
        }
    }
    columns.push(double("severity_at_rest_grades", &|r| r.severity_rest));
    if trial.two_states() {
        columns.push(double("severity_at_expression_grades", &|r| {
            r.severity_expression
        }));
    }
    columns.extend([
        double("force_share", &|r| r.force),
        double("gel_ml", &|r| r.gel_ml),
        text("extrapolated", &|r| trial.beyond(r.arm, r.visit).to_owned()),
    ]);
    columns
}
