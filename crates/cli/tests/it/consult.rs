//! `rhytid consult` and `rhytid compare`.
