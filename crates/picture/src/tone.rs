//! Soft edges shared by all views.

use crate::plate::{Plate, num};

/// Blurs of four strengths, named `blur0` to `blur3`.
pub(crate) fn define(plate: &mut Plate) {
    for (name, radius_mm) in [
        ("blur0", 0.25),
        ("blur1", 0.7),
        ("blur2", 1.9),
        ("blur3", 4.8),
    ] {
        let id = plate.id(name);
        let deviation = num(radius_mm * plate.frame.scale);
        plate.define(&format!(
            concat!(
                r#"<filter id="{}" x="-20%" y="-20%" width="140%" height="140%">"#,
                r#"<feGaussianBlur stdDeviation="{}"/></filter>"#
            ),
            id, deviation
        ));
    }
}
