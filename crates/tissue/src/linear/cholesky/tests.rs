use std::sync::Arc;

use faer::linalg::solvers::Solve;
use faer::{Mat, Side};
use proptest::prelude::*;

use super::{Cholesky, CholeskyError, Symbolic};
use crate::linear::Preconditioner;
use crate::linear::matrix::{BlockMatrix, BlockPattern};

/// Numbers between −1 and 1 that look random.
fn noise(at: usize) -> f64 {
    let mixed = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// A positive definite matrix: for each edge a spring between two nodes, and one to the ground
/// at each node.
fn springs(n: usize, edges: &[(usize, usize)]) -> BlockMatrix {
    let mut rows: Vec<Vec<u32>> = (0..n as u32).map(|row| vec![row]).collect();
    for &(a, b) in edges {
        rows[a].push(b as u32);
        rows[b].push(a as u32);
    }
    let pattern = BlockPattern::of_neighbours(rows);
    let mut matrix = BlockMatrix::zeros(Arc::new(pattern));
    for node in 0..n {
        add(&mut matrix, node, node, 0.1, [1.0, 0.0, 0.0]);
        add(&mut matrix, node, node, 0.1, [0.0, 1.0, 0.0]);
        add(&mut matrix, node, node, 0.1, [0.0, 0.0, 1.0]);
    }
    for (k, &(a, b)) in edges.iter().enumerate() {
        let direction = std::array::from_fn(|i| noise(3 * k + i));
        for (row, column, sign) in [(a, a, 1.0), (b, b, 1.0), (a, b, -1.0), (b, a, -1.0)] {
            add(&mut matrix, row, column, sign, direction);
        }
    }
    matrix
}

fn add(matrix: &mut BlockMatrix, row: usize, column: usize, factor: f64, d: [f64; 3]) {
    let at = matrix.pattern.find(row, column).unwrap();
    for i in 0..3 {
        for j in 0..3 {
            matrix.values[at][3 * i + j] += factor * d[i] * d[j];
        }
    }
}

fn brick([nx, ny, nz]: [usize; 3]) -> BlockMatrix {
    let at = |i: usize, j: usize, k: usize| (k * ny + j) * nx + i;
    let mut edges = Vec::new();
    for k in 0..nz {
        for j in 0..ny {
            for i in 0..nx {
                let here = at(i, j, k);
                edges.extend((i + 1 < nx).then(|| (here, at(i + 1, j, k))));
                edges.extend((j + 1 < ny).then(|| (here, at(i, j + 1, k))));
                edges.extend((k + 1 < nz).then(|| (here, at(i, j, k + 1))));
                let corner = i + 1 < nx && j + 1 < ny && k + 1 < nz;
                edges.extend(corner.then(|| (here, at(i + 1, j + 1, k + 1))));
            }
        }
    }
    springs(nx * ny * nz, &edges)
}

fn dense(matrix: &BlockMatrix) -> Mat<f64> {
    let n = matrix.pattern.n_rows();
    Mat::from_fn(3 * n, 3 * n, |i, j| {
        let block = matrix.pattern.find(i / 3, j / 3);
        block.map_or(0.0, |at| matrix.values[at][3 * (i % 3) + j % 3])
    })
}

fn factor(matrix: &BlockMatrix) -> Cholesky {
    let symbolic = Symbolic::analyse(&matrix.pattern, None);
    symbolic.factorise(matrix).unwrap()
}

/// Solves and compares with a dense factorisation.
fn check(matrix: &BlockMatrix) {
    let n = 3 * matrix.pattern.n_rows();
    let b: Vec<f64> = (0..n).map(noise).collect();
    let mut x = vec![0.0; n];
    factor(matrix).apply(&b, &mut x);
    let llt = dense(matrix).llt(Side::Lower).unwrap();
    let expected = llt.solve(Mat::from_fn(n, 1, |i, _| b[i]));
    let size = expected.norm_max();
    for (i, x) in x.iter().enumerate() {
        assert!((x - expected[(i, 0)]).abs() <= 1e-9 * size);
    }
}

#[test]
fn a_brick_is_solved_as_by_a_dense_factor() {
    check(&brick([7, 5, 3]));
}

#[test]
fn disconnected_and_single_nodes_are_solved() {
    check(&springs(1, &[]));
    check(&springs(5, &[]));
    check(&springs(
        90,
        &[(0, 1), (1, 2), (40, 80), (80, 81), (81, 40)],
    ));
}

#[test]
fn an_empty_matrix_has_a_factor() {
    let empty = springs(0, &[]);
    factor(&empty).apply(&[], &mut []);
    let cost = Symbolic::analyse(&empty.pattern, Some(&[])).cost();
    assert_eq!((cost.non_zeros, cost.bytes), (0, 0));
}

#[test]
fn a_full_matrix_takes_what_a_dense_factor_takes() {
    let edges: Vec<_> = (0..20).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    let matrix = springs(20, &edges);
    check(&matrix);
    let cost = Symbolic::analyse(&matrix.pattern, None).cost();
    assert_eq!(cost.non_zeros, 60 * 61 / 2);
    assert_eq!(cost.operations, f64::from(60 * 61 * 121 / 6));
}

#[test]
fn threads_do_not_change_a_byte() {
    // Large enough that fronts and subtrees are divided.
    let matrix = brick([20, 20, 8]);
    let b: Vec<f64> = (0..3 * matrix.pattern.n_rows()).map(noise).collect();
    let solve = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let mut factor = factor(&matrix);
            factor.refactorise(&matrix).unwrap();
            let mut x = vec![0.0; b.len()];
            factor.apply(&b, &mut x);
            let bits: Vec<u64> = x.iter().map(|x| x.to_bits()).collect();
            (factor.symbolic().structure.row_of.clone(), bits)
        })
    };
    let one = solve(1);
    assert!(one == solve(2));
    assert!(one == solve(5));
}

