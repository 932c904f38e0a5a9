//! The face charts with lines and sites: one chart for each view in use.

use std::fmt::Write as _;

use catalog::Catalog;
use consult::answer::{Answer, FindingAnswer, Plan, Site};
use consult::case::{Sex, Side};
use maud::{Markup, PreEscaped, html};
use picture::{
    Agent, ChartArea, ChartLine, ChartSite, FaceChart, Landmarks, View, face_chart_on_skin,
};

use super::{Page, count};
use crate::words::{self, State};

/// Age from which the chart shows slightly aged features, year: a matter of drawing only.
const AGED_FROM: f64 = 55.0;

pub(super) fn section(page: &Page) -> Markup {
    let charts = charts(page.answer, page.catalog);
    html! {
        section #chart aria-labelledby="chart-title" {
            h2 #chart-title { "Chart" }
            div.plates {
                @for (chart, caption) in &charts {
                    figure.plate.(if chart.view == View::Front { "front" } else { "other" }) {
                        (PreEscaped(face_chart_on_skin(chart, page.answer.patient.fitzpatrick)))
                        figcaption { (caption) }
                    }
                }
                @if let Some(plan) = &page.answer.plan { (key(page, plan)) }
            }
            p.fine {
                "The face is a drawing from average proportions, not this patient. Lines show the grades "
                "entered; points lie where the landmarks of the plan put them. R and L are the patient’s."
            }
        }
    }
}

/// The points beside the chart, so that it can be worked from.
fn key(page: &Page, plan: &Plan) -> Markup {
    html! {
        table.key {
            caption { h3 { "Points in the order of work" } }
            thead { tr {
                th.amount scope="col" { "No." } th scope="col" { "Point" } th.amount scope="col" { "Amount" }
            } }
            tbody { @for site in &plan.sites { tr {
                td.amount { b { (site.number) } }
                td { (site.name) ", " (words::site_side(site.side)) }
                td.amount { (words::amount(site.amount)) " " (short_unit(&site.unit)) }
            } } }
            tfoot { @for total in &plan.totals { tr {
                th.whole scope="row" colspan="2" { (words::product(page.catalog, &total.product)) ", in all" }
                td.amount { b { (words::amount(total.amount)) " " (short_unit(&total.unit)) } }
            } } }
        }
    }
}

fn short_unit(unit: &str) -> &str {
    if unit.ends_with('U') { "U" } else { unit }
}

fn charts(answer: &Answer, catalog: &Catalog) -> Vec<(FaceChart, String)> {
    let sites: &[Site] = answer.plan.as_ref().map_or(&[], |p: &Plan| &p.sites);
    let views = views(answer, catalog, sites);
    views
        .into_iter()
        .map(|view| chart(answer, catalog, sites, view))
        .collect()
}

/// Charts in the order of the page.
const ORDER: [View; 6] = [
    View::Front,
    View::ProfileRight,
    View::ProfileLeft,
    View::Neck,
    View::Axilla,
    View::Hands,
];

/// Views that a finding or a site needs; the front when none does.
fn views(answer: &Answer, catalog: &Catalog, sites: &[Site]) -> Vec<View> {
    let of_findings = answer.findings.iter().map(|f| view_of_finding(f, catalog));
    let of_sites = sites
        .iter()
        .map(|s| view(&s.position.view, s.position.x_mm));
    let used: Vec<View> = of_findings.chain(of_sites).collect();
    let mut views: Vec<View> = ORDER.into_iter().filter(|v| used.contains(v)).collect();
    if views.is_empty() {
        views.push(View::Front);
    }
    views
}

fn view(name: &str, x_mm: f64) -> View {
    match name {
        "profile" if x_mm > 0.0 => View::ProfileLeft,
        "profile" => View::ProfileRight,
        "neck" => View::Neck,
        "axilla" => View::Axilla,
        "hands" => View::Hands,
        _ => View::Front,
    }
}

fn view_of_finding(finding: &FindingAnswer, catalog: &Catalog) -> View {
    let rhytid = finding.rhytid.as_ref().and_then(|r| catalog.rhytids.get(r));
    let area = rhytid.map(|r| &r.area).or(finding.area.as_ref());
    let name = area
        .and_then(|a| catalog.areas.get(a))
        .map_or("front", |a| a.view.as_str());
    view(
        name,
        if finding.side == Side::Left {
            1.0
        } else {
            -1.0
        },
    )
}

