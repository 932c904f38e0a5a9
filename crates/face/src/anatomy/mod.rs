//! Anatomy on the face: landmarks, zones, layers, muscles, ligaments, vessels and nerves.
//!
//! Everything is placed once on the reference face, as spots of its refined skin and depths as a
//! share of the way to the base, and so comes along with measures, years and the fit of a scan:
//! any points of the cage go in, anatomy comes out.
//!
//! *Invariant*: places are facts of `data`; the same facts and points give the same anatomy.
//!
//! Entry points: [`Atlas::new`], [`Atlas::of`], [`Anatomy`].

mod base;
mod ground;
mod hold;
mod landmark;
mod layers;
mod muscle;
mod path;
mod thickness;
mod vessel;
mod zone;

use std::collections::BTreeMap;

use catalog::{Catalog, Compartment};
use glam::DVec3;

pub use base::Base;
pub(crate) use ground::mirrored;
pub use ground::{LEVELS, Spot};
pub use hold::RetainingLigament;
pub use landmark::LandmarkSpots;
pub use layers::{LAYERS, Layers};
pub use muscle::{Belly, Muscle, MuscleAt};
pub use vessel::{Stretch, Vessel};

use crate::cage::Cage;
use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::person::{Face, Sex};
use crate::refine::Refinement;
use ground::Ground;
use hold::LigamentModel;
use layers::Strata;
use muscle::BundleModel;
use vessel::CourseModel;

/// Age of the reference face, years: no layer has lost anything yet.
const REFERENCE_YEARS: f64 = 25.0;

/// Side of the face, the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

/// Anatomy placed on the reference face; it does not change.
#[derive(Debug, Clone)]
pub struct Atlas {
    ground: Ground,
    strata: Strata,
    muscles: Vec<(catalog::Muscle, Vec<BundleModel>)>,
    vessels: Vec<(catalog::Vessel, Vec<CourseModel>)>,
    ligaments: Vec<LigamentModel>,
    /// Landmarks by name.
    pub landmarks: BTreeMap<String, LandmarkSpots>,
    /// Weight of each area at the points of the refined surface, 0 to 1.
    pub areas: BTreeMap<String, Vec<f64>>,
    /// Weight of each rhytid's zone at the points of the refined surface, 0 to 1.
    pub rhytids: BTreeMap<String, Vec<f64>>,
    /// How freely the tissue slides on its base at the points of the refined surface, 0 to 1.
    pub freedom: Vec<f64>,
}

impl Atlas {
    /// Places the anatomy of the catalog on the reference face.
    ///
    /// # Errors
    /// A record that names a place the face does not have, or facts that cannot be read.
    pub fn new(catalog: &Catalog) -> Result<Self, FaceError> {
        let ground = Ground::new()?;
        let strata = Strata::new(catalog, &ground)?;
        let points = &ground.cage.mesh.points;
        let who = (Sex::Female, REFERENCE_YEARS);
        let reference = strata.on(&ground, points, &ground.skin, who);
        let mut muscles = Vec::new();
        for (name, muscle) in &catalog.muscles {
            let record = format!("muscles/{name}");
            let bundles = muscle.bundle.iter();
            let bundles = bundles.map(|one| BundleModel::new(&ground, &reference, &record, one));
            muscles.push((muscle.clone(), bundles.collect::<Result<_, _>>()?));
        }
        let mut vessels = Vec::new();
        for (name, vessel) in &catalog.vessels {
            let record = format!("vessels/{name}");
            let courses = vessel.course.iter();
            let courses = courses.map(|one| CourseModel::new(&ground, &reference, &record, one));
            vessels.push((vessel.clone(), courses.collect::<Result<_, _>>()?));
        }
        let ligaments = catalog.ligaments.values();
        let ligaments = ligaments.map(|one| LigamentModel::new(&ground, &reference, one));
        let ligaments = ligaments.collect::<Result<Vec<_>, _>>()?;
        let planes: Vec<_> = catalog.glide_planes.values().cloned().collect();
        Ok(Self {
            landmarks: landmark::all(&ground)?,
            areas: zone::areas(&ground),
            rhytids: zone::rhytids(&ground)?,
            freedom: hold::freedom(&ground, &planes, &ligaments)?,
            ground,
            strata,
            muscles,
            vessels,
            ligaments,
        })
    }

    /// Compartments of the superficial fat and of the deep layer with their weights at the points
    /// of the refined surface.
    pub fn compartments(&self) -> &[Vec<(Compartment, Vec<f64>)>; 2] {
        &self.strata.fat
    }

    /// The subdivision at whose points everything is given.
    pub fn refinement(&self) -> &Refinement {
        &self.ground.refinement
    }

