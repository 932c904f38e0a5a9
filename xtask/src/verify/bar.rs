//! One element: bars, sheets and strips, passive and active.

use anyhow::Result;
use tissue::law::{BlatzKo, Law, MooneyRivlin, Yeoh};
use tissue::{Loads, Material, Mesh, Model};

use super::body::{Solved, hold_symmetry, incompressible, prescribe, solve};
use super::facts::facts;
use super::section::{Effort, Section};

const TEXT: &str = "\
One unit cube (hex8) between three planes of symmetry; a stretch is prescribed on one face (bar), \
on two (sheet), or on one with the next held (strip: pure shear), the others are free. P is the \
reaction over the reference area, so the whole path from law to reaction is tested. The solver's \
solid is not exactly incompressible: κ = 10⁵ μ, which changes stresses by about p/κ, 10⁻⁴ at the \
far ends. Blatz–Ko foam is compressible and exact to the six digits of the reference. B087 holds \
for any law on I₁ and I₂: here Mooney–Rivlin, and Yeoh with C₂.";
const SOURCE: &str = "closed formulas, B001–B013; B087: Code_Aster V6.04.187";

/// κ/μ of the nearly incompressible solids.
const RATIO: f64 = 1e5;
const NEARLY: f64 = 2e-4;
/// The reference has six digits after the point.
const DIGITS: f64 = 2e-6;

/// Stress of one element.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "One element in tension, compression and shear",
        TEXT,
        SOURCE,
    );
    for fact in facts("B001", "B009")? {
        let l = fact.parameters[0];
        let material = incompressible(1.0, RATIO);
        for (what, held, expected) in [
            ("bar, P/μ", [Some(l), None, None], fact.values[0]),
            ("sheet, P/μ", [Some(l), Some(l), None], fact.values[1]),
            ("strip, P/μ", [Some(l), Some(1.0), None], fact.values[2]),
        ] {
            let found = pulled(&stretched(material, held)?);
            section.relative(
                &format!("{} λ = {l}", fact.id),
                what,
                [found, expected],
                NEARLY,
            );
        }
    }
    for fact in facts("B010", "B013")? {
        let l = fact.parameters[0];
        let foam = Material::pointwise(Law::BlatzKo(BlatzKo { mu: 1.0 }));
        let solved = stretched(foam, [Some(l), None, None])?;
        let lateral = 1.0 + solved.at([1.0; 3])[1];
        let found = [pulled(&solved), lateral, l * lateral * lateral];
        let case = format!("{} λ = {l}", fact.id);
        for (i, what) in ["foam, P/μ", "foam, lateral stretch", "foam, J"]
            .into_iter()
            .enumerate()
        {
            section.relative(&case, what, [found[i], fact.values[i]], DIGITS);
        }
    }
    strips(&mut section)?;
    Ok(section)
}

/// B087: F = 2 S w (2+w) (1+(1+w)²)/(1+w)³ [C10 + C01 + 2 C20 w² (2+w)²/(1+w)²].
fn strips(section: &mut Section) -> Result<()> {
    let kappa = RATIO;
    let (c10, c01, c20) = (0.3, 0.2, 0.15);
    let mooney = Law::MooneyRivlin(MooneyRivlin { c10, c01, kappa });
    let yeoh = Law::Yeoh(Yeoh {
        c: [c10, c20, 0.0],
        kappa,
    });
    for w in [-0.3, 0.25, 1.0] {
        let l: f64 = 1.0 + w;
        let bracket = (w * (2.0 + w) / l).powi(2);
        let factor = 2.0 * w * (2.0 + w) * (1.0 + l * l) / l.powi(3);
        for (what, law, sum) in [
            ("Mooney–Rivlin strip, F/S", mooney, c10 + c01),
            ("Yeoh strip, F/S", yeoh, c10 + 2.0 * c20 * bracket),
        ] {
            let solved = stretched(Material::mean(law), [Some(l), Some(1.0), None])?;
            let case = format!("B087 w = {w}");
            section.relative(&case, what, [pulled(&solved), factor * sum], NEARLY);
        }
    }
    Ok(())
}

/// A unit cube with some of its stretches given.
fn stretched(material: Material, stretches: [Option<f64>; 3]) -> Result<Solved> {
    let mut model = Model::new(Mesh::grid([1; 3], |x| x), material);
    let mut loads = Loads::default();
    hold_symmetry(&mut model, &[0, 1, 2]);
    for (axis, stretch) in stretches.into_iter().enumerate() {
        let Some(stretch) = stretch else { continue };
        let face = model.mesh.nodes_where(|x| x[axis] == 1.0);
        let along = std::array::from_fn(|i| i == axis);
        prescribe(&mut model, &mut loads, &face, along, |_| {
            std::array::from_fn(|i| if i == axis { stretch - 1.0 } else { 0.0 })
        });
    }
    solve(model, &loads)
}

/// Force on the far face.
fn pulled(solved: &Solved) -> f64 {
    solved.reaction(|x| x[0] == 1.0, [1.0, 0.0, 0.0])
}

const ACTIVE_TEXT: &str = "\
The same cube, free to shorten, its fibres along x. The engine's active tension T is a *second \
Piola–Kirchhoff* stress, S = T f ⊗ f, which shortens to the root of μ (λ − λ⁻²) + T λ = 0. Those \
who state active stress as Cauchy or nominal stress convert it, T = Ta/λ² or Ta/λ: these rows use \
T from the exact stretch and must come back to it. κ = 10⁵ μ.";

/// Free contraction.
pub fn active(_: Effort) -> Result<Section> {
    let mut section = Section::new("Active bar", ACTIVE_TEXT, "exact roots, B033–B039");
    for fact in facts("B033", "B039")? {
        let ta = fact.parameters[0];
        let [cauchy, nominal, second] = [fact.values[0], fact.values[1], fact.values[2]];
        let case = format!("{} Ta/μ = {ta}", fact.id);
        for (what, tension, expected) in [
            ("λ, Ta second Piola–Kirchhoff", ta, second),
            ("λ, Ta nominal", ta / nominal, nominal),
            ("λ, Ta Cauchy", ta / (cauchy * cauchy), cauchy),
        ] {
            section.relative(&case, what, [contracted(tension)?, expected], NEARLY);
        }
    }
    Ok(section)
}

fn contracted(tension: f64) -> Result<f64> {
    let mut model = Model::new(Mesh::grid([1; 3], |x| x), incompressible(1.0, RATIO));
    hold_symmetry(&mut model, &[0, 1, 2]);
    model.add_fibres(vec![0], [1.0, 0.0, 0.0]);
    let loads = Loads {
        tension: vec![tension],
        ..Loads::default()
    };
    Ok(1.0 + solve(model, &loads)?.at([1.0; 3])[0])
}
