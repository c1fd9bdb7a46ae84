//! Files of the disk as they are sent: parts, states, what happens to a file meanwhile, and connections that do nothing.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use alongside::serve::Shown;
use alongside::serve::http::{self, Limits};
use tokio::sync::watch;

use super::preview::{Preview, next_state, note, shown, site};

/// The head and the body of an answer.
fn asked(preview: &Preview, first: &str, headers: &str) -> (String, Vec<u8>) {
    let request =
        format!("{first} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    let answer = preview.raw(request.as_bytes());
    let end = answer
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    (head, answer[end + 4..].to_vec())
}

fn of<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn a_file_is_given_whole_in_parts_or_not_again() {
    let site = site();
    fs::create_dir_all(site.path().join("static")).unwrap();
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    fs::write(site.path().join("static/film.mp4"), &bytes).unwrap();
    fs::write(site.path().join("static/empty.mp4"), "").unwrap();
    fs::write(
        site.path().join("static/old.html"),
        "<head></head>as it was",
    )
    .unwrap();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/empty.mp4", "HTTP/1.1 200");

    let (head, body) = asked(&preview, "GET /film.mp4", "");
    assert!(head.starts_with("http/1.1 200") && body == bytes, "{head}");
    assert_eq!(of(&head, "content-length"), Some("300000"));
    assert_eq!(of(&head, "accept-ranges"), Some("bytes"));
    let (tag, date) = (
        of(&head, "etag").unwrap(),
        of(&head, "last-modified").unwrap(),
    );

    let (head, body) = asked(&preview, "HEAD /film.mp4", "Range: bytes=1-2\r\n");
    assert!(
        head.starts_with("http/1.1 200") && body.is_empty(),
        "{head}"
    );
    assert_eq!(of(&head, "content-length"), Some("300000"));

    for (range, first, last) in [
        ("0-0", 0, 0),
        ("65535-65536", 65_535, 65_536),
        ("1-", 1, 299_999),
        ("-70000", 230_000, 299_999),
        ("299999-999999", 299_999, 299_999),
    ] {
        let (head, body) = asked(
            &preview,
            "GET /film.mp4",
            &format!("Range: bytes={range}\r\n"),
        );
        assert!(
            head.starts_with("http/1.1 206") && body == bytes[first..=last],
            "{range}: {head}"
        );
        let expected = format!("bytes {first}-{last}/300000");
        assert_eq!(of(&head, "content-range"), Some(&*expected));
        assert_eq!(of(&head, "content-length"), Some(&*body.len().to_string()));
    }
    for (path, range) in [
        ("/film.mp4", "300000-"),
        ("/film.mp4", "-0"),
        ("/empty.mp4", "0-"),
    ] {
        let (head, _) = asked(
            &preview,
            &format!("GET {path}"),
            &format!("Range: bytes={range}\r\n"),
        );
        assert!(head.starts_with("http/1.1 416"), "{range}: {head}");
    }
    for (condition, status, length) in [
        (format!("If-None-Match: {tag}\r\n"), 304, 0),
        (format!("If-Modified-Since: {date}\r\n"), 304, 0),
        (format!("If-Range: {tag}\r\nRange: bytes=0-9\r\n"), 206, 10),
        (format!("If-Range: {date}\r\nRange: bytes=0-9\r\n"), 206, 10),
        (
            "If-Range: \"other\"\r\nRange: bytes=0-9\r\n".into(),
            200,
            300_000,
        ),
        ("If-None-Match: \"other\"\r\n".into(), 200, 300_000),
    ] {
        let (head, body) = asked(&preview, "GET /film.mp4", &condition);
        assert!(
            head.starts_with(&format!("http/1.1 {status}")),
            "{condition}: {head}"
        );
        assert_eq!(body.len(), length, "{condition}");
    }
    // A page of a file: whole, with the script.
    let (head, body) = asked(&preview, "GET /old.html", "Range: bytes=0-3\r\n");
    let page = String::from_utf8(body).unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(
        page.starts_with("<head><script") && page.ends_with("</head>as it was"),
        "{page}"
    );
    assert_eq!(of(&head, "content-length"), Some(&*page.len().to_string()));

    // A file that has changed is another.
    fs::write(site.path().join("static/film.mp4"), &bytes[..9]).unwrap();
    let (head, body) = asked(
        &preview,
        "GET /film.mp4",
        &format!("If-Range: {tag}\r\nRange: bytes=1-2\r\n"),
    );
    assert!(
        head.starts_with("http/1.1 200") && body == bytes[..9],
        "{head}"
    );
    // And what it may become is not what is sent.
    #[cfg(unix)]
    {
        let outside = tempfile::TempDir::new().unwrap();
        let secret = outside.path().join("secret.txt");
        fs::write(&secret, "nobody-may-read-this").unwrap();
        fs::create_dir(site.path().join("static/.hidden")).unwrap();
        fs::write(site.path().join("static/.hidden/x"), "nobody-may-read-this").unwrap();
        for target in [
            secret.to_str().unwrap(),
            "/etc/passwd",
            ".hidden/x",
            "../site.yaml.none",
        ] {
            fs::remove_file(site.path().join("static/film.mp4")).unwrap();
            std::os::unix::fs::symlink(target, site.path().join("static/film.mp4")).unwrap();
            let (head, body) = asked(&preview, "GET /film.mp4", "");
            assert!(!head.starts_with("http/1.1 200"), "{target}: {head}");
            let body = String::from_utf8_lossy(&body);
            assert!(
                !body.contains("nobody-may") && !body.contains("root:"),
                "{body}"
            );
        }
    }
}

#[test]
fn a_file_that_shrinks_or_goes_ends_its_own_connection_and_nothing_else() {
    let site = site();
    fs::create_dir_all(site.path().join("static")).unwrap();
    let film = site.path().join("static/film.mp4");
    let long = 64 << 20;
    File::create(&film).unwrap().set_len(long).unwrap();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    let begun = || {
        let mut stream = preview.connect("/film.mp4", "localhost");
        let mut start = [0; 1024];
        stream.read_exact(&mut start).unwrap();
        assert!(start.starts_with(b"HTTP/1.1 200"));
        stream
    };
    // One that is gone is still read to its end: it is open.
    let mut stream = begun();
    fs::remove_file(&film).unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.len() as u64 > long - 1024, "{}", rest.len());

    File::create(&film).unwrap().set_len(long).unwrap();
    shown(&preview, "/film.mp4", "HTTP/1.1 200");
    let mut stream = begun();
    File::options()
        .write(true)
        .open(&film)
        .unwrap()
        .set_len(1 << 20)
        .unwrap();
    rest.clear();
    let ended = stream.read_to_end(&mut rest);
    assert!(
        (rest.len() as u64) < long - 1024,
        "{ended:?}, {}",
        rest.len()
    );
    shown(&preview, "/note/", "First words.");
}

