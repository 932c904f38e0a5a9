//! A photograph of surfaces and hairs, drawn on the processor: perspective camera, z-buffer,
//! supersampling, studio light with soft shadows, skin that scatters light at the terminator.
//!
//! It draws what it is handed – points, triangles, a colour a point – and nothing else. The same
//! scene gives the same bytes on every run and on any number of threads.

mod depth_map;
mod glb;
mod image;
mod light;
mod portrait;
mod raster;
mod scene;
mod shade;
mod sky;
mod strand;

pub use glb::{Node, glb, glb_nodes};
pub use image::Image;
pub(crate) use portrait::eye_surfaces;
pub use portrait::{Pose, fold_skin, portrait, portrait_moved};
pub use scene::{Camera, Finish, Picture, Scene, Strand, Surface};

use light::Studio;

/// Draws the scene as the camera sees it.
pub fn render(scene: &Scene, camera: &Camera, picture: &Picture) -> Image {
    let studio = Studio::new(camera);
    let geometry = shade::Geometry::new(scene, camera, &studio);
    let samples = raster::visible(&geometry, camera, picture);
    shade::develop(&geometry, &samples, camera, &studio, picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> (Scene, Camera, Picture) {
        let person = face::Person::mean(face::Sex::Female, 40.0);
        let face = face::Face::of(&person).expect("a mean woman");
        let picture = Picture {
            width: 48,
            height: 57,
            samples_per_side: 1,
        };
        (portrait(&face, 1), Pose::Front.camera(), picture)
    }

    #[test]
    fn bytes_do_not_depend_on_the_number_of_threads() {
        let (scene, camera, picture) = small();
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("a pool of threads");
            let image = pool.install(|| render(&scene, &camera, &picture));
            image.png().expect("a picture")
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn a_face_stands_before_the_backdrop() {
        let (scene, camera, picture) = small();
        let image = render(&scene, &camera, &picture);
        let pixel = |x: usize, y: usize| &image.rgb[3 * (y * 48 + x)..][..3];
        let (middle, corner) = (pixel(24, 30), pixel(1, 1));
        assert!(middle[0] > middle[2] + 20, "skin is warm");
        assert!(corner[0].abs_diff(corner[2]) < 12, "the backdrop is grey");
    }

    #[test]
    fn a_glb_file_states_its_own_length() {
        let (scene, ..) = small();
        let bytes = glb(&scene);
        let stated = u32::from_le_bytes(bytes[8..12].try_into().expect("four bytes"));
        assert_eq!(stated as usize, bytes.len());
    }
}
