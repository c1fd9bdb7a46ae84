//! A card: how its words are set, and its drawing as SVG.

use std::fmt::Write as _;
use std::sync::Arc;

use super::font::{Font, display, plain};
use super::lines;

/// Width and height of every card in pixels: what the networks that show cards ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// The space left free on either side.
const MARGIN: f32 = 80.0;
/// The room for text from the left.
const ROOM: f32 = 1200.0 - 2.0 * MARGIN;
/// How a title is set: its size, and the lines it may have. The first that holds it is taken; the last ends with an ellipsis.
const TITLES: [(f32, usize); 6] = [
    (128.0, 1),
    (104.0, 2),
    (84.0, 3),
    (64.0, 4),
    (58.0, 4),
    (52.0, 4),
];
/// How the network's name is set.
const NAMES: [(f32, usize); 3] = [(36.0, 1), (32.0, 1), (28.0, 2)];
/// The size of a kicker and of the subjects: half of it is still read where a card is shown half as large.
const SMALL: f32 = 32.0;
/// The space between two subjects.
const BETWEEN: f32 = 14.0;
/// How large the arches are at least and at most: half their width.
const ARCHES: (f32, f32) = (116.0, 225.0);
/// The space between the arches and what stands beside or above them.
const GAP: f32 = 48.0;

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
    /// The light in the innermost arch.
    pub glow: Colour,
    /// The title and the name.
    pub ink: Colour,
    /// The subjects.
    pub soft: Colour,
    /// The rings round the subjects.
    pub edge: Colour,
    /// The bar, the kicker and the arches.
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

    /// This colour with a part of another in it, in hundredths.
    fn with(self, other: Self, hundredths: u16) -> Self {
        let mixed = |one: u8, other: u8| {
            let sum = u16::from(one) * (100 - hundredths) + u16::from(other) * hundredths;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        let ([r, g, b], [red, green, blue]) = (self.0, other.0);
        Self([mixed(r, red), mixed(g, green), mixed(b, blue)])
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
            glow: Colour([0xff, 0xe9, 0xb8]),
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
    let mut y = 84.0;
    if can_write(&words.kicker) && !words.kicker.trim().is_empty() {
        y = 106.0;
        card.line(plain(), SMALL, (MARGIN, y), look.accent, &words.kicker);
        y += 10.0;
    }
    if can_write(&words.title) {
        y = card.title(&words.title, y);
    }
    let rings = rings(&words.subjects);
    let row = rings.first().map_or(MARGIN, |row| row.end);
    let beside = card.foot(&words.site).max(row);
    card.arches(y, beside);
    card.subjects(&rings, y + 26.0);
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

    /// Paper with a bar across the top.
    fn ground(&mut self) {
        let Look { paper, accent, .. } = *self.look;
        let (width, height) = SIZE;
        self.add(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
        ));
        self.add(format_args!(
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>"
        ));
        self.add(format_args!(
            "<rect width=\"{width}\" height=\"20\" fill=\"{accent}\"/>"
        ));
    }

    /// A hearth in its arches at the bottom right, as large as what stands above and what stands to its left let it be.
    fn arches(&mut self, above: f32, beside: f32) {
        const LEGS: f32 = 0.3;
        let Look {
            paper,
            glow,
            accent,
            ..
        } = *self.look;
        let floor = SIZE.1 as f32;
        let right = MARGIN + ROOM;
        let high = (floor - above - GAP) / (1.0 + LEGS);
        let wide = (right - beside - GAP) / 2.0;
        let outer = high.min(wide).clamp(ARCHES.0, ARCHES.1).round();
        let (middle, spring) = (right - outer, (floor - LEGS * outer).round());
        let shades = [
            (1.0, accent),
            (0.84, paper),
            (0.77, accent.with(paper, 40)),
            (0.61, paper),
            (0.54, accent.with(paper, 70)),
            (0.38, glow),
        ];
        for (part, fill) in shades {
            let radius = (outer * part).round();
            // A quarter of a circle as a curve.
            let bend = (radius * 0.5523).round();
            let side = radius - bend;
            self.add(format_args!(
                "<path d=\"M{} {floor}V{spring}c0 -{bend} {side} -{radius} {radius} -{radius}s{radius} {side} {radius} {radius}V{floor}z\" fill=\"{fill}\"/>",
                middle - radius
            ));
        }
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

    /// The rows of subjects that fit between the title and the name.
    fn subjects(&mut self, rows: &[Row<'_>], top: f32) {
        let Look { soft, edge, .. } = *self.look;
        const HIGH: f32 = 60.0;
        const LAST: f32 = 504.0;
        let mut y = top.min(LAST - HIGH);
        for row in rows {
            if y + HIGH > LAST {
                break;
            }
            for (x, width, subject) in &row.rings {
                self.add(format_args!(
                    "<rect x=\"{}\" y=\"{y}\" width=\"{width}\" height=\"{HIGH}\" rx=\"30\" fill=\"none\" stroke=\"{edge}\" stroke-width=\"2\"/>",
                    x + 1.0,
                ));
                self.line(plain(), SMALL, (x + 25.0, y + 41.0), soft, subject);
            }
            y += HIGH + BETWEEN;
        }
    }

    /// The mark and the network's name at the bottom; gives where they end.
    fn foot(&mut self, site: &str) -> f32 {
        let mut x = MARGIN;
        if let Some(mark) = &self.look.mark {
            let href = data_url(mark);
            self.add(format_args!(
                "<image x=\"{x}\" y=\"528\" width=\"64\" height=\"64\" href=\"{href}\"/>"
            ));
            x += 84.0;
        }
        if !can_write(site) {
            return x;
        }
        let room = MARGIN + ROOM - 2.0 * ARCHES.0 - GAP - x;
        let (size, lines) = lines::fit(site, plain(), room, &NAMES);
        let step = 36.0;
        let mut y = 573.0 - step / 2.0 * (lines.len().max(1) - 1) as f32;
        let mut end = x;
        for line in &lines {
            self.line(plain(), size, (x, y), self.look.ink, line);
            end = end.max(x + plain().width(line, size));
            y += step;
        }
        end
    }
}

/// A row of subjects.
struct Row<'a> {
    /// Each with its left edge and its width.
    rings: Vec<(f32, f32, &'a str)>,
    /// Where the row ends.
    end: f32,
}

/// Subjects in rows, each in a ring, so that the least of the arches fit beside them.
fn rings(subjects: &[Arc<str>]) -> Vec<Row<'_>> {
    let last = MARGIN + ROOM - 2.0 * ARCHES.0 - GAP;
    let mut rows: Vec<Row<'_>> = Vec::new();
    for subject in subjects.iter().filter(|subject| can_write(subject)) {
        let width = (plain().width(subject, SMALL) + 48.0).ceil();
        if MARGIN + width > last {
            continue;
        }
        match rows.last_mut() {
            Some(row) if row.end + BETWEEN + width <= last => {
                let x = row.end + BETWEEN;
                row.rings.push((x, width, subject));
                row.end = x + width;
            }
            _ => rows.push(Row {
                rings: vec![(MARGIN, width, subject)],
                end: MARGIN + width,
            }),
        }
    }
    rows
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