fn chart(answer: &Answer, catalog: &Catalog, sites: &[Site], shown: View) -> (FaceChart, String) {
    let here: Vec<&FindingAnswer> = answer
        .findings
        .iter()
        .filter(|f| is_shown(shown, view_of_finding(f, catalog)))
        .collect();
    let sites: Vec<ChartSite> = sites
        .iter()
        .filter(|s| view(&s.position.view, s.position.x_mm) == shown)
        .map(site)
        .collect();
    let caption = caption(shown, &here, sites.len());
    let chart = FaceChart {
        view: shown,
        sex: sex(answer),
        aged: answer.patient.age_years.is_some_and(|a| a >= AGED_FROM),
        landmarks: landmarks(catalog),
        lines: here.iter().filter_map(|f| line(f)).collect(),
        areas: here.iter().filter_map(|f| area(f, catalog)).collect(),
        vessels: !sites.is_empty(),
        legend: true,
        title: format!("Chart, {}", view_title(shown)),
        desc: caption.clone(),
        id_prefix: format!("face-{}", view_title(shown).replace(' ', "-")),
        sites,
    };
    (chart, caption)
}

/// A front chart also shows what a profile chart shows from the side.
fn is_shown(shown: View, of_finding: View) -> bool {
    shown == of_finding
        || (shown == View::Front && matches!(of_finding, View::ProfileLeft | View::ProfileRight))
        || matches!((shown, of_finding), (View::ProfileLeft, View::ProfileRight))
}

fn caption(view: View, findings: &[&FindingAnswer], sites: usize) -> String {
    let titles: Vec<String> = findings.iter().map(|f| f.title.clone()).collect();
    let mut text = words::capital(view_title(view));
    if !titles.is_empty() {
        let _ = write!(text, ": {}", titles.join(", "));
    }
    if sites > 0 {
        let _ = write!(
            text,
            ". {}, numbered in the order of work",
            count(sites, "point")
        );
    }
    text + "."
}

fn view_title(view: View) -> &'static str {
    match view {
        View::Front | View::FrontWithNeck => "front",
        View::Neck => "neck",
        View::ProfileRight => "right profile",
        View::ProfileLeft => "left profile",
        View::Axilla => "armpit",
        View::Hands => "hands",
    }
}

fn sex(answer: &Answer) -> picture::Sex {
    match answer.patient.sex {
        Some(Sex::Male) => picture::Sex::Male,
        _ => picture::Sex::Female,
    }
}

fn landmarks(catalog: &Catalog) -> Landmarks {
    let points = catalog.landmarks.values();
    points
        .map(|l| (l.name.as_str(), [l.x_mm.central(), l.y_mm.central()]))
        .collect()
}

fn side(side: Side) -> picture::Side {
    match side {
        Side::Both => picture::Side::Both,
        Side::Left => picture::Side::Left,
        Side::Right => picture::Side::Right,
    }
}

fn site(site: &Site) -> ChartSite {
    let agent = match site.agent.as_str() {
        "toxin" => Agent::Toxin,
        "enzyme" => Agent::Enzyme,
        _ => Agent::Gel,
    };
    ChartSite {
        number: site.number,
        agent,
        x_mm: site.position.x_mm,
        y_mm: site.position.y_mm,
        label: format!("{} {}", words::amount(site.amount), short_unit(&site.unit)),
    }
}

fn line(finding: &FindingAnswer) -> Option<ChartLine> {
    let rhytid = finding.rhytid.clone()?;
    let one = severity(finding, State::Grade);
    let rest = severity(finding, State::AtRest).or(one);
    let expression = severity(finding, State::AtExpression).or(one);
    Some(ChartLine {
        rhytid,
        side: side(finding.side),
        rest: rest.unwrap_or(0.0),
        expression: expression.or(rest).unwrap_or(0.0),
    })
}

/// A complaint may name the area that was treated; only where it appears is it drawn.
fn is_of_area(finding: &FindingAnswer, catalog: &Catalog) -> bool {
    let Some(complaint) = finding
        .complaint
        .as_ref()
        .and_then(|c| catalog.complaints.get(c))
    else {
        return finding.complaint.is_none();
    };
    finding
        .area
        .as_ref()
        .is_some_and(|a| complaint.areas.contains(a))
}

fn area(finding: &FindingAnswer, catalog: &Catalog) -> Option<ChartArea> {
    if finding.rhytid.is_some() || !is_of_area(finding, catalog) {
        return None;
    }
    let worst = [State::Grade, State::AtExpression, State::AtRest];
    Some(ChartArea {
        area: finding.area.clone()?,
        side: side(finding.side),
        severity: worst
            .iter()
            .find_map(|s| severity(finding, *s))
            .unwrap_or(0.5),
    })
}

/// A grade as a share of its scale, 0 best to 1 worst.
fn severity(finding: &FindingAnswer, state: State) -> Option<f64> {
    let scale = &finding.scale;
    let grade = state.observed(finding)?;
    let share = (grade - scale.min) as f64 / (scale.max - scale.min).max(1) as f64;
    Some(if scale.higher_is_worse {
        share
    } else {
        1.0 - share
    })
}
