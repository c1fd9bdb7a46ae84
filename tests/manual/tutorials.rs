//! Tutorials are done as their readers do them: each step in order, in a fresh folder, with the program itself.
//!
//! `tests/README.md` says how a step is written. Whatever a step cannot say in one of its forms is not tried, and a tutorial
//! that holds a fence of another form fails, but for `sh`: commands that need another machine or the network.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::fences::{Fence, fences};

/// The day on which every tutorial is done.
const TODAY: &str = "2026-02-03";

/// The address that `serve` prints to a reader, whose machine has its first port free.
const PREVIEW: &str = "http://127.0.0.1:4321/";

/// How long the preview may take to show what it should.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a page of the manual is a tutorial.
pub(crate) fn is_one(page: &Path) -> bool {
    page.parent()
        .is_some_and(|folder| folder.ends_with("tutorials"))
}

#[test]
fn a_member_can_write_a_story() {
    follow("write-a-story");
}

#[test]
fn a_maintainer_can_look_after_a_site() {
    follow("look-after-a-site");
}

#[test]
fn a_theme_author_can_make_a_theme() {
    follow("make-a-theme");
}

#[test]
fn anybody_can_get_started() {
    follow("getting-started");
}

/// Does every step of a tutorial, and looks whether its site has nothing to mend in the end.
fn follow(name: &str) {
    let page = super::manual().join(format!("content/tutorials/{name}.md"));
    let text = fs::read_to_string(page).unwrap();
    let home = TempDir::new().unwrap();
    let mut reader = Reader {
        folder: home.path().to_path_buf(),
        preview: None,
    };
    let mut commands = 0;
    for fence in fences(&text) {
        commands += reader.take(&fence);
    }
    assert!(commands > 2, "only {commands} commands were found");
    assert_eq!(super::findings(&reader.folder), "");
}

/// Somebody at a terminal.
struct Reader {
    folder: PathBuf,
    preview: Option<Preview>,
}

impl Reader {
    /// Does one step; gives how many commands it had.
    fn take(&mut self, step: &Fence<'_>) -> usize {
        if let Some(place) = step.named("` shows:") {
            self.look(place, step.text);
        } else if let Some(file) = step.file() {
            self.write(file, step);
        } else if step.language == "console" {
            return self.run(step.text);
        } else {
            assert_eq!(step.language, "sh", "no step is written so:\n{}", step.text);
        }
        0
    }

