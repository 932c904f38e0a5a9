//! When the skin of a place folds: from its layers.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tissue::lines::{Base, Lateral, Layer, LinesError, Onset, Solid, Stack};

use super::data::Facts;
use crate::anatomy::Layers;

/// Steps in which thicknesses of skin, fat, muscle and deep layer are told apart, mm: over one the
/// wavelength changes by a few hundredths at most.
const STEPS_MM: [f64; 4] = [0.05, 1.0, 1.5, 3.0];
/// Deepest deep layer that the surface feels, mm.
const DEEPEST_MM: f64 = 8.0;

/// Thicknesses in steps.
type Key = [u32; 4];

/// Onsets at points of the skin.
///
/// - `points`: which
pub(super) fn onsets(
    facts: &Facts,
    layers: &Layers,
    age_years: f64,
    points: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, Onset>, LinesError> {
    let keys: BTreeMap<u32, Key> = points
        .iter()
        .map(|point| (*point, key(layers, *point as usize)))
        .collect();
    let mut distinct: Vec<Key> = keys.values().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let skin = facts.skin_shear_kpa(age_years);
    let found = distinct
        .par_iter()
        .map(|key| Ok((*key, stack(facts, skin, *key).onset()?)))
        .collect::<Result<BTreeMap<Key, Onset>, LinesError>>()?;
    Ok(keys
        .into_iter()
        .map(|(point, key)| (point, found[&key]))
        .collect())
}

fn key(layers: &Layers, point: usize) -> Key {
    std::array::from_fn(|layer| {
        let thick = layers.layer_mm(layer, point).min(DEEPEST_MM);
        ((thick / STEPS_MM[layer]).round() as u32).max(1)
    })
}

/// Skin on fat on muscle on deep tissue on what does not give.
fn stack(facts: &Facts, skin_kpa: f64, key: Key) -> Stack {
    let shears = [
        skin_kpa,
        facts.fat.shear_kpa,
        facts.muscle.shear_kpa,
        facts.fat.shear_kpa,
    ];
    let layer = |number: usize| Layer {
        thickness: f64::from(key[number]) * STEPS_MM[number],
        solid: Solid::Incompressible {
            shear: shears[number],
        },
        pre_stretch: 1.0,
    };
    Stack {
        layers: (0..4).map(layer).collect(),
        base: Base::Rigid,
        lateral: Lateral::Held,
    }
}
