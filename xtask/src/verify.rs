//! `cargo xtask verify`: the mechanics engine against exact solutions, published benchmarks and
//! independent codes; writes `docs/verification.md`.
//!
//! Each file of `verify/` holds the cases of one subject as plain functions. Their quick cases run
//! in the tests at the end of this file; the finer meshes the verb alone runs, and says what
//! misses its tolerance.

mod bar;
mod block;
mod body;
mod cell;
mod contact;
mod cook;
mod determinism;
mod facts;
mod folding;
mod foundation;
mod growth;
mod inflation;
mod land;
mod locking;
mod mesh;
mod mogi;
mod objectivity;
mod omitted;
mod order;
mod page;
mod patch;
mod pressure;
mod section;
mod sphere;
mod tensor;

use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::steps::root;
use section::{Effort, Section};

/// The cases of one subject.
type Subject = fn(Effort) -> Result<Section>;

/// Every subject, in the order of the page.
const SUBJECTS: &[(&str, Subject)] = &[
    ("patch", patch::section),
    ("order", order::section),
    ("locking", locking::section),
    ("objectivity", objectivity::section),
    ("bar", bar::section),
    ("active", bar::active),
    ("inflation", inflation::section),
    ("limit", inflation::limit_loads),
    ("sphere", sphere::section),
    ("cook", cook::section),
    ("land", land::section),
    ("mogi", mogi::section),
    ("growth", growth::section),
    ("foundation", foundation::section),
    ("pressure", pressure::section),
    ("contact", contact::section),
    ("folding", folding::section),
    ("block", block::section),
    ("determinism", determinism::section),
];

/// Where the page stands, relative to the root.
const PAGE: &str = "docs/verification.md";

/// Runs every case and writes the page; with `only`, runs one subject and prints it.
///
/// # Errors
/// A case that fails or misses its tolerance, or a page that cannot be written.
pub fn verify(only: Option<&str>) -> Result<()> {
    let mut sections = Vec::new();
    for (name, subject) in SUBJECTS {
        if only.is_some_and(|only| only != *name) {
            continue;
        }
        let start = Instant::now();
        let section = subject(Effort::Full).with_context(|| format!("subject {name}"))?;
        println!("{}", page::table(&section));
        eprintln!("── {name}: {:.1} s", start.elapsed().as_secs_f64());
        sections.push(section);
    }
    if only.is_none() {
        println!("writes {PAGE}");
        std::fs::write(root().join(PAGE), page::page(&sections, &today()?)).context(PAGE)?;
    }
    let missed: usize = sections.iter().map(Section::missed).sum();
    if missed > 0 {
        bail!("{missed} checks miss their tolerance");
    }
    Ok(())
}

fn today() -> Result<String> {
    let output = std::process::Command::new("date")
        .args(["-u", "+%Y-%m-%d"])
        .output()
        .context("date")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every quick check holds.
    fn check(name: &str) {
        let (_, subject) = SUBJECTS.iter().find(|(n, _)| *n == name).expect("subject");
        let section = subject(Effort::Quick).expect("converges");
        for check in &section.checks {
            assert!(check.holds(), "{}", page::row(check));
        }
    }

    #[test]
    fn every_element_reproduces_a_homogeneous_deformation() {
        check("patch");
    }

    #[test]
    fn a_turned_body_answers_turned() {
        check("objectivity");
    }

    #[test]
    fn a_small_pressure_gives_the_linear_sphere() {
        check("sphere");
    }

    #[test]
    fn springs_under_a_face_share_its_load() {
        check("foundation");
    }

    #[test]
    fn the_layered_block_agrees_with_three_codes() {
        check("block");
    }

    #[test]
    fn pressure_that_follows_and_pressure_that_does_not_swell_as_the_formulas_say() {
        check("pressure");
    }

    #[test]
    fn a_swelling_point_lifts_a_half_space() {
        check("mogi");
    }

    #[test]
    fn surfaces_in_contact_carry_force_and_slide() {
        check("contact");
    }

    #[test]
    fn compressed_layers_fold_as_tabulated() {
        check("folding");
    }

    #[test]
    fn errors_fall_with_the_order_of_the_element() {
        check("order");
    }

    #[test]
    fn hexahedra_and_quadratic_tetrahedra_do_not_lock() {
        check("locking");
    }

    #[test]
    fn a_bar_is_pulled_as_its_law_says() {
        check("bar");
    }

    #[test]
    fn a_free_fibre_contracts_to_the_exact_root() {
        check("active");
    }

    #[test]
    fn thick_shells_inflate_by_the_exact_pressure() {
        check("inflation");
    }

    #[test]
    fn a_sphere_gives_way_at_its_limit_load() {
        check("limit");
    }

    #[test]
    fn cooks_membrane_rises_to_the_reference() {
        check("cook");
    }

    #[test]
    fn the_heart_benchmarks_come_out() {
        check("land");
    }

    #[test]
    fn what_is_injected_is_displaced() {
        check("growth");
    }

    #[test]
    fn threads_change_no_byte() {
        check("determinism");
    }
}
