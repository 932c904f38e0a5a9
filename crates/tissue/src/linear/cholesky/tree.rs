//! Elimination tree and column counts of the factor of a symmetric matrix.

/// No parent, no child.
pub(super) const NONE: u32 = u32::MAX;

/// The graph of a matrix with its rows in elimination order; every edge from both ends.
pub(super) struct Ordered {
    start: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Ordered {
    /// - `row_of`: row at each position
    /// - `columns`: block columns of a row
    pub fn new<'a>(row_of: &[u32], columns: impl Fn(u32) -> &'a [u32]) -> Self {
        let position_of = inverse(row_of);
        let mut start = vec![0];
        let mut neighbours = Vec::new();
        for &row in row_of {
            let others = columns(row).iter().filter(|&&column| column != row);
            neighbours.extend(others.map(|&column| position_of[column as usize]));
            start.push(neighbours.len());
        }
        Self { start, neighbours }
    }

    pub fn len(&self) -> usize {
        self.start.len() - 1
    }

    pub fn of(&self, position: usize) -> &[u32] {
        &self.neighbours[self.start[position]..self.start[position + 1]]
    }
}

/// The converse of a permutation.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut inverse = vec![0; order.len()];
    for (place, &of) in order.iter().enumerate() {
        inverse[of as usize] = place as u32;
    }
    inverse
}

/// Parent of each column in the elimination tree.
///
/// # Source
/// Liu, The role of elimination trees in sparse factorization, SIAM J. Matrix Anal. Appl. 1990;
/// 11:134.
pub(super) fn elimination_tree(graph: &Ordered) -> Vec<u32> {
    let mut parent = vec![NONE; graph.len()];
    let mut ancestor = parent.clone();
    for column in 0..graph.len() {
        for &row in graph.of(column) {
            let mut at = row as usize;
            while at < column {
                let next = std::mem::replace(&mut ancestor[at], column as u32);
                if next == NONE {
                    parent[at] = column as u32;
                }
                at = next as usize;
            }
        }
    }
    parent
}

/// Order in which the nodes of a forest come after their children, subtree by subtree.
pub(super) fn postorder(parent: &[u32]) -> Vec<u32> {
    let n = parent.len();
    let mut first_child = vec![NONE; n];
    let mut sibling = vec![NONE; n];
    let mut roots = NONE;
    for node in (0..n).rev() {
        let head = match parent[node] {
            NONE => &mut roots,
            up => &mut first_child[up as usize],
        };
        sibling[node] = std::mem::replace(head, node as u32);
    }
    let mut order = Vec::with_capacity(n);
    let mut path = Vec::new();
    let mut root = roots;
    while root != NONE {
        path.push(root);
        while let Some(&node) = path.last() {
            let child = first_child[node as usize];
            if child == NONE {
                order.push(node);
                path.pop();
            } else {
                first_child[node as usize] = sibling[child as usize];
                path.push(child);
            }
        }
        root = sibling[root as usize];
    }
    order
}

/// Entries in each column of the factor, the diagonal included.
///
/// The columns must be in postorder.
///
/// # Source
/// Gilbert, Ng and Peyton, An efficient algorithm to compute row and column counts for sparse
/// Cholesky factorization, SIAM J. Matrix Anal. Appl. 1994; 15:1075.
pub(super) fn column_counts(graph: &Ordered, parent: &[u32]) -> Vec<u32> {
    let n = graph.len();
    let first = first_descendants(parent);
    let mut counts: Vec<i64> = (0..n).map(|j| i64::from(first[j] as usize == j)).collect();
    let mut leaves = Leaves::new(n);
    for column in 0..n {
        if parent[column] != NONE {
            counts[parent[column] as usize] -= 1;
        }
        for &row in graph.of(column) {
            if row as usize > column && leaves.is_leaf(row as usize, first[column]) {
                counts[column] += 1;
                if let Some(common) = leaves.common_ancestor(row as usize, column as u32) {
                    counts[common as usize] -= 1;
                }
            }
        }
        if parent[column] != NONE {
            leaves.ancestor[column] = parent[column];
        }
    }
    for column in 0..n {
        if parent[column] != NONE {
            counts[parent[column] as usize] += counts[column];
        }
    }
    counts.into_iter().map(|count| count as u32).collect()
}

/// First node of the subtree of each node of a forest in postorder.
pub(super) fn first_descendants(parent: &[u32]) -> Vec<u32> {
    let mut first: Vec<u32> = (0..parent.len() as u32).collect();
    for node in 0..parent.len() {
        if parent[node] != NONE {
            let up = parent[node] as usize;
            first[up] = first[up].min(first[node]);
        }
    }
    first
}

/// Leaves of the row subtrees met so far.
struct Leaves {
    ancestor: Vec<u32>,
    /// One more than the largest first descendant of a leaf of each row.
    beyond: Vec<u32>,
    previous: Vec<u32>,
}

impl Leaves {
    fn new(n: usize) -> Self {
        Self {
            ancestor: (0..n as u32).collect(),
            beyond: vec![0; n],
            previous: vec![NONE; n],
        }
    }

    fn is_leaf(&mut self, row: usize, first: u32) -> bool {
        let leaf = first >= self.beyond[row];
        if leaf {
            self.beyond[row] = first + 1;
        }
        leaf
    }

    /// Least common ancestor of a leaf and the one before it in the row.
    fn common_ancestor(&mut self, row: usize, leaf: u32) -> Option<u32> {
        let previous = std::mem::replace(&mut self.previous[row], leaf);
        if previous == NONE {
            return None;
        }
        let mut common = previous;
        while common != self.ancestor[common as usize] {
            common = self.ancestor[common as usize];
        }
        let mut at = previous;
        while at != common {
            at = std::mem::replace(&mut self.ancestor[at as usize], common);
        }
        Some(common)
    }
}
