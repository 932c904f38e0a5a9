//! The simulated options side by side: one column each, one row a question.

use consult::answer::{Band, FindingAnswer, Injection, Intervention, OptionForecast};
use maud::{Markup, html};

use super::{Page, glyph};
use crate::words::{self, State};

pub(super) fn table(page: &Page, finding: &FindingAnswer) -> Markup {
    if shown(finding).next().is_none() {
        return html! {};
    }
    let columns = Columns {
        page,
        finding,
        shown: shown(finding).collect(),
    };
    let is_complaint = finding.complaint.is_some();
    html! {
        div.options {
            h3 { @if is_complaint { "Course" } @else { "Options side by side" } }
            table {
                thead { (columns.heads()) }
                tbody {
                    (columns.row("Simulated", |o| columns.injections(o)))
                    @for state in words::states(finding) { (columns.grades(state)) }
                    (columns.row("Better by", improvement))
                    @if !is_complaint { (columns.row("Wish met in", wish_met)) }
                    (columns.row("First seen", |o| span(o, o.onset_day)))
                    (columns.row("Gone", |o| span(o, o.gone_day)))
                    (columns.row("Leaves", |o| html! { (o.leaves) }))
                }
            }
            (key(page))
        }
    }
}

/// Options to show: for an unwanted result only those that could be taken.
pub(super) fn shown(finding: &FindingAnswer) -> impl Iterator<Item = &OptionForecast> {
    let is_complaint = finding.complaint.is_some();
    finding
        .options
        .iter()
        .filter(move |o| o.available || !is_complaint)
}

struct Columns<'a> {
    page: &'a Page<'a>,
    finding: &'a FindingAnswer,
    shown: Vec<&'a OptionForecast>,
}

impl Columns<'_> {
    fn heads(&self) -> Markup {
        html! {
            tr {
                td {}
                @for option in &self.shown {
                    th scope="col" class=(self.class(option)) {
                        span.option-name.(option_class(option.option)) { (words::intervention(option.option)) }
                        @if self.is_answer(option) { span.answer-tag { "the answer" } }
                    }
                }
            }
        }
    }

    fn row(&self, title: &str, cell: impl Fn(&OptionForecast) -> Markup) -> Markup {
        html! {
            tr {
                th scope="row" { (title) }
                @for option in &self.shown {
                    td class=(self.class(option)) data-label=(words::intervention(option.option)) { (cell(option)) }
                }
            }
        }
    }

    fn grades(&self, state: State) -> Markup {
        self.row(state.title(), |o| self.grade(o, state))
    }

    fn grade(&self, option: &OptionForecast, state: State) -> Markup {
        let scale = &self.finding.scale;
        let forecast = words::forecast_on(option, option.judged_day).and_then(|d| state.of(d));
        match forecast {
            Some(band) => html! {
                (glyph::strip(scale, state.observed(self.finding), band))
                b.num { (words::band(band, 1)) } " "
                span.grade-word { (words::grade_word(scale, band.mean)) }
                span.sub { "on " (words::day(option.judged_day)) }
            },
            None => dash(),
        }
    }

    fn injections(&self, option: &OptionForecast) -> Markup {
        html! {
            @for injection in &option.injections { (self.injection(injection)) }
            @if let Some(days) = option.repeat_every_days {
                span.sub { "repeated every " (words::fixed(days, 0)) " days" }
            }
            @if option.injections.is_empty() && option.option == Intervention::Nothing { span.muted { "waiting" } }
            @if let Some(why) = &option.why_not {
                span.why-not { @if !option.available { b { "Not available. " } } (why) }
            }
        }
    }

    fn injection(&self, injection: &Injection) -> Markup {
        html! {
            span.injection {
                b.num { (words::amount(injection.amount)) " " (injection.unit) } " "
                (words::product(self.page.catalog, &injection.product)) ", "
                (words::lower_first(&words::area(self.page.catalog, &injection.area)))
                (self.page.cites.sup(&injection.sources))
                span.sub { (injection.basis) }
            }
        }
    }

    fn is_answer(&self, option: &OptionForecast) -> bool {
        // Where the enzyme is considered, waiting is only what it is compared with.
        self.finding.dissolution.is_none() && option.option == words::chosen(self.finding.answer)
    }

    fn class(&self, option: &OptionForecast) -> String {
        let mut class = option_class(option.option).to_owned();
        if self.is_answer(option) {
            class += " chosen";
        }
        if !option.available && option.option != Intervention::Nothing {
            class += " unavailable";
        }
        class
    }
}

fn option_class(option: Intervention) -> &'static str {
    match option {
        Intervention::Nothing => "nothing",
        Intervention::Toxin => "toxin",
        Intervention::Filler => "filler",
        Intervention::Both => "both",
    }
}

fn improvement(option: &OptionForecast) -> Markup {
    if option.days.is_empty() {
        return dash();
    }
    html! { b.num { (words::band(option.improvement, 1)) } " grades" }
}

fn wish_met(option: &OptionForecast) -> Markup {
    if option.days.is_empty() {
        return dash();
    }
    let percent = option.wish_met_percent;
    html! {
        b.num { (words::fixed(percent, 0)) " %" } " of people like this one"
        (glyph::meter(percent))
    }
}

fn span(option: &OptionForecast, band: Option<Band>) -> Markup {
    match band {
        Some(band) if !option.days.is_empty() => html! { (words::when_band(band)) },
        _ => dash(),
    }
}

fn dash() -> Markup {
    html! { span.muted { "–" } }
}

fn key(page: &Page) -> Markup {
    let percent = words::amount(page.answer.provenance.band_percent);
    html! {
        p.fine {
            "Ring: grade entered today. Dot and bar: forecast as a rater would record it, mean and "
            (percent) " % band. Numbers in brackets are the band. Forecast over "
            (page.answer.provenance.people) " virtual people with this finding; never a promise."
        }
    }
}
