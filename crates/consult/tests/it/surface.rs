//! Sites on the patient's face: built in or scanned.

use std::fmt::Write as _;
use std::sync::LazyLock;

use catalog::Catalog;
use consult::answer::{AlertLevel, Answer, FaceOrigin, OnFace, Site, SiteSide};
use consult::case::{Case, Format, read};
use consult::{Error, ScanFiles, Surface, check_scans};
use course::Models;
use face::{Face, Person, Refinement, Sex};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the facts load"));

const FINDINGS: &str = r#"
[[finding]]
rhytid = "glabellar"
at_rest = 1
at_expression = 3
wish = "soften"
[[finding]]
area = "midface"
grade = 3
wish = "soften"
"#;
const PATIENT: &str = "[patient]\nage_years = 45\nsex = \"female\"\n";

fn case(face: &str) -> Case {
    let text = format!("{PATIENT}{face}{FINDINGS}");
    read(text.as_bytes(), "case.toml", Format::Toml, &CATALOG).expect("a good case")
}

fn answer(case: &Case, files: &ScanFiles) -> Answer {
    let models = Models::from_catalog(&CATALOG).expect("the models load");
    let surface = Surface::of(&CATALOG, case, files).expect("a face");
    let options = consult::Options::default();
    consult::consult(&CATALOG, &models, case, Some(&surface), options).expect("an answer")
}

fn on_face(answer: &Answer) -> Vec<(&Site, &OnFace)> {
    let sites = &answer.plan.as_ref().expect("a plan").sites;
    let place = |site| -> Option<(&Site, &OnFace)> { Some((site, site.on_face.as_ref()?)) };
    sites.iter().filter_map(place).collect()
}

/// The built-in face of a man as a scan, in cm.
fn scan() -> Vec<u8> {
    let face = Face::of(&Person::mean(Sex::Male, 45.0)).expect("a face");
    let skin = face.skin(&Refinement::new(&face.cage.mesh, 2));
    let mut text = String::new();
    for p in &skin.points {
        writeln!(text, "v {} {} {}", p.x / 10.0, p.y / 10.0, p.z / 10.0).expect("text grows");
    }
    for quad in &skin.quads {
        let [a, b, c, d] = quad.map(|corner| corner + 1);
        writeln!(text, "f {a} {b} {c} {d}").expect("text grows");
    }
    text.into_bytes()
}

#[test]
fn every_site_of_the_face_lies_on_it_with_its_layers() {
    let answer = answer(&case(""), &ScanFiles::new());
    let note = answer.face.as_ref().expect("a face");
    assert_eq!(note.origin, FaceOrigin::BuiltIn);
    let placed = on_face(&answer);
    assert_eq!(
        placed.len(),
        answer.plan.as_ref().expect("a plan").sites.len()
    );
    for (site, place) in placed {
        let base = place.base_depth;
        assert!(
            place.depth_mm >= 0.0 && place.depth_mm <= base.usual_mm + 0.1,
            "{}",
            site.name
        );
        assert!(base.lower_mm < base.usual_mm && base.usual_mm < base.upper_mm);
        let ends: Vec<f64> = place.layers.iter().map(|layer| layer.to_mm).collect();
        assert!(ends.windows(2).all(|pair| pair[0] <= pair[1]), "{ends:?}");
        for structure in &place.structures {
            let distance = structure.distance;
            assert!(distance.lower_mm <= distance.usual_mm, "{}", structure.name);
            assert!(distance.usual_mm <= distance.upper_mm, "{}", structure.name);
        }
    }
}

#[test]
fn the_aim_of_the_frown_lines_is_the_corrugator() {
    let answer = answer(&case(""), &ScanFiles::new());
    let sites = on_face(&answer);
    let belly = sites
        .iter()
        .find(|(site, _)| site.name == "corrugator, inner belly");
    let (_, place) = belly.expect("a point in the corrugator");
    assert_eq!(place.muscles[0].name, "corrugator");
    assert!(place.text.contains("in the corrugator"), "{}", place.text);
    assert!(
        place
            .structures
            .iter()
            .any(|s| s.name == "supratrochlear-artery")
    );
}

