//! Wavefront OBJ: lines `v x y z` and `f a/b/c …`; everything else is passed over.

use super::{Flaws, Scan, point, quoted};

/// Bytes that are looked at to recognise the format.
const LOOKED_AT: usize = 65_536;

/// Whether the first lines are those of an OBJ file.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("v ") || line.starts_with("v\t"))
}

pub(super) fn read(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    let mut scan = Scan::default();
    let text = String::from_utf8_lossy(bytes);
    let mut corners = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("v") => match point(&mut words) {
                Some(point) => scan.points.push(point),
                None => flaws.add(
                    format!("line {}", number + 1),
                    format!("{} is no `v` and three numbers", quoted(line)),
                ),
            },
            Some("f") => {
                corners.clear();
                corners.extend(words.map_while(|word| corner(word, scan.points.len())));
                let stated = line.split_ascii_whitespace().count() - 1;
                if corners.len() < stated || stated < 3 {
                    flaws.add(
                        format!("line {}", number + 1),
                        format!("{} does not name three points or more", quoted(line)),
                    );
                } else {
                    scan.add_polygon(&corners);
                }
            }
            _ => {}
        }
    }
    scan
}

/// A corner such as `7`, `7/1`, `7/1/2`, `7//2` or `-1`, counted from 0.
fn corner(word: &str, points: usize) -> Option<u32> {
    let index: i64 = word.split('/').next()?.parse().ok()?;
    let index = if index < 0 {
        i64::try_from(points).ok()?.checked_add(index)?
    } else {
        index - 1
    };
    u32::try_from(index).ok()
}
