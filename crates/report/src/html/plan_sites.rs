//! The points of the plan, what lies near them and what could go wrong there.

use consult::answer::{NearVessel, Plan, Site, SiteRisk, SiteSide};
use maud::{Markup, html};

use super::Page;
use crate::words;

/// Points that differ in nothing but their side.
struct Line<'a> {
    sites: Vec<&'a Site>,
}

impl Line<'_> {
    fn first(&self) -> &Site {
        self.sites[0]
    }
}

/// One table for each product and area, in the order of work.
pub(super) fn tables(page: &Page, plan: &Plan) -> Markup {
    html! {
        @for group in groups(&plan.sites) {
            @let first = group[0];
            table.sites.(first.agent) {
                caption {
                    b { (words::area(page.catalog, &first.area)) } " · "
                    (words::product(page.catalog, &first.product)) " · "
                    b.num { (words::amount(group.iter().map(|s| s.amount).sum())) " " (first.unit) }
                    " · " span.label.(label_class(first)) { (words::label(first.label)) }
                    @if let Some(tool) = &first.instrument { " · " (tool) }
                }
                thead { (heads(is_diluted(first))) }
                tbody { @for line in lines(&group) { (row(page, &line)) } }
            }
        }
    }
}

fn label_class(site: &Site) -> String {
    words::label(site.label).replace(' ', "-")
}

fn groups(sites: &[Site]) -> Vec<Vec<&Site>> {
    let mut groups: Vec<Vec<&Site>> = Vec::new();
    for site in sites {
        let same = |g: &&mut Vec<&Site>| {
            let s = g[0];
            s.area == site.area
                && s.product == site.product
                && s.label == site.label
                && s.instrument == site.instrument
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(site),
            None => groups.push(vec![site]),
        }
    }
    groups
}

fn lines<'a>(group: &[&'a Site]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for &site in group {
        match lines.iter_mut().find(|l| is_mirror(l, site)) {
            Some(line) => line.sites.push(site),
            None => lines.push(Line { sites: vec![site] }),
        }
    }
    lines
}

fn is_mirror(line: &Line, site: &Site) -> bool {
    let first = line.first();
    line.sites.len() == 1
        && first.side != site.side
        && first.side != SiteSide::Midline
        && site.side != SiteSide::Midline
        && first.name == site.name
        && first.amount == site.amount
        && first.plane == site.plane
        && first.depth == site.depth
        && first.note == site.note
        && first.position.landmark == site.position.landmark
        && first.position.lateral_mm == site.position.lateral_mm
        && first.position.up_mm == site.position.up_mm
}

/// Whether the amount is in units, so that its volume depends on the dilution.
fn is_diluted(site: &Site) -> bool {
    site.unit != "mL"
}

fn heads(diluted: bool) -> Markup {
    html! {
        tr {
            th scope="col" { "No." }
            th scope="col" { "Point" }
            th scope="col" { "Where" }
            th.amount scope="col" { "Amount each" }
            @if diluted {
                th.amount scope="col" { "Volume" }
                th.amount scope="col" { "Marks" }
            }
            th scope="col" { "Plane, depth" }
            th scope="col" { "Watch for" }
        }
    }
}

fn row(page: &Page, line: &Line) -> Markup {
    let site = line.first();
    html! {
        tr {
            td.numbers { @for s in &line.sites { span.site-number { b { (s.number) } " " (words::site_side(s.side)) } } }
            th scope="row" {
                (site.name) (page.cites.sup(&site.sources))
                @if let Some(muscle) = &site.muscle { span.sub { (words::muscle(page.catalog, muscle)) } }
                @if let Some(note) = &site.note { span.sub { (note) } }
            }
            td title=[site.position.find.as_deref()] { (words::place(page.catalog, &site.position)) }
            td.amount { b.num { (words::amount(site.amount)) " " (site.unit) } }
            @if is_diluted(site) {
                td.amount { (volume(site)) }
                td.amount { (marks(site)) }
            }
            td { (words::spaced(&site.plane)) span.sub { (site.depth) } }
            td.watch { (watch(site)) }
        }
    }
}

