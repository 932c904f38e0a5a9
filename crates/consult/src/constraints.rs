//! What stops an agent or a product for this patient and this injector.

use std::collections::{BTreeMap, BTreeSet};

/// Reasons why something is not to be injected now, or not by this injector.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Constraints {
    /// Why no toxin.
    pub toxin: Option<String>,
    /// Why no gel.
    pub gel: Option<String>,
    /// Why no enzyme.
    pub enzyme: Option<String>,
    /// Why not this product.
    pub products: BTreeMap<String, String>,
    /// Products with a warning of their own: taken only where no other serves as well.
    pub warned: BTreeSet<String>,
    /// Areas treated with toxin too recently, and why to wait.
    pub too_early: BTreeMap<String, String>,
}

impl Constraints {
    /// Why a product is not to be used.
    pub fn product(&self, name: &str) -> Option<&str> {
        self.products.get(name).map(String::as_str)
    }

    /// Whether neither toxin nor gel may be injected.
    pub fn everything(&self) -> bool {
        self.toxin.is_some() && self.gel.is_some()
    }
}
