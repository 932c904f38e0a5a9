//! `rhytid face`: the built-in face, and faces fitted to scans.

mod express;
mod fit;
mod sheet;

use std::fs;
use std::path::{Path, PathBuf};

use catalog::Catalog;
use clap::{Subcommand, ValueEnum};
use face::anatomy::Atlas;
use face::{Face as Shape, Measures, Person, Refinement, Sex};
use picture::render::{Image, Picture, Pose, glb, portrait, render};
use picture::{Plate, Subject, anatomy_glb, anatomy_plate};

use crate::failure::Failure;
use crate::terminal;

/// Subdivisions of the skin in pictures and files.
const LEVELS: usize = 2;
/// Pictures are this wide and high, pixels.
const SIZE: (usize, usize) = (640, 760);

/// The face: show the built-in one, or fit it to a scan.
#[derive(Debug, clap::Args)]
pub struct Face {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Show(Show),
    Fit(fit::Fit),
}

/// Show the built-in face of a woman or a man of an age, as a picture or a 3-D file.
#[derive(Debug, clap::Args)]
struct Show {
    /// Shape of a woman or a man.
    #[arg(long, value_enum, default_value_t = SexName::Female)]
    sex: SexName,
    /// Age, years, 18 to 90.
    #[arg(long, default_value_t = 30.0, value_name = "YEARS")]
    age: f64,
    /// A measure that differs from the mean of the sex, such as `nose-width=36`; may be repeated.
    #[arg(long, value_name = "NAME=MM", value_parser = measure)]
    measure: Vec<(String, f64)>,
    #[command(flatten)]
    opened: Opened,
    #[command(flatten)]
    expressing: express::Expressing,
    /// From where a picture is taken.
    #[arg(long, value_enum, default_value_t = View::ThreeQuarter)]
    view: View,
    /// Picture (.png) or 3-D file (.glb) to write.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print counts and measures as JSON.
    #[arg(long)]
    json: bool,
}

/// What the face is opened to.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Opened {
    /// Opened to its layers: skin, fat, muscle, deep layer, bone.
    #[arg(long)]
    layers: bool,
    /// Opened to its muscles.
    #[arg(long)]
    muscles: bool,
    /// Opened to its arteries, veins and nerves.
    #[arg(long)]
    vessels: bool,
}

