//! One finding: its people, its four options, its answer.

use catalog::{Catalog, Kind, Worse};

use crate::Error;
use crate::answer::{
    Choice, FindingAnswer, Injection, Intervention, Observed, OptionForecast, Parts, ScaleNote,
};
use crate::case::{Case, Wish};
use crate::decide::{self, Outlook};
use crate::offer::{Chooser, Offer};
use crate::simulate::{Given, Run, Simulator};
use crate::target::Target;
use crate::voice;
use crate::words::{Told, graded};

/// Shortest interval of repeats for prevention where a label states none, d.
/// Assumption: `assumption-maximum-window`.
const USUAL_INTERVAL_DAYS: f64 = 91.0;

/// Three views of what can be had: freely, for this patient, and by this injector.
pub(crate) struct Choosers<'a> {
    /// Whatever is published.
    pub free: Chooser<'a>,
    /// Without what the patient rules out.
    pub patient: Chooser<'a>,
    /// Without what the injector rules out either.
    pub all: Chooser<'a>,
    /// Whether nothing at all may be injected into this patient now.
    pub everything_stopped: bool,
}

/// An answered finding, with the amounts that it would inject.
pub(crate) struct Answered {
    /// The answer.
    pub answer: FindingAnswer,
    /// What the forecasts alone would choose.
    pub unhindered: Choice,
    /// Toxin to plan.
    pub toxin: Option<Planned>,
    /// Gel to plan.
    pub gel: Option<Planned>,
}

/// An amount to plan.
pub(crate) struct Planned {
    /// Product and amount.
    pub offer: Offer,
    /// Day on which its effect is fully there.
    pub full_day: Option<f64>,
    /// Day on which its effect has gone.
    pub gone_day: Option<crate::answer::Band>,
}

/// Offers of one agent in one area, as seen by the three choosers.
struct Offers<'a> {
    group: Option<&'a str>,
    free: Result<Offer, String>,
    patient: Result<Offer, String>,
    all: Result<Offer, String>,
}

impl Offers<'_> {
    /// What is simulated: what can be had, else what could be had freely.
    fn simulated(&self) -> Option<&Offer> {
        let offers = [&self.all, &self.patient, &self.free];
        offers.into_iter().find_map(|offer| offer.as_ref().ok())
    }

    fn why_not(&self) -> Option<&str> {
        self.all.as_ref().err().map(String::as_str)
    }
}

/// Answers one finding that is not a complaint.
pub(crate) fn answer(
    catalog: &Catalog,
    case: &Case,
    target: &Target<'_>,
    choosers: &Choosers<'_>,
    simulator: &Simulator<'_>,
) -> Result<Answered, Error> {
    let toxin = toxin_offers(catalog, target, choosers);
    let gel = gel_offers(catalog, target, choosers);
    let parts = simulator.parts();
    let runs = runs(catalog, target, simulator, &toxin, &gel)?;
    let verdict = verdict(target, &runs, &toxin, &gel, choosers);
    let options = options(target, &runs, &toxin, &gel);
    let told = Told {
        catalog,
        target,
        parts: &parts,
        options: &options,
        answer: verdict.answer,
        unhindered: verdict.unhindered,
        hindrance: verdict.hindrance.as_ref(),
        wish: target.finding.wish,
    };
    let second_voice = voice::of(catalog, case, target, verdict.answer);
    let answer = FindingAnswer {
        headline: told.headline(),
        reasons: told.reasons(),
        will_not: told.will_not(),
        alternatives: if choosers.everything_stopped {
            Vec::new()
        } else {
            told.alternatives()
        },
        disagreement: second_voice.iter().any(|voice| !voice.agrees),
        second_voice,
        options: options.clone(),
        ..blank(target, verdict.answer, parts)
    };
    let planned = |option: Intervention, offers: &Offers<'_>| {
        let run = runs.iter().find(|run| run.option == option)?;
        let offer = offers.all.as_ref().ok()?.clone();
        Some(Planned {
            offer,
            full_day: run.full_day,
            gone_day: run.gone_day,
        })
    };
    Ok(Answered {
        answer,
        unhindered: verdict.unhindered,
        toxin: verdict
            .answer
            .has_toxin()
            .then(|| planned(Intervention::Toxin, &toxin))
            .flatten(),
        gel: verdict
            .answer
            .has_gel()
            .then(|| planned(Intervention::Filler, &gel))
            .flatten(),
    })
}

