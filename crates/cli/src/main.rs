//! The `rhytid` command.
fn main() {}
