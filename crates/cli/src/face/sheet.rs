//! Pictures of a fit: the scan, the face and the distance between them from three sides.

use std::io;

use face::scan::{Fitted, Marked};
use face::{Mesh, Refinement};
use glam::{DVec3, Vec3};
use picture::render::{Camera, Finish, Image, Picture, Pose, Scene, Surface, render};

/// Size of one picture, pixels.
const TILE: (usize, usize) = (400, 475);
/// Poses, from the top.
const POSES: [Pose; 3] = [Pose::Front, Pose::ThreeQuarter, Pose::Profile];
/// Distance that is drawn in full red, mm.
const RED_MM: f64 = 2.0;
/// Reflected share of light of plaster, linear.
const PLASTER: Vec3 = Vec3::new(0.52, 0.49, 0.46);
/// Reflected share of light of a place that is far off or the reason of a refusal.
const RED: Vec3 = Vec3::new(0.62, 0.03, 0.03);

/// Columns: scan, fitted face, scan coloured by its distance from the face.
pub(super) fn fitted(fitted: &Fitted, refinement: &Refinement) -> Result<Vec<u8>, io::Error> {
    let skin = fitted.skin(refinement);
    let scan = &fitted.scan;
    let shares: Vec<f64> = scan.marks.iter().map(|mm| mm / RED_MM).collect();
    let plain = vec![f64::NAN; scan.points.len()];
    let columns = [
        of_triangles(scan, &plain),
        plaster(&skin, fitted),
        of_triangles(scan, &shares),
    ];
    let rows: Vec<Vec<Image>> = POSES
        .iter()
        .map(|pose| {
            columns
                .iter()
                .map(|scene| tile(scene, &pose.camera()))
                .collect()
        })
        .collect();
    joined(&rows).png()
}

/// One row: the refused surface from three sides, its reason in red.
pub(super) fn refused(place: &Marked) -> Result<Vec<u8>, io::Error> {
    let scene = of_triangles(place, &place.marks);
    let row = POSES
        .iter()
        .map(|pose| tile(&scene, &pose.camera()))
        .collect();
    joined(&[row]).png()
}

fn tile(scene: &Scene, camera: &Camera) -> Image {
    let picture = Picture {
        width: TILE.0,
        height: TILE.1,
        samples_per_side: 2,
    };
    render(scene, camera, &picture)
}

/// Colour of a share of the worst; NaN is plaster.
fn color(share: f64) -> Vec3 {
    const FINE: Vec3 = Vec3::new(0.10, 0.32, 0.20);
    if share.is_nan() {
        PLASTER
    } else {
        FINE.lerp(RED, share.clamp(0.0, 1.0) as f32)
    }
}

fn of_triangles(surface: &Marked, shares: &[f64]) -> Scene {
    let mut normals = vec![DVec3::ZERO; surface.points.len()];
    for triangle in &surface.triangles {
        let [a, b, c] = triangle.map(|corner| surface.points[corner as usize]);
        let area = (b - a).cross(c - a);
        for corner in triangle {
            normals[*corner as usize] += area;
        }
    }
    Scene {
        surfaces: vec![Surface {
            points: surface.points.iter().map(DVec3::as_vec3).collect(),
            normals: normals
                .iter()
                .map(|n| n.normalize_or_zero().as_vec3())
                .collect(),
            colors: shares.iter().map(|share| color(*share)).collect(),
            triangles: surface.triangles.clone(),
            finish: Finish::Matte,
        }],
        strands: Vec::new(),
    }
}

/// Skin and eyeballs without colour.
fn plaster(skin: &Mesh, fitted: &Fitted) -> Scene {
    let balls = fitted.eyes.iter().map(|eye| eye.ball().0);
    let surface = |mesh: &Mesh| Surface {
        points: mesh.points.iter().map(DVec3::as_vec3).collect(),
        normals: mesh.normals().iter().map(DVec3::as_vec3).collect(),
        colors: vec![PLASTER; mesh.points.len()],
        triangles: mesh.triangles(),
        finish: Finish::Matte,
    };
    Scene {
        surfaces: std::iter::once(surface(skin))
            .chain(balls.map(|ball| surface(&ball)))
            .collect(),
        strands: Vec::new(),
    }
}

/// Pictures of one size side by side and below one another.
fn joined(rows: &[Vec<Image>]) -> Image {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rgb = Vec::with_capacity(3 * TILE.0 * TILE.1 * columns * rows.len());
    for row in rows {
        for line in 0..TILE.1 {
            for image in row {
                rgb.extend_from_slice(&image.rgb[3 * TILE.0 * line..][..3 * TILE.0]);
            }
        }
    }
    Image {
        width: columns * TILE.0,
        height: rows.len() * TILE.1,
        rgb,
    }
}
