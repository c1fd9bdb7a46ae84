//! A preview that runs for a test, and the small site that it shows.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A preview that runs until it is dropped.
pub(crate) struct Preview {
    pub(crate) child: Child,
    _stdout: BufReader<ChildStdout>,
    pub(crate) port: u16,
}

impl Preview {
    pub(crate) fn start(site: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_alongside"))
            .arg("serve")
            .args(arguments)
            .current_dir(site)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let port = line
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .and_then(|address| address.rsplit(':').next())
            .and_then(|port| port.trim().parse().ok())
            .unwrap_or_else(|| panic!("no address in {line:?}"));
        Self {
            child,
            _stdout: stdout,
            port,
        }
    }

    pub(crate) fn connect(&self, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        stream
    }

    /// The answer to what is sent as it is, and whatever follows; what is not answered within a second is told as it is.
    pub(crate) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // The other end may refuse before all is sent.
        let _ = stream.write_all(request);
        let until = Instant::now() + Duration::from_secs(1);
        let mut answer = Vec::new();
        let mut piece = [0; 16 * 1024];
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            stream
                .set_read_timeout(Some(left.max(Duration::from_millis(1))))
                .unwrap();
            match stream.read(&mut piece) {
                Ok(0) | Err(_) => break,
                Ok(read) => answer.extend_from_slice(&piece[..read]),
            }
        }
        answer
    }

    /// The whole answer, head and body.
    pub(crate) fn get(&self, path: &str) -> String {
        self.get_as(path, "localhost")
    }

    pub(crate) fn get_as(&self, path: &str, host: &str) -> String {
        let mut answer = Vec::new();
        self.connect(path, host).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The stream of events of a page, past its head and its first event.
    pub(crate) fn events(&self, page: &str) -> BufReader<TcpStream> {
        let address = format!("/__alongside/events?{page}");
        let mut events = BufReader::new(self.connect(&address, "localhost"));
        next_state(&mut events);
        events
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The data of the next event.
pub(crate) fn next_state(events: &mut impl BufRead) -> String {
    loop {
        let mut line = String::new();
        assert_ne!(
            events.read_line(&mut line).unwrap(),
            0,
            "the stream of events ended"
        );
        if let Some(data) = line.strip_prefix("data: ") {
            return data.trim().to_owned();
        }
    }
}

pub(crate) fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    fs::write(
        site.path().join("site.yaml"),
        "title: A site\nbase_url: https://site.example/below\nredirects: {/old/: /note/}\n",
    )
    .unwrap();
    note(site.path(), "First words.");
    site
}

pub(crate) fn note(site: &Path, body: &str) {
    let text = format!("---\ntitle: Note\n---\n{body}\n");
    fs::write(site.join("content/note.md"), text).unwrap();
}

/// Waits until an address shows a text.
pub(crate) fn shown(preview: &Preview, address: &str, text: &str) {
    let patience = Instant::now() + Duration::from_secs(60);
    let mut answer = String::new();
    while Instant::now() < patience {
        answer = preview.get(address);
        if answer.contains(text) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{address} never had {text:?}: {answer}");
}
