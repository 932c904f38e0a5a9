//! A hand-made answer for looking at pages and testing them. Its numbers are not medicine.

use consult::answer::{
    Alert, AlertLevel, Answer, Band, Choice, DayForecast, Dilution, Dissolution, FORMAT,
    FindingAnswer, Injection, Intervention, Label, NearVessel, Observed, OptionForecast, Parts,
    PatientSummary, Plan, Position, Provenance, Reason, Review, ScaleNote, SecondVoice, Site,
    SiteRisk, SiteSide, SourceNote, Total, Unknown, Window,
};
use consult::case::{Sex, Side, Wish};

fn band(mean: f64, spread: f64) -> Band {
    Band {
        mean,
        lower: (mean - spread).max(0.0),
        upper: mean + spread,
    }
}

fn reason(text: &str, sources: &[&str]) -> Reason {
    Reason {
        text: text.into(),
        sources: ids(sources),
    }
}

fn ids(sources: &[&str]) -> Vec<String> {
    sources.iter().map(|s| (*s).to_owned()).collect()
}

fn fws() -> ScaleNote {
    ScaleNote {
        name: "FWS".into(),
        title: "Facial Wrinkle Scale".into(),
        min: 0,
        max: 3,
        higher_is_worse: true,
        words: ids(&["none", "mild", "moderate", "severe"]),
        meanings: vec![],
    }
}

fn volume_scale() -> ScaleNote {
    ScaleNote {
        name: "MFVDS".into(),
        title: "Mid-Face Volume Deficit Scale".into(),
        min: 0,
        max: 5,
        higher_is_worse: true,
        words: ids(&[
            "none",
            "minimal",
            "mild",
            "moderate",
            "significant",
            "severe",
        ]),
        meanings: vec![],
    }
}

/// Effect of toxin (share of the dynamic part gone) on a day.
fn toxin_effect(day: f64) -> f64 {
    if day <= 0.0 {
        0.0
    } else {
        (1.0 - (-day / 3.0).exp()) / (1.0 + (day / 125.0).powi(4))
    }
}

fn gel_effect(day: f64) -> f64 {
    if day < 0.0 { 0.0 } else { (-day / 500.0).exp() }
}

fn grid() -> Vec<f64> {
    let mut days: Vec<f64> = (0..30).map(f64::from).collect();
    days.extend((30..=730).step_by(10).map(f64::from));
    days
}

fn two_state(rest: f64, expression: f64, toxin: bool, gel: bool) -> Vec<DayForecast> {
    let at = |day: f64| {
        let t = if toxin { toxin_effect(day) } else { 0.0 };
        let g = if gel { gel_effect(day) } else { 0.0 };
        let r = rest * (1.0 - 0.45 * t) - 0.9 * g * rest.min(1.0);
        let e = rest + (expression - rest) * (1.0 - 0.9 * t) - (rest - r).max(0.0);
        DayForecast {
            day,
            at_rest: Some(band(r.max(0.1), 0.5)),
            at_expression: Some(band(e.max(0.2), 0.6)),
            grade: None,
        }
    };
    grid().into_iter().map(at).collect()
}

fn one_state(grade: f64, lift: f64) -> Vec<DayForecast> {
    let at = |day: f64| DayForecast {
        day,
        at_rest: None,
        at_expression: None,
        grade: Some(band((grade - lift * gel_effect(day)).max(0.2), 0.7)),
    };
    grid().into_iter().map(at).collect()
}

struct Sketch {
    option: Intervention,
    days: Vec<DayForecast>,
    day: f64,
    better: f64,
    met: f64,
    gone: Option<f64>,
    leaves: &'static str,
    injections: Vec<Injection>,
}

