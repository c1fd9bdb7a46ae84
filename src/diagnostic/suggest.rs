//! "Did you mean": the known name nearest to a mistyped one.
//!
//! Distance is counted in edits (a letter put in, left out, changed, or two neighbours swapped).

/// The name of `known` nearest to `written`, when it is near enough to be a slip: one edit for each three letters, three at most.
///
/// Case does not count. Of equally near names the first is taken.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded: Vec<char> = written
        .chars()
        .flat_map(char::to_lowercase)
        .take(64)
        .collect();
    let allowed = (folded.len().div_ceil(3)).min(3);
    let letters = letters(&folded);
    let mut best: Option<(usize, &str)> = None;
    let mut other: Vec<char> = Vec::new();
    for name in known {
        other.clear();
        other.extend(name.chars().flat_map(char::to_lowercase).take(64));
        // Only a nearer name than the best so far is of use. Lengths and letters rule out nearly all names for next to nothing:
        // an edit changes the length by one at most, and takes at most one letter away and brings one.
        let most = match best {
            None => allowed,
            Some((0, _)) => break,
            Some((distance, _)) => distance - 1,
        };
        let differing = (letters ^ self::letters(&other)).count_ones() as usize;
        if folded.len().abs_diff(other.len()) > most || differing > 2 * most {
            continue;
        }
        let distance = distance(&folded, &other);
        if distance <= most {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Which letters stand in a text, one bit for those that are alike in their last six bits.
fn letters(text: &[char]) -> u64 {
    text.iter().fold(0, |letters, letter| {
        letters | 1 << (u32::from(*letter) % 64)
    })
}

/// The sentence that offers the nearest name, for a diagnostic's help.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, known).map(|name| format!("did you mean `{name}`?"))
}

/// The one name of several words that begins or ends with what is written: `start_date` for `start`.
pub fn longer<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let mut meant = known.into_iter().filter(|name| {
        let around = name
            .strip_prefix(written.as_str())
            .map(|rest| rest.starts_with('_'))
            .or_else(|| {
                name.strip_suffix(written.as_str())
                    .map(|rest| rest.ends_with('_'))
            });
        !written.is_empty() && around == Some(true)
    });
    let first = meant.next()?;
    meant.next().is_none().then_some(first)
}

/// Optimal string alignment distance.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, a) in left.iter().enumerate() {
        let mut next = vec![row + 1; width];
        for (column, b) in right.iter().enumerate() {
            let swap = row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b;
            next[column + 1] = (last[column] + usize::from(a != b))
                .min(last[column + 1] + 1)
                .min(next[column] + 1);
            if swap {
                next[column + 1] = next[column + 1].min(before[column - 1] + 1);
            }
        }
        before = last;
        last = next;
    }
    last[width - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let known = ["title", "themes", "description", "date"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("Theme", known), Some("themes"));
        assert_eq!(nearest("descripton", known), Some("description"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        let fields = ["start_date", "end_date", "review_by", "started"];
        assert_eq!(longer("Start", fields), Some("start_date"));
        assert_eq!(longer("by", fields), Some("review_by"));
        assert_eq!(longer("date", fields), None);
        assert_eq!(longer("", fields), None);
    }
}
