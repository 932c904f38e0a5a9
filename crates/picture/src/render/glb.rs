//! A scene as a binary glTF file.

use glam::Vec3;
use serde_json::{Value, json};

use super::{Finish, Scene, Surface};

/// A surface with a name in a 3-D file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Name of the node.
    pub name: String,
    /// 1 solid, less than 1 translucent.
    pub opacity: f32,
    /// What it shows.
    pub surface: Surface,
}

impl Node {
    /// A solid node; a clear layer stays clear.
    pub fn new(name: &str, surface: Surface) -> Self {
        let opacity = if surface.finish == Finish::Clear {
            0.08
        } else {
            1.0
        };
        Self {
            name: name.to_owned(),
            opacity,
            surface,
        }
    }
}

/// Bytes of a GLB file: one node a surface, metres, with normals and colours.
///
/// Hairs are left out.
pub fn glb(scene: &Scene) -> Vec<u8> {
    let mut file = File::default();
    for (number, surface) in scene.surfaces.iter().enumerate() {
        let name = match surface.finish {
            Finish::Skin | Finish::Moist | Finish::Matte => "skin",
            Finish::Eye => "eye",
            Finish::Clear => "cornea",
        };
        file.add(&Node::new(&format!("{name}-{number}"), surface.clone()));
    }
    file.bytes()
}

/// Bytes of a GLB file of named nodes; those without triangles are left out.
pub fn glb_nodes(nodes: &[Node]) -> Vec<u8> {
    let mut file = File::default();
    let full = nodes
        .iter()
        .filter(|node| !node.surface.triangles.is_empty());
    full.for_each(|node| file.add(node));
    file.bytes()
}

#[derive(Default)]
struct File {
    data: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    meshes: Vec<Value>,
    nodes: Vec<Value>,
    materials: Vec<Value>,
}

/// Codes of glTF 2.0.
const FLOAT: u32 = 5126;
const UNSIGNED_INT: u32 = 5125;
const VERTICES: u32 = 34962;
const INDICES: u32 = 34963;

impl File {
    fn add(&mut self, node: &Node) {
        let (number, surface) = (self.nodes.len(), &node.surface);
        let metres: Vec<Vec3> = surface.points.iter().map(|point| *point / 1000.0).collect();
        let low = metres.iter().copied().reduce(Vec3::min).unwrap_or_default();
        let high = metres.iter().copied().reduce(Vec3::max).unwrap_or_default();
        let position = self.vectors(&metres);
        self.accessors[position]["min"] = json!(low.to_array());
        self.accessors[position]["max"] = json!(high.to_array());
        let normals: Vec<Vec3> = surface
            .normals
            .iter()
            .map(|n| n.normalize_or(Vec3::Z))
            .collect();
        let normal = self.vectors(&normals);
        let color = self.vectors(&surface.colors);
        let indices = self.indices(&surface.triangles);
        self.material(surface.finish, node.opacity);
        self.meshes.push(json!({"name": node.name, "primitives": [{
            "attributes": {"POSITION": position, "NORMAL": normal, "COLOR_0": color},
            "indices": indices,
            "material": number,
        }]}));
        self.nodes.push(json!({"name": node.name, "mesh": number}));
    }

    fn material(&mut self, finish: Finish, opacity: f32) {
        let roughness = match finish {
            Finish::Clear => 0.05,
            Finish::Eye => 0.3,
            _ => 0.55,
        };
        let mut material = json!({"pbrMetallicRoughness": {
            "baseColorFactor": [1.0, 1.0, 1.0, opacity],
            "metallicFactor": 0.0,
            "roughnessFactor": roughness,
        }});
        if opacity < 1.0 {
            material["alphaMode"] = json!("BLEND");
        }
        self.materials.push(material);
    }

    fn view(&mut self, bytes: &[u8], target: u32) -> usize {
        self.views.push(json!({
            "buffer": 0,
            "byteOffset": self.data.len(),
            "byteLength": bytes.len(),
            "target": target,
        }));
        self.data.extend(bytes);
        self.views.len() - 1
    }

    fn vectors(&mut self, vectors: &[Vec3]) -> usize {
        let floats = vectors.iter().flat_map(Vec3::to_array);
        let bytes: Vec<u8> = floats.flat_map(f32::to_le_bytes).collect();
        let view = self.view(&bytes, VERTICES);
        self.accessors.push(json!({
            "bufferView": view,
            "componentType": FLOAT,
            "count": vectors.len(),
            "type": "VEC3",
        }));
        self.accessors.len() - 1
    }

    fn indices(&mut self, triangles: &[[u32; 3]]) -> usize {
        let bytes: Vec<u8> = triangles
            .iter()
            .flatten()
            .copied()
            .flat_map(u32::to_le_bytes)
            .collect();
        let view = self.view(&bytes, INDICES);
        self.accessors.push(json!({
            "bufferView": view,
            "componentType": UNSIGNED_INT,
            "count": 3 * triangles.len(),
            "type": "SCALAR",
        }));
        self.accessors.len() - 1
    }

    fn bytes(self) -> Vec<u8> {
        let scene: Vec<usize> = (0..self.nodes.len()).collect();
        let head = json!({
            "asset": {"version": "2.0", "generator": "rhytid"},
            "scene": 0,
            "scenes": [{"nodes": scene}],
            "nodes": self.nodes,
            "meshes": self.meshes,
            "materials": self.materials,
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": self.data.len()}],
        });
        let mut json = head.to_string().into_bytes();
        json.resize(json.len().next_multiple_of(4), b' ');
        let mut data = self.data;
        data.resize(data.len().next_multiple_of(4), 0);
        let total = 12 + 8 + json.len() + 8 + data.len();
        let mut file = b"glTF".to_vec();
        for number in [2, total as u32, json.len() as u32] {
            file.extend(number.to_le_bytes());
        }
        file.extend(b"JSON");
        file.extend(json);
        file.extend((data.len() as u32).to_le_bytes());
        file.extend(b"BIN\0");
        file.extend(data);
        file
    }
}
