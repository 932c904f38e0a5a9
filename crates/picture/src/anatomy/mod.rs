//! Plates of the anatomy of a face, as in an atlas: the person's left half is opened.
//!
//! Muscles are drawn as fibres, vessels and nerves as tubes in the usual colours, layers as
//! steps. Every piece is a node of its own, so that the same scene goes to a picture and to GLB.

mod label;
mod open;
mod piece;
mod tube;

use face::anatomy::{Anatomy, Atlas};
use face::{Complexion, Face};

use crate::render::{Image, Node, Picture, Pose, Scene, glb_nodes, render};
use label::Label;

/// What a plate shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plate {
    /// Skin, fat, muscle and deep layer in steps down to bone.
    Layers,
    /// Muscles: the superficial ones on the left; seen from the front, the deep ones on the right.
    Muscles,
    /// Arteries, veins and nerves over bone and the muscles of chewing.
    Vessels,
}

/// Width and height of a plate, pixels.
const SIZE: (usize, usize) = (1180, 800);
/// Samples along each side of a pixel.
const SAMPLES: usize = 2;
/// Opacity of the skin in a 3-D file.
const SKIN_OPACITY: f32 = 0.25;

/// A face with its anatomy.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The face.
    pub face: &'a Face,
    /// Anatomy placed on the reference face.
    pub atlas: &'a Atlas,
    /// Anatomy of this face.
    pub anatomy: &'a Anatomy,
}

/// Draws a plate with labels.
pub fn anatomy_plate(subject: &Subject<'_>, plate: Plate, pose: Pose) -> Image {
    let (nodes, labels) = opened(subject, plate, pose);
    let scene = Scene {
        surfaces: nodes.into_iter().map(|node| node.surface).collect(),
        strands: Vec::new(),
    };
    let picture = Picture {
        width: SIZE.0,
        height: SIZE.1,
        samples_per_side: SAMPLES,
    };
    let camera = pose.camera();
    let mut image = render(&scene, &camera, &picture);
    label::write(&mut image, &camera, &picture, labels);
    image
}

/// The plate's pieces as a GLB file: the whole skin translucent, all else as nodes by name.
pub fn anatomy_glb(subject: &Subject<'_>, plate: Plate) -> Vec<u8> {
    let complexion = Complexion::of(&subject.face.person);
    let mut nodes = piece::eyes(subject.face, &complexion);
    match plate {
        Plate::Layers => nodes.extend(piece::interfaces(subject, &complexion)),
        Plate::Muscles => {
            nodes.push(piece::base(subject));
            nodes.extend(piece::muscles(subject, |_| true));
            nodes.extend(piece::ligaments(subject));
        }
        Plate::Vessels => {
            nodes.push(piece::base(subject));
            nodes.extend(piece::vessels(subject, |_| true));
        }
    }
    if plate != Plate::Layers {
        let mut skin = piece::skin(subject, &complexion);
        skin.opacity = SKIN_OPACITY;
        nodes.push(skin);
    }
    glb_nodes(&nodes)
}

/// The opened face and its labels.
fn opened(subject: &Subject<'_>, plate: Plate, pose: Pose) -> (Vec<Node>, Vec<Label>) {
    let complexion = Complexion::of(&subject.face.person);
    let mut nodes = piece::eyes(subject.face, &complexion);
    let mut labels = Vec::new();
    match plate {
        Plate::Layers => {
            nodes.extend(open::steps(subject, &complexion));
            labels.extend(open::step_labels(subject));
        }
        Plate::Muscles => {
            let both = pose == Pose::Front;
            nodes.extend(open::half(subject, &complexion, both));
            nodes.extend(piece::muscles(subject, |belly| {
                piece::on_left(belly) || both && piece::is_deep(belly)
            }));
            labels.extend(label::muscles(subject, both));
        }
        Plate::Vessels => {
            nodes.extend(open::half(subject, &complexion, false));
            nodes.extend(piece::pale_muscles(subject));
            nodes.extend(piece::vessels(subject, piece::on_left_stretch));
            labels.extend(label::vessels(subject));
        }
    }
    (nodes, labels)
}
