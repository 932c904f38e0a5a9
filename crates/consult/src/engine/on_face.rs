//! Alerts of the face and of the sites on it: one for each place, its points together.

use catalog::Level;

use crate::alerts::Screening;
use crate::answer::{AlertLevel, Caution, Plan, Site};
use crate::surface::Surface;

/// Raises what the scans and the sites give cause to.
pub(super) fn remark(surface: &Surface, plan: Option<&Plan>, screening: &mut Screening) {
    for (level, code, text) in &surface.remarks {
        screening.raise(raised(*level), code, "face", text, &[]);
    }
    for group in groups(plan.map_or(&[], |plan| &plan.sites)) {
        let (site, caution) = group.of;
        let (code, what) = match caution.kind.as_str() {
            "plane" => ("plane-disagrees", caution.headline.clone()),
            _ if group.numbers.len() > 1 => {
                let text = format!(
                    "{}; the numbers are those of point {}",
                    caution.text, site.number
                );
                ("structure-near", text)
            }
            _ => ("structure-near", caution.text.clone()),
        };
        let message = format!(
            "{} ({}): {what}.",
            points(&group.numbers),
            group.names.join(", ")
        );
        let sources: Vec<&str> = caution.sources.iter().map(String::as_str).collect();
        screening.raise(
            raised(caution.level),
            code,
            &site.product,
            &message,
            &sources,
        );
    }
}

fn raised(level: AlertLevel) -> Level {
    match level {
        AlertLevel::Stop => Level::Stop,
        AlertLevel::Warn => Level::Warn,
        AlertLevel::Note => Level::Note,
    }
}

/// The same caution at several points of one product in one area.
struct Group<'a> {
    numbers: Vec<u32>,
    /// Names of the points, each once.
    names: Vec<&'a str>,
    /// The site with the least distance, and its caution.
    of: (&'a Site, &'a Caution),
}

fn groups(sites: &[Site]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for site in sites {
        let cautions = site.on_face.iter().flat_map(|here| &here.cautions);
        for caution in cautions {
            let is_same = |group: &&mut Group<'_>| {
                let (other, known) = group.of;
                (&other.area, &other.product) == (&site.area, &site.product)
                    && known.level == caution.level
                    && known.structure == caution.structure
                    && known.headline == caution.headline
                    && !group.numbers.contains(&site.number)
            };
            match groups.iter_mut().find(is_same) {
                None => groups.push(Group {
                    numbers: vec![site.number],
                    names: vec![&site.name],
                    of: (site, caution),
                }),
                Some(group) => {
                    group.numbers.push(site.number);
                    if !group.names.contains(&site.name.as_str()) {
                        group.names.push(&site.name);
                    }
                    if distance(site, caution) < distance(group.of.0, group.of.1) {
                        group.of = (site, caution);
                    }
                }
            }
        }
    }
    groups
}

fn distance(site: &Site, caution: &Caution) -> f64 {
    let structures = site.on_face.iter().flat_map(|here| &here.structures);
    let mut named = structures.filter(|one| Some(&one.name) == caution.structure.as_ref());
    named
        .next()
        .map_or(f64::INFINITY, |one| one.distance.usual_mm)
}

/// `Point 4`, `Points 1–4, 7`.
fn points(numbers: &[u32]) -> String {
    let mut runs: Vec<[u32; 2]> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some([_, end]) if *end + 1 == *number => *end = *number,
            _ => runs.push([*number; 2]),
        }
    }
    let run = |[first, last]: &[u32; 2]| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    let all: Vec<String> = runs.iter().map(run).collect();
    let noun = if numbers.len() == 1 {
        "Point"
    } else {
        "Points"
    };
    format!("{noun} {}", all.join(", "))
}
