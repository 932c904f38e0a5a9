//! The inner surface of the soft tissue: bone, and where there is none the lining of mouth and
//! lids, cartilage or fascia.

use glam::{DMat3, DVec3};

use super::ground::{Ground, ring_of};
use crate::mesh::Mesh;

/// Rounds in which the inward directions are evened out.
const ROUNDS: usize = 60;
/// How far the hold at an edge reaches into its neighbourhood: 1 no further than subdivision does.
const HOLD: f64 = 1.6;
/// Rounds in which the base is evened out.
const SMOOTHING: usize = 8;
/// Rounds in which tangled columns are straightened.
const REPAIRS: usize = 400;
/// Least Jacobian at a Gauss point, beside that of a right-angled block.
const LEAST_SHAPE: f64 = 0.06;

/// What the soft tissue lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Base {
    /// Bone, below periosteum.
    Bone,
    /// Lining of the mouth: the vestibule behind it is free.
    Mucosa,
    /// Orbital septum, conjunctiva and the eyeball behind.
    Orbit,
    /// Cartilage of the nose.
    Cartilage,
    /// Deep fascia of the neck and the ear's surround.
    Fascia,
}

impl Base {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Fascia as usize + 1;
}

/// What lies below each point of the refined surface.
pub(crate) fn kinds(ground: &Ground) -> Vec<Base> {
    let cage = &ground.cage;
    let mut coarse = vec![Base::Bone; cage.mesh.points.len()];
    for (name, point) in cage.names() {
        let kind = kind(name);
        coarse[point as usize] = kind;
        coarse[cage.mirror[point as usize] as usize] = kind;
    }
    let heaviest = |fine: usize| {
        let weights = ground.refinement.weights(fine).iter();
        let heaviest = weights.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        heaviest.map_or(Base::Bone, |(point, _)| coarse[*point as usize])
    };
    (0..ground.skin.points.len()).map(heaviest).collect()
}

fn kind(name: &str) -> Base {
    let last = name.rsplit('.').next().and_then(|word| word.parse().ok());
    match (ring_of(name), last.unwrap_or(0_usize)) {
        (("mouth", 0..=5), _) | (("mouth", 6), 4..=8) | (("cheek", 5..=8), 1..=4) => Base::Mucosa,
        (("eye", 0..=5), _) => Base::Orbit,
        (("nose", 4..=7), _) if !name.ends_with(".4") => Base::Cartilage,
        (("nose" | "alar" | "nostril" | "sill", _), _) if !name.starts_with("nose.0") => nose(name),
        (("neck", 1..=6), 0..=15) | (("ear", 1..=10), _) | (("cheek", 11..=15), 5..=7) => {
            Base::Fascia
        }
        _ => Base::Bone,
    }
}

fn nose(name: &str) -> Base {
    match name {
        "nose.infratip" | "nose.columella" => Base::Cartilage,
        _ if name.starts_with("nostril") => Base::Cartilage,
        _ => Base::Bone,
    }
}

/// Unit vectors inward at the points of the refined surface.
///
/// - `cage`: points of the cage of this face, mm
/// - `skin`: the refined surface of this face
pub(crate) fn inward(ground: &Ground, cage: &[DVec3], skin: &Mesh) -> Vec<DVec3> {
    let coarse = Mesh {
        points: cage.to_vec(),
        quads: ground.cage.mesh.quads.clone(),
    };
    let mut directions: Vec<DVec3> = coarse.normals().iter().map(|normal| -*normal).collect();
    let mut held = vec![0.0; cage.len()];
    for (name, point) in ground.cage.names() {
        for point in [point, ground.cage.mirror[point as usize]] {
            if let Some(towards) = towards(ground, cage, name, point) {
                directions[point as usize] = towards.normalize_or(directions[point as usize]);
                held[point as usize] = 1.0;
            }
        }
    }
    let fine = ground.refinement.carry(&directions);
    let held = ground.refinement.carry_numbers(&held);
    let held: Vec<f64> = held
        .iter()
        .map(|held| (HOLD * held).clamp(0.0, 1.0))
        .collect();
    let normals = skin.normals();
    let start = fine
        .iter()
        .zip(&normals)
        .zip(&held)
        .map(|((given, normal), held)| {
            (*given * held - *normal * (1.0 - held)).normalize_or(-*normal)
        });
    even_out(&ground.tissue(skin), start.collect(), &held)
}

