//! Scans made from the built-in face: of another net, cut, turned, noisy, in any format.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use face::scan::Scan;
use face::{Face, Measures, Person, Refinement, Sex};
use glam::{DQuat, DVec3};

/// A made face and its scan.
pub struct Made {
    pub face: Face,
    /// Fine skin of the face, mm.
    pub skin: face::Mesh,
    /// mm, frame of the face.
    pub scan: Scan,
}

/// A person whose measures differ from the mean.
pub fn person() -> Person {
    Person {
        measures: Measures(
            [("nose-width", 38.0), ("face-width", 140.0)]
                .map(|(n, mm)| (n.to_owned(), mm))
                .into(),
        ),
        ..Person::mean(Sex::Male, 45.0)
    }
}

/// A scan of a face whose net has a point in the middle of each of ours.
pub fn made(person: &Person) -> Made {
    let face = Face::of(person).expect("a face");
    let refinement = Refinement::new(&face.cage.mesh, 2);
    let skin = face.skin(&refinement);
    let scan = other_net(&skin);
    Made { face, skin, scan }
}

/// The dual net: a point in each quadrilateral, a polygon around each point.
fn other_net(skin: &face::Mesh) -> Scan {
    let middle =
        |quad: &[u32; 4]| quad.iter().map(|c| skin.points[*c as usize]).sum::<DVec3>() / 4.0;
    // Around each point: quadrilateral by the point before it, and the point after it.
    let mut around: BTreeMap<u32, BTreeMap<u32, (u32, u32)>> = BTreeMap::new();
    for (index, quad) in skin.quads.iter().enumerate() {
        for k in 0..4 {
            let (before, after) = (quad[(k + 3) % 4], quad[(k + 1) % 4]);
            around
                .entry(quad[k])
                .or_default()
                .insert(after, (index as u32, before));
        }
    }
    let mut triangles = Vec::new();
    for quads in around.values() {
        let Some((&first, _)) = quads.iter().next() else {
            continue;
        };
        let mut ring = Vec::new();
        let mut here = first;
        while let Some((quad, next)) = quads.get(&here) {
            ring.push(*quad);
            here = *next;
            if here == first {
                break;
            }
        }
        if here == first && ring.len() >= 3 {
            triangles.extend(ring[1..].windows(2).map(|pair| [ring[0], pair[0], pair[1]]));
        }
    }
    Scan {
        points: skin.quads.iter().map(middle).collect(),
        triangles,
    }
}

/// A scan without the triangles that have a corner elsewhere.
pub fn cut(scan: &Scan, keep: impl Fn(DVec3) -> bool) -> Scan {
    let is_kept = |triangle: &&[u32; 3]| triangle.iter().all(|c| keep(scan.points[*c as usize]));
    Scan {
        points: scan.points.clone(),
        triangles: scan.triangles.iter().filter(is_kept).copied().collect(),
    }
}

/// A scan with every point moved.
pub fn moved(scan: &Scan, place: impl Fn(DVec3) -> DVec3) -> Scan {
    Scan {
        points: scan.points.iter().map(|point| place(*point)).collect(),
        triangles: scan.triangles.clone(),
    }
}

/// Points shaken by up to a length, the same way on every run.
pub fn noisy(scan: &Scan, mm: f64) -> Scan {
    let shake = |seed: usize| ((seed as f64 * 12.9898).sin() * 43758.5453).fract();
    let points = scan.points.iter().enumerate().map(|(i, point)| {
        *point + mm * DVec3::new(shake(3 * i), shake(3 * i + 1), shake(3 * i + 2))
    });
    Scan {
        points: points.collect(),
        triangles: scan.triangles.clone(),
    }
}

/// A turn that no scanner stands in by chance.
pub fn turn() -> DQuat {
    DQuat::from_euler(glam::EulerRot::XYZ, 2.2, -1.1, 0.8)
}

/// A grid on the six sides of a cube, each side divided `n` times.
pub fn cube(mm: f64, n: u32) -> Scan {
    let mut scan = Scan::default();
    for axis in 0..3 {
        for side in [-0.5, 0.5] {
            let first = scan.points.len() as u32;
            for i in 0..=n {
                for j in 0..=n {
                    let mut place = [0.0; 3];
                    place[axis] = side;
                    place[(axis + 1) % 3] = f64::from(i) / f64::from(n) - 0.5;
                    place[(axis + 2) % 3] = f64::from(j) / f64::from(n) - 0.5;
                    scan.points.push(mm * DVec3::from_array(place));
                }
            }
            for i in 0..n {
                for j in 0..n {
                    let a = first + i * (n + 1) + j;
                    let quad = [a, a + n + 1, a + n + 2, a + 1];
                    let [a, b, c, d] = if side > 0.0 {
                        quad
                    } else {
                        [quad[0], quad[3], quad[2], quad[1]]
                    };
                    scan.triangles.extend([[a, b, c], [a, c, d]]);
                }
            }
        }
    }
    scan
}

