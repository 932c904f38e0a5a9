//! Not yet drawn.
use crate::chart::FaceChart;
pub(crate) fn chart(_chart: &FaceChart) -> String {
    String::new()
}
