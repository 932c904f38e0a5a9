//! The opened face: surfaces cut along planes, walls of the cut, steps of layers.

use face::anatomy::LAYERS;
use face::{Complexion, Mesh};
use glam::DVec3;

use super::Subject;
use super::label::Label;
use super::piece;
use super::tube;
use crate::render::{Finish, Node, Surface};

/// Where each layer of the stepped plate ends, mm from the midline of the reference face.
const STEPS_MM: [f64; 4] = [6.0, 24.0, 40.0, 54.0];

/// The two faces of a wall are this far apart, so that the one towards the camera shows, mm.
const APART_MM: f32 = 0.04;

/// A field over the points and the range of it that is kept.
struct Cut<'a> {
    field: &'a [f64],
    below: f64,
}

/// A point on an edge: (point, point, share of the way).
type OnEdge = (u32, u32, f64);

impl Cut<'_> {
    /// What is kept of a triangle, as a polygon, and the edge that the cut makes.
    fn triangle(&self, corners: [u32; 3]) -> (Vec<OnEdge>, Option<[OnEdge; 2]>) {
        let mut kept = Vec::new();
        let mut edge = Vec::new();
        for i in 0..3 {
            let (a, b) = (corners[i], corners[(i + 1) % 3]);
            let (fa, fb) = (self.field[a as usize], self.field[b as usize]);
            if fa <= self.below {
                kept.push((a, a, 0.0));
            }
            if (fa <= self.below) != (fb <= self.below) {
                let crossing = (a, b, (self.below - fa) / (fb - fa));
                kept.push(crossing);
                edge.push(crossing);
            }
        }
        (kept, edge.try_into().ok())
    }
}

fn mix(values: &[DVec3], (a, b, t): OnEdge) -> DVec3 {
    values[a as usize].lerp(values[b as usize], t)
}

/// The part of a mesh below the cut.
fn cut_mesh(mesh: &Mesh, colors: &[DVec3], cut: &Cut<'_>, finish: Finish) -> Surface {
    let normals = mesh.normals();
    let mut surface = tube::empty(finish);
    for corners in mesh.triangles() {
        let (kept, _) = cut.triangle(corners);
        let first = surface.points.len() as u32;
        for on in &kept {
            surface.points.push(mix(&mesh.points, *on).as_vec3());
            surface
                .normals
                .push(mix(&normals, *on).normalize_or(DVec3::Z).as_vec3());
            surface.colors.push(mix(colors, *on).as_vec3());
        }
        for i in 2..kept.len() as u32 {
            surface.triangles.push([first, first + i - 1, first + i]);
        }
    }
    surface
}

/// The wall of the cut between two interfaces, facing up the field.
fn wall(
    quads: &[[u32; 4]],
    top: &[DVec3],
    bottom: &[DVec3],
    cut: &Cut<'_>,
    color: DVec3,
) -> Surface {
    let mut surface = tube::empty(Finish::Matte);
    let mesh = Mesh {
        points: Vec::new(),
        quads: quads.to_vec(),
    };
    for corners in mesh.triangles() {
        let (_, Some([a, b])) = cut.triangle(corners) else {
            continue;
        };
        let square = [mix(top, a), mix(top, b), mix(bottom, b), mix(bottom, a)];
        let normal = (square[1] - square[0])
            .cross(square[3] - square[0])
            .normalize_or(DVec3::X);
        // The wall faces the part that was taken away, at larger x.
        let turned = normal.x < 0.0;
        let first = surface.points.len() as u32;
        for point in square {
            surface.points.push(point.as_vec3());
            surface
                .normals
                .push(if turned { -normal } else { normal }.as_vec3());
            surface.colors.push(color.as_vec3());
        }
        let sides = [[0, 1, 2], [0, 2, 3]];
        surface.triangles.extend(sides.map(|[x, y, z]| {
            let [x, y, z] = [x, y, z].map(|k| first + k);
            if turned { [x, z, y] } else { [x, y, z] }
        }));
    }
    surface
}

/// How far to the person's left each point of the reference face lies, mm.
fn sideways(subject: &Subject<'_>) -> Vec<f64> {
    let points = &subject.atlas.reference().points;
    points.iter().map(|point| point.x).collect()
}

/// Skin on the person's right, the base on the left, walls of the cut between.
///
/// - `both`: the base on both sides
pub(super) fn half(subject: &Subject<'_>, complexion: &Complexion, both: bool) -> Vec<Node> {
    let layers = &subject.anatomy.layers;
    let field = sideways(subject);
    let cut = Cut {
        field: &field,
        below: 0.0,
    };
    let colors = piece::interface_colors(subject, complexion);
    let covered = piece::covered(subject);
    let mut nodes = vec![
        lining(subject, &colors[0]),
        piece::base(subject),
        rims(subject),
    ];
    if both {
        return nodes;
    }
    let skin = Mesh {
        points: layers.skin.clone(),
        quads: covered.clone(),
    };
    nodes.push(Node::new(
        "skin",
        cut_mesh(&skin, &colors[0], &cut, Finish::Skin),
    ));
    for layer in 0..LAYERS.len() {
        let (top, bottom) = (layers.interface(layer), layers.interface(layer + 1));
        let color = wall_color(&colors, layer);
        nodes.push(Node::new("cut", wall(&covered, &top, &bottom, &cut, color)));
    }
    nodes
}

