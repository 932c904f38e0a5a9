//! Brows made of hairs: upright at the nose, lying outwards towards the tail.

use super::Look;
use crate::geometry::{Point, along, lerp, sampled, scatter, unit};
use crate::palette::HAIR_DARK;
use crate::plate::{Plate, Shape};

/// Upper and lower edge from nose to tail, mm.
struct Brow {
    upper: &'static [Point],
    lower: &'static [Point],
}

const WOMAN: Brow = Brow {
    upper: &[
        [12.2, 10.6],
        [18.0, 13.6],
        [25.0, 16.0],
        [32.0, 17.6],
        [37.5, 17.8],
        [43.0, 15.8],
        [49.0, 11.6],
        [53.6, 7.6],
    ],
    lower: &[
        [11.6, 6.0],
        [17.5, 8.0],
        [24.5, 10.6],
        [31.5, 12.8],
        [37.0, 13.6],
        [43.0, 12.4],
        [49.0, 9.6],
        [53.6, 7.6],
    ],
};
const MAN: Brow = Brow {
    upper: &[
        [9.8, 11.6],
        [16.0, 14.0],
        [24.0, 15.6],
        [32.0, 16.8],
        [38.5, 17.4],
        [44.5, 15.8],
        [50.0, 12.0],
        [54.5, 7.4],
    ],
    lower: &[
        [9.4, 5.0],
        [16.0, 6.6],
        [24.0, 8.4],
        [32.0, 10.0],
        [38.5, 11.4],
        [44.5, 11.0],
        [50.0, 8.8],
        [54.5, 7.4],
    ],
};

pub(super) fn draw(plate: &mut Plate, look: Look) {
    let brow = if look.man { &MAN } else { &WOMAN };
    let (upper, lower) = (sampled(brow.upper, 6, false), sampled(brow.lower, 6, false));
    let filter = plate.url("blur1");
    let body = Shape::curve(brow.upper)
        .then(&brow.lower.iter().rev().copied().collect::<Vec<_>>())
        .closed();
    plate.pair(
        &body,
        &format!(r#"filter="{filter}" fill="{HAIR_DARK}" fill-opacity=".34""#),
    );
    let rows = if look.man { 9 } else { 7 };
    for side in [1.0, -1.0] {
        let mut d = String::new();
        for row in 0..rows {
            for k in 0..46 {
                let seed = row * 64 + k;
                let t = 0.95 * (k as f64 + 0.5 + 0.5 * scatter(seed, 11)) / 46.0;
                let across = (row as f64 + 0.5 + 0.45 * scatter(seed, 12)) / rows as f64;
                d.push_str(&hair(plate, &upper, &lower, [t, across], seed, side));
            }
        }
        plate.raw(&format!(
            r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".8"/>"#
        ));
    }
}

/// One hair rooted at `[along, across]` the brow (0..1 each; across 0 = lower edge).
fn hair(
    plate: &Plate,
    upper: &[Point],
    lower: &[Point],
    at: [f64; 2],
    seed: usize,
    side: f64,
) -> String {
    let [t, across] = at;
    let root = lerp(along(lower, t), along(upper, t), across);
    let ahead = along(
        if across > 0.5 { upper } else { lower },
        (t + 0.05).min(1.0),
    );
    let behind = along(
        if across > 0.5 { upper } else { lower },
        (t - 0.05).max(0.0),
    );
    let tangent = unit([ahead[0] - behind[0], ahead[1] - behind[1]]);
    // Hairs of the lower edge sweep up, those of the upper edge lie down, all turn to the tail.
    let rise = (1.25 - 2.3 * t).max(0.0)
        + 0.55 * (0.5 - across) * (0.4 + t) * (1.0 - t * t)
        + 0.1 * scatter(seed, 13);
    let direction = unit([
        tangent[0] - tangent[1] * rise,
        tangent[1] + tangent[0] * rise,
    ]);
    let short = 1.0 - 0.55 * ((t - 0.7) / 0.3).max(0.0);
    let length = (3.4 - 0.9 * t) * short * (1.0 + 0.22 * scatter(seed, 14));
    let tip = [
        root[0] + direction[0] * length,
        root[1] + direction[1] * length,
    ];
    let bend = [
        root[0] + direction[0] * length * 0.55 - tangent[1] * 0.28,
        root[1] + direction[1] * length * 0.55 + tangent[0] * 0.28,
    ];
    let [root, bend, tip] = [root, bend, tip].map(|p| [p[0] * side, p[1]]);
    plate.hair_data(root, bend, tip, 0.3)
}
