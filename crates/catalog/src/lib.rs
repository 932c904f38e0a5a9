//! The facts of rhytid: a typed, checked view of `data/`.
//!
//! Products, areas, rhytids, muscles, vessels, scales, safety words, professions, consensus
//! rules, sources and model parameters are text files; this crate reads them, checks every
//! number for unit and source and every name for its target, and hands them out.
//!
//! *Invariant*: it never computes a clinical value and never touches a disk; it reads the
//! files embedded in the binary, or bytes that it is handed.
//!
//! Entry types: [`Catalog`], [`Fact`], [`Source`].

mod anatomy;
mod check;
mod error;
mod expression;
mod fact;
mod load;
mod outcome;
mod parameter;
mod placement;
mod product;
mod rule;
mod safety;
mod scale;
mod source;

pub use anatomy::{
    Agent, Area, AreaFinding, Kind, Landmark, Muscle, OtherModality, Pattern, PatternSite, Rhytid,
    Statement, Vessel, VesselPosition,
};
pub use error::{Error, Problem};
pub use expression::Expression;
pub use fact::{Fact, Status, UNITS, trim};
pub use load::{Catalog, Files, nearest};
pub use outcome::{Complaint, Complication, Ease, Rate, Timing};
pub use parameter::{Parameter, ParameterTable};
pub use placement::{
    Bundle, Compartment, Course, GlidePlane, Hold, Layer, Ligament, Loss, Place, ThicknessSite,
};
pub use product::{
    Basis, Enzyme, EnzymeDose, EnzymeResponse, ForSex, Gel, GelUse, Material, MaximumDose, Per,
    Rheology, Toxin, ToxinDose, Vial,
};
pub use rule::{Advice, Rule, RuleSet};
pub use safety::{
    Experience, Gate, Interaction, Level, Profession, Professions, Safety, SafetyAlert, SafetyWord,
};
pub use scale::{Grade, Reliability, Scale, States, Worse};
pub use source::{Checked, Source, SourceKind};
