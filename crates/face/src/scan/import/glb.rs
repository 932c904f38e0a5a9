//! Binary glTF: a chunk of JSON that describes nodes, meshes and accessors, and a chunk of bytes.

use glam::{DMat4, DQuat, DVec3};
use serde_json::Value;

use super::{Flaws, MAX_POINTS, MAX_TRIANGLES, Scan};

/// Chunk types.
const JSON: u32 = 0x4E4F_534A;
const BIN: u32 = 0x004E_4942;
/// Component types of an accessor.
const U8: u64 = 5121;
const U16: u64 = 5123;
const U32: u64 = 5125;
const F32: u64 = 5126;
/// Nodes below one another; deeper files are broken or run in circles.
const MAX_DEPTH: usize = 64;
/// Nodes in all, counted as often as they are reached.
const MAX_NODES: usize = 100_000;

pub(super) fn read(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    let mut scan = Scan::default();
    let Some((json, bin)) = chunks(bytes) else {
        flaws.add("chunks", "the chunk of JSON is missing or cut off");
        return scan;
    };
    let root: Value = match serde_json::from_slice(json) {
        Ok(root) => root,
        Err(error) => {
            flaws.add("chunk of JSON", error.to_string());
            return scan;
        }
    };
    let file = File { root: &root, bin };
    let mut visited = 0;
    for node in file.roots() {
        file.visit(
            node,
            DMat4::IDENTITY,
            MAX_DEPTH,
            &mut visited,
            &mut |primitive, place| {
                let start = (scan.points.len(), scan.triangles.len());
                if let Err(what) = file.add_primitive(primitive, place, &mut scan) {
                    scan.points.truncate(start.0);
                    scan.triangles.truncate(start.1);
                    flaws.add("primitive", what);
                }
            },
        );
    }
    scan
}

/// The JSON and the bytes.
fn chunks(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mut json, mut bin): (Option<&[u8]>, &[u8]) = (None, &[]);
    let mut rest = bytes.get(12..)?;
    while rest.len() >= 8 {
        let word =
            |at: usize| u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
        let (length, kind) = (word(0) as usize, word(4));
        let end = length.checked_add(8)?;
        let chunk = rest.get(8..end)?;
        match kind {
            JSON if json.is_none() => json = Some(chunk),
            BIN if bin.is_empty() => bin = chunk,
            _ => {}
        }
        rest = &rest[end..];
    }
    Some((json?, bin))
}

struct File<'a> {
    root: &'a Value,
    bin: &'a [u8],
}

/// Where the values of an accessor are.
struct Accessor<'a> {
    bytes: &'a [u8],
    stride: usize,
    count: usize,
    component: u64,
}

fn unsigned(value: &Value, key: &str) -> Option<usize> {
    value[key]
        .as_u64()
        .and_then(|number| number.try_into().ok())
}

