//! Letters and single pixels over a finished picture.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};

use super::Image;

/// Colour of words and lines, sRGB.
const INK: [u8; 3] = [18, 20, 24];

/// Width of a letter, pixels.
pub(crate) fn advance() -> f32 {
    get_raster_width(FontWeight::Regular, RasterHeight::Size16) as f32
}

impl Image {
    /// Writes words in dark ink.
    ///
    /// - `x`, `y`: upper left corner of the first letter, pixels
    pub fn write(&mut self, text: &str, x: f32, y: f32) {
        for (number, letter) in text.chars().enumerate() {
            let Some(raster) = get_raster(letter, FontWeight::Regular, RasterHeight::Size16) else {
                continue;
            };
            let left = x + number as f32 * advance();
            for (row, pixels) in raster.rows().enumerate() {
                for (column, strength) in pixels.iter().enumerate() {
                    let place = (left + column as f32, y + row as f32);
                    let place = (place.0 as i64, place.1 as i64);
                    self.blend(place, f32::from(*strength) / 255.0);
                }
            }
        }
    }

    /// Mixes ink into a pixel; one beside the picture is left alone.
    pub(crate) fn blend(&mut self, (x, y): (i64, i64), strength: f32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x >= self.width || y >= self.height {
            return;
        }
        let pixel = &mut self.rgb[3 * (y * self.width + x)..][..3];
        for (channel, ink) in pixel.iter_mut().zip(INK) {
            let mixed = f32::from(*channel) * (1.0 - strength) + f32::from(ink) * strength;
            *channel = mixed as u8;
        }
    }
}