/// Where the columns at the edge of lips, lids and nostrils go: along the lining.
fn towards(ground: &Ground, cage: &[DVec3], name: &str, point: u32) -> Option<DVec3> {
    let here = cage[point as usize];
    let on_right = ground.cage.mirror[point as usize] < point;
    let at = |name: &str| {
        let left = ground.cage.point(name)?;
        let side = if on_right {
            ground.cage.mirror[left as usize]
        } else {
            left
        };
        Some(cage[side as usize])
    };
    let end = name.rsplit('.').next().unwrap_or_default();
    let other = |head: &str, ring: usize| at(&format!("{head}.{ring}.{end}"));
    match ring_of(name) {
        // The first row of the lining goes as the edge does, so that the edge is not drawn aside.
        ("mouth", 1 | 2) => {
            let rise = other("mouth", 4)? - other("mouth", 3)?;
            Some(other("mouth", 0)? - 0.35 * rise - other("mouth", 2)?)
        }
        ("mouth", 3) => Some(other("mouth", 0)? + 0.3 * (other("mouth", 4)? - here) - here),
        ("mouth", 4 | 5) => {
            let rise = other("mouth", 4)? - other("mouth", 3)?;
            Some(other("mouth", 0)? + 0.9 * rise - other("mouth", 4)?)
        }
        // In the corners of the eye the edge of the lid has no breadth.
        ("eye", 1 | 2) if matches!(end, "0" | "7" | "8" | "9") => {
            Some(other("eye", 0)? - other("eye", 2)?)
        }
        ("eye", 1 | 2) => Some(other("eye", 1)? - other("eye", 2)?),
        ("nostril", 0 | 1) => Some(other("nostril", 2)? - other("nostril", 0)?),
        _ => None,
    }
}

/// Evens directions out, the more the less they are held.
fn even_out(skin: &Mesh, mut directions: Vec<DVec3>, held: &[f64]) -> Vec<DVec3> {
    let neighbours = neighbours(skin);
    for _ in 0..ROUNDS {
        let mean = |point: usize| {
            let sum: DVec3 = neighbours[point]
                .iter()
                .map(|i| directions[*i as usize])
                .sum();
            let free = (1.0 - held[point]).clamp(0.0, 1.0);
            let own = directions[point];
            own.lerp(sum.normalize_or(own), 0.5 * free)
                .normalize_or(own)
        };
        directions = (0..directions.len()).map(mean).collect();
    }
    directions
}

/// Points joined to each point by an edge.
pub(crate) fn neighbours(mesh: &Mesh) -> Vec<Vec<u32>> {
    let mut neighbours = vec![Vec::new(); mesh.points.len()];
    for (a, b) in mesh.edges().into_keys() {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    neighbours
}

/// Columns from skin to base with the shares of depth at which layers meet.
pub(crate) struct Columns<'a> {
    pub(crate) skin: &'a Mesh,
    pub(crate) covered: &'a [bool],
    /// Points of the base, mm.
    pub(crate) base: Vec<DVec3>,
    /// Depth of each interface as a share, one list an interface, from the skin on.
    pub(crate) shares: &'a [Vec<f64>],
    /// Points that keep their base.
    pub(crate) kept: &'a [bool],
}