fn option(sketch: Sketch) -> OptionForecast {
    OptionForecast {
        option: sketch.option,
        available: true,
        why_not: None,
        injections: sketch.injections,
        repeat_every_days: None,
        days: sketch.days,
        judged_day: sketch.day,
        improvement: Band {
            mean: sketch.better,
            lower: sketch.better - 0.7,
            upper: sketch.better + 0.6,
        },
        wish_met_percent: sketch.met,
        meets_wish: sketch.met > 50.0,
        onset_day: sketch.gone.map(|_| band(2.6, 1.4)),
        gone_day: sketch.gone.map(|g| band(g, g * 0.3)),
        leaves: sketch.leaves.into(),
    }
}

fn injection(product: &str, area: &str, amount: f64, unit: &str) -> Injection {
    Injection {
        product: product.into(),
        area: area.into(),
        amount,
        unit: unit.into(),
        basis: "label dose (US)".into(),
        sources: ids(&["sample-label"]),
    }
}

fn glabella_options() -> Vec<OptionForecast> {
    let toxin = || vec![injection("onabotulinumtoxinA", "glabella", 20.0, "U")];
    let mut filler = option(Sketch {
        option: Intervention::Filler,
        days: vec![],
        day: 30.0,
        better: 0.0,
        met: 0.0,
        gone: None,
        leaves: "Everything that the muscle makes.",
        injections: vec![],
    });
    filler.available = false;
    filler.why_not = Some(
        "No gel carries a label for the glabella; here an accident of the vessels is worst.".into(),
    );
    vec![
        option(Sketch {
            option: Intervention::Nothing,
            days: two_state(1.0, 3.0, false, false),
            day: 30.0,
            better: 0.1,
            met: 9.0,
            gone: None,
            leaves: "The line as it is.",
            injections: vec![],
        }),
        option(Sketch {
            option: Intervention::Toxin,
            days: two_state(1.0, 3.0, true, false),
            day: 30.0,
            better: 1.7,
            met: 78.0,
            gone: Some(128.0),
            leaves: "About half a grade at rest, etched into the skin.",
            injections: toxin(),
        }),
        filler,
        option(Sketch {
            option: Intervention::Both,
            days: two_state(1.0, 3.0, true, true),
            day: 30.0,
            better: 1.9,
            met: 83.0,
            gone: Some(140.0),
            leaves: "Little; but a gel here risks the vessels of the eye.",
            injections: toxin(),
        }),
    ]
}

fn glabella() -> FindingAnswer {
    FindingAnswer {
        rhytid: Some("glabellar".into()),
        area: None,
        complaint: None,
        title: "Glabellar lines".into(),
        plain: "the frown lines between your brows".into(),
        side: Side::Both,
        scale: fws(),
        observed: Observed {
            at_rest: Some(1),
            at_expression: Some(3),
            grade: None,
        },
        wish: Some(Wish::Soften),
        answer: Choice::Toxin,
        headline: "Consider toxin: most of this line goes when the muscle rests, and the smallest \
                   intervention that softens it is toxin alone."
            .into(),
        kind: "line".into(),
        muscles: ids(&["corrugator", "procerus"]),
        parts: Parts {
            dynamic: band(1.9, 0.5),
            tone: band(0.4, 0.3),
            etched: band(0.5, 0.3),
            volume: band(0.1, 0.1),
        },
        reasons: vec![
            reason(
                "In expression the line is 2 grades worse than at rest; that part comes from \
                 corrugator and procerus and goes when they rest.",
                &["sample-trial"],
            ),
            reason(
                "With toxin 78 % of people like this one are at least one grade better in \
                 expression on day 30.",
                &["sample-fit", "sample-trial"],
            ),
        ],
        will_not: vec![reason(
            "Toxin will not lift the part that is etched into the skin: about 0.5 grade stays at \
             rest.",
            &["sample-trial", "sample-assumption"],
        )],
        alternatives: vec![reason(
            "Doing nothing: the line deepens slowly.",
            &["sample-assumption"],
        )],
        options: glabella_options(),
        second_voice: vec![
            SecondVoice {
                rule: "sample-1".into(),
                set: "Sample consensus".into(),
                advises: Choice::Toxin,
                says: "dynamic glabellar lines: toxin first.".into(),
                source: "sample-consensus".into(),
                agrees: true,
            },
            SecondVoice {
                rule: "sample-2".into(),
                set: "Sample consensus".into(),
                advises: Choice::Both,
                says: "lines that stay at rest may need both.".into(),
                source: "sample-consensus".into(),
                agrees: false,
            },
        ],
        disagreement: true,
        dissolution: None,
        gone_day: None,
    }
}

