//! The kinds of things that a file may tell besides what it shows, in words.

/// What a file tells besides what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Metadata {
    /// What kind of file it is, by how it is cleaned.
    pub family: Family,
    /// What it tells.
    pub traces: Traces,
}

/// Files that are cleaned in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// A picture.
    Picture,
    /// A text, a table or slides.
    Office,
    /// A PDF.
    Pdf,
    /// A book for reading devices.
    Book,
    /// A film or a sound.
    Recording,
    /// An archive of files.
    Archive,
}

impl Family {
    /// How such a file is cleaned, as one plain sentence.
    pub fn how_to_clean(self) -> &'static str {
        match self {
            Self::Picture => {
                "put it below `content/` beside its page, from where only its pixels are published, or save it without them"
            }
            Self::Office => {
                "publish a copy without them: Word, Excel and PowerPoint take them out by `File › Info › Inspect Document`, LibreOffice by `File › Properties` and `Edit › Track Changes`"
            }
            Self::Pdf => {
                "take them out in the document that it was made from, under its properties, and export it again"
            }
            Self::Book => "take them out in the program that made it, and export it again",
            Self::Recording => {
                "publish a copy without them, as `ffmpeg -i FILE -map_metadata -1 -c copy COPY` makes one"
            }
            Self::Archive => {
                "publish the files one by one, so that each is looked at, or look at each before you pack them"
            }
        }
    }
}

/// A kind of thing that a file may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trace {
    /// Where it was made.
    Place,
    /// Who made it or worked on it.
    Author,
    /// The camera, telephone or recorder, by which files of one person can be told.
    Device,
    /// When it was recorded.
    Time,
    /// What was deleted or put in.
    Changes,
    /// What was said about it.
    Comments,
    /// Sheets, slides, notes or words that are not shown.
    Hidden,
    /// Other files inside it.
    Files,
    /// What Alongside cannot see into.
    Unseen,
}

/// The kinds in the order in which they are told: what harms most comes first.
const ALL: [(Trace, &str); 9] = [
    (Trace::Place, "the place where it was made"),
    (Trace::Author, "who made it or worked on it"),
    (Trace::Device, "the device that made it"),
    (Trace::Time, "when it was recorded"),
    (Trace::Changes, "tracked changes"),
    (Trace::Comments, "comments"),
    (Trace::Hidden, "hidden parts or notes"),
    (Trace::Files, "other files, which are not looked into"),
    (
        Trace::Unseen,
        "parts that Alongside cannot read, where the author, comments and changes may stand",
    ),
];

/// Some kinds of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Traces(u16);

impl Traces {
    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this kind is among them.
    pub fn has(self, trace: Trace) -> bool {
        self.0 & Self::from(trace).0 != 0
    }

    /// Adds a kind when something is so.
    pub(super) fn add_if(&mut self, is_so: bool, trace: Trace) {
        if is_so {
            *self |= trace.into();
        }
    }

    /// The kinds in words, joined by commas.
    pub fn in_words(self) -> String {
        let words = ALL.iter().filter(|(trace, _)| self.has(*trace));
        let words: Vec<&str> = words.map(|(_, words)| *words).collect();
        words.join(", ")
    }
}

impl From<Trace> for Traces {
    fn from(trace: Trace) -> Self {
        Self(1 << trace as u16)
    }
}

impl std::ops::BitOrAssign for Traces {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
