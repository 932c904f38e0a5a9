//! The sentences of an answer. Each says what the numbers say and where they come from.

use catalog::{Catalog, Kind, Status};

use crate::answer::{Band, Choice, Intervention, OptionForecast, Parts, Reason};
use crate::case::Wish;
use crate::finding::Hindrance;
use crate::target::Target;

/// Severity below which a part of a line is not worth a sentence, grades.
const MENTIONED_GRADES: f64 = 0.25;

/// No source: the sentence only repeats numbers of the forecast.
const NONE: [&str; 0] = [];

/// Everything that the sentences of one finding are made from.
pub(crate) struct Told<'a> {
    pub catalog: &'a Catalog,
    pub target: &'a Target<'a>,
    pub parts: &'a Parts,
    pub options: &'a [OptionForecast],
    pub answer: Choice,
    /// What the forecasts would choose without stops and gates.
    pub unhindered: Choice,
    /// Why an option that the forecasts would choose is not to be had.
    pub hindrance: Option<&'a Hindrance>,
    pub wish: Option<Wish>,
}

impl Told<'_> {
    fn option(&self, option: Intervention) -> Option<&OptionForecast> {
        self.options.iter().find(|o| o.option == option)
    }

    fn chosen(&self) -> Option<&OptionForecast> {
        self.option(match self.answer {
            Choice::Toxin => Intervention::Toxin,
            Choice::Filler => Intervention::Filler,
            Choice::Both => Intervention::Both,
            Choice::Neither | Choice::Refer => return None,
        })
    }

    /// The answer in one sentence.
    pub fn headline(&self) -> String {
        if let Some(chosen) = self.chosen() {
            let wish = if chosen.meets_wish {
                ""
            } else {
                " The wish is not fully met."
            };
            let what = noun(chosen.option);
            return format!(
                "Consider {what}: the forecast leaves {}{wish}",
                chosen.leaves
            );
        }
        match (self.wish, self.hindrance) {
            (Some(Wish::Keep), _) => "Leave it: the patient wants to keep it.".to_owned(),
            (None, _) => "No wish was stated: ask whether to keep, soften or erase it.".to_owned(),
            (_, Some(hindrance)) => format!("{} {}", hindrance.opening(), hindrance.why()),
            (Some(Wish::Prevent), _) if self.nothing_meets() => {
                "Nothing is needed yet: the forecast keeps the skin without a new line at rest."
                    .to_owned()
            }
            _ if self.nothing_meets() => "Nothing is needed: it already meets the wish.".to_owned(),
            _ if self.answer == Choice::Refer => {
                "Neither toxin nor filler changes it enough: consider referring.".to_owned()
            }
            _ => "Neither toxin nor filler changes it enough to be noticed.".to_owned(),
        }
    }

    fn nothing_meets(&self) -> bool {
        self.option(Intervention::Nothing)
            .is_some_and(|o| o.meets_wish)
    }

    /// Why.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        reasons.extend(self.made_of());
        if let Some(cause) = self.target.cause() {
            reasons.push(reason(cause.text.clone(), [&cause.source]));
        }
        reasons.extend(self.missing_grade());
        if let Some(hindrance) = self.hindrance {
            reasons.push(reason(
                format!(
                    "The forecasts alone would choose {}. {} {}",
                    choice_noun(self.unhindered),
                    hindrance.opening(),
                    hindrance.why()
                ),
                NONE,
            ));
        }
        if !matches!(self.wish, None | Some(Wish::Keep)) {
            let active = self
                .options
                .iter()
                .filter(|o| o.option != Intervention::Nothing);
            reasons.extend(active.map(Self::comparison));
        }
        reasons.push(reason(
            self.rule(),
            ["assumption-wish", "assumption-material-benefit"],
        ));
        reasons
    }

    /// What it is made of.
    fn made_of(&self) -> Option<Reason> {
        let parts = [
            (self.parts.dynamic.mean, "goes when the muscle rests"),
            (self.parts.tone.mean, "is held at rest by muscle tone"),
            (self.parts.etched.mean, "is etched into the skin"),
            (self.parts.volume.mean, "is lost volume or descent"),
        ];
        let total: f64 = parts.iter().map(|(grades, _)| grades).sum();
        let named: Vec<String> = parts
            .iter()
            .filter(|(grades, _)| *grades >= MENTIONED_GRADES)
            .map(|(grades, what)| format!("{grades:.1} of {total:.1} grades {what}"))
            .collect();
        let line = matches!(
            self.target.kind(),
            Some(Kind::Line | Kind::Fold | Kind::Band)
        );
        (line && !named.is_empty()).then(|| {
            let mut sources = Vec::new();
            if let crate::target::Subject::Rhytid(rhytid) = self.target.subject {
                sources.push(rhytid.volume_share.source.clone());
            }
            Reason {
                text: format!("In people graded like this, {}.", named.join("; ")),
                sources,
            }
        })
    }

    fn missing_grade(&self) -> Option<Reason> {
        let finding = self.target.finding;
        let missing = if !self.target.two_states() {
            finding.grade.is_none().then_some("grade")
        } else if finding.at_rest.is_none() && finding.at_expression.is_none() {
            Some("at_rest and at_expression")
        } else if finding.at_rest.is_none() {
            Some("at_rest")
        } else {
            finding.at_expression.is_none().then_some("at_expression")
        };
        missing.map(|key| {
            reason(
                format!("{key} was not entered: the forecast runs over all severities that fit."),
                ["assumption-unknown-grade"],
            )
        })
    }

    fn comparison(option: &OptionForecast) -> Reason {
        let what = noun(option.option);
        let mut text = format!(
            "{}: {:.1} grades better on day {:.0} ({:.1} to {:.1}); meets the wish in {:.0} % of \
             people like this.",
            capital(what),
            plain(option.improvement.mean),
            option.judged_day,
            plain(option.improvement.lower),
            plain(option.improvement.upper),
            option.wish_met_percent,
        );
        if let Some(why_not) = &option.why_not {
            text = format!("{}: {why_not}", capital(what));
        }
        let sources = option
            .injections
            .iter()
            .flat_map(|i| i.sources.iter().cloned());
        Reason {
            text,
            sources: sources.collect(),
        }
    }

    fn rule(&self) -> String {
        let wish = match self.wish {
            None => return "Without a wish nothing is proposed.".to_owned(),
            Some(Wish::Keep) => return "A line that the patient likes is left alone.".to_owned(),
            Some(Wish::Soften) => "at least one grade better in the worse state",
            Some(Wish::Erase) => "on average below half a grade in both states",
            Some(Wish::Prevent) => "no new grade at rest in twenty years",
        };
        format!("Rule: the smallest option whose mean forecast meets the wish ({wish}).")
    }

    /// What will not happen.
    pub fn will_not(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(toxin) = self
            .option(Intervention::Toxin)
            .filter(|_| self.static_part() > 1.0)
        {
            reasons.push(reason(
                format!(
                    "Toxin does not fill what is etched or lost: about {:.1} of {:.1} grades at \
                     rest stay under it.",
                    static_left(toxin).min(self.at_rest()),
                    self.at_rest(),
                ),
                ["carruthers-2016"]
                    .iter()
                    .filter(|id| self.catalog.sources.contains_key(**id))
                    .copied(),
            ));
        }
        if self.target.muscles().is_empty() && self.is_line() {
            reasons.push(reason(
                "No muscle makes this line, so toxin has nothing to relax.".to_owned(),
                self.target.cause().map(|cause| cause.source.as_str()),
            ));
        }
        if let Some(filler) = self.option(Intervention::Filler)
            && filler.available
            && self.parts.dynamic.mean > 1.0
        {
            reasons.push(reason(
                "Filler does not stop the muscle: what the expression adds comes back with it."
                    .to_owned(),
                NONE,
            ));
        }
        reasons
    }

    fn is_line(&self) -> bool {
        !matches!(
            self.target.kind(),
            None | Some(Kind::Volume | Kind::Bulk | Kind::Sweat)
        )
    }

    fn at_rest(&self) -> f64 {
        self.static_part() + self.parts.tone.mean
    }

    fn static_part(&self) -> f64 {
        self.parts.etched.mean + self.parts.volume.mean
    }

    /// What else exists.
    pub fn alternatives(&self) -> Vec<Reason> {
        let others = self.target.other_modalities().iter();
        others
            .map(|other| {
                let known = self.catalog.source(&other.source);
                let assumed = known.is_some_and(|s| s.kind == catalog::SourceKind::Assumption);
                let mark = if assumed {
                    Status::Assumption.label()
                } else {
                    ""
                };
                let mark = if mark.is_empty() {
                    String::new()
                } else {
                    format!(" ({mark})")
                };
                reason(
                    format!("{} – {}{mark}.", other.name, other.for_),
                    [&other.source],
                )
            })
            .collect()
    }
}

