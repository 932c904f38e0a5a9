//! One muscle (or gland) of one person after any number of doses.

use super::model::{Ending, Model};
use crate::models::Error;
use crate::radau;

/// First step after a dose, d.
const FIRST_STEP_D: f64 = 0.06;
/// Growth of the steps after a dose.
const STEP_GROWTH: f64 = 1.1;
/// Longest step, d.
const LONGEST_STEP_D: f64 = 3.0;
/// Stretch over which slow skin sees the mean folding, d.
const WEEK_D: f64 = 7.0;
/// Light chain below which a dose is over, half-effect units.
const NEGLIGIBLE: f64 = 1e-9;

/// Doses of the light chain of one product.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Dose {
    day: f64,
    amplitude: f64,
    delivery: f64,
    waning: f64,
}

impl Dose {
    /// L'(t), half-effect units a day.
    fn light_chain_slope(&self, day: f64) -> f64 {
        let t = (day - self.day).max(0.0);
        let (k, w) = (self.delivery, self.waning);
        self.amplitude * (k * (-k * t).exp() - w * (-w * t).exp())
    }

    /// L(t), half-effect units.
    fn light_chain(&self, day: f64) -> f64 {
        let t = day - self.day;
        if t <= 0.0 {
            return 0.0;
        }
        self.amplitude * ((-self.waning * t).exp() - (-self.delivery * t).exp())
    }
}

/// State of a muscle on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Active light chain, half-effect units.
    pub light_chain: f64,
    /// Intact share of SNAP-25.
    pub intact: f64,
    /// Transmission at the parent terminals, share of normal.
    pub parent: f64,
    /// Sprouts, share of the most.
    pub sprouts: f64,
    /// Force, share of untreated.
    pub force: f64,
    /// Muscle thickness, share of untreated.
    pub thickness: f64,
    /// Folding of the last weeks, share of untreated: what a shallow crease remembers.
    pub recent_folding: f64,
}

impl State {
    /// No toxin.
    pub const UNTREATED: Self = Self {
        light_chain: 0.0,
        intact: 1.0,
        parent: 1.0,
        sprouts: 0.0,
        force: 1.0,
        thickness: 1.0,
        recent_folding: 1.0,
    };
}

/// Values and slopes at the end of one step.
#[derive(Debug, Clone, Copy)]
struct Node {
    day: f64,
    intact: f64,
    intact_slope: f64,
    intact_bend: f64,
    sprouts: f64,
    sprouts_slope: f64,
    thickness: f64,
    thickness_slope: f64,
    recent: f64,
    recent_slope: f64,
    folding: f64,
}

/// Force of one muscle over time.
#[derive(Debug, Clone)]
pub struct Course<'a> {
    model: &'a Model,
    ending: Ending,
    /// Kʰ.
    half: f64,
    doses: Vec<Dose>,
    nodes: Vec<Node>,
}

impl<'a> Course<'a> {
    /// Follows a muscle from its first dose.
    ///
    /// - `doses`: day, product and U of that product, over the whole area
    /// - `response`: multiplies every exposure; 1 as published
    /// - `until_d`: last day of interest
    ///
    /// # Errors
    /// [`Error::UnknownToxin`], [`Error::BadNumber`].
    pub fn new(
        model: &'a Model,
        ending: Ending,
        doses: &[(f64, &str, f64)],
        response: f64,
        until_d: f64,
    ) -> Result<Self, Error> {
        let mut course = Self {
            model,
            ending,
            half: model.margin_half.powf(model.margin_exponent),
            doses: Vec::with_capacity(doses.len()),
            nodes: Vec::new(),
        };
        let mut sorted = doses.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (day, product, units) in sorted {
            course.add(day, product, units, response)?;
        }
        course.integrate(until_d);
        Ok(course)
    }

    fn add(&mut self, day: f64, product: &str, units: f64, response: f64) -> Result<(), Error> {
        let dose = crate::models::not_negative("dose_units", units)?;
        let day = crate::models::finite("day", day)?;
        let product = self.model.product(product)?;
        let exposure =
            product.exposure * dose / product.reference_units * self.ending.exposure * response;
        if exposure <= 0.0 {
            return Ok(());
        }
        let slowing = 1.0 + self.model.repeat_slowing * self.memory(day);
        let waning = 1.0 / (self.ending.waning_time_d * product.persistence * slowing);
        let delivery = self.ending.delivery_rate;
        self.doses.push(Dose {
            day,
            amplitude: exposure * delivery / (delivery - waning),
            delivery,
            waning,
        });
        Ok(())
    }

