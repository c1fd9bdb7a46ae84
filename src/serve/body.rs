//! What an answer sends: bytes that the site holds, shared and never copied, and parts of files, read piece by piece as the
//! reader takes them.
//!
//! However large a file is and however many ask for it, a request holds one piece. A file that is shorter than was promised, or
//! cannot be read any more, ends its connection: there is no other way left to say that the answer is not whole.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::task::JoinHandle;

/// How much is read and sent at a time: a reader holds a few of them, in the buffers on their way.
pub const PIECE_BYTES: usize = 32 * 1024;

/// What an answer sends, in order.
#[derive(Clone, Debug, Default)]
pub struct Body(VecDeque<Part>);

#[derive(Clone, Debug)]
enum Part {
    Held(Bytes),
    /// These bytes of a file. The file is one request's own, since reading moves its place.
    File(Arc<File>, Range<u64>),
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::File(_, range) => range.end - range.start,
        }
    }

    fn slice(&self, range: Range<u64>) -> Self {
        match self {
            // A part that is held is no longer than memory is large.
            Self::Held(bytes) => Self::Held(bytes.slice(range.start as usize..range.end as usize)),
            Self::File(file, whole) => {
                let range = whole.start + range.start..whole.start + range.end;
                Self::File(file.clone(), range)
            }
        }
    }
}

impl Body {
    /// Bytes that are held.
    pub fn held(bytes: impl Into<Bytes>) -> Self {
        Self([Part::Held(bytes.into())].into())
    }

    /// The first `length` bytes of a file.
    pub fn file(file: File, length: u64) -> Self {
        Self([Part::File(Arc::new(file), 0..length)].into())
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.0.iter().map(Part::len).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// These bytes of it, which it must have.
    #[must_use]
    pub fn slice(&self, range: Range<u64>) -> Self {
        let mut start = 0;
        let mut parts = VecDeque::new();
        for part in &self.0 {
            let end = start + part.len();
            let (first, last) = (range.start.max(start), range.end.min(end));
            if first < last {
                parts.push_back(part.slice(first - start..last - start));
            }
            start = end;
        }
        Self(parts)
    }

    /// The same with other bytes put in at a place.
    #[must_use]
    pub fn with(&self, at: u64, bytes: impl Into<Bytes>) -> Self {
        let Self(mut parts) = self.slice(0..at);
        parts.push_back(Part::Held(bytes.into()));
        parts.extend(self.slice(at..self.len()).0);
        Self(parts)
    }

    /// The bytes that it begins with, `most` at most.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn start(&self, most: usize) -> io::Result<Bytes> {
        match self.0.front() {
            Some(Part::Held(bytes)) => Ok(bytes.slice(..bytes.len().min(most))),
            Some(Part::File(file, range)) => {
                let mut file = &**file;
                file.seek(SeekFrom::Start(range.start))?;
                let mut bytes = Vec::new();
                let most = (most as u64).min(range.end - range.start);
                file.take(most).read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
            None => Ok(Bytes::new()),
        }
    }

    /// The bytes that are held of it, where all are.
    pub fn all_held(&self) -> Option<&Bytes> {
        match self.0.front() {
            Some(Part::Held(bytes)) if self.0.len() == 1 => Some(bytes),
            _ => None,
        }
    }
}

/// A body on its way.
#[derive(Debug)]
pub struct Sending {
    body: Body,
    reading: Option<JoinHandle<io::Result<Bytes>>>,
}

impl From<Body> for Sending {
    fn from(body: Body) -> Self {
        Self {
            body,
            reading: None,
        }
    }
}

impl hyper::body::Body for Sending {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            if let Some(reading) = &mut self.reading {
                let read = ready!(Pin::new(reading).poll(context));
                self.reading = None;
                let bytes = read.map_err(io::Error::other).flatten();
                if let (Ok(bytes), Some(Part::File(_, range))) = (&bytes, self.body.0.front_mut()) {
                    range.start += bytes.len() as u64;
                }
                return Poll::Ready(Some(bytes.map(Frame::data)));
            }
            match self.body.0.front_mut() {
                None => return Poll::Ready(None),
                Some(part) if part.len() == 0 => {
                    self.body.0.pop_front();
                }
                Some(Part::Held(bytes)) => {
                    let piece = bytes.split_to(bytes.len().min(PIECE_BYTES));
                    return Poll::Ready(Some(Ok(Frame::data(piece))));
                }
                Some(Part::File(file, range)) => {
                    let (file, start) = (file.clone(), range.start);
                    let most = (range.end - start).min(PIECE_BYTES as u64);
                    // Taken here, where it is given back: an allocator keeps for each thread what another has given back.
                    let bytes = vec![0; most as usize];
                    let read = move || piece(&file, start, bytes);
                    self.reading = Some(tokio::task::spawn_blocking(read));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.reading.is_none() && self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.body.len())
    }
}

/// The bytes of a file from a place on, as many as there are in `bytes` at most.
fn piece(mut file: &File, start: u64, mut bytes: Vec<u8>) -> io::Result<Bytes> {
    file.seek(SeekFrom::Start(start))?;
    let read = file.read(&mut bytes)?;
    if read == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.truncate(read);
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn all(body: &Body) -> String {
        let mut text = Vec::new();
        for part in &body.0 {
            let part = Body([part.clone()].into());
            text.extend_from_slice(&part.start(usize::MAX).expect("a test's file can be read"));
        }
        String::from_utf8(text).expect("a test's body is text")
    }

    #[test]
    fn parts_of_bodies_are_what_they_were_of_the_whole() {
        let mut file = tempfile::tempfile().expect("a file can be made");
        file.write_all(b"0123456789")
            .expect("a file can be written");
        for body in [Body::held("0123456789"), Body::file(file, 10)] {
            let put = body.with(4, "abc");
            assert_eq!((put.len(), all(&put)), (13, "0123abc456789".into()));
            for (range, expected) in [
                (0..0, ""),
                (0..13, "0123abc456789"),
                (3..5, "3a"),
                (4..7, "abc"),
                (6..13, "c456789"),
                (12..13, "9"),
            ] {
                assert_eq!(all(&put.slice(range.clone())), expected, "{range:?}");
            }
            assert_eq!(all(&put.slice(2..12).slice(1..6)), "3abc4");
            assert_eq!(all(&body.with(0, "x")), "x0123456789");
            assert_eq!(all(&body.with(10, "x")), "0123456789x");
        }
    }
}
