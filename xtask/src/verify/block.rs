//! The layered block that independent codes agree on.

use anyhow::{Context, Result};
use serde_json::Value;
use tissue::block::{PROBES, Size, Variant, block};
use tissue::{Kind, State};

use super::body::{Solved, solve_to};
use super::facts;
use super::section::{Effort, Section};
use super::tensor::norm;

const TEXT: &str = "\
A block of 60×40×8 mm in three layers (muscle, fat, dermis: E = 20, 3 and 100 kPa, ν = 0.45), fixed \
below; in A a square of its skin is pushed by (3, 0, −2) mm, in B a part of the muscle contracts along x \
with 30 kPa (second Piola–Kirchhoff). XS, S and M have 4 857, 28 239 and 83 973 free unknowns in A. \
Same mesh, same energy and same quadrature as the reference, so only rounding and the printed \
digits may differ: displacement at five probes to 10⁻⁷ of the largest component, total potential, \
mean displacement and reaction to 10⁻⁸.";

/// Every case of the reference.
pub fn section(effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        "The layered block against three independent codes",
        TEXT,
        "`reference/block`: dolfinx 0.5.2, FElupe 11.3 and FEBio 4.11, which agree with each other to ten digits",
    );
    for case in facts::block()? {
        if effort == Effort::Full || case["size"] == "XS" {
            check(&mut section, &case)?;
        }
    }
    Ok(section)
}

fn check(section: &mut Section, case: &Value) -> Result<()> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let size = match text("size") {
        "XS" => Size::Xs,
        "S" => Size::S,
        "M" => Size::M,
        _ => Size::L,
    };
    let kind = if text("element") == "hex8" {
        Kind::Hex8
    } else {
        Kind::Tet4
    };
    let variant = if text("variant") == "A" {
        Variant::Passive
    } else {
        Variant::Active
    };
    let (model, loads) = block(size, kind, variant);
    let solved = solve_to(1e-11, model, &loads, &State::default())?;
    let title = format!("{} {} {}", text("size"), text("element"), text("variant"));
    let expected = |value: &Value| value.as_f64().context("a number in reference/block");

    let (mut difference, mut largest) = (0.0_f64, 0.0_f64);
    for (probe, place) in PROBES {
        let found = solved.at(place);
        for (i, found) in found.into_iter().enumerate() {
            let expected = expected(&case["probes"][probe][i])?;
            difference = difference.max((found - expected).abs());
            largest = largest.max(expected.abs());
        }
    }
    section.absolute(
        &title,
        "probes, max difference / max component",
        [difference / largest, 0.0],
        1e-7,
    );
    section.relative(
        &title,
        "total potential, µJ",
        [solved.solution.energy, expected(&case["energy"])?],
        1e-8,
    );
    section.relative(
        &title,
        "mean displacement, mm",
        [mean(&solved), expected(&case["umean"])?],
        1e-8,
    );
    if variant == Variant::Passive {
        for (axis, name) in [(0, "reaction along x, mN"), (2, "reaction along z, mN")] {
            let direction = std::array::from_fn(|i| f64::from(u8::from(i == axis)));
            let found = solved.reaction(|x| x[2] > 0.0, direction);
            section.relative(
                &title,
                name,
                [found, expected(&case["reaction"][axis])?],
                1e-8,
            );
        }
    }
    Ok(())
}

fn mean(solved: &Solved) -> f64 {
    let u = solved.displacement();
    u.iter().map(|&u| norm(u)).sum::<f64>() / u.len() as f64
}
