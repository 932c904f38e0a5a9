//! Colour of each sample, and the finished picture.

use glam::Vec3;
use rayon::prelude::*;

use super::depth_map::DepthMap;
use super::light::{Studio, smooth_step};
use super::raster::{Hit, NOTHING, Sample};
use super::sky::{self, Ambient};
use super::strand::Ribbon;
use super::{Camera, Finish, Image, Picture, Scene};

/// Points of the key light that cast shadows, along each of its sides.
const SHADOWS_PER_SIDE: usize = 5;
/// Cells along the side of each shadow's grid.
const SHADOW_SIDE: usize = 1024;
/// A point this far behind the nearest surface is still lit, mm.
const SHADOW_SLACK_MM: f32 = 0.8;
/// Light on the inside of a surface, such as behind the lips: next to none.
const INSIDE: f32 = 0.02;

/// What a triangle is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stuff {
    /// A surface.
    Surface(Finish),
    /// A hair; its normals hold the direction along it.
    Hair,
}

/// A triangle of the whole scene.
pub(super) struct Triangle {
    pub(super) corners: [u32; 3],
    stuff: Stuff,
}

impl Triangle {
    pub(super) fn is_clear(&self) -> bool {
        self.stuff == Stuff::Surface(Finish::Clear)
    }
}

/// The whole scene in one list of points.
pub(super) struct Geometry {
    pub(super) points: Vec<Vec3>,
    pub(super) triangles: Vec<Triangle>,
    normals: Vec<Vec3>,
    colors: Vec<Vec3>,
    ambient: Vec<Ambient>,
    shadows: Vec<DepthMap>,
}

impl Geometry {
    pub(super) fn new(scene: &Scene, camera: &Camera, studio: &Studio) -> Self {
        let mut geometry = Self {
            points: Vec::new(),
            triangles: Vec::new(),
            normals: Vec::new(),
            colors: Vec::new(),
            ambient: Vec::new(),
            shadows: Vec::new(),
        };
        for surface in &scene.surfaces {
            let stuff = Stuff::Surface(surface.finish);
            geometry.add(&surface.points, &surface.normals, &surface.triangles, stuff);
            geometry.colors.extend(&surface.colors);
        }
        let blockers = geometry.blockers();
        for strand in &scene.strands {
            let ribbon = Ribbon::new(strand, camera);
            geometry.add(
                &ribbon.points,
                &ribbon.tangents,
                &ribbon.triangles,
                Stuff::Hair,
            );
            let colors = std::iter::repeat_n(strand.color, ribbon.points.len());
            geometry.colors.extend(colors);
        }
        let sphere = enclosing(&geometry.points);
        geometry.ambient = geometry.sky(&blockers, studio, sphere);
        geometry.shadows = shadows(&blockers, studio, sphere);
        geometry
    }

    fn add(&mut self, points: &[Vec3], normals: &[Vec3], triangles: &[[u32; 3]], stuff: Stuff) {
        let first = self.points.len() as u32;
        self.points.extend(points);
        self.normals.extend(normals);
        self.triangles
            .extend(triangles.iter().map(|corners| Triangle {
                corners: corners.map(|corner| first + corner),
                stuff,
            }));
    }

    fn blockers(&self) -> Vec<[Vec3; 3]> {
        let solid = self
            .triangles
            .iter()
            .filter(|triangle| !triangle.is_clear());
        solid
            .map(|triangle| triangle.corners.map(|corner| self.points[corner as usize]))
            .collect()
    }

    /// Surroundings at every point; a hair receives them as if it faced away from the middle.
    fn sky(&self, blockers: &[[Vec3; 3]], studio: &Studio, sphere: (Vec3, f32)) -> Vec<Ambient> {
        let mut normals = self.normals.clone();
        for triangle in self.triangles.iter().filter(|t| t.stuff == Stuff::Hair) {
            for corner in triangle.corners {
                let outward = self.points[corner as usize] - sphere.0;
                normals[corner as usize] = outward.normalize_or_zero();
            }
        }
        sky::gather(&self.points, &normals, blockers, studio, sphere)
    }

