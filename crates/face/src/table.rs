//! The facts of `data/face`, as they travel inside the crate.

/// Points of the cage of half a face.
pub(crate) const POINTS: &str = include_str!("../../../data/face/points.txt");
/// Quadrilaterals of the cage of half a face.
pub(crate) const NET: &str = include_str!("../../../data/face/net.txt");
/// Landmark names of the catalog → points of the cage.
pub(crate) const LANDMARKS: &str = include_str!("../../../data/face/landmarks.txt");
/// The scheme of 68 facial points on the built-in face.
pub(crate) const LANDMARKS_68: &str = include_str!("../../../data/face/landmarks-68.txt");
/// Areas of the catalog → points of the cage.
pub(crate) const REGIONS: &str = include_str!("../../../data/face/regions.txt");
/// Rhytids of the catalog → points of the cage.
pub(crate) const RHYTIDS: &str = include_str!("../../../data/face/rhytids.txt");
/// Landmarks of anthropometry → places.
pub(crate) const PLACES: &str = include_str!("../../../data/face/landmark-places.toml");
/// Measures and their values in women and men.
pub(crate) const MEASURES: &str = include_str!("../../../data/face/measures.toml");
/// The eyeball.
pub(crate) const EYES: &str = include_str!("../../../data/face/eyes.toml");
/// What the years do to the shape.
pub(crate) const AGEING: &str = include_str!("../../../data/face/ageing.toml");

/// Lines that say something, with their numbers from 1.
pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