    /// Saves a file whole, or the lines of it that a `diff` changes.
    fn write(&self, file: &str, step: &Fence<'_>) {
        let path = self.folder.join(file);
        if step.language != "diff" {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, step.text).unwrap();
            return;
        }
        let side = |other: char| {
            let lines = step.text.split_inclusive('\n');
            let kept = lines.filter(|line| !line.starts_with(other));
            kept.map(|line| line.get(1..).unwrap_or("\n"))
                .collect::<String>()
        };
        let (before, after) = (side('+'), side('-'));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text.matches(&before).count(),
            1,
            "these lines are to stand in `{file}` once:\n{before}\nIt holds:\n{text}"
        );
        fs::write(path, text.replace(&before, &after)).unwrap();
    }

    /// Types commands, and compares what each prints with what stands below it.
    fn run(&mut self, text: &str) -> usize {
        let mut count = 0;
        let text = format!("\n{text}");
        for block in text.split("\n$ ").skip(1) {
            let (command, expected) = block.split_once('\n').unwrap_or((block, ""));
            let expected: Vec<&str> = expected.trim_end().lines().collect();
            count += 1;
            if let Some(folder) = command.strip_prefix("cd ") {
                self.folder = self.folder.join(folder);
                assert!(self.folder.is_dir(), "there is no folder `{folder}`");
                continue;
            }
            let printed = if command.starts_with("alongside serve") {
                let (preview, printed) = Preview::start(&self.folder, command, expected.len());
                self.preview = Some(preview);
                printed
            } else {
                let output = self.shell(command).output().unwrap();
                String::from_utf8(output.stdout).unwrap()
            };
            let printed: Vec<&str> = printed.lines().filter(|line| !is_progress(line)).collect();
            assert!(
                fits(&expected, &printed),
                "`{command}` is to print:\n{}\n\nIt prints:\n{}",
                expected.join("\n"),
                printed.join("\n")
            );
        }
        count
    }

    /// A command as a shell runs it, its two streams in one.
    fn shell(&self, command: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_alongside"));
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(program.parent().unwrap().to_path_buf());
        let path = std::env::join_paths(folders.chain(std::env::split_paths(&rest))).unwrap();
        let is_ours = command.contains("alongside ") && !command.contains("--now");
        let now = if is_ours {
            format!(" --now {TODAY}")
        } else {
            String::new()
        };
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("exec 2>&1; {command}{now}")])
            .current_dir(&self.folder)
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .env_remove("NETLIFY");
        shell
    }

    /// Looks at a page of the preview or at a file, for these lines of text in this order.
    fn look(&self, place: &str, lines: &str) {
        let started = Instant::now();
        loop {
            let text = match place.strip_prefix(PREVIEW) {
                Some(address) => self.preview.as_ref().expect("a preview runs").page(address),
                None => fs::read_to_string(self.folder.join(place)).unwrap(),
            };
            let text = match text.split_once("<body") {
                Some((_, body)) => words(body),
                None => text,
            };
            let mut rest = &*text;
            let missing = lines.lines().map(str::trim).find(|line| {
                let found = rest.find(*line);
                rest = found.map_or(rest, |at| &rest[at + line.len()..]);
                found.is_none()
            });
            let Some(missing) = missing else { return };
            // The preview follows an edit soon, and not at once.
            assert!(
                place.starts_with(PREVIEW) && started.elapsed() < PATIENCE,
                "`{place}` does not show `{missing}` there:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Whether a line only says what is being done: a terminal takes it away again.
fn is_progress(line: &str) -> bool {
    line.strip_suffix('…')
        .is_some_and(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether lines are as expected. `…` stands for anything in a line, and alone in a line for any lines.
fn fits(expected: &[&str], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => {
            (0..=printed.len()).any(|left_out| fits(rest, &printed[left_out..]))
        }
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(found, others)| fits_line(line, found) && fits(rest, others)),
    }
}

fn fits_line(expected: &str, found: &str) -> bool {
    match expected.split_once('…') {
        None => expected == found,
        Some((start, rest)) => found.strip_prefix(start).is_some_and(|found| {
            let ends = found.char_indices().map(|(at, _)| at).chain([found.len()]);
            ends.into_iter().any(|at| fits_line(rest, &found[at..]))
        }),
    }
}

/// The words of a page from its body's tag on, as one line.
fn words(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body.split_once('>').map_or(body, |(_, rest)| rest);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        // Inside a paragraph words are not parted by their marks.
        let name = tag.trim_start_matches('/');
        if !["a", "em", "strong", "span", "code"]
            .iter()
            .any(|inline| name.split([' ', '\n']).next() == Some(inline))
        {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
    ] {
        text = text.replace(entity, character);
    }
    let words = text.replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `alongside serve`, until it is dropped.
struct Preview {
    process: Child,
    origin: String,
}

impl Preview {
    /// Starts it on a port that is free, and gives its first lines with the address that a reader sees.
    fn start(folder: &Path, command: &str, lines: usize) -> (Self, String) {
        let arguments = command.split(' ').skip(1);
        let mut process = Command::new(env!("CARGO_BIN_EXE_alongside"))
            .args(arguments)
            .args(["--port", "0", "--now", TODAY])
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap()).lines();
        let printed: Vec<String> = output.take(lines).map(Result::unwrap).collect();
        let printed = printed.join("\n");
        let (_, origin) = printed.split_once("http://").expect("an address");
        let (origin, _) = origin.split_once('/').expect("an address");
        let preview = Self {
            process,
            origin: origin.to_owned(),
        };
        let shown = printed.replace(&format!("http://{}/", preview.origin), PREVIEW);
        (preview, shown)
    }

    /// The HTML of a page, with the answer's head before it.
    fn page(&self, address: &str) -> String {
        let mut stream = TcpStream::connect(&self.origin).unwrap();
        write!(
            stream,
            "GET /{address} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.origin
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
