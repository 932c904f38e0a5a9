//! What a finding is about: a rhytid, an area that is itself graded, or a complaint.

use catalog::{Area, Catalog, Complaint, Kind, OtherModality, Rhytid, Scale, Statement, Worse};

use crate::Error;
use crate::answer::{Band, DayForecast};
use crate::case::Finding;

/// A finding resolved against the catalog.
#[derive(Debug, Clone)]
pub(crate) struct Target<'a> {
    /// Position in the case, from 0.
    pub index: usize,
    /// As entered.
    pub finding: &'a Finding,
    /// Record behind it.
    pub subject: Subject<'a>,
    /// Scale of its grades.
    pub scale: &'a Scale,
}

/// The record behind a finding.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    Rhytid(&'a Rhytid),
    Area(&'a Area, &'a catalog::AreaFinding),
    Complaint(&'a Complaint),
}

impl<'a> Target<'a> {
    /// Resolves one finding.
    pub fn resolve(
        catalog: &'a Catalog,
        index: usize,
        finding: &'a Finding,
    ) -> Result<Self, Error> {
        let subject = Self::subject(catalog, index, finding)?;
        let usual = match subject {
            Subject::Rhytid(rhytid) => rhytid.scales.first(),
            Subject::Area(_, graded) => graded.scales.first(),
            Subject::Complaint(complaint) => complaint.scales.first(),
        };
        let name = finding.scale.as_ref().or(usual);
        let name = name.ok_or(Error::NothingGraded { finding: index + 1 })?;
        let scale = catalog
            .scales
            .get(name)
            .ok_or_else(|| unknown(index, "scale", name))?;
        Ok(Self {
            index,
            finding,
            subject,
            scale,
        })
    }

    fn subject(
        catalog: &'a Catalog,
        index: usize,
        finding: &'a Finding,
    ) -> Result<Subject<'a>, Error> {
        if let Some(name) = &finding.complaint {
            let complaint = catalog.complaints.get(name);
            let complaint = complaint.ok_or_else(|| unknown(index, "complaint", name))?;
            return Ok(Subject::Complaint(complaint));
        }
        if let Some(name) = &finding.rhytid {
            let rhytid = catalog.rhytids.get(name);
            return Ok(Subject::Rhytid(
                rhytid.ok_or_else(|| unknown(index, "rhytid", name))?,
            ));
        }
        let nothing = Error::NothingGraded { finding: index + 1 };
        let name = finding.area.as_ref().ok_or(nothing)?;
        let area = catalog.areas.get(name);
        let area = area.ok_or_else(|| unknown(index, "area", name))?;
        let graded = area.finding.as_ref();
        let graded = graded.ok_or(Error::NothingGraded { finding: index + 1 })?;
        Ok(Subject::Area(area, graded))
    }

    /// Key by which rules and messages name it.
    pub fn name(&self) -> &'a str {
        match self.subject {
            Subject::Rhytid(rhytid) => &rhytid.name,
            Subject::Area(area, _) => &area.name,
            Subject::Complaint(complaint) => &complaint.name,
        }
    }

    /// Name as shown.
    pub fn title(&self) -> &'a str {
        match self.subject {
            Subject::Rhytid(rhytid) => &rhytid.title,
            Subject::Area(_, graded) => &graded.title,
            Subject::Complaint(complaint) => &complaint.title,
        }
    }

    /// Name in a patient's words.
    pub fn plain(&self) -> &'a str {
        match self.subject {
            Subject::Rhytid(rhytid) => &rhytid.plain,
            Subject::Area(_, graded) => &graded.plain,
            Subject::Complaint(complaint) => &complaint.plain,
        }
    }

    /// What is graded; none for a complaint.
    pub fn kind(&self) -> Option<Kind> {
        match self.subject {
            Subject::Rhytid(rhytid) => Some(rhytid.kind),
            Subject::Area(_, graded) => Some(graded.kind),
            Subject::Complaint(_) => None,
        }
    }

    /// Muscles that make it, or that are bulky.
    pub fn muscles(&self) -> &'a [String] {
        match self.subject {
            Subject::Rhytid(rhytid) => &rhytid.muscles,
            Subject::Area(area, graded) if graded.kind == Kind::Bulk => &area.muscles,
            _ => &[],
        }
    }

    /// Why it is there.
    pub fn cause(&self) -> Option<&'a Statement> {
        match self.subject {
            Subject::Rhytid(rhytid) => Some(&rhytid.cause),
            _ => None,
        }
    }

    /// What else helps.
    pub fn other_modalities(&self) -> &'a [OtherModality] {
        match self.subject {
            Subject::Rhytid(rhytid) => &rhytid.other_modality,
            Subject::Area(_, graded) => &graded.other_modality,
            Subject::Complaint(_) => &[],
        }
    }

    /// Whether there is a muscle or a gland that toxin could reach.
    pub fn reached_by_toxin(&self) -> bool {
        !self.muscles().is_empty() || self.kind() == Some(Kind::Sweat)
    }

    /// A forecast of one day in the states of the finding.
    pub fn forecast_day(&self, day: f64, rest: Band, expression: Band) -> DayForecast {
        let two = self.two_states();
        DayForecast {
            day,
            at_rest: two.then_some(rest),
            at_expression: two.then_some(expression),
            grade: (!two).then_some(rest),
        }
    }

    /// The refusal of a model, with the finding that it concerns.
    pub fn refused(&self, cause: &dyn std::fmt::Display) -> Error {
        Error::Model {
            finding: self.index + 1,
            cause: cause.to_string(),
        }
    }

    /// Area in which toxin would be injected.
    pub fn toxin_area(&self, catalog: &'a Catalog) -> Option<&'a Area> {
        let name = match self.subject {
            Subject::Rhytid(rhytid) => rhytid.toxin_area.as_ref().unwrap_or(&rhytid.area),
            Subject::Area(area, _) => &area.name,
            Subject::Complaint(_) => return None,
        };
        let area = catalog.areas.get(name)?;
        (self.reached_by_toxin() && area.toxin_target.is_some()).then_some(area)
    }

    /// Area in which gel would be injected.
    pub fn gel_area(&self, catalog: &'a Catalog) -> Option<&'a Area> {
        let name = match self.subject {
            Subject::Rhytid(rhytid) => rhytid.gel_area.as_ref().unwrap_or(&rhytid.area),
            Subject::Area(area, _) => &area.name,
            Subject::Complaint(_) => return None,
        };
        let area = catalog.areas.get(name)?;
        area.gel_target.is_some().then_some(area)
    }

    /// Severity of a grade as a share of the scale, 0 best, 1 worst.
    pub fn severity_share(&self, grade: i64) -> f64 {
        let (min, max) = (self.scale.min() as f64, self.scale.max() as f64);
        let share = (grade as f64 - min) / (max - min).max(1.0);
        match self.scale.worse {
            Worse::Higher => share,
            Worse::Lower => 1.0 - share,
        }
    }

    /// Whether grades at rest and in expression are forecast apart.
    pub fn two_states(&self) -> bool {
        self.finding.grade.is_none() && self.scale.states != catalog::States::One
    }
}

fn unknown(index: usize, kind: &'static str, name: &str) -> Error {
    Error::UnknownName {
        finding: index + 1,
        kind,
        name: name.to_owned(),
    }
}
