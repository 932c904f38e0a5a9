//! Surfaces in contact.

use anyhow::Result;
use tissue::contact::cases::{hertz, lips, move_lips, patch};

use super::section::{Effort, Measure, Section};

const TEXT: &str = "\
*Patch*: two cubes with meshes that do not match (2 against 3, 4 against 6 cells a side) stand on each \
other under a uniform pressure of E/100. The contact must carry the whole force, less what the soft springs take that hold the free cube, to the \
accuracy of the solution; the \
compression is uniform in theory, and its spread says what the quadrature of a non-matching face \
costs (it is no mortar method). *Hertz*: an elastic paraboloid (R = 100 a: at R = 20 a the finite slope alone \
costs 0.7 % of the force and 1.5 % of the pressure, and no mesh removes that) pressed by a rigid plate to \
an approach of 0.01 a, n hexahedra a contact radius; force for the approach, radius and peak pressure \
(the mean of a face) for the force. The contact's edge is resolved to about half a cell. *Slit*: a block \
with a slit through it, like lips, is pressed together while the halves slide on each other, slantwise and partly off the faces; \
what counts is that it is found, in few steps, and that no point is deep in the other side.";

/// Contact patch test, Hertz's contact and a slit whose sides slide.
pub fn section(effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Contact",
        TEXT,
        "Taylor and Papadopoulos, 1991 (patch test); Johnson, *Contact Mechanics*, 1985, section 4.2",
    );
    let meshes: &[[usize; 2]] = match effort {
        Effort::Quick => &[[2, 3]],
        Effort::Full => &[[2, 3], [4, 6]],
    };
    for &[lower, upper] in meshes {
        let found = patch(lower, upper)?;
        let case = format!("patch, {lower}³ under {upper}³");
        section.relative(
            &case,
            "force carried / applied",
            [1.0 + found.force, 1.0],
            1e-7,
        );
        section.push(
            &case,
            "spread of compression (rms)",
            [found.mean, 0.03],
            Measure::AtMost,
            0.0,
        );
    }
    let meshes: &[(usize, f64)] = match effort {
        Effort::Quick => &[(4, 0.03)],
        Effort::Full => &[(4, 0.03), (8, 0.01)],
    };
    for &(n, tolerance) in meshes {
        let found = hertz(n)?;
        let case = format!("Hertz, n = {n}");
        section.relative(&case, "force / exact", [1.0 + found.force, 1.0], tolerance);
        section.relative(
            &case,
            "radius / exact",
            [1.0 + found.radius, 1.0],
            tolerance,
        );
        section.relative(
            &case,
            "peak pressure / exact",
            [1.0 + found.pressure, 1.0],
            tolerance,
        );
    }
    slit(&mut section)?;
    Ok(section)
}

fn slit(section: &mut Section) -> Result<()> {
    for by in [[2.0, 0.0, -0.8], [3.0, 1.0, -1.0], [-3.0, 0.5, -1.5]] {
        let (found, _) = move_lips(3, true, by)?;
        let case = format!("slit moved by {by:?} mm");
        let steps = found.load_steps as f64;
        section.push(&case, "load steps", [steps, 4.0], Measure::AtMost, 0.0);
        let depth = found.depth / lips::EDGE;
        let most = tissue::contact::TOLERANCE;
        section.push(&case, "depth/edge", [depth, most], Measure::AtMost, 0.0);
    }
    Ok(())
}