    fn at<T>(&self, hit: &Hit, values: &[T]) -> T
    where
        T: Copy + std::ops::Mul<f32, Output = T> + std::ops::Add<Output = T>,
    {
        let [a, b, c] = self.triangles[hit.triangle as usize].corners;
        let [u, v] = hit.weights.to_array();
        values[a as usize] * (1.0 - u - v) + values[b as usize] * u + values[c as usize] * v
    }

    fn ambient(&self, hit: &Hit) -> Ambient {
        let [a, b, c] = self.triangles[hit.triangle as usize].corners;
        let [u, v] = hit.weights.to_array();
        let mix = |f: fn(&Ambient) -> Vec3| {
            f(&self.ambient[a as usize]) * (1.0 - u - v)
                + f(&self.ambient[b as usize]) * u
                + f(&self.ambient[c as usize]) * v
        };
        Ambient {
            light: mix(|ambient| ambient.light),
            openness: mix(|ambient| Vec3::splat(ambient.openness)).x,
        }
    }

    /// Whether the camera looks at the inner side of a triangle.
    fn shows_inside(&self, hit: &Hit, view: Vec3) -> bool {
        let corners = self.triangles[hit.triangle as usize].corners;
        let [a, b, c] = corners.map(|corner| self.points[corner as usize]);
        (b - a).cross(c - a).dot(view) < 0.0
    }

    /// Share of the key light that reaches a point, 0 to 1.
    fn lit(&self, point: Vec3) -> f32 {
        let open = self
            .shadows
            .iter()
            .filter(|map| map.sees(point, SHADOW_SLACK_MM));
        open.count() as f32 / self.shadows.len() as f32
    }
}

/// A sphere around all points.
fn enclosing(points: &[Vec3]) -> (Vec3, f32) {
    let low = points.iter().copied().reduce(Vec3::min).unwrap_or_default();
    let high = points.iter().copied().reduce(Vec3::max).unwrap_or_default();
    ((low + high) / 2.0, (high - low).length() / 2.0 + 1.0)
}

fn shadows(
    blockers: &[[Vec3; 3]],
    studio: &Studio,
    (center, radius): (Vec3, f32),
) -> Vec<DepthMap> {
    let place = |i: usize| (2 * i + 1) as f32 / SHADOWS_PER_SIDE as f32 - 1.0;
    (0..SHADOWS_PER_SIDE * SHADOWS_PER_SIDE)
        .into_par_iter()
        .map(|i| {
            let (u, v) = (place(i % SHADOWS_PER_SIDE), place(i / SHADOWS_PER_SIDE));
            let towards = studio.key.direction(u, v);
            DepthMap::new(
                blockers.iter().copied(),
                towards,
                center,
                radius,
                SHADOW_SIDE,
            )
        })
        .collect()
}

/// Colours all samples and averages them to pixels.
pub(super) fn develop(
    geometry: &Geometry,
    samples: &[Sample],
    camera: &Camera,
    studio: &Studio,
    picture: &Picture,
) -> Image {
    let side = picture.samples_per_side;
    let width = picture.width * side;
    let mut rgb = vec![0; picture.width * picture.height * 3];
    let half = picture.height as f32 / 2.0;
    rgb.par_chunks_mut(picture.width * 3)
        .enumerate()
        .for_each(|(row, line)| {
            for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
                let x = (column as f32 + 0.5 - picture.width as f32 / 2.0) / half;
                let y = 1.0 - (row as f32 + 0.5) / half;
                let mut sum = Vec3::ZERO;
                for i in 0..side * side {
                    let place = (row * side + i / side) * width + column * side + i % side;
                    sum += film(color(geometry, &samples[place], camera, studio, (x, y)));
                }
                let shown = sum / (side * side) as f32;
                let noise = dither(column, row);
                for (channel, value) in pixel.iter_mut().zip(shown.to_array()) {
                    *channel = (value * 255.0 + noise).clamp(0.0, 255.0) as u8;
                }
            }
        });
    Image {
        width: picture.width,
        height: picture.height,
        rgb,
    }
}

