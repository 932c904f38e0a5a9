//! Supernodes: runs of columns of the factor that are held as one dense panel.
//!
//! Columns of the same structure belong together; beyond that a supernode is merged with its
//! parent where few zeros are stored in vain, because wide panels run at the speed of dense
//! products.
//!
//! # Source
//! Ashcraft and Grimes, The influence of relaxed supernode partitions on the multifrontal
//! method, ACM Trans. Math. Softw. 1989; 15:291.

use super::tree::{NONE, postorder};

/// Up to this many columns a merged supernode may hold this share of zeros.
const RELAXED: [(usize, f64); 4] = [(8, 0.8), (16, 0.3), (32, 0.12), (usize::MAX, 0.04)];

/// Supernodes in postorder.
pub(super) struct Supernodes {
    /// New position → old position of each column.
    pub order: Vec<u32>,
    /// First column of each supernode, in new positions, (n + 1).
    pub first: Vec<u32>,
    /// Parent supernode.
    pub parent: Vec<u32>,
}

/// A supernode while they are merged.
#[derive(Debug, Clone)]
struct Group {
    columns: usize,
    /// Rows below the columns.
    rows: usize,
    /// Entries stored in vain.
    zeros: usize,
    parent: u32,
    /// The group it was merged into.
    into: u32,
}

impl Supernodes {
    /// - `parent`, `counts`: elimination tree in postorder and column counts
    pub fn new(parent: &[u32], counts: &[u32]) -> Self {
        let group_of = same_structure(parent, counts);
        let mut groups = groups(&group_of, parent, counts);
        merge(&mut groups);
        arrange(&group_of, &groups)
    }
}

/// Group of each column: consecutive columns of one structure.
fn same_structure(parent: &[u32], counts: &[u32]) -> Vec<u32> {
    let mut group = 0;
    let mut group_of = Vec::with_capacity(parent.len());
    for column in 0..parent.len() {
        let same = column > 0
            && parent[column - 1] as usize == column
            && counts[column - 1] == counts[column] + 1;
        if column > 0 && !same {
            group += 1;
        }
        group_of.push(group);
    }
    group_of
}

fn groups(group_of: &[u32], parent: &[u32], counts: &[u32]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (column, &group) in group_of.iter().enumerate() {
        if group as usize == groups.len() {
            groups.push(Group {
                columns: 0,
                rows: 0,
                zeros: 0,
                parent: NONE,
                into: NONE,
            });
        }
        let at = &mut groups[group as usize];
        at.columns += 1;
        // Those of the last column stay.
        at.rows = counts[column] as usize - 1;
        at.parent = match parent[column] {
            NONE => NONE,
            up => group_of[up as usize],
        };
    }
    groups
}

fn merge(groups: &mut [Group]) {
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
    for at in 0..groups.len() {
        let mut candidates = std::mem::take(&mut children[at]);
        candidates.sort_by_key(|&child| (vain(&groups[child as usize], &groups[at]), child));
        for child in candidates {
            let child = child as usize;
            let zeros = vain(&groups[child], &groups[at]);
            let columns = groups[child].columns + groups[at].columns;
            let entries = columns * (columns + 1) / 2 + columns * groups[at].rows;
            let share = zeros as f64 / entries as f64;
            if RELAXED
                .iter()
                .any(|&(most, allowed)| columns <= most && share <= allowed)
            {
                groups[at].columns = columns;
                groups[at].zeros = zeros;
                groups[child].into = at as u32;
            }
        }
        if groups[at].parent != NONE {
            children[groups[at].parent as usize].push(at as u32);
        }
    }
}

/// Entries that a child and its parent would hold in vain as one.
fn vain(child: &Group, parent: &Group) -> usize {
    let longer = parent.columns + parent.rows - child.rows;
    child.zeros + parent.zeros + child.columns * longer
}

fn arrange(group_of: &[u32], groups: &[Group]) -> Supernodes {
    // The group that each ends up in; parents come after their children.
    let mut last: Vec<u32> = (0..groups.len() as u32).collect();
    for at in (0..groups.len()).rev() {
        if groups[at].into != NONE {
            last[at] = last[groups[at].into as usize];
        }
    }
    let mut number = vec![NONE; groups.len()];
    let kept: Vec<u32> = (0..groups.len() as u32)
        .filter(|&at| groups[at as usize].into == NONE)
        .collect();
    for (new, &at) in kept.iter().enumerate() {
        number[at as usize] = new as u32;
    }
    let final_of = |group: u32| number[last[group as usize] as usize];
    let parent: Vec<u32> = kept
        .iter()
        .map(|&at| match groups[at as usize].parent {
            NONE => NONE,
            up => final_of(up),
        })
        .collect();
    let mut columns: Vec<Vec<u32>> = vec![Vec::new(); kept.len()];
    for (column, &group) in group_of.iter().enumerate() {
        columns[final_of(group) as usize].push(column as u32);
    }
    in_postorder(&columns, &parent)
}

fn in_postorder(columns: &[Vec<u32>], parent: &[u32]) -> Supernodes {
    let order = postorder(parent);
    let place = super::tree::inverse(&order);
    let mut supernodes = Supernodes {
        order: Vec::new(),
        first: vec![0],
        parent: Vec::new(),
    };
    for &at in &order {
        supernodes.order.extend(&columns[at as usize]);
        supernodes.first.push(supernodes.order.len() as u32);
        supernodes.parent.push(match parent[at as usize] {
            NONE => NONE,
            up => place[up as usize],
        });
    }
    supernodes
}
