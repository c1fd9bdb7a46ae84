//! Each page as a file of its own, and the lists that say which file is which page's.

use super::Document;
use super::files::Files;

/// How many pages' names stand in one list.
pub(super) const TOGETHER: usize = 64;

/// How much of a page's text is kept for snippets, in bytes.
const MOST_TEXT: usize = 1 << 16;

/// The page as the browser reads it: address, title and date, then the summary, then a line for each section.
pub(super) fn page(document: &Document) -> Vec<u8> {
    let texts = document.sections.iter().map(|section| section.text.len());
    let mut text = String::with_capacity(256 + document.summary.len() + texts.sum::<usize>());
    text.push_str(&document.url);
    text.push('\t');
    push_flat(&document.title, &mut text);
    text.push('\t');
    push_flat(&document.date_text, &mut text);
    text.push('\n');
    push_flat(&document.summary, &mut text);
    for section in &document.sections {
        if text.len() >= MOST_TEXT {
            break;
        }
        let (id, heading) = section
            .heading
            .as_ref()
            .map_or(("", ""), |(id, heading)| (id, heading));
        text.push('\n');
        push_flat(id, &mut text);
        text.push('\t');
        push_flat(heading, &mut text);
        text.push('\t');
        push_flat(&section.text, &mut text);
    }
    let end = (0..=MOST_TEXT.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text.truncate(end.unwrap_or_default());
    text.into_bytes()
}

/// Appends `part` on one line, with single spaces.
fn push_flat(part: &str, text: &mut String) {
    let mut between = "";
    let mut rest = part;
    // Lines are long, and mostly flat already.
    while !rest.is_empty() {
        let end = memchr::memchr3(b'\n', b'\r', b'\t', rest.as_bytes()).unwrap_or(rest.len());
        let line = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        if is_flat(line) {
            if !line.is_empty() {
                text.push_str(between);
                text.push_str(line);
                between = " ";
            }
            continue;
        }
        for word in line.split_whitespace() {
            text.push_str(between);
            text.push_str(word);
            between = " ";
        }
    }
}

/// Whether a line surely has no white space but single spaces inside it.
fn is_flat(line: &str) -> bool {
    // What is above ASCII and white space begins with one of these bytes in UTF-8. All are looked at, many at a time.
    let plain = line.bytes().fold(true, |plain, byte| {
        plain & (byte >= 0x20) & (byte != 0xc2) & !(0xe1..=0xe3).contains(&byte)
    });
    plain
        && !line.starts_with(' ')
        && !line.ends_with(' ')
        && memchr::memmem::find(line.as_bytes(), b"  ").is_none()
}

/// Adds the lists of the pages' names; returns the names of the lists, one after the other.
pub(super) fn lists(names: &[&str], files: &mut Files<'_>) -> String {
    let lists = names
        .chunks(TOGETHER)
        .map(|together| together.concat().into_bytes())
        .collect();
    files.add_all("names", "txt", lists).concat()
}

#[cfg(test)]
mod tests {
    use super::super::Section;
    use super::*;

    #[test]
    fn a_page_is_a_line_for_each_section() {
        let section = |heading: Option<(&str, &str)>, text: &str| Section {
            heading: heading.map(|(id, heading)| (id.to_owned(), heading.to_owned())),
            text: text.to_owned(),
        };
        let document = Document {
            url: "/themes/trust/".into(),
            title: "Trust".into(),
            summary: "How trust\n grows".into(),
            sections: vec![
                section(None, " One\u{a0}two\u{2003} three \r\n\nfour "),
                section(Some(("slow", "Slowly")), "It grows\tslowly — truly."),
            ],
            ..Document::default()
        };
        assert_eq!(
            String::from_utf8_lossy(&page(&document)),
            "/themes/trust/\tTrust\t\nHow trust grows\n\t\tOne two three four\nslow\tSlowly\tIt grows slowly — truly."
        );
    }

    #[test]
    fn a_huge_page_is_cut() {
        let document = Document {
            summary: "gŵyl ".repeat(200_000),
            ..Document::default()
        };
        assert!((MOST_TEXT - 1..=MOST_TEXT).contains(&page(&document).len()));
    }
}