impl Columns<'_> {
    fn at(&self, point: u32, interface: usize) -> DVec3 {
        let point = point as usize;
        let skin = self.skin.points[point];
        skin + self.shares[interface][point] * (self.base[point] - skin)
    }

    /// Least Jacobian at the Gauss points of the blocks below a quadrilateral, beside that of
    /// right-angled blocks.
    pub(crate) fn shape(&self, quad: usize) -> f64 {
        let corners = self.skin.quads[quad];
        let mut least = f64::INFINITY;
        for layer in 1..self.shares.len() {
            let top = corners.map(|corner| self.at(corner, layer - 1));
            let bottom = corners.map(|corner| self.at(corner, layer));
            least = least.min(block_shape(&top, &bottom));
        }
        least
    }

    /// Evens the base out, so that folds of the skin do not go down to it.
    ///
    /// - `neighbours`: points joined to each by an edge with tissue below
    /// - `border`: points where tissue ends
    pub(crate) fn smooth(&mut self, neighbours: &[Vec<u32>], border: &[bool]) {
        for _ in 0..SMOOTHING {
            let mean = |point: usize| {
                let around = &neighbours[point];
                let here = self.base[point];
                if around.is_empty() || border[point] || self.kept[point] {
                    return here;
                }
                let sum: DVec3 = around.iter().map(|i| self.base[*i as usize]).sum();
                here.lerp(sum / around.len() as f64, 0.5)
            };
            self.base = (0..self.base.len()).map(mean).collect();
        }
    }

    /// Straightens tangled columns: their base is drawn to its neighbours and towards the skin.
    ///
    /// - `neighbours`: points joined to each by an edge with tissue below
    pub(crate) fn repair(&mut self, neighbours: &[Vec<u32>]) {
        let mut around = vec![Vec::new(); self.skin.points.len()];
        for (number, quad) in self.skin.quads.iter().enumerate() {
            for corner in quad {
                around[*corner as usize].push(number);
            }
        }
        let mut suspects: Vec<usize> = (0..self.skin.quads.len()).collect();
        for _ in 0..REPAIRS {
            let tangled = |quad: &usize| self.covered[*quad] && self.shape(*quad) < LEAST_SHAPE;
            let tangled: Vec<usize> = suspects.iter().copied().filter(tangled).collect();
            if tangled.is_empty() {
                return;
            }
            let corners = tangled.iter().flat_map(|quad| self.skin.quads[*quad]);
            let mut moving: Vec<u32> = corners
                .filter(|point| !self.kept[*point as usize])
                .collect();
            moving.sort_unstable();
            moving.dedup();
            let moved: Vec<DVec3> = moving.iter().map(|i| self.drawn(*i, neighbours)).collect();
            for (point, place) in moving.iter().zip(moved) {
                self.base[*point as usize] = place;
            }
            suspects = moving
                .iter()
                .flat_map(|i| around[*i as usize].clone())
                .collect();
            suspects.extend(tangled);
            suspects.sort_unstable();
            suspects.dedup();
        }
    }

    fn drawn(&self, point: u32, neighbours: &[Vec<u32>]) -> DVec3 {
        let point = point as usize;
        let skin = self.skin.points[point];
        let arms = neighbours[point].iter().map(|i| {
            let i = *i as usize;
            self.base[i] - self.skin.points[i]
        });
        let mean = arms.sum::<DVec3>() / neighbours[point].len().max(1) as f64;
        let arm = (self.base[point] - skin).lerp(mean, 0.5);
        skin + 0.96 * arm
    }
}

/// Least Jacobian at the eight Gauss points of a block, beside that of a right-angled one with the
/// same edges there.
fn block_shape(top: &[DVec3; 4], bottom: &[DVec3; 4]) -> f64 {
    let gauss = [0.5 - 0.5 / 3.0_f64.sqrt(), 0.5 + 0.5 / 3.0_f64.sqrt()];
    let across = |face: &[DVec3; 4], v: f64| (face[1] - face[0]).lerp(face[2] - face[3], v);
    let along = |face: &[DVec3; 4], u: f64| (face[3] - face[0]).lerp(face[2] - face[1], u);
    let mut least = f64::INFINITY;
    for u in gauss {
        for v in gauss {
            let rise = |i: usize| top[i] - bottom[i];
            let up = rise(0).lerp(rise(1), u).lerp(rise(3).lerp(rise(2), u), v);
            for w in gauss {
                let a = across(bottom, v).lerp(across(top, v), w);
                let b = along(bottom, u).lerp(along(top, u), w);
                let size = a.length() * b.length() * up.length();
                let jacobian = DMat3::from_cols(a, b, up).determinant();
                least = least.min(jacobian / size.max(f64::MIN_POSITIVE));
            }
        }
    }
    least
}
