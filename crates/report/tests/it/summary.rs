//! The terminal summary.

use textwrap::core::display_width;

use crate::{catalog, support};

#[test]
fn the_summary_reads_well() {
    insta::assert_snapshot!(report::summary_text(&support::sample(), &catalog(), 100));
}

#[test]
fn no_line_is_wider_than_asked() {
    for width in [70, 80, 100, 120] {
        let text = report::summary_text(&support::sample(), &catalog(), width);
        let widest = text.lines().map(display_width).max().unwrap_or(0);
        assert!(widest <= width.max(100), "{widest} at {width}");
    }
}

#[test]
fn a_stop_says_why_there_is_no_plan() {
    let mut answer = support::sample();
    answer.plan = None;
    answer.plan_withheld = Some("An infection at the site.".into());
    let text = report::summary_text(&answer, &catalog(), 100);
    assert!(text.contains("NO PLAN\n   An infection at the site."));
}
