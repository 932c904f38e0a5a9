//! A stack of layers that are compressed together.

use super::increment::Moduli;
use crate::law::Law;

/// What a layer is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Solid {
    /// Incompressible neo-Hookean: W = μ/2 (I₁ − 3), J = 1.
    Incompressible {
        /// Shear modulus μ.
        shear: f64,
    },
    /// A compressible law.
    Compressible(Law),
}

/// One layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layer {
    /// Thickness of the layer by itself, before it is stretched or has grown to fit the stack.
    pub thickness: f64,
    /// What it is made of.
    pub solid: Solid,
    /// Stretch along the compression that the layer has before the stack is compressed: above 1
    /// under tension, below 1 when it has grown within the stack.
    pub pre_stretch: f64,
}

/// What the stack lies on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Base {
    /// The lowest layer is held.
    Rigid,
    /// The lowest layer slides and does not lift off.
    Sliding,
    /// Below the lowest layer the solid goes on for ever.
    HalfSpace(Solid),
}

/// What becomes of the width across the compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateral {
    /// It stays: plane strain.
    Held,
    /// It grows as that of an incompressible bar, by λ^(−½).
    Free,
    /// It shrinks as the length does: equal compression along both.
    Equal,
}

/// Layers, from the free surface inward, compressed together.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Layers from the free surface inward.
    pub layers: Vec<Layer>,
    /// What they lie on.
    pub base: Base,
    /// What becomes of the width.
    pub lateral: Lateral,
}

/// Why lines cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LinesError {
    /// A thickness, stretch or modulus that is not positive.
    #[error("layer {layer}: {what} {value}, expected a number above 0")]
    Layer {
        /// Which layer, from the free surface.
        layer: usize,
        /// What is wrong.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A stack of nothing.
    #[error("a stack without a layer on a base that does not deform")]
    Empty,
    /// A law whose stress across the layer does not vanish at any thickness.
    #[error("layer {layer}: no thickness frees it of stress at a stretch of {stretch}")]
    NoFreeThickness {
        /// Which layer, from the free surface.
        layer: usize,
        /// Stretch along the compression.
        stretch: f64,
    },
    /// A stack that does not fold within the range sought.
    #[error("no fold up to a compression of {strain}")]
    NoFold {
        /// Largest compression sought.
        strain: f64,
    },
}

impl Stack {
    /// A film on a half-space, plane strain.
    pub fn film_on_half_space(thickness: f64, film: Solid, below: Solid) -> Self {
        Self {
            layers: vec![Layer {
                thickness,
                solid: film,
                pre_stretch: 1.0,
            }],
            base: Base::HalfSpace(below),
            lateral: Lateral::Held,
        }
    }

    /// Refuses what no stack is made of.
    pub(super) fn check(&self) -> Result<(), LinesError> {
        if self.layers.is_empty() && !matches!(self.base, Base::HalfSpace(_)) {
            return Err(LinesError::Empty);
        }
        let positive = |layer: usize, what: &'static str, value: f64| {
            if value > 0.0 && value.is_finite() {
                Ok(())
            } else {
                Err(LinesError::Layer { layer, what, value })
            }
        };
        for (number, layer) in self.layers.iter().enumerate() {
            positive(number, "thickness", layer.thickness)?;
            positive(number, "stretch", layer.pre_stretch)?;
            positive(number, "shear modulus", layer.solid.shear_modulus())?;
        }
        if let Base::HalfSpace(solid) = self.base {
            positive(self.layers.len(), "shear modulus", solid.shear_modulus())?;
        }
        Ok(())
    }

    /// Stretch across the compression, in the surface.
    fn lateral_stretch(&self, stretch: f64) -> f64 {
        match self.lateral {
            Lateral::Held => 1.0,
            Lateral::Free => stretch.powf(-0.5),
            Lateral::Equal => stretch,
        }
    }

    /// Incremental moduli and thickness of every layer when the stack is compressed, from the
    /// free surface; the half-space has no end.
    pub(super) fn compressed(&self, stretch: f64) -> Result<Vec<(Moduli, f64)>, LinesError> {
        let across = self.lateral_stretch(stretch);
        let mut found = Vec::with_capacity(self.layers.len() + 1);
        for (number, layer) in self.layers.iter().enumerate() {
            let along = layer.pre_stretch * stretch;
            let (moduli, thick) =
                layer
                    .solid
                    .moduli(along, across)
                    .ok_or(LinesError::NoFreeThickness {
                        layer: number,
                        stretch: along,
                    })?;
            found.push((moduli, layer.thickness * thick));
        }
        if let Base::HalfSpace(solid) = self.base {
            let (moduli, _) = solid
                .moduli(stretch, across)
                .ok_or(LinesError::NoFreeThickness {
                    layer: self.layers.len(),
                    stretch,
                })?;
            found.push((moduli, f64::INFINITY));
        }
        Ok(found)
    }
}

impl Solid {
    /// Shear modulus at rest.
    pub fn shear_modulus(&self) -> f64 {
        match self {
            Self::Incompressible { shear } => *shear,
            Self::Compressible(law) => law.shear_modulus(),
        }
    }

    /// Incremental moduli at stretches along and across the compression with no stress through
    /// the thickness, and the stretch of the thickness.
    fn moduli(&self, along: f64, across: f64) -> Option<(Moduli, f64)> {
        match self {
            Self::Incompressible { shear } => {
                let thick = 1.0 / (along * across);
                let moduli = Moduli::incompressible(shear * along * along, shear * thick * thick);
                Some((moduli, thick))
            }
            Self::Compressible(law) => {
                let thick = free_thickness(law, along, across)?;
                Some((Moduli::of_law(law, [along, thick, across]), thick))
            }
        }
    }
}

/// Stretch of the thickness at which nothing pulls on it, by Newton's method on P₂₂.
fn free_thickness(law: &Law, along: f64, across: f64) -> Option<f64> {
    let mut thick = 1.0 / (along * across);
    for _ in 0..60 {
        let at = law.evaluate(&[along, 0.0, 0.0, 0.0, thick, 0.0, 0.0, 0.0, across]);
        let step = -at.stress[4] / at.tangent[4][4];
        if !step.is_finite() {
            return None;
        }
        thick = (thick + step).max(0.5 * thick);
        if step.abs() < 1e-13 * thick {
            return Some(thick);
        }
    }
    None
}
