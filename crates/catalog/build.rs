//! Rebuilds the crate when a file of `data/` comes or goes.

fn main() {
    println!("cargo:rerun-if-changed=../../data");
}
