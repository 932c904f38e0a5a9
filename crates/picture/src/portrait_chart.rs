//! Face charts on a person's own face: the rendered face, findings, arteries and sites on it.
//!
//! The face is a PNG picture inside the SVG; marks and words are drawn over it and stay sharp.

use data_encoding::BASE64;
use face::Complexion;
use face::anatomy::Spot;
use glam::{DVec3, Vec2, Vec3};

use crate::anatomy::Subject;
use crate::chart::{FaceChart, View};
use crate::complexion::{self, albedo};
use crate::geometry::{Point, distance};
use crate::landmarks::onto;
use crate::palette::VESSEL;
use crate::plate::{Plate, Shape, num, num2};
use crate::render::{Camera, Image, Picture, Style, portrait_of, render_views};
use crate::sheet::{Window, fade, findings_over, finish, sides};
use crate::warp::Warp;

/// Distance of the camera, mm.
const DISTANCE_MM: f64 = 1600.0;
/// Pixels of the rendered face for one of the chart.
const FINENESS: f64 = 0.75;
/// Samples along each side of a pixel.
const SAMPLES: usize = 2;
/// Subdivisions of the skin.
const LEVELS: usize = 2;
/// Cosine from which skin is turned enough towards the viewer to be drawn on.
const SEEN: f64 = 0.12;
/// Width of an artery of 1 mm, pixels.
const ARTERY_PX: f64 = 1.5;

/// From where the face is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Angle {
    /// From straight ahead.
    Front,
    /// From the patient's left.
    Left,
    /// From the patient's right.
    Right,
    /// The neck, from ahead and a little below.
    Neck,
}

impl Angle {
    /// Whether skin with this outward normal is turned towards the viewer.
    pub fn sees(self, normal: DVec3) -> bool {
        normal.dot(self.towards()) > SEEN
    }

    /// The view of the drawn chart that it stands for.
    fn view(self) -> View {
        match self {
            Self::Neck => View::Neck,
            _ => View::Front,
        }
    }

    /// What is seen: mm to each side of the middle, above and below the nasion, and pixels a mm.
    fn window(self) -> Window {
        let (scale, half, top, bottom) = match self {
            Self::Front => (4.0, 92.0, 96.0, -150.0),
            Self::Left | Self::Right => (4.0, 84.0, 94.0, -140.0),
            Self::Neck => (3.4, 100.0, -62.0, -192.0),
        };
        Window {
            scale,
            left: -half,
            right: half,
            top,
            bottom,
        }
    }

    /// Unit vector from the face to the camera.
    fn towards(self) -> DVec3 {
        let (around, above): (f64, f64) = match self {
            Self::Front => (0.0, 0.0),
            Self::Left => (52.0, 0.0),
            Self::Right => (-52.0, 0.0),
            Self::Neck => (0.0, -16.0),
        };
        let (sine, cosine) = around.to_radians().sin_cos();
        let (rise, flat) = above.to_radians().sin_cos();
        DVec3::new(sine * flat, rise, cosine * flat)
    }

    /// - `nasion`: that of the reference face, mm
    fn camera(self, nasion: DVec3) -> Camera {
        let window = self.window();
        let middle = nasion.y + f64::midpoint(window.top, window.bottom);
        let target = match self {
            Self::Front | Self::Neck => DVec3::new(0.0, middle, 60.0),
            Self::Left | Self::Right => DVec3::new(0.0, middle, 40.0),
        };
        let height = window.top - window.bottom;
        Camera {
            eye: (target + DISTANCE_MM * self.towards()).as_vec3(),
            target: target.as_vec3(),
            up: Vec3::Y,
            field_of_view_deg: (2.0 * (0.5 * height / DISTANCE_MM).atan().to_degrees()) as f32,
        }
    }

    /// Words at the left and the right edge.
    fn sides(self) -> [&'static str; 2] {
        match self {
            Self::Front | Self::Neck => ["patient’s right", "patient’s left"],
            Self::Left => ["", "patient’s left"],
            Self::Right => ["patient’s right", ""],
        }
    }

    /// Depth of the fade at the top and the bottom, mm.
    fn fades(self) -> (f64, f64) {
        match self {
            Self::Neck => (10.0, 38.0),
            _ => (48.0, 30.0),
        }
    }
}

