//! Energy, nodal forces and tangent of several elements of one kind at once.

#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    reason = "vector code must be inlined whole to be compiled for the vector unit; tensors are \
              written in indices"
)]

use crate::law::{Kinematics, Law, Response, Rest};
use crate::real::Real;
use crate::shape::Shape;

/// Most nodes of an element.
pub(crate) const MAX_NODES: usize = 10;
/// Most quadrature points of an element.
const MAX_POINTS: usize = 8;
/// Node pairs (a ≤ b) of the largest element.
pub(crate) const MAX_PAIRS: usize = MAX_NODES * (MAX_NODES + 1) / 2;

/// Position of the pair (a ≤ b) among the pairs of an element of `n` nodes.
#[inline(always)]
pub(crate) fn pair(a: usize, b: usize, n: usize) -> usize {
    a * n - a * (a + 1) / 2 + b
}

/// Where a law's volumetric part is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dilatation {
    /// At each quadrature point.
    #[default]
    Pointwise,
    /// At the element's mean dilatation v/V: one constraint an element, so that hexahedra and
    /// quadratic tetrahedra do not lock when nearly incompressible (wedges and linear tetrahedra
    /// still do).
    ///
    /// # Source
    /// Nagtegaal, Parks and Rice, On numerically accurate finite element solutions in the fully
    /// plastic range, CMAME 1974; 4:153; Simo, Taylor and Pister, CMAME 1985; 51:177.
    Mean,
}

/// What is to be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Energy and forces.
    Forces,
    /// Energy, forces and the exact tangent.
    Tangent,
    /// Energy, forces and a tangent whose pressure part is cut to what the shear part can
    /// carry: nearly always positive, at hardly any cost.
    Clamped,
    /// Energy, forces and a positive semidefinite tangent: eigenvalues of ∂P/∂F below zero are
    /// set to zero at each quadrature point.
    Projected,
}

/// Several elements of one kind and material.
pub(crate) struct Input<R> {
    /// Reference position of each node.
    pub(crate) points: [[R; 3]; MAX_NODES],
    /// Displacement of each node.
    pub(crate) displacement: [[R; 3]; MAX_NODES],
    /// Columns are the images of the material frame's axes (fibre, sheet, normal).
    pub(crate) frame: [R; 9],
    /// Active second Piola–Kirchhoff stress in the material frame: 11, 22, 33, 23, 13, 12.
    pub(crate) active: [R; 6],
    /// Volume ratio of growth.
    pub(crate) growth: R,
    /// growth^(−1/3).
    pub(crate) shrink: R,
    /// Factor of the law's stresses.
    pub(crate) stiffness: R,
    /// Mean dilatation about which the volumetric part is taken to first order; nothing = the
    /// element's own.
    pub(crate) expected: Option<R>,
}

/// What comes back; node pairs are counted by [`pair`].
pub(crate) struct Output<R> {
    pub(crate) energy: R,
    /// Smallest J of the elastic part over the quadrature points.
    pub(crate) min_j: R,
    /// Mean dilatation, where the law's volumetric part is taken there; else one.
    pub(crate) mean_j: R,
    pub(crate) forces: [[R; 3]; MAX_NODES],
    pub(crate) tangent: [[R; 9]; MAX_PAIRS],
}

impl<R: Real> Output<R> {
    pub(crate) fn new(zero: R) -> Self {
        Self {
            energy: zero,
            min_j: zero,
            mean_j: zero,
            forces: [[zero; 3]; MAX_NODES],
            tangent: [[zero; 9]; MAX_PAIRS],
        }
    }
}

/// What a quadrature point needs in the second pass.
#[derive(Clone, Copy)]
struct Place<R> {
    at: Kinematics<R>,
    volume: R,
    gradients: [[R; 3]; MAX_NODES],
}

/// Scratch of [`evaluate`], reused from call to call.
pub(crate) struct Scratch<R> {
    places: [Place<R>; MAX_POINTS],
    rest: Rest<R>,
}

impl<R: Real> Scratch<R> {
    pub(crate) fn new(zero: R) -> Self {
        let place = Place {
            at: Kinematics::new([zero; 9]),
            volume: zero,
            gradients: [[zero; 3]; MAX_NODES],
        };
        Self {
            places: [place; MAX_POINTS],
            rest: Rest {
                stress: [zero; 9],
                tangent: [[zero; 9]; 9],
            },
        }
    }
}

