//! The preconditioner is symmetric, positive and exact where it can be; conjugate gradients with
//! it reach the dense solution.

use faer::Mat;
use faer::linalg::solvers::Solve;
use proptest::prelude::*;

use super::{Multigrid, MultigridError, Options};
use crate::linear;
use crate::linear::{BlockMatrix, CgEnd, CgOptions, Preconditioner, conjugate_gradient, dot};

#[path = "../../../examples/multigrid/sample.rs"]
mod sample;

use sample::{Layer, Sample, scatter, sheet};

/// Three layers of very different stiffness, the base fixed, one side on rollers.
fn layered(n: [usize; 2], poisson: f64) -> Sample {
    let layers = [(2.5, 20.0), (4.0, 3.0), (1.5, 100.0)].map(|(thickness, young)| Layer {
        thickness,
        young,
        poisson,
        elements: 2,
    });
    let mut sample = sheet([30.0, 20.0], n, &layers, |p| p);
    sample.fix(|[_, _, z]| z == 0.0);
    for (node, point) in sample.points.iter().enumerate() {
        sample.fixed[3 * node] |= point[0] == 0.0;
    }
    sample
}

/// Options under which a small sample still has three levels.
fn several_levels() -> Options {
    Options {
        coarsest_unknowns: 60,
        ..Options::default()
    }
}

fn vector(n: usize, seed: u64) -> Vec<f64> {
    (0..n as u64)
        .map(|i| scatter(i + 1_000_003 * seed) as f64 / u64::MAX as f64 - 0.5)
        .collect()
}

fn build(sample: &Sample, options: &Options) -> (BlockMatrix, Multigrid) {
    let matrix = sample.assemble();
    let multigrid = Multigrid::build(&matrix, &sample.points, &sample.fixed, options)
        .expect("the sample is positive definite");
    (matrix, multigrid)
}

fn dense_solution(matrix: &BlockMatrix, rhs: &[f64]) -> Vec<f64> {
    let n = rhs.len();
    let mut dense = Mat::<f64>::zeros(n, n);
    for row in 0..matrix.pattern.n_rows() {
        for position in matrix.pattern.blocks(row) {
            let column = matrix.pattern.columns[position] as usize;
            for k in 0..9 {
                dense[(3 * row + k / 3, 3 * column + k % 3)] = matrix.values[position][k];
            }
        }
    }
    let rhs = Mat::from_fn(n, 1, |i, _| rhs[i]);
    let x = dense.partial_piv_lu().solve(&rhs);
    (0..n).map(|i| x[(i, 0)]).collect()
}

fn check_against_dense(sample: &Sample, options: &Options) {
    let (matrix, multigrid) = build(sample, options);
    let rhs = vector(sample.fixed.len(), 7);
    let mut x = vector(rhs.len(), 8);
    let wanted = CgOptions {
        relative_tolerance: 1e-12,
        maximum_iterations: 1000,
    };
    let outcome = conjugate_gradient(&matrix, &rhs, &mut x, &multigrid, &wanted);
    assert_eq!(outcome.ended, CgEnd::Converged, "{outcome:?}");
    let expected = dense_solution(&matrix, &rhs);
    let error: Vec<f64> = x.iter().zip(&expected).map(|(a, b)| a - b).collect();
    let relative = (dot(&error, &error) / dot(&expected, &expected)).sqrt();
    assert!(relative < 1e-9, "relative error {relative:e}, {outcome:?}");
}

#[test]
fn conjugate_gradients_reach_the_dense_solution() {
    check_against_dense(&layered([8, 6], 0.45), &several_levels());
    check_against_dense(&layered([8, 6], 0.45).renumbered(), &several_levels());
    check_against_dense(&layered([8, 6], 0.45).distorted(0.2), &several_levels());
    check_against_dense(&layered([8, 6], 0.45).into_tetrahedra(), &several_levels());
    check_against_dense(&layered([8, 6], 0.45).into_wedges(), &several_levels());
}

#[test]
fn mean_dilatation_near_the_limit_is_solved() {
    let mut sample = layered([8, 6], 0.49);
    sample.mean_dilatation = true;
    check_against_dense(&sample, &several_levels());
}