/// A chart to draw on a face.
#[derive(Debug, Clone)]
pub struct PortraitChart {
    /// From where the face is seen.
    pub angle: Angle,
    /// Findings, sites and words; its view and landmarks are not read.
    pub chart: FaceChart,
    /// Where each site of the chart lies on the skin, mm, frame of the face.
    pub points: Vec<DVec3>,
}

/// Draws charts on a face.
///
/// - `fitzpatrick`: type of the skin, 1 to 6
/// - returns: one SVG element a chart with the rendered face inside, the same bytes for the same
///   charts; none where a picture cannot be encoded
pub fn portrait_charts(
    subject: Subject<'_>,
    fitzpatrick: Option<u8>,
    charts: &[PortraitChart],
) -> Vec<Option<String>> {
    let sights: Vec<Sight<'_>> = charts
        .iter()
        .map(|chart| Sight::new(subject, chart.angle))
        .collect();
    let mut complexion = Complexion::of(&subject.face.person);
    let skin = albedo(fitzpatrick, complexion.skin);
    complexion.lips *= skin / complexion.skin;
    complexion.skin = skin;
    let scene = portrait_of(subject.face, LEVELS, &complexion);
    let views: Vec<(Camera, Picture)> = sights.iter().map(Sight::view).collect();
    let images = render_views(&scene, &views, Style::CHART);
    let drawn = charts.iter().zip(&sights).zip(&images);
    drawn
        .map(|((chart, sight), image)| draw(sight, fitzpatrick, chart, image))
        .collect()
}

/// Draws a chart over the picture of the face.
fn draw(
    sight: &Sight<'_>,
    fitzpatrick: Option<u8>,
    portrait: &PortraitChart,
    image: &Image,
) -> Option<String> {
    let window = portrait.angle.window();
    let size = window.size_px();
    let mut chart = portrait.chart.clone();
    chart.view = portrait.angle.view();
    let mut plate = Plate::new(&chart.id_prefix, sight.frame(), Warp::identity());
    plate.tint(complexion::Complexion::of(fitzpatrick));
    crate::tone::define(&mut plate);
    let (top, bottom) = portrait.angle.fades();
    fade(&mut plate, &window, top, bottom);
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    plate.raw(&markup(image, size)?);
    plate.close();
    let carry = |points: &[Point]| sight.carry(points);
    findings_over(&mut plate, &chart, &carry, &|plate| sight.arteries(plate));
    sides(&mut plate, portrait.angle.sides(), size);
    let spots: Vec<Point> = portrait.points.iter().map(|p| sight.px(*p)).collect();
    Some(finish(plate, &chart, &window, &spots))
}

/// A face as it is seen.
struct Sight<'a> {
    subject: Subject<'a>,
    camera: Camera,
    /// The chart's size as a picture.
    sheet: Picture,
    /// Unit normals of the skin.
    normals: Vec<DVec3>,
    /// From the drawing onto the front view of the reference face, both from the nasion.
    onto: Warp,
    /// The nasion of the reference face, mm.
    nasion: DVec3,
}

impl<'a> Sight<'a> {
    fn new(subject: Subject<'a>, angle: Angle) -> Self {
        let reference = &subject.atlas.reference().points;
        let landmark = |name: &str| Some(subject.atlas.landmarks.get(name)?.on(reference)[0]);
        let nasion = landmark("nasion").unwrap_or_default();
        let place = |name: &str| {
            let from_nasion = landmark(name)? - nasion;
            Some([from_nasion.x, from_nasion.y])
        };
        let [width, height] = angle.window().size_px();
        let skin = face::Mesh {
            points: subject.anatomy.layers.skin.clone(),
            quads: subject.atlas.reference().quads.clone(),
        };
        Self {
            subject,
            camera: angle.camera(nasion),
            sheet: Picture {
                width: width.round() as usize,
                height: height.round() as usize,
                samples_per_side: 1,
            },
            normals: skin.normals(),
            onto: onto(place),
            nasion,
        }
    }

    /// The chart's frame counts pixels, in the unit that lines are drawn in.
    fn frame(&self) -> crate::plate::Frame {
        crate::plate::Frame {
            scale: 4.0,
            top_left_mm: [0.0, 0.0],
            flipped: false,
            width_px: self.sheet.width as f64,
        }
    }

