//! What a user of the crate sees.

mod check;
mod contact;
mod file;
