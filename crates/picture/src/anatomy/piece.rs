//! The pieces of a plate: skin, base, eyes, muscles, vessels, ligaments.

use catalog::Hold;
use face::anatomy::{Base, Belly, LAYERS, Side, Stretch};
use face::{Complexion, Face, Mesh};
use glam::{DVec3, Vec3};

use super::Subject;
use super::tube::{self, Knot};
use crate::render::{Finish, Node, Surface, eye_surfaces};

/// A muscle lies deep when the middle of its fibres is this far down, as a share.
const DEEP: f64 = 0.65;
/// Colours, linear: red, green and blue.
const MUSCLE: DVec3 = DVec3::new(0.36, 0.055, 0.04);
const TENDON: DVec3 = DVec3::new(0.62, 0.54, 0.46);
const BONE: DVec3 = DVec3::new(0.60, 0.52, 0.38);
const MUCOSA: DVec3 = DVec3::new(0.46, 0.19, 0.16);
const SEPTUM: DVec3 = DVec3::new(0.58, 0.44, 0.36);
const CARTILAGE: DVec3 = DVec3::new(0.50, 0.55, 0.56);
const FASCIA: DVec3 = DVec3::new(0.52, 0.41, 0.33);
const FAT: DVec3 = DVec3::new(0.74, 0.50, 0.15);
const DEEP_FAT: DVec3 = DVec3::new(0.66, 0.41, 0.16);
const LIGAMENT: DVec3 = DVec3::new(0.70, 0.68, 0.60);

/// Colour of what shows at the top of each interface: skin, fat, muscle, deep layer, base.
pub(super) fn interface_colors(subject: &Subject<'_>, complexion: &Complexion) -> Vec<Vec<DVec3>> {
    let refinement = subject.atlas.refinement();
    let count = subject.anatomy.layers.skin.len();
    let plain = |color: DVec3| -> Vec<DVec3> { (0..count).map(|i| color * grain(i)).collect() };
    vec![
        complexion.colors(&subject.face.cage, refinement),
        plain(FAT),
        plain(MUSCLE * 1.15),
        plain(DEEP_FAT),
        base_colors(subject),
    ]
}

/// A faint unevenness, 0.94 to 1.06.
fn grain(number: usize) -> f64 {
    let hash = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    0.94 + 0.12 * hash as f64 / (1_u64 << 24) as f64
}

pub(super) fn base_colors(subject: &Subject<'_>) -> Vec<DVec3> {
    let kinds = subject.anatomy.layers.kinds.iter();
    let mut colors: Vec<DVec3> = kinds
        .map(|kind| match kind {
            Base::Bone => BONE,
            Base::Mucosa => MUCOSA,
            Base::Orbit => SEPTUM,
            Base::Cartilage => CARTILAGE,
            Base::Fascia => FASCIA,
        })
        .collect();
    // Borders of what the base is made of are soft.
    let quads = &subject.atlas.refinement().quads;
    for _ in 0..3 {
        let mut sums = vec![(DVec3::ZERO, 0.0_f64); colors.len()];
        for quad in quads {
            let mean = quad.iter().map(|i| colors[*i as usize]).sum::<DVec3>() / 4.0;
            for corner in quad {
                let sum = &mut sums[*corner as usize];
                *sum = (sum.0 + mean, sum.1 + 1.0);
            }
        }
        colors = sums
            .iter()
            .map(|(sum, count)| *sum / count.max(1.0))
            .collect();
    }
    colors
}

/// The skin of the whole head.
pub(super) fn skin(subject: &Subject<'_>, complexion: &Complexion) -> Node {
    let refinement = subject.atlas.refinement();
    let mesh = Mesh {
        points: subject.anatomy.layers.skin.clone(),
        quads: refinement.quads.clone(),
    };
    let colors = complexion.colors(&subject.face.cage, refinement);
    Node::new("skin", Surface::of(&mesh, &colors, Finish::Skin))
}

/// The quadrilaterals below which there is tissue.
pub(super) fn covered(subject: &Subject<'_>) -> Vec<[u32; 4]> {
    let quads = subject.atlas.refinement().quads.iter();
    let covered = quads.zip(&subject.anatomy.layers.covered);
    covered
        .filter(|(_, covered)| **covered)
        .map(|(quad, _)| *quad)
        .collect()
}

/// Bone and what lies in its place.
pub(super) fn base(subject: &Subject<'_>) -> Node {
    let mesh = Mesh {
        points: subject.anatomy.layers.base.clone(),
        quads: covered(subject),
    };
    Node::new(
        "base",
        Surface::of(&mesh, &base_colors(subject), Finish::Matte),
    )
}

/// All interfaces, each as a node, the skin translucent.
pub(super) fn interfaces(subject: &Subject<'_>, complexion: &Complexion) -> Vec<Node> {
    let colors = interface_colors(subject, complexion);
    let names: Vec<&str> = LAYERS.iter().copied().chain(["base"]).collect();
    let node = |(number, name): (usize, &str)| {
        let mesh = Mesh {
            points: subject.anatomy.layers.interface(number),
            quads: covered(subject),
        };
        let mut node = Node::new(name, Surface::of(&mesh, &colors[number], Finish::Skin));
        node.opacity = [0.25, 0.35, 0.5, 0.7, 1.0][number];
        node
    };
    // What lies deepest is drawn first.
    names.into_iter().enumerate().map(node).rev().collect()
}

/// Both eyes.
pub(super) fn eyes(face: &Face, complexion: &Complexion) -> Vec<Node> {
    let sides = ["eye-left", "eye-right"].into_iter().zip(&face.eyes);
    sides
        .flat_map(|(name, eye)| {
            let [ball, cornea] = eye_surfaces(eye, complexion);
            [
                Node::new(name, ball),
                Node::new(&format!("{name}-cornea"), cornea),
            ]
        })
        .collect()
}

