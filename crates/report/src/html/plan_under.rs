//! What lies under the points on the patient's face.

use consult::answer::{OnFace, Reach, Site, StructureHere};
use maud::{Markup, html};

use super::Page;
use super::plan_sites::{Line, lines};
use crate::words;

/// Most structures shown for a point.
const MOST: usize = 3;

/// One row for each place, both sides together where they do not differ.
pub(super) fn table(page: &Page, sites: &[Site]) -> Markup {
    let on_face: Vec<&Site> = sites.iter().filter(|site| site.on_face.is_some()).collect();
    let what = match page.answer.face.as_ref().map(|face| face.fit.is_some()) {
        Some(true) => "Under the points, on this patient’s face",
        _ => "Under the points, on the built-in face",
    };
    html! {
        @if !on_face.is_empty() {
            table.under {
                caption {
                    h3 { (what) }
                    p.fine {
                        "Lengths in mm: as the usual anatomy lies on this face; in brackets where 80 % of people "
                        "have it. Courses and layers vary: no distance here is a safe one."
                    }
                }
                thead { tr {
                    th scope="col" { "No." }
                    th scope="col" { "Tip of the needle" }
                    th scope="col" { "Base" }
                    th scope="col" { "Nearest structures, from the tip" }
                } }
                tbody { @for line in lines(&on_face) { (row(page, &line)) } }
            }
        }
    }
}

fn row(page: &Page, line: &Line<'_>) -> Markup {
    let places: Vec<(&Site, &OnFace)> = line
        .sites
        .iter()
        .filter_map(|site| Some((*site, site.on_face.as_ref()?)))
        .collect();
    html! {
        tr {
            td.numbers { @for (site, _) in &places {
                span.site-number { b { (site.number) } " " (words::site_side(site.side)) }
            } }
            td {
                (sides(&places, tip))
                @for (site, place) in &places { @for caution in &place.cautions {
                    @if caution.kind == "plane" {
                        span.sub.caution { b { (site.number) ": " } (caution.text) (page.cites.sup(&caution.sources)) }
                    }
                } }
            }
            td { (sides(&places, base)) }
            td { (sides(&places, structures)) }
        }
    }
}

/// What both sides have in common once, else each side by its number.
fn sides(places: &[(&Site, &OnFace)], say: impl Fn(&OnFace) -> String) -> Markup {
    let said: Vec<(u32, String)> = places.iter().map(|(s, p)| (s.number, say(p))).collect();
    let is_one = said.windows(2).all(|pair| pair[0].1 == pair[1].1);
    html! {
        @if is_one { @if let Some((_, text)) = said.first() { (text) } }
        @else { @for (number, text) in &said { span.each { b { (number) ": " } (text) } } }
    }
}

fn tip(place: &OnFace) -> String {
    let muscles: Vec<String> = place
        .muscles
        .iter()
        .map(|here| words::spaced(&here.name))
        .collect();
    let muscles = if muscles.is_empty() {
        String::new()
    } else {
        format!("; fibres of {}", muscles.join(", "))
    };
    format!(
        "{} deep, in the {}{muscles}",
        words::amount(place.depth_mm),
        place.layer
    )
}

fn base(place: &OnFace) -> String {
    format!("{} at {}", place.base, reach(&place.base_depth))
}

fn structures(place: &OnFace) -> String {
    let one = |here: &StructureHere| {
        let mark = if here.spread_published { "" } else { "*" };
        format!(
            "{} {}{mark}",
            words::lower_first(&here.title),
            reach(&here.distance)
        )
    };
    let near: Vec<String> = place.structures.iter().take(MOST).map(one).collect();
    if near.is_empty() {
        "none within 15".to_owned()
    } else {
        near.join("; ")
    }
}

/// `3.1 (0–7.9)`; a single number where nothing spreads.
fn reach(reach: &Reach) -> String {
    if reach.lower_mm == reach.upper_mm {
        return words::amount(reach.usual_mm);
    }
    format!(
        "{} ({}–{})",
        words::amount(reach.usual_mm),
        words::amount(reach.lower_mm),
        words::amount(reach.upper_mm)
    )
}
