//! Where a plane lies under a site, and whether the published depth is in it.

use catalog::Fact;
use face::anatomy::{Anatomy, LAYERS, Spot};

use super::spread::Z90;

/// Step in which a column is searched for a muscle, mm.
const STEP_MM: f64 = 0.25;
/// Share of fibres from which the tissue counts as the muscle.
const IS_MUSCLE: f64 = 0.5;

/// Depths at which the layers begin, and at which the last ends, mm.
pub(super) type Depths = [f64; LAYERS.len() + 1];

/// Depths of the layers under a spot.
pub(super) fn layers(anatomy: &Anatomy, spot: &Spot) -> Depths {
    let whole = anatomy.layers.total_at_mm(spot);
    std::array::from_fn(|layer| whole * spot.of_numbers(&anatomy.layers.shares[layer]))
}

/// Depths between which a muscle lies under a spot, mm; none where it does not.
pub(super) fn muscle(anatomy: &Anatomy, spot: &Spot, name: &str) -> Option<[f64; 2]> {
    let muscle = anatomy.muscles.iter().find(|muscle| muscle.name == name)?;
    let steps = (anatomy.layers.total_at_mm(spot) / STEP_MM).ceil() as usize;
    let is_muscle = |depth: &f64| {
        let point = anatomy.point(spot, *depth);
        let mut bellies = muscle.bellies.iter();
        bellies.any(|belly| belly.at(point).is_some_and(|(share, _)| share >= IS_MUSCLE))
    };
    let depths = (0..=steps).map(|step| STEP_MM * step as f64);
    let mut inside = depths.filter(is_muscle);
    let first = inside.next()?;
    Some([first, inside.next_back().unwrap_or(first + STEP_MM)])
}

/// A plane under a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plane {
    /// Depths between which it lies, mm.
    pub(super) between: [f64; 2],
    /// Usual depth of the tip in it, mm.
    pub(super) usual_mm: f64,
    /// Whether a depth in mm places the tip in it; within the skin it does not.
    is_by_mm: bool,
}

impl Plane {
    /// The plane that a site names, by the layers under it (assumption-depth-in-plane).
    ///
    /// - `aimed`: depths between which the muscle aimed at lies, mm
    pub(super) fn of(plane: &str, depths: &Depths, aimed: Option<[f64; 2]>) -> Self {
        let [top, fat, muscle, deep, base] = *depths;
        let belly = aimed.unwrap_or([muscle, deep]);
        let belly = belly.map(|depth| depth.min(base));
        let (between, share) = match plane {
            "superficial-dermal" => ([top, fat], 1.0 / 3.0),
            "deep-dermal" => ([top, fat], 5.0 / 6.0),
            "intradermal" | "mid-dermal" => ([top, fat], 0.5),
            "subcutaneous" => ([fat, muscle], 0.5),
            "submucosal" => ([top, deep], 0.5),
            "intramuscular-superficial" => (belly, 0.25),
            "interfascial" => ([muscle, base], (deep - muscle) / (base - muscle)),
            "deep-fat" => ([deep, base], 0.5),
            "supraperiosteal" => ([deep, base], 1.0),
            _ => (belly, 0.5),
        };
        Self {
            between,
            usual_mm: between[0] + share * (between[1] - between[0]),
            is_by_mm: between[0] > top || plane == "submucosal",
        }
    }

    /// Depth of the tip, mm: the published one as far as it lies in the plane.
    pub(super) fn tip_mm(&self, published: Option<&Fact>) -> f64 {
        match published {
            Some(fact) if self.is_by_mm && self.holds(fact, 0.0) => {
                fact.central().clamp(self.between[0], self.between[1])
            }
            _ => self.usual_mm,
        }
    }

    /// Whether a published depth, with its spread, reaches into the plane.
    ///
    /// - `share`: standard deviation of the layers' depth here as a share of it
    pub(super) fn holds(&self, published: &Fact, share: f64) -> bool {
        let spread = Z90 * published.sd.unwrap_or(0.0);
        let slack = Z90 * share;
        let [from, to] = self.between;
        published.lowest() - spread <= to * (1.0 + slack)
            && published.highest() + spread >= from * (1.0 - slack)
    }
}

/// The layer at a depth.
pub(super) fn layer_at(depths: &Depths, depth_mm: f64) -> &'static str {
    let layer = depths[1..].iter().position(|end| depth_mm <= *end);
    name(layer.unwrap_or(LAYERS.len() - 1))
}

/// Name of a layer as said.
pub(super) fn name(layer: usize) -> &'static str {
    ["skin", "superficial fat", "muscle layer", "deep layer"][layer.min(LAYERS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTHS: Depths = [0.0, 1.2, 4.0, 6.0, 10.0];

    fn fact(value: f64) -> Fact {
        let text = format!("value = {value}\nunit = \"mm\"\nsource = \"x\"");
        toml::from_str(&text).expect("a fact")
    }

    #[test]
    fn a_plane_lies_in_its_layer() {
        for (plane, layer) in [
            ("superficial-dermal", "skin"),
            ("deep-dermal", "skin"),
            ("subcutaneous", "superficial fat"),
            ("intramuscular", "muscle layer"),
            ("deep-fat", "deep layer"),
            ("supraperiosteal", "deep layer"),
        ] {
            let here = Plane::of(plane, &DEPTHS, None);
            assert_eq!(layer_at(&DEPTHS, here.usual_mm), layer, "{plane}");
        }
        assert_eq!(Plane::of("supraperiosteal", &DEPTHS, None).usual_mm, 10.0);
    }

    #[test]
    fn a_published_depth_counts_only_within_its_plane() {
        let plane = Plane::of("intramuscular", &DEPTHS, Some([3.0, 5.0]));
        assert_eq!(plane.tip_mm(Some(&fact(4.5))), 4.5);
        assert_eq!(plane.tip_mm(Some(&fact(8.0))), 4.0);
        assert!(!plane.holds(&fact(8.0), 0.2) && plane.holds(&fact(5.5), 0.2));
    }
}
