//! Neck and shoulders: sternocleidomastoid, larynx, clavicles, sternal notch.

use super::Look;
use crate::geometry::{Point, Taper};
use crate::palette::{GLOW, LINE, SKIN_DEEP};
use crate::plate::{Plate, Shape};

#[rustfmt::skip]
const WOMAN: &[Point] = &[
    [47.0, -66.0], [45.5, -84.0], [43.6, -104.0], [42.6, -122.0], [43.2, -138.0], [46.5, -152.0],
    [55.0, -163.5], [71.0, -173.0], [90.0, -180.5], [108.0, -189.0], [122.0, -203.0],
    [127.0, -220.0],
];
#[rustfmt::skip]
const MAN: &[Point] = &[
    [56.0, -66.0], [54.5, -84.0], [53.4, -104.0], [53.6, -122.0], [56.0, -137.0], [63.0, -150.0],
    [76.0, -161.0], [94.0, -170.5], [113.0, -179.5], [130.0, -191.0], [140.0, -206.0],
    [144.0, -222.0],
];

pub(super) fn draw(plate: &mut Plate, look: Look) {
    let side = if look.man { MAN } else { WOMAN };
    let outline = body(side);
    let (id, d) = (plate.id("neck"), plate.data(&outline));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    plate.shape(&outline, r##"fill="#f3dfd1""##);
    let clip = plate.url("neck");
    plate.open(&format!(r#"clip-path="{clip}""#));
    shade(plate);
    plate.close();
    plate.stroke_pair(&side[1..], 0.62, Taper::Both, LINE);
    muscles(plate, look);
}

fn body(side: &[Point]) -> Shape {
    let left: Vec<Point> = crate::geometry::mirrored(side).into_iter().rev().collect();
    Shape::curve(side).then(&left).closed()
}

fn shade(plate: &mut Plate) {
    let far = plate.url("blur3");
    plate.open(&format!(r#"filter="{far}" fill="{SKIN_DEEP}""#));
    // Cast shadow of the jaw.
    plate.shape(
        &Shape::blob(&[
            [-62.0, -62.0],
            [-50.0, -100.0],
            [-30.0, -122.0],
            [0.0, -130.0],
            [30.0, -122.0],
            [50.0, -100.0],
            [62.0, -62.0],
            [30.0, -80.0],
            [-30.0, -80.0],
        ]),
        r#"fill-opacity=".62""#,
    );
    plate.pair(
        &Shape::blob(&[
            [60.0, -80.0],
            [44.0, -100.0],
            [42.0, -130.0],
            [46.0, -156.0],
            [66.0, -165.0],
        ]),
        r#"fill-opacity=".34""#,
    );
    // Hollow above the clavicle and the sternal notch.
    plate.pair(
        &Shape::blob(&[
            [20.0, -170.0],
            [40.0, -164.0],
            [58.0, -172.0],
            [46.0, -184.0],
            [24.0, -186.0],
        ]),
        r#"fill-opacity=".32""#,
    );
    plate.shape(
        &Shape::blob(&[[-8.0, -180.0], [0.0, -174.0], [8.0, -180.0], [0.0, -190.0]]),
        r#"fill-opacity=".45""#,
    );
    plate.close();
    let near = plate.url("blur2");
    plate.open(&format!(r#"filter="{near}" fill="{GLOW}""#));
    plate.pair(
        &Shape::blob(&[
            [34.0, -118.0],
            [27.0, -140.0],
            [13.0, -170.0],
            [18.0, -168.0],
            [33.0, -140.0],
            [39.0, -120.0],
        ]),
        r#"fill-opacity=".34""#,
    );
    plate.pair(
        &Shape::blob(&[
            [16.0, -187.0],
            [40.0, -184.0],
            [70.0, -181.0],
            [95.0, -187.0],
            [70.0, -186.0],
            [40.0, -189.0],
        ]),
        r#"fill-opacity=".5""#,
    );
    plate.close();
}

fn muscles(plate: &mut Plate, look: Look) {
    let soft = "#b58873";
    plate.stroke_pair(
        &[
            [40.0, -112.0],
            [34.6, -127.0],
            [27.0, -146.0],
            [17.0, -166.0],
            [9.5, -181.0],
        ],
        0.55,
        Taper::Both,
        soft,
    );
    plate.stroke_pair(
        &[
            [40.0, -140.0],
            [35.0, -154.0],
            [30.0, -166.0],
            [25.0, -177.0],
        ],
        0.34,
        Taper::Both,
        soft,
    );
    plate.stroke_pair(
        &[
            [8.6, -184.0],
            [22.0, -186.5],
            [40.0, -182.5],
            [60.0, -178.5],
            [80.0, -179.5],
            [98.0, -185.5],
        ],
        0.55,
        Taper::Both,
        soft,
    );
    plate.stroke_pair(
        &[
            [11.0, -191.0],
            [26.0, -193.0],
            [44.0, -189.5],
            [66.0, -186.0],
        ],
        0.4,
        Taper::Both,
        soft,
    );
    plate.stroke(
        &[
            [-8.6, -181.5],
            [-4.5, -185.5],
            [0.0, -187.0],
            [4.5, -185.5],
            [8.6, -181.5],
        ],
        0.5,
        Taper::Both,
        soft,
    );
    if look.man {
        plate.stroke_pair(
            &[[2.0, -136.0], [5.4, -141.0], [5.0, -147.0], [2.0, -151.0]],
            0.4,
            Taper::Both,
            soft,
        );
    }
}
