//! How far the scene reaches towards a far light, on a grid seen from that light.

use glam::Vec3;

/// Nearest surface to a far light, on a square grid across the light's direction.
pub(super) struct DepthMap {
    /// Unit vectors across the light and towards it.
    axes: [Vec3; 3],
    center: Vec3,
    cells_per_mm: f32,
    side: usize,
    /// Distance towards the light, mm, of the surface nearest to it in each cell.
    reach: Vec<f32>,
}

impl DepthMap {
    /// Sees the triangles from a light.
    ///
    /// - `towards`: unit vector to the light
    /// - `center`, `radius`: sphere around the scene, mm
    /// - `side`: cells along the side of the grid
    pub(super) fn new(
        triangles: impl Iterator<Item = [Vec3; 3]>,
        towards: Vec3,
        center: Vec3,
        radius: f32,
        side: usize,
    ) -> Self {
        let across = towards.any_orthonormal_vector();
        let mut map = Self {
            axes: [across, towards.cross(across), towards],
            center,
            cells_per_mm: side as f32 / (2.0 * radius),
            side,
            reach: vec![f32::NEG_INFINITY; side * side],
        };
        for triangle in triangles {
            map.draw(triangle.map(|point| map.place(point)));
        }
        map
    }

    /// Cell coordinates and distance towards the light.
    fn place(&self, point: Vec3) -> Vec3 {
        let [u, v, w] = self.axes.map(|axis| axis.dot(point - self.center));
        let half = self.side as f32 / 2.0;
        Vec3::new(
            u * self.cells_per_mm + half,
            v * self.cells_per_mm + half,
            w,
        )
    }

    fn draw(&mut self, [a, b, c]: [Vec3; 3]) {
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if area.abs() < 1e-9 {
            return;
        }
        let last = self.side as f32 - 1.0;
        let low = a.min(b).min(c);
        let high = a.max(b).max(c);
        let columns = low.x.max(0.0) as usize..=high.x.clamp(0.0, last) as usize;
        for row in low.y.max(0.0) as usize..=high.y.clamp(0.0, last) as usize {
            for column in columns.clone() {
                let (x, y) = (column as f32 + 0.5, row as f32 + 0.5);
                let u = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
                let v = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
                if u < 0.0 || v < 0.0 || u + v > 1.0 {
                    continue;
                }
                let depth = a.z + u * (b.z - a.z) + v * (c.z - a.z);
                let cell = &mut self.reach[row * self.side + column];
                *cell = cell.max(depth);
            }
        }
    }

    /// Whether nothing stands between the point and the light.
    ///
    /// - `slack_mm`: how far behind the nearest surface still counts as lit
    pub(super) fn sees(&self, point: Vec3, slack_mm: f32) -> bool {
        let place = self.place(point);
        let inside = |value: f32| value >= 0.0 && value < self.side as f32;
        if !inside(place.x) || !inside(place.y) {
            return true;
        }
        let cell = self.reach[place.y as usize * self.side + place.x as usize];
        place.z + slack_mm >= cell
    }
}