fn cheeks() -> FindingAnswer {
    let gel = || vec![injection("voluma", "midface", 3.0, "mL")];
    let mut finding = glabella();
    finding.rhytid = None;
    finding.area = Some("midface".into());
    finding.title = "Hollow cheeks".into();
    finding.plain = "your hollow cheeks".into();
    finding.scale = volume_scale();
    finding.observed = Observed {
        at_rest: None,
        at_expression: None,
        grade: Some(3),
    };
    finding.answer = Choice::Filler;
    finding.headline = "Consider filler: the hollow is lost volume, and no muscle makes it.".into();
    finding.kind = "volume".into();
    finding.muscles = vec![];
    finding.parts = Parts {
        dynamic: band(0.0, 0.0),
        tone: band(0.0, 0.0),
        etched: band(0.0, 0.0),
        volume: band(3.0, 0.6),
    };
    let mut toxin = option(Sketch {
        option: Intervention::Toxin,
        days: vec![],
        day: 30.0,
        better: 0.0,
        met: 0.0,
        gone: None,
        leaves: "Everything.",
        injections: vec![],
    });
    toxin.available = false;
    toxin.why_not = Some("No muscle makes this hollow.".into());
    finding.options = vec![
        option(Sketch {
            option: Intervention::Nothing,
            days: one_state(3.0, 0.0),
            day: 30.0,
            better: 0.0,
            met: 14.0,
            gone: None,
            leaves: "The hollow as it is.",
            injections: vec![],
        }),
        toxin,
        option(Sketch {
            option: Intervention::Filler,
            days: one_state(3.0, 1.7),
            day: 30.0,
            better: 1.6,
            met: 84.0,
            gone: Some(560.0),
            leaves: "About one grade of hollow.",
            injections: gel(),
        }),
    ];
    finding.second_voice.truncate(1);
    finding.second_voice[0].advises = Choice::Filler;
    finding.second_voice[0].says = "lost midface volume: filler.".into();
    finding.disagreement = false;
    finding.reasons = vec![reason("Volume is lost in the midface.", &["sample-trial"])];
    finding.will_not = vec![reason(
        "Filler will not stop lines that move with expression.",
        &["sample-consensus"],
    )];
    finding
}

fn sleep_lines() -> FindingAnswer {
    let mut finding = glabella();
    finding.rhytid = Some("sleep".into());
    finding.title = "Sleep lines".into();
    finding.plain = "the lines your pillow presses in".into();
    finding.side = Side::Left;
    finding.answer = Choice::Refer;
    finding.headline =
        "Consider referral: no muscle makes these lines and gel hardly reaches them.".into();
    finding.observed = Observed {
        at_rest: Some(2),
        at_expression: Some(2),
        grade: None,
    };
    finding.muscles = vec![];
    finding.options.truncate(1);
    finding.second_voice.clear();
    finding.disagreement = false;
    finding.alternatives = vec![reason(
        "Fractional laser resurfacing, for etched skin.",
        &["sample-consensus"],
    )];
    finding
}

fn lips() -> FindingAnswer {
    let mut finding = cheeks();
    finding.area = Some("lips".into());
    finding.complaint = Some("overfilled".into());
    finding.title = "Overfilled lips".into();
    finding.plain = "lips that are too full".into();
    finding.kind = "complaint".into();
    finding.answer = Choice::Neither;
    finding.headline = "Neither toxin nor more filler; consider hyaluronidase.".into();
    finding.options.clear();
    finding.second_voice.clear();
    finding.dissolution = Some(Dissolution {
        enzyme: "hyaluronidase".into(),
        gel: Some("juvederm-ultra".into()),
        dissolvable: Some(true),
        units: Some(band(60.0, 30.0)),
        left_percent: Some(band(35.0, 20.0)),
        days: vec![],
        notes: vec![reason(
            "Ask about wasp and bee stings before.",
            &["sample-label"],
        )],
    });
    finding
}

