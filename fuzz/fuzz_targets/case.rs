//! The case reader on arbitrary bytes: it must not panic, and a case that it accepts must
//! survive being written and read again.
//!
//! `cargo +nightly fuzz run case fuzz/corpus/case examples`

#![no_main]

use std::sync::LazyLock;

use catalog::Catalog;
use consult::case::{Format, read, to_json, to_toml};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the shipped facts load"));

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Toml, Format::Json] {
        if let Ok(case) = read(bytes, "case", format, &CATALOG) {
            let toml = read(to_toml(&case).as_bytes(), "case", Format::Toml, &CATALOG);
            assert_eq!(toml.as_ref(), Ok(&case));
            let json = read(to_json(&case).as_bytes(), "case", Format::Json, &CATALOG);
            assert_eq!(json.as_ref(), Ok(&case));
        }
    }
});
