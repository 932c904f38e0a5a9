//! Skin, hair and iris in the tone of a Fitzpatrick type.
//!
//! The anatomy is drawn in one tone; this maps each of its colours to another. The six tones
//! are chosen for a chart that prints well; they are not measurements.

use crate::palette::{GLOW, HAIR, HAIR_DARK, NAIL, SKIN};

type Rgb = [f64; 3];

/// Colours that no complexion changes: white of the eye, pupil.
const KEPT: [&str; 3] = ["#f6f1ec", "#14191c", "#3b2c2a"];
/// Colours of hair and brows.
const HAIRS: [&str; 11] = [
    HAIR, HAIR_DARK, "#d8c8bb", "#a18b7c", "#b7a294", "#958072", "#8f7a6c", "#9a8475", "#f3e8df",
    "#6b5648", "#dfe6e3",
];
/// Colours of the iris.
const IRISES: [&str; 7] = [
    "#8a7a5e", "#7f8f8a", "#5f7a83", "#33474f", "#6d848b", "#26363d", "#dfe6e2",
];

/// Skin in full light, types I to VI.
const SKINS: [&str; 6] = ["#fbf0e8", SKIN, "#f1d8c1", "#ddb793", "#b98762", "#8f6247"];
/// How much of hair and iris brightness is left, types I to VI.
const HAIR_LIGHT: [f64; 6] = [1.08, 1.0, 0.82, 0.58, 0.44, 0.38];

/// The tone of one Fitzpatrick type; `None` for the tone of the drawing itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Complexion {
    place: usize,
}

impl Complexion {
    /// The complexion of a Fitzpatrick type 1 to 6; anything else is drawn as type II.
    pub(crate) fn of(fitzpatrick: Option<u8>) -> Self {
        let place = fitzpatrick.filter(|t| (1..=6).contains(t)).unwrap_or(2);
        Self {
            place: usize::from(place) - 1,
        }
    }

    /// Whether findings need a darker ink to stand out.
    pub(crate) fn is_dark(self) -> bool {
        self.place >= 4
    }

    /// The drawing's markup with every colour of skin, hair and iris exchanged.
    pub(crate) fn recoloured(self, markup: &str) -> String {
        if self.place == 1 {
            return markup.to_owned();
        }
        let mut out = String::with_capacity(markup.len());
        let mut rest = markup;
        while let Some(at) = rest.find("\"#") {
            let (before, tail) = rest.split_at(at + 1);
            out.push_str(before);
            match tail
                .get(..7)
                .filter(|hex| hex[1..].bytes().all(|b| b.is_ascii_hexdigit()))
            {
                Some(hex) => {
                    out.push_str(&self.colour(hex));
                    rest = &tail[7..];
                }
                None => rest = tail,
            }
        }
        out.push_str(rest);
        out
    }

    fn colour(self, hex: &str) -> String {
        if KEPT.contains(&hex) {
            return hex.to_owned();
        }
        let colour = rgb(hex);
        if HAIRS.contains(&hex) {
            return text(colour.map(|c| c * HAIR_LIGHT[self.place]));
        }
        if IRISES.contains(&hex) {
            return text(self.iris(colour));
        }
        let (base, target) = (rgb(SKIN), rgb(SKINS[self.place]));
        // Light on dark skin stays a light, and nails stay pale.
        let power = match hex {
            GLOW => 0.8,
            NAIL => 0.45,
            _ => 1.0,
        };
        let tinted = |k: usize| colour[k] * (target[k] / base[k]).powf(power);
        text([tinted(0), tinted(1), tinted(2)])
    }

    /// Grey-blue irises turn brown from type III on.
    fn iris(self, colour: Rgb) -> Rgb {
        if self.place < 2 {
            return colour;
        }
        let light = (colour[0] + colour[1] + colour[2]) / 3.0;
        let depth = 1.0 - 0.09 * (self.place as f64 - 1.0);
        [
            light * 1.02 * depth,
            light * 0.74 * depth,
            light * 0.50 * depth,
        ]
    }
}

fn rgb(hex: &str) -> Rgb {
    let channel = |i: usize| {
        let part = hex.get(i..i + 2).unwrap_or("00");
        f64::from(u8::from_str_radix(part, 16).unwrap_or(0))
    };
    [channel(1), channel(3), channel(5)]
}

fn text(colour: Rgb) -> String {
    let [r, g, b] = colour.map(|c| c.clamp(0.0, 255.0).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_two_is_the_drawing_itself_and_six_is_darker() {
        let markup = format!(r##"<path fill="{SKIN}"/><path fill="#fff"/>"##);
        assert_eq!(Complexion::of(None).recoloured(&markup), markup);
        let dark = Complexion::of(Some(6)).recoloured(&markup);
        assert!(dark.contains(SKINS[5]) && dark.contains("#fff\""));
    }
}
