//! How people differ before any treatment, read from `data/model/people.toml`.

use std::collections::BTreeMap;

use crate::models::Error;
use crate::parameters::Parameters;

/// Lines of one response group before treatment, in grades of a four-point scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lines {
    /// Mean of the dynamic part, grade.
    pub dynamic: f64,
    /// Its spread, grade.
    pub spread: f64,
    /// Part at rest kept up by tone, share of the dynamic part (median).
    pub tone: f64,
}

/// How people differ.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleModel {
    /// Mean age of those who come, year.
    pub age_years: f64,
    /// Its spread, year.
    pub age_spread_years: f64,
    /// Share of men.
    pub male_share: f64,
    /// Spread of the tone share (sd of the logarithm).
    pub tone_spread: f64,
    /// Spread of the volume part (sd of the logarithm).
    pub volume_spread: f64,
    /// Mean severity at rest of what no muscle makes, share of the scale.
    pub still_mean: f64,
    /// Its spread, share of the scale.
    pub still_spread: f64,
    /// Lines by response group.
    pub lines: BTreeMap<String, Lines>,
}

/// Group that stands for those without numbers of their own.
const USUAL: &str = "usual";

impl PeopleModel {
    /// Reads the constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn from_parameters(p: &Parameters<'_>) -> Result<Self, Error> {
        let lines = p.each("area", |of| {
            Ok(Lines {
                dynamic: of("dynamic")?,
                spread: of("spread")?,
                tone: of("tone")?,
            })
        })?;
        if !lines.contains_key(USUAL) {
            p.get("area.usual.dynamic")?;
        }
        Ok(Self {
            age_years: p.get("age.mean")?,
            age_spread_years: p.get("age.spread")?,
            male_share: p.get("sex.male")?,
            tone_spread: p.get("tone.spread")?,
            volume_spread: p.get("volume.spread")?,
            still_mean: p.get("still.mean")?,
            still_spread: p.get("still.spread")?,
            lines,
        })
    }

    /// Lines of a response group.
    pub fn lines(&self, group: Option<&str>) -> Lines {
        let own = group.and_then(|g| self.lines.get(g));
        *own.unwrap_or_else(|| &self.lines[USUAL])
    }
}
