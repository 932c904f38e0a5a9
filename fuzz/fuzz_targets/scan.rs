//! No bytes may make the readers of scans and landmarks panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = face::scan::Scan::read(bytes);
    let _ = face::scan::Landmarks::read(bytes);
});