impl Opened {
    fn plate(&self) -> Option<Plate> {
        let plates = [
            (self.layers, Plate::Layers),
            (self.muscles, Plate::Muscles),
            (self.vessels, Plate::Vessels),
        ];
        let asked = plates.into_iter().find(|(asked, _)| *asked);
        asked.map(|(_, plate)| plate)
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SexName {
    Female,
    Male,
}

impl SexName {
    fn sex(self) -> Sex {
        match self {
            Self::Female => Sex::Female,
            Self::Male => Sex::Male,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum View {
    Front,
    ThreeQuarter,
    Profile,
}

/// Reads `name=mm`.
fn measure(text: &str) -> Result<(String, f64), String> {
    let parts = text.split_once('=');
    let read = parts.and_then(|(name, mm)| Some((name.to_owned(), mm.parse::<f64>().ok()?)));
    read.filter(|(_, mm)| mm.is_finite())
        .ok_or_else(|| "expected a measure and millimetres, such as nose-width=36".to_owned())
}

impl Face {
    pub fn run(&self) -> Result<(), Failure> {
        match &self.what {
            What::Show(show) => show.run(),
            What::Fit(fit) => fit.run(),
        }
    }
}

impl Show {
    fn run(&self) -> Result<(), Failure> {
        let person = Person {
            sex: self.sex.sex(),
            age_years: self.age,
            measures: Measures(self.measure.iter().cloned().collect()),
        };
        let shape = Shape::of(&person).map_err(|error| Failure::user(error.to_string()))?;
        let asked = self.expressing.is_asked();
        let moved = asked.then(|| self.expressing.run(&shape)).transpose()?;
        if let Some(path) = &self.out {
            let bytes = self.file(&shape, moved.as_ref(), path)?;
            fs::write(path, bytes).map_err(|error| Failure::file("write", path, &error))?;
        }
        if self.json {
            let mut report = self.counts(&shape);
            if let Some(moved) = &moved {
                report["expression"] = moved.report();
            }
            return terminal::print(&format!("{report:#}\n"));
        }
        match (&self.out, &moved) {
            (Some(path), _) => terminal::print(&format!("wrote {}\n", path.display())),
            (None, Some(moved)) => terminal::print(&moved.summary()),
            (None, None) => terminal::print(&summary(&shape)),
        }
    }

    /// The bytes of the file that the ending of the path asks for.
    fn file(
        &self,
        shape: &Shape,
        moved: Option<&express::Moved>,
        path: &Path,
    ) -> Result<Vec<u8>, Failure> {
        let plate = self.opened.plate();
        let scene = || moved.map_or_else(|| portrait(shape, LEVELS), express::Moved::scene);
        match (path.extension().and_then(|ending| ending.to_str()), plate) {
            (Some("glb"), None) => Ok(glb(&scene())),
            (Some("glb"), Some(plate)) => opened(shape, |subject| Ok(anatomy_glb(subject, plate))),
            (Some("png"), Some(plate)) => opened(shape, |subject| {
                png(&anatomy_plate(subject, plate, self.pose()))
            }),
            (Some("png"), None) => {
                let picture = Picture {
                    width: SIZE.0,
                    height: SIZE.1,
                    samples_per_side: 2,
                };
                png(&render(&scene(), &self.pose().camera(), &picture))
            }
            _ => Err(unknown_ending(path)),
        }
    }

    fn pose(&self) -> Pose {
        match self.view {
            View::Front => Pose::Front,
            View::ThreeQuarter => Pose::ThreeQuarter,
            View::Profile => Pose::Profile,
        }
    }

    fn counts(&self, shape: &Shape) -> serde_json::Value {
        let mesh = Refinement::new(&shape.cage.mesh, LEVELS);
        serde_json::json!({
            "sex": match self.sex { SexName::Female => "female", SexName::Male => "male" },
            "age_years": self.age,
            "cage_points": shape.cage.mesh.points.len(),
            "cage_quads": shape.cage.mesh.quads.len(),
            "levels": LEVELS,
            "skin_points": shape.skin(&mesh).points.len(),
            "skin_quads": mesh.quads.len(),
            "landmarks": shape.cage.landmarks().count(),
            "regions": shape.cage.regions().count(),
            "measures_mm": shape.measures.0.iter().map(|(name, mm)| {
                (name.clone(), serde_json::json!((mm * 10.0).round() / 10.0))
            }).collect::<serde_json::Map<_, _>>(),
        })
    }
}

fn png(image: &Image) -> Result<Vec<u8>, Failure> {
    image
        .png()
        .map_err(|error| Failure::Ours(error.to_string()))
}

/// Draws the face with the anatomy of the catalog.
fn opened(
    shape: &Shape,
    draw: impl FnOnce(&Subject<'_>) -> Result<Vec<u8>, Failure>,
) -> Result<Vec<u8>, Failure> {
    let ours = |message: String| Failure::Ours(message);
    let catalog = Catalog::embedded().map_err(|error| ours(error.to_string()))?;
    let atlas = Atlas::new(&catalog).map_err(|error| ours(error.to_string()))?;
    let anatomy = atlas.of(shape).map_err(|error| ours(error.to_string()))?;
    draw(&Subject {
        face: shape,
        atlas: &atlas,
        anatomy: &anatomy,
    })
}

fn unknown_ending(path: &Path) -> Failure {
    let message = format!("cannot write {}: unknown kind of file", path.display());
    Failure::user(message).hint("end the name in .png or .glb")
}

/// Measures for people.
fn summary(shape: &Shape) -> String {
    let rows = shape.measures.0.iter();
    let rows = rows.map(|(name, mm)| format!("{name:<16}{mm:>7.1} mm\n"));
    format!(
        "built-in face, {:.0} years; measures before ageing:\n{}",
        shape.person.age_years,
        rows.collect::<String>()
    )
}
