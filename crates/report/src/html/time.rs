//! Time charts of a finding: each option's course with its band, days and months.

use consult::answer::{DayForecast, Dissolution, FindingAnswer, Intervention, OptionForecast};
use maud::{Markup, PreEscaped, html};
use picture::{Hue, TimeChart, TimeMarker, TimePanel, TimePoint, TimeSeries, time_chart};

use super::{Page, options};
use crate::words::{self, State};

/// Room after the last effect, share of its day.
const ROOM_AFTER: f64 = 1.15;

pub(super) fn charts(page: &Page, number: usize, finding: &FindingAnswer) -> Markup {
    if finding.options.iter().all(|o| o.days.is_empty()) {
        return html! {};
    }
    let panels = words::states(finding)
        .into_iter()
        .map(|s| panel(finding, s))
        .collect();
    let mut chart = frame(page, finding, panels);
    chart.last_day = last_day(finding);
    chart.markers = markers(finding);
    chart.title = format!("Forecast over time: {}", finding.title);
    chart.desc = description(finding);
    chart.id_prefix = format!("time-{number}");
    plate("Forecast over time", &chart)
}

pub(super) fn dissolution(
    page: &Page,
    number: usize,
    finding: &FindingAnswer,
    course: &Dissolution,
) -> Markup {
    if course.days.is_empty() {
        return html! {};
    }
    let panels = words::states(finding)
        .into_iter()
        .map(|state| TimePanel {
            title: state.title().to_owned(),
            series: vec![series("After enzyme", &course.days, state, finding, true)],
        })
        .collect();
    let mut chart = frame(page, finding, panels);
    chart.last_day = course.days.iter().map(|d| d.day).fold(0.0, f64::max);
    chart.title = format!("After one session of enzyme: {}", finding.title);
    chart.desc = format!(
        "{} over time after one session of enzyme.",
        finding.scale.title
    );
    chart.id_prefix = format!("dissolution-{number}");
    plate("After one session of enzyme", &chart)
}

fn plate(title: &str, chart: &TimeChart) -> Markup {
    html! {
        div.courses {
            h3 { (title) }
            figure.plate.time { (PreEscaped(time_chart(chart))) }
        }
    }
}

fn frame(page: &Page, finding: &FindingAnswer, panels: Vec<TimePanel>) -> TimeChart {
    let scale = &finding.scale;
    let percent = words::amount(page.answer.provenance.band_percent);
    TimeChart {
        panels,
        grades: (scale.min..=scale.max)
            .map(|g| words::observed_word(scale, g))
            .collect(),
        band_note: format!("{percent} % of people like this one and their raters"),
        ..TimeChart::default()
    }
}

fn panel(finding: &FindingAnswer, state: State) -> TimePanel {
    let chosen = words::chosen(finding.answer);
    let shown = options::shown(finding).filter(|o| !o.days.is_empty());
    let one = |option: &OptionForecast| TimeSeries {
        hue: hue(option.option),
        ..series(
            words::intervention(option.option),
            &option.days,
            state,
            finding,
            option.option == chosen,
        )
    };
    TimePanel {
        title: state.title().to_owned(),
        series: shown.map(one).collect(),
    }
}

fn hue(option: Intervention) -> Hue {
    match option {
        Intervention::Nothing => Hue::Nothing,
        Intervention::Toxin => Hue::Toxin,
        Intervention::Filler => Hue::Gel,
        Intervention::Both => Hue::Both,
    }
}

/// Grades are counted from the scale's lowest, as the chart's axis does.
fn series(
    name: &str,
    days: &[DayForecast],
    state: State,
    finding: &FindingAnswer,
    chosen: bool,
) -> TimeSeries {
    let zero = finding.scale.min as f64;
    // Only the answer's band is drawn; the others stand in the table, where they do not overlap.
    let hidden = if chosen { 0.0 } else { f64::NAN };
    let point = |day: &DayForecast| {
        let band = state.of(day)?;
        Some(TimePoint {
            day: day.day,
            mean: band.mean - zero,
            lower: band.lower - zero + hidden,
            upper: band.upper - zero + hidden,
        })
    };
    TimeSeries {
        name: name.to_owned(),
        points: days.iter().filter_map(point).collect(),
        chosen,
        ..TimeSeries::default()
    }
}

fn last_day(finding: &FindingAnswer) -> f64 {
    let shown = || options::shown(finding).filter(|o| !o.days.is_empty());
    let gone = shown()
        .filter_map(|o| o.gone_day)
        .map(|b| b.upper)
        .fold(0.0, f64::max);
    let end = shown()
        .flat_map(|o| &o.days)
        .map(|d| d.day)
        .fold(0.0, f64::max);
    if gone > 0.0 {
        (gone * ROOM_AFTER).min(end)
    } else {
        end
    }
}

fn markers(finding: &FindingAnswer) -> Vec<TimeMarker> {
    let chosen = words::chosen(finding.answer);
    let Some(option) = finding.options.iter().find(|o| o.option == chosen) else {
        return Vec::new();
    };
    let compared = TimeMarker {
        day: option.judged_day,
        until_day: None,
        label: "compared".to_owned(),
    };
    let gone = option.gone_day.map(|band| TimeMarker {
        day: band.lower,
        until_day: Some(band.upper),
        label: gone_label(option.option),
    });
    std::iter::once(compared).chain(gone).collect()
}

fn gone_label(option: Intervention) -> String {
    match option {
        Intervention::Nothing => "gone".to_owned(),
        other => format!("{} gone", words::intervention(other).to_lowercase()),
    }
}

fn description(finding: &FindingAnswer) -> String {
    let sentence = |option: &OptionForecast| {
        let day = words::forecast_on(option, option.judged_day)?;
        let grades: Vec<String> = words::states(finding)
            .into_iter()
            .filter_map(|s| Some(format!("{} {}", s.short(), words::band(s.of(day)?, 1))))
            .collect();
        let name = words::intervention(option.option);
        Some(format!(
            "{name}, {}: {}.",
            words::day(option.judged_day),
            grades.join(", ")
        ))
    };
    options::shown(finding)
        .filter_map(sentence)
        .collect::<Vec<_>>()
        .join(" ")
}
