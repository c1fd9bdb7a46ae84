//! What is kept of a page's words: each of its terms once, in one stretch of bytes.
//!
//! Terms lie in buckets by how their keys begin, in the client's order, so that whoever wants some of them reads a bucket or two.
//! Everything is a number of a word, a weight, and the places as `near/` has them; 100,000 pages of this are in memory at once.

use super::code::number;

/// How many buckets there are: those that the letters of `BEGIN` part, chosen so that each has about as many terms.
const BUCKETS: usize = 16;

/// The first letters of the keys of each bucket but the first. Above them all come letters that are not ASCII.
const BEGIN: [u8; BUCKETS - 1] = *b"bcdefgilmnpqstu";

/// The bucket of a key: one with a higher key has none below.
pub(super) fn bucket(key: &str) -> u8 {
    let first = key.bytes().next().unwrap_or_default();
    BEGIN.partition_point(|begin| *begin <= first) as u8
}

/// The terms of one page.
#[derive(Debug)]
pub(super) struct Postings {
    /// The lengths of the buckets, the buckets, and the numbers of the words that a term was met in besides its own.
    bytes: Box<[u8]>,
}

/// One term in one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting<'page> {
    /// The number of a word that is filed under the term's key.
    pub(super) word: u32,
    /// How much it weighs, see [`super::weight`].
    pub(super) level: u8,
    /// 0 when no title holds it, else how many words the title has; for a name of the page's own term, that and
    /// [`super::analysed::LONGEST_TITLE`].
    pub(super) title: u8,
    /// How many times it is there and where, as `near/` has it.
    pub(super) near: &'page [u8],
}

/// Puts the terms of one page after another into buckets; kept for its room.
#[derive(Debug, Default)]
pub(super) struct PostingsWriter {
    buckets: [Vec<u8>; BUCKETS],
    others: Vec<u8>,
}

impl PostingsWriter {
    pub(super) fn put(&mut self, bucket: u8, posting: Posting<'_>) {
        let bytes = &mut self.buckets[usize::from(bucket).min(BUCKETS - 1)];
        push(posting.word, bytes);
        let length = posting.near.len();
        let short = matches!(length, 1..=3);
        let told = if short { length - 1 } else { 3 } as u8;
        bytes.push(posting.level << 3 | told << 1 | u8::from(posting.title > 0));
        if posting.title > 0 {
            bytes.push(posting.title);
        }
        if !short {
            push(number(length), bytes);
        }
        bytes.extend_from_slice(posting.near);
    }

    /// Adds a word that a term was met in besides its own.
    pub(super) fn put_other(&mut self, word: u32) {
        push(word, &mut self.others);
    }

    /// The terms of the page, and an empty writer for the next one.
    pub(super) fn finish(&mut self) -> Postings {
        let mut bytes = Vec::new();
        for bucket in &self.buckets {
            push(number(bucket.len()), &mut bytes);
        }
        let length = bytes.len() + self.buckets.iter().map(Vec::len).sum::<usize>();
        bytes.reserve_exact(length + self.others.len() - bytes.len());
        for bucket in self.buckets.iter_mut().chain([&mut self.others]) {
            bytes.append(bucket);
        }
        Postings {
            bytes: bytes.into_boxed_slice(),
        }
    }
}

impl Postings {
    /// The terms of some buckets, from the first to the last.
    pub(super) fn terms(&self, first: u8, last: u8) -> Terms<'_> {
        let (mut rest, ends) = self.ends();
        let from = usize::from(first)
            .checked_sub(1)
            .map_or(0, |before| ends[before]);
        rest = &rest[from..ends[usize::from(last).min(BUCKETS - 1)]];
        Terms(rest)
    }

    /// All terms.
    pub(super) fn all(&self) -> Terms<'_> {
        self.terms(0, u8::MAX)
    }

    /// The numbers of the words that a term was met in besides its own.
    pub(super) fn others(&self) -> impl Iterator<Item = u32> {
        let (rest, ends) = self.ends();
        let mut rest = &rest[ends[BUCKETS - 1]..];
        std::iter::from_fn(move || (!rest.is_empty()).then(|| take(&mut rest)))
    }

    /// The buckets, and where each ends.
    fn ends(&self) -> (&[u8], [usize; BUCKETS]) {
        let mut rest = &*self.bytes;
        let mut sum = 0;
        let ends = std::array::from_fn(|_| {
            sum += take(&mut rest) as usize;
            sum
        });
        (rest, ends)
    }
}

/// Goes through terms.
#[derive(Debug)]
pub(super) struct Terms<'page>(&'page [u8]);

impl<'page> Iterator for Terms<'page> {
    type Item = Posting<'page>;

    fn next(&mut self) -> Option<Posting<'page>> {
        if self.0.is_empty() {
            return None;
        }
        let word = take(&mut self.0);
        let head = take_byte(&mut self.0);
        let title = if head & 1 == 0 {
            0
        } else {
            take_byte(&mut self.0)
        };
        let length = match head >> 1 & 3 {
            3 => take(&mut self.0) as usize,
            short => usize::from(short) + 1,
        };
        let (near, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(Posting {
            word,
            level: head >> 3,
            title,
            near,
        })
    }
}

/// Writes a number, seven bits in a byte, the lowest first.
fn push(mut number: u32, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what [`push`] wrote.
fn take(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = take_byte(bytes);
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return number;
        }
    }
}

fn take_byte(bytes: &mut &[u8]) -> u8 {
    let (first, rest) = bytes.split_first().expect("what was written is whole");
    *bytes = rest;
    *first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_in_the_order_of_their_keys() {
        let keys = [
            "",
            "-dd",
            "2026",
            "art",
            "bus",
            "house",
            "zebra",
            "\u{e9}",
            "\u{1d4b3}",
        ];
        let buckets: Vec<u8> = keys.iter().map(|key| bucket(key)).collect();
        assert!(buckets.is_sorted(), "{buckets:?}");
        assert_eq!((buckets[0], buckets[8]), (0, BUCKETS as u8 - 1));
    }

    #[test]
    fn what_was_put_away_is_found() {
        let posting = |word, level, title, near| Posting {
            word,
            level,
            title,
            near,
        };
        let mut writer = PostingsWriter::default();
        let put = [
            (3, posting(0, 31, 0, &b"#"[..])),
            (0, posting(127, 0, 24, b"$##")),
            (15, posting(u32::MAX, 7, 1, b"$#$#$#$#")),
            (3, posting(128, 12, 0, b"")),
        ];
        for (bucket, posting) in put {
            writer.put(bucket, posting);
        }
        writer.put_other(300);
        let page = writer.finish();
        assert_eq!(page.terms(3, 3).collect::<Vec<_>>(), [put[0].1, put[3].1]);
        assert_eq!(page.terms(4, 15).collect::<Vec<_>>(), [put[2].1]);
        assert_eq!(page.all().count(), 4);
        assert_eq!(page.others().collect::<Vec<_>>(), [300]);
        let empty = writer.finish();
        assert_eq!((empty.all().count(), empty.others().count()), (0, 0));
    }
}
