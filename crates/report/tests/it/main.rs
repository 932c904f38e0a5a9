//! What a reader of the outputs may count on.

#[path = "../support/mod.rs"]
mod support;

mod comparison;
mod examples;
mod leaflet;
mod pages;
mod summary;

use catalog::Catalog;

fn catalog() -> Catalog {
    Catalog::embedded().expect("the shipped facts load")
}
