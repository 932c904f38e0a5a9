//! Unwanted results: when a toxin's goes, and what the enzyme can do to a gel.

mod excess;

use catalog::{Agent, Catalog, Complaint};
use course::{Models, Seen, ToxinDose};

use crate::Error;
use crate::alerts::Earlier;
use crate::answer::{
    Band, Choice, DayForecast, FindingAnswer, Intervention, OptionForecast, Parts, Reason,
};
use crate::case::{Case, Wish};
use crate::finding::blank;
use crate::offer::Offer;
use crate::simulate::{self, HORIZON_DAYS, PEOPLE};
use crate::target::Target;
use crate::words::reason;
use excess::Excess;

/// Severity that a rater no longer sees, grades.
const UNSEEN_GRADES: f64 = 0.5;

/// An answered complaint, with the enzyme that it would plan.
pub(crate) struct AnsweredComplaint {
    /// The answer.
    pub answer: FindingAnswer,
    /// Enzyme to plan.
    pub enzyme: Option<Offer>,
}

/// What a complaint is answered from.
pub(crate) struct Complainer<'a> {
    pub catalog: &'a Catalog,
    pub models: &'a Models,
    pub case: &'a Case,
    pub target: &'a Target<'a>,
    pub complaint: &'a Complaint,
    pub earlier: &'a [Earlier],
    /// Why no enzyme, if so.
    pub no_enzyme: Option<&'a str>,
    pub seed: u64,
}