#[test]
fn the_browser_is_told_when_the_sites_folder_goes_and_when_it_is_back() {
    let folder = site();
    let (site, away) = (folder.path().join("site"), folder.path().join("away"));
    fs::create_dir_all(site.join("content")).unwrap();
    fs::copy(folder.path().join("site.yaml"), site.join("site.yaml")).unwrap();
    note(&site, "First words.");
    let preview = Preview::start(&site, &["--port", "0"]);
    let mut events = preview.events("/note/");
    fs::rename(&site, &away).unwrap();
    // A folder that was renamed sends no event; the next look sees it.
    let _ = fs::write(
        away.join("content/note.md"),
        "---\ntitle: Note\n---\nMoved.\n",
    );
    let state = next_state(&mut events);
    assert!(state.contains(r#""errors": true"#), "{state}");
    shown(
        &preview,
        "/__alongside/errors",
        "cannot read the site's folder",
    );
    shown(&preview, "/note/", "First words.");
    note(&away, "First words.");
    fs::rename(&away, &site).unwrap();
    let state = next_state(&mut events);
    assert!(state.contains(r#""errors": false"#), "{state}");
    assert!(preview.get("/__alongside/errors").ends_with("\r\n\r\n"));
}

/// A server with small limits, of no site; where it listens.
fn small(runtime: &tokio::runtime::Runtime) -> u16 {
    let listener = http::bind([127, 0, 0, 1].into(), Some(0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let limits = Limits {
        connections: 8,
        // Longer than a busy machine takes to open nine connections, or the first is gone before the last is tried.
        head_time: Duration::from_secs(3),
        taking_time: Duration::from_millis(800),
        ..Limits::default()
    };
    // Kept for as long as the runtime is.
    let (publish, shown) = watch::channel(Arc::new(Shown::default()));
    runtime.spawn(async move {
        let _publish = publish;
        http::serve(listener, shown, limits).await
    });
    port
}

fn answered(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn connections_are_counted_and_those_that_do_nothing_end() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let port = small(&runtime);
    assert_eq!(answered(port), "HTTP/1.1 503 Service Unavailable");
    let fill = |asked: &[u8]| {
        let held: Vec<TcpStream> = (0..8)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.write_all(asked).unwrap();
                stream
            })
            .collect();
        let mut extra = TcpStream::connect(("127.0.0.1", port)).unwrap();
        extra
            .set_read_timeout(Some(Duration::from_secs(1)))
            .unwrap();
        let mut answer = String::new();
        let _ = extra.read_to_string(&mut answer);
        (held, answer)
    };
    let unavailable = |asked: &[u8]| {
        // The connection before these may still be counted, so that one of the eight is turned away in the place of the ninth.
        let tries = std::iter::repeat_with(|| fill(asked)).take(10);
        let (held, answer) = tries
            .inspect(|_| std::thread::sleep(Duration::from_millis(100)))
            .find(|(_, answer)| !answer.is_empty())
            .expect("one of nine connections is turned away");
        assert!(
            answer.ends_with("The preview has too many connections.\n"),
            "{answer:?}"
        );
        let length = answer.split("\r\n\r\n").nth(1).unwrap().len();
        assert!(answer.contains(&format!("content-length: {length}\r\n")));
        // Nothing is asked, half a request is, or an answer came and no more is asked: all end by themselves.
        for mut stream in held {
            stream
                .set_read_timeout(Some(Duration::from_secs(30)))
                .unwrap();
            let mut rest = Vec::new();
            let ended = stream.read_to_end(&mut rest);
            assert!(
                !matches!(&ended, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock),
                "{ended:?}"
            );
        }
        assert!(answered(port).starts_with("HTTP/1.1 503 Service"));
    };
    unavailable(b"");
    unavailable(b"GET / HTTP/1.1\r\nHost: loc");
    unavailable(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
}
