//! One site of a plan on the patient's face.

use catalog::{Agent, PatternSite};
use face::anatomy::{Base, Side, Spot, Tape};

use super::depth::{self, Depths, Plane};
use super::say::{self, spaced, tenth};
use super::spread::Z90;
use super::{Surface, near};
use crate::answer::{AlertLevel, Caution, LayerHere, MuscleHere, OnFace, SiteSide, StructureHere};

/// Muscles with less of the tissue at the tip are not told.
const LEAST_SHARE: f64 = 0.1;
/// Source of where in a plane the tip lies.
const IN_PLANE: &str = "assumption-depth-in-plane";

/// Radius of a ball, mm: the deposit of a volume in one place.
///
/// r = (3 V / 4 π)^⅓
///
/// - `volume_ml`: 1 mL is 1000 mm³
fn radius_mm(volume_ml: f64) -> f64 {
    (3.0 * 1000.0 * volume_ml / (4.0 * std::f64::consts::PI)).cbrt()
}

/// A site being placed.
struct Placing<'a> {
    surface: &'a Surface,
    place: &'a PatternSite,
    agent: Agent,
    /// Volume injected, mL.
    volume_ml: Option<f64>,
    spot: Spot,
    depths: Depths,
    /// Depths between which the muscle aimed at lies, mm.
    aimed: Option<[f64; 2]>,
    plane: Plane,
}

impl Surface {
    /// A site of a pattern on this face; none where the face does not have its landmark.
    ///
    /// - `volume_ml`: volume injected there, mL
    pub(crate) fn place(
        &self,
        tape: &Tape<'_>,
        place: &PatternSite,
        side: SiteSide,
        (agent, volume_ml): (Agent, Option<f64>),
    ) -> Option<OnFace> {
        let hand = match side {
            SiteSide::Right => Side::Right,
            SiteSide::Left | SiteSide::Midline => Side::Left,
        };
        let laid = tape.lay(&place.landmark, hand, place.lateral_mm, place.up_mm)?;
        let spot = laid.spot;
        let depths = depth::layers(&self.anatomy, &spot);
        let aimed = place.muscle.as_ref();
        let aimed = aimed.and_then(|name| depth::muscle(&self.anatomy, &spot, name));
        let placing = Placing {
            surface: self,
            place,
            agent,
            volume_ml,
            spot,
            depths,
            aimed,
            plane: Plane::of(&place.plane, &depths, aimed),
        };
        Some(placing.on_face(tape, laid.along_mm))
    }
}