/// The parts of an answer that do not depend on the options.
pub(crate) fn blank(target: &Target<'_>, answer: Choice, parts: Parts) -> FindingAnswer {
    let finding = target.finding;
    FindingAnswer {
        rhytid: finding.rhytid.clone(),
        area: finding.area.clone(),
        complaint: finding.complaint.clone(),
        title: target.title().to_owned(),
        plain: target.plain().to_owned(),
        side: finding.side,
        scale: scale_note(target),
        observed: Observed {
            at_rest: finding.at_rest,
            at_expression: finding.at_expression,
            grade: finding.grade,
        },
        wish: finding.wish,
        answer,
        headline: String::new(),
        kind: kind_word(target.kind()).to_owned(),
        muscles: target.muscles().to_vec(),
        parts,
        reasons: Vec::new(),
        will_not: Vec::new(),
        alternatives: Vec::new(),
        options: Vec::new(),
        second_voice: Vec::new(),
        disagreement: false,
        dissolution: None,
        gone_day: None,
    }
}

fn kind_word(kind: Option<Kind>) -> &'static str {
    match kind {
        None => "complaint",
        Some(Kind::Line) => "line",
        Some(Kind::Fold) => "fold",
        Some(Kind::Band) => "band",
        Some(Kind::Texture) => "texture",
        Some(Kind::Volume) => "volume",
        Some(Kind::Bulk) => "bulk",
        Some(Kind::Sweat) => "sweat",
    }
}

fn scale_note(target: &Target<'_>) -> ScaleNote {
    let scale = target.scale;
    ScaleNote {
        name: scale.name.clone(),
        title: scale.title.clone(),
        min: scale.min(),
        max: scale.max(),
        higher_is_worse: scale.worse == Worse::Higher,
        words: scale.grade.iter().map(|g| g.name.clone()).collect(),
        meanings: scale
            .grade
            .iter()
            .map(|g| g.meaning.clone().unwrap_or_default())
            .collect(),
    }
}

/// Severity entered, as a share of the scale: decides only the place within a published range.
fn severity_share(target: &Target<'_>) -> f64 {
    let finding = target.finding;
    let grade = finding.at_expression.or(finding.grade).or(finding.at_rest);
    grade.map_or(0.5, |grade| target.severity_share(grade))
}

fn toxin_offers<'a>(
    catalog: &'a Catalog,
    target: &Target<'a>,
    choosers: &Choosers<'_>,
) -> Offers<'a> {
    let severity = severity_share(target);
    match target.toxin_area(catalog) {
        None if target.reached_by_toxin() => {
            absent("Toxin is not used in the muscles of this place.")
        }
        None => absent("No muscle makes it, so toxin has no target here."),
        Some(area) => Offers {
            group: area.toxin_target.as_deref(),
            free: choosers.free.toxin(&area.name, severity),
            patient: choosers.patient.toxin(&area.name, severity),
            all: choosers.all.toxin(&area.name, severity),
        },
    }
}

fn gel_offers<'a>(
    catalog: &'a Catalog,
    target: &Target<'a>,
    choosers: &Choosers<'_>,
) -> Offers<'a> {
    let severity = severity_share(target);
    match target.gel_area(catalog) {
        None => absent("Filler is not used for this."),
        Some(area) => Offers {
            group: area.gel_target.as_deref(),
            free: choosers.free.gel(&area.name, severity),
            patient: choosers.patient.gel(&area.name, severity),
            all: choosers.all.gel(&area.name, severity),
        },
    }
}

fn absent(why: &str) -> Offers<'static> {
    let why = || Err(why.to_owned());
    Offers {
        group: None,
        free: why(),
        patient: why(),
        all: why(),
    }
}

