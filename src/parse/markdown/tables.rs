//! Tables: their head, their rows and the alignment of their cells.

use pulldown_cmark::Alignment;

use super::state::Writer;

impl Writer<'_> {
    /// Begins the head.
    pub(super) fn start_table_head(&mut self) {
        self.in_table_head = true;
        self.cell = 0;
        self.out().push("<thead><tr>");
    }

    /// Ends the head and begins the body.
    pub(super) fn end_table_head(&mut self) {
        self.in_table_head = false;
        self.plain.line();
        self.out().push("</tr></thead>\n<tbody>\n");
    }

    /// Begins a row of the body.
    pub(super) fn start_row(&mut self) {
        self.cell = 0;
        self.out().push("<tr>");
    }

    /// Ends a row of the body.
    pub(super) fn end_row(&mut self) {
        self.plain.line();
        self.out().push("</tr>\n");
    }

    /// Begins a cell.
    pub(super) fn start_cell(&mut self) {
        if self.cell > 0 {
            self.plain.space();
        }
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        let cell = match self.in_table_head {
            true => format!("<th scope=\"col\"{class}>"),
            false => format!("<td{class}>"),
        };
        self.out().push(&cell);
    }

    /// Ends a cell.
    pub(super) fn end_cell(&mut self) {
        self.end_inline_content();
        self.cell += 1;
        let end = if self.in_table_head { "</th>" } else { "</td>" };
        self.out().push(end);
    }
}
