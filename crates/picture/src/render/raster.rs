//! Which triangle each sample of the picture shows.

use glam::{Vec2, Vec3};
use rayon::prelude::*;

use super::shade::Geometry;
use super::{Camera, Picture};

/// Rows of samples that one thread fills at a time.
const BAND: usize = 32;
/// Triangles nearer than this to the camera's eye are not drawn, mm.
const NEAR_MM: f32 = 1.0;
/// No triangle.
pub(super) const NOTHING: u32 = u32::MAX;

/// A place on a triangle.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    /// Index of the triangle, or [`NOTHING`].
    pub(super) triangle: u32,
    /// One over the distance ahead of the camera, 1/mm.
    pub(super) nearness: f32,
    /// Weights of the second and third corner, corrected for perspective.
    pub(super) weights: Vec2,
}

const EMPTY: Hit = Hit {
    triangle: NOTHING,
    nearness: 0.0,
    weights: Vec2::ZERO,
};

/// What a sample shows.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    /// The solid surface.
    pub(super) solid: Hit,
    /// A clear layer in front of it.
    pub(super) clear: Hit,
}

/// A triangle on the plane of the picture.
struct Flat {
    /// Place in samples and nearness of each corner.
    corners: [Vec3; 3],
    index: u32,
    clear: bool,
}

/// Finds what every sample shows, rows from the top.
pub(super) fn visible(geometry: &Geometry, camera: &Camera, picture: &Picture) -> Vec<Sample> {
    let width = picture.width * picture.samples_per_side;
    let height = picture.height * picture.samples_per_side;
    let flats = flatten(geometry, camera, width, height);
    let empty = Sample {
        solid: EMPTY,
        clear: EMPTY,
    };
    let mut samples = vec![empty; width * height];
    samples
        .par_chunks_mut(width * BAND)
        .enumerate()
        .for_each(|(band, rows)| {
            for flat in &flats {
                draw(flat, rows, width, band * BAND);
            }
        });
    samples
}

fn flatten(geometry: &Geometry, camera: &Camera, width: usize, height: usize) -> Vec<Flat> {
    let [right, up, forward] = camera.axes();
    let scale = height as f32 / 2.0 / (camera.field_of_view_deg.to_radians() / 2.0).tan();
    let middle = Vec2::new(width as f32, height as f32) / 2.0;
    let places: Vec<Vec3> = geometry
        .points
        .iter()
        .map(|point| {
            let seen = *point - camera.eye;
            let nearness = 1.0 / seen.dot(forward);
            let x = middle.x + scale * seen.dot(right) * nearness;
            let y = middle.y - scale * seen.dot(up) * nearness;
            Vec3::new(x, y, nearness)
        })
        .collect();
    let triangles = geometry.triangles.iter().enumerate();
    triangles
        .map(|(index, triangle)| Flat {
            corners: triangle.corners.map(|corner| places[corner as usize]),
            index: index as u32,
            clear: triangle.is_clear(),
        })
        .filter(|flat| {
            let near = |corner: &Vec3| corner.z > 0.0 && corner.z < 1.0 / NEAR_MM;
            flat.corners.iter().all(near)
        })
        .collect()
}

fn draw(flat: &Flat, rows: &mut [Sample], width: usize, top: usize) {
    let [a, b, c] = flat.corners;
    let low = a.min(b).min(c);
    let high = a.max(b).max(c);
    let bottom = top + rows.len() / width;
    if high.y < top as f32 || low.y >= bottom as f32 || high.x < 0.0 || low.x >= width as f32 {
        return;
    }
    let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if area.abs() < 1e-9 {
        return;
    }
    let first_row = (low.y.max(top as f32)) as usize;
    let last_row = (high.y as usize).min(bottom - 1);
    let first_column = low.x.max(0.0) as usize;
    let last_column = (high.x as usize).min(width - 1);
    for row in first_row..=last_row {
        for column in first_column..=last_column {
            let (x, y) = (column as f32 + 0.5, row as f32 + 0.5);
            let u = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
            let v = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
            if u < 0.0 || v < 0.0 || u + v > 1.0 {
                continue;
            }
            let nearness = a.z + u * (b.z - a.z) + v * (c.z - a.z);
            let sample = &mut rows[(row - top) * width + column];
            let hit = if flat.clear {
                &mut sample.clear
            } else {
                &mut sample.solid
            };
            if nearness > hit.nearness {
                *hit = Hit {
                    triangle: flat.index,
                    nearness,
                    weights: Vec2::new(u * b.z, v * c.z) / nearness,
                };
            }
        }
    }
}