fn runs(
    catalog: &Catalog,
    target: &Target<'_>,
    simulator: &Simulator<'_>,
    toxin: &Offers<'_>,
    gel: &Offers<'_>,
) -> Result<Vec<Run>, Error> {
    let given_toxin = toxin.simulated().zip(toxin.group);
    let given_gel = gel.simulated().zip(gel.group);
    let prevents = target.finding.wish == Some(Wish::Prevent);
    let interval = given_toxin.filter(|_| prevents).map(|(offer, _)| {
        let label = catalog.toxins.get(&offer.product);
        let label = label.and_then(|toxin| toxin.minimum_interval.as_ref());
        label.map_or(USUAL_INTERVAL_DAYS, catalog::Fact::central)
    });
    let option = |option: Intervention| {
        let given = Given {
            toxin: given_toxin.filter(|_| option.has_toxin()),
            gel: given_gel.filter(|_| option.has_gel()),
            repeat_every_days: interval.filter(|_| option.has_toxin()),
        };
        (option, given)
    };
    simulator
        .run(&Intervention::ALL.map(option))
        .map_err(|cause| target.refused(&cause))
}

/// The answer, and what the forecasts alone would choose.
struct Verdict {
    answer: Choice,
    unhindered: Choice,
    hindrance: Option<Hindrance>,
}

fn verdict(
    target: &Target<'_>,
    runs: &[Run],
    toxin: &Offers<'_>,
    gel: &Offers<'_>,
    choosers: &Choosers<'_>,
) -> Verdict {
    let referral = !target.other_modalities().is_empty();
    let choose = |toxin_ok: bool, gel_ok: bool| {
        let nothing = runs.iter().find(|r| r.option == Intervention::Nothing);
        let waiting = nothing.map_or(0.0, |r| r.improvement.mean);
        let outlooks: Vec<Outlook> = runs
            .iter()
            .map(|run| Outlook {
                option: run.option,
                available: (toxin_ok || !run.option.has_toxin())
                    && (gel_ok || !run.option.has_gel()),
                meets: run.meets,
                residual: run.residual,
                improvement: run.improvement.mean - waiting,
            })
            .collect();
        decide::choose(target.finding.wish, &outlooks, referral)
    };
    let unhindered = choose(toxin.free.is_ok(), gel.free.is_ok());
    let for_patient = choose(toxin.patient.is_ok(), gel.patient.is_ok());
    let by_injector = choose(toxin.all.is_ok(), gel.all.is_ok());
    let injects = |choice| !matches!(choice, Choice::Neither | Choice::Refer);
    let too_early = toxin.patient.as_ref().err();
    let too_early = too_early.filter(|why| choosers.patient.is_too_early(why));
    if let Some(why) = too_early.filter(|_| injects(unhindered) || injects(by_injector)) {
        // An earlier toxin is still at work: the grades of today are not those of the untreated
        // line, and nothing else is to stand in for waiting.
        return Verdict {
            answer: Choice::Neither,
            unhindered,
            hindrance: Some(Hindrance::Later(why.clone())),
        };
    }
    let answer = if unhindered == by_injector {
        unhindered
    } else if choosers.everything_stopped {
        // Not now: waiting is the answer, not something else in its place.
        Choice::Neither
    } else if for_patient == by_injector {
        by_injector
    } else {
        // It could be done, but not by this injector.
        Choice::Refer
    };
    let hindrance = (answer != unhindered)
        .then(|| hindrance(unhindered, toxin, gel))
        .flatten()
        .map(|why| match (answer, for_patient == by_injector) {
            (Choice::Refer, false) => Hindrance::Injector(why),
            (Choice::Neither, _) if choosers.everything_stopped => Hindrance::Later(why),
            _ => Hindrance::Patient(why),
        });
    Verdict {
        answer,
        unhindered,
        hindrance,
    }
}

/// Why the answer is not what the forecasts alone would choose.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Hindrance {
    /// Not now.
    Later(String),
    /// Not for this patient.
    Patient(String),
    /// Not by this injector.
    Injector(String),
}

