//! The face in an expression, found by mechanics.

use std::path::PathBuf;
use std::time::Instant;

use catalog::Catalog;
use face::anatomy::{Atlas, LEVELS, Side};
use face::lines::{FaceFrame, FaceLines};
use face::soft_tissue::{
    Activation, Expressed, LEVEL, Mechanics, SoftTissue, Subject, add_expression,
};
use face::{Face as Shape, Mesh};
use picture::render::{Scene, fold_skin, portrait_moved};
use serde_json::{Value, json};
use tissue::lines::Fineness;

use crate::failure::Failure;
use crate::vtu;

/// Threads of the solver; results do not depend on them.
const THREADS: usize = 2;
/// Plates of a face at rest: an opened face does not move.
const OPENED: [&str; 3] = ["layers", "muscles", "vessels"];
/// Lines shallower than this are not told, mm: finer than the skin's own relief, whose furrows are
/// 0.02 to 0.2 mm deep.
const SHOWN_MM: f64 = 0.1;
/// Landmarks whose moves are reported.
const REPORTED: [&str; 11] = [
    "glabella",
    "brow-medial",
    "brow-peak",
    "brow-tail",
    "exocanthion",
    "malar-eminence",
    "alare",
    "labiale-superius",
    "cheilion",
    "labiale-inferius",
    "pogonion",
];

/// The expression of the face.
#[derive(Debug, clap::Args)]
pub struct Expressing {
    /// An expression, with its strength from 0 to 1: `smile`, `frown=0.5`; several add up.
    #[arg(long, value_name = "NAME[=STRENGTH]", value_parser = share, conflicts_with_all = OPENED)]
    expression: Vec<(String, f64)>,
    /// Activation of a muscle on both sides or on one, from 0 to 1: `corrugator=0.4`,
    /// `frontalis.left=0.8`.
    #[arg(long, value_name = "MUSCLE[.SIDE]=SHARE", value_parser = share, conflicts_with_all = OPENED)]
    activate: Vec<(String, f64)>,
    /// Fold the skin: show the lines that the expression makes.
    #[arg(long, conflicts_with_all = OPENED)]
    lines: bool,
    /// Depth of the crease that years have etched into every line, mm; with `--lines`.
    #[arg(long, value_name = "MM", default_value_t = 0.0, requires = "lines", value_parser = depth)]
    crease: f64,
    /// Write the layered tissue in the expression (or at rest) to a .vtu file for ParaView.
    #[arg(long, value_name = "FILE")]
    tissue: Option<PathBuf>,
}

/// Reads `name` or `name=share`.
fn share(text: &str) -> Result<(String, f64), String> {
    let (name, share) = text.split_once('=').unwrap_or((text, "1"));
    let share = share.parse::<f64>().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .map(|share| (name.to_owned(), share))
        .ok_or_else(|| "expected a name and a share from 0 to 1, such as smile=0.8".to_owned())
}

/// Reads a depth.
fn depth(text: &str) -> Result<f64, String> {
    let mm = text.parse::<f64>().ok();
    mm.filter(|mm| (0.0..=3.0).contains(mm))
        .ok_or_else(|| "expected millimetres from 0 to 3".to_owned())
}

/// Lines of a face and the skin that they fold.
struct Folds {
    lines: FaceLines,
    frame: FaceFrame,
}

/// The lines that moves of the skin and creases of a depth make.
fn fold(
    atlas: &Atlas,
    subject: &Subject<'_>,
    (rest, moved): (&Mesh, &Mesh),
    crease_mm: f64,
) -> Result<Folds, Failure> {
    let fineness = Fineness::default();
    let lines = FaceLines::new(atlas, subject.anatomy, rest, subject.age_years, &fineness)
        .map_err(|error| Failure::Ours(error.to_string()))?;
    let mut frame = lines.frame();
    let creases = vec![crease_mm; lines.field.lines().len()];
    lines.fold(&moved.points, &creases, &mut frame);
    Ok(Folds { lines, frame })
}

/// A face in the expression that was asked for.
pub struct Moved {
    shape: Shape,
    atlas: Atlas,
    mechanics: Mechanics,
    expressed: Expressed,
    /// The moved skin at the points of the atlas.
    skin: Mesh,
    folds: Option<Folds>,
    time_s: f64,
}

impl Expressing {
    /// Whether anything is asked of the soft tissue.
    pub fn is_asked(&self) -> bool {
        !self.expression.is_empty()
            || !self.activate.is_empty()
            || self.tissue.is_some()
            || self.lines
    }

