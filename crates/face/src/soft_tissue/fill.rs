//! Moves of points of the skin that have no tissue below: linings, ears, the back of the head.

use glam::DVec3;

use crate::mesh::edges_of;

/// Rounds in which moves spread.
const ROUNDS: usize = 120;

/// Spreads known moves to the other points so that each moves as its neighbours do in the mean.
///
/// - `is_known`: whether each point keeps its move
pub(super) fn fill(quads: &[[u32; 4]], is_known: &[bool], moves: &mut [DVec3]) {
    let mut neighbours = vec![Vec::new(); moves.len()];
    for edge in quads.iter().flat_map(|quad| edges_of(*quad)) {
        neighbours[edge.0 as usize].push(edge.1);
        neighbours[edge.1 as usize].push(edge.0);
    }
    for _ in 0..ROUNDS {
        for point in (0..moves.len()).filter(|point| !is_known[*point]) {
            let around = &neighbours[point];
            let sum: DVec3 = around.iter().map(|i| moves[*i as usize]).sum();
            moves[point] = sum / around.len().max(1) as f64;
        }
    }
}