fn eyelid() -> FindingAnswer {
    let mut finding = glabella();
    finding.rhytid = None;
    finding.area = Some("glabella".into());
    finding.complaint = Some("lid-ptosis".into());
    finding.title = "Drooping lid".into();
    finding.plain = "your drooping eyelid".into();
    finding.side = Side::Right;
    finding.kind = "complaint".into();
    finding.answer = Choice::Neither;
    finding.observed = Observed {
        at_rest: None,
        at_expression: None,
        grade: Some(2),
    };
    finding.headline = "Neither: nothing reverses toxin; the lid comes back with time.".into();
    finding.options.clear();
    finding.second_voice.clear();
    finding.disagreement = false;
    finding.gone_day = Some(band(38.0, 16.0));
    finding
}

fn site(number: u32, name: &str, side: SiteSide, x: f64, y: f64) -> Site {
    Site {
        number,
        name: name.into(),
        side,
        area: "glabella".into(),
        agent: "toxin".into(),
        product: "onabotulinumtoxinA".into(),
        amount: 4.0,
        unit: "U".into(),
        volume_ml: Some(0.1),
        syringe_marks: Some(10.0),
        plane: "intramuscular".into(),
        depth: "4–6 mm".into(),
        muscle: Some("corrugator".into()),
        instrument: Some("needle 30–32 G".into()),
        position: Position {
            landmark: "brow-medial".into(),
            lateral_mm: 2.0,
            up_mm: 3.0,
            view: "front".into(),
            x_mm: x,
            y_mm: y,
            find: None,
        },
        findings: vec![0],
        vessels: vec![NearVessel {
            name: "supratrochlear-artery".into(),
            title: "Supratrochlear artery".into(),
            depth: "3.3 mm (mean)".into(),
            danger: Some("bruise; with gel, loss of sight".into()),
            sources: ids(&["sample-trial"]),
        }],
        risks: vec![SiteRisk {
            name: "lid-ptosis".into(),
            title: "Lid ptosis".into(),
            looks_like: "one upper lid hangs 1–2 mm lower, from day 2 to 7".into(),
            rate: "5.4 % of people".into(),
            undo: "Nothing; it goes in weeks.".into(),
            sources: ids(&["sample-label"]),
        }],
        label: Label::On,
        note: None,
        sources: ids(&["sample-label"]),
    }
}

