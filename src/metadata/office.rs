//! Files that are ZIP archives: the documents of Office and LibreOffice, books, and archives of anything else.

use super::exif;
use super::input::Input;
use super::text::{has_element, holds, holds_any, narrow, says};
use super::traces::{Family, Trace, Traces};
use super::zip::{Archive, Entry};

/// How much of one part is unpacked: a book of 500 pages is 5 MB of XML, and its first tracked change comes before that.
const PART_BYTES: usize = 4 * 1024 * 1024;

/// How much of a part with properties is unpacked; they are a few hundred bytes.
const PROPERTIES_BYTES: usize = 64 * 1024;

/// How much of a picture is unpacked, and of how many: what a camera writes stands at its start.
const PICTURE_BYTES: usize = 128 * 1024;
const MOST_PICTURES: usize = 64;

/// What the document or archive tells.
pub(super) fn read(input: &mut Input<'_>) -> (Family, Traces) {
    let Some(mut archive) = Archive::new(input) else {
        return (Family::Archive, Trace::Unseen.into());
    };
    let kind = archive.part(input, "mimetype", 128);
    let mut document = Document {
        entries: archive.entries(),
        archive: &mut archive,
        input,
        traces: Traces::default(),
    };
    let family = if document.archive.has("[Content_Types].xml") {
        document.office();
        Family::Office
    } else if holds(&kind, "epub") {
        document.book();
        Family::Book
    } else if holds(&kind, "opendocument")
        || document.archive.has("META-INF/manifest.xml") && document.archive.has("content.xml")
    {
        document.open_document();
        Family::Office
    } else if document.archive.has("Index/") || document.archive.has("Index.zip") {
        // Pages, Numbers and Keynote write a form of their own.
        document.traces |= Trace::Unseen.into();
        Family::Office
    } else {
        document.traces |= Trace::Files.into();
        Family::Archive
    };
    if family != Family::Archive {
        document.pictures();
    }
    (family, document.traces)
}

struct Document<'a, 'b> {
    entries: Vec<Entry>,
    archive: &'a mut Archive,
    input: &'a mut Input<'b>,
    traces: Traces,
}

impl Document<'_, '_> {
    /// The text of the part with this name.
    fn part(&mut self, name: &str, most: usize) -> Vec<u8> {
        narrow(self.archive.part(self.input, name, most))
    }

    /// The texts of the parts whose names are wanted.
    fn each(&mut self, wanted: impl Fn(&str) -> bool, mut look: impl FnMut(&mut Traces, &[u8])) {
        for entry in &self.entries {
            if wanted(&entry.name) {
                let part = narrow(self.archive.bytes(self.input, entry, PART_BYTES));
                look(&mut self.traces, &part);
            }
        }
    }

    fn has(&self, starts: &[&str]) -> bool {
        starts.iter().any(|start| self.archive.has(start))
    }

    /// Word, Excel and PowerPoint since 2007.
    fn office(&mut self) {
        let core = self.part("docProps/core.xml", PROPERTIES_BYTES);
        let application = self.part("docProps/app.xml", PROPERTIES_BYTES);
        let custom = self.part("docProps/custom.xml", PROPERTIES_BYTES);
        let is_authored = says(&core, "creator")
            || says(&core, "lastModifiedBy")
            || says(&application, "Company")
            || says(&application, "Manager")
            || holds(&custom, "<property");
        self.traces.add_if(is_authored, Trace::Author);
        let commented = self.has(&[
            "word/comments",
            "ppt/comments",
            "xl/comments",
            "xl/threadedComments",
        ]);
        self.traces.add_if(commented, Trace::Comments);
        let people = self.has(&[
            "word/people",
            "xl/persons",
            "ppt/authors",
            "ppt/commentAuthors",
        ]);
        self.traces.add_if(people, Trace::Author);
        self.traces
            .add_if(self.has(&["xl/revisions"]), Trace::Changes);
        self.traces
            .add_if(self.has(&["ppt/notesSlides"]), Trace::Hidden);
        let embedded = self
            .entries
            .iter()
            .any(|entry| entry.name.contains("/embeddings/"));
        self.traces.add_if(embedded, Trace::Files);
        let is_text = |name: &str| {
            let name = name.strip_prefix("word/").unwrap_or_default();
            ["document", "footnotes", "endnotes", "header", "footer"]
                .iter()
                .any(|part| name.starts_with(part))
        };
        self.each(is_text, |traces, xml| {
            let changed = ["ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"]
                .iter()
                .any(|name| has_element(xml, name));
            traces.add_if(changed, Trace::Changes);
            traces.add_if(has_element(xml, "vanish"), Trace::Hidden);
        });
        self.each(
            |name| name == "xl/workbook.xml",
            |traces, xml| {
                let hidden = ["state=\"hidden\"", "state=\"veryHidden\""];
                traces.add_if(holds_any(xml, &hidden), Trace::Hidden);
            },
        );
        self.each(
            |name| name.starts_with("ppt/slides/slide"),
            |traces, xml| traces.add_if(holds(xml, "show=\"0\""), Trace::Hidden),
        );
    }

    /// LibreOffice and its like.
    fn open_document(&mut self) {
        let about = self.part("meta.xml", PROPERTIES_BYTES);
        let is_authored = ["initial-creator", "creator", "printed-by", "user-defined"]
            .iter()
            .any(|name| says(&about, name));
        self.traces.add_if(is_authored, Trace::Author);
        self.traces.add_if(self.has(&["Versions/"]), Trace::Changes);
        self.each(
            |name| name == "content.xml",
            |traces, xml| {
                traces.add_if(has_element(xml, "tracked-changes"), Trace::Changes);
                traces.add_if(has_element(xml, "annotation"), Trace::Comments);
                let hidden = [
                    "table:display=\"false\"",
                    "presentation:visibility=\"hidden\"",
                    "text:display=\"none\"",
                ];
                traces.add_if(holds_any(xml, &hidden), Trace::Hidden);
            },
        );
    }

    /// A book in EPUB. Its author is told to readers too, and still may be a name that nobody meant to give.
    fn book(&mut self) {
        self.each(
            |name| name.ends_with(".opf"),
            |traces, xml| traces.add_if(says(xml, "creator"), Trace::Author),
        );
    }

    /// What the pictures inside tell: programs put photographs in as they come from the camera.
    fn pictures(&mut self) {
        let is_picture = |entry: &&Entry| {
            let extension = entry.name.rsplit('.').next().unwrap_or_default();
            let known = [
                "jpg", "jpeg", "jpe", "jfif", "png", "tif", "tiff", "webp", "heic",
            ];
            known.contains(&&*extension.to_ascii_lowercase())
        };
        for entry in self.entries.iter().filter(is_picture).take(MOST_PICTURES) {
            let bytes = self.archive.bytes(self.input, entry, PICTURE_BYTES);
            self.traces |= exif::anywhere(&bytes);
        }
    }
}
