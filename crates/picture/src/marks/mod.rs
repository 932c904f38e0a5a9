//! What is laid over the anatomy: lines, areas, vessels, sites and their legend.

pub(crate) mod areas;
pub(crate) mod creases;
pub(crate) mod legend;
pub(crate) mod rhytids;
pub(crate) mod sites;
pub(crate) mod vessels;
