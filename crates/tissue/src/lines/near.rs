//! Places by cells of space, to find those near a point.

use std::collections::BTreeMap;

/// Places sorted into cubes.
pub(super) struct Near {
    side: f64,
    cells: BTreeMap<[i64; 3], Vec<u32>>,
}

impl Near {
    /// Sorts places so that all within a radius of a point are found.
    pub(super) fn new(places: &[[f64; 3]], radius: f64) -> Self {
        let mut near = Self {
            side: radius.max(f64::MIN_POSITIVE),
            cells: BTreeMap::new(),
        };
        for (number, place) in places.iter().enumerate() {
            let cell = near.cell(*place);
            near.cells.entry(cell).or_default().push(number as u32);
        }
        near
    }

    fn cell(&self, place: [f64; 3]) -> [i64; 3] {
        place.map(|x| (x / self.side).floor() as i64)
    }

    /// Visits every place within the radius of a point, and some beyond, in a fixed order.
    pub(super) fn visit(&self, point: [f64; 3], mut visit: impl FnMut(u32)) {
        let [x, y, z] = self.cell(point);
        for x in x - 1..=x + 1 {
            for y in y - 1..=y + 1 {
                let cells = self.cells.range([x, y, z - 1]..=[x, y, z + 1]);
                for number in cells.flat_map(|(_, numbers)| numbers) {
                    visit(*number);
                }
            }
        }
    }
}
