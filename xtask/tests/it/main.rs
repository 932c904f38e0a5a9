//! The house: rooms depend one way, and the map is that of the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rooms from the first to the last: each may use those before it, never one after it.
const ROOMS: &[&str] = &[
    "catalog", "tissue", "course", "face", "picture", "consult", "report", "cohort", "clinic",
    "exchange", "server", "python", "cli",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Package → packages of this workspace that it uses outside of tests.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    packages
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().expect("dependencies");
            let uses = uses
                .iter()
                .filter(|d| d["path"].is_string() && d["kind"].as_str() != Some("dev"))
                .map(|d| text(&d["name"]))
                .collect();
            (text(&package["name"]), uses)
        })
        .collect()
}

#[test]
fn rooms_use_only_rooms_before_them() {
    let place = |room: &str| ROOMS.iter().position(|r| *r == room);
    for (room, uses) in edges() {
        if room == "xtask" {
            continue;
        }
        let here = place(&room).unwrap_or_else(|| panic!("{room} is not a room of the list"));
        for used in uses {
            let there = place(&used).unwrap_or_else(|| panic!("{room} uses {used}, not a room"));
            assert!(
                there < here,
                "{room} must not use {used}, which comes after it"
            );
        }
    }
}

#[test]
fn architecture_map_names_every_room_and_no_other() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert!(
        map.lines().count() <= 200,
        "ARCHITECTURE.md has more than 200 lines"
    );
    let mapped: BTreeSet<String> = map
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| `crates/")?
                .split('`')
                .next()
                .map(str::to_owned)
        })
        .collect();
    let present: BTreeSet<String> = std::fs::read_dir(root().join("crates"))
        .expect("crates")
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(mapped, present);
}

#[test]
fn every_room_opens_with_its_invariant() {
    for room in edges()
        .keys()
        .filter(|room| *room != "xtask" && *room != "cli")
    {
        let path = root().join("crates").join(room).join("src/lib.rs");
        let text = std::fs::read_to_string(&path).expect("lib.rs");
        assert!(
            text.contains("*Invariant*"),
            "{} names no invariant",
            path.display()
        );
    }
}

#[test]
fn book_lists_every_page_and_no_missing_one() {
    let docs = root().join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).expect("docs/SUMMARY.md");
    let listed: BTreeSet<String> = summary
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|link| link.trim_start_matches("./").to_owned())
        .collect();
    let mut present = BTreeSet::new();
    pages(&docs, &docs, &mut present);
    present.remove("SUMMARY.md");
    assert_eq!(listed, present);
}

fn pages(base: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("docs") {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|n| n != "book") {
            pages(base, &path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            let relative = path.strip_prefix(base).unwrap();
            found.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}
