//! `rhytid face fit`: a scan becomes a face of our net.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;
use face::scan::{self, Fitted, Known, Landmarks, Refusal, Scan, Unit};
use face::{Person, Refinement};
use picture::render::{glb, portrait};
use serde_json::{Value, json};

use super::{LEVELS, SexName, sheet};
use crate::failure::Failure;
use crate::terminal;

/// Fit the face to a scan (OBJ, PLY, STL or GLB) of a face at rest.
#[derive(Debug, clap::Args)]
pub struct Fit {
    /// The scan.
    #[arg(value_name = "FILE")]
    scan: PathBuf,
    /// Landmarks on it: a table with the columns index_68 or name, x, y, z.
    #[arg(long, value_name = "FILE")]
    landmarks: Option<PathBuf>,
    /// Unit of the scan; without it, it is recognised by the size of the head.
    #[arg(long, value_enum)]
    unit: Option<UnitName>,
    /// Sex, for the complexion of the file that is written.
    #[arg(long, value_enum, default_value_t = SexName::Female)]
    sex: SexName,
    /// Age, years, for the complexion of the file that is written.
    #[arg(long, default_value_t = 40.0, value_name = "YEARS")]
    age: f64,
    /// Picture (.png: scan, fit and distances from three sides) or 3-D file (.glb) to write. Of
    /// a scan that is refused, the picture shows where the reason is.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the report as JSON; of a scan that is refused, the `reason`.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UnitName {
    Mm,
    Cm,
    M,
}

impl Fit {
    pub fn run(&self) -> Result<(), Failure> {
        let start = Instant::now();
        match self.fit()? {
            Ok(fitted) => {
                let time_s = start.elapsed().as_secs_f64();
                self.write(&fitted)?;
                let report = report(&fitted, time_s);
                if self.json {
                    terminal::print(&format!("{report:#}\n"))
                } else {
                    terminal::print(&summary(&fitted, time_s))
                }
            }
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// The fit, or why there is none.
    fn fit(&self) -> Result<Result<Fitted, Refusal>, Failure> {
        let unit = self.unit.map(|unit| match unit {
            UnitName::Mm => Unit::Millimetre,
            UnitName::Cm => Unit::Centimetre,
            UnitName::M => Unit::Metre,
        });
        let bytes = read(&self.scan, "read the scan")?;
        let landmarks = self.landmarks.as_deref();
        let landmarks = landmarks
            .map(|path| read(path, "read the landmarks"))
            .transpose()?;
        let fitted = || -> Result<Fitted, Refusal> {
            let landmarks = landmarks.map(|bytes| Landmarks::read(&bytes)).transpose()?;
            scan::fit(&Scan::read(&bytes)?, &Known { unit, landmarks })
        };
        Ok(fitted())
    }

    fn write(&self, fitted: &Fitted) -> Result<(), Failure> {
        let Some(path) = &self.out else {
            return Ok(());
        };
        let bytes = match path.extension().and_then(|ending| ending.to_str()) {
            Some("png") => sheet::fitted(fitted, &Refinement::new(&cage()?.mesh, LEVELS)),
            Some("glb") => {
                let person = Person::mean(self.sex.sex(), self.age);
                let face = fitted
                    .face(&person)
                    .map_err(|error| Failure::Ours(error.to_string()))?;
                Ok(glb(&portrait(&face, LEVELS)))
            }
            _ => return Err(super::unknown_ending(path)),
        };
        put(path, bytes)
    }

    fn refuse(&self, refusal: &Refusal) -> Result<(), Failure> {
        let reason = refusal.reason.to_string();
        let picture = match (&self.out, &refusal.place) {
            (Some(path), Some(place)) => {
                let path = path.with_extension("png");
                put(&path, sheet::refused(place))?;
                Some(path.display().to_string())
            }
            _ => None,
        };
        if self.json {
            terminal::print(&format!(
                "{:#}\n",
                json!({ "reason": reason, "picture": picture })
            ))?;
            return Err(Failure::Told);
        }
        let failure = Failure::user(format!("cannot fit {}: {reason}", self.scan.display()));
        Err(match picture {
            Some(path) => failure.hint(format!("{path} shows where")),
            None => failure,
        })
    }
}

fn cage() -> Result<face::Cage, Failure> {
    face::Cage::built_in().map_err(|error| Failure::Ours(error.to_string()))
}

fn read(path: &Path, doing: &str) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(doing, path, &error))
}

fn put(path: &Path, bytes: Result<Vec<u8>, std::io::Error>) -> Result<(), Failure> {
    let bytes = bytes.map_err(|error| Failure::Ours(error.to_string()))?;
    fs::write(path, bytes).map_err(|error| Failure::file("write", path, &error))
}

/// Rounded to thousandths.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn report(fitted: &Fitted, time_s: f64) -> Value {
    let report = &fitted.report;
    let distances = |distances: &scan::Distances| {
        json!({
            "points": distances.points,
            "median_mm": rounded(distances.median_mm),
            "p95_mm": rounded(distances.p95_mm),
            "largest_mm": rounded(distances.largest_mm),
        })
    };
    let measures = fitted.measures.0.iter();
    let measures = measures.map(|(name, mm)| (name.clone(), json!(rounded(*mm))));
    json!({
        "median_mm": rounded(report.median_mm()),
        "p95_mm": rounded(report.p95_mm()),
        "unit": report.unit.to_string(),
        "points": report.scan_points,
        "time_s": rounded(time_s),
        "scan_to_face": distances(&report.from_scan),
        "face_to_scan": distances(&report.from_face),
        "covered": rounded(report.covered),
        "landmarks_withheld": report.withheld,
        "landmarks_withheld_mm": report.withheld_mm.map(rounded),
        "measures_mm": measures.collect::<serde_json::Map<_, _>>(),
    })
}

/// The report for people.
fn summary(fitted: &Fitted, time_s: f64) -> String {
    let report = &fitted.report;
    let direction = |name: &str, distances: &scan::Distances| {
        format!(
            "{name}: median {:.2} mm, 95 % within {:.2} mm, largest {:.1} mm ({} points)\n",
            distances.median_mm, distances.p95_mm, distances.largest_mm, distances.points
        )
    };
    let landmarks = report.withheld_mm.map_or(String::new(), |mm| {
        format!(
            "landmarks withheld: {mm:.2} mm off in the mean ({})\n",
            report.withheld
        )
    });
    format!(
        "fitted in {time_s:.1} s; {} points in {}\n{}{}{landmarks}",
        report.scan_points,
        report.unit,
        direction("scan to face", &report.from_scan),
        direction("face to scan", &report.from_face),
    )
}
