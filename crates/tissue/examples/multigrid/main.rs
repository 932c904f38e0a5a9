//! Prints what a multigrid solve of layered blocks and face-like sheets costs: levels,
//! complexity, seconds to build, refresh and solve, iterations.
//!
//! Arguments: names of cases (all without any).

mod sample;

use std::time::Instant;

use sample::{Layer, Sample, scatter, sheet};
use tissue::linear;
use tissue::linear::multigrid::{Multigrid, Options};
use tissue::linear::{CgOptions, Preconditioner, conjugate_gradient};

fn layer(thickness: f64, young: f64, poisson: f64, elements: usize) -> Layer {
    Layer {
        thickness,
        young,
        poisson,
        elements,
    }
}

/// The layered block, its base fixed, a patch of its top prescribed.
fn block(n: [usize; 2], through: [usize; 3], poisson: f64) -> Sample {
    let layers = [
        layer(2.5, 20.0, poisson, through[0]),
        layer(4.0, 3.0, poisson, through[1]),
        layer(1.5, 100.0, poisson, through[2]),
    ];
    let mut block = sheet([60.0, 40.0], n, &layers, |p| p);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    block.fix(|[x, y, z]| {
        let patch = (20.0..=40.0).contains(&x) && (10.0..=30.0).contains(&y);
        close(z, 0.0) || (close(z, 8.0) && patch)
    });
    block
}

/// A bent sheet of four layers on springs a hundred times softer along than across.
fn face(n: [usize; 2], through: [usize; 4]) -> Sample {
    let radius = 80.0;
    let layers = [
        layer(3.0, 3.0, 0.48, through[0]),
        layer(2.5, 20.0, 0.48, through[1]),
        layer(3.0, 3.0, 0.48, through[2]),
        layer(1.5, 100.0, 0.48, through[3]),
    ];
    let mut face = sheet([120.0, 90.0], n, &layers, |[x, y, z]| {
        let angle = (x - 60.0) / radius;
        [(radius + z) * angle.sin(), y, (radius + z) * angle.cos()]
    });
    face.mean_dilatation = true;
    let area = 120.0 * 90.0 / (n[0] * n[1]) as f64;
    for node in 0..(n[0] + 1) * (n[1] + 1) {
        let [x, _, z] = face.points[node];
        let normal = [x / radius, 0.0, z / radius];
        let spring = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let along = if i == j { 0.1 * area } else { 0.0 };
                along + 9.9 * area * normal[i] * normal[j]
            })
        });
        face.springs.push((node, spring));
    }
    face
}

/// A name and what makes the sample.
type Case = (&'static str, fn() -> Sample);

fn cases() -> Vec<Case> {
    vec![
        ("XS", || block([24, 16], [1, 2, 1], 0.45)),
        ("S", || block([48, 32], [2, 2, 2], 0.45)),
        ("M", || block([72, 48], [3, 3, 2], 0.45)),
        ("L", || block([120, 80], [3, 4, 2], 0.45)),
        ("XL", || block([144, 96], [4, 5, 3], 0.45)),
        ("M-mean-0.49", || {
            let mut block = block([72, 48], [3, 3, 2], 0.49);
            block.mean_dilatation = true;
            block
        }),
        ("M-random", || block([72, 48], [3, 3, 2], 0.45).renumbered()),
        ("M-distorted", || {
            block([72, 48], [3, 3, 2], 0.45).distorted(0.12)
        }),
        ("M-tet", || {
            block([72, 48], [3, 3, 2], 0.45).into_tetrahedra()
        }),
        ("M-wedge", || block([72, 48], [3, 3, 2], 0.45).into_wedges()),
        ("face-30k", || face([48, 36], [1, 1, 1, 1])),
        ("face-32k", || face([40, 30], [2, 2, 2, 1])),
        ("face-100k", || face([72, 54], [2, 2, 2, 1])),
        ("face-300k", || face([120, 90], [2, 2, 3, 1])),
        ("face-fine", || face([72, 54], [3, 3, 3, 3])),
        ("face-tet", || {
            face([72, 54], [2, 2, 2, 1]).into_tetrahedra()
        }),
    ]
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "case          unknowns  levels                   compl.  MB/MB    build  refresh   its  residual    solve   ms/it  product   cycle"
    );
    for (name, make) in cases() {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            measure(name, &make());
        }
    }
}

fn measure(name: &str, sample: &Sample) {
    let matrix = sample.assemble();
    let options = Options::default();
    let start = Instant::now();
    let mut multigrid = match Multigrid::build(&matrix, &sample.points, &sample.fixed, &options) {
        Ok(multigrid) => multigrid,
        Err(error) => return println!("{name:12} {error}"),
    };
    let build = start.elapsed().as_secs_f64();
    let refresh = best_of(3, || {
        if let Err(error) = multigrid.refresh(&matrix) {
            println!("{error}");
        }
    });
    let rhs: Vec<f64> = (0..sample.fixed.len())
        .map(|i| {
            if sample.fixed[i] {
                0.0
            } else {
                scatter(i as u64) as f64 / 1e19 - 0.5
            }
        })
        .collect();
    let mut x = vec![0.0; rhs.len()];
    let mut outcome = None;
    let solve = best_of(3, || {
        x.fill(0.0);
        outcome = Some(conjugate_gradient(
            &matrix,
            &rhs,
            &mut x,
            &multigrid,
            &CgOptions::default(),
        ));
    });
    let Some(outcome) = outcome else { return };
    let report = multigrid.report();
    let mut y = x.clone();
    let product = best_of(10, || matrix.multiply(&x, &mut y));
    let cycle = best_of(10, || multigrid.apply(&x, &mut y));
    println!(
        "{name:12} {:9}  {:24} {:5.2}  {:5.2}  {build:7.3}  {refresh:7.3}  {:4}  {:8.1e}  {solve:7.3}  {:6.2}  {:6.2}  {:6.2}{}",
        sample.fixed.iter().filter(|&&fixed| !fixed).count(),
        format!("{:?}", report.nodes),
        report.operator_complexity,
        report.bytes as f64 / (72.0 * matrix.pattern.n_blocks() as f64),
        outcome.iterations,
        outcome.relative_residual,
        1e3 * solve / outcome.iterations.max(1) as f64,
        1e3 * product,
        1e3 * cycle,
        if outcome.ended == linear::CgEnd::Converged {
            ""
        } else {
            "  not converged"
        },
    );
}

fn best_of(times: usize, mut run: impl FnMut()) -> f64 {
    (0..times)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}