    /// The camera and the size of the rendered face.
    fn view(&self) -> (Camera, Picture) {
        let fine = |pixels: usize| (FINENESS * pixels as f64).round() as usize;
        let picture = Picture {
            width: fine(self.sheet.width),
            height: fine(self.sheet.height),
            samples_per_side: SAMPLES,
        };
        (self.camera, picture)
    }

    /// Where a point of the face appears, px.
    fn px(&self, point: DVec3) -> Point {
        let Vec2 { x, y } = self.camera.project(&self.sheet, point.as_vec3());
        [f64::from(x), f64::from(y)]
    }

    /// Where a spot of the skin appears in the plate's unit; none where it is turned away.
    fn seen(&self, spot: &Spot) -> Option<Point> {
        let point = spot.of(&self.subject.anatomy.layers.skin);
        let normal = spot.of(&self.normals).normalize_or_zero();
        let view = (self.camera.eye.as_dvec3() - point).normalize();
        (normal.dot(view) > SEEN).then(|| self.in_frame(point))
    }

    fn in_frame(&self, point: DVec3) -> Point {
        let scale = self.frame().scale;
        let [x, y] = self.px(point);
        [x / scale, -y / scale]
    }

    /// The longest visible run of a line of the drawing.
    fn carry(&self, points: &[Point]) -> Option<Vec<Point>> {
        let lift = |p: &Point| {
            let [x, y] = self.onto.apply(*p);
            let spot = self.subject.atlas.front(x, y + self.nasion.y)?;
            self.seen(&spot)
        };
        longest_run(points.iter().map(lift))
    }

    /// The usual courses of the arteries, as far as they are turned to the viewer.
    fn arteries(&self, plate: &mut Plate) {
        let (colour, opacity) = if plate.complexion.is_dark() {
            ("#ff6b6b", ".6")
        } else {
            (VESSEL, ".36")
        };
        plate.open(&format!(
            r#"fill="none" stroke="{colour}" stroke-linecap="round" stroke-opacity="{opacity}""#
        ));
        let arteries = self.subject.anatomy.vessels.iter();
        for stretch in arteries
            .filter(|v| v.kind == "artery")
            .flat_map(|v| &v.stretches)
        {
            let pairs = stretch.above.iter().zip(&stretch.points);
            let points = pairs.map(|(above, below)| self.seen_above(*above, *below));
            if let Some(points) = longest_run(points) {
                let width = num2(ARTERY_PX * stretch.caliber_mm.sqrt());
                let shape = Shape::curve(&thinned(&points));
                plate.shape(&shape, &format!(r#"stroke-width="{width}""#));
            }
        }
        plate.close();
    }

    /// Where the skin above a vessel appears; none where it is turned away.
    ///
    /// - `below`: the vessel's middle, mm; its column leads outward
    fn seen_above(&self, above: DVec3, below: DVec3) -> Option<Point> {
        let outward = (above - below).normalize_or_zero();
        let view = (self.camera.eye.as_dvec3() - above).normalize();
        (outward.dot(view) > SEEN).then(|| self.in_frame(above))
    }
}

/// A picture as markup of a size, px.
fn markup(image: &Image, size: Point) -> Option<String> {
    let png = BASE64.encode(&image.png().ok()?);
    Some(format!(
        r#"<image width="{}" height="{}" preserveAspectRatio="none" href="data:image/png;base64,{png}"/>"#,
        num(size[0]),
        num(size[1])
    ))
}

/// The longest run of points that are there; none with fewer than two.
fn longest_run(points: impl Iterator<Item = Option<Point>>) -> Option<Vec<Point>> {
    let mut best: Vec<Point> = Vec::new();
    let mut run: Vec<Point> = Vec::new();
    for point in points {
        match point {
            Some(point) => run.push(point),
            None => run.clear(),
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
    }
    (best.len() >= 2).then_some(best)
}

/// Points that lie a little apart, so that a spline through them is short.
fn thinned(points: &[Point]) -> Vec<Point> {
    const APART: f64 = 2.0;
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept
            .last()
            .is_none_or(|last| distance(*last, *point) > APART)
        {
            kept.push(*point);
        }
    }
    kept
}