#[test]
fn a_small_matrix_is_solved_in_a_few_iterations() {
    let sample = layered([2, 2], 0.45);
    let (matrix, multigrid) = build(&sample, &Options::default());
    let rhs = vector(sample.fixed.len(), 1);
    let mut x = vec![0.0; rhs.len()];
    let outcome = conjugate_gradient(&matrix, &rhs, &mut x, &multigrid, &CgOptions::default());
    assert!(outcome.iterations <= 3, "{outcome:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn the_preconditioner_is_symmetric_and_positive(seed in 0_u64..1000) {
        let sample = layered([10, 7], 0.45);
        let (_, multigrid) = build(&sample, &several_levels());
        let n = sample.fixed.len();
        let (u, v) = (vector(n, seed), vector(n, seed + 1000));
        let (mut mu, mut mv) = (vec![0.0; n], vec![0.0; n]);
        multigrid.apply(&u, &mut mu);
        multigrid.apply(&v, &mut mv);
        let scale = (dot(&u, &mu) * dot(&v, &mv)).sqrt();
        prop_assert!(dot(&u, &mu) > 0.0 && dot(&v, &mv) > 0.0);
        prop_assert!((dot(&u, &mv) - dot(&v, &mu)).abs() < 1e-5 * scale);
    }
}

#[test]
fn a_refresh_gives_what_a_build_gives() {
    let sample = layered([10, 7], 0.45);
    let (matrix, built) = build(&sample, &several_levels());
    let (_, mut refreshed) = build(&sample, &several_levels());
    let mut stiffer = matrix.clone();
    stiffer.values.iter_mut().flatten().for_each(|v| *v *= 2.0);
    refreshed
        .refresh(&stiffer)
        .expect("still positive definite");
    refreshed.refresh(&matrix).expect("still positive definite");
    let r = vector(sample.fixed.len(), 3);
    let (mut a, mut b) = (vec![0.0; r.len()], vec![0.0; r.len()]);
    built.apply(&r, &mut a);
    refreshed.apply(&r, &mut b);
    assert_eq!(a, b);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let sample = layered([16, 12], 0.45);
    let solve = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a few threads").install(|| {
            let (matrix, multigrid) = build(&sample, &several_levels());
            let rhs = vector(sample.fixed.len(), 5);
            let mut x = vec![0.0; rhs.len()];
            let outcome =
                conjugate_gradient(&matrix, &rhs, &mut x, &multigrid, &CgOptions::default());
            (x, outcome)
        })
    };
    let one = solve(1);
    assert_eq!(one, solve(2));
    assert_eq!(one, solve(5));
}

#[test]
fn bad_input_is_a_typed_error() {
    let sample = layered([4, 3], 0.45);
    let matrix = sample.assemble();
    let (points, fixed) = (&sample.points, &sample.fixed);
    let options = several_levels();
    let short = Multigrid::build(&matrix, &points[1..], fixed, &options);
    assert!(matches!(short, Err(MultigridError::Sizes { .. })));
    let mut wild = points.clone();
    wild[3][1] = f64::NAN;
    let wild = Multigrid::build(&matrix, &wild, fixed, &options);
    assert_eq!(wild.err(), Some(MultigridError::PointNotFinite { node: 3 }));
    let mut broken = matrix.clone();
    broken.values[0][0] = f64::INFINITY;
    let broken = Multigrid::build(&broken, points, fixed, &options);
    assert_eq!(
        broken.err(),
        Some(MultigridError::ValueNotFinite { row: 0 })
    );
    let mut indefinite = matrix.clone();
    indefinite
        .values
        .iter_mut()
        .flatten()
        .for_each(|v| *v *= -1.0);
    assert!(Multigrid::build(&indefinite, points, fixed, &options).is_err());
}

#[test]
fn an_indefinite_matrix_ends_conjugate_gradients() {
    let sample = layered([4, 3], 0.45);
    let (mut matrix, multigrid) = build(&sample, &several_levels());
    matrix.values.iter_mut().flatten().for_each(|v| *v *= -1.0);
    let rhs = vector(sample.fixed.len(), 2);
    let mut x = vec![0.0; rhs.len()];
    let outcome = conjugate_gradient(&matrix, &rhs, &mut x, &multigrid, &CgOptions::default());
    assert_eq!(outcome.ended, CgEnd::NegativeCurvature);
    assert!(x.iter().all(|v| v.is_finite()));
}

#[test]
fn values_that_are_not_finite_stall() {
    let sample = layered([4, 3], 0.45);
    let (matrix, multigrid) = build(&sample, &several_levels());
    let mut rhs = vector(sample.fixed.len(), 2);
    rhs[5] = f64::NAN;
    let mut x = vec![0.0; rhs.len()];
    let outcome = conjugate_gradient(&matrix, &rhs, &mut x, &multigrid, &CgOptions::default());
    assert_eq!(outcome.ended, CgEnd::Stalled);
    assert!(outcome.relative_residual.is_infinite());
    assert!(x.iter().all(|v| v.is_finite()));
}
