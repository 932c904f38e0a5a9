//! What a trial treats and grades, as the courses know it.

use catalog::{Catalog, Fact, Kind, Rhytid, Scale};
use course::{Models, Range, Target};

use super::Error;
use super::design::Rated;
use crate::defaults::Defaults;
use crate::gel::USUAL_SD_GRADES;

/// Areas that answer to toxin or to gel.
pub(super) fn areas(models: &Models) -> Vec<&str> {
    let toxin = models.toxin.places.keys();
    let mut areas: Vec<&str> = toxin
        .chain(models.gel.places.keys())
        .map(String::as_str)
        .collect();
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// Whether an area answers to gel.
pub(super) fn has_gel(models: &Models, area: &str) -> bool {
    models.gel.places.contains_key(area)
}

/// Whether a muscle folds what is graded, so that it has a state in expression.
pub(super) fn folds(defaults: &Defaults, models: &Models, area: &str) -> bool {
    let kind = defaults.area(area).map(|d| d.kind.as_str());
    models.toxin.places.contains_key(area) && !matches!(kind, Some("bulk" | "sweat"))
}

/// The usual scale of an area.
pub(super) fn usual_scale<'a>(
    catalog: &'a Catalog,
    defaults: &'a Defaults,
    area: &str,
) -> Option<&'a str> {
    if is_toxin_area(catalog, area) {
        return defaults.area(area).map(|d| d.scale.as_str());
    }
    let graded = catalog.areas.get(area).and_then(|a| a.finding.as_ref());
    let by_area = graded.and_then(|f| f.scales.first());
    let by_line = line(catalog, area).and_then(|r| r.scales.first());
    by_area.or(by_line).map(String::as_str)
}

/// Whether trials of toxin are usual here.
fn is_toxin_area(catalog: &Catalog, area: &str) -> bool {
    let places = catalog.parameters.get("toxin");
    places.is_some_and(|p| p.contains_key(&format!("area.{area}.mass")))
}

/// The line that stands for an area.
fn line<'a>(catalog: &'a Catalog, area: &str) -> Option<&'a Rhytid> {
    let here = |r: &&Rhytid| {
        let gel = r.gel_area.as_ref().unwrap_or(&r.area);
        let toxin = r.toxin_area.as_ref().unwrap_or(&r.area);
        gel == area || toxin == area
    };
    catalog.rhytids.values().find(here)
}

/// The target of a checked design; people and raters are those with which published trials are
/// predicted.
pub(super) fn target(
    catalog: &Catalog,
    models: &Models,
    defaults: &Defaults,
    rated: &Rated,
) -> Result<Target, Error> {
    let area = rated.area.as_str();
    let missing = |what: &'static str| Error::NotRated {
        area: area.to_owned(),
        what,
    };
    let name = rated.scale.as_deref();
    let name = name.or_else(|| usual_scale(catalog, defaults, area));
    let name = name.ok_or_else(|| missing("usual scale"))?;
    let scale = catalog.scales.get(name).ok_or_else(|| missing("scale"))?;
    let toxin = models.toxin.places.contains_key(area);
    let default = defaults.area(area).ok_or_else(|| missing("default"))?;
    let line = line(catalog, area);
    let kind = match default.kind.as_str() {
        _ if !toxin => still(catalog, area, line),
        "band" => Kind::Band,
        "bulk" => Kind::Bulk,
        "sweat" => Kind::Sweat,
        _ => Kind::Line,
    };
    let central = |of: fn(&Rhytid) -> &Fact, usual: f64| line.map_or(usual, |r| of(r).central());
    Ok(Target {
        kind,
        muscle: toxin && kind != Kind::Sweat,
        toxin_group: toxin.then(|| area.to_owned()),
        gel_group: has_gel(models, area).then(|| area.to_owned()),
        volume_share: if toxin {
            0.0
        } else {
            central(|r| &r.volume_share, 1.0)
        },
        gel_reach: central(|r| &r.gel_reach, 1.0),
        range: range(scale),
    })
}

/// Kind of what no toxin reaches.
fn still(catalog: &Catalog, area: &str, line: Option<&Rhytid>) -> Kind {
    let graded = catalog.areas.get(area).and_then(|a| a.finding.as_ref());
    let kind = graded.map(|f| f.kind).or(line.map(|r| r.kind));
    kind.unwrap_or(Kind::Volume)
}

fn range(scale: &Scale) -> Range {
    let sd = scale.reliability.sd_grades.as_ref();
    Range {
        lowest: scale.min() as f64,
        highest: scale.max() as f64,
        worse: scale.worse,
        rater_sd: sd.map_or(USUAL_SD_GRADES, Fact::central),
    }
}
