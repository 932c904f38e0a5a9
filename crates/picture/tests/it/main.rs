//! What holds for every picture: well-formed, repeatable, unharmed by odd input.

use std::collections::BTreeSet;

use picture::{
    Agent, ChartArea, ChartLine, ChartSite, FaceChart, GradeBand, Landmarks, OptionRow,
    OptionStrip, Sex, Side, Syringe, TimeChart, TimeMarker, TimePanel, TimePoint, TimeSeries, View,
    face_chart, option_strip, syringe, time_chart,
};

const VIEWS: [View; 7] = [
    View::Front,
    View::FrontWithNeck,
    View::Neck,
    View::ProfileRight,
    View::ProfileLeft,
    View::Axilla,
    View::Hands,
];

const RHYTIDS: [&str; 18] = [
    "glabellar",
    "forehead",
    "crows-feet",
    "bunny",
    "procerus-horizontal",
    "lower-lid",
    "perioral",
    "nasolabial",
    "marionette",
    "chin-dimpling",
    "mental-crease",
    "platysma-bands",
    "necklace",
    "sleep",
    "sun-hatching",
    "laxity-fold",
    "gummy-smile",
    "dao-frown",
];

/// Parses, and checks what holds for every picture.
fn check(svg: &str) -> BTreeSet<String> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{e} in {svg}"));
    assert!(
        !svg.contains("NaN") && !svg.contains("inf "),
        "a number that is none in {svg}"
    );
    assert!(
        !svg.contains("http://") || svg.matches("http://").count() == 1,
        "an outside link"
    );
    let mut ids = BTreeSet::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id.to_owned()), "the id {id} stands twice");
        }
    }
    for used in svg.split("url(#").skip(1) {
        let id = used.split(')').next().unwrap_or_default();
        assert!(ids.contains(id), "url(#{id}) is not defined");
    }
    ids
}

fn full(view: View, sex: Sex) -> FaceChart {
    let line = |(i, name): (usize, &&str)| ChartLine {
        rhytid: (*name).to_owned(),
        side: [Side::Both, Side::Left, Side::Right][i % 3],
        rest: 0.4,
        expression: 0.9,
    };
    let areas = [
        "midface", "temple", "lips", "masseter", "axilla", "hands", "neck",
    ];
    let agents = [Agent::Toxin, Agent::Gel, Agent::Enzyme];
    let site = |i: u32| ChartSite {
        number: i + 1,
        agent: agents[i as usize % 3],
        x_mm: f64::from(i % 7) * 14.0 - 42.0,
        y_mm: f64::from(i) * -6.0 + 40.0,
        label: "4 U".to_owned(),
    };
    FaceChart {
        view,
        sex,
        lines: RHYTIDS.iter().enumerate().map(line).collect(),
        areas: areas
            .map(|area| ChartArea {
                area: area.to_owned(),
                side: Side::Both,
                severity: 0.5,
            })
            .to_vec(),
        sites: (0..24).map(site).collect(),
        vessels: true,
        legend: true,
        title: "A chart <of> \"everything\" & more".to_owned(),
        desc: "Lines, areas and sites.".to_owned(),
        id_prefix: "one".to_owned(),
        ..FaceChart::default()
    }
}

#[test]
fn every_view_of_both_sexes_is_well_formed_and_repeatable() {
    for view in VIEWS {
        for sex in [Sex::Female, Sex::Male] {
            let chart = full(view, sex);
            let svg = face_chart(&chart);
            check(&svg);
            assert_eq!(svg, face_chart(&chart), "{view:?}");
        }
    }
}

#[test]
fn two_prefixes_share_no_id() {
    let one = check(&face_chart(&full(View::Front, Sex::Female)));
    let other = FaceChart {
        id_prefix: "two".into(),
        ..full(View::Front, Sex::Female)
    };
    assert!(one.is_disjoint(&check(&face_chart(&other))));
}

