//! Order of a piece that is not cut further.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::amd;

use super::graph::Graph;

/// Position → node by approximate minimum degree; as they come where that fails.
pub(super) fn minimum_degree(graph: &Graph) -> Vec<u32> {
    let n = graph.len();
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut position = order.clone();
    let (start, rows) = upper_triangle(graph);
    let matrix = SymbolicSparseColMatRef::new_checked(n, n, &start, None, &rows);
    let Ok(mut memory) = MemBuffer::try_new(amd::order_scratch::<u32>(n, rows.len())) else {
        return order;
    };
    let stack = MemStack::new(&mut memory);
    match amd::order(
        &mut order,
        &mut position,
        matrix,
        amd::Control::default(),
        stack,
    ) {
        Ok(_) => order,
        Err(_) => (0..n as u32).collect(),
    }
}

fn upper_triangle(graph: &Graph) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0];
    let mut rows = Vec::with_capacity(graph.n_ends() / 2);
    for column in 0..graph.len() {
        let first = rows.len();
        let above = graph.of_node(column).iter();
        rows.extend(above.copied().filter(|&row| (row as usize) < column));
        rows[first..].sort_unstable();
        start.push(rows.len() as u32);
    }
    (start, rows)
}
