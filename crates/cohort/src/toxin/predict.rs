//! Predicted values of published rows.

use catalog::{Catalog, ParameterTable};
use course::{Models, Population};

use super::answer::{Estimate, Judgement, answer};
use super::arm::{ARMS, Arm, ArmRule, Known};
use super::ask::Ask;
use super::people::People;
use crate::assumed::Assumptions;
use crate::defaults::Defaults;
use crate::evidence::{EvidenceError, Row, records};

/// People of an arm.
const PEOPLE: usize = 300;

/// Rows that share their people.
struct Group {
    arm: Arm,
    asks: Vec<(usize, Ask)>,
    days: Vec<f64>,
}

/// All toxin rows of a table, ready to be simulated.
pub struct Study {
    groups: Vec<Group>,
    skipped: Vec<(usize, &'static str)>,
    notes: Vec<(usize, Assumptions)>,
    population: Population,
}

impl Study {
    /// Sorts the rows into arms.
    ///
    /// # Errors
    /// [`EvidenceError`] when the rules of arms cannot be read.
    pub fn new(rows: &[Row], catalog: &Catalog, seed: u64) -> Result<Self, EvidenceError> {
        let rules: Vec<ArmRule> = records(catalog, ARMS)?;
        let defaults = Defaults::from_catalog(catalog)?;
        let known = Known {
            rules: &rules,
            defaults: &defaults,
            catalog,
        };
        let mut study = Self {
            groups: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
            population: Population::new(PEOPLE, seed),
        };
        for (i, row) in rows.iter().enumerate() {
            if row.agent != "toxin" || row.is_adverse() {
                continue;
            }
            let mut notes = Assumptions::default();
            match ask(row, &known, &mut notes) {
                Ok((arm, ask)) => study.add(i, arm, ask),
                Err(reason) => study.skipped.push((i, reason)),
            }
            study.notes.push((i, notes));
        }
        Ok(study)
    }

    fn add(&mut self, row: usize, arm: Arm, ask: Ask) {
        let days = ask.days();
        if let Some(group) = self.groups.iter_mut().find(|g| g.arm == arm) {
            group.days.extend(days);
            group.days.sort_by(f64::total_cmp);
            group.days.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
            group.asks.push((row, ask));
        } else {
            self.groups.push(Group {
                arm,
                asks: vec![(row, ask)],
                days,
            });
        }
    }

    /// Rows that are not simulated, with the reason.
    pub fn skipped(&self) -> &[(usize, &'static str)] {
        &self.skipped
    }

    /// Defaults that were used, by row.
    pub fn notes(&self) -> &[(usize, Assumptions)] {
        &self.notes
    }

    /// Predicts every row whose arm `wanted` says yes to; rows in the order of the table.
    ///
    /// - `rating`: `data/model/rating.toml`
    /// - `threads`: any number gives the same values
    ///
    /// # Errors
    /// Those of the courses.
    pub fn predict(
        &self,
        models: &Models,
        rating: &ParameterTable,
        wanted: &(dyn Fn(&Arm) -> bool + Sync),
        threads: usize,
    ) -> Result<Vec<(usize, Estimate)>, course::Error> {
        let judgement = Judgement::read(rating)?;
        let groups: Vec<&Group> = self.groups.iter().filter(|g| wanted(&g.arm)).collect();
        let share = groups.len().div_ceil(threads.max(1)).max(1);
        let parts: Vec<Result<Vec<(usize, Estimate)>, course::Error>> =
            std::thread::scope(|scope| {
                let tasks: Vec<_> = (0..groups.len().div_ceil(share))
                    .map(|part| {
                        // Every n-th arm, so that long and short ones mix.
                        let mine: Vec<&Group> = groups
                            .iter()
                            .skip(part)
                            .step_by(groups.len().div_ceil(share))
                            .copied()
                            .collect();
                        scope.spawn(move || self.some(models, &judgement, &mine))
                    })
                    .collect();
                tasks
                    .into_iter()
                    .map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)))
                    .collect()
            });
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?);
        }
        all.sort_by_key(|(row, _)| *row);
        Ok(all)
    }

    fn some(
        &self,
        models: &Models,
        judgement: &Judgement,
        groups: &[&Group],
    ) -> Result<Vec<(usize, Estimate)>, course::Error> {
        let mut all = Vec::new();
        for group in groups {
            let people = People::new(models, &group.arm, &self.population, &group.days)?;
            for (row, ask) in &group.asks {
                all.push((*row, answer(&people, judgement, ask)));
            }
        }
        Ok(all)
    }
}

/// Arm and question of a row.
fn ask(row: &Row, known: &Known<'_>, notes: &mut Assumptions) -> Result<(Arm, Ask), &'static str> {
    let arm = Arm::of(row, known, notes)?;
    let ask = Ask::of(row, known, &arm, notes)?;
    Ok((arm, ask))
}
