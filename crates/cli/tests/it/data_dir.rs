//! `--data-dir`.

use std::fs;
use std::path::Path;

use crate::{finish, here, rhytid};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn products(folder: &Path) -> crate::Run {
    finish(
        rhytid()
            .args(["catalog", "products", "--data-dir"])
            .arg(folder),
    )
}

#[test]
fn a_copy_of_the_facts_gives_the_same_list() {
    let folder = tempfile::tempdir().unwrap();
    copy(&here("../../data"), folder.path());
    let own = finish(rhytid().args(["catalog", "products"]));
    let copied = products(folder.path());
    assert_eq!(copied.code, Some(0), "{}", copied.err);
    assert_eq!(copied.out, own.out);
}

#[test]
fn a_changed_fact_is_used() {
    let folder = tempfile::tempdir().unwrap();
    copy(&here("../../data"), folder.path());
    let path = folder.path().join("products/gels/voluma.toml");
    let text = fs::read_to_string(&path).unwrap();
    let title = text.lines().find(|line| line.starts_with("title")).unwrap();
    fs::write(&path, text.replace(title, "title = \"Changed\"")).unwrap();
    assert!(products(folder.path()).out.contains("Changed"));
}

#[test]
fn a_broken_folder_is_the_users_input() {
    let folder = tempfile::tempdir().unwrap();
    let empty = products(folder.path());
    assert_eq!(empty.code, Some(1));
    assert!(empty.err.contains("holds no files"), "{}", empty.err);
    let absent = products(&folder.path().join("absent"));
    assert_eq!(absent.code, Some(1));
    assert!(
        absent.err.contains("no such file or folder"),
        "{}",
        absent.err
    );
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let file = products(&file);
    assert_eq!(file.code, Some(1));
    assert!(
        file.err.contains("it is a file, not a folder"),
        "{}",
        file.err
    );
}

#[test]
fn all_problems_of_the_facts_are_told() {
    let folder = tempfile::tempdir().unwrap();
    copy(&here("../../data"), folder.path());
    fs::remove_dir_all(folder.path().join("muscles")).unwrap();
    fs::write(folder.path().join("scales/FWS.toml"), "name = ").unwrap();
    let broken = products(folder.path());
    assert_eq!(broken.code, Some(1));
    assert!(broken.err.contains("scales/FWS.toml"), "{}", broken.err);
    assert!(broken.err.contains("unknown muscle"), "{}", broken.err);
}
