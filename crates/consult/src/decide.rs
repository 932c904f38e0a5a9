//! The choice between options: the smallest one whose forecast meets the wish.
//!
//! Nothing here sees a grade, a rhytid or a product: only what each option is forecast to do.

use crate::answer::{Choice, Intervention};
use crate::case::Wish;

/// Improvement that a patient notices, grades. Assumption: `assumption-material-benefit`.
pub(crate) const MATERIAL_GRADES: f64 = 0.5;
/// Improvement that makes a second agent worth its burden, grades.
/// Assumption: `assumption-material-benefit`.
pub(crate) const WORTH_A_SECOND_AGENT_GRADES: f64 = 0.5;
/// Difference between two single agents that counts as none, grades.
/// Assumption: `assumption-material-benefit`.
const EVEN_GRADES: f64 = 0.1;

/// What one option is forecast to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outlook {
    /// Which.
    pub option: Intervention,
    /// Whether it can be done at all.
    pub available: bool,
    /// Whether the mean forecast meets the wish.
    pub meets: bool,
    /// Mean severity left on the judged day, grades.
    pub residual: f64,
    /// Mean improvement on the judged day over waiting, grades.
    pub improvement: f64,
}

/// Chooses; `referral` says that another kind of treatment exists for what is left.
pub(crate) fn choose(wish: Option<Wish>, outlooks: &[Outlook], referral: bool) -> Choice {
    match wish {
        None | Some(Wish::Keep) => Choice::Neither,
        Some(_) => {
            let able: Vec<Outlook> = outlooks.iter().copied().filter(|o| o.available).collect();
            smallest_that_meets(&able)
                .or_else(|| smallest_that_helps(&able))
                .map_or(
                    if referral {
                        Choice::Refer
                    } else {
                        Choice::Neither
                    },
                    choice,
                )
        }
    }
}

/// The smallest intervention that meets the wish; two agents only where the second is noticed.
fn smallest_that_meets(outlooks: &[Outlook]) -> Option<Intervention> {
    let meeting = smallest(outlooks.iter().filter(|o| o.meets))?;
    if agents(meeting) < 2 {
        return Some(meeting);
    }
    smallest_that_helps(outlooks)
}

/// The smallest intervention that is noticed and leaves hardly more than the best one.
fn smallest_that_helps(outlooks: &[Outlook]) -> Option<Intervention> {
    let helps = || outlooks.iter().filter(|o| o.improvement >= MATERIAL_GRADES);
    let best = helps().map(|o| o.residual).min_by(f64::total_cmp)?;
    smallest(helps().filter(|o| o.residual < best + WORTH_A_SECOND_AGENT_GRADES))
}

/// Fewest agents; of two single agents the one that leaves less, toxin when they are even.
fn smallest<'a>(outlooks: impl Iterator<Item = &'a Outlook>) -> Option<Intervention> {
    outlooks
        .min_by(|a, b| {
            let even = (a.residual - b.residual).abs() < EVEN_GRADES;
            agents(a.option)
                .cmp(&agents(b.option))
                .then(if even {
                    std::cmp::Ordering::Equal
                } else {
                    a.residual.total_cmp(&b.residual)
                })
                .then(a.option.cmp(&b.option))
        })
        .map(|o| o.option)
}

fn agents(option: Intervention) -> u8 {
    match option {
        Intervention::Nothing => 0,
        Intervention::Toxin | Intervention::Filler => 1,
        Intervention::Both => 2,
    }
}

/// The answer that an option stands for.
pub(crate) fn choice(option: Intervention) -> Choice {
    match option {
        Intervention::Nothing => Choice::Neither,
        Intervention::Toxin => Choice::Toxin,
        Intervention::Filler => Choice::Filler,
        Intervention::Both => Choice::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlook(option: Intervention, improvement: f64, meets: bool) -> Outlook {
        Outlook {
            option,
            available: true,
            meets,
            residual: 3.0 - improvement,
            improvement,
        }
    }

    fn four(toxin: (f64, bool), filler: (f64, bool), both: (f64, bool)) -> [Outlook; 4] {
        [
            outlook(Intervention::Nothing, 0.0, false),
            outlook(Intervention::Toxin, toxin.0, toxin.1),
            outlook(Intervention::Filler, filler.0, filler.1),
            outlook(Intervention::Both, both.0, both.1),
        ]
    }

    #[test]
    fn one_agent_that_meets_the_wish_is_preferred_to_two() {
        let outlooks = four((1.2, true), (0.1, false), (1.4, true));
        assert_eq!(choose(Some(Wish::Soften), &outlooks, false), Choice::Toxin);
    }

    #[test]
    fn both_are_chosen_when_neither_alone_meets_the_wish() {
        let outlooks = four((0.7, false), (0.6, false), (1.3, true));
        assert_eq!(choose(Some(Wish::Soften), &outlooks, false), Choice::Both);
    }

    #[test]
    fn second_agent_that_is_not_noticed_is_left_out_even_if_it_would_meet_the_wish() {
        let outlooks = four((2.4, false), (0.1, false), (2.6, true));
        assert_eq!(choose(Some(Wish::Erase), &outlooks, false), Choice::Toxin);
    }

    #[test]
    fn of_two_single_agents_the_one_that_leaves_less_is_chosen() {
        let outlooks = four((1.0, true), (1.4, true), (2.0, true));
        assert_eq!(choose(Some(Wish::Soften), &outlooks, false), Choice::Filler);
    }

    #[test]
    fn nothing_that_is_noticed_is_referred_or_left() {
        let outlooks = four((0.1, false), (0.2, false), (0.3, false));
        assert_eq!(choose(Some(Wish::Erase), &outlooks, true), Choice::Refer);
        assert_eq!(choose(Some(Wish::Erase), &outlooks, false), Choice::Neither);
    }

    #[test]
    fn second_agent_must_bring_a_noticed_improvement() {
        let outlooks = four((1.5, false), (0.3, false), (1.8, false));
        assert_eq!(choose(Some(Wish::Erase), &outlooks, false), Choice::Toxin);
        let outlooks = four((0.9, false), (0.9, false), (1.8, false));
        assert_eq!(choose(Some(Wish::Erase), &outlooks, false), Choice::Both);
    }

    #[test]
    fn kept_line_is_left_alone_whatever_could_be_done() {
        let outlooks = four((2.0, true), (2.0, true), (3.0, true));
        assert_eq!(choose(Some(Wish::Keep), &outlooks, true), Choice::Neither);
        assert_eq!(choose(None, &outlooks, true), Choice::Neither);
    }

    #[test]
    fn option_that_is_not_available_is_not_chosen() {
        let mut outlooks = four((1.5, true), (0.0, false), (1.5, true));
        outlooks[1].available = false;
        outlooks[3].available = false;
        assert_eq!(
            choose(Some(Wish::Soften), &outlooks, false),
            Choice::Neither
        );
    }
}