/// An even offset of 0 to 1 that hides steps in smooth gradients.
fn dither(column: usize, row: usize) -> f32 {
    const ORDER: [[f32; 4]; 4] = [
        [0.0, 8.0, 2.0, 10.0],
        [12.0, 4.0, 14.0, 6.0],
        [3.0, 11.0, 1.0, 9.0],
        [15.0, 7.0, 13.0, 5.0],
    ];
    (ORDER[row % 4][column % 4] + 0.5) / 16.0
}

/// Linear light to what the screen shows: a soft shoulder, then the sRGB curve.
fn film(light: Vec3) -> Vec3 {
    let shoulder = |x: f32| {
        let x = x.max(0.0);
        let x = if x > 0.6 {
            0.6 + 0.4 * (1.0 - (-(x - 0.6) / 0.4).exp())
        } else {
            x
        };
        if x <= 0.003_130_8 {
            12.92 * x
        } else {
            1.055 * x.powf(1.0 / 2.4) - 0.055
        }
    };
    Vec3::from_array(light.to_array().map(shoulder))
}

fn color(
    geometry: &Geometry,
    sample: &Sample,
    camera: &Camera,
    studio: &Studio,
    (x, y): (f32, f32),
) -> Vec3 {
    let solid = &sample.solid;
    if solid.triangle == NOTHING {
        return Studio::backdrop(x, y);
    }
    let base = surface_color(geometry, solid, camera, studio);
    if sample.clear.triangle != NOTHING && sample.clear.nearness > solid.nearness {
        base + reflection(geometry, &sample.clear, camera, studio)
    } else {
        base
    }
}

fn surface_color(geometry: &Geometry, hit: &Hit, camera: &Camera, studio: &Studio) -> Vec3 {
    let point = geometry.at(hit, &geometry.points);
    let view = (camera.eye - point).normalize();
    let albedo = geometry.at(hit, &geometry.colors);
    let direction = geometry.at(hit, &geometry.normals).normalize_or_zero();
    let place = Place {
        view,
        albedo,
        ambient: geometry.ambient(hit),
    };
    match geometry.triangles[hit.triangle as usize].stuff {
        Stuff::Hair => hair(&place, direction, geometry.lit(point), studio),
        Stuff::Surface(_) if geometry.shows_inside(hit, view) => place.albedo * INSIDE,
        Stuff::Surface(finish) => {
            let lit = geometry.lit(point + 0.5 * direction);
            skin(&place, direction, lit, studio, &Gloss::of(finish))
        }
    }
}

/// What lighting needs to know of a place.
struct Place {
    view: Vec3,
    albedo: Vec3,
    ambient: Ambient,
}

/// How a surface shines and how far light wraps around it.
struct Gloss {
    /// How far light of each colour reaches beyond the terminator, 0 to 1.
    wrap: Vec3,
    /// Strength of the wide and the narrow highlight.
    strength: [f32; 2],
    /// Sharpness of the wide and the narrow highlight.
    sharpness: [f32; 2],
}

impl Gloss {
    fn of(finish: Finish) -> Self {
        let skin_wrap = Vec3::new(0.34, 0.16, 0.11);
        match finish {
            Finish::Skin => Self {
                wrap: skin_wrap,
                strength: [0.20, 0.10],
                sharpness: [9.0, 38.0],
            },
            Finish::Moist => Self {
                wrap: skin_wrap,
                strength: [0.22, 0.32],
                sharpness: [12.0, 80.0],
            },
            Finish::Eye => Self {
                wrap: Vec3::splat(0.25),
                strength: [0.05, 0.0],
                sharpness: [20.0, 60.0],
            },
            Finish::Clear | Finish::Matte => Self {
                wrap: Vec3::ZERO,
                strength: [0.0, 0.0],
                sharpness: [1.0, 1.0],
            },
        }
    }
}

