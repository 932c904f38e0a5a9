//! Points, smooth curves through points, and strokes that swell and taper.

/// A point: `[x, y]`, mm in a drawing frame or px on the sheet.
pub(crate) type Point = [f64; 2];

pub(crate) fn add(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

pub(crate) fn sub(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

pub(crate) fn scale(a: Point, k: f64) -> Point {
    [a[0] * k, a[1] * k]
}

pub(crate) fn lerp(a: Point, b: Point, t: f64) -> Point {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

pub(crate) fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The unit vector along `a`, or zero for a zero vector.
pub(crate) fn unit(a: Point) -> Point {
    let length = a[0].hypot(a[1]);
    if length < 1e-12 {
        [0.0, 0.0]
    } else {
        scale(a, 1.0 / length)
    }
}

/// The points mirrored across the midline x = 0, in the same order.
pub(crate) fn mirrored(points: &[Point]) -> Vec<Point> {
    points.iter().map(|p| [-p[0], p[1]]).collect()
}

/// Cubic segments `[start, control, control, end]` of a Catmull–Rom spline through `points`.
///
/// Each tangent is the chord of the neighbours, a sixth of it to either side; at a closed
/// curve the neighbours wrap around.
pub(crate) fn spline(points: &[Point], closed: bool) -> Vec<[Point; 4]> {
    let n = points.len();
    if n < 2 {
        return Vec::new();
    }
    // The neighbour before and after; at an open end the end point stands for its neighbour.
    let before = |i: usize| {
        if i > 0 {
            points[i - 1]
        } else if closed {
            points[n - 1]
        } else {
            points[0]
        }
    };
    let after = |i: usize| {
        if i < n {
            points[i]
        } else if closed {
            points[i - n]
        } else {
            points[n - 1]
        }
    };
    let count = if closed { n } else { n - 1 };
    (0..count)
        .map(|i| {
            let (before, start, end, after) = (before(i), points[i], after(i + 1), after(i + 2));
            let reach = distance(start, end);
            let out = handle(sub(end, before), reach);
            let back = handle(sub(after, start), reach);
            [start, add(start, out), sub(end, back), end]
        })
        .collect()
}

/// A tangent handle: a third of the segment long at most, so that uneven spacing does not loop.
fn handle(chord: Point, reach: f64) -> Point {
    let length = chord[0].hypot(chord[1]);
    if length < 1e-12 {
        return [0.0, 0.0];
    }
    scale(chord, (length / 6.0).min(reach * 0.38) / length)
}

/// The point of a cubic at `t` in 0..1.
pub(crate) fn cubic_at(c: &[Point; 4], t: f64) -> Point {
    let u = 1.0 - t;
    let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
    let sum = |axis: usize| (0..4).map(|k| weights[k] * c[k][axis]).sum();
    [sum(0), sum(1)]
}

/// Points along the spline through `points`, `per_segment` for each span, both ends included.
pub(crate) fn sampled(points: &[Point], per_segment: usize, closed: bool) -> Vec<Point> {
    let mut out: Vec<Point> = points.first().copied().into_iter().collect();
    for c in spline(points, closed) {
        for k in 1..=per_segment {
            out.push(cubic_at(&c, k as f64 / per_segment as f64));
        }
    }
    out
}

/// The point at the fraction `t` (0..1) of the length of a polyline.
pub(crate) fn along(polyline: &[Point], t: f64) -> Point {
    let Some(&first) = polyline.first() else {
        return [0.0, 0.0];
    };
    let total: f64 = polyline.windows(2).map(|w| distance(w[0], w[1])).sum();
    let mut left = total * t.clamp(0.0, 1.0);
    for w in polyline.windows(2) {
        let step = distance(w[0], w[1]);
        if left <= step && step > 0.0 {
            return lerp(w[0], w[1], left / step);
        }
        left -= step;
    }
    polyline.last().copied().unwrap_or(first)
}

/// The part of a smooth curve between two fractions of its length, as `n` points.
pub(crate) fn part(points: &[Point], from: f64, to: f64, n: usize) -> Vec<Point> {
    let fine = sampled(points, 10, false);
    let step = (to - from) / (n.max(2) - 1) as f64;
    (0..n.max(2))
        .map(|i| along(&fine, from + step * i as f64))
        .collect()
}

/// How wide a stroke is along its length.
#[derive(Clone, Copy)]
pub(crate) enum Taper {
    /// Thin at both ends, full in the middle.
    Both,
    /// Full at the start, thin at the end.
    End,
    /// Thin at the start, full at the end.
    Start,
}

impl Taper {
    fn width(self, t: f64) -> f64 {
        let t = t.clamp(0.0, 1.0);
        match self {
            Self::Both => (std::f64::consts::PI * t).sin().max(0.0).powf(0.7),
            Self::End => (1.0 - t).powf(0.7) * (0.35 + 0.65 * (t * 8.0).min(1.0)),
            Self::Start => Self::End.width(1.0 - t),
        }
    }
}

/// Outline of a stroke that swells to `width` and tapers: a closed polygon around the curve.
pub(crate) fn tapered(points: &[Point], width: f64, taper: Taper) -> Vec<Point> {
    let line = sampled(points, if points.len() > 6 { 3 } else { 5 }, false);
    let n = line.len();
    if n < 2 {
        return Vec::new();
    }
    let offset = |i: usize, side: f64| -> Point {
        let tangent = unit(sub(line[(i + 1).min(n - 1)], line[i.saturating_sub(1)]));
        let half = side * width / 2.0 * taper.width(i as f64 / (n - 1) as f64);
        add(line[i], [-tangent[1] * half, tangent[0] * half])
    };
    let there = (0..n).map(|i| offset(i, 1.0));
    let back = (0..n).rev().map(|i| offset(i, -1.0));
    there.chain(back).collect()
}

/// Whether `p` lies inside the polygon (even–odd rule).
pub(crate) fn contains(polygon: &[Point], p: Point) -> bool {
    let n = polygon.len();
    let crossings = (0..n).filter(|&i| {
        let (a, b) = (polygon[i], polygon[(i + 1) % n]);
        let spans = (a[1] > p[1]) != (b[1] > p[1]);
        spans && p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    });
    crossings.count() % 2 == 1
}

/// A repeatable scatter in −1..1 for hair and texture: a hash of two numbers, no generator.
pub(crate) fn scatter(index: usize, salt: u32) -> f64 {
    let mut h = (index as u32).wrapping_mul(0x9E37_79B9) ^ salt.wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    h ^= h >> 15;
    f64::from(h) / f64::from(u32::MAX) * 2.0 - 1.0
}
