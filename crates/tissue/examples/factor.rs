//! Measures the sparse Cholesky factorisation on the layered block.
//!
//! `factor SIZE ORDER THREADS REPEATS` with size XS, S, M, L and order `points` (nested
//! dissection with coordinates), `graph` (without) or `degree` (approximate minimum degree).

use std::sync::Arc;
use std::time::Instant;

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::amd;
use tissue::linear::{BlockMatrix, BlockPattern, Preconditioner, Symbolic};

/// Columns along x and y, elements through muscle, fat and dermis.
const SIZES: [(&str, [usize; 5]); 4] = [
    ("XS", [24, 16, 1, 2, 1]),
    ("S", [48, 32, 2, 2, 2]),
    ("M", [72, 48, 3, 3, 2]),
    ("L", [120, 80, 3, 4, 2]),
];
/// Thickness (mm) and Young's modulus (kPa) of each layer.
const LAYERS: [(f64, f64); 3] = [(2.5, 20.0), (4.0, 3.0), (1.5, 100.0)];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let argument = |at: usize, otherwise: &str| {
        let given = arguments.get(at).cloned();
        given.unwrap_or_else(|| otherwise.to_owned())
    };
    let size = argument(1, "S");
    let Some((_, division)) = SIZES.iter().find(|(name, _)| *name == size) else {
        eprintln!("sizes are XS, S, M and L");
        return;
    };
    let threads = argument(3, "2").parse().unwrap_or(2);
    let repeats = argument(4, "3").parse().unwrap_or(3);
    let (matrix, points) = block(*division);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads");
    pool.install(|| measure(&matrix, &points, &argument(2, "points"), repeats));
}

fn measure(matrix: &BlockMatrix, points: &[[f64; 3]], order: &str, repeats: usize) {
    let pattern = &matrix.pattern;
    let start = Instant::now();
    let symbolic = match order {
        "degree" => Symbolic::with_order(pattern, &minimum_degree(pattern)).expect("a permutation"),
        "graph" => Symbolic::analyse(pattern, None),
        _ => Symbolic::analyse(pattern, Some(points)),
    };
    let analyse = start.elapsed().as_secs_f64();
    let cost = symbolic.cost();
    println!(
        "n {} {order}: non-zeros {:.2} M, {:.2} GFlop, {:.0} MB; analyse {analyse:.3} s",
        3 * points.len(),
        cost.non_zeros as f64 / 1e6,
        cost.operations / 1e9,
        cost.bytes as f64 / 1e6
    );
    if repeats == 0 {
        return;
    }
    let start = Instant::now();
    let mut factor = symbolic.factorise(matrix).expect("positive definite");
    println!("first factorisation {:.3} s", start.elapsed().as_secs_f64());
    let b: Vec<f64> = (0..3 * points.len()).map(|i| (i as f64).sin()).collect();
    let mut x = vec![0.0; b.len()];
    for _ in 0..repeats {
        let start = Instant::now();
        factor.refactorise(matrix).expect("positive definite");
        let again = start.elapsed().as_secs_f64();
        let start = Instant::now();
        factor.apply(&b, &mut x);
        println!(
            "factorise {again:.4} s ({:.1} GFlop/s), solve {:.4} s",
            cost.operations / again / 1e9,
            start.elapsed().as_secs_f64()
        );
    }
    let mut image = vec![0.0; b.len()];
    matrix.multiply(&x, &mut image);
    let norm = |v: &mut dyn Iterator<Item = f64>| v.map(|x| x * x).sum::<f64>().sqrt();
    let residual =
        norm(&mut image.iter().zip(&b).map(|(a, b)| a - b)) / norm(&mut b.iter().copied());
    println!(
        "residual {residual:.1e}, memory {:.0} MB",
        factor.bytes() as f64 / 1e6
    );
}

fn minimum_degree(pattern: &BlockPattern) -> Vec<u32> {
    let n = pattern.n_rows();
    let mut start = vec![0];
    let mut rows = Vec::new();
    for column in 0..n {
        let above = pattern.row(column).iter();
        rows.extend(above.copied().filter(|&row| (row as usize) < column));
        start.push(rows.len() as u32);
    }
    let matrix = SymbolicSparseColMatRef::new_checked(n, n, &start, None, &rows);
    let (mut order, mut position) = (vec![0; n], vec![0; n]);
    let mut memory = MemBuffer::new(amd::order_scratch::<u32>(n, rows.len()));
    let stack = MemStack::new(&mut memory);
    let control = amd::Control::default();
    amd::order(&mut order, &mut position, matrix, control, stack).expect("an order");
    order
}

