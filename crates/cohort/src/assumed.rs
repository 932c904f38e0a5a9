//! What a row does not state and a documented default stands for.

/// One default that was used.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// Column or rule that the default stands for.
    pub what: &'static str,
    /// The default, in words.
    pub how: String,
}

/// Defaults that were used for a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assumptions {
    /// Defaults.
    pub assumed: Vec<Assumed>,
}

impl Assumptions {
    /// Notes a default once.
    pub fn note(&mut self, what: &'static str, how: impl Into<String>) {
        if !self.assumed.iter().any(|a| a.what == what) {
            self.assumed.push(Assumed {
                what,
                how: how.into(),
            });
        }
    }
}