#[test]
fn the_residual_of_a_large_brick_is_of_rounding() {
    let matrix = brick([20, 20, 8]);
    let b: Vec<f64> = (0..3 * matrix.pattern.n_rows()).map(noise).collect();
    let (mut x, mut image) = (vec![0.0; b.len()], vec![0.0; b.len()]);
    factor(&matrix).apply(&b, &mut x);
    matrix.multiply(&x, &mut image);
    let worst = image.iter().zip(&b).map(|(a, b)| (a - b).abs());
    assert!(worst.fold(0.0, f64::max) < 1e-11);
}

#[test]
fn an_indefinite_matrix_is_reported_and_the_next_factor_is_sound() {
    let good = brick([6, 5, 4]);
    let mut factor = factor(&good);
    let b: Vec<f64> = (0..3 * good.pattern.n_rows()).map(noise).collect();
    let (mut x, mut z) = (vec![0.0; b.len()], vec![0.0; b.len()]);
    factor.apply(&b, &mut x);
    for value in [-5.0, 0.0, f64::NAN] {
        let mut bad = good.clone();
        let at = bad.pattern.find(17, 17).unwrap();
        bad.values[at] = [0.0; 9];
        bad.values[at][4] = value;
        let failed = factor.refactorise(&bad);
        assert!(matches!(
            failed,
            Err(CholeskyError::NotPositiveDefinite { .. })
        ));
        factor.apply(&b, &mut z);
        assert_eq!(b, z);
    }
    factor.refactorise(&good).unwrap();
    factor.apply(&b, &mut z);
    assert_eq!(x, z);
}

#[test]
fn the_row_that_is_not_positive_is_named() {
    let mut matrix = springs(3, &[]);
    matrix.values[1][8] = -1.0;
    let failed = Symbolic::analyse(&matrix.pattern, None).factorise(&matrix);
    let expected = CholeskyError::NotPositiveDefinite {
        row: 1,
        component: 2,
    };
    assert_eq!(failed.err(), Some(expected));
}

#[test]
fn another_pattern_and_another_order_are_refused() {
    let matrix = springs(3, &[(0, 1)]);
    let mut factor = factor(&matrix);
    let other = springs(3, &[]);
    let refused = factor.refactorise(&other);
    assert!(matches!(refused, Err(CholeskyError::OtherPattern { .. })));
    for order in [&[0, 1][..], &[0, 1, 1], &[0, 1, 3]] {
        let refused = Symbolic::with_order(&matrix.pattern, order);
        assert!(matches!(
            refused,
            Err(CholeskyError::NotAPermutation { rows: 3 })
        ));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn random_springs_are_solved_as_by_a_dense_factor(
        n in 1_usize..90,
        ends in proptest::collection::vec((0_usize..1000, 0_usize..1000), 0..220),
    ) {
        let edges: Vec<_> = ends
            .into_iter()
            .map(|(a, b)| (a % n, b % n))
            .filter(|(a, b)| a != b)
            .collect();
        check(&springs(n, &edges));
    }

    #[test]
    fn any_elimination_order_gives_the_same_solution(seed in 0_usize..1_000_000) {
        let matrix = brick([5, 4, 3]);
        let mut order: Vec<u32> = (0..60).collect();
        order.sort_by(|&a, &b| noise(seed + a as usize).total_cmp(&noise(seed + b as usize)));
        let symbolic = Symbolic::with_order(&matrix.pattern, &order).unwrap();
        let b: Vec<f64> = (0..180).map(noise).collect();
        let (mut x, mut y) = (vec![0.0; 180], vec![0.0; 180]);
        symbolic.factorise(&matrix).unwrap().apply(&b, &mut x);
        factor(&matrix).apply(&b, &mut y);
        for (x, y) in x.iter().zip(y) {
            prop_assert!((x - y).abs() < 1e-9);
        }
    }
}