/// Evaluates the elements of `input`.
#[inline(always)]
pub(crate) fn evaluate<R: Real, const N: usize>(
    shape: &Shape,
    law: &Law,
    dilatation: Dilatation,
    want: Want,
    input: &Input<R>,
    scratch: &mut Scratch<R>,
    out: &mut Output<R>,
) {
    let zero = input.growth.constant(0.0);
    clear::<R, N>(out, zero, want);
    let n_points = shape.points.len();
    for (place, point) in scratch.places.iter_mut().zip(&shape.points) {
        *place = place_of::<R, N>(&point.gradients, point.weight, input);
    }
    let places = &scratch.places[..n_points];
    out.min_j = places[1..]
        .iter()
        .fold(places[0].at.j, |least, place| least.min(place.at.j));
    let mean = match dilatation {
        Dilatation::Pointwise => None,
        Dilatation::Mean => Some(MeanDilatation::new(law, places, input.expected, zero)),
    };
    out.mean_j = zero.constant(1.0);
    let mut stiffening = zero;
    if let Some(mean) = &mean {
        out.energy = out.energy + mean.volume * mean.energy * input.stiffness;
        out.mean_j = mean.j;
        stiffening = mean.stiffening;
    }
    let mut gradient_sum = [[zero; 3]; MAX_NODES];
    for place in places {
        let mut response = law.distortion(&place.at, &mut scratch.rest);
        match &mean {
            None => add_volumetric(&mut response, law.volumetric(place.at.j)),
            Some(mean) => response.by_j[0] = response.by_j[0] + mean.pressure,
        }
        let weight = place.volume * input.stiffness;
        let spatial = spatial_gradients::<R, N>(place);
        add_point::<R, N>(
            place,
            &spatial,
            &response,
            &scratch.rest,
            weight,
            stiffening,
            input,
            want,
            out,
        );
        if mean.is_some() {
            for (sum, g) in gradient_sum[..N].iter_mut().zip(&spatial) {
                for (sum, g) in sum.iter_mut().zip(g) {
                    *sum = g.times_plus(place.volume, *sum);
                }
            }
        }
    }
    if let (Some(mean), true) = (&mean, want != Want::Forces) {
        let factor = mean.curvature(want) * input.stiffness / mean.volume;
        add_outer::<R, N>(&gradient_sum, factor, out);
    }
}

#[inline(always)]
fn clear<R: Real, const N: usize>(out: &mut Output<R>, zero: R, want: Want) {
    out.energy = zero;
    out.forces[..N].fill([zero; 3]);
    if want != Want::Forces {
        out.tangent[..N * (N + 1) / 2].fill([zero; 9]);
    }
}

/// Deformation and gradients at a quadrature point, in the material frame and the grown state.
#[inline(always)]
fn place_of<R: Real, const N: usize>(
    local: &[[f64; 3]],
    weight: f64,
    input: &Input<R>,
) -> Place<R> {
    let zero = input.growth.constant(0.0);
    // dX/dξ, entry 3 i + j.
    let mut jacobian = [zero; 9];
    for (point, gradient) in input.points[..N].iter().zip(local) {
        for (i, x) in point.iter().enumerate() {
            for (j, &g) in gradient.iter().enumerate() {
                jacobian[3 * i + j] = x.times_plus(x.constant(g), jacobian[3 * i + j]);
            }
        }
    }
    let map = Kinematics::new(jacobian);
    // Gradients by the material frame's coordinates: Qᵀ (dX/dξ)⁻ᵀ ∇ξ N, over the stretch of growth.
    let scale = input.shrink / map.j;
    let mut to_frame = [zero; 9];
    for i in 0..3 {
        for j in 0..3 {
            let column = |k: usize| input.frame[3 * k + i] * map.cofactor[3 * k + j];
            to_frame[3 * i + j] = (column(0) + column(1) + column(2)) * scale;
        }
    }
    let mut gradients = [[zero; 3]; MAX_NODES];
    let mut f = input.frame.map(|q| q * input.shrink);
    for a in 0..N {
        let g = local[a].map(|g| zero.constant(g));
        for i in 0..3 {
            gradients[a][i] = g[0].times_plus(
                to_frame[3 * i],
                g[1].times_plus(to_frame[3 * i + 1], g[2] * to_frame[3 * i + 2]),
            );
        }
        for i in 0..3 {
            for j in 0..3 {
                f[3 * i + j] = input.displacement[a][i].times_plus(gradients[a][j], f[3 * i + j]);
            }
        }
    }
    Place {
        at: Kinematics::new(f),
        volume: map.j * zero.constant(weight) * input.growth,
        gradients,
    }
}