/// The layered block at rest, its bottom fixed: linear elastic, ν = 0.45, 2×2×2 Gauss points.
fn block([nx, ny, muscle, fat, dermis]: [usize; 5]) -> (BlockMatrix, Vec<[f64; 3]>) {
    let through = [muscle, fat, dermis];
    let mut heights = vec![0.0];
    let mut young = Vec::new();
    for (&(thickness, modulus), n) in LAYERS.iter().zip(through) {
        let low = heights.last().copied().unwrap_or(0.0);
        heights.extend((1..=n).map(|k| low + thickness * k as f64 / n as f64));
        young.extend(std::iter::repeat_n(modulus, n));
    }
    let (dx, dy) = (60.0 / nx as f64, 40.0 / ny as f64);
    // The bottom has no rows.
    let row = |i: usize, j: usize, k: usize| ((k - 1) * (ny + 1) + j) * (nx + 1) + i;
    let mut points = Vec::new();
    for &z in &heights[1..] {
        for j in 0..=ny {
            points.extend((0..=nx).map(|i| [i as f64 * dx, j as f64 * dy, z]));
        }
    }
    let mut neighbours = vec![Vec::new(); points.len()];
    let mut elements = Vec::new();
    for k in 0..young.len() {
        for j in 0..ny {
            for i in 0..nx {
                let node = |a: usize| {
                    let layer = k + (a >> 2);
                    (layer > 0).then(|| row(i + (a & 1), j + (a >> 1 & 1), layer))
                };
                let nodes: [Option<usize>; 8] = std::array::from_fn(node);
                for a in nodes.iter().flatten() {
                    neighbours[*a].extend(nodes.iter().flatten().map(|&b| b as u32));
                }
                elements.push((nodes, k));
            }
        }
    }
    let pattern = BlockPattern::of_neighbours(neighbours);
    let mut matrix = BlockMatrix::zeros(Arc::new(pattern));
    for (nodes, layer) in &elements {
        let height = heights[layer + 1] - heights[*layer];
        let stiffness = stiffness([dx, dy, height], young[*layer]);
        for (a, row) in nodes.iter().enumerate() {
            for (b, column) in nodes.iter().enumerate() {
                if let (Some(row), Some(column)) = (row, column)
                    && let Some(at) = matrix.pattern.find(*row, *column)
                {
                    for i in 0..3 {
                        for j in 0..3 {
                            matrix.values[at][3 * i + j] += stiffness[3 * a + i][3 * b + j];
                        }
                    }
                }
            }
        }
    }
    (matrix, points)
}

/// Stiffness of a brick of the given sides (mm) and Young's modulus (kPa).
fn stiffness(sides: [f64; 3], young: f64) -> [[f64; 24]; 24] {
    let poisson = 0.45;
    let lambda = young * poisson / ((1.0 + poisson) * (1.0 - 2.0 * poisson));
    let shear = young / (2.0 * (1.0 + poisson));
    let mut stiffness = [[0.0; 24]; 24];
    let volume = sides.iter().product::<f64>() / 8.0;
    for point in 0..8 {
        let at: [f64; 3] =
            std::array::from_fn(|d| (f64::from(point >> d & 1) * 2.0 - 1.0) / 3_f64.sqrt());
        let gradient: [[f64; 3]; 8] = std::array::from_fn(|a| {
            std::array::from_fn(|d| {
                let sign = |e: usize| f64::from((a >> e & 1) as u8) * 2.0 - 1.0;
                let others: f64 = (0..3)
                    .filter(|&e| e != d)
                    .map(|e| 1.0 + sign(e) * at[e])
                    .product();
                sign(d) * others / 4.0 / sides[d]
            })
        });
        for (a, ga) in gradient.iter().enumerate() {
            for (b, gb) in gradient.iter().enumerate() {
                let along: f64 = ga.iter().zip(gb).map(|(x, y)| x * y).sum();
                for i in 0..3 {
                    for j in 0..3 {
                        let mut value = lambda * ga[i] * gb[j] + shear * ga[j] * gb[i];
                        if i == j {
                            value += shear * along;
                        }
                        stiffness[3 * a + i][3 * b + j] += volume * value;
                    }
                }
            }
        }
    }
    stiffness
}