#[test]
fn left_and_right_sites_are_mirror_images_on_the_built_in_face() {
    let answer = answer(&case(""), &ScanFiles::new());
    let sites = on_face(&answer);
    let of = |side| sites.iter().filter(move |(site, _)| site.side == side);
    for (left, here) in of(SiteSide::Left) {
        let mut others = of(SiteSide::Right);
        let (_, there) = others
            .find(|(site, _)| site.name == left.name)
            .expect("its mirror");
        assert!(here.skin_mm[0] > 0.0, "{}", left.name);
        assert!(
            (here.skin_mm[0] + there.skin_mm[0]).abs() < 0.4,
            "{}",
            left.name
        );
        assert!(
            (here.depth_mm - there.depth_mm).abs() < 0.3,
            "{}",
            left.name
        );
    }
}

#[test]
fn every_file_that_cannot_be_used_is_told_with_its_key() {
    let case = case(
        "[face]\nscan = \"rest.ply\"\nlandmarks = \"marks.csv\"\n\
         [face.expressions]\nfrown = \"frown.ply\"\n",
    );
    let files = ScanFiles::from([
        ("face.scan".to_owned(), Ok(b"no mesh".to_vec())),
        ("face.landmarks".to_owned(), Ok(b"a,b\n1,2\n".to_vec())),
        (
            "face.expressions.frown".to_owned(),
            Err("permission denied".to_owned()),
        ),
    ]);
    let Err(Error::Scans { problems }) = check_scans(&case, &files) else {
        panic!("the files are broken");
    };
    let keys: Vec<&str> = problems
        .iter()
        .map(|problem| problem.key.as_str())
        .collect();
    assert_eq!(
        keys,
        ["face.scan", "face.landmarks", "face.expressions.frown"]
    );
    assert!(
        problems[2]
            .to_string()
            .contains("frown.ply: permission denied")
    );
    let error = Surface::of(&CATALOG, &case, &files).expect_err("the same");
    assert_eq!(error.to_string().lines().count(), 1 + 3 + 1, "{error}");
}

#[test]
fn a_scan_is_fitted_and_carries_the_sites() {
    let case = case("[face]\nscan = \"rest.obj\"\n[face.expressions]\nsame = \"rest.obj\"\n");
    let files = ScanFiles::from([
        ("face.scan".to_owned(), Ok(scan())),
        ("face.expressions.same".to_owned(), Ok(scan())),
    ]);
    let scanned = answer(&case, &files);
    let note = scanned.face.as_ref().expect("a face");
    assert_eq!(note.origin, FaceOrigin::Scan);
    let fit = note.fit.as_ref().expect("a fit");
    assert_eq!(fit.unit, "cm");
    assert!(fit.median_mm < 0.5, "{fit:?}");
    assert!(
        note.expressions[0].moves.is_empty(),
        "{:?}",
        note.expressions
    );
    assert!(scanned.provenance.scans_sha256.is_some());
    let alone = answer(&self::case(""), &ScanFiles::new());
    assert_eq!(scanned.findings, alone.findings, "a scan changes no grade");
    assert_ne!(on_face(&scanned)[0].1.skin_mm, on_face(&alone)[0].1.skin_mm);
}

#[test]
fn a_refused_scan_is_a_warning_and_the_consult_goes_on() {
    let case = case("[face]\nscan = \"cut.obj\"\n");
    let cube = b"v 0 0 0\nv 100 0 0\nv 0 100 0\nv 0 0 100\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n";
    let files = ScanFiles::from([("face.scan".to_owned(), Ok(cube.to_vec()))]);
    let answer = answer(&case, &files);
    let note = answer.face.as_ref().expect("a face");
    assert_eq!(note.origin, FaceOrigin::BuiltIn);
    assert!(
        note.refused
            .as_ref()
            .is_some_and(|why| why.contains("triangles"))
    );
    let warned = |alert: &consult::answer::Alert| {
        alert.level == AlertLevel::Warn && alert.code == "scan-refused"
    };
    assert!(answer.alerts.iter().any(warned));
    assert!(answer.plan.is_some());
}