fn skin(place: &Place, normal: Vec3, lit: f32, studio: &Studio, gloss: &Gloss) -> Vec3 {
    let wrapped = |light: Vec3| {
        let cosine = normal.dot(light);
        let one = |wrap: f32| {
            let value = ((cosine + wrap) / (1.0 + wrap)).max(0.0);
            value * value / (value + 0.08 * wrap.signum()).max(1e-6)
        };
        Vec3::from_array(gloss.wrap.to_array().map(one))
    };
    // A shadow's edge is warm: red light reaches further into it.
    let shadow = Vec3::new(lit.powf(0.7), lit, lit.powf(1.08));
    let key = studio.key.color * wrapped(studio.key.towards) * shadow;
    let rim = studio.rim.color * wrapped(studio.rim.towards) * place.ambient.openness.powi(2);
    // What the scene hides stays warm: light that comes out of skin was in skin before.
    let open = place.ambient.openness.clamp(0.02, 1.0);
    let bounce = Vec3::new(open.powf(-0.22), open.powf(-0.05), 1.0);
    let around = place.ambient.light * bounce;
    let diffuse = place.albedo * (key + rim + around) * 0.5;
    diffuse + highlights(place, normal, lit, studio, gloss)
}

fn highlights(place: &Place, normal: Vec3, lit: f32, studio: &Studio, gloss: &Gloss) -> Vec3 {
    let facing = normal.dot(place.view).clamp(0.0, 1.0);
    let fresnel = 0.35 + 0.65 * (1.0 - facing).powi(5);
    let one = |light: Vec3| {
        let half = (light + place.view).normalize_or_zero();
        let cosine = normal.dot(half).max(0.0);
        let lobe = |i: usize| {
            gloss.strength[i] * cosine.powf(gloss.sharpness[i]) * (gloss.sharpness[i] + 8.0) / 25.0
        };
        (lobe(0) + lobe(1)) * smooth_step(-0.05, 0.25, normal.dot(light))
    };
    let open = place.ambient.openness;
    let key = studio.key.color * one(studio.key.towards) * lit;
    let rim = studio.rim.color * one(studio.rim.towards) * open;
    let mirror = 2.0 * normal.dot(place.view) * normal - place.view;
    let grazing = gloss.strength[0] * (1.0 - facing).powi(4);
    let around = studio.surroundings(mirror) * grazing * open;
    (key + rim) * fresnel * 0.22 + around * 0.5
}

/// Light on a hair: brightest where the hair runs across the light (Kajiya and Kay 1989).
fn hair(place: &Place, tangent: Vec3, lit: f32, studio: &Studio) -> Vec3 {
    let one = |light: Vec3| {
        let along = tangent.dot(light);
        let sine = (1.0 - along * along).max(0.0).sqrt();
        let back = tangent.dot(place.view);
        let shine = along * -back + sine * (1.0 - back * back).max(0.0).sqrt();
        (sine, shine.max(0.0).powf(24.0))
    };
    let (diffuse, shine) = one(studio.key.towards);
    let key = studio.key.color * lit;
    let around = place.ambient.light * (0.3 + 0.7 * place.ambient.openness);
    place.albedo * (0.32 * diffuse * key + 0.45 * around) + key * shine * 0.035
}

/// What a clear layer mirrors: the studio's lights, and its surroundings at its edge.
fn reflection(geometry: &Geometry, hit: &Hit, camera: &Camera, studio: &Studio) -> Vec3 {
    let point = geometry.at(hit, &geometry.points);
    let normal = geometry.at(hit, &geometry.normals).normalize_or_zero();
    let view = (camera.eye - point).normalize();
    let facing = normal.dot(view).clamp(0.0, 1.0);
    let mirror = 2.0 * normal.dot(view) * normal - view;
    let fresnel = 0.03 + 0.97 * (1.0 - facing).powi(5);
    let open = geometry.ambient(hit).openness;
    let window = studio.key.mirrored(mirror) * geometry.lit(point + normal);
    let lamps = studio.key.color * window * 0.42;
    lamps + studio.surroundings(mirror) * fresnel * 0.5 * open
}
