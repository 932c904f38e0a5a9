//! A curved sheet of skin, fat, muscle and deep fat on a sliding base, with a strip of muscle
//! that contracts: the problem that a face poses, at any fineness, for timing.
//!
//! 120 × 90 mm with a radius of curvature of 80 mm; layers of 1.5, 3, 2.5 and 3 mm from the skin
//! inward (E = 100, 3, 20 and 3 kPa, ν = 0.48, mean dilatation); base springs a hundred times
//! softer along than across; a strip of 40 × 10 mm of the muscle layer contracts along its
//! length.

use crate::law::{Law, NeoHookean};
use crate::{Loads, Material, Mesh, Model, Solution};

/// Length along the curve and width, mm.
const EXTENT: [f64; 2] = [120.0, 90.0];
/// Radius of the skin, mm.
const RADIUS: f64 = 80.0;
/// Thickness (mm) and Young's modulus (kPa) of the layers, from the base to the skin.
const LAYERS: [(f64, f64); 4] = [(3.0, 3.0), (2.5, 20.0), (3.0, 3.0), (1.5, 100.0)];
/// Elements through each layer.
const THROUGH: usize = 2;
/// The muscle among the layers.
const MUSCLE: usize = 1;
/// Poisson's ratio.
const POISSON: f64 = 0.48;
/// Stiffness of the base across and along it, kPa/mm.
const BASE: [f64; 2] = [10.0, 0.1];
/// Half the length and width of the strip, mm.
const STRIP: [f64; 2] = [20.0, 5.0];
/// Tension at which the skin above is compressed by about 0.15, kPa.
const TENSION: f64 = 190.0;

/// The sheet with about `unknowns` unknowns, and its loads.
pub fn sheet(unknowns: usize) -> (Model, Loads) {
    let nodes_through = (LAYERS.len() * THROUGH + 1) as f64;
    let columns = unknowns as f64 / (3.0 * nodes_through);
    let along = (columns * EXTENT[0] / EXTENT[1]).sqrt();
    let nx = (along - 1.0).round().max(12.0) as usize;
    let ny = (along * EXTENT[1] / EXTENT[0] - 1.0).round().max(9.0) as usize;
    let mesh = Mesh::grid([nx, ny, LAYERS.len() * THROUGH], bend);
    let per_layer = nx * ny * THROUGH;
    let layer_of = (0..LAYERS.len() as u16).flat_map(|layer| vec![layer; per_layer]);
    let materials = LAYERS
        .map(|(_, young)| Material::mean(Law::NeoHookean(NeoHookean::from_young(young, POISSON))));
    let mut model = Model {
        materials: materials.to_vec(),
        material_of: layer_of.collect(),
        mesh,
        ..Model::default()
    };
    hold_base(&mut model);
    add_strip(&mut model);
    let loads = Loads {
        tension: vec![TENSION],
        ..Loads::default()
    };
    (model, loads)
}

/// From the unit cube to the sheet; the third coordinate counts elements, not thickness.
fn bend([x, y, z]: [f64; 3]) -> [f64; 3] {
    let level = z * LAYERS.len() as f64;
    let below: f64 = LAYERS.iter().take(level as usize).map(|l| l.0).sum();
    let part = LAYERS.get(level as usize).map_or(0.0, |l| l.0) * level.fract();
    let total: f64 = LAYERS.iter().map(|l| l.0).sum();
    let radius = RADIUS - total + below + part;
    let angle = EXTENT[0] * (x - 0.5) / RADIUS;
    [
        radius * angle.sin(),
        EXTENT[1] * (y - 0.5),
        radius * angle.cos() - RADIUS,
    ]
}

/// Place along the curve and depth below the skin of a point.
fn along_and_depth([x, _, z]: [f64; 3]) -> [f64; 2] {
    let up = z + RADIUS;
    [RADIUS * x.atan2(up), RADIUS - x.hypot(up)]
}

fn hold_base(model: &mut Model) {
    let depth: f64 = LAYERS.iter().map(|l| l.0).sum();
    let faces: Vec<_> = model
        .mesh
        .boundary()
        .into_iter()
        .filter(|face| {
            let mut corners = face.corners().iter();
            corners.all(|&node| {
                let [_, at] = along_and_depth(model.mesh.points[node as usize]);
                (at - depth).abs() < 1e-6
            })
        })
        .collect();
    model.add_foundation(&faces, BASE[0], BASE[1]);
}

fn add_strip(model: &mut Model) {
    let strip: Vec<u32> = (0..model.mesh.n_elements() as u32)
        .filter(|&element| {
            let at = model.mesh.centroid(element as usize);
            let [along, _] = along_and_depth(at);
            usize::from(model.material_of[element as usize]) == MUSCLE
                && along.abs() < STRIP[0]
                && at[1].abs() < STRIP[1]
        })
        .collect();
    let directions = strip.iter().map(|&element| {
        let [x, _, z] = model.mesh.centroid(element as usize);
        crate::vector::unit([z + RADIUS, 0.0, -x])
    });
    let directions = directions.collect();
    model.fibres.push(crate::Fibres {
        elements: strip,
        directions,
        shares: Vec::new(),
    });
}

/// Greatest compression of the skin's surface along the fibres, in the row of elements above the
/// middle of the strip: 1 − the shortest stretch.
pub fn compression(model: &Model, solution: &Solution) -> f64 {
    let mut row: Vec<(f64, [f64; 3], [f64; 3])> = Vec::new();
    let nearest = model
        .mesh
        .points
        .iter()
        .map(|p| p[1].abs())
        .fold(f64::INFINITY, f64::min);
    for (point, u) in model.mesh.points.iter().zip(&solution.state.displacement) {
        let [along, depth] = along_and_depth(*point);
        if depth.abs() < 1e-6 && (point[1].abs() - nearest).abs() < 1e-9 && point[1] >= 0.0 {
            row.push((along, *point, crate::vector::add(*point, *u)));
        }
    }
    row.sort_by(|a, b| a.0.total_cmp(&b.0));
    let length = |a: [f64; 3], b: [f64; 3]| crate::vector::norm(crate::vector::sub(a, b));
    row.windows(2)
        .map(|pair| 1.0 - length(pair[1].2, pair[0].2) / length(pair[1].1, pair[0].1))
        .fold(0.0, f64::max)
}