impl Complainer<'_> {
    /// Answers the complaint.
    pub fn answer(&self) -> Result<AnsweredComplaint, Error> {
        match self.complaint.agent {
            Agent::Toxin => self.toxin(),
            Agent::Gel | Agent::Enzyme => self.gel(),
        }
    }

    /// Grade entered.
    fn grade(&self) -> Option<i64> {
        let finding = self.target.finding;
        finding.grade.or(finding.at_rest).or(finding.at_expression)
    }

    /// The same for every complaint: what eases, when to refer, what is research.
    fn common(&self, choice: Choice, days: &[DayForecast]) -> FindingAnswer {
        let complaint = self.complaint;
        let mut alternatives: Vec<Reason> = complaint
            .what_eases
            .iter()
            .map(|ease| {
                reason(
                    format!("Eases: {}. {}", ease.what, ease.effect),
                    [&ease.source],
                )
            })
            .collect();
        let source = complaint.sources.first();
        alternatives.extend(
            complaint
                .refer_when
                .iter()
                .map(|when| reason(format!("Refer when: {when}."), source)),
        );
        alternatives.extend(complaint.research.iter().map(|ease| {
            reason(
                format!("Research, not care: {}. {}", ease.what, ease.effect),
                [&ease.source],
            )
        }));
        let mut answer = blank(self.target, choice, Parts::ZERO);
        answer.alternatives = alternatives;
        answer.options = self.options(days);
        answer
            .reasons
            .push(reason(complaint.looks_like.clone(), source));
        if let Some(note) = &complaint.note {
            answer.reasons.push(reason(note.clone(), source));
        }
        answer.second_voice = crate::voice::of(self.catalog, self.case, self.target, choice);
        answer.disagreement = answer.second_voice.iter().any(|voice| !voice.agrees);
        answer
    }

    /// More of what caused it does not undo it: every option but waiting is not available.
    fn options(&self, days: &[DayForecast]) -> Vec<OptionForecast> {
        let first = days.first().and_then(|d| d.grade.or(d.at_rest));
        let judged = days.iter().find(|d| d.day >= 30.0).or(days.last());
        let last = judged.and_then(|d| d.grade.or(d.at_rest));
        let gain = match (first, last) {
            (Some(a), Some(b)) => Band {
                mean: a.mean - b.mean,
                lower: a.mean - b.upper,
                upper: a.mean - b.lower,
            },
            _ => Band::ZERO,
        };
        let option = |option: Intervention| OptionForecast {
            option,
            available: option == Intervention::Nothing,
            why_not: (option != Intervention::Nothing)
                .then(|| "It would not undo this; the forecast is that of waiting.".to_owned()),
            injections: Vec::new(),
            repeat_every_days: None,
            days: days.to_vec(),
            judged_day: judged.map_or(0.0, |d| d.day),
            improvement: gain,
            wish_met_percent: 0.0,
            meets_wish: false,
            onset_day: None,
            gone_day: None,
            leaves: last.map_or(String::new(), |band| {
                format!("{} by waiting.", crate::words::graded(self.target, band))
            }),
        };
        Intervention::ALL.map(option).to_vec()
    }

    /// A day on which both states are the same.
    fn forecast_day(&self, day: f64, band: Band) -> DayForecast {
        self.target.forecast_day(day, band, band)
    }

    fn range(&self) -> course::Range {
        simulate::rated(self.target, (None, None)).range
    }

    /// Severity entered, grades from the best; the middle of the scale when unknown.
    fn severity(&self) -> f64 {
        let range = self.range();
        self.grade()
            .map_or(range.span() / 2.0, |grade| range.severity(grade as f64))
    }

    /// A weakness after toxin: nothing reverses it; when does it go?
    fn toxin(&self) -> Result<AnsweredComplaint, Error> {
        let course = self.weakness()?;
        let days = course.as_ref().map_or_else(
            || self.today_only(),
            |course| {
                let range = self.range();
                let pairs = course.days.iter().zip(&course.severity);
                pairs
                    .map(|(day, band)| self.forecast_day(*day, simulate::graded(&range, *band)))
                    .collect()
            },
        );
        let choice = if self.complaint.emergency {
            Choice::Refer
        } else {
            Choice::Neither
        };
        let mut answer = self.common(choice, &days);
        answer.gone_day = course.as_ref().map(|course| simulate::band(course.gone_d));
        answer.will_not.push(reason(
            "Nothing reverses a toxin that has taken effect; enzyme and further toxin do not."
                .to_owned(),
            ["no-antidote"],
        ));
        answer.reasons.push(match &answer.gone_day {
            Some(_) => reason(
                "When it goes is forecast from the doses and days of the history and the grade \
                 of today: over all small doses that fit them."
                    .to_owned(),
                ["assumption-ptosis-exposure"],
            ),
            None => reason(
                "No toxin with a known day and amount in the history could have caused it: when \
                 it goes is unknown."
                    .to_owned(),
                ["assumption-ptosis-exposure"],
            ),
        });
        answer.headline = match &answer.gone_day {
            Some(gone) => format!(
                "Wait: nothing reverses it. The forecast has it gone {} from today (8 in 10 \
                 between {} and {}); it can only be eased.",
                span(gone.mean),
                span(gone.lower),
                span(gone.upper)
            ),
            None => "Wait: nothing reverses it; when it goes cannot be said from this history."
                .to_owned(),
        };
        if let Some(nothing) = answer.options.first_mut() {
            nothing.gone_day = answer.gone_day;
        }
        Ok(AnsweredComplaint {
            answer,
            enzyme: None,
        })
    }

    /// Course of the weakness, when the model knows the muscle and the history has a dose.
    fn weakness(&self) -> Result<Option<course::OffTarget>, Error> {
        let Some(neighbour) = &self.complaint.neighbour else {
            return Ok(None);
        };
        let caused =
            |past: &&Earlier| past.toxin && self.complaint.caused_by_areas.contains(&past.area);
        let doses: Vec<ToxinDose> = self
            .earlier
            .iter()
            .filter(caused)
            .filter_map(|past| {
                Some(ToxinDose {
                    day: past.day,
                    product: past.product.clone(),
                    group: past.area.clone(),
                    units: past.amount?,
                })
            })
            .collect();
        if doses.is_empty() {
            return Ok(None);
        }
        let seen = self
            .grade()
            .map_or(Seen::Unknown, |grade| Seen::Grade(grade as f64));
        let rated = simulate::rated(self.target, (None, None));
        let days = simulate::days(HORIZON_DAYS / 2.0);
        course::off_target(
            self.models,
            neighbour,
            &rated,
            &simulate::who(self.case),
            seen,
            &doses,
            &days,
            PEOPLE,
            self.seed,
        )
        .map(Some)
        .map_err(|cause| self.target.refused(&cause))
    }

    fn today_only(&self) -> Vec<DayForecast> {
        let scale = self.target.scale;
        let band = self.grade().map_or(
            Band {
                mean: f64::midpoint(scale.min() as f64, scale.max() as f64),
                lower: scale.min() as f64,
                upper: scale.max() as f64,
            },
            |grade| Band {
                mean: grade as f64,
                lower: grade as f64,
                upper: grade as f64,
            },
        );
        vec![self.forecast_day(0.0, band)]
    }

    /// Too much gel, or gel that shows: can it be dissolved, and what would be left?
    fn gel(&self) -> Result<AnsweredComplaint, Error> {
        let excess = Excess::of(self);
        let waiting = match &excess {
            Some(excess) => excess.days(self, 0.0)?,
            None => self.today_only(),
        };
        let wanted = !matches!(self.target.finding.wish, Some(Wish::Keep));
        let dissolves = self.complaint.undone_by == "hyaluronidase"
            && wanted
            && !self.complaint.emergency
            && excess.as_ref().is_some_and(|excess| excess.gel.dissolvable);
        let choice = if !wanted || (dissolves && self.no_enzyme.is_none()) {
            Choice::Neither
        } else {
            Choice::Refer
        };
        let mut answer = self.common(choice, &waiting);
        let mut enzyme = None;
        if let Some(excess) = excess.filter(|_| dissolves) {
            let (dissolution, offer) = excess.dissolution(self)?;
            enzyme = self.no_enzyme.is_none().then_some(offer);
            answer.dissolution = Some(dissolution);
        }
        answer.headline = self.gel_headline(&answer, wanted);
        if let Some(why) = self.no_enzyme.filter(|_| dissolves) {
            answer
                .reasons
                .push(reason(why.to_owned(), ["assumption-training-gate"]));
        }
        Ok(AnsweredComplaint { answer, enzyme })
    }

    fn gel_headline(&self, answer: &FindingAnswer, wanted: bool) -> String {
        if self.complaint.emergency {
            return "Emergency: refer at once, by the local protocol. rhytid has no emergency \
                    dosing."
                .to_owned();
        }
        if !wanted {
            return "Leave it: the patient wants to keep it.".to_owned();
        }
        match answer.dissolution.as_ref().and_then(|d| d.left_percent) {
            Some(left) if answer.answer == Choice::Neither => format!(
                "Neither toxin nor more filler: consider dissolving. Two weeks after one session \
                 about {:.0} % of the gel is left (8 in 10 between {:.0} and {:.0} %).",
                left.mean, left.lower, left.upper
            ),
            Some(_) => {
                "It can be dissolved, but not by this injector: consider referring.".to_owned()
            }
            None => "Neither toxin nor more filler. What gel it is, or whether it dissolves, \
                     decides: consider referring."
                .to_owned(),
        }
    }
}

/// `3 weeks`, `5 months`: days in words.
fn span(days: f64) -> String {
    if days < 70.0 {
        let weeks = (days / 7.0).round().max(1.0);
        format!("{weeks:.0} week{}", if weeks > 1.0 { "s" } else { "" })
    } else {
        format!("{:.0} months", days / 30.4375)
    }
}
