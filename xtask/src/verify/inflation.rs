//! Thick spheres and tubes, inflated.

use anyhow::Result;
use tissue::{Loads, Model, State, Surface};

use super::body::{Solved, faces, hold_symmetry, incompressible, prescribe, solve, solve_to};
use super::facts::{Fact, fact, facts};
use super::mesh::{octant, quarter_tube};
use super::section::{Effort, Section};
use super::tensor::{dot, norm};

const TEXT: &str = "\
Incompressible neo-Hookean shells, reference radii A and B. Sphere: an eighth between three planes \
of symmetry, 3 patches of 8×8 columns, 8 hexahedra through the wall; tube in plane strain: a \
quarter, 24 columns, 16 through the wall. Mean dilatation, κ = 10⁴ μ. The inner radius is \
prescribed, because the pressure that belongs to it passes through a maximum; p is the work of the \
reactions over the change of the enclosed volume, the outer hoop stretch is the mean over the \
outer nodes. In the last rows the exact pressure is applied instead, following the wall, and the \
inner stretch is read off (dλ/dp is steep there). On this mesh the facets of the inner \
surface leave a few tenths of a per cent in p.";

const RATIO: f64 = 1e4;
const PRESSURE: f64 = 5e-3;
const STRETCH: f64 = 5e-4;

/// Inflated shells, B014–B028.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Thick sphere and tube",
        TEXT,
        "closed formulas and quadrature, B014–B028",
    );
    let rows = facts("B014", "B028")?;
    for (shape, first) in [(Shape::Sphere, 0), (Shape::Tube, 2)] {
        for rows in rows.chunk_by(|a, b| a.parameters[0] == b.parameters[0]) {
            sweep(&mut section, shape, rows, first)?;
        }
    }
    for id in ["B020", "B026"] {
        let row = fact(id)?;
        for (shape, p) in [(Shape::Sphere, row.values[0]), (Shape::Tube, row.values[2])] {
            let case = format!(
                "{id} {}, B/A = {}, pressure {p} μ",
                shape.name(),
                row.parameters[0]
            );
            let found = under_pressure(shape, row.parameters[0], p)?;
            section.relative(
                &case,
                "inner hoop stretch",
                [found, row.parameters[1]],
                PRESSURE,
            );
        }
    }
    Ok(section)
}

fn sweep(section: &mut Section, shape: Shape, rows: &[Fact], first: usize) -> Result<()> {
    let ratio = rows[0].parameters[0];
    let mut shell = Shell::new(shape, ratio, 8)?;
    for row in rows {
        let stretch = row.parameters[1];
        let p = shell.inflate(stretch)?;
        let case = format!("{} {}, B/A = {ratio}, λ = {stretch}", row.id, shape.name());
        section.relative(&case, "p/μ", [p, row.values[first]], PRESSURE);
        let outer = shell.outer_stretch();
        section.relative(
            &case,
            "outer hoop stretch",
            [outer, row.values[first + 1]],
            STRETCH,
        );
    }
    Ok(())
}

const LIMIT_TEXT: &str = "\
The same sphere, inflated by a tenth of the inner hoop stretch a step until the pressure falls; the \
maximum is that of the parabola (over ln λ) through the last three points. At B/A = 10 the wall has 24 \
hexahedra in geometric progression.";

/// Largest pressure of a sphere, B029–B032.
pub fn limit_loads(effort: Effort) -> Result<Section> {
    let mut section = Section::new("Limit load of the thick sphere", LIMIT_TEXT, "B029–B032");
    for row in facts("B029", "B032")? {
        let ratio = row.parameters[0];
        if effort == Effort::Quick && ratio > 1.5 {
            continue;
        }
        let mut shell = Shell::new(Shape::Sphere, ratio, if ratio > 5.0 { 24 } else { 8 })?;
        let mut pressures = Vec::new();
        for step in 2.. {
            pressures.push(shell.inflate(1.1_f64.powi(step))?);
            if pressures.len() > 2
                && pressures[pressures.len() - 1] < pressures[pressures.len() - 2]
            {
                break;
            }
        }
        let last = &pressures[pressures.len() - 3..];
        let (slope, bend) = (0.5 * (last[2] - last[0]), last[2] - 2.0 * last[1] + last[0]);
        let most = last[1] - 0.5 * slope * slope / bend;
        let case = format!("{} B/A = {ratio}", row.id);
        section.relative(&case, "max p/μ", [most, row.values[0]], PRESSURE);
    }
    Ok(section)
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Sphere,
    Tube,
}

