//! Share cards: the picture that stands beside a link where an address is shared. A card is drawn as SVG and made a PNG.
//!
//! It knows words and colours, and no page, theme or file. The same card gives the same bytes on every machine: its fonts are
//! built in, and the system's are never asked for.

mod draw;
mod font;
mod lines;

use std::fmt::Write as _;
use std::sync::Arc;

pub use draw::{Undrawable, png, read_mark};

use font::{Font, display, plain};

/// Width and height of every card in pixels: what the networks that show cards ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// The space left free on either side.
const MARGIN: f32 = 80.0;
/// The room for text from the left.
const ROOM: f32 = 1200.0 - 2.0 * MARGIN;
/// How a title is set: its size, and the lines it may have. The first that holds it is taken; the last ends with an ellipsis.
const TITLES: [(f32, usize); 5] = [(112.0, 1), (88.0, 2), (76.0, 3), (64.0, 4), (56.0, 4)];

/// The words of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// A short line above the title: what kind of page it is. May be empty.
    pub kicker: Arc<str>,
    /// The title. May be empty.
    pub title: Arc<str>,
    /// The subjects, as many as there is room for.
    pub subjects: Vec<Arc<str>>,
    /// The network's name. May be empty.
    pub site: Arc<str>,
}

/// How cards look on one site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// The ground.
    pub paper: Colour,
    /// The glow in the corner.
    pub panel: Colour,
    /// The title and the name.
    pub ink: Colour,
    /// The subjects.
    pub soft: Colour,
    /// The rings round the subjects.
    pub edge: Colour,
    /// The bar and the kicker.
    pub accent: Colour,
    /// The site's mark, an SVG file, when it has one.
    pub mark: Option<Arc<str>>,
}

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let part = |shift: u32| (number >> shift) as u8;
        match digits.len() {
            3 => Some(Self([8, 4, 0].map(|shift| (part(shift) & 15) * 17))),
            6 => Some(Self([16, 8, 0].map(part))),
            _ => None,
        }
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Default for Look {
    /// Warm colours, without a mark.
    fn default() -> Self {
        Self {
            paper: Colour([0xfd, 0xfa, 0xf5]),
            panel: Colour([0xf5, 0xed, 0xe1]),
            ink: Colour([0x2b, 0x24, 0x20]),
            soft: Colour([0x62, 0x56, 0x4d]),
            edge: Colour([0x8c, 0x7a, 0x68]),
            accent: Colour([0x8f, 0x3d, 0x1b]),
            mark: None,
        }
    }
}

/// Whether the built-in fonts have every letter of a text.
pub fn can_write(words: &str) -> bool {
    plain().can_write(words)
}

/// A card as SVG. Words that the fonts cannot write are left out: no card shows boxes where letters should be.
pub fn svg(words: &Words, look: &Look) -> String {
    let mut card = Card {
        svg: String::with_capacity(4096),
        look,
    };
    card.ground();
    let mut y = 104.0;
    if can_write(&words.kicker) && !words.kicker.trim().is_empty() {
        card.line(plain(), 30.0, (MARGIN, y), look.accent, &words.kicker);
    } else {
        y -= 30.0;
    }
    y += 18.0;
    if can_write(&words.title) {
        y = card.title(&words.title, y);
    }
    card.subjects(&words.subjects, y + 30.0);
    card.foot(&words.site);
    card.svg.push_str("</svg>\n");
    card.svg
}

struct Card<'a> {
    svg: String,
    look: &'a Look,
}

impl Card<'_> {
    /// Adds an element on a line of its own.
    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.svg, "{element}");
    }

    /// Paper with a bar across the top, and the glow of a hearth from the corner.
    fn ground(&mut self) {
        let Look {
            paper,
            panel,
            accent,
            ..
        } = *self.look;
        let (width, height) = SIZE;
        self.add(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
        ));
        self.add(format_args!(
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>"
        ));
        for (radius, fill, opacity) in [(430, panel, 1.0), (300, accent, 0.07), (170, accent, 0.12)]
        {
            self.add(format_args!(
                "<circle cx=\"{width}\" cy=\"{height}\" r=\"{radius}\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/>"
            ));
        }
        self.add(format_args!(
            "<rect width=\"{width}\" height=\"16\" fill=\"{accent}\"/>"
        ));
    }

    /// One line of text at a place of its baseline.
    fn line(&mut self, font: &Font, size: f32, (x, y): (f32, f32), fill: Colour, words: &str) {
        let family = font.family();
        let weight = font.weight();
        let words = escaped(words);
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{size}\" fill=\"{fill}\">{words}</text>"
        ));
    }

    /// The title below `top`; gives where it ends.
    fn title(&mut self, title: &str, top: f32) -> f32 {
        let font = match display().can_write(title) {
            true => display(),
            false => plain(),
        };
        let (size, lines) = lines::fit(title, font, ROOM, &TITLES);
        let step = (size * 1.16).round();
        let mut y = top;
        for line in &lines {
            y += step;
            self.line(
                font,
                size,
                (MARGIN, y - (size * 0.22).round()),
                self.look.ink,
                line,
            );
        }
        y
    }

    /// The subjects side by side, each in a ring, as far as they fit.
    fn subjects(&mut self, subjects: &[Arc<str>], y: f32) {
        let Look { soft, edge, .. } = *self.look;
        const SIZE: f32 = 26.0;
        let mut x = MARGIN;
        for subject in subjects.iter().filter(|subject| can_write(subject)) {
            let width = (plain().width(subject, SIZE) + 44.0).ceil();
            if x + width > MARGIN + ROOM {
                continue;
            }
            self.add(format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"50\" rx=\"25\" fill=\"none\" stroke=\"{edge}\" stroke-width=\"2\"/>",
                x + 1.0,
                y
            ));
            self.line(plain(), SIZE, (x + 22.0, y + 34.0), soft, subject);
            x += width + 14.0;
        }
    }

    /// The mark and the network's name at the bottom.
    fn foot(&mut self, site: &str) {
        let mut x = MARGIN;
        if let Some(mark) = &self.look.mark {
            let href = data_url(mark);
            self.add(format_args!(
                "<image x=\"{x}\" y=\"516\" width=\"56\" height=\"56\" href=\"{href}\"/>"
            ));
            x += 78.0;
        }
        if can_write(site) {
            let (size, lines) = lines::fit(site, plain(), 780.0, &[(32.0, 1), (28.0, 1)]);
            for line in &lines {
                self.line(plain(), size, (x, 555.0), self.look.ink, line);
            }
        }
    }
}

/// Text for inside an element or an attribute.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// An SVG file as an address that holds it.
fn data_url(svg: &str) -> String {
    let mut url = String::from("data:image/svg+xml,");
    for byte in svg.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' | b':' | b'=' => {
                url.push(char::from(byte));
            }
            byte => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}
