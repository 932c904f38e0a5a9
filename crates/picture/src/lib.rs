//! Pictures of a face and of time: face charts with findings and injection sites, time
//! courses with bands, options side by side, a syringe's marks. All are SVG text made from
//! plain numbers and words.
//!
//! *Invariant*: this room decides nothing and knows no case, plan or product; it reads no
//! file and no clock; the same input gives the same bytes.
//!
//! Entry points: [`face_chart`], [`time_chart()`], [`option_strip()`], [`syringe()`].

mod anatomy;
mod axilla;
mod chart;
mod complexion;
mod front;
mod geometry;
mod hands;
mod landmarks;
mod marks;
mod option_strip;
mod palette;
mod plate;
mod profile;
pub mod render;
mod sheet;
mod syringe;
mod time_axes;
mod time_chart;
mod tone;
mod warp;

pub use anatomy::{Plate, Subject, anatomy_glb, anatomy_plate};
pub use chart::{Agent, ChartArea, ChartLine, ChartSite, FaceChart, Sex, Side, View};
pub use landmarks::Landmarks;
pub use option_strip::{GradeBand, OptionRow, OptionStrip, option_strip};
pub use sheet::{face_chart, face_chart_on_skin};
pub use syringe::{Syringe, syringe};
pub use time_chart::{Hue, TimeChart, TimeMarker, TimePanel, TimePoint, TimeSeries, time_chart};
