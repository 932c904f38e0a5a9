//! One level: its smoother and its ties to the next.

use pulp::Arch;

use super::MultigridError;
use super::Options;
use super::aggregate::Aggregates;
use super::galerkin;
use super::order::{Order, Pieces, sorted};
use super::prolong::{Modes, Tentative, smoothed, transpose};
use super::smoother::Smoother;
use super::sparse::{CoarseMatrix, Source, Sparse};

/// One level with a coarser one below it.
#[derive(Debug, Clone)]
pub(super) struct Level<const N: usize, const LANES: usize> {
    pub smoother: Smoother<N, LANES>,
    prolongator: Sparse<N, 6, LANES, 8>,
    restrictor: Sparse<6, N, 8, LANES>,
    /// Coarse unknowns that something follows.
    alive: Vec<[bool; 6]>,
    pub n_blocks: usize,
}

/// What a level leaves for the next to be made from.
pub(super) struct Coarser {
    pub matrix: CoarseMatrix,
    pub modes: Modes<6>,
    pub pieces: Pieces,
}

impl<const N: usize, const LANES: usize> Level<N, LANES> {
    /// Smoother, groups and interpolation of a matrix; nothing where it does not coarsen.
    ///
    /// # Errors
    /// A diagonal block that is not positive definite.
    pub fn build(
        matrix: &impl Source<N>,
        modes: &Modes<N>,
        pieces: &Pieces,
        options: &Options,
        depth: usize,
    ) -> Result<Option<(Self, Coarser)>, MultigridError> {
        let n = matrix.n_rows();
        let strength = options.strength * 0.5_f64.powf(depth as f64);
        let groups = Aggregates::build(matrix, &modes.free, strength);
        if groups.count == 0 || groups.count * 3 > n * 2 {
            return Ok(None);
        }
        let smoother = Smoother::build(matrix, pieces)?;
        let tentative = Tentative::build(modes, &groups);
        let omega = 4.0 / (3.0 * smoother.largest_eigenvalue(n));
        let prolongator = smoothed(matrix, &tentative, &groups, &modes.free, omega);
        let restrictor = transpose(&prolongator, groups.count);
        let alive = tentative.coarse.free.clone();
        let mut level = Self {
            smoother,
            prolongator,
            restrictor,
            alive,
            n_blocks: matrix.n_blocks(),
        };
        let coarser = level.sort_coarse(&level.coarse(matrix), &tentative.coarse);
        Ok(Some((level, coarser)))
    }

    /// Numbers the groups for sweeps on the next level.
    fn sort_coarse(&mut self, matrix: &CoarseMatrix, modes: &Modes<6>) -> Coarser {
        let order = Order::by_layers(matrix, 0);
        for column in &mut self.prolongator.columns {
            *column = order.place[*column as usize];
        }
        self.restrictor = transpose(&self.prolongator, order.node.len());
        let modes = modes.sorted(&order);
        self.alive.clone_from(&modes.free);
        Coarser {
            matrix: sorted(matrix, &order),
            modes,
            pieces: order.pieces,
        }
    }

    /// New values, the same groups and interpolation.
    ///
    /// # Errors
    /// A diagonal block that is not positive definite.
    pub fn refresh(&mut self, matrix: &impl Source<N>) -> Result<CoarseMatrix, MultigridError> {
        self.smoother.refresh(matrix)?;
        Ok(self.coarse(matrix))
    }

    fn coarse(&self, matrix: &impl Source<N>) -> CoarseMatrix {
        galerkin::product(matrix, &self.prolongator, &self.restrictor, &self.alive)
    }

    /// Number of nodes of the next level.
    pub fn n_coarse(&self) -> usize {
        self.restrictor.n_rows()
    }

    /// Smooths from zero and hands the residual down.
    pub fn descend(
        &self,
        arch: Arch,
        sweeps: usize,
        work: &mut Work<LANES>,
        below: &mut [[f32; 8]],
    ) {
        let Work { b, x, other } = work;
        self.smoother.forward(arch, sweeps, b, x, other);
        self.smoother.residual(arch, x, other);
        self.restrictor.multiply(arch, other, below);
    }

    /// Adds the coarse correction and smooths the other way; the result is in `work.x`.
    pub fn ascend(
        &self,
        arch: Arch,
        sweeps: usize,
        work: &mut Work<LANES>,
        correction: &[[f32; 8]],
    ) {
        let Work { b, x, other } = work;
        self.prolongator.multiply_add(arch, correction, x);
        self.smoother.backward(arch, sweeps, b, x, other);
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.smoother.bytes() + self.prolongator.bytes() + self.restrictor.bytes()
    }
}

/// Vectors of one level.
#[derive(Debug, Clone)]
pub(super) struct Work<const LANES: usize> {
    /// Right-hand side.
    pub b: Vec<[f32; LANES]>,
    /// Result.
    pub x: Vec<[f32; LANES]>,
    /// Products on the way.
    pub other: Vec<[f32; LANES]>,
}

impl<const LANES: usize> Work<LANES> {
    pub fn new(n: usize) -> Self {
        let zeros = vec![[0.0; LANES]; n];
        Self {
            b: zeros.clone(),
            x: zeros.clone(),
            other: zeros,
        }
    }
}