/// Height of the tube.
const HEIGHT: f64 = 0.1;

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Self::Sphere => "sphere",
            Self::Tube => "tube",
        }
    }

    fn model(self, ratio: f64, through: usize) -> Model {
        let mesh = match self {
            Self::Sphere => octant(8, through, 1.0, ratio),
            Self::Tube => quarter_tube([2 * through, 24, 1], 1.0, ratio, HEIGHT),
        };
        let mut model = Model::new(mesh, incompressible(1.0, RATIO));
        hold_symmetry(&mut model, &[0, 1]);
        match self {
            Self::Sphere => hold_symmetry(&mut model, &[2]),
            Self::Tube => {
                let all = model.mesh.nodes_where(|_| true);
                model.hold(&all, [false, false, true]);
            }
        }
        model
    }

    /// Radius of a point.
    fn radius(self, [x, y, z]: [f64; 3]) -> f64 {
        match self {
            Self::Sphere => norm([x, y, z]),
            Self::Tube => norm([x, y, 0.0]),
        }
    }

    /// ∫ x·n da over the inner surface of radius `a`.
    fn work_of_unit_pressure(self, a: f64) -> f64 {
        let pi = std::f64::consts::PI;
        match self {
            Self::Sphere => a * 0.5 * pi * a * a,
            Self::Tube => a * 0.5 * pi * a * HEIGHT,
        }
    }
}

/// A shell whose inner radius is prescribed; A = 1.
struct Shell {
    shape: Shape,
    ratio: f64,
    inner: Vec<u32>,
    solved: Solved,
}

impl Shell {
    fn new(shape: Shape, ratio: f64, through: usize) -> Result<Self> {
        let mut model = shape.model(ratio, through);
        let inner = model.mesh.nodes_where(|x| shape.radius(x) < 1.0 + 1e-9);
        let mut loads = Loads::default();
        prescribe(&mut model, &mut loads, &inner, [true; 3], |_| [0.0; 3]);
        let solved = solve(model, &loads)?;
        Ok(Self {
            shape,
            ratio,
            inner,
            solved,
        })
    }

    /// Brings the inner hoop stretch to `stretch`; returns the pressure.
    fn inflate(&mut self, stretch: f64) -> Result<f64> {
        let model = self.solved.solver.model();
        let first = model.supports.len() - self.inner.len();
        let mut prescribed = vec![[0.0; 3]; first];
        for &node in &self.inner {
            let mut u = model.mesh.points[node as usize].map(|x| (stretch - 1.0) * x);
            if self.shape == Shape::Tube {
                u[2] = 0.0;
            }
            prescribed.push(u);
        }
        self.solved.go_on(&Loads {
            prescribed,
            ..Loads::default()
        })?;
        let model = self.solved.solver.model();
        let held = model.supports[first..]
            .iter()
            .zip(&self.solved.solution.reactions[first..]);
        let work: f64 = held
            .map(|(support, &force)| {
                let [x, y, z] = model.mesh.points[support.node as usize];
                let z = if self.shape == Shape::Tube { 0.0 } else { z };
                stretch * dot(force, [x, y, z])
            })
            .sum();
        Ok(work / self.shape.work_of_unit_pressure(stretch))
    }

    fn outer_stretch(&self) -> f64 {
        mean_stretch(&self.solved, self.shape, self.ratio)
    }
}

/// Mean hoop stretch of the nodes at reference radius `radius`.
fn mean_stretch(solved: &Solved, shape: Shape, radius: f64) -> f64 {
    let nodes = solved
        .mesh()
        .nodes_where(|x| (shape.radius(x) - radius).abs() < 1e-9);
    let stretch = |&node: &u32| {
        let (x, u) = (
            solved.mesh().points[node as usize],
            solved.displacement()[node as usize],
        );
        shape.radius(super::tensor::add(x, u)) / radius
    };
    nodes.iter().map(stretch).sum::<f64>() / nodes.len() as f64
}

fn under_pressure(shape: Shape, ratio: f64, p: f64) -> Result<f64> {
    let mut model = shape.model(ratio, 8);
    model.surfaces.push(Surface {
        faces: faces(&model.mesh, |x| shape.radius(x) < 1.0 + 1e-9),
        follower: true,
    });
    let loads = Loads {
        pressure: vec![p],
        ..Loads::default()
    };
    let solved = solve_to(1e-8, model, &loads, &State::default())?;
    Ok(mean_stretch(&solved, shape, 1.0))
}