fn volume(site: &Site) -> String {
    site.volume_ml.map_or_else(
        || "not known".to_owned(),
        |ml| format!("{} mL", words::amount(ml)),
    )
}

fn marks(site: &Site) -> String {
    site.syringe_marks
        .map_or_else(|| "–".to_owned(), words::amount)
}

fn watch(site: &Site) -> String {
    let vessels = site.vessels.iter().map(|v| words::lower_first(&v.title));
    let risks = site.risks.iter().map(|r| words::lower_first(&r.title));
    let all: Vec<String> = vessels.chain(risks).collect();
    if all.is_empty() {
        "–".to_owned()
    } else {
        all.join("; ")
    }
}

/// Vessels and nerves near the points, each once.
pub(super) fn vessels(page: &Page, plan: &Plan) -> Markup {
    let mut rows: Vec<(&NearVessel, Vec<u32>)> = Vec::new();
    for (site, vessel) in plan
        .sites
        .iter()
        .flat_map(|s| s.vessels.iter().map(move |v| (s, v)))
    {
        match rows
            .iter_mut()
            .find(|(v, _)| v.name == vessel.name && v.depth == vessel.depth)
        {
            Some((_, numbers)) => numbers.push(site.number),
            None => rows.push((vessel, vec![site.number])),
        }
    }
    html! {
        @if !rows.is_empty() {
            table.near {
                caption { h3 { "Vessels and nerves near the points" } }
                thead { tr {
                    th scope="col" { "Structure" } th scope="col" { "Points" }
                    th scope="col" { "Known depth" } th scope="col" { "If it is hit" }
                } }
                tbody { @for (vessel, numbers) in &rows { tr {
                    th scope="row" { (vessel.title) (page.cites.sup(&vessel.sources)) }
                    td { (ranges(numbers)) }
                    td { (vessel.depth) }
                    td { (vessel.danger.as_deref().unwrap_or("not known")) }
                } } }
            }
        }
    }
}

/// What could go wrong, each once with its published rate.
pub(super) fn risks(page: &Page, plan: &Plan) -> Markup {
    let mut rows: Vec<(&SiteRisk, Vec<u32>)> = Vec::new();
    for (site, risk) in plan
        .sites
        .iter()
        .flat_map(|s| s.risks.iter().map(move |r| (s, r)))
    {
        match rows
            .iter_mut()
            .find(|(r, _)| r.name == risk.name && r.rate == risk.rate)
        {
            Some((_, numbers)) => numbers.push(site.number),
            None => rows.push((risk, vec![site.number])),
        }
    }
    html! {
        @if !rows.is_empty() {
            table.risks {
                caption { h3 { "What could go wrong, and how it would look" } }
                thead { tr {
                    th scope="col" { "Event" } th scope="col" { "Points" } th scope="col" { "How it looks" }
                    th scope="col" { "Published rate" } th scope="col" { "Undoing it" }
                } }
                tbody { @for (risk, numbers) in &rows { tr {
                    th scope="row" { (risk.title) }
                    td { (ranges(numbers)) }
                    td { (risk.looks_like) }
                    td { (risk.rate) (page.cites.sup(&risk.sources)) }
                    td { (risk.undo) }
                } } }
            }
        }
    }
}

/// `1–4, 7`.
fn ranges(numbers: &[u32]) -> String {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for n in sorted {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == n => *end = n,
            _ => runs.push((n, n)),
        }
    }
    let text = |(a, b): &(u32, u32)| match b - a {
        0 => a.to_string(),
        1 => format!("{a}, {b}"),
        _ => format!("{a}–{b}"),
    };
    runs.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn runs_of_points_are_shortened() {
        assert_eq!(ranges(&[3, 1, 2, 7, 8]), "1–3, 7, 8");
    }
}
