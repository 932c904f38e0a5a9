//! The courses, with the constants of `data/model/`.

mod crease;
mod people;
mod spread;
mod toxin;

use std::sync::LazyLock;

use catalog::{Catalog, Kind, Worse};
use course::{Models, Range, Target, ToxinDose, Treatment};

/// Models with the committed constants.
pub static MODELS: LazyLock<Models> = LazyLock::new(|| {
    let catalog = Catalog::embedded().expect("data/ loads");
    Models::from_catalog(&catalog).expect("constants are complete")
});

/// A frown line on a four-point scale.
pub fn frown() -> Target {
    Target {
        kind: Kind::Line,
        muscle: true,
        toxin_group: Some("glabella".to_owned()),
        gel_group: Some("glabella".to_owned()),
        volume_share: 0.1,
        gel_reach: 1.0,
        range: Range {
            lowest: 0.0,
            highest: 3.0,
            worse: Worse::Higher,
            rater_sd: 0.27,
        },
    }
}

/// One treatment of the glabella.
pub fn ona(day: f64, units: f64) -> Treatment {
    Treatment {
        toxin: vec![ToxinDose {
            day,
            product: "onabotulinumtoxinA".to_owned(),
            group: "glabella".to_owned(),
            units,
        }],
        ..Treatment::default()
    }
}