fn plan() -> Plan {
    let (right, left) = (SiteSide::Right, SiteSide::Left);
    let mut sites = vec![
        site(1, "Corrugator, lateral tail", right, -24.0, 14.0),
        site(2, "Corrugator, lateral tail", left, 24.0, 14.0),
        site(3, "Corrugator, medial belly", right, -10.0, 10.0),
        site(4, "Corrugator, medial belly", left, 10.0, 10.0),
        site(5, "Procerus", SiteSide::Midline, 0.0, 2.0),
    ];
    for (i, (side, x)) in [(right, -46.0), (left, 46.0)].into_iter().enumerate() {
        let mut gel = site(6 + i as u32, "Malar eminence on bone", side, x, -34.0);
        gel.area = "midface".into();
        gel.agent = "gel".into();
        gel.product = "voluma".into();
        gel.amount = 1.5;
        gel.unit = "mL".into();
        gel.volume_ml = Some(1.5);
        gel.syringe_marks = None;
        gel.plane = "supraperiosteal".into();
        gel.depth = "not known".into();
        gel.muscle = None;
        gel.label = Label::Off;
        gel.findings = vec![1];
        sites.push(gel);
    }
    Plan {
        sites,
        totals: vec![Total {
            product: "onabotulinumtoxinA".into(),
            title: "OnabotulinumtoxinA".into(),
            amount: 20.0,
            unit: "U".into(),
            by_area: vec![("glabella".into(), 20.0)],
            maximum: Some(400.0),
            maximum_scope: Some("over all uses in 3 months".into()),
            earlier: 0.0,
            percent_of_maximum: Some(5.0),
            packs: Some("1 vial of 100 U".into()),
            sources: ids(&["sample-label"]),
        }],
        dilutions: vec![Dilution {
            product: "onabotulinumtoxinA".into(),
            vial_units: 100.0,
            diluent_ml: 2.5,
            units_per_ml: 40.0,
            units_per_mark: 0.4,
            from: "stock of the case".into(),
            sources: ids(&["sample-label"]),
        }],
        order_of_work: vec![
            reason("Gel on bone before toxin above it.", &["sample-consensus"]),
            reason("Lateral before medial.", &["sample-trial"]),
        ],
        reviews: vec![Review {
            day: 14.0,
            what: "Compare grades at rest and in expression with the forecast.".into(),
            sources: ids(&["sample-consensus"]),
        }],
        windows: vec![Window {
            product: "onabotulinumtoxinA".into(),
            area: "glabella".into(),
            not_before_day: Some(91.0),
            effect_gone_day: Some(band(128.0, 36.0)),
            text: "Not before month 3; most people like this one notice movement again from month \
                   3 to 5."
                .into(),
            sources: ids(&["sample-label", "sample-fit"]),
        }],
        reversibility: vec![
            reason("Toxin cannot be undone; it wears off.", &["sample-label"]),
            reason(
                "This gel can be dissolved with hyaluronidase.",
                &["sample-trial"],
            ),
        ],
    }
}

fn source(id: &str, kind: &str, checked: &str, citation: &str) -> SourceNote {
    SourceNote {
        id: id.into(),
        citation: citation.into(),
        locator: Some("doi:10.0000/sample".into()),
        kind: kind.into(),
        checked: checked.into(),
    }
}

fn alert(level: AlertLevel, message: &str) -> Alert {
    Alert {
        level,
        code: "sample".into(),
        message: message.into(),
        concerns: "toxin".into(),
        sources: ids(&["sample-label"]),
    }
}

/// An answer with every kind of content.
pub fn sample() -> Answer {
    Answer {
        format: FORMAT.into(),
        patient: PatientSummary {
            age_years: Some(47.0),
            sex: Some(Sex::Female),
            fitzpatrick: Some(2),
        },
        inputs: Vec::new(),
        findings: vec![glabella(), cheeks(), sleep_lines(), lips(), eyelid()],
        alerts: vec![
            alert(AlertLevel::Note, "Bruising is likelier with fish oil."),
            alert(
                AlertLevel::Stop,
                "Sample stop: an infection at the site excludes treatment.",
            ),
            alert(
                AlertLevel::Warn,
                "Aminoglycosides may strengthen the effect of toxin.",
            ),
        ],
        plan: Some(plan()),
        plan_withheld: None,
        unknown: vec![Unknown {
            key: "patient.allergies".into(),
            matters: "Whether any product is excluded.".into(),
        }],
        sources: vec![
            source(
                "sample-label",
                "label",
                "yes",
                "Sample prescribing information.",
            ),
            source("sample-trial", "trial", "secondary", "Sample trial, 2010."),
            source("sample-fit", "fit", "yes", "Sample fit."),
            source(
                "sample-consensus",
                "consensus",
                "no",
                "Sample consensus, 2016.",
            ),
            source(
                "sample-assumption",
                "assumption",
                "yes",
                "Sample assumption and why.",
            ),
        ],
        limits: vec!["A forecast is of people like this one, not of this person.".into()],
        provenance: Provenance {
            version: "0.1.0".into(),
            data_sha256: "a".repeat(64),
            case_sha256: "b".repeat(64),
            seed: 1,
            people: 400,
            band_percent: 80.0,
            intended_use: "For trained injectors. It does not decide.".into(),
        },
    }
}
