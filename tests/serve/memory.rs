//! The memory that requests take: a piece of a file for each, however large the file is and whoever does not read.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::preview::{Preview, shown, site};

const FILM_BYTES: u64 = 700 << 20;

/// A number of the preview's state, in KiB (`proc_pid_status(5)`).
fn status(preview: &Preview, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", preview.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// By how many KiB the preview grew at most while something was done.
fn growth(preview: &Preview, doing: impl FnOnce()) -> u64 {
    // What was the most so far is forgotten (`proc_pid_clear_refs(5)`).
    fs::write(format!("/proc/{}/clear_refs", preview.child.id()), "5").unwrap();
    let before = status(preview, "VmRSS:");
    doing();
    status(preview, "VmHWM:").saturating_sub(before)
}

fn ask(preview: &Preview, method: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    write!(
        stream,
        "{method} /film.mp4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
    )
    .unwrap();
    stream
}

/// Reads an answer to its end; says how long it was.
fn drain(mut stream: TcpStream) -> u64 {
    std::io::copy(&mut stream, &mut std::io::sink()).unwrap()
}

#[test]
fn a_large_film_takes_no_memory_whoever_asks_and_however_slowly() {
    let site = site();
    fs::create_dir_all(site.path().join("static")).unwrap();
    let film = File::create(site.path().join("static/film.mp4")).unwrap();
    film.set_len(FILM_BYTES).unwrap();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    shown(&preview, "/search/index.json", "HTTP/1.1 200");
    // Threads and buffers that stay.
    for _ in 0..8 {
        drain(ask(&preview, "GET", "Range: bytes=0-999999\r\n"));
    }
    let six = |headers: &str| -> u64 {
        let streams: Vec<TcpStream> = (0..6).map(|_| ask(&preview, "GET", headers)).collect();
        streams.into_iter().map(drain).sum()
    };
    let mut told = Vec::new();
    let mut tried = |what: &str, requests: u64, doing: &dyn Fn()| {
        let grown = growth(&preview, doing);
        told.push(format!("{what}: {grown} KiB for {requests}"));
        assert!(grown <= requests * 1024, "{told:?}");
    };
    tried("100 bytes", 1, &|| {
        let part = format!("Range: bytes=600000000-{}\r\n", 600_000_099);
        assert!(drain(ask(&preview, "GET", &part)) < 1_000);
    });
    tried("100 bytes, six at once", 6, &|| {
        assert!(six("Range: bytes=-100\r\n") < 6_000);
    });
    tried("its head", 1, &|| {
        assert!(drain(ask(&preview, "HEAD", "")) < 1_000);
    });
    tried("many parts", 1, &|| {
        let ranges: Vec<String> = (0..500).map(|at| format!("{}-", at * 1_000)).collect();
        let mut stream = ask(
            &preview,
            "GET",
            &format!("Range: bytes={}\r\n", ranges.join(",")),
        );
        let mut start = vec![0; 8 << 20];
        stream.read_exact(&mut start).unwrap();
    });
    tried("the whole", 1, &|| {
        assert!(drain(ask(&preview, "GET", "")) > FILM_BYTES);
    });
    tried("200 MB, six at once", 6, &|| {
        assert!(six("Range: bytes=0-199999999\r\n") > 6 * 200_000_000);
    });
    tried("forty that never read", 40, &|| {
        let idle: Vec<TcpStream> = (0..40).map(|_| ask(&preview, "GET", "")).collect();
        std::thread::sleep(Duration::from_millis(800));
        shown(&preview, "/note/", "First words.");
        drop(idle);
    });
    eprintln!("{told:?}");
}
