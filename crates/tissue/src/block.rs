//! The layered block: one problem on which independent codes agree, for verification and timing.
//!
//! A block of 60 × 40 × 8 mm in three layers (muscle 2.5 mm, fat 4 mm, dermis 1.5 mm; E = 20, 3
//! and 100 kPa, ν = 0.45, compressible neo-Hookean), its bottom fixed. Forces are mN, energies
//! µJ.

use crate::law::{Law, NeoHookean};
use crate::{Kind, Loads, Material, Mesh, Model};

/// How finely the block is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 24 × 16 columns, 1 + 2 + 1 elements through the layers.
    Xs,
    /// 48 × 32 columns, 2 + 2 + 2.
    S,
    /// 72 × 48 columns, 3 + 3 + 2.
    M,
    /// 120 × 80 columns, 3 + 4 + 2.
    L,
}

/// What is done to the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// A square of the upper face is displaced by (3, 0, −2) mm.
    Passive,
    /// A part of the muscle layer contracts along x with 30 kPa.
    Active,
}

/// Columns along x and y, and elements through muscle, fat and dermis.
type Division = ([usize; 2], [usize; 3]);

impl Size {
    fn division(self) -> Division {
        match self {
            Self::Xs => ([24, 16], [1, 2, 1]),
            Self::S => ([48, 32], [2, 2, 2]),
            Self::M => ([72, 48], [3, 3, 2]),
            Self::L => ([120, 80], [3, 4, 2]),
        }
    }
}

/// Thickness (mm) and Young's modulus (kPa) of muscle, fat and dermis.
const LAYERS: [(f64, f64); 3] = [(2.5, 20.0), (4.0, 3.0), (1.5, 100.0)];
/// Length and width, mm.
const EXTENT: [f64; 2] = [60.0, 40.0];
/// Poisson's ratio of every layer.
const POISSON: f64 = 0.45;
/// Displacement of the patch, mm.
const PATCH: [f64; 3] = [3.0, 0.0, -2.0];
/// Tension of the muscle, kPa.
const TENSION: f64 = 30.0;

/// Points whose displacement is compared.
pub const PROBES: [(&str, [f64; 3]); 5] = [
    ("P1", [45.0, 20.0, 8.0]),
    ("P2", [50.0, 20.0, 8.0]),
    ("P3", [30.0, 35.0, 8.0]),
    ("P4", [30.0, 20.0, 8.0]),
    ("P5", [15.0, 20.0, 8.0]),
];

/// The block as a model and its loads.
///
/// - `kind`: hexahedra, or the wedges or tetrahedra that they split into
pub fn block(size: Size, kind: Kind, variant: Variant) -> (Model, Loads) {
    let (columns, through) = size.division();
    let layers: Vec<(f64, usize)> = LAYERS.iter().zip(through).map(|(l, n)| (l.0, n)).collect();
    let hexahedra = Mesh::layered_block(EXTENT, columns, &layers);
    let pieces = match kind {
        Kind::Hex8 => 1,
        Kind::Wedge6 => 2,
        Kind::Tet4 | Kind::Tet10 => 6,
    };
    let layer_of = layer_of_elements(columns, through, pieces);
    let active = hexahedra
        .elements_where(|[x, y, z]| 15.0 < x && x < 45.0 && 12.5 < y && y < 27.5 && z < LAYERS[0].0)
        .into_iter()
        .flat_map(|hex| (0..pieces as u32).map(move |piece| hex * pieces as u32 + piece))
        .collect();
    let mesh = hexahedra.into_kind(kind);
    let [muscle, fat, dermis] = LAYERS.map(|(_, young)| {
        Material::pointwise(Law::NeoHookean(NeoHookean::from_young(young, POISSON)))
    });
    let mut model = Model::new(mesh, muscle);
    model.materials.extend([fat, dermis]);
    model.material_of = layer_of;
    let bottom = model.mesh.nodes_where(|[_, _, z]| z == 0.0);
    model.hold(&bottom, [true; 3]);
    let loads = match variant {
        Variant::Passive => push(&mut model),
        Variant::Active => contract(&mut model, active),
    };
    (model, loads)
}

fn layer_of_elements([nx, ny]: [usize; 2], through: [usize; 3], pieces: usize) -> Vec<u16> {
    let layers = through.iter().enumerate();
    layers
        .flat_map(|(layer, n)| vec![layer as u16; nx * ny * n * pieces])
        .collect()
}

fn push(model: &mut Model) -> Loads {
    let top: f64 = LAYERS.iter().map(|(thickness, _)| thickness).sum();
    let patch = model.mesh.nodes_where(|[x, y, z]| {
        z == top && (20.0..=40.0).contains(&x) && (10.0..=30.0).contains(&y)
    });
    let mut prescribed = vec![[0.0; 3]; model.supports.len()];
    prescribed.resize(model.supports.len() + patch.len(), PATCH);
    model.hold(&patch, [true; 3]);
    Loads {
        prescribed,
        ..Loads::default()
    }
}

fn contract(model: &mut Model, elements: Vec<u32>) -> Loads {
    model.add_fibres(elements, [1.0, 0.0, 0.0]);
    Loads {
        tension: vec![TENSION],
        ..Loads::default()
    }
}