    /// Blocks before, each counted by its depth and forgotten exponentially.
    fn memory(&self, day: f64) -> f64 {
        self.doses
            .iter()
            .map(|d| {
                let depth = d.amplitude / (1.0 + d.amplitude);
                depth * (-(day - d.day) / self.model.repeat_memory_d).exp()
            })
            .sum()
    }

    /// Intact share → transmission at the parent terminal.
    fn parent(&self, intact: f64) -> f64 {
        let half = self.half;
        let intact = intact.clamp(0.0, 1.0).powf(self.model.margin_exponent);
        intact * (1.0 + half) / (intact + half)
    }

    fn force(&self, parent: f64, sprouts: f64) -> f64 {
        parent + (1.0 - parent) * self.ending.sprouts * sprouts
    }

    fn light_chain(&self, day: f64) -> f64 {
        self.doses.iter().map(|d| d.light_chain(day)).sum()
    }

    fn integrate(&mut self, until_d: f64) {
        let Some(first) = self.doses.first() else {
            return;
        };
        let mut node = Node {
            day: first.day,
            intact: 1.0,
            intact_slope: 0.0,
            intact_bend: 0.0,
            sprouts: 0.0,
            sprouts_slope: 0.0,
            thickness: 1.0,
            thickness_slope: 0.0,
            recent: 1.0,
            recent_slope: 0.0,
            folding: 1.0,
        };
        for i in 0..self.doses.len() {
            // A dose bends the course: its day is a node of its own.
            let bend = self.doses[i].light_chain_slope(node.day) * node.intact;
            node.intact_bend -= self.model.turnover_rate * bend;
            self.nodes.push(node);
            let end = self
                .doses
                .get(i + 1)
                .map_or(until_d, |d| d.day.min(until_d));
            let mut step = FIRST_STEP_D;
            while node.day < end - 1e-12 {
                let mut next = node.day + step;
                if next > end - 1e-9 {
                    next = end;
                }
                let active = self.doses[..=i]
                    .iter()
                    .skip_while(|d| (node.day - d.day) * d.waning > -NEGLIGIBLE.ln() + 10.0)
                    .count();
                let live = i + 1 - active;
                node = self.step(&node, next, live..i + 1);
                self.nodes.push(node);
                step = (step * STEP_GROWTH).min(LONGEST_STEP_D);
            }
        }
    }

    /// One Radau step of SNAP-25, sprouts and thickness, in this order.
    fn step(&self, from: &Node, to_day: f64, live: std::ops::Range<usize>) -> Node {
        let m = self.model;
        let step = to_day - from.day;
        let turnover = m.turnover_rate;
        let chain = radau::STAGES.map(|c| {
            let day = from.day + c * step;
            self.doses[live.clone()]
                .iter()
                .map(|d| d.light_chain(day))
                .sum::<f64>()
        });
        let loss = chain.map(|l| turnover * (1.0 + l));
        let intact = radau::stages(from.intact, step, [turnover; 3], loss);
        let slope = turnover - loss[2] * intact[2];
        let chain_slope: f64 = self.doses[live]
            .iter()
            .map(|d| d.light_chain_slope(to_day))
            .sum();
        let parent = intact.map(|i| self.parent(i));
        let growth = parent.map(|p| (1.0 - p) / m.sprout_growth_d);
        let retreat: [f64; 3] = std::array::from_fn(|k| growth[k] + parent[k] / m.sprout_retreat_d);
        let sprouts = radau::stages(from.sprouts, step, growth, retreat);
        let force: [f64; 3] = std::array::from_fn(|k| self.force(parent[k], sprouts[k]));
        let rate = 1.0 / m.atrophy_time_d;
        let aim = force.map(|f| rate * (1.0 - m.atrophy_share * (1.0 - f)));
        let thickness = radau::stages(from.thickness, step, aim, [rate; 3]);
        let memory = 1.0 / m.folding_memory_d;
        let fold = force.map(|f| m.fold(f));
        let recent = radau::stages(from.recent, step, fold.map(|g| memory * g), [memory; 3]);
        Node {
            day: to_day,
            intact: intact[2],
            intact_slope: slope,
            intact_bend: -turnover * chain_slope * intact[2] - loss[2] * slope,
            sprouts: sprouts[2],
            sprouts_slope: growth[2] - retreat[2] * sprouts[2],
            thickness: thickness[2],
            thickness_slope: aim[2] - rate * thickness[2],
            recent: recent[2],
            recent_slope: memory * (fold[2] - recent[2]),
            folding: fold.iter().zip(radau::WEIGHTS).map(|(g, w)| g * w).sum(),
        }
    }