/// The element's mean dilatation and the volumetric part there.
///
/// With an expected dilatation θ the pressure is U'(θ) + U''(θ) (J̄ − θ), and the tangent's
/// geometric part has U'(θ) alone: the Newton step is that of the three-field principle in which
/// θ is a variable of its own, so that an iterate whose volume is wrong to second order is not
/// stiffened or softened by a pressure that will be gone in the next.
///
/// # Source
/// Three fields: Simo, Taylor and Pister, CMAME 1985; 51:177.
struct MeanDilatation<R> {
    volume: R,
    j: R,
    energy: R,
    pressure: R,
    /// Pressure of the geometric tangent less that of the forces.
    stiffening: R,
    curvature: R,
}

impl<R: Real> MeanDilatation<R> {
    #[inline(always)]
    fn new(law: &Law, places: &[Place<R>], expected: Option<R>, zero: R) -> Self {
        let (mut volume, mut now) = (zero, zero);
        for place in places {
            volume = volume + place.volume;
            now = place.volume.times_plus(place.at.j, now);
        }
        let j = now / volume;
        let [energy, pressure, curvature] = law.volumetric(j);
        let Some(expected) = expected else {
            return Self {
                volume,
                j,
                energy,
                pressure,
                stiffening: zero,
                curvature,
            };
        };
        let [_, there, curvature] = law.volumetric(expected);
        let gap = curvature * (j - expected);
        Self {
            volume,
            j,
            energy,
            pressure: there + gap,
            stiffening: -gap,
            curvature,
        }
    }

    #[inline(always)]
    fn curvature(&self, want: Want) -> R {
        match want {
            Want::Clamped | Want::Projected => self.curvature.map(|x| x.max(0.0)),
            Want::Forces | Want::Tangent => self.curvature,
        }
    }
}

/// The mean dilatation of one element, and its change to first order with the displacement
/// `step`.
pub(crate) fn mean_dilatation<const N: usize>(
    shape: &Shape,
    input: &Input<f64>,
    step: &[[f64; 3]; MAX_NODES],
) -> Dilated {
    let mut sum = Dilated::default();
    for point in &shape.points {
        let place = place_of::<f64, N>(&point.gradients, point.weight, input);
        sum.volume += place.volume;
        sum.mean_j += place.volume * place.at.j;
        for (g, du) in spatial_gradients::<f64, N>(&place).iter().zip(step) {
            sum.change += place.volume * (g[0] * du[0] + g[1] * du[1] + g[2] * du[2]);
        }
    }
    sum.mean_j /= sum.volume;
    sum.change /= sum.volume;
    sum
}

/// Volume of an element, grown and without stress, and how it is dilated.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dilated {
    pub(crate) volume: f64,
    pub(crate) mean_j: f64,
    pub(crate) change: f64,
}

#[inline(always)]
fn add_volumetric<R: Real>(response: &mut Response<R>, [energy, first, second]: [R; 3]) {
    response.energy = response.energy + energy;
    response.by_j[0] = response.by_j[0] + first;
    response.by_j[1] = response.by_j[1] + second;
}

/// cof F ∇N for each node.
#[inline(always)]
fn spatial_gradients<R: Real, const N: usize>(place: &Place<R>) -> [[R; 3]; N] {
    let c = &place.at.cofactor;
    std::array::from_fn(|a| {
        let g = &place.gradients[a];
        std::array::from_fn(|i| {
            c[3 * i].times_plus(g[0], c[3 * i + 1].times_plus(g[1], c[3 * i + 2] * g[2]))
        })
    })
}

/// F S for a symmetric S (11, 22, 33, 23, 13, 12).
#[inline(always)]
fn times_symmetric<R: Real>(f: &[R; 9], s: &[R; 6]) -> [R; 9] {
    let full = [s[0], s[5], s[4], s[5], s[1], s[3], s[4], s[3], s[2]];
    let mut out = [full[0].constant(0.0); 9];
    for i in 0..3 {
        for j in 0..3 {
            out[3 * i + j] = f[3 * i].times_plus(
                full[j],
                f[3 * i + 1].times_plus(full[3 + j], f[3 * i + 2] * full[6 + j]),
            );
        }
    }
    out
}