impl<'a> File<'a> {
    fn item(&self, list: &str, index: usize) -> &'a Value {
        &self.root[list][index]
    }

    /// Nodes of the scene, or all that are nobody's child.
    fn roots(&self) -> Vec<usize> {
        let indices = |value: &Value| -> Vec<usize> {
            let all = value.as_array().into_iter().flatten();
            all.filter_map(|v| v.as_u64().map(|v| v as usize)).collect()
        };
        let scene = unsigned(self.root, "scene").unwrap_or(0);
        let named = indices(&self.item("scenes", scene)["nodes"]);
        if !named.is_empty() {
            return named;
        }
        let nodes = self.root["nodes"].as_array().map_or(0, Vec::len);
        let all = self.root["nodes"].as_array().into_iter().flatten();
        let children: std::collections::BTreeSet<usize> =
            all.flat_map(|node| indices(&node["children"])).collect();
        (0..nodes).filter(|node| !children.contains(node)).collect()
    }

    fn visit(
        &self,
        node: usize,
        above: DMat4,
        depth: usize,
        visited: &mut usize,
        each: &mut impl FnMut(&'a Value, DMat4),
    ) {
        *visited += 1;
        if depth == 0 || *visited > MAX_NODES {
            return;
        }
        let value = self.item("nodes", node);
        let place = above * transform(value);
        if let Some(mesh) = unsigned(value, "mesh") {
            let primitives = self.item("meshes", mesh)["primitives"].as_array();
            for primitive in primitives.into_iter().flatten() {
                each(primitive, place);
            }
        }
        for child in value["children"].as_array().into_iter().flatten() {
            if let Some(child) = child.as_u64() {
                self.visit(child as usize, place, depth - 1, visited, each);
            }
        }
    }

    fn add_primitive(
        &self,
        primitive: &Value,
        place: DMat4,
        scan: &mut Scan,
    ) -> Result<(), String> {
        if primitive["mode"].as_u64().unwrap_or(4) != 4 {
            return Ok(()); // Lines and points are no surface.
        }
        if !primitive["extensions"]["KHR_draco_mesh_compression"].is_null() {
            return Err("it is compressed (Draco); save it without compression".to_owned());
        }
        let positions = unsigned(&primitive["attributes"], "POSITION")
            .ok_or("it has no positions".to_owned())?;
        let positions = self.accessor(positions, 3)?;
        if scan.points.len() + positions.count > MAX_POINTS || scan.triangles.len() > MAX_TRIANGLES
        {
            return Err("the file has too many points or triangles".to_owned());
        }
        if positions.component != F32 {
            return Err("its positions are no 32-bit numbers".to_owned());
        }
        let first = scan.points.len() as u32;
        for index in 0..positions.count {
            let at = index * positions.stride;
            let number =
                |part: usize| f64::from(f32::from_bits(little(positions.bytes, at + 4 * part, 4)));
            let point = DVec3::new(number(0), number(1), number(2));
            scan.points.push(place.transform_point3(point));
        }
        let corners: Vec<u32> = match unsigned(primitive, "indices") {
            None => (0..positions.count as u32).collect(),
            Some(indices) => {
                let indices = self.accessor(indices, 1)?;
                let size = size(indices.component);
                let all =
                    (0..indices.count).map(|i| little(indices.bytes, i * indices.stride, size));
                all.collect()
            }
        };
        let mirrored = place.determinant() < 0.0;
        for corner in corners.chunks_exact(3) {
            let [a, b, c] = [corner[0], corner[1], corner[2]];
            if [a, b, c]
                .iter()
                .any(|corner| *corner as usize >= positions.count)
            {
                return Err("a triangle names a point that does not exist".to_owned());
            }
            let [b, c] = if mirrored { [c, b] } else { [b, c] };
            scan.triangles.push([first + a, first + b, first + c]);
        }
        Ok(())
    }

    /// The values of an accessor, checked against the bytes that are there.
    fn accessor(&self, index: usize, parts: usize) -> Result<Accessor<'a>, String> {
        let accessor = self.item("accessors", index);
        if !accessor["sparse"].is_null() {
            return Err("its accessor is sparse".to_owned());
        }
        let lies = || format!("accessor {index} lies outside the bytes of the file");
        let component = accessor["componentType"].as_u64().unwrap_or(0);
        let element = size(component) * parts;
        let count = unsigned(accessor, "count").ok_or_else(lies)?;
        let view = unsigned(accessor, "bufferView").ok_or_else(lies)?;
        let view = self.item("bufferViews", view);
        if unsigned(view, "buffer") != Some(0) {
            return Err("its bytes are in another file".to_owned());
        }
        let start = unsigned(view, "byteOffset").unwrap_or(0);
        let within = unsigned(accessor, "byteOffset").unwrap_or(0);
        let length = unsigned(view, "byteLength").ok_or_else(lies)?;
        let end = start.checked_add(length).ok_or_else(lies)?;
        let bytes = self.bin.get(start..end).ok_or_else(lies)?;
        let bytes = bytes.get(within..).ok_or_else(lies)?;
        let stride = unsigned(view, "byteStride").unwrap_or(element);
        if element == 0 || stride < element {
            return Err(format!(
                "accessor {index} has an unknown component type or stride"
            ));
        }
        let needed = (count.max(1) - 1).checked_mul(stride);
        let needed = needed.and_then(|last| last.checked_add(element));
        if count > 0 && needed.is_none_or(|needed| needed > bytes.len()) {
            return Err(lies());
        }
        Ok(Accessor {
            bytes,
            stride,
            count,
            component,
        })
    }
}

/// Bytes of a component.
fn size(component: u64) -> usize {
    match component {
        U8 => 1,
        U16 => 2,
        U32 | F32 => 4,
        _ => 0,
    }
}

/// An unsigned number of bytes, least significant first.
fn little(bytes: &[u8], at: usize, size: usize) -> u32 {
    let part = &bytes[at..at + size];
    part.iter()
        .rev()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// Where a node stands in the one above it.
fn transform(node: &Value) -> DMat4 {
    let numbers = |key: &str| -> Vec<f64> {
        let all = node[key].as_array().into_iter().flatten();
        all.filter_map(Value::as_f64).collect()
    };
    if let Ok(matrix) = <[f64; 16]>::try_from(numbers("matrix")) {
        return DMat4::from_cols_array(&matrix);
    }
    let vector = |key: &str, default: DVec3| {
        <[f64; 3]>::try_from(numbers(key)).map_or(default, DVec3::from_array)
    };
    let turn = <[f64; 4]>::try_from(numbers("rotation")).map_or(DQuat::IDENTITY, DQuat::from_array);
    let turn = if turn.length() > 0.0 {
        turn.normalize()
    } else {
        DQuat::IDENTITY
    };
    DMat4::from_scale_rotation_translation(
        vector("scale", DVec3::ONE),
        turn,
        vector("translation", DVec3::ZERO),
    )
}
