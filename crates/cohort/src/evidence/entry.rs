//! The rule by which a trial let people in.

/// Words of severity on a four-point scale, with their grade there.
const WORDS: [(&str, f64); 7] = [
    ("none", 0.0),
    ("minimal", 1.0),
    ("mild", 1.0),
    ("moderate", 2.0),
    ("severe", 3.0),
    ("marked", 3.0),
    ("extreme", 4.0),
];

/// Grades of one state of the face that a trial asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Grades {
    /// At least this grade.
    pub least: f64,
    /// At most this grade.
    pub most: Option<f64>,
    /// Whether the grades were words, counted on a four-point scale.
    pub words: bool,
}

/// The rule by which a trial let people in.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EntryRule {
    /// In expression.
    pub expression: Option<Grades>,
    /// At rest, or on a scale of one state.
    pub rest: Option<Grades>,
}

impl EntryRule {
    /// Reads such rules as `>=2`, `2-3`, `moderate or severe`, `rest >=1; expression >=2`.
    ///
    /// # Errors
    /// What was not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rule = Self::default();
        for part in text.split([';', '\n']).filter(|p| !p.trim().is_empty()) {
            let lower = part.to_lowercase();
            let grades = Grades::parse(&lower).ok_or_else(|| expected(part))?;
            let slot = if ["rest", "repose", "static"]
                .iter()
                .any(|w| lower.contains(w))
            {
                &mut rule.rest
            } else {
                &mut rule.expression
            };
            *slot = Some(match *slot {
                // Two raters: both must agree.
                Some(other) if other.least > grades.least => other,
                _ => grades,
            });
        }
        if rule == Self::default() {
            return Err(expected(text));
        }
        Ok(rule)
    }
}

fn expected(text: &str) -> String {
    format!(
        "\"{}\" is not understood; expected grades of the scale such as \">=2\", \"2-3\", \
         \"moderate or severe\", or \"rest >=1; expression >=2\"",
        text.trim().chars().take(60).collect::<String>()
    )
}

impl Grades {
    fn parse(text: &str) -> Option<Self> {
        let numbers = numbers(text);
        let words: Vec<f64> = WORDS
            .iter()
            .filter(|(word, _)| text.contains(word))
            .map(|(_, grade)| *grade)
            .collect();
        let grades = if numbers.is_empty() { &words } else { &numbers };
        let least = grades.iter().copied().reduce(f64::min)?;
        let most = grades.iter().copied().reduce(f64::max)?;
        let at_most = ["<", "≤", "at most"].iter().any(|w| text.contains(w));
        let open = [
            ">",
            "≥",
            "+",
            "at least",
            "or more",
            "or worse",
            "or higher",
        ]
        .iter()
        .any(|w| text.contains(w));
        let closed = at_most || (!open && !numbers.is_empty());
        if at_most && grades.len() == 1 {
            return None;
        }
        Some(Self {
            least: if text.contains('>') && !text.contains(">=") && !numbers.is_empty() {
                least + 1.0
            } else {
                least
            },
            most: closed.then_some(most),
            words: numbers.is_empty(),
        })
    }
}

/// Numbers that stand alone: not those within a scale's name.
fn numbers(text: &str) -> Vec<f64> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < characters.len() {
        if !characters[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < characters.len() && (characters[i].is_ascii_digit() || characters[i] == '.') {
            i += 1;
        }
        let before = start.checked_sub(1).map(|k| characters[k]);
        let after = characters.get(i).copied();
        let wordy = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let hyphened = after == Some('-') && wordy(characters.get(i + 1).copied())
            || before == Some('-') && wordy(start.checked_sub(2).map(|k| characters[k]));
        if wordy(before) || wordy(after) || hyphened {
            continue;
        }
        let text: String = characters[start..i].iter().collect();
        if let Ok(number) = text.trim_end_matches('.').parse::<f64>()
            && number <= 10.0
        {
            found.push(number);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> (f64, Option<f64>) {
        let rule = EntryRule::parse(text).expect(text);
        let grades = rule.expression.expect(text);
        (grades.least, grades.most)
    }

    #[test]
    fn usual_ways_to_write_a_rule_are_read() {
        assert_eq!(expression(">=2"), (2.0, None));
        assert_eq!(
            expression("≥ 2 on the FWS by investigator and subject"),
            (2.0, None)
        );
        assert_eq!(expression("2-3"), (2.0, Some(3.0)));
        assert_eq!(expression("2 or 3"), (2.0, Some(3.0)));
        assert_eq!(expression("moderate or severe"), (2.0, None));
        assert_eq!(expression("Merz-5-point >=2"), (2.0, None));
        assert_eq!(expression("investigator>=2;subject>=2"), (2.0, None));
        assert_eq!(expression(">1"), (2.0, None));
    }

    #[test]
    fn each_state_has_its_own_rule() {
        let rule = EntryRule::parse("rest >=1; expression >=2").expect("a rule");
        assert_eq!(rule.rest.map(|g| g.least), Some(1.0));
        assert_eq!(rule.expression.map(|g| g.least), Some(2.0));
    }

    #[test]
    fn what_names_no_grade_is_refused() {
        for text in ["adults", "<2", "  ;  "] {
            assert!(EntryRule::parse(text).is_err(), "{text}");
        }
    }
}
