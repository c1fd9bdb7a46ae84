//! How a title is broken into lines: large while it fits, smaller when it does not, and cut with an ellipsis at the last.

use super::font::Font;

/// The size at which words fit, and their lines. `sizes` gives each size with the lines that it may have, the first choice
/// first; words too long for the last are cut.
pub(super) fn fit(
    words: &str,
    font: &Font,
    room: f32,
    sizes: &[(f32, usize)],
) -> (f32, Vec<String>) {
    let words: Vec<&str> = words.split_whitespace().collect();
    for (size, most) in sizes {
        let is_whole = words.iter().all(|word| font.width(word, *size) <= room);
        let lines = broken(&words, font, room, *size);
        if is_whole && lines.len() <= *most {
            return (*size, balanced(&words, lines, font, room, *size));
        }
    }
    let (size, most) = sizes.last().copied().unwrap_or((32.0, 1));
    let mut lines = broken(&words, font, room, size);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            cut(last, font, room, size);
        }
    }
    (size, lines)
}

/// Words in lines, each as full as it can be. A word that is wider than a line is broken where it must be.
fn broken(words: &[&str], font: &Font, room: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words {
        let longer = match line.is_empty() {
            true => (*word).to_owned(),
            false => format!("{line} {word}"),
        };
        if font.width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if font.width(&line, size) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The same number of lines, as even as they can be: no last line of one word where a better break is to be had.
fn balanced(words: &[&str], lines: Vec<String>, font: &Font, room: f32, size: f32) -> Vec<String> {
    const STEP: f32 = 20.0;
    let mut best = lines;
    let mut narrower = room - STEP;
    while best.len() > 1 && narrower > room / 2.0 {
        let tried = broken(words, font, narrower, size);
        let is_whole = words.iter().all(|word| font.width(word, size) <= narrower);
        if tried.len() > best.len() || !is_whole {
            break;
        }
        best = tried;
        narrower -= STEP;
    }
    best
}

/// Shortens a line by whole words, or by letters where it is one word, until an ellipsis fits behind it.
fn cut(line: &mut String, font: &Font, room: f32, size: f32) {
    while font.width(&format!("{line}…"), size) > room {
        match line.rfind(' ') {
            Some(space) => line.truncate(space),
            None if line.chars().count() > 1 => {
                line.pop();
            }
            None => break,
        }
    }
    let end = line
        .trim_end_matches([',', ';', ':', '.', '–', '-', ' '])
        .len();
    line.truncate(end);
    line.push('…');
}