pub fn obj(scan: &Scan) -> Vec<u8> {
    let mut text = String::from("# made\no face\n");
    for p in &scan.points {
        writeln!(text, "v {} {} {}", p.x, p.y, p.z).expect("text grows");
    }
    for t in &scan.triangles {
        writeln!(text, "f {}/1 {}//2 {}", t[0] + 1, t[1] + 1, t[2] + 1).expect("text grows");
    }
    text.into_bytes()
}

/// Kind of PLY file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ply {
    Text,
    Little,
    Big,
}

pub fn ply(scan: &Scan, kind: Ply) -> Vec<u8> {
    let format = match kind {
        Ply::Text => "ascii",
        Ply::Little => "binary_little_endian",
        Ply::Big => "binary_big_endian",
    };
    let mut bytes = format!(
        "ply\nformat {format} 1.0\ncomment made\nelement vertex {}\nproperty double x\nproperty double y\n\
         property double z\nproperty uchar red\nelement face {}\nproperty list uchar int vertex_indices\n\
         end_header\n",
        scan.points.len(),
        scan.triangles.len()
    )
    .into_bytes();
    for p in &scan.points {
        match kind {
            Ply::Text => bytes.extend(format!("{} {} {} 7\n", p.x, p.y, p.z).bytes()),
            Ply::Little => {
                bytes.extend(p.to_array().iter().flat_map(|x| x.to_le_bytes()).chain([7]));
            }
            Ply::Big => bytes.extend(p.to_array().iter().flat_map(|x| x.to_be_bytes()).chain([7])),
        }
    }
    for t in &scan.triangles {
        match kind {
            Ply::Text => bytes.extend(format!("3 {} {} {}\n", t[0], t[1], t[2]).bytes()),
            Ply::Little => bytes.extend(
                [3].into_iter()
                    .chain(t.iter().flat_map(|c| c.to_le_bytes())),
            ),
            Ply::Big => bytes.extend(
                [3].into_iter()
                    .chain(t.iter().flat_map(|c| c.to_be_bytes())),
            ),
        }
    }
    bytes
}

pub fn stl(scan: &Scan, is_text: bool) -> Vec<u8> {
    let corners = |t: &[u32; 3]| t.map(|c| scan.points[c as usize].as_vec3());
    if is_text {
        let mut text = String::from("solid made\n");
        for t in &scan.triangles {
            text += "facet normal 0 0 0\nouter loop\n";
            for p in corners(t) {
                writeln!(text, "vertex {} {} {}", p.x, p.y, p.z).expect("text grows");
            }
            text += "endloop\nendfacet\n";
        }
        return (text + "endsolid made\n").into_bytes();
    }
    let mut bytes = vec![b' '; 80];
    bytes.extend((scan.triangles.len() as u32).to_le_bytes());
    for t in &scan.triangles {
        bytes.extend([0; 12]);
        bytes.extend(
            corners(t)
                .iter()
                .flat_map(glam::Vec3::to_array)
                .flat_map(f32::to_le_bytes),
        );
        bytes.extend([0; 2]);
    }
    bytes
}

/// A GLB whose node turns and shifts the mesh back: the points are stored turned.
pub fn glb(scan: &Scan) -> Vec<u8> {
    let turn = turn();
    let back = turn.inverse();
    let mut bin: Vec<u8> = scan
        .points
        .iter()
        .flat_map(|p| (back * *p).as_vec3().to_array())
        .flat_map(f32::to_le_bytes)
        .collect();
    let positions = bin.len();
    bin.extend(
        scan.triangles
            .iter()
            .flatten()
            .flat_map(|c| c.to_le_bytes()),
    );
    let indices = bin.len() - positions;
    let mut json = format!(
        r#"{{"asset":{{"version":"2.0"}},"scene":0,"scenes":[{{"nodes":[0]}}],
        "nodes":[{{"children":[1]}},{{"mesh":0,"rotation":[{},{},{},{}]}}],
        "meshes":[{{"primitives":[{{"attributes":{{"POSITION":0}},"indices":1}}]}}],
        "buffers":[{{"byteLength":{}}}],
        "bufferViews":[{{"buffer":0,"byteOffset":0,"byteLength":{positions}}},
        {{"buffer":0,"byteOffset":{positions},"byteLength":{indices}}}],
        "accessors":[{{"bufferView":0,"componentType":5126,"count":{},"type":"VEC3"}},
        {{"bufferView":1,"componentType":5125,"count":{},"type":"SCALAR"}}]}}"#,
        turn.x,
        turn.y,
        turn.z,
        turn.w,
        bin.len(),
        scan.points.len(),
        3 * scan.triangles.len()
    )
    .into_bytes();
    json.resize(json.len().next_multiple_of(4), b' ');
    let mut bytes = b"glTF\x02\0\0\0".to_vec();
    bytes.extend((12 + 8 + json.len() as u32 + 8 + bin.len() as u32).to_le_bytes());
    bytes.extend((json.len() as u32).to_le_bytes());
    bytes.extend(b"JSON");
    bytes.extend(json);
    bytes.extend((bin.len() as u32).to_le_bytes());
    bytes.extend(b"BIN\0");
    bytes.extend(bin);
    bytes
}
