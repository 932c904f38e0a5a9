//! How a dose was split over areas.

/// Part of a dose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// U of the product.
    Units(f64),
    /// Share of the dose of the row, 0..1.
    Share(f64),
}

/// How a dose was split over areas; both sides together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DoseSplit {
    /// Area and its part; an empty name is the area of the row.
    pub parts: Vec<(String, Amount)>,
}

impl DoseSplit {
    /// Reads such splits as `forehead=20; glabella=20`, `glabella 50%; forehead 50%` or `20`.
    ///
    /// # Errors
    /// What was not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<(String, Amount)> = text
            .split([';', ',', '/', '|', '+', '\n'])
            .filter(|p| !p.trim().is_empty())
            .map(|p| part(p).ok_or_else(|| expected(p)))
            .collect::<Result<_, _>>()?;
        if parts.is_empty() {
            return Err(expected(text));
        }
        Ok(Self { parts })
    }

    /// Units in an area, of a dose; `None` where the split does not name the area.
    pub fn units_in(&self, area: &str, dose_units: Option<f64>) -> Option<f64> {
        let alone = self.parts.len() == 1;
        let amount = self
            .parts
            .iter()
            .find(|(name, _)| name == area || (name.is_empty() && alone))?
            .1;
        match amount {
            Amount::Units(units) => Some(units),
            Amount::Share(share) => dose_units.map(|dose| dose * share),
        }
    }
}

fn expected(text: &str) -> String {
    format!(
        "\"{}\" is not understood; expected the units of each area such as \
         \"forehead=20; glabella=20\", or shares such as \"forehead=50%; glabella=50%\"",
        text.trim().chars().take(60).collect::<String>()
    )
}

/// One area with its amount, in either order.
fn part(text: &str) -> Option<(String, Amount)> {
    let lower = text.to_lowercase();
    let mut area = String::new();
    let mut amount = None;
    for word in lower
        .split([' ', '=', ':', '\t', '(', ')'])
        .filter(|w| !w.is_empty())
    {
        let number = word.trim_end_matches('%').trim_end_matches('u');
        if let Ok(x) = number.parse::<f64>() {
            if amount.is_some() || !x.is_finite() || x < 0.0 {
                return None;
            }
            amount = Some(if word.ends_with('%') {
                Amount::Share((x <= 100.0).then_some(x / 100.0)?)
            } else {
                Amount::Units(x)
            });
        } else if word == "%" {
            match amount {
                Some(Amount::Units(x)) if x <= 100.0 => amount = Some(Amount::Share(x / 100.0)),
                _ => return None,
            }
        } else if !matches!(word, "u" | "units" | "unit" | "in" | "to" | "the" | "and") {
            if !area.is_empty() {
                area.push('-');
            }
            area.push_str(word);
        }
    }
    Some((area, amount?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_shares_are_read_in_either_order() {
        let split = DoseSplit::parse("forehead=20; glabella=20").expect("a split");
        assert_eq!(split.units_in("forehead", Some(40.0)), Some(20.0));
        let split = DoseSplit::parse("20 U glabella + 24 U lateral canthus").expect("a split");
        assert_eq!(split.units_in("lateral-canthus", None), Some(24.0));
        let split = DoseSplit::parse("forehead: 25%; glabella: 75 %").expect("a split");
        assert_eq!(split.units_in("glabella", Some(40.0)), Some(30.0));
        assert_eq!(split.units_in("lateral-canthus", Some(40.0)), None);
        assert_eq!(
            DoseSplit::parse("10")
                .expect("a split")
                .units_in("masseter", Some(40.0)),
            Some(10.0)
        );
    }

    #[test]
    fn what_names_no_amount_is_refused() {
        for text in [
            "evenly",
            "glabella=",
            "forehead=-3",
            "glabella=120%",
            "forehead=NaN",
        ] {
            assert!(DoseSplit::parse(text).is_err(), "{text}");
        }
    }
}
