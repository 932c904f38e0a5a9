//! temporary
use crate::body::Body;
use crate::linear::{BlockMatrix, dot};
use crate::options::{LinearSolver, Statistics};

/// Linear equations
pub(crate) struct Equations {}

impl Equations {
    pub(crate) fn new(_body: &Body, _which: LinearSolver) -> Self {
        Self {}
    }
    pub(crate) fn forget(&mut self) {}
    pub(crate) fn solve(
        &mut self,
        matrix: &BlockMatrix,
        b: &[f64],
        tolerance: f64,
        statistics: &mut Statistics,
    ) -> Option<Vec<f64>> {
        let n = b.len();
        let inv: Vec<f64> = (0..n)
            .map(|i| 1.0 / matrix.values[matrix.pattern.find(i / 3, i / 3).unwrap()][4 * (i % 3)])
            .collect();
        let mut x = vec![0.0; n];
        let mut r = b.to_vec();
        let mut z: Vec<f64> = r.iter().zip(&inv).map(|(r, d)| r * d).collect();
        let mut p = z.clone();
        let mut rz = dot(&r, &z);
        let norm = dot(b, b).sqrt();
        let mut q = vec![0.0; n];
        for _ in 0..20000 {
            if dot(&r, &r).sqrt() <= tolerance * norm {
                return Some(x);
            }
            matrix.multiply(&p, &mut q);
            let pq = dot(&p, &q);
            if pq <= 0.0 {
                return None;
            }
            let a = rz / pq;
            for i in 0..n {
                x[i] += a * p[i];
                r[i] -= a * q[i];
                z[i] = r[i] * inv[i];
            }
            let new = dot(&r, &z);
            let beta = new / rz;
            rz = new;
            for i in 0..n {
                p[i] = z[i] + beta * p[i];
            }
            statistics.linear_iterations += 1;
        }
        None
    }
}
