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

pub use glb::glb;
pub use image::Image;
pub use portrait::{Pose, portrait};
pub use scene::{Camera, Finish, Picture, Scene, Strand, Surface};

use light::Studio;

/// Draws the scene as the camera sees it.
pub fn render(scene: &Scene, camera: &Camera, picture: &Picture) -> Image {
    let studio = Studio::new(camera);
    let geometry = shade::Geometry::new(scene, camera, &studio);
    let samples = raster::visible(&geometry, camera, picture);
    shade::develop(&geometry, &samples, camera, &studio, picture)
}