impl Hindrance {
    /// The reason.
    pub fn why(&self) -> &str {
        match self {
            Self::Later(why) | Self::Patient(why) | Self::Injector(why) => why,
        }
    }

    /// The first words of a headline.
    pub fn opening(&self) -> &'static str {
        match self {
            Self::Later(_) => "Not now.",
            Self::Patient(_) => "Not for this patient.",
            Self::Injector(_) => "Not by this injector: consider referring.",
        }
    }
}

fn hindrance(unhindered: Choice, toxin: &Offers<'_>, gel: &Offers<'_>) -> Option<String> {
    let why_toxin = toxin.why_not().filter(|_| unhindered.has_toxin());
    let why_gel = gel.why_not().filter(|_| unhindered.has_gel());
    why_toxin.or(why_gel).map(str::to_owned)
}

fn options(
    target: &Target<'_>,
    runs: &[Run],
    toxin: &Offers<'_>,
    gel: &Offers<'_>,
) -> Vec<OptionForecast> {
    runs.iter()
        .map(|run| option(target, run, toxin, gel))
        .collect()
}

fn option(target: &Target<'_>, run: &Run, toxin: &Offers<'_>, gel: &Offers<'_>) -> OptionForecast {
    let wanted = [(run.option.has_toxin(), toxin), (run.option.has_gel(), gel)];
    let wanted = wanted
        .iter()
        .filter(|(with, _)| *with)
        .map(|(_, offers)| *offers);
    let why_not: Vec<&str> = wanted.clone().filter_map(Offers::why_not).collect();
    let injections = wanted
        .filter_map(Offers::simulated)
        .map(|offer| injection(target, offer))
        .collect();
    OptionForecast {
        option: run.option,
        available: why_not.is_empty(),
        why_not: (!why_not.is_empty()).then(|| why_not.join(" ")),
        injections,
        repeat_every_days: run.repeat_every_days,
        leaves: leaves(target, run),
        days: run.days.clone(),
        judged_day: run.judged_day,
        improvement: run.improvement,
        wish_met_percent: run.met_percent,
        meets_wish: run.meets,
        onset_day: run.onset_day,
        gone_day: run.gone_day,
    }
}

fn injection(target: &Target<'_>, offer: &Offer) -> Injection {
    let basis = match (offer.basis, offer.label) {
        (catalog::Basis::Label, crate::answer::Label::On) => "label",
        (catalog::Basis::Label, crate::answer::Label::Off) => "label of another jurisdiction",
        (catalog::Basis::Label, crate::answer::Label::Unknown) => "label; jurisdiction unknown",
        (catalog::Basis::Trial, _) => "trial, off label",
        (catalog::Basis::Consensus, _) => "consensus, off label",
    };
    let stock = match offer.in_stock {
        Some(false) => "; not in the cupboard",
        _ => "",
    };
    Injection {
        product: offer.product.clone(),
        area: offer.area.clone(),
        amount: (offer.amount(target.finding.side) * 1000.0).round() / 1000.0,
        unit: offer.unit.to_owned(),
        basis: format!("{basis}{stock}"),
        sources: offer.sources.clone(),
    }
}

/// What is left on the judged day, in words.
fn leaves(target: &Target<'_>, run: &Run) -> String {
    let day = run
        .days
        .iter()
        .find(|d| d.day >= run.judged_day)
        .or(run.days.last());
    let Some(day) = day else {
        return String::new();
    };
    let when = if run.judged_day > 2.0 * crate::simulate::HORIZON_DAYS {
        format!("in {:.0} years", run.judged_day / 365.25)
    } else {
        format!("on day {:.0}", run.judged_day)
    };
    match (day.at_rest, day.at_expression, day.grade) {
        (Some(rest), Some(expression), _) => format!(
            "{} in expression and {} at rest {when}.",
            graded(target, expression),
            graded(target, rest)
        ),
        (_, _, Some(grade)) => format!("{} {when}.", graded(target, grade)),
        _ => String::new(),
    }
}
