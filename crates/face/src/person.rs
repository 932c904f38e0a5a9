//! A person asked for, and the face that person has.

use glam::DVec3;

use crate::ageing::Ageing;
use crate::cage::Cage;
use crate::error::FaceError;
use crate::eye::{self, Eye};
use crate::measures::{Caliper, Measures};
use crate::mesh::Mesh;
use crate::refine::Refinement;

/// Steps of subdivision at which measures are taken.
const MEASURED_LEVEL: usize = 2;
/// Least gap between a lid and the ball, mm.
pub(crate) const LID_CLEARANCE_MM: f64 = 0.15;
/// Radius of the pink flesh in the inner corner of an eye, mm.
const CARUNCLE_MM: f64 = 2.4;
/// Ages that the built-in face covers, years.
const AGES: std::ops::RangeInclusive<f64> = 18.0..=90.0;

/// Sex of the shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Shape of a woman.
    Female,
    /// Shape of a man.
    Male,
}

/// Whose face is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Sex of the shape.
    pub sex: Sex,
    /// Age, years.
    pub age_years: f64,
    /// Measures that differ from the mean of the sex, taken before ageing.
    pub measures: Measures,
}

impl Person {
    /// A person with the mean measures of a sex.
    pub fn mean(sex: Sex, age_years: f64) -> Self {
        Self {
            sex,
            age_years,
            measures: Measures::default(),
        }
    }
}

/// The face of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Whose face it is.
    pub person: Person,
    /// The cage, moved to the shape of the person.
    pub cage: Cage,
    /// Measures of the grown face before ageing, mm.
    pub measures: Measures,
    /// Left and right eyeball.
    pub eyes: [Eye; 2],
}

impl Face {
    /// The built-in face of a person.
    ///
    /// # Errors
    /// An age that is not covered, measures that no face has, or facts that cannot be read.
    pub fn of(person: &Person) -> Result<Self, FaceError> {
        if !AGES.contains(&person.age_years) {
            return Err(FaceError::Age {
                age_years: person.age_years,
            });
        }
        let mut cage = Cage::built_in()?;
        let refinement = Refinement::new(&cage.mesh, MEASURED_LEVEL);
        let caliper = Caliper::new(&cage, &refinement)?;
        caliper.check(person.sex, &person.measures)?;
        let mut asked = caliper.means(person.sex);
        asked.0.extend(person.measures.0.clone());
        let shares = caliper.shares(&asked);
        let eye = Eye::left()?;
        let center = caliper.moved(&shares, eye.center);
        for point in &mut cage.mesh.points {
            *point = caliper.moved(&shares, *point);
        }
        let surface = refinement.carry(&cage.mesh.points);
        let measures = caliper.take(&cage, &surface)?;
        let ageing = Ageing::new(&cage, person.age_years)?;
        for point in &mut cage.mesh.points {
            *point = ageing.moved(*point);
        }
        let left = Eye { center, ..eye };
        let mirrored = center * DVec3::new(-1.0, 1.0, 1.0);
        Ok(Self {
            person: person.clone(),
            cage,
            measures,
            eyes: [
                left,
                Eye {
                    center: mirrored,
                    ..eye
                },
            ],
        })
    }

    /// The pink flesh in the inner corner of each eye.
    ///
    /// - `skin`: the skin of this face
    pub fn caruncles(&self, skin: &Mesh) -> Vec<Mesh> {
        let Some(corner) = self.cage.landmark("endocanthion") else {
            return Vec::new();
        };
        let sides = [corner, self.cage.mirror[corner as usize]];
        let bead = |point: u32| {
            let place = skin.points[point as usize];
            let inward = DVec3::new(place.x.signum() * 2.1, 0.3, -3.0);
            eye::bead(place + inward, CARUNCLE_MM)
        };
        sides.into_iter().map(bead).collect()
    }

    /// The skin, subdivided a number of times, its lids clear of the eyeballs.
    pub fn skin(&self, refinement: &Refinement) -> Mesh {
        skin(&self.cage.mesh.points, &self.eyes, refinement)
    }
}

/// The surface of a cage, kept clear of the eyeballs.
pub(crate) fn skin(cage: &[DVec3], eyes: &[Eye; 2], refinement: &Refinement) -> Mesh {
    let mut mesh = refinement.surface(cage);
    for point in &mut mesh.points {
        for eye in eyes {
            *point = eye.keep_out(*point, LID_CLEARANCE_MM);
        }
    }
    mesh
}
