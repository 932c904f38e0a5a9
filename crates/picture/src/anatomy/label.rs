//! Labels beside a plate: two columns of text with leader lines.

use glam::{Vec2, Vec3};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

use super::{Subject, piece};
use crate::render::{Camera, Image, Picture};

/// Distance of the text from the edge of the plate, pixels.
const MARGIN: f32 = 12.0;
/// Least distance of lines of text, pixels.
const LINE: f32 = 19.0;
/// Distance from the end of the text to the elbow of its leader line, pixels.
const ELBOW: f32 = 14.0;
/// Colour of text and lines, sRGB.
const INK: [u8; 3] = [18, 20, 24];

/// A name and the place it points at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    text: String,
    at: Vec3,
}

impl Label {
    pub(super) fn new(text: &str, at: Vec3) -> Self {
        Self {
            text: text.to_owned(),
            at,
        }
    }
}

/// Names of the muscles that a plate shows.
///
/// - `both`: the deep ones stand on the person's right
pub(super) fn muscles(subject: &Subject<'_>, both: bool) -> Vec<Label> {
    let mut labels = Vec::new();
    for muscle in &subject.anatomy.muscles {
        let bellies = muscle.bellies.iter();
        let shown = bellies.clone().find(|belly| {
            let on_right = both && piece::is_deep(belly);
            piece::on_left(belly) != on_right
        });
        labels.extend(shown.map(|belly| Label::new(&muscle.title, piece::middle(belly))));
    }
    labels
}

/// Names of the vessels and nerves of the left side.
pub(super) fn vessels(subject: &Subject<'_>) -> Vec<Label> {
    let mut labels = Vec::new();
    for vessel in &subject.anatomy.vessels {
        let stretch = vessel.stretches.iter().find(|s| piece::on_left_stretch(s));
        if let Some(stretch) = stretch {
            let at = stretch.points[stretch.points.len() * 2 / 3].as_vec3();
            labels.push(Label::new(&vessel.title, at));
        }
    }
    labels
}

/// Writes labels over a picture.
pub(super) fn write(image: &mut Image, camera: &Camera, picture: &Picture, labels: Vec<Label>) {
    let mut places: Vec<(Vec2, String)> = labels
        .into_iter()
        .map(|label| (camera.project(picture, label.at), label.text))
        .collect();
    places.sort_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.1.cmp(&b.1)));
    // Places left of the middle go to the left, but neither column is left much longer.
    let middle = 0.5 * picture.width as f32;
    let leftward = places.iter().filter(|(at, _)| at.x < middle).count();
    let count = places.len();
    let leftward = leftward.clamp(count * 2 / 5, count - count * 2 / 5);
    let right = places.split_off(leftward);
    for (left, mut column) in [(true, places), (false, right)] {
        column.sort_by(|a, b| a.0.y.total_cmp(&b.0.y).then(a.1.cmp(&b.1)));
        let heights = spread(
            &column.iter().map(|(at, _)| at.y).collect::<Vec<_>>(),
            picture.height as f32,
        );
        for ((at, text), y) in column.iter().zip(heights) {
            let width = text.chars().count() as f32 * advance();
            let (start, end) = if left {
                (MARGIN, MARGIN + width + 6.0)
            } else {
                let start = picture.width as f32 - MARGIN - width;
                (start, start - 6.0)
            };
            let elbow = if left { end + ELBOW } else { end - ELBOW };
            line(image, Vec2::new(end, y), Vec2::new(elbow, y));
            line(image, Vec2::new(elbow, y), *at);
            dot(image, *at);
            print(image, text, start, y - 9.0);
        }
    }
}

/// Heights near the wanted ones that are at least a line apart, within the picture.
fn spread(wanted: &[f32], height: f32) -> Vec<f32> {
    let mut heights = wanted.to_vec();
    let last = heights.len().saturating_sub(1);
    for _ in 0..200 {
        for i in 1..heights.len() {
            let short = LINE - (heights[i] - heights[i - 1]);
            if short > 0.0 {
                heights[i - 1] -= 0.5 * short;
                heights[i] += 0.5 * short;
            }
        }
        for (i, y) in heights.iter_mut().enumerate() {
            let low = MARGIN + LINE * i as f32;
            let high = height - MARGIN - LINE * (last - i) as f32;
            *y = y.clamp(low.min(high), high.max(low));
        }
    }
    heights
}

fn advance() -> f32 {
    noto_sans_mono_bitmap::get_raster_width(FontWeight::Regular, RasterHeight::Size16) as f32
}

fn print(image: &mut Image, text: &str, x: f32, y: f32) {
    for (number, letter) in text.chars().enumerate() {
        let Some(raster) = get_raster(letter, FontWeight::Regular, RasterHeight::Size16) else {
            continue;
        };
        let left = x + number as f32 * advance();
        for (row, pixels) in raster.rows().enumerate() {
            for (column, strength) in pixels.iter().enumerate() {
                let place = (left + column as f32, y + row as f32);
                let place = (place.0 as i64, place.1 as i64);
                blend(image, place, f32::from(*strength) / 255.0);
            }
        }
    }
}

/// Mixes ink into a pixel.
fn blend(image: &mut Image, (x, y): (i64, i64), strength: f32) {
    let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
        return;
    };
    if x >= image.width || y >= image.height {
        return;
    }
    let pixel = &mut image.rgb[3 * (y * image.width + x)..][..3];
    for (channel, ink) in pixel.iter_mut().zip(INK) {
        let mixed = f32::from(*channel) * (1.0 - strength) + f32::from(ink) * strength;
        *channel = mixed as u8;
    }
}

/// A thin smooth line.
fn line(image: &mut Image, from: Vec2, to: Vec2) {
    let low = from.min(to) - 2.0;
    let high = from.max(to) + 2.0;
    let way = to - from;
    for y in low.y as i64..=high.y as i64 {
        for x in low.x as i64..=high.x as i64 {
            let point = Vec2::new(x as f32 + 0.5, y as f32 + 0.5);
            let t = ((point - from).dot(way) / way.length_squared().max(1e-6)).clamp(0.0, 1.0);
            let away = point.distance(from + t * way);
            blend(image, (x, y), 0.75 * (1.1 - away).clamp(0.0, 1.0));
        }
    }
}

fn dot(image: &mut Image, at: Vec2) {
    for y in at.y as i64 - 4..=at.y as i64 + 4 {
        for x in at.x as i64 - 4..=at.x as i64 + 4 {
            let away = Vec2::new(x as f32 + 0.5, y as f32 + 0.5).distance(at);
            blend(image, (x, y), (2.6 - away).clamp(0.0, 1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_text_do_not_overlap_and_stay_in_the_picture() {
        let heights = spread(&[5.0, 5.0, 6.0, 390.0, 399.0], 400.0);
        assert!(
            heights
                .windows(2)
                .all(|pair| pair[1] - pair[0] > LINE - 0.5)
        );
        assert!(heights.iter().all(|y| (0.0..=400.0).contains(y)));
    }
}
