//! Numbers that the element formulas are written in: one `f64`, or as many elements at once as
//! the machine's vector registers hold.

#![allow(
    clippy::inline_always,
    reason = "vector code must be inlined whole to be compiled for the vector unit; tensors are \
              written in indices"
)]

use std::ops::{Add, Div, Mul, Neg, Sub};

use pulp::{Simd, WithSimd};

use crate::law::{Kinematics, Law, Response, Rest};

/// A real number, or one for each of several elements (*lanes*).
pub trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The constant `value` in every lane.
    #[must_use]
    fn constant(self, value: f64) -> Self;
    /// `self · factor + addend`, rounded once where the machine can.
    #[must_use]
    fn times_plus(self, factor: Self, addend: Self) -> Self;
    /// `function` of every lane.
    #[must_use]
    fn map(self, function: impl Fn(f64) -> f64) -> Self;
    /// Three functions of every lane at once.
    #[must_use]
    fn map_three(self, function: impl Fn(f64) -> [f64; 3]) -> [Self; 3];
    /// Square root.
    #[must_use]
    fn sqrt(self) -> Self;
    /// The smaller one, lane by lane.
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// `function` of the 9×9 matrix of every lane.
    #[must_use]
    fn map_matrix(matrix: &[[Self; 9]; 9], function: impl Fn(&mut Matrix9)) -> [[Self; 9]; 9];
    /// The distortion of a law with much to compute, compiled once.
    fn rich_distortion(law: &Law, at: &Kinematics<Self>, rest: &mut Rest<Self>) -> Response<Self>;
}

/// A 9×9 matrix.
pub type Matrix9 = [[f64; 9]; 9];

impl Real for f64 {
    #[inline(always)]
    fn constant(self, value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn times_plus(self, factor: Self, addend: Self) -> Self {
        self * factor + addend
    }
    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        function(self)
    }
    #[inline(always)]
    fn map_three(self, function: impl Fn(f64) -> [f64; 3]) -> [Self; 3] {
        function(self)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.min(other)
    }
    #[inline(always)]
    fn map_matrix(matrix: &[[Self; 9]; 9], function: impl Fn(&mut Matrix9)) -> [[Self; 9]; 9] {
        let mut out = *matrix;
        function(&mut out);
        out
    }
    #[inline(never)]
    fn rich_distortion(law: &Law, at: &Kinematics<Self>, rest: &mut Rest<Self>) -> Response<Self> {
        law.rich_distortion(at, rest)
    }
}

/// Most lanes that any machine has.
pub(crate) const MAX_LANES: usize = 8;

/// One number for each lane of the vector unit `S`.
#[derive(Clone, Copy)]
pub(crate) struct Wide<S: Simd> {
    simd: S,
    lanes: S::f64s,
}

impl<S: Simd> Wide<S> {
    /// The constant `value` in every lane.
    #[inline(always)]
    pub(crate) fn splat(simd: S, value: f64) -> Self {
        let lanes = simd.splat_f64s(value);
        Self { simd, lanes }
    }

    /// The first lanes of `values`.
    #[inline(always)]
    pub(crate) fn load(simd: S, values: &[f64; MAX_LANES]) -> Self {
        let lanes = simd.partial_load_f64s(&values[..S::F64_LANES]);
        Self { simd, lanes }
    }

    /// Every lane; what is beyond the machine's lanes is zero.
    #[inline(always)]
    pub(crate) fn store(self) -> [f64; MAX_LANES] {
        let mut values = [0.0; MAX_LANES];
        self.simd
            .partial_store_f64s(&mut values[..S::F64_LANES], self.lanes);
        values
    }

    #[inline(always)]
    fn with(self, lanes: S::f64s) -> Self {
        Self {
            simd: self.simd,
            lanes,
        }
    }
}

impl<S: Simd> Add for Wide<S> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.with(self.simd.add_f64s(self.lanes, other.lanes))
    }
}

impl<S: Simd> Sub for Wide<S> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.with(self.simd.sub_f64s(self.lanes, other.lanes))
    }
}

impl<S: Simd> Mul for Wide<S> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.with(self.simd.mul_f64s(self.lanes, other.lanes))
    }
}

impl<S: Simd> Div for Wide<S> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.with(self.simd.div_f64s(self.lanes, other.lanes))
    }
}

impl<S: Simd> Neg for Wide<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.with(self.simd.neg_f64s(self.lanes))
    }
}

impl<S: Simd> Real for Wide<S> {
    #[inline(always)]
    fn constant(self, value: f64) -> Self {
        Self::splat(self.simd, value)
    }
    #[inline(always)]
    fn times_plus(self, factor: Self, addend: Self) -> Self {
        self.with(
            self.simd
                .mul_add_e_f64s(self.lanes, factor.lanes, addend.lanes),
        )
    }
    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        let mut values = self.store();
        for value in &mut values[..S::F64_LANES] {
            *value = function(*value);
        }
        Self::load(self.simd, &values)
    }
    #[inline(always)]
    fn map_three(self, function: impl Fn(f64) -> [f64; 3]) -> [Self; 3] {
        let values = self.store();
        let mut out = [[0.0; MAX_LANES]; 3];
        for lane in 0..S::F64_LANES {
            let [a, b, c] = function(values[lane]);
            out[0][lane] = a;
            out[1][lane] = b;
            out[2][lane] = c;
        }
        out.map(|values| Self::load(self.simd, &values))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.with(self.simd.sqrt_f64s(self.lanes))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.with(self.simd.min_f64s(self.lanes, other.lanes))
    }
    #[inline(always)]
    fn map_matrix(matrix: &[[Self; 9]; 9], function: impl Fn(&mut Matrix9)) -> [[Self; 9]; 9] {
        let simd = matrix[0][0].simd;
        let mut lanes = [[[0.0; MAX_LANES]; 9]; 9];
        for lane in 0..S::F64_LANES {
            let mut one = matrix.map(|row| row.map(|entry| entry.store()[lane]));
            function(&mut one);
            for (row, values) in lanes.iter_mut().zip(one) {
                for (entry, value) in row.iter_mut().zip(values) {
                    entry[lane] = value;
                }
            }
        }
        lanes.map(|row| row.map(|values| Self::load(simd, &values)))
    }
    #[inline(always)]
    fn rich_distortion(law: &Law, at: &Kinematics<Self>, rest: &mut Rest<Self>) -> Response<Self> {
        at.j.simd.vectorize(RichDistortion { law, at, rest })
    }
}

/// A law's distortion as a piece of vector code of its own.
struct RichDistortion<'a, S: Simd> {
    law: &'a Law,
    at: &'a Kinematics<Wide<S>>,
    rest: &'a mut Rest<Wide<S>>,
}

impl<S: Simd> WithSimd for RichDistortion<'_, S> {
    type Output = Response<Wide<S>>;

    #[inline(always)]
    fn with_simd<T: Simd>(self, _simd: T) -> Self::Output {
        self.law.rich_distortion(self.at, self.rest)
    }
}
