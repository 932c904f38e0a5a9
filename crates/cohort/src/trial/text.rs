//! The summary for people and for tables.

use std::fmt::Write as _;

use super::summary::Summary;

impl Summary {
    /// As text for a terminal.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.name);
        let _ = writeln!(
            text,
            "seed {}, {} replication{}\n",
            self.seed,
            self.replications,
            if self.replications == 1 { "" } else { "s" }
        );
        self.people(&mut text);
        self.arms_text(&mut text);
        self.comparisons_text(&mut text);
        if !self.extrapolated.is_empty() {
            text.push_str("\nBEYOND WHAT WAS STUDIED\n");
            for b in &self.extrapolated {
                let _ = writeln!(text, "  {}, from {}: {}", b.arm, b.from_visit, b.how);
            }
        }
        text
    }

    fn people(&self, text: &mut String) {
        let flow = &self.flow;
        text.push_str("PEOPLE, all replications together\n");
        let _ = writeln!(text, "  screened {}", flow.screened);
        let _ = writeln!(text, "  not let in: age {}", flow.refused_by_age);
        let _ = writeln!(text, "  not let in: grade {}", flow.refused_by_grade);
        for (name, arm) in self.arms.iter().zip(&flow.arms) {
            let _ = writeln!(
                text,
                "  {name}: {} randomised, {} to the last visit",
                arm.randomised, arm.completed
            );
        }
    }

    fn arms_text(&self, text: &mut String) {
        text.push_str("\nARMS\n");
        let _ = writeln!(
            text,
            "  {:<28} {:<24} {:>8} {:>10} {:>9} unit",
            "endpoint", "arm", "n", "result", "error"
        );
        for r in &self.results {
            let _ = writeln!(
                text,
                "  {:<28} {:<24} {:>8.0} {:>10} {:>9} {}",
                r.endpoint,
                r.arm,
                r.n,
                number(r.mean),
                number(r.standard_error),
                r.unit
            );
        }
    }

    fn comparisons_text(&self, text: &mut String) {
        if self.comparisons.is_empty() {
            return;
        }
        let _ = writeln!(
            text,
            "\nARMS AGAINST {}, two-sided level {}",
            self.comparisons[0].reference, self.level
        );
        let _ = writeln!(
            text,
            "  {:<28} {:<24} {:>8} {:>10} {:>9} {:>7} unit",
            "endpoint", "arm", "n", "difference", "width", "power"
        );
        for c in &self.comparisons {
            let _ = writeln!(
                text,
                "  {:<28} {:<24} {:>8} {:>10} {:>9} {:>7} {}",
                c.endpoint,
                c.arm,
                c.n,
                number(c.difference),
                number(c.interval_width),
                // One trial has a result, not a power.
                number(c.power.filter(|_| c.replications > 1)),
                c.unit
            );
        }
    }

    /// Arms as a table: `arms.csv`.
    pub fn arms_csv(&self) -> String {
        let mut text = String::from("arm,endpoint,unit,n,mean,standard_error,spread\n");
        for r in &self.results {
            let cells = [
                quoted(&r.arm),
                quoted(&r.endpoint),
                r.unit.clone(),
                r.n.to_string(),
                cell(r.mean),
                cell(r.standard_error),
                cell(r.spread),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    /// Comparisons as a table: `comparisons.csv`.
    pub fn comparisons_csv(&self) -> String {
        let mut text = String::from(
            "arm,reference,endpoint,unit,n,n_reference,replications,difference,spread,\
             interval_width,power,power_error\n",
        );
        for c in &self.comparisons {
            let cells = [
                quoted(&c.arm),
                quoted(&c.reference),
                quoted(&c.endpoint),
                c.unit.clone(),
                c.n.to_string(),
                c.n_reference.to_string(),
                c.replications.to_string(),
                cell(c.difference),
                cell(c.spread),
                cell(c.interval_width),
                cell(c.power),
                cell(c.power_error),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    /// Counts of people by arm and visit: `flow.csv`.
    pub fn flow_csv(&self) -> String {
        let mut text = String::from("arm,day,randomised,seen,missed,left\n");
        for (name, arm) in self.arms.iter().zip(&self.flow.arms) {
            for (t, day) in self.days.iter().enumerate() {
                let _ = writeln!(
                    text,
                    "{},{day},{},{},{},{}",
                    quoted(name),
                    arm.randomised,
                    arm.seen[t],
                    arm.missed[t],
                    arm.left[t]
                );
            }
        }
        text
    }
}

fn number(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), |x| format!("{x:.2}"))
}

fn cell(x: Option<f64>) -> String {
    x.map_or_else(String::new, |x| x.to_string())
}

/// A text as a cell of a table.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
