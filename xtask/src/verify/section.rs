//! A subject of the page and its checks.

/// How much is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// What the ordinary tests run.
    Quick,
    /// That and the long cases.
    Full,
}

/// How a computed number is held against the expected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// |computed − expected|.
    Absolute,
    /// |computed − expected| / |expected|.
    Relative,
    /// expected − computed, where more is as good.
    AtLeast,
    /// computed − expected, where less is as good.
    AtMost,
}

/// One number against another.
#[derive(Debug, Clone)]
pub struct Check {
    /// What was solved.
    pub case: String,
    /// What was read off, with its unit.
    pub quantity: String,
    pub computed: f64,
    pub expected: f64,
    pub measure: Measure,
    pub tolerance: f64,
}

impl Check {
    /// What remains between the two.
    pub fn error(&self) -> f64 {
        let difference = self.computed - self.expected;
        match self.measure {
            Measure::Absolute => difference.abs(),
            Measure::Relative => (difference / self.expected).abs(),
            Measure::AtLeast => (-difference).max(0.0),
            Measure::AtMost => difference.max(0.0),
        }
    }

    /// Whether the error is within the tolerance.
    pub fn holds(&self) -> bool {
        self.error() <= self.tolerance
    }
}

/// The checks of one subject.
#[derive(Debug, Clone)]
pub struct Section {
    pub title: &'static str,
    /// Problem, mesh and why the tolerance is what it is, in Markdown.
    pub text: &'static str,
    pub source: &'static str,
    pub checks: Vec<Check>,
}

impl Section {
    pub fn new(title: &'static str, text: &'static str, source: &'static str) -> Self {
        Self {
            title,
            text,
            source,
            checks: Vec::new(),
        }
    }

    /// Adds a check by relative error.
    pub fn relative(&mut self, case: &str, quantity: &str, values: [f64; 2], tolerance: f64) {
        self.push(case, quantity, values, Measure::Relative, tolerance);
    }

    /// Adds a check by absolute error.
    pub fn absolute(&mut self, case: &str, quantity: &str, values: [f64; 2], tolerance: f64) {
        self.push(case, quantity, values, Measure::Absolute, tolerance);
    }

    /// Adds a check of `[computed, expected]`.
    pub fn push(
        &mut self,
        case: &str,
        quantity: &str,
        [computed, expected]: [f64; 2],
        measure: Measure,
        tolerance: f64,
    ) {
        self.checks.push(Check {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            computed,
            expected,
            measure,
            tolerance,
        });
    }

    /// Checks that miss their tolerance.
    pub fn missed(&self) -> usize {
        self.checks.iter().filter(|check| !check.holds()).count()
    }
}