/// ½ S : (C − 1).
#[inline(always)]
fn active_energy<R: Real>(f: &[R; 9], fs: &[R; 9], s: &[R; 6]) -> R {
    let mut sum = -(s[0] + s[1] + s[2]);
    for (a, b) in f.iter().zip(fs) {
        sum = a.times_plus(*b, sum);
    }
    sum * sum.constant(0.5)
}

#[allow(
    clippy::too_many_arguments,
    reason = "one point's worth of one hot loop"
)]
#[inline(always)]
fn add_point<R: Real, const N: usize>(
    place: &Place<R>,
    spatial: &[[R; 3]; N],
    response: &Response<R>,
    rest: &Rest<R>,
    weight: R,
    stiffening: R,
    input: &Input<R>,
    want: Want,
    out: &mut Output<R>,
) {
    let f = &place.at.f;
    // Active stress is not scaled with the passive stiffness.
    let active = input.active.map(|s| s * place.volume);
    let f_active = times_symmetric(f, &active);
    out.energy =
        response.energy.times_plus(weight, out.energy) + active_energy(f, &f_active, &active);
    let mut stress = f_active;
    let shear = response.shear * weight;
    let pressure = response.by_j[0] * weight;
    for (entry, p) in stress.iter_mut().enumerate() {
        *p = f[entry].times_plus(shear, place.at.cofactor[entry].times_plus(pressure, *p));
        if response.has_rest {
            *p = rest.stress[entry].times_plus(weight, *p);
        }
    }
    for a in 0..N {
        let g = &place.gradients[a];
        for i in 0..3 {
            out.forces[a][i] = stress[3 * i].times_plus(
                g[0],
                stress[3 * i + 1]
                    .times_plus(g[1], stress[3 * i + 2].times_plus(g[2], out.forces[a][i])),
            );
        }
    }
    match want {
        Want::Forces => {}
        Want::Tangent | Want::Clamped => {
            let mut curvature = response.by_j[1] * weight;
            let mut pressure = stiffening.times_plus(weight, pressure);
            if want == Want::Clamped {
                (pressure, curvature) = clamp(f, shear, pressure, curvature);
            }
            add_simple_tangent::<R, N>(place, spatial, shear, &active, pressure, curvature, out);
            if response.has_rest {
                add_full_tangent::<R, N>(&place.gradients, &rest.tangent, weight, out);
            }
        }
        Want::Projected => {
            let pressure = stiffening.times_plus(weight, pressure);
            let whole = whole_tangent(place, response, rest, weight, pressure, &active);
            add_full_tangent::<R, N>(
                &place.gradients,
                &project(&whole),
                weight.constant(1.0),
                out,
            );
        }
    }
}

/// Cuts ψ' to ±shear over a bound of the largest stretch (∂²J/∂F² has eigenvalues ± the principal
/// stretches), and ψ'' to what is positive.
///
/// # Source
/// Eigenvalues of ∂²J/∂F²: Smith, De Goes and Kim, Stable neo-Hookean flesh simulation, ACM
/// Trans. Graph. 2018; 37:12.
#[inline(always)]
fn clamp<R: Real>(f: &[R; 9], shear: R, pressure: R, curvature: R) -> (R, R) {
    let most = shear / largest_stretch(f);
    let zero = shear.constant(0.0);
    let low = -(pressure.min(most));
    (-(low.min(most)), -((-curvature).min(zero)))
}

/// √‖C‖_∞, no less than the largest principal stretch.
#[inline(always)]
fn largest_stretch<R: Real>(f: &[R; 9]) -> R {
    let column = |j: usize, l: usize| {
        let product = f[j].times_plus(f[l], f[3 + j].times_plus(f[3 + l], f[6 + j] * f[6 + l]));
        product.map(f64::abs)
    };
    let (c01, c02, c12) = (column(0, 1), column(0, 2), column(1, 2));
    let rows = [
        column(0, 0) + c01 + c02,
        c01 + column(1, 1) + c12,
        c02 + c12 + column(2, 2),
    ];
    let greatest = -((-rows[0]).min(-rows[1]).min(-rows[2]));
    greatest.sqrt()
}