fn static_left(toxin: &OptionForecast) -> f64 {
    let day = toxin.days.iter().find(|d| d.day >= toxin.judged_day);
    day.and_then(|d| d.at_rest.or(d.grade))
        .map_or(0.0, |band| band.mean)
}

/// A sentence with sources.
pub(crate) fn reason<'a, S: AsRef<str> + ?Sized + 'a>(
    text: String,
    sources: impl IntoIterator<Item = &'a S>,
) -> Reason {
    Reason {
        text,
        sources: sources
            .into_iter()
            .map(|id| id.as_ref().to_owned())
            .collect(),
    }
}

/// A number that prints no minus before a zero of one decimal.
fn plain(x: f64) -> f64 {
    if x.abs() < 0.05 { 0.0 } else { x }
}

/// Word for an option.
pub(crate) fn noun(option: Intervention) -> &'static str {
    match option {
        Intervention::Nothing => "waiting",
        Intervention::Toxin => "toxin",
        Intervention::Filler => "filler",
        Intervention::Both => "toxin and filler",
    }
}

fn choice_noun(choice: Choice) -> &'static str {
    match choice {
        Choice::Toxin => "toxin",
        Choice::Filler => "filler",
        Choice::Both => "toxin and filler",
        Choice::Neither => "neither",
        Choice::Refer => "referring",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `1.2 (mild)`: a mean grade with the word of the nearest grade.
pub(crate) fn graded(target: &Target<'_>, band: Band) -> String {
    let word = target.scale.word(band.mean.round() as i64);
    word.map_or_else(
        || format!("{:.1}", band.mean),
        |word| format!("{:.1} ({word})", band.mean),
    )
}
