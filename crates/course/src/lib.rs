//! Time courses: what toxin, gel and years of folding make of a line, a hollow, a bulky muscle
//! or a sweating axilla, in people who differ, as seen by raters who differ.
//!
//! *Invariant*: it knows no geometry, no case and no file; it computes from a [`Models`] that
//! it is handed, with explicit seeds, and gives the same bytes on every run and thread count.
//!
//! Entry types: [`Models`] (constants), [`draw_people`] (people like the one that was seen),
//! [`trajectory()`] and [`forecast()`] (what happens to them).

mod chance;
pub mod crease;
pub mod enzyme;
mod forecast;
pub mod gel;
mod horizon;
mod models;
mod parameters;
mod people;
mod radau;
mod rating;
mod spread;
mod target;
pub mod toxin;
mod trajectory;

pub use chance::{Points, Stream, normal_cdf, normal_quantile};
pub use forecast::{Band, Forecast, Milestones, bands_of, forecast, milestones};
pub use horizon::{Habit, long_term};
pub use models::{Error, Models, WhatIf};
pub use parameters::Parameters;
pub use people::{
    Baseline, Observation, PeopleModel, Person, Population, Seen, Sex, Traits, Who, draw_people,
};
pub use rating::{Rater, RatingModel};
pub use spread::{Neighbour, OffTarget, off_target};
pub use target::{Range, Target};
pub use trajectory::{EnzymeDose, GelDose, ToxinDose, Trajectory, Treatment, trajectory};
