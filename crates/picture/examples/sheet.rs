//! Writes sample pictures to a folder: `cargo run -p picture --example sheet -- FOLDER`.

use picture::{
    Agent, ChartArea, ChartLine, ChartSite, FaceChart, GradeBand, OptionRow, OptionStrip, Sex,
    Side, Syringe, TimeChart, TimeMarker, TimePanel, TimePoint, TimeSeries, View,
};

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "sheet".to_owned());
    std::fs::create_dir_all(&folder)?;
    page(&folder, "plain", &[plain(Sex::Female), plain(Sex::Male)])?;
    page(
        &folder,
        "marked",
        &[frown(), lines(Sex::Female), lines(Sex::Male)],
    )?;
    page(
        &folder,
        "neck",
        &[neck(View::FrontWithNeck), neck(View::Neck)],
    )?;
    page(
        &folder,
        "profile",
        &[
            profile(View::ProfileRight),
            FaceChart {
                sex: Sex::Male,
                ..profile(View::ProfileLeft)
            },
            FaceChart {
                view: View::ProfileRight,
                ..plain(Sex::Female)
            },
        ],
    )?;
    page(&folder, "other", &[other(View::Axilla), other(View::Hands)])?;
    let on = |view, agent, name| techniques(view, agent, name);
    page(
        &folder,
        "toxin",
        &[
            on(View::Front, Agent::Toxin, "front"),
            on(View::ProfileLeft, Agent::Toxin, "front"),
            on(View::Neck, Agent::Toxin, "neck"),
        ],
    )?;
    page(
        &folder,
        "gel",
        &[
            on(View::Front, Agent::Gel, "front"),
            on(View::ProfileLeft, Agent::Gel, "front"),
            on(View::Front, Agent::Enzyme, "front"),
        ],
    )?;
    page(
        &folder,
        "else",
        &[
            on(View::Axilla, Agent::Toxin, "axilla"),
            on(View::Hands, Agent::Gel, "hands"),
            on(View::Neck, Agent::Gel, "neck"),
        ],
    )?;
    complexions(&folder)?;
    charts(&folder)
}

/// One chart in all six complexions.
fn complexions(folder: &str) -> std::io::Result<()> {
    let mut html = String::from(
        "<body style='margin:0;background:#fff;display:grid;grid-template-columns:repeat(3,1fr)'>",
    );
    for skin in 1..=6_u8 {
        let sex = if skin % 2 == 0 {
            Sex::Male
        } else {
            Sex::Female
        };
        let chart = FaceChart {
            id_prefix: format!("skin{skin}"),
            sex,
            ..frown()
        };
        let svg = picture::face_chart_on_skin(&chart, Some(skin));
        std::fs::write(format!("{folder}/skin{skin}.svg"), &svg)?;
        html += &svg;
    }
    let views = [
        View::ProfileRight,
        View::ProfileLeft,
        View::Axilla,
        View::Hands,
        View::Neck,
    ];
    for (i, view) in views.into_iter().enumerate() {
        let skin = 6 - i as u8 % 3;
        let chart = FaceChart {
            id_prefix: format!("view{i}"),
            sex: if i == 1 { Sex::Male } else { Sex::Female },
            view,
            areas: vec![
                area("masseter", 0.6),
                area("axilla", 0.6),
                area("hands", 0.6),
            ],
            ..lines(Sex::Female)
        };
        html += &picture::face_chart_on_skin(&chart, Some(skin));
    }
    std::fs::write(format!("{folder}/skin.html"), html)
}

/// All sites of the techniques in `data/areas` for one agent and view.
fn techniques(view: View, agent: Agent, name: &str) -> FaceChart {
    let mut found: Vec<[f64; 2]> = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir("data/areas")
        .into_iter()
        .flatten()
        .flatten()
        .map(|f| f.path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let area: toml::Table = text.parse().unwrap_or_default();
        if area.get("view").and_then(toml::Value::as_str) == Some(name) {
            found.extend(sites_of(&area, agent));
        }
    }
    FaceChart {
        view,
        sites: sites(
            agent,
            if agent == Agent::Toxin {
                "2.5 U"
            } else {
                "0.15 mL"
            },
            &found,
        ),
        vessels: agent == Agent::Gel,
        ..plain(Sex::Female)
    }
}