#[test]
fn odd_numbers_and_words_are_drawn_without_harm() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
        let mut chart = full(View::Front, Sex::Male);
        chart.landmarks = ["menton", "gonion", "unknown"]
            .iter()
            .map(|n| (*n, [bad, bad]))
            .collect();
        chart.lines[0].rest = bad;
        chart.lines[1].expression = bad;
        chart.lines[2].rhytid = "no-such-line".into();
        chart.areas[0].severity = bad;
        chart.sites[0].x_mm = bad;
        chart.sites[1].y_mm = bad;
        chart.sites[2].label = "\u{0}\u{1}<&>\u{fffe}".into();
        chart.id_prefix = "ä \"quoted\" <id>".into();
        for view in VIEWS {
            check(&face_chart(&FaceChart {
                view,
                ..chart.clone()
            }));
        }
    }
}

#[test]
fn landmarks_that_lie_far_off_do_not_bend_the_face() {
    let plain = face_chart(&FaceChart::default());
    let landmarks: Landmarks = [("menton", [0.0, 400.0])].into_iter().collect();
    assert_eq!(
        plain,
        face_chart(&FaceChart {
            landmarks,
            ..FaceChart::default()
        })
    );
}

#[test]
fn the_profile_shows_the_sites_of_its_own_side_only() {
    let site = |x_mm: f64, number: u32| ChartSite {
        number,
        agent: Agent::Toxin,
        x_mm,
        y_mm: -55.0,
        label: String::new(),
    };
    let chart = FaceChart {
        view: View::ProfileLeft,
        sites: vec![site(52.0, 71), site(-52.0, 72)],
        ..FaceChart::default()
    };
    let svg = face_chart(&chart);
    assert!(svg.contains(">71<") && !svg.contains(">72<"));
}

fn time(bad: f64) -> TimeChart {
    let point = |day: f64, mean: f64| TimePoint {
        day,
        mean,
        lower: mean - 0.4,
        upper: mean + 0.4,
    };
    let series = |name: &str| TimeSeries {
        name: name.to_owned(),
        points: vec![
            point(0.0, 2.0),
            point(30.0, 1.0),
            point(bad, bad),
            point(180.0, 2.0),
        ],
        chosen: name == "toxin",
        ..TimeSeries::default()
    };
    TimeChart {
        panels: ["At rest", "In expression"]
            .map(|title| TimePanel {
                title: title.into(),
                series: vec![series("nothing"), series("toxin")],
            })
            .to_vec(),
        grades: ["none", "mild", "moderate", "severe"]
            .map(String::from)
            .to_vec(),
        last_day: bad,
        markers: vec![TimeMarker {
            day: bad,
            until_day: Some(bad),
            label: "review".into(),
        }],
        wish_grade: Some(bad),
        title: "Over time".into(),
        id_prefix: "t".into(),
        ..TimeChart::default()
    }
}

#[test]
fn time_charts_are_well_formed_whatever_the_numbers() {
    for bad in [90.0, 0.0, -5.0, f64::NAN, f64::INFINITY] {
        check(&time_chart(&time(bad)));
    }
    check(&time_chart(&TimeChart::default()));
}

#[test]
fn option_strips_are_well_formed_whatever_the_numbers() {
    for bad in [1.0, f64::NAN, f64::INFINITY, -3.0] {
        let strip = OptionStrip {
            columns: vec!["At rest".into(), "In expression".into()],
            rows: vec![OptionRow {
                name: "toxin".into(),
                forecasts: vec![
                    Some(GradeBand {
                        mean: bad,
                        lower: bad,
                        upper: bad,
                    }),
                    None,
                ],
                chosen: true,
                ..OptionRow::default()
            }],
            grades: vec!["none".into(), "mild".into()],
            today: vec![Some(bad)],
            wish_grade: Some(bad),
            ..OptionStrip::default()
        };
        check(&option_strip(&strip));
    }
    check(&option_strip(&OptionStrip::default()));
}

#[test]
fn a_syringe_is_never_filled_beyond_its_scale() {
    for (scale_units, filled_units) in [
        (100.0, 10.0),
        (30.0, 99.0),
        (f64::NAN, f64::NAN),
        (50.0, -2.0),
    ] {
        let label = "10 marks".to_owned();
        check(&syringe(&Syringe {
            scale_units,
            filled_units,
            label,
            id_prefix: "s".into(),
        }));
    }
    let over = Syringe {
        scale_units: 30.0,
        filled_units: 99.0,
        label: String::new(),
        id_prefix: String::new(),
    };
    assert!(syringe(&over).contains("filled to 30 of 30 units"));
}
