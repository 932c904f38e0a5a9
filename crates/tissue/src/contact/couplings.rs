//! Pairs of nodes whose blocks the tangent must hold.

use rayon::prelude::*;

use super::pass::{Contacts, Pass, moved};

/// How far around the closest face the pattern reaches, in units of the reach; generous, so
/// that it is rarely made anew.
const GENEROUS: f64 = 2.5;

impl Contacts {
    /// Pairs of positions coupled in the pattern.
    pub(crate) fn coupled(&self) -> &[[u32; 2]] {
        &self.coupled
    }

    /// Whether a point in contact at `u` is not coupled with its face; if so, those of `u` are
    /// coupled, beside those before where `kept`.
    pub(crate) fn couple(&mut self, u: &[f64], kept: bool) -> bool {
        let missing = self.passes.iter().any(|pass| {
            let placed = pass.facets.place(moved(&self.rest, u));
            let touches = pass.touches(&placed, &self.rest, u);
            touches.iter().any(|touch| {
                let point = &pass.points[touch.point as usize];
                let facet = &pass.facets.facets[touch.facet as usize];
                !self.has(point.nodes[0], facet.nodes[0])
            })
        });
        if missing {
            let mut coupled = if kept {
                std::mem::take(&mut self.coupled)
            } else {
                Vec::new()
            };
            for pass in &self.passes {
                coupled.extend(pass.couplings(&self.rest, u));
            }
            coupled.par_sort_unstable();
            coupled.dedup();
            self.coupled = coupled;
        }
        missing
    }

    fn has(&self, a: u32, b: u32) -> bool {
        a == b || self.coupled.binary_search(&[a.min(b), a.max(b)]).is_ok()
    }
}

impl Pass {
    fn couplings(&self, rest: &[[f64; 3]], u: &[f64]) -> Vec<[u32; 2]> {
        let placed = self.facets.place(moved(rest, u));
        let mut pairs: Vec<[u32; 2]> = (0..self.points.len() as u32)
            .into_par_iter()
            .flat_map_iter(|point| {
                let mut faces = Vec::new();
                let near = self.kept_or_near(point, &placed, rest, u, self.reach);
                if near.is_some() {
                    let p = self.points[point as usize].place(moved(rest, u));
                    let radius = GENEROUS * self.reach;
                    self.facets.visit(&placed, p, radius, |facet, radius| {
                        faces.push(self.facets.facets[facet as usize].face);
                        radius
                    });
                }
                faces.sort_unstable();
                faces.dedup();
                faces
                    .into_iter()
                    .flat_map(move |face| self.pairs(point, face))
            })
            .collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs
    }

    fn pairs(&self, point: u32, face: u32) -> impl Iterator<Item = [u32; 2]> {
        let own = &self.points[point as usize].nodes;
        let others = &self.faces[face as usize];
        own.iter().flat_map(move |&a| {
            others
                .iter()
                .filter(move |&&b| a != b)
                .map(move |&b| [a.min(b), a.max(b)])
        })
    }
}