impl Placing<'_> {
    fn on_face(&self, tape: &Tape<'_>, along_mm: f64) -> OnFace {
        let anatomy = &self.surface.anatomy;
        let depth_mm = self.plane.tip_mm(self.place.depth.as_ref());
        let muscles = anatomy.muscles_at(&self.spot, depth_mm);
        let mut told: Vec<MuscleHere> = Vec::new();
        for here in muscles.iter().filter(|here| here.share >= LEAST_SHARE) {
            if !told.iter().any(|known| known.name == here.muscle.name) {
                told.push(MuscleHere {
                    name: here.muscle.name.clone(),
                    share_percent: (100.0 * here.share).round(),
                });
            }
        }
        let title = muscles.first().filter(|here| here.share >= 0.5);
        let title = title.map(|here| here.muscle.title.clone());
        let spreads = &self.surface.spreads;
        let named = &self.place.vessels;
        let structures = near::structures(anatomy, spreads, &self.spot, depth_mm, named);
        let layer = depth::layer_at(&self.depths, depth_mm);
        let array = |v: glam::DVec3| v.to_array().map(tenth);
        let normal = tape.normal(&self.spot).to_array();
        OnFace {
            skin_mm: array(self.spot.of(&anatomy.layers.skin)),
            normal: normal.map(|part| (1000.0 * part).round() / 1000.0),
            tip_mm: array(anatomy.point(&self.spot, depth_mm)),
            along_mm: tenth(along_mm),
            depth_mm: tenth(depth_mm),
            layer: layer.to_owned(),
            layers: self.layers(),
            base: say::base(self.base()).to_owned(),
            base_depth: self.base_depth(),
            muscles: told,
            text: self.text(depth_mm, title.as_deref().unwrap_or(layer)),
            cautions: self.cautions(&structures),
            structures,
            sources: vec![IN_PLANE.to_owned()],
        }
    }

    fn layers(&self) -> Vec<LayerHere> {
        let pairs = self.depths.windows(2).enumerate();
        let layer = |(number, pair): (usize, &[f64])| LayerHere {
            name: depth::name(number).to_owned(),
            from_mm: tenth(pair[0]),
            to_mm: tenth(pair[1]),
        };
        pairs.map(layer).collect()
    }

    /// What lies under the heaviest corner of the spot.
    fn base(&self) -> Base {
        let corners = self.spot.corners.iter().zip(self.spot.weights);
        let heaviest = corners.max_by(|a, b| a.1.total_cmp(&b.1));
        let kinds = &self.surface.anatomy.layers.kinds;
        heaviest.map_or(Base::Bone, |(corner, _)| kinds[*corner as usize])
    }

    fn base_depth(&self) -> crate::answer::Reach {
        let whole = self.depths[self.depths.len() - 1];
        let spread = Z90 * self.surface.spreads.total_share * whole;
        say::reach(whole, whole - spread, whole + spread)
    }

    fn text(&self, depth_mm: f64, inside: &str) -> String {
        let base = self.base_depth();
        format!(
            "in the {}, {} under the skin here; {} at {} ({})",
            crate::words::lower_first(inside),
            say::mm(depth_mm),
            say::base(self.base()),
            say::mm(base.usual_mm),
            say::band(&base)
        )
    }

    fn cautions(&self, structures: &[StructureHere]) -> Vec<Caution> {
        let mut cautions = self.of_plane();
        cautions.extend(structures.iter().filter_map(|one| self.of_structure(one)));
        cautions
    }

    /// What the layers here say against the plane.
    fn of_plane(&self) -> Vec<Caution> {
        let level = match self.agent {
            Agent::Toxin => AlertLevel::Note,
            Agent::Gel | Agent::Enzyme => AlertLevel::Warn,
        };
        let mut texts = Vec::new();
        if let (Some(muscle), None) = (&self.place.muscle, self.aimed) {
            let text = format!(
                "the {} does not reach under this point here",
                spaced(muscle)
            );
            texts.push((text.clone(), text));
        }
        if self.place.plane == "supraperiosteal" && self.base() != Base::Bone {
            let base = say::base(self.base());
            let text = format!("no bone here: the soft tissue lies on the {base}");
            texts.push((text.clone(), text));
        }
        let share = self.surface.spreads.total_share;
        let is_known = self.aimed.is_some() || self.place.muscle.is_none();
        if let Some(fact) = self.place.depth.as_ref().filter(|_| is_known)
            && !self.plane.holds(fact, share)
        {
            let [from, to] = self.plane.between;
            let (depth, plane) = (fact.text(), spaced(&self.place.plane));
            texts.push((
                format!("the published depth of {depth} lies outside the plane here ({plane})"),
                format!(
                    "published depth {depth}; the plane ({plane}) lies at {}–{} here",
                    catalog::trim(tenth(from)),
                    say::mm(to)
                ),
            ));
        }
        let caution = |(headline, text)| Caution {
            level,
            kind: "plane".to_owned(),
            structure: None,
            headline,
            text,
            sources: self.place.depth.iter().map(|d| d.source.clone()).collect(),
        };
        texts.into_iter().map(caution).collect()
    }

    /// A structure that is too near: by a published distance to keep, or an artery that a
    /// deposit of gel reaches, in its usual course (a warning) or in that of one in ten people (a
    /// note).
    fn of_structure(&self, structure: &StructureHere) -> Option<Caution> {
        let spreads = &self.surface.spreads;
        let kept = spreads.keep_away(&structure.name);
        let kept = kept.filter(|(mm, _)| structure.distance.usual_mm < *mm);
        let deposit_mm = match self.volume_ml {
            Some(ml) if self.agent == Agent::Gel && structure.kind == "artery" => radius_mm(ml),
            _ => 0.0,
        };
        let distance = &structure.distance;
        let level = if kept.is_some() || distance.usual_mm < deposit_mm {
            AlertLevel::Warn
        } else {
            AlertLevel::Note
        };
        let (text, sources) = match kept {
            Some((mm, source)) => (say::too_near(structure, *mm), vec![source.clone()]),
            None if distance.lower_mm < deposit_mm => (
                say::in_reach(structure, deposit_mm),
                structure.sources.clone(),
            ),
            None => return None,
        };
        Some(Caution {
            level,
            kind: "structure".to_owned(),
            structure: Some(structure.name.clone()),
            headline: structure.title.clone(),
            text,
            sources,
        })
    }
}