/// Adds [shear ∇a·∇b + ∇a·S ∇b] 1 + (ψ'' + ψ'/J) g_a ⊗ g_b − ψ'/J g_b ⊗ g_a, g = cof F ∇N.
#[inline(always)]
fn add_simple_tangent<R: Real, const N: usize>(
    place: &Place<R>,
    spatial: &[[R; 3]; N],
    shear: R,
    active: &[R; 6],
    pressure: R,
    curvature: R,
    out: &mut Output<R>,
) {
    let cross = pressure / place.at.j;
    let along = curvature + cross;
    let s = active;
    for a in 0..N {
        let g = &place.gradients[a];
        let pull = [
            (shear + s[0]).times_plus(g[0], s[5].times_plus(g[1], s[4] * g[2])),
            s[5].times_plus(g[0], (shear + s[1]).times_plus(g[1], s[3] * g[2])),
            s[4].times_plus(g[0], s[3].times_plus(g[1], (shear + s[2]) * g[2])),
        ];
        let ga = spatial[a].map(|x| x * along);
        let gc = spatial[a].map(|x| -(x * cross));
        for b in a..N {
            let h = &place.gradients[b];
            let gb = &spatial[b];
            let k = &mut out.tangent[pair(a, b, N)];
            let diagonal = pull[0].times_plus(h[0], pull[1].times_plus(h[1], pull[2] * h[2]));
            for i in 0..3 {
                k[4 * i] = k[4 * i] + diagonal;
                for j in 0..3 {
                    k[3 * i + j] = ga[i].times_plus(gb[j], gb[i].times_plus(gc[j], k[3 * i + j]));
                }
            }
        }
    }
}

/// Adds ∇a · A · ∇b.
#[inline(always)]
fn add_full_tangent<R: Real, const N: usize>(
    gradients: &[[R; 3]; MAX_NODES],
    tangent: &[[R; 9]; 9],
    weight: R,
    out: &mut Output<R>,
) {
    for a in 0..N {
        let g = gradients[a].map(|x| x * weight);
        // T[i][kL] = Σ_J g_J A[iJ][kL].
        let mut t = [[weight.constant(0.0); 9]; 3];
        for (i, row) in t.iter_mut().enumerate() {
            for (entry, value) in row.iter_mut().enumerate() {
                *value = g[0].times_plus(
                    tangent[3 * i][entry],
                    g[1].times_plus(tangent[3 * i + 1][entry], g[2] * tangent[3 * i + 2][entry]),
                );
            }
        }
        for b in a..N {
            let h = &gradients[b];
            let k = &mut out.tangent[pair(a, b, N)];
            for i in 0..3 {
                for j in 0..3 {
                    let row = &t[i][3 * j..3 * j + 3];
                    k[3 * i + j] = row[0].times_plus(
                        h[0],
                        row[1].times_plus(h[1], row[2].times_plus(h[2], k[3 * i + j])),
                    );
                }
            }
        }
    }
}

/// Adds factor g_a ⊗ g_b.
#[inline(always)]
fn add_outer<R: Real, const N: usize>(g: &[[R; 3]; MAX_NODES], factor: R, out: &mut Output<R>) {
    for a in 0..N {
        let ga = g[a].map(|x| x * factor);
        for b in a..N {
            let k = &mut out.tangent[pair(a, b, N)];
            for i in 0..3 {
                for j in 0..3 {
                    k[3 * i + j] = ga[i].times_plus(g[b][j], k[3 * i + j]);
                }
            }
        }
    }
}

/// ∂P/∂F of a point, all parts together, times its weight.
#[inline(always)]
fn whole_tangent<R: Real>(
    place: &Place<R>,
    response: &Response<R>,
    rest: &Rest<R>,
    weight: R,
    pressure: R,
    s: &[R; 6],
) -> [[R; 9]; 9] {
    let zero = weight.constant(0.0);
    let c = &place.at.cofactor;
    let shear = response.shear * weight;
    let cross = pressure / place.at.j;
    let along = response.by_j[1] * weight + cross;
    let full = [s[0], s[5], s[4], s[5], s[1], s[3], s[4], s[3], s[2]];
    let mut a = [[zero; 9]; 9];
    for p in 0..9 {
        for q in 0..9 {
            let (i, j, k, l) = (p / 3, p % 3, q / 3, q % 3);
            let mut value = along * c[p] * c[q] - cross * c[3 * i + l] * c[3 * k + j];
            if i == k {
                value = value + full[3 * j + l];
                if j == l {
                    value = value + shear;
                }
            }
            if response.has_rest {
                value = rest.tangent[p][q].times_plus(weight, value);
            }
            a[p][q] = value;
        }
    }
    a
}

/// The nearest positive semidefinite matrix, lane by lane.
#[inline(always)]
fn project<R: Real>(a: &[[R; 9]; 9]) -> [[R; 9]; 9] {
    R::map_matrix(a, crate::projection::positive_part)
}
