//! The cycle: down through the levels and up again.

use std::sync::PoisonError;

use rayon::prelude::*;

use crate::linear::{Preconditioner, dot};

use super::level::{Level, Work};
use super::smoother::Smoother;
use super::sparse::ROWS_PER_TASK;
use super::{Bottom, Hierarchy, Multigrid};

/// Vectors of all levels.
#[derive(Debug)]
pub(super) struct Scratch {
    fine: Work<4>,
    coarse: Vec<Work<8>>,
}

impl Scratch {
    pub fn for_hierarchy(hierarchy: &Hierarchy, n: usize) -> Self {
        let mut coarse = Vec::new();
        if let Hierarchy::Levels(fine, levels, _) = hierarchy {
            coarse.push(Work::new(fine.n_coarse()));
            coarse.extend(levels.iter().map(|level| Work::new(level.n_coarse())));
        }
        Self {
            fine: Work::new(n),
            coarse,
        }
    }
}

impl Preconditioner for Multigrid {
    fn apply(&self, r: &[f64], z: &mut [f64]) {
        let size = dot(r, r).sqrt();
        if size == 0.0 || !size.is_finite() {
            z.fill(size * 0.0);
            return;
        }
        let mut scratch = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let Scratch { fine, coarse } = &mut *scratch;
        self.load(r, 1.0 / size, &mut fine.b);
        match &self.hierarchy {
            Hierarchy::Exact(coarsest) => coarsest.solve::<3, 4>(self.arch, &fine.b, &mut fine.x),
            Hierarchy::Sweep(smoother) => self.there_and_back(smoother, fine),
            Hierarchy::Levels(level, levels, bottom) => {
                level.descend(self.arch, self.sweeps, fine, &mut coarse[0].b);
                self.correct(levels, bottom, coarse);
                level.ascend(self.arch, self.sweeps, fine, &coarse[0].x);
            }
        }
        self.store(&fine.x, size * self.scale, z);
    }
}

impl Multigrid {
    /// b = factor · r, in sorted order.
    fn load(&self, r: &[f64], factor: f64, b: &mut [[f32; 4]]) {
        b.par_chunks_mut(ROWS_PER_TASK)
            .zip(self.order.node.par_chunks(ROWS_PER_TASK))
            .for_each(|(b, nodes)| {
                for (b, &node) in b.iter_mut().zip(nodes) {
                    let at = 3 * node as usize;
                    *b = [r[at], r[at + 1], r[at + 2], 0.0].map(|v| (factor * v) as f32);
                }
            });
    }

    /// z = factor · x, in the caller's order.
    fn store(&self, x: &[[f32; 4]], factor: f64, z: &mut [f64]) {
        z.par_chunks_mut(3 * ROWS_PER_TASK)
            .zip(self.order.place.par_chunks(ROWS_PER_TASK))
            .for_each(|(z, places)| {
                for (z, &place) in z.chunks_exact_mut(3).zip(places) {
                    for (z, &v) in z.iter_mut().zip(&x[place as usize]) {
                        *z = factor * f64::from(v);
                    }
                }
            });
    }

    /// Solves the problem in `work[0]` approximately, on the levels from `levels[0]` down.
    fn correct(&self, levels: &[Level<6, 8>], bottom: &Bottom, work: &mut [Work<8>]) {
        let Some((here, below)) = work.split_first_mut() else {
            return;
        };
        match (levels.split_first(), bottom) {
            (Some((level, coarser)), _) => {
                level.descend(self.arch, self.sweeps, here, &mut below[0].b);
                self.correct(coarser, bottom, below);
                level.ascend(self.arch, self.sweeps, here, &below[0].x);
            }
            (None, Bottom::Exact(coarsest)) => {
                coarsest.solve::<6, 8>(self.arch, &here.b, &mut here.x);
            }
            (None, Bottom::Sweep(smoother)) => self.there_and_back(smoother, here),
        }
    }

    /// Forward sweeps from zero and as many backward.
    fn there_and_back<const N: usize, const LANES: usize>(
        &self,
        smoother: &Smoother<N, LANES>,
        work: &mut Work<LANES>,
    ) {
        let Work { b, x, other } = work;
        smoother.forward(self.arch, self.sweeps, b, x, other);
        smoother.backward(self.arch, self.sweeps, b, x, other);
    }
}