    /// State on a day; untreated before the first dose, the last state after the end.
    pub fn at(&self, day: f64) -> State {
        let after = self.nodes.partition_point(|n| n.day <= day);
        if after == 0 {
            return State::UNTREATED;
        }
        let (a, b) = (
            &self.nodes[after - 1],
            self.nodes.get(after).unwrap_or(&self.nodes[after - 1]),
        );
        let span = b.day - a.day;
        let s = if span > 0.0 {
            (day - a.day) / span
        } else {
            0.0
        };
        let between = |y0: f64, d0: f64, y1: f64, d1: f64| hermite(s, span, [y0, d0, y1, d1]);
        let intact = quintic(
            s,
            span,
            [a.intact, a.intact_slope, a.intact_bend],
            [b.intact, b.intact_slope, b.intact_bend],
        );
        let sprouts = between(a.sprouts, a.sprouts_slope, b.sprouts, b.sprouts_slope);
        let parent = self.parent(intact);
        State {
            light_chain: self.light_chain(day),
            intact,
            parent,
            sprouts,
            force: self.force(parent, sprouts),
            thickness: between(
                a.thickness,
                a.thickness_slope,
                b.thickness,
                b.thickness_slope,
            ),
            recent_folding: between(a.recent, a.recent_slope, b.recent, b.recent_slope),
        }
    }

    /// Residual force on a day, share of untreated.
    pub fn force_at(&self, day: f64) -> f64 {
        if self.nodes.is_empty() {
            return 1.0;
        }
        self.at(day).force
    }

    /// Day of the first dose that acts.
    pub fn first_day(&self) -> Option<f64> {
        self.nodes.first().map(|n| n.day)
    }

    /// End and mean folding, share of untreated, of stretches of about a week.
    pub fn weeks(&self) -> Vec<(f64, f64)> {
        let mut weeks = Vec::with_capacity(self.nodes.len() / 2);
        let (mut sum, mut length) = (0.0, 0.0);
        for pair in self.nodes.windows(2) {
            let step = pair[1].day - pair[0].day;
            sum += step * pair[1].folding;
            length += step;
            if length >= WEEK_D {
                weeks.push((pair[1].day, sum / length));
                (sum, length) = (0.0, 0.0);
            }
        }
        if let (Some(last), true) = (self.nodes.last(), length > 0.0) {
            weeks.push((last.day, sum / length));
        }
        weeks
    }
}

/// Cubic through values and slopes at both ends.
fn hermite(s: f64, span: f64, [y0, d0, y1, d1]: [f64; 4]) -> f64 {
    let t = 1.0 - s;
    t * t * (1.0 + 2.0 * s) * y0 + s * s * (3.0 - 2.0 * s) * y1 + span * s * t * (t * d0 - s * d1)
}

/// Quintic through values, slopes and second derivatives at both ends.
fn quintic(s: f64, span: f64, [y0, d0, b0]: [f64; 3], [y1, d1, b1]: [f64; 3]) -> f64 {
    // The other end's weights are those of the mirrored place.
    let weights = |s: f64| {
        let (s2, t) = (s * s, 1.0 - s);
        let value = t * t * t * (1.0 + 3.0 * s + 6.0 * s2);
        let slope = t * t * t * s * (1.0 + 3.0 * s);
        (value, slope, 0.5 * t * t * t * s2)
    };
    let (v0, w0, c0) = weights(s);
    let (v1, w1, c1) = weights(1.0 - s);
    v0 * y0 + v1 * y1 + span * (w0 * d0 - w1 * d1) + span * span * (c0 * b0 + c1 * b1)
}
