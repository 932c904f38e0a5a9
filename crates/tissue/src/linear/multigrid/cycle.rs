//! The cycle: down through the levels and up again.

use std::sync::PoisonError;

use pulp::Arch;
use rayon::prelude::*;

use crate::linear::{Preconditioner, dot};

use super::level::{Level, Work};
use super::smoother::Smoother;
use super::sparse::ROWS_PER_TASK;
use super::{Bottom, Hierarchy, Multigrid};

/// Vectors of all levels.
#[derive(Debug)]
pub(super) struct Scratch {
    fine: Work<3>,
    coarse: Vec<Work<6>>,
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
            Hierarchy::Exact(coarsest) => coarsest.solve(self.arch, &fine.b, &mut fine.x),
            Hierarchy::Sweep(smoother) => there_and_back(smoother, self.arch, fine),
            Hierarchy::Levels(level, levels, bottom) => {
                level.descend(self.arch, fine, &mut coarse[0].b);
                descend(levels, bottom, self.arch, coarse);
                level.ascend(self.arch, fine, &coarse[0].x);
            }
        }
        self.store(&fine.x, size * self.scale, z);
    }
}

impl Multigrid {
    /// b = factor · r, in sorted order.
    fn load(&self, r: &[f64], factor: f64, b: &mut [[f32; 3]]) {
        b.par_chunks_mut(ROWS_PER_TASK)
            .zip(self.order.node.par_chunks(ROWS_PER_TASK))
            .for_each(|(b, nodes)| {
                for (b, &node) in b.iter_mut().zip(nodes) {
                    let at = 3 * node as usize;
                    *b = [r[at], r[at + 1], r[at + 2]].map(|v| (factor * v) as f32);
                }
            });
    }

    /// z = factor · x, in the caller's order.
    fn store(&self, x: &[[f32; 3]], factor: f64, z: &mut [f64]) {
        z.par_chunks_mut(3 * ROWS_PER_TASK)
            .zip(self.order.place.par_chunks(ROWS_PER_TASK))
            .for_each(|(z, places)| {
                for (z, &place) in z.chunks_exact_mut(3).zip(places) {
                    z.copy_from_slice(&x[place as usize].map(|v| factor * f64::from(v)));
                }
            });
    }
}

/// Solves the coarse problem in `work[0]` approximately, the levels from `levels[0]` on.
fn descend(levels: &[Level<6, 8>], bottom: &Bottom, arch: Arch, work: &mut [Work<6>]) {
    let Some((here, below)) = work.split_first_mut() else {
        return;
    };
    match levels.split_first() {
        Some((level, coarser)) => {
            level.descend(arch, here, &mut below[0].b);
            descend(coarser, bottom, arch, below);
            level.ascend(arch, here, &below[0].x);
        }
        None => match bottom {
            Bottom::Exact(coarsest) => coarsest.solve(arch, &here.b, &mut here.x),
            Bottom::Sweep(smoother) => there_and_back(smoother, arch, here),
        },
    }
}

/// A forward sweep from zero and a backward one.
fn there_and_back<const N: usize, const LANES: usize>(
    smoother: &Smoother<N, LANES>,
    arch: Arch,
    work: &mut Work<N>,
) {
    smoother.forward_from_zero(arch, &work.b, &mut work.old);
    smoother.backward(arch, &work.b, &work.old, &mut work.x);
}
