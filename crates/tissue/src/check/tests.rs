use super::elements::check_counts;
use super::*;

#[test]
fn more_than_can_be_numbered_is_refused() {
    let mut problems = Problems::default();
    check_counts(2_000_000_000, 10, usize::MAX, &mut problems);
    assert_eq!(problems.total(), 2);
    let text = problems.to_string();
    assert!(
        text.contains("2000000000 node(s); at most 1431655765"),
        "{text}"
    );
}