pub(super) fn on_left(belly: &Belly) -> bool {
    belly.side == Side::Left
}

pub(super) fn on_left_stretch(stretch: &Stretch) -> bool {
    stretch.side == Side::Left
}

/// Whether a belly lies among the deep muscles.
pub(super) fn is_deep(belly: &Belly) -> bool {
    let fibre = &belly.depths[belly.depths.len() / 2];
    fibre[fibre.len() / 2] > DEEP
}

/// Muscles as fibres, one node a belly.
pub(super) fn muscles(subject: &Subject<'_>, wanted: impl Fn(&Belly) -> bool) -> Vec<Node> {
    bellies(subject, wanted, 1.0)
}

/// The muscles of chewing, pale, behind vessels.
pub(super) fn pale_muscles(subject: &Subject<'_>) -> Vec<Node> {
    let chewing = |belly: &Belly| on_left(belly) && belly.thickness_mm > 5.0;
    bellies(subject, chewing, 0.45)
}

fn bellies(subject: &Subject<'_>, wanted: impl Fn(&Belly) -> bool, strength: f64) -> Vec<Node> {
    let mut nodes = Vec::new();
    for muscle in &subject.anatomy.muscles {
        for belly in muscle.bellies.iter().filter(|belly| wanted(belly)) {
            let mut surface = tube::empty(Finish::Moist);
            for fibre in 0..belly.fibres.len() {
                tube::add(&mut surface, &fibre_knots(belly, fibre, strength));
            }
            let name = format!("muscle/{}/{}/{}", muscle.name, belly.name, word(belly.side));
            nodes.push(Node::new(&name, surface));
        }
    }
    nodes
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

fn fibre_knots(belly: &Belly, fibre: usize, strength: f64) -> Vec<Knot> {
    let last = belly.fibres[fibre].len() - 1;
    // Neighbouring fibres differ a little, so that their direction shows.
    let pair = if fibre.is_multiple_of(2) { 0.24 } else { 0.0 };
    let tone = 0.80 + pair + 0.18 * (grain(fibre * 97 + 13) - 1.0) / 0.06;
    let color = MUSCLE.lerp(FASCIA, 1.0 - strength);
    let knot = |sample: usize| {
        let along = sample as f64 / last as f64;
        let tendon = tendon(belly.from, along).max(tendon(belly.to, 1.0 - along));
        let half_width = 1.08 * belly.half_apart_mm(fibre, sample);
        let roof = belly.roof_mm[fibre][sample].max(0.0);
        // Thick bellies bulge in their middle and end in a thin edge.
        let bulge = (4.0 * along * (1.0 - along)).powf(0.35).clamp(0.25, 1.0);
        let half_height = (0.5 * belly.thickness_mm * bulge).min(roof).max(0.15);
        Knot {
            at: belly.fibres[fibre][sample],
            outward: belly.outward[fibre][sample],
            half_width,
            half_height,
            color: (color * tone.max(0.5)).lerp(TENDON, tendon),
        }
    };
    (0..=last).map(knot).collect()
}

/// How tendinous a fibre is at a share of its length from an end.
fn tendon(hold: Hold, along: f64) -> f64 {
    let reach = match hold {
        Hold::Bone | Hold::Fascia => 0.10,
        Hold::Cartilage => 0.06,
        Hold::Skin | Hold::Muscle => return 0.0,
    };
    0.9 * (1.0 - along / reach).clamp(0.0, 1.0)
}

/// Vessels and nerves as tubes, one node a stretch.
pub(super) fn vessels(subject: &Subject<'_>, wanted: impl Fn(&Stretch) -> bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    for vessel in &subject.anatomy.vessels {
        let color = vessel_color(&vessel.kind);
        for stretch in vessel.stretches.iter().filter(|stretch| wanted(stretch)) {
            let mut surface = tube::empty(Finish::Moist);
            let half = 0.5 * stretch.caliber_mm.max(0.9);
            let last = stretch.points.len() - 1;
            let knot = |(number, at): (usize, &DVec3)| {
                // A vessel narrows along its course.
                let half = half * (1.0 - 0.35 * number as f64 / last as f64);
                Knot {
                    at: *at,
                    outward: DVec3::Z,
                    half_width: half,
                    half_height: half,
                    color,
                }
            };
            let knots: Vec<Knot> = stretch.points.iter().enumerate().map(knot).collect();
            tube::add(&mut surface, &knots);
            let name = format!(
                "{}/{}/{}/{}",
                vessel.kind,
                vessel.name,
                stretch.name,
                word(stretch.side)
            );
            nodes.push(Node::new(&name, surface));
        }
    }
    nodes
}

/// Colour of a kind of vessel, linear.
pub(super) fn vessel_color(kind: &str) -> DVec3 {
    match kind {
        "artery" => DVec3::new(0.50, 0.015, 0.015),
        "vein" => DVec3::new(0.035, 0.10, 0.40),
        "nerve" => DVec3::new(0.80, 0.56, 0.03),
        _ => FASCIA,
    }
}

/// Retaining ligaments as curtains.
pub(super) fn ligaments(subject: &Subject<'_>) -> Vec<Node> {
    let all = subject.anatomy.ligaments.iter();
    all.map(|ligament| {
        let name = format!("ligament/{}/{}", ligament.name, word(ligament.side));
        Node::new(
            &name,
            tube::curtain(&ligament.roots, &ligament.ends, LIGAMENT),
        )
    })
    .collect()
}

/// Mean place of a belly's middle, mm.
pub(super) fn middle(belly: &Belly) -> Vec3 {
    let fibre = &belly.fibres[belly.fibres.len() / 2];
    fibre[fibre.len() / 2].as_vec3()
}
