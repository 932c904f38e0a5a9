//! Stereolithography: a list of triangles, each with its own three points.

use glam::DVec3;

use super::{Flaws, Scan, point, quoted};

/// Bytes before the triangles of a binary file: a remark and their number.
const HEADER: usize = 84;
/// Bytes of a triangle: normal, three corners, two spare ones.
const RECORD: usize = 50;
/// Bytes of the normal.
const NORMAL: usize = 12;

/// Whether the length is that of a binary file with the number of triangles it states.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let stated = bytes.get(80..HEADER).map(little_endian);
    let Some(stated) = stated else {
        return false;
    };
    let body = (bytes.len() - HEADER) as u64;
    let expected = RECORD as u64 * u64::from(stated);
    let text = bytes.trim_ascii_start().starts_with(b"solid");
    body == expected || (!text && stated > 0 && body.abs_diff(expected) < RECORD as u64)
}

fn little_endian(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

pub(super) fn read(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    if is_binary(bytes) {
        read_binary(bytes, flaws)
    } else {
        read_text(bytes, flaws)
    }
}

fn read_binary(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    let mut scan = Scan::default();
    let body = bytes.get(HEADER..).unwrap_or_default();
    let stated = little_endian(&bytes[80..HEADER]) as usize;
    let records = body.chunks_exact(RECORD);
    if records.len() < stated {
        let what = format!(
            "the file ends after {} of {stated} triangles",
            records.len()
        );
        flaws.add("end of the file", what);
    }
    for record in records {
        let number = |at: usize| f64::from(f32::from_bits(little_endian(&record[at..at + 4])));
        let corners = [0, 1, 2].map(|corner| {
            let at = NORMAL + 12 * corner;
            DVec3::new(number(at), number(at + 4), number(at + 8))
        });
        add(&mut scan, corners);
    }
    scan
}

fn read_text(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    let mut scan = Scan::default();
    let text = String::from_utf8_lossy(bytes);
    let mut corners = Vec::with_capacity(3);
    for (number, line) in text.lines().enumerate() {
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("vertex") => match point(&mut words) {
                Some(point) => corners.push(point),
                None => flaws.add(
                    format!("line {}", number + 1),
                    format!("{} is no `vertex` and three numbers", quoted(line)),
                ),
            },
            Some("endloop") => {
                match <[DVec3; 3]>::try_from(corners.as_slice()) {
                    Ok(corners) => add(&mut scan, corners),
                    Err(_) => flaws.add(
                        format!("line {}", number + 1),
                        format!(
                            "the loop that ends here has {} corners, not 3",
                            corners.len()
                        ),
                    ),
                }
                corners.clear();
            }
            _ => {}
        }
    }
    scan
}

fn add(scan: &mut Scan, corners: [DVec3; 3]) {
    let first = scan.points.len() as u32;
    scan.points.extend(corners);
    scan.triangles.push([first, first + 1, first + 2]);
}
