//! The charts on the patient's face: one for each side from which findings and points are seen.

use consult::Surface;
use consult::answer::{OnFace, Site};
use glam::DVec3;
use picture::{Angle, PortraitChart, Subject, View, portrait_charts};

use super::face::{Shown, chart, site, view};
use super::{Page, count};

/// Points whose skin faces forward by less than this cosine lie on the side.
const ON_SIDE: f64 = 0.62;

/// Points whose skin faces forward by less than this cosine are left to the charts of the side.
const ON_EDGE: f64 = 0.35;

/// Charts of the views of the face that are in use.
pub(super) fn charts(page: &Page, surface: &Surface, views: &[View]) -> Vec<Shown> {
    let sites: &[Site] = page.answer.plan.as_ref().map_or(&[], |plan| &plan.sites);
    let on_face: Vec<(&Site, &OnFace)> = sites
        .iter()
        .filter_map(|site| Some((site, site.on_face.as_ref()?)))
        .collect();
    let angles = [Angle::Front, Angle::Right, Angle::Left, Angle::Neck];
    let mut portraits = Vec::new();
    for angle in angles {
        let here: Vec<(&Site, &OnFace)> = on_face
            .iter()
            .copied()
            .filter(|(site, place)| is_shown(angle, site, place))
            .collect();
        let is_wanted = match angle {
            Angle::Front => views.iter().any(|view| *view != View::Neck),
            Angle::Neck => views.contains(&View::Neck),
            Angle::Left | Angle::Right => !here.is_empty(),
        };
        if is_wanted {
            portraits.push(portrait(page, angle, &here));
        }
    }
    let subject = Subject {
        face: &surface.face,
        atlas: &surface.atlas,
        anatomy: &surface.anatomy,
    };
    let drawn = portrait_charts(subject, page.answer.patient.fitzpatrick, &portraits);
    let drawn = portraits.into_iter().zip(drawn);
    drawn
        .filter_map(|(portrait, svg)| {
            Some(Shown {
                svg: svg?,
                caption: portrait.chart.desc,
                is_main: portrait.angle == Angle::Front,
            })
        })
        .collect()
}

fn is_shown(angle: Angle, site: &Site, place: &OnFace) -> bool {
    let normal = DVec3::from_array(place.normal);
    let is_of_neck = view(&site.position.view, site.position.x_mm) == View::Neck;
    let on_side = normal.z < ON_SIDE && !(is_of_neck && Angle::Neck.sees(normal));
    let is_here = match angle {
        Angle::Front => !is_of_neck && (normal.z > ON_EDGE || !on_side),
        Angle::Neck => is_of_neck,
        Angle::Left => on_side && place.skin_mm[0] > 0.0,
        Angle::Right => on_side && place.skin_mm[0] < 0.0,
    };
    is_here && angle.sees(normal)
}

fn portrait(page: &Page, angle: Angle, here: &[(&Site, &OnFace)]) -> PortraitChart {
    let of_view = match angle {
        Angle::Front => View::Front,
        Angle::Left => View::ProfileLeft,
        Angle::Right => View::ProfileRight,
        Angle::Neck => View::Neck,
    };
    let (mut chart, drawn_caption) = chart(page.answer, page.catalog, &[], of_view);
    chart.sites = here.iter().map(|(one, _)| site(one)).collect();
    chart.vessels = !here.is_empty();
    chart.title = format!("Chart, {}", title(angle));
    chart.id_prefix = format!("face-{}", title(angle).replace(' ', "-"));
    let caption = match angle {
        Angle::Front | Angle::Neck => {
            let points = match here.len() {
                0 => String::new(),
                n => format!(" {}, numbered in the order of work.", count(n, "point")),
            };
            drawn_caption + &points
        }
        Angle::Left | Angle::Right => {
            let points = count(here.len(), "point");
            format!(
                "From the {}: {points} on the side of the face.",
                title(angle)
            )
        }
    };
    chart.desc = caption;
    let points = here.iter().map(|(_, place)| place.skin_mm);
    PortraitChart {
        angle,
        chart,
        points: points.map(DVec3::from_array).collect(),
    }
}

fn title(angle: Angle) -> &'static str {
    match angle {
        Angle::Front => "front",
        Angle::Left => "left",
        Angle::Right => "right",
        Angle::Neck => "neck",
    }
}
