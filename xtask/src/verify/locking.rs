//! Near-incompressibility.

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law};
use tissue::{Dilatation, Kind, Material};

use super::cook::{Plane, panel};
use super::mesh::name;
use super::section::{Effort, Measure, Section};

const TEXT: &str = "\
Cook's membrane again (μ = 80.194, traction 6.25, plane strain), now at ν = 0.499, 16×16 cells: \
the share of the deflection at (48, 60) that a coarse mesh loses against a fine one (tet10, 48×48 cells, \
mean dilatation). Hexahedra and quadratic tetrahedra with the volumetric part at the element's \
mean lose less than 2 %, quadratic tetrahedra hardly more with it at every Gauss point. Hexahedra \
with it at every point lock, linear tetrahedra and wedges lock in either way (two wedges carry two \
constraints where a hexahedron carries one, as many as a node of the plane has components), and the \
table says by how much: they are no choice for soft tissue but in thin transitions.";

const LOSS: f64 = 0.02;
/// The same for quadratic tetrahedra with the volumetric part at every point.
const POINTWISE_LOSS: f64 = 0.03;

/// How much of a deflection is lost.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Near-incompressibility without locking",
        TEXT,
        "fine mesh of the same engine; Nagtegaal, Parks and Rice, CMAME 1974; 4:153",
    );
    let fine = deflection(Kind::Tet10, Dilatation::Mean, 48)?;
    for kind in [Kind::Hex8, Kind::Wedge6, Kind::Tet10, Kind::Tet4] {
        for (place, dilatation) in [
            ("mean", Dilatation::Mean),
            ("pointwise", Dilatation::Pointwise),
        ] {
            let lost = 1.0 - deflection(kind, dilatation, 16)? / fine;
            let case = format!("{}, {place} dilatation", name(kind));
            let (expected, measure) = match (kind, dilatation) {
                (Kind::Hex8 | Kind::Tet10, Dilatation::Mean) => (LOSS, Measure::AtMost),
                (Kind::Tet10, Dilatation::Pointwise) => (POINTWISE_LOSS, Measure::AtMost),
                _ => (LOSS, Measure::AtLeast),
            };
            section.push(&case, "share lost", [lost, expected], measure, 0.0);
        }
    }
    Ok(section)
}

fn deflection(kind: Kind, dilatation: Dilatation, n: usize) -> Result<f64> {
    let law = Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(80.194, 0.499));
    let solved = panel(kind, n, Material { law, dilatation }, 6.25, Plane::Strain)?;
    Ok(solved.at([48.0, 60.0, 0.0])[1])
}
