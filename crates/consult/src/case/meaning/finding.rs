//! Findings: what they are about, and no finding twice.

use catalog::{Area, AreaFinding, Catalog, Complaint, Rhytid};

use super::{grades, settle};
use crate::case::names::Names;
use crate::case::problem::{Code, Problem};
use crate::case::tree::{Entry, Node, Span, Table, Value};

/// Names of what a finding can be about.
pub(super) struct Subjects<'a> {
    pub catalog: &'a Catalog,
    pub scales: Names<'a>,
    rhytids: Names<'a>,
    areas: Names<'a>,
    complaints: Names<'a>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Rhytid(&'a Rhytid),
    Area(&'a Area, &'a AreaFinding),
    Complaint(&'a Complaint),
}

impl<'a> Subject<'a> {
    /// Its key in the catalog.
    pub fn name(self) -> &'a str {
        match self {
            Self::Rhytid(rhytid) => &rhytid.name,
            Self::Area(area, _) => &area.name,
            Self::Complaint(complaint) => &complaint.name,
        }
    }

    /// Its scales, the usual one first.
    pub fn scales(self) -> &'a [String] {
        match self {
            Self::Rhytid(rhytid) => &rhytid.scales,
            Self::Area(_, graded) => &graded.scales,
            Self::Complaint(complaint) => &complaint.scales,
        }
    }
}

pub(super) fn check(findings: &mut [Node], subjects: &Subjects<'_>, problems: &mut Vec<Problem>) {
    let mut earlier: Vec<Seen> = Vec::new();
    for (i, node) in findings.iter_mut().enumerate() {
        let path = format!("finding[{i}]");
        let span = node.span.clone();
        let Some(finding) = node.table_mut() else {
            continue;
        };
        if let Some(subject) = subjects.subject(finding, &path, &span, problems) {
            grades::check(finding, subject, subjects, &path, problems);
            twice(finding, subject, &path, &mut earlier, problems);
        }
    }
}

impl<'a> Subjects<'a> {
    pub fn new(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            scales: Names::scales(catalog),
            rhytids: Names::rhytids(catalog),
            areas: Names::areas(catalog),
            complaints: Names::complaints(catalog),
        }
    }

    /// What a finding is about; none when that is a problem.
    fn subject(
        &self,
        finding: &mut Table,
        path: &str,
        span: &Span,
        problems: &mut Vec<Problem>,
    ) -> Option<Subject<'a>> {
        let rhytid = self.settle(finding, "rhytid", path, problems);
        let area = self.settle(finding, "area", path, problems);
        let complaint = self.settle(finding, "complaint", path, problems);
        let has = |key: &str| finding.get(key);
        match (has("rhytid"), has("area"), has("complaint")) {
            (None, None, None) => {
                let message = "the finding does not say what it is about".to_owned();
                let at = span.start..span.start;
                problems.push(
                    Problem::new(Code::Target, at, path, message)
                        .allowed("rhytid = a line, area = a hollow or muscle that is graded, or complaint = an unwanted result"),
                );
                None
            }
            (Some(_), Some(second), _) | (Some(_), None, Some(second)) => {
                problems.push(too_many(second, path));
                None
            }
            (Some(_), None, None) => self.catalog.rhytids.get(rhytid?).map(Subject::Rhytid),
            (None, Some(entry), None) => {
                self.graded(self.catalog.areas.get(area?)?, entry, path, problems)
            }
            (None, entry, Some(_)) => {
                let complaint = self.catalog.complaints.get(complaint?)?;
                if let (Some(entry), Some(area)) = (entry, area) {
                    problems.extend(misplaced(complaint, area, entry, path));
                }
                Some(Subject::Complaint(complaint))
            }
        }
    }

    /// Settles a name, and says under which key it belongs when another kind knows it.
    fn settle(
        &self,
        table: &mut Table,
        key: &str,
        path: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<&'a str> {
        let word = table.text(key)?.to_owned();
        let kinds = [
            ("rhytid", &self.rhytids),
            ("area", &self.areas),
            ("complaint", &self.complaints),
        ];
        let names = kinds.iter().find(|(kind, _)| *kind == key)?.1;
        let before = problems.len();
        let settled = settle(table, key, path, names, problems);
        if let Some(problem) = problems.get_mut(before) {
            let other = kinds.iter().filter(|(kind, _)| *kind != key);
            let mut other =
                other.filter_map(|(kind, names)| Some((*kind, *names.find(&word).first()?)));
            problem.hint = other
                .next()
                .map(|(kind, name)| format!("write {kind} = \"{name}\""));
        }
        settled
    }

    /// Settles the area of an earlier treatment.
    pub fn settle_area(&self, item: &mut Table, path: &str, problems: &mut Vec<Problem>) {
        let Some(word) = item.text("area").map(str::to_owned) else {
            return;
        };
        let before = problems.len();
        settle(item, "area", path, &self.areas, problems);
        let Some(problem) = problems.get_mut(before) else {
            return;
        };
        let rhytid = self.rhytids.find(&word).first();
        if let Some(rhytid) = rhytid.and_then(|name| self.catalog.rhytids.get(*name)) {
            let area = rhytid.toxin_area.as_ref().unwrap_or(&rhytid.area);
            problem.hint = Some(format!("{} is a rhytid; its area is {area}", rhytid.name));
        }
    }

    /// An area as a finding: only when it is itself graded.
    fn graded(
        &self,
        area: &'a Area,
        entry: &Entry,
        path: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<Subject<'a>> {
        if let Some(graded) = &area.finding {
            return Some(Subject::Area(area, graded));
        }
        let of_area = |area_of: &str| area_of == area.name;
        let rhytids = self.catalog.rhytids.values();
        let lines: Vec<&str> = rhytids
            .filter(|r| of_area(&r.area) || r.toxin_area.as_deref().is_some_and(of_area))
            .map(|r| r.name.as_str())
            .collect();
        let areas = self.catalog.areas.values();
        let graded: Vec<&str> = areas
            .filter(|a| a.finding.is_some())
            .map(|a| a.name.as_str())
            .collect();
        let message = format!("the area {} is not itself graded", area.name);
        let path = format!("{path}.area");
        let problem = Problem::new(Code::NotGraded, entry.node.span.clone(), &path, message)
            .allowed(format!("areas that are graded: {}", graded.join(", ")));
        problems.push(if lines.is_empty() {
            problem
        } else {
            problem.hint(format!("rhytids of this area: {}", lines.join(", ")))
        });
        None
    }
}

