//! The face from the front, with neck and shoulders: drawn in mm, origin nasion, y up.

mod brows;
mod ears;
mod eyes;
mod hair;
mod lips;
mod neck;
mod nose;
mod outline;
mod skin;

use crate::plate::Plate;
pub(crate) use outline::face_outline;

/// Who is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub man: bool,
    pub aged: bool,
}

/// Draws everything that is the same for every patient, from back to front.
pub(crate) fn draw(plate: &mut Plate, look: Look) {
    skin::define(plate, look);
    neck::draw(plate, look);
    ears::draw(plate, look);
    skin::head(plate, look);
    nose::draw(plate, look);
    lips::draw(plate, look);
    eyes::draw(plate, look);
    brows::draw(plate, look);
    hair::draw(plate, look);
    outline::contour(plate, look);
}
