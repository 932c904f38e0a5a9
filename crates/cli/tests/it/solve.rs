//! `rhytid solve`.

use tissue::file::read_vtu;

use crate::run;

#[test]
fn a_solved_block_is_written_for_paraview() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("block.vtu");
    let name = path.to_str().expect("UTF-8");
    let block = "solve block --size xs --element wedge6 --variant b --json --vtu";
    let arguments: Vec<&str> = block.split(' ').chain([name]).collect();
    let run = run(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let answer: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let (mesh, data) = read_vtu(&std::fs::read(&path).expect("the file")).expect("a mesh");
    let displacement = data.node_field("displacement").expect("the field");
    assert_eq!(displacement.values.len(), 3 * mesh.n_nodes());
    let (vectors, _) = displacement.values.as_chunks::<3>();
    let sizes = vectors
        .iter()
        .map(|u| u.iter().map(|x| x * x).sum::<f64>().sqrt());
    let largest = sizes.fold(0.0, f64::max);
    assert_eq!(answer["umax"].as_f64(), Some(largest));
    let activation = data.element_field("activation").expect("the field");
    assert!(activation.values.contains(&30.0) && activation.values.contains(&0.0));
    let written = std::fs::read_dir(folder.path()).expect("the folder");
    assert_eq!(written.count(), 1, "nothing else is left behind");
}

#[test]
fn a_file_that_cannot_be_written_is_the_users_fault() {
    let sheet = "solve sheet --unknowns 1000 --vtu no/such/folder/sheet.vtu";
    let run = run(&sheet.split(' ').collect::<Vec<_>>());
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("no/such/folder/sheet.vtu"), "{}", run.err);
}
