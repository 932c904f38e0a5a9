//! The colours: calm, printable on white, told apart in grey by shape and depth.

pub(crate) const FONT: &str = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

pub(crate) const INK: &str = "#1f2a37";
pub(crate) const MUTED: &str = "#5b6775";
pub(crate) const FAINT: &str = "#9aa5b1";
pub(crate) const HAIRLINE: &str = "#d5dbe1";

pub(crate) const TOXIN: &str = "#12607a";
pub(crate) const GEL: &str = "#c8682c";
pub(crate) const ENZYME: &str = "#6d4a9c";

pub(crate) const SKIN: &str = "#f8e9de";
pub(crate) const SKIN_LIGHT: &str = "#fffaf5";
pub(crate) const SKIN_SHADE: &str = "#d9b09a";
pub(crate) const SKIN_DEEP: &str = "#b98570";
pub(crate) const LINE: &str = "#7a5548";
pub(crate) const LINE_DARK: &str = "#4a332c";
pub(crate) const HAIR: &str = "#8b7466";
pub(crate) const HAIR_DARK: &str = "#5f4b41";
/// Light on the skin.
pub(crate) const GLOW: &str = "#fffefd";
pub(crate) const NAIL: &str = "#f8dcd2";
pub(crate) const VESSEL: &str = "#b3202c";

/// Series of charts, told apart by colour-blind readers too (after Okabe and Ito 2008, darkened).
pub(crate) const SERIES: [&str; 6] = [
    "#6b7280", "#12607a", "#c05a1e", "#5b3f8f", "#2f7d4f", "#a0366a",
];