fn sites_of(area: &toml::Table, agent: Agent) -> Vec<[f64; 2]> {
    let word = match agent {
        Agent::Toxin => "toxin",
        Agent::Gel => "gel",
        Agent::Enzyme => "enzyme",
    };
    let number = |v: Option<&toml::Value>| match v {
        Some(toml::Value::Table(fact)) => fact
            .get("value")
            .and_then(toml::Value::as_float)
            .unwrap_or(0.0),
        Some(toml::Value::Integer(i)) => f64::from(i32::try_from(*i).unwrap_or(0)),
        Some(v) => v.as_float().unwrap_or(0.0),
        None => 0.0,
    };
    let list = |t: &toml::Value, key: &str| {
        t.get(key)
            .and_then(toml::Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let mut out = Vec::new();
    for pattern in list(&toml::Value::Table(area.clone()), "pattern") {
        if pattern.get("agent").and_then(toml::Value::as_str) != Some(word) {
            continue;
        }
        for site in list(&pattern, "site") {
            let name = site
                .get("landmark")
                .and_then(toml::Value::as_str)
                .unwrap_or_default();
            let Some([x, y]) = landmarks().get(name) else {
                continue;
            };
            let at = [
                x + number(site.get("lateral_mm")),
                y + number(site.get("up_mm")),
            ];
            out.push(at);
            if site.get("side").and_then(toml::Value::as_str) != Some("midline") {
                out.push([-at[0], at[1]]);
            }
        }
    }
    out
}

fn series(name: &str, chosen: bool, depth: f64, at: f64) -> TimeSeries {
    let days = (0..60).map(|i| f64::from(i * i) * 0.155);
    let points = days
        .map(|day| {
            let mean =
                at - depth * (1.0 - (-day / 4.0).exp()) * (1.0 / (1.0 + (day / 130.0).powi(4)));
            TimePoint {
                day,
                mean,
                lower: (mean - 0.5).max(0.0),
                upper: (mean + 0.5).min(3.0),
            }
        })
        .collect();
    TimeSeries {
        name: name.into(),
        points,
        chosen,
        ..TimeSeries::default()
    }
}

fn charts(folder: &str) -> std::io::Result<()> {
    let grades: Vec<String> = ["none", "mild", "moderate", "severe"]
        .map(String::from)
        .to_vec();
    let panel = |title: &str, at: f64| TimePanel {
        title: title.into(),
        series: vec![
            series("nothing", false, 0.0, at),
            series("toxin", true, at * 0.75, at),
            series("filler", false, at * 0.2, at),
            series("both", false, at * 0.8, at),
        ],
    };
    let chart = TimeChart {
        panels: vec![panel("At rest", 1.2), panel("In expression", 3.0)],
        grades: grades.clone(),
        last_day: 540.0,
        markers: vec![
            TimeMarker {
                day: 14.0,
                until_day: None,
                label: "review".into(),
            },
            TimeMarker {
                day: 95.0,
                until_day: Some(150.0),
                label: "re-treat".into(),
            },
        ],
        wish_grade: Some(1.0),
        band_note: "80 % of people like this one".into(),
        title: "Glabellar lines over time".into(),
        id_prefix: "t".into(),
        ..TimeChart::default()
    };
    let band = |mean: f64| {
        Some(GradeBand {
            mean,
            lower: (mean - 0.5).max(0.0),
            upper: (mean + 0.6).min(3.0),
        })
    };
    let row = |name: &str, a: f64, b: f64, chosen: bool| OptionRow {
        name: name.into(),
        forecasts: vec![band(a), band(b)],
        chosen,
        ..OptionRow::default()
    };
    let strip = OptionStrip {
        columns: vec!["At rest, day 30".into(), "In expression, day 30".into()],
        rows: vec![
            row("nothing", 1.2, 3.0, false),
            row("toxin", 0.7, 0.8, true),
            row("filler", 0.8, 2.7, false),
            row("both", 0.4, 0.7, false),
        ],
        grades,
        today: vec![Some(1.0), Some(3.0)],
        wish_grade: Some(1.0),
        title: "Options".into(),
        id_prefix: "o".into(),
        ..OptionStrip::default()
    };
    let glyph = |units: f64, scale: f64| {
        let label = format!("4 U = {units} marks");
        picture::syringe(&Syringe {
            scale_units: scale,
            filled_units: units,
            label,
            id_prefix: format!("s{units}"),
        })
    };
    let html = format!(
        "<body style='margin:20px;background:#fff;width:860px'>{}<br><br>{}<br><div style='width:320px'>{}{}{}</div>",
        picture::time_chart(&chart),
        picture::option_strip(&strip),
        glyph(10.0, 100.0),
        glyph(8.0, 30.0),
        glyph(50.0, 50.0)
    );
    std::fs::write(format!("{folder}/charts.html"), html)
}

fn page(folder: &str, name: &str, charts: &[FaceChart]) -> std::io::Result<()> {
    let mut html = String::from("<body style='margin:0;background:#fff;display:flex'>");
    for (i, chart) in charts.iter().enumerate() {
        let chart = FaceChart {
            id_prefix: format!("{name}{i}"),
            ..chart.clone()
        };
        let svg = picture::face_chart(&chart);
        std::fs::write(format!("{folder}/{name}{i}.svg"), &svg)?;
        html += &["<div style='flex:1'>", &svg, "</div>"].concat();
    }
    std::fs::write(format!("{folder}/{name}.html"), html)
}

/// The reference face of `data/landmarks.toml`, when the example runs in the repository.
fn landmarks() -> picture::Landmarks {
    let text = std::fs::read_to_string("data/landmarks.toml").unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_default();
    let list = table
        .get("landmark")
        .and_then(toml::Value::as_array)
        .cloned()
        .unwrap_or_default();
    let number = |l: &toml::Value, key: &str| l.get(key)?.get("value")?.as_float();
    list.iter()
        .filter_map(|l| {
            Some((
                l.get("name")?.as_str()?.to_owned(),
                [number(l, "x_mm")?, number(l, "y_mm")?],
            ))
        })
        .collect()
}

fn plain(sex: Sex) -> FaceChart {
    FaceChart {
        sex,
        landmarks: landmarks(),
        legend: true,
        title: "Face".into(),
        ..FaceChart::default()
    }
}

fn line(rhytid: &str, rest: f64, expression: f64) -> ChartLine {
    ChartLine {
        rhytid: rhytid.into(),
        side: Side::Both,
        rest,
        expression,
    }
}

fn area(area: &str, severity: f64) -> ChartArea {
    ChartArea {
        area: area.into(),
        side: Side::Both,
        severity,
    }
}

fn sites(agent: Agent, label: &str, points: &[[f64; 2]]) -> Vec<ChartSite> {
    let site = |(i, p): (usize, &[f64; 2])| ChartSite {
        number: i as u32 + 1,
        agent,
        x_mm: p[0],
        y_mm: p[1],
        label: label.into(),
    };
    points.iter().enumerate().map(site).collect()
}

fn frown() -> FaceChart {
    let mut all = sites(
        Agent::Toxin,
        "4 U",
        &[
            [0.0, 3.0],
            [9.0, 9.0],
            [-9.0, 9.0],
            [22.0, 18.0],
            [-22.0, 18.0],
            [55.0, -6.0],
            [-55.0, -6.0],
            [53.0, 4.0],
            [-53.0, 4.0],
            [52.0, -16.0],
            [-52.0, -16.0],
        ],
    );
    let gel = sites(
        Agent::Gel,
        "0.3 mL",
        &[[48.0, -22.0], [-48.0, -22.0], [40.0, -34.0], [-40.0, -34.0]],
    );
    all.extend(gel.into_iter().map(|s| ChartSite {
        number: s.number + 11,
        ..s
    }));
    all.extend(
        sites(Agent::Enzyme, "15 U", &[[12.0, -66.0], [-12.0, -66.0]])
            .into_iter()
            .map(|s| ChartSite {
                number: s.number + 15,
                ..s
            }),
    );
    FaceChart {
        lines: vec![
            line("glabellar", 0.34, 1.0),
            line("crows-feet", 0.0, 0.67),
            line("forehead", 0.0, 0.4),
        ],
        areas: vec![area("midface", 0.6)],
        sites: all,
        vessels: true,
        ..plain(Sex::Female)
    }
}

fn lines(sex: Sex) -> FaceChart {
    let all = [
        "glabellar",
        "procerus-horizontal",
        "forehead",
        "crows-feet",
        "bunny",
        "lower-lid",
        "perioral",
        "nasolabial",
        "marionette",
        "mental-crease",
        "chin-dimpling",
        "sleep",
        "sun-hatching",
        "laxity-fold",
        "dao-frown",
    ];
    let (rest, expression) = if sex == Sex::Male {
        (0.9, 1.0)
    } else {
        (0.4, 0.9)
    };
    FaceChart {
        lines: all.map(|name| line(name, rest, expression)).to_vec(),
        aged: true,
        ..plain(sex)
    }
}

fn neck(view: View) -> FaceChart {
    FaceChart {
        view,
        lines: vec![line("platysma-bands", 0.4, 1.0), line("necklace", 0.7, 0.7)],
        sites: sites(
            Agent::Toxin,
            "2 U",
            &[
                [15.0, -130.0],
                [-15.0, -130.0],
                [14.0, -142.0],
                [-14.0, -142.0],
                [35.0, -122.0],
                [-35.0, -122.0],
            ],
        ),
        ..plain(Sex::Female)
    }
}

fn profile(view: View) -> FaceChart {
    FaceChart {
        view,
        lines: vec![line("crows-feet", 0.3, 1.0), line("nasolabial", 0.7, 0.7)],
        areas: vec![area("masseter", 0.7), area("temple", 0.5)],
        sites: sites(
            Agent::Toxin,
            "10 U",
            &[
                [52.0, -52.0],
                [-52.0, -52.0],
                [55.0, -62.0],
                [-55.0, -62.0],
                [48.0, -64.0],
                [-48.0, -64.0],
            ],
        ),
        vessels: true,
        ..plain(Sex::Female)
    }
}

fn other(view: View) -> FaceChart {
    let grid = |x: f64, y: f64| [x, y];
    let axilla: Vec<[f64; 2]> = (0..12)
        .map(|i| {
            grid(
                f64::from(i % 3) * 15.0 - 15.0,
                f64::from(i / 3) * 16.0 - 26.0,
            )
        })
        .collect();
    let axilla: Vec<[f64; 2]> = axilla
        .iter()
        .flat_map(|p| [[p[0] + 170.0, p[1] - 300.0], [-p[0] - 170.0, p[1] - 300.0]])
        .collect();
    if view == View::Axilla {
        return FaceChart {
            view,
            areas: vec![area("axilla", 0.4)],
            sites: sites(Agent::Toxin, "5 U", &axilla),
            ..plain(Sex::Female)
        };
    }
    let hands = sites(
        Agent::Gel,
        "0.3 mL",
        &[
            [-310.0, -690.0],
            [310.0, -690.0],
            [-288.0, -712.0],
            [288.0, -712.0],
        ],
    );
    FaceChart {
        view,
        areas: vec![area("hands", 0.4)],
        sites: hands,
        ..plain(Sex::Female)
    }
}