fn too_many(second: &Entry, path: &str) -> Problem {
    let message = format!(
        "rhytid and {} stand together; a finding is about one thing",
        second.key
    );
    let path = format!("{path}.{}", second.key);
    Problem::new(Code::Target, second.key_span.clone(), &path, message)
        .allowed("rhytid alone, area alone, or complaint with or without area")
        .hint("the area of a rhytid is known; leave it out")
}

/// The problem of a complaint in an area where it does not appear.
fn misplaced(complaint: &Complaint, area: &str, entry: &Entry, path: &str) -> Option<Problem> {
    if complaint.areas.is_empty() || complaint.areas.iter().any(|known| known == area) {
        return None;
    }
    let message = format!("{} does not appear in the area {area}", complaint.name);
    let path = format!("{path}.area");
    let problem = Problem::new(Code::Target, entry.node.span.clone(), &path, message);
    Some(problem.allowed(complaint.areas.join(", ")))
}

/// A finding seen before.
struct Seen {
    target: String,
    side: String,
    path: String,
}

/// The same target on the same side, or on one side beside both.
fn twice(
    finding: &Table,
    subject: Subject<'_>,
    path: &str,
    earlier: &mut Vec<Seen>,
    problems: &mut Vec<Problem>,
) {
    let area = match subject {
        Subject::Complaint(_) => finding.text("area").unwrap_or_default(),
        _ => "",
    };
    let side = match finding.get("side").map(|entry| &entry.node.value) {
        Some(Value::Text(side)) => side.clone(),
        Some(_) => return, // The side itself is a problem.
        None => "both".to_owned(),
    };
    let seen = Seen {
        target: format!("{} {area}", subject.name()),
        side,
        path: path.to_owned(),
    };
    let same = earlier.iter().find(|other| {
        let overlaps = other.side == seen.side || other.side == "both" || seen.side == "both";
        other.target == seen.target && overlaps
    });
    if let Some(other) = same {
        let key = ["rhytid", "complaint", "area"];
        let entry = key.iter().find_map(|key| finding.get(key));
        let span = entry.map_or(0..0, |entry| entry.node.span.clone());
        let message = format!(
            "{} stands twice for the same side: also in {}",
            subject.name(),
            other.path
        );
        problems.push(
            Problem::new(Code::FindingTwice, span, path, message)
                .hint("grade left and right apart with side = \"left\" and side = \"right\""),
        );
    }
    earlier.push(seen);
}
