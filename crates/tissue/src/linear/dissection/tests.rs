use super::dissection;
use crate::linear::Symbolic;
use crate::linear::matrix::BlockPattern;
use proptest::prelude::*;

/// The pattern of a graph given by its edges.
fn pattern(n: usize, edges: &[(usize, usize)]) -> BlockPattern {
    let mut rows: Vec<Vec<u32>> = (0..n as u32).map(|row| vec![row]).collect();
    for &(a, b) in edges {
        rows[a].push(b as u32);
        rows[b].push(a as u32);
    }
    BlockPattern::of_neighbours(rows)
}

fn check(pattern: &BlockPattern, points: Option<&[[f64; 3]]>) {
    let order = dissection(pattern, points);
    assert_eq!(order, dissection(pattern, points));
    let mut sorted = order;
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq(0..pattern.n_rows() as u32));
}

fn grid(n: usize) -> (BlockPattern, Vec<[f64; 3]>) {
    let at = |i: usize, j: usize| i * n + j;
    let mut edges = Vec::new();
    let mut points = Vec::new();
    for i in 0..n {
        for j in 0..n {
            points.push([i as f64, j as f64, 0.0]);
            edges.extend((i + 1 < n).then(|| (at(i, j), at(i + 1, j))));
            edges.extend((j + 1 < n).then(|| (at(i, j), at(i, j + 1))));
        }
    }
    (pattern(n * n, &edges), points)
}

#[test]
fn empty_and_single_graphs_have_an_order() {
    check(&pattern(0, &[]), None);
    check(&pattern(0, &[]), Some(&[]));
    check(&pattern(1, &[]), None);
    check(&pattern(1, &[]), Some(&[[0.0; 3]]));
}

#[test]
fn a_grid_takes_a_small_part_of_the_work_of_its_natural_order() {
    let (pattern, points) = grid(40);
    let natural: Vec<u32> = (0..1600).collect();
    let natural = Symbolic::with_order(&pattern, &natural).unwrap().cost();
    for points in [Some(&points[..]), None] {
        let dissected = Symbolic::analyse(&pattern, points).cost();
        assert!(dissected.operations < 0.25 * natural.operations);
        assert!(dissected.non_zeros < natural.non_zeros / 2);
    }
}

#[test]
fn points_that_mislead_do_no_harm() {
    let (pattern, _) = grid(20);
    check(&pattern, Some(&vec![[0.0; 3]; 400]));
    check(&pattern, Some(&vec![[f64::NAN; 3]; 400]));
    check(&pattern, Some(&vec![[f64::INFINITY; 3]; 400]));
    check(&pattern, Some(&[[0.0; 3]; 7]));
    let scattered: Vec<[f64; 3]> = (0..400)
        .map(|i| [f64::from(i * 7919 % 401), f64::from(i * 104_729 % 397), 0.0])
        .collect();
    assert_eq!(
        dissection(&pattern, Some(&scattered)),
        dissection(&pattern, None)
    );
}

#[test]
fn graphs_without_small_separators_have_an_order() {
    let n = 120;
    let all: Vec<_> = (0..n).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    check(&pattern(n, &all), None);
    let star: Vec<_> = (1..5000).map(|b| (0, b)).collect();
    check(&pattern(5000, &star), None);
    let chain: Vec<_> = (1..5000).map(|b| (b - 1, b)).collect();
    check(&pattern(5000, &chain), None);
    check(&pattern(5000, &[]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_order_of_any_graph_is_a_permutation(
        edges in proptest::collection::vec((0_usize..300, 0_usize..300), 0..900),
        coordinates in proptest::collection::vec([-1.0..1.0, -1.0..1.0, -1.0..1.0], 300),
    ) {
        let pattern = pattern(300, &edges);
        check(&pattern, None);
        check(&pattern, Some(&coordinates));
    }
}