fn wall_color(colors: &[Vec<DVec3>], layer: usize) -> DVec3 {
    match layer {
        0 => DVec3::new(0.66, 0.46, 0.38),
        _ => colors[layer].first().copied().unwrap_or(DVec3::ONE),
    }
}

/// What has no tissue below it: ears, linings of mouth, lids and nostrils.
fn lining(subject: &Subject<'_>, colors: &[DVec3]) -> Node {
    let layers = &subject.anatomy.layers;
    let quads = subject.atlas.refinement().quads.iter().zip(&layers.covered);
    let mesh = Mesh {
        points: layers.skin.clone(),
        quads: quads
            .filter(|(_, covered)| !**covered)
            .map(|(quad, _)| *quad)
            .collect(),
    };
    Node::new("lining", Surface::of(&mesh, colors, Finish::Skin))
}

/// Walls between skin and base where tissue ends: around ears, lids, lips and nostrils.
fn rims(subject: &Subject<'_>) -> Node {
    let layers = &subject.anatomy.layers;
    let mesh = Mesh {
        points: layers.skin.clone(),
        quads: piece::covered(subject),
    };
    let color = DVec3::new(0.45, 0.24, 0.19);
    let mut surface = tube::empty(Finish::Matte);
    for opening in mesh.openings() {
        for (number, point) in opening.iter().enumerate() {
            let next = opening[(number + 1) % opening.len()] as usize;
            let (here, first) = (*point as usize, surface.points.len() as u32);
            let square = [
                layers.skin[here],
                layers.skin[next],
                layers.base[next],
                layers.base[here],
            ];
            let normal = (square[1] - square[0]).cross(square[3] - square[0]);
            let normal = normal.normalize_or(DVec3::Z).as_vec3();
            for turned in [1.0, -1.0] {
                let lift = turned * APART_MM * normal;
                surface
                    .points
                    .extend(square.map(|point| point.as_vec3() + lift));
                surface.normals.extend([turned * normal; 4]);
                surface.colors.extend([color.as_vec3(); 4]);
            }
            let sides = [[0, 1, 2], [0, 2, 3], [4, 6, 5], [4, 7, 6]];
            surface
                .triangles
                .extend(sides.map(|side| side.map(|k| first + k)));
        }
    }
    Node::new("rims", surface)
}

/// Layers in steps from the midline to the side, on the person's left.
pub(super) fn steps(subject: &Subject<'_>, complexion: &Complexion) -> Vec<Node> {
    let layers = &subject.anatomy.layers;
    let field = sideways(subject);
    let colors = piece::interface_colors(subject, complexion);
    let covered = piece::covered(subject);
    let mut nodes = vec![
        lining(subject, &colors[0]),
        piece::base(subject),
        rims(subject),
    ];
    for (layer, name) in LAYERS.iter().enumerate() {
        let cut = Cut {
            field: &field,
            below: STEPS_MM[layer],
        };
        let top = Mesh {
            points: layers.interface(layer),
            quads: covered.clone(),
        };
        let finish = if layer == 0 {
            Finish::Skin
        } else {
            Finish::Moist
        };
        nodes.push(Node::new(
            name,
            cut_mesh(&top, &colors[layer], &cut, finish),
        ));
        let bottom = layers.interface(layer + 1);
        let color = wall_color(&colors, layer);
        nodes.push(Node::new(
            "cut",
            wall(&covered, &top.points, &bottom, &cut, color),
        ));
    }
    nodes
}

/// Names of the steps.
pub(super) fn step_labels(subject: &Subject<'_>) -> Vec<Label> {
    let layers = &subject.anatomy.layers;
    let reference = &subject.atlas.reference().points;
    let names = [
        "Skin",
        "Superficial fat",
        "SMAS and muscle",
        "Deep layer",
        "Bone",
    ];
    let middles = [-22.0, 15.0, 32.0, 46.0, 63.0];
    let heights = [70.0, 90.0, 74.0, -14.0, 66.0];
    let label = |number: usize| {
        let want = DVec3::new(middles[number], heights[number], 0.0);
        let nearest = (0..reference.len())
            .filter(|i| reference[*i].z > 20.0)
            .min_by(|a, b| {
                let away = |i: usize| (reference[i] - want).truncate().length();
                away(*a).total_cmp(&away(*b))
            });
        let at = layers.interface(number)[nearest.unwrap_or(0)];
        Label::new(names[number], at.as_vec3())
    };
    (0..names.len()).map(label).collect()
}