    /// Moves a face as asked and writes its tissue where asked.
    pub fn run(&self, shape: &Shape) -> Result<Moved, Failure> {
        let ours = |message: String| Failure::Ours(message);
        let catalog = Catalog::embedded().map_err(|error| ours(error.to_string()))?;
        let activation = self.activation(&catalog)?;
        let start = Instant::now();
        let atlas = Atlas::new(&catalog).map_err(|error| ours(error.to_string()))?;
        let anatomy = atlas.of(shape).map_err(|error| ours(error.to_string()))?;
        let subject = Subject {
            anatomy: &anatomy,
            eyes: &shape.eyes,
            age_years: shape.person.age_years,
        };
        let tissue = SoftTissue::new(&catalog, &atlas, &subject, LEVEL);
        let tissue = tissue.map_err(|error| ours(error.to_string()))?;
        let mechanics = Mechanics::new(tissue, THREADS);
        let mut mechanics = mechanics.map_err(|error| {
            Failure::user(format!("the layers of this face cannot be meshed: {error}"))
        })?;
        let expressed = mechanics.express(&activation).map_err(|error| {
            Failure::user(format!("no equilibrium was found: {error}"))
                .hint("ask for less activation")
        })?;
        let time_s = start.elapsed().as_secs_f64();
        let rest = shape.skin(atlas.refinement());
        let skin = mechanics.moved(&expressed, &rest, LEVELS);
        let fold = || fold(&atlas, &subject, (&rest, &skin), self.crease);
        let folds = self.lines.then(fold).transpose()?;
        let moved = Moved {
            shape: shape.clone(),
            atlas,
            mechanics,
            expressed,
            skin,
            folds,
            time_s,
        };
        if let Some(path) = &self.tissue {
            let model = &moved.mechanics.tissue().model;
            vtu::write(path, model, &moved.expressed.state)?;
        }
        Ok(moved)
    }

    fn activation(&self, catalog: &Catalog) -> Result<Activation, Failure> {
        let mut activation = Activation::new();
        let mut problems = Vec::new();
        for (name, strength) in &self.expression {
            match catalog.expressions.get(name) {
                Some(expression) => add_expression(&mut activation, expression, *strength),
                None => problems.push(unknown("expression", name, catalog.expressions.keys())),
            }
        }
        for (name, share) in &self.activate {
            let (muscle, sides) = match name.rsplit_once('.') {
                Some((muscle, "left")) => (muscle, vec![Side::Left]),
                Some((muscle, "right")) => (muscle, vec![Side::Right]),
                _ => (name.as_str(), vec![Side::Left, Side::Right]),
            };
            if !catalog.muscles.contains_key(muscle) {
                problems.push(unknown("muscle", muscle, catalog.muscles.keys()));
            }
            for side in sides {
                activation.insert((muscle.to_owned(), side), *share);
            }
        }
        if problems.is_empty() {
            Ok(activation)
        } else {
            Err(Failure::user(problems.join("\n")))
        }
    }
}

fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a String>) -> String {
    let known: Vec<&str> = known.map(String::as_str).collect();
    format!("unknown {kind} \"{name}\"; there are {}", known.join(", "))
}

impl Moved {
    /// The scene of the moved face.
    pub fn scene(&self) -> Scene {
        let mut scene = portrait_moved(&self.shape, self.atlas.refinement(), &self.skin);
        if let Some(folds) = &self.folds {
            fold_skin(&mut scene, &folds.lines, &folds.frame.folded);
        }
        scene
    }

    /// Lines of more than [`SHOWN_MM`] with their depth and length.
    fn lines(&self) -> Vec<Value> {
        let Some(Folds { lines, frame }) = &self.folds else {
            return Vec::new();
        };
        let row = |line: &tissue::lines::Line| {
            let depth = frame.folded.depth(line);
            let family = &lines.families[line.family as usize];
            (depth > SHOWN_MM).then(|| {
                json!({
                    "rhytid": family.rhytid,
                    "family": family.name,
                    "part": line.part,
                    "number": line.number,
                    "depth_mm": (depth * 100.0).round() / 100.0,
                    "length_mm": frame.folded.length(line, SHOWN_MM).round(),
                })
            })
        };
        lines.field.lines().iter().filter_map(row).collect()
    }

    /// Moves of landmarks of the left side and the midline, and what it took.
    pub fn report(&self) -> Value {
        let statistics = &self.expressed.statistics;
        let rows = self.rows().map(|(name, by)| {
            let by = by.map(|mm| (mm * 100.0).round() / 100.0);
            (name.to_owned(), json!(by))
        });
        json!({
            "moves_mm": rows.collect::<serde_json::Map<_, _>>(),
            "lines": self.lines(),
            "least_volume_ratio": (self.expressed.least_volume_ratio * 1000.0).round() / 1000.0,
            "unknowns": self.mechanics.n_unknowns(),
            "load_steps": statistics.load_steps,
            "newton_iterations": statistics.newton_iterations,
            "time_s": (self.time_s * 100.0).round() / 100.0,
        })
    }

    /// The same for people.
    pub fn summary(&self) -> String {
        let row = |(name, [x, y, z]): (&str, [f64; 3])| {
            let length = (x * x + y * y + z * z).sqrt();
            format!("{name:<18}{length:>6.1} mm  ({x:>5.1} aside, {y:>5.1} up, {z:>5.1} forward)\n")
        };
        format!(
            "moves of the left side:\n{}{} unknowns, {} iterations, {:.1} s\n",
            self.rows().map(row).collect::<String>(),
            self.mechanics.n_unknowns(),
            self.expressed.statistics.newton_iterations,
            self.time_s,
        )
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, [f64; 3])> {
        let cage = self.atlas.cage();
        REPORTED.iter().filter_map(|name| {
            let point = cage.landmark(name)?;
            let by = self.expressed.moves[point as usize];
            Some((*name, by.to_array()))
        })
    }
}
