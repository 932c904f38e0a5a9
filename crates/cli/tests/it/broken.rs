//! What the user is told of input that cannot be used.

use crate::{files, finish, here, rhytid, run};

#[test]
fn every_broken_case_is_refused_with_all_its_problems() {
    for path in files(&here("tests/broken")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let run = run(&["check", name]);
        assert_eq!(run.code, Some(1), "{name}: {}", run.out);
        assert_eq!(run.out, "", "{name}");
        insta::assert_snapshot!(format!("broken {name}"), run.err);
    }
}

#[test]
fn every_example_is_fine() {
    let examples = files(&here("../../examples"));
    let run = finish(rhytid().arg("check").args(&examples));
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.out.lines().count(), examples.len());
}

#[test]
fn problems_are_json_on_request() {
    let run = run(&["check", "--json", "off-scale.toml", "absent.toml"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.err, "");
    insta::assert_snapshot!(run.out);
}

#[test]
fn standard_input_is_read_in_both_formats() {
    let toml = "[patient]\n[[finding]]\nrhytid = \"glabellar\"\nat_rest = 9\n";
    let run = finish(rhytid().args(["check", "-"]).write_stdin(toml));
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.err);
    let json = r#"{"patient": {}, "finding": [{"rhytid": "glabellar", "at_rest": 1}]}"#;
    let run = finish(rhytid().args(["check", "-"]).write_stdin(json));
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn ten_megabytes_of_nonsense_are_refused() {
    let nonsense: Vec<u8> = (0..10_000_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nonsense.toml");
    std::fs::write(&path, &nonsense).unwrap();
    let run = finish(rhytid().arg("check").arg(&path));
    assert_eq!(run.code, Some(1));
    assert!(
        run.err
            .contains("has 10000000 bytes; a case file has at most 1048576")
    );
}

#[test]
fn a_file_that_is_not_one_is_named() {
    let absent = run(&["check", "absent.toml"]);
    assert_eq!(absent.code, Some(1));
    insta::assert_snapshot!("absent", absent.err);
    let folder = run(&["check", "."]);
    assert_eq!(folder.code, Some(1));
    insta::assert_snapshot!("folder", folder.err);
    let beneath = run(&["check", "empty.toml/case.toml"]);
    assert_eq!(beneath.code, Some(1));
    insta::assert_snapshot!("beneath a file", beneath.err);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.toml");
    std::fs::write(&path, "[patient]\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    let run = finish(rhytid().arg("check").arg(&path));
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("permission denied"), "{}", run.err);
}

#[test]
fn a_wrong_command_line_is_the_users_input() {
    for arguments in [
        &["frobnicate"][..],
        &["check"],
        &["consult", "a", "--seed", "x"],
        &[],
    ] {
        assert_eq!(run(arguments).code, Some(1), "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        assert_eq!(run(arguments).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn colours_go_to_a_terminal_only() {
    let mut command = rhytid();
    command
        .env_remove("NO_COLOR")
        .args(["check", "off-scale.toml"]);
    assert!(!finish(&mut command).err.contains('\u{1b}'));
    command.env("CLICOLOR_FORCE", "1");
    assert!(finish(&mut command).err.contains('\u{1b}'));
}