    /// The cage of the reference face.
    pub fn cage(&self) -> &Cage {
        &self.ground.cage
    }

    /// Point of the cage with the name of a landmark or of its own.
    pub(crate) fn named(&self, record: &str, name: &str) -> Result<u32, FaceError> {
        self.ground.named(record, name)
    }

    /// The reference skin, mm.
    pub fn reference(&self) -> &Mesh {
        &self.ground.skin
    }

    /// The spot nearest to a point of the reference face.
    pub fn spot(&self, point: DVec3) -> Spot {
        self.ground.nearest(point)
    }

    /// Anatomy of a built-in face.
    ///
    /// # Errors
    /// Facts that cannot be read.
    pub fn of(&self, face: &Face) -> Result<Anatomy, FaceError> {
        let skin = face.skin(&self.ground.refinement);
        self.on(
            &face.cage.mesh.points,
            &skin,
            face.person.sex,
            face.person.age_years,
        )
    }

    /// Anatomy of a face whose cage has been fitted to a scan.
    ///
    /// - `cage`: points of the cage, (n × 3), mm, in the order of [`crate::Cage`]
    /// - `skin`: its surface, refined by [`Atlas::refinement`]
    ///
    /// # Errors
    /// Facts that cannot be read, or points of another number.
    pub fn on(
        &self,
        cage: &[DVec3],
        skin: &Mesh,
        sex: Sex,
        age_years: f64,
    ) -> Result<Anatomy, FaceError> {
        let expected = (
            self.ground.cage.mesh.points.len(),
            self.ground.skin.points.len(),
        );
        if (cage.len(), skin.points.len()) != expected {
            return Err(FaceError::Points {
                found: skin.points.len(),
                expected: expected.1,
            });
        }
        let layers = self.strata.on(&self.ground, cage, skin, (sex, age_years));
        let muscles = self.muscles.iter().map(|(fact, bundles)| {
            let whole = fact.cross_section.as_ref().map(catalog::Fact::central);
            Muscle {
                name: fact.name.clone(),
                title: fact.title.clone(),
                abbreviation: fact.abbreviation.clone().unwrap_or_default(),
                facs: fact.facs.clone(),
                bellies: bundles
                    .iter()
                    .flat_map(|one| one.on(&layers, whole))
                    .collect(),
            }
        });
        let vessels = self.vessels.iter().map(|(fact, courses)| Vessel {
            name: fact.name.clone(),
            title: fact.title.clone(),
            kind: fact.kind.clone(),
            danger: fact.danger.clone(),
            stretches: courses.iter().flat_map(|one| one.on(&layers)).collect(),
        });
        Ok(Anatomy {
            muscles: muscles.collect(),
            vessels: vessels.collect(),
            ligaments: self
                .ligaments
                .iter()
                .flat_map(|one| one.on(&layers))
                .collect(),
            layers,
        })
    }
}

/// Anatomy of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Anatomy {
    /// Layers from skin to base.
    pub layers: Layers,
    /// Muscles, in the order of their names.
    pub muscles: Vec<Muscle>,
    /// Vessels and nerves, in the order of their names.
    pub vessels: Vec<Vessel>,
    /// Retaining ligaments, left and right.
    pub ligaments: Vec<RetainingLigament>,
}

impl Anatomy {
    /// Muscles at a depth below a spot, the largest share first.
    ///
    /// - `depth_mm`: below the skin
    pub fn muscles_at(&self, spot: &Spot, depth_mm: f64) -> Vec<MuscleAt<'_>> {
        let point = self.point(spot, depth_mm);
        let mut found = Vec::new();
        for muscle in &self.muscles {
            for belly in &muscle.bellies {
                let here = belly.at(point).filter(|(share, _)| *share > 0.0);
                found.extend(here.map(|(share, direction)| MuscleAt {
                    muscle,
                    side: belly.side,
                    share,
                    direction,
                }));
            }
        }
        found.sort_by(|a, b| b.share.total_cmp(&a.share));
        found
    }

    /// Vessels and nerves by their distance from a depth below a spot, mm, the nearest first.
    pub fn nearest_vessels(&self, spot: &Spot, depth_mm: f64) -> Vec<(&Vessel, f64)> {
        let point = self.point(spot, depth_mm);
        let all = self
            .vessels
            .iter()
            .map(|vessel| (vessel, vessel.distance_mm(point)));
        let mut all: Vec<_> = all.filter(|(_, distance)| distance.is_finite()).collect();
        all.sort_by(|a, b| a.1.total_cmp(&b.1));
        all
    }

    /// The point at a depth below a spot, mm.
    pub fn point(&self, spot: &Spot, depth_mm: f64) -> DVec3 {
        spot.of(&self.layers.skin) - depth_mm * self.layers.outward(spot)
    }
}
