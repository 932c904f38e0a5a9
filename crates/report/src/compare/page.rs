//! The comparison as one self-contained page.

use maud::{Markup, html};

use super::{Cell, Comparison};
use crate::cite::Citations;
use crate::html::{document, glyph, source_list};

const STYLE: &str = concat!(
    include_str!("../html/report.css"),
    include_str!("compare.css")
);

impl Comparison {
    /// The comparison as an HTML page that works offline.
    pub fn to_html(&self) -> String {
        let cites = Citations::of_notes(&self.sources);
        let titles: Vec<&str> = self.columns.iter().map(|c| c.title.as_str()).collect();
        let body = html! {
            header.masthead {
                p.brand { (glyph::mark()) "rhytid" span.kind { "Comparison" } }
                h1 { (titles.join(" · ")) }
                p.lead { "Made from the catalog’s records. Every statement carries its sources." }
            }
            main { (self.table(&cites)) (sources(&cites)) }
            footer.made {
                p { "facts " code { (self.data_sha256.chars().take(12).collect::<String>()) } }
            }
        };
        document(&titles.join(" · "), STYLE, &body).into_string()
    }

    fn table(&self, cites: &Citations) -> Markup {
        html! {
            table.compare {
                thead {
                    tr {
                        td {}
                        @for column in &self.columns {
                            th scope="col" { b { (column.title) } span.sub { (column.about) } }
                        }
                    }
                }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" { (row.title) }
                            @for (cell, column) in row.cells.iter().zip(&self.columns) {
                                td data-label=(column.title) { (content(cell, cites)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn content(cell: &Cell, cites: &Citations) -> Markup {
    html! {
        @if cell.statements.is_empty() { span.muted { "not known" } }
        @for statement in &cell.statements {
            p { (statement.text) (cites.sup(&statement.sources)) }
        }
    }
}

fn sources(cites: &Citations) -> Markup {
    let assumptions = cites.list(true);
    html! {
        section #sources aria-labelledby="sources-title" {
            h2 #sources-title { "Sources" }
            (source_list(&cites.list(false)))
            @if !assumptions.is_empty() { h3 { "Assumptions" } (source_list(&assumptions)) }
        }
    }
}
