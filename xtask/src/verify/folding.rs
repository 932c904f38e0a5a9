//! Folding of compressed layers.

use anyhow::{Context, Result};
use tissue::lines::{Base, Lateral, Layer, Onset, Solid, Stack};

use super::section::{Effort, Section};
use crate::steps::root;

const TEXT: &str = "\
A stiff layer on a soft one, compressed: the nominal strain at which it first folds and the \
distance of its folds over its thickness, both undeformed. Incompressible neo-Hookean layers, \
perfectly bonded, plane strain. Rows B040–B051: on a half-space; B059–B078: on a layer of finite \
thickness on a rigid base. B079: the half-space alone. Steps of ky ≤ ½ through each layer, motions \
made orthonormal after each; the wavelength is closed in on by golden section, so that it is known \
to the root of the strain's accuracy.";

const STRAIN: f64 = 1e-3;
const WAVELENGTH: f64 = 2e-3;

/// Critical strain and wavelength, B040–B051 and B059–B079.
pub fn section(_: Effort) -> Result<Section> {
    let source = "exact incremental bifurcation, computed independently; Biot, Appl Sci Res 1963";
    let mut section = Section::new("Folding of layers", TEXT, source);
    let path = root().join("reference/lines/expected.csv");
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    for line in text.lines() {
        let words: Vec<&str> = line.split(',').collect();
        let numbers: Vec<f64> = words.iter().filter_map(|word| word.parse().ok()).collect();
        let id = words.last().copied().unwrap_or_default();
        match (words[0], numbers.as_slice()) {
            ("film", [ratio, strain, wavelength]) => {
                let stack = Stack::film_on_half_space(1.0, solid(*ratio), solid(1.0));
                let case = format!("{id}, {ratio} on a half-space");
                both(&mut section, &case, stack.onset()?, [*strain, *wavelength]);
            }
            ("layer", [ratio, depth, strain, wavelength]) => {
                let stack = Stack {
                    layers: vec![layer(1.0, *ratio), layer(*depth, 1.0)],
                    base: Base::Rigid,
                    lateral: Lateral::Held,
                };
                let case = format!("{id}, {ratio} on a layer {depth} times as thick");
                both(&mut section, &case, stack.onset()?, [*strain, *wavelength]);
            }
            _ => {}
        }
    }
    half_space(&mut section)?;
    Ok(section)
}

fn both(section: &mut Section, case: &str, onset: Onset, [strain, wavelength]: [f64; 2]) {
    section.relative(case, "strain", [onset.strain, strain], STRAIN);
    let values = [onset.wavelength, wavelength];
    section.relative(case, "wavelength/thickness", values, WAVELENGTH);
}

fn half_space(section: &mut Section) -> Result<()> {
    let cases = [
        ("plane strain", Lateral::Held, 0.456_31),
        ("uniaxial", Lateral::Free, 0.5562),
        ("equibiaxial", Lateral::Equal, 0.3339),
    ];
    for (name, lateral, strain) in cases {
        let stack = Stack {
            layers: Vec::new(),
            base: Base::HalfSpace(solid(1.0)),
            lateral,
        };
        let case = format!("B079, {name}");
        let computed = stack.onset()?.strain;
        section.relative(&case, "strain", [computed, strain], STRAIN);
    }
    Ok(())
}

fn solid(shear: f64) -> Solid {
    Solid::Incompressible { shear }
}

fn layer(thickness: f64, shear: f64) -> Layer {
    Layer {
        thickness,
        solid: solid(shear),
        pre_stretch: 1.0,
    }
}
