//! One file a verb.

pub mod catalog;
pub mod check;
pub mod compare;
pub mod consult;
pub mod schema;
pub mod solve;
