//! Requests that no browser sends: each is answered as it should be within a second, nothing outside the output is sent, and the
//! preview goes on.

use std::fmt::Write as _;
use std::fs;

use super::preview::{Preview, shown, site};

/// What stands in files that are no part of the output.
const SECRET: &str = "nobody-may-read-this";

/// Words of a request, and the statuses that are right for them.
type Case = (&'static str, &'static [u16]);

/// A whole request of one line and the usual headers.
fn line(first: &str) -> Vec<u8> {
    with(first, "Host: localhost\r\n")
}

fn with(first: &str, headers: &str) -> Vec<u8> {
    format!("{first}\r\n{headers}Connection: close\r\n\r\n").into_bytes()
}

fn get(path: &str) -> Vec<u8> {
    line(&format!("GET {path} HTTP/1.1"))
}

fn hosted(headers: &str) -> Vec<u8> {
    with("GET /note/ HTTP/1.1", headers)
}

/// Every request, with the statuses that are right for it; none where the connection may just end.
fn requests() -> Vec<(Vec<u8>, &'static [u16])> {
    let mut all: Vec<(Vec<u8>, &'static [u16])> = Vec::new();
    // Ways out of the output, in each encoding that something may undo.
    for path in [
        "/../secret.txt",
        "/note/../../secret.txt",
        "/../../../../../../etc/passwd",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/.%2e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/..;/secret.txt",
        "/....//secret.txt",
        "/...%2f/secret.txt",
        "/./secret.txt",
        "/.%00./secret.txt",
        "/secret.txt%00.html",
        "/note/index.html%00",
        "/%00",
        "//secret.txt",
        "//evil.example/secret.txt",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/%2f%2fetc%2fpasswd",
        "/file:///etc/passwd",
        "/C:/secret.txt",
        "/secret.txt::$DATA",
        "/content/note.md",
        "/site.yaml",
        "/static/../secret.txt",
        "/.git/config",
        "/.alongside/x",
        "/~root/secret.txt",
        "/%u002e%u002e/secret.txt",
        "/\u{2025}/secret.txt",
        "/%e2%80%a5/secret.txt",
        "/%EF%BC%8E%EF%BC%8E/secret.txt",
        "/note/%",
        "/note/%2",
        "/note/%zz",
        "/note/%+1",
        "/__alongside/../secret.txt",
        "/__alongside/%2e%2e/secret.txt",
        "/__alongside/",
        "/__alongside/events/",
        "/_headers",
        "/_redirects",
        "/%5fheaders",
        "/_headers.html",
        "/*",
    ] {
        all.push((get(path), &[400, 404]));
    }
    // Bytes of two that stand for one, and half a letter: no text in UTF-8.
    for path in [
        "/%c0%ae%c0%ae/secret.txt",
        "/%c0%af",
        "/%e0%80%ae",
        "/%ff",
        "/%c5",
        "/%ed%a0%80",
    ] {
        all.push((get(path), &[400]));
    }
    all.push((get("/?../../secret.txt"), &[200]));
    all.push((get("/note/?%00%0d%0aX: y"), &[400]));
    all.push((get("/note/#../secret.txt"), &[200, 400]));
    all.push((get("/note%0d%0aSet-Cookie:%20a=b"), &[404]));
    all.push((get("/old/?%0d%0aSet-Cookie:%20a=b"), &[301]));
    // Whom a request is for.
    let hosts: &[Case] = &[
        ("Host: evil.example\r\n", &[403]),
        ("Host: [::1].evil.example\r\n", &[400]),
        ("Host: localhost:evil.example\r\n", &[400]),
        ("Host: localhost.\r\n", &[200]),
        ("Host: LOCALHOST:1\r\n", &[200]),
        ("Host: 127.0.0.1:99999\r\n", &[400]),
        ("Host: 127.1\r\n", &[400]),
        ("Host: 0x7f.1\r\n", &[400]),
        ("Host: evil.example@localhost\r\n", &[400]),
        ("Host:\r\n", &[400]),
        ("", &[400]),
        ("Host: localhost\r\nHost: localhost\r\n", &[400]),
        ("Host: localhost\r\nHost: evil.example\r\n", &[400]),
        ("Host : localhost\r\n", &[400]),
        (" Host: localhost\r\n", &[400]),
        ("Host: localhost\r\n\u{1}: x\r\n", &[400]),
        ("Host: localhost\r\nX: a\r\n folded\r\n", &[200, 400]),
        ("Host: localhost\r\nX: a\0b\r\n", &[400]),
        (
            "Host: localhost\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n",
            &[403],
        ),
        ("Host: localhost\r\nRange: bytes=0-0,1-1,2-2\r\n", &[200]),
        (
            "Host: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n",
            &[200],
        ),
        ("Host: localhost\r\nExpect: 100-continue\r\n", &[200]),
    ];
    for (headers, statuses) in hosts {
        all.push((hosted(headers), statuses));
    }
    all.push((line("GET http://localhost/note/ HTTP/1.1"), &[200]));
    all.push((line("GET http://evil.example/note/ HTTP/1.1"), &[403]));
    all.push((
        line("GET http://evil.example@localhost/note/ HTTP/1.1"),
        &[400],
    ));
    all.push((line("GET file:///etc/passwd HTTP/1.1"), &[400, 403]));
    all.push((line("GET evil.example:80 HTTP/1.1"), &[400, 403]));
    all.push((line("CONNECT evil.example:443 HTTP/1.1"), &[403, 405]));
    all.push((line("CONNECT localhost:443 HTTP/1.1"), &[400, 405]));
    all.push((line("OPTIONS * HTTP/1.1"), &[405]));
    all.push((line("GET * HTTP/1.1"), &[400, 404]));
    all.push((line("GET note HTTP/1.1"), &[400, 403]));
    // What may not be done, and in which tongue.
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "G\u{1}T", "X",
    ] {
        let statuses: &[u16] = if method == "G\u{1}T" { &[400] } else { &[405] };
        all.push((line(&format!("{method} /note/ HTTP/1.1")), statuses));
    }
    let tongues: &[Case] = &[
        ("GET /note/ HTTP/1.0", &[200]),
        ("GET /note/ HTTP/0.9", &[400]),
        ("GET /note/ HTTP/2.0", &[400]),
        ("GET /note/ HTTP/9.9", &[400]),
        ("GET /note/ HTTPS/1.1", &[400]),
        ("GET /note/", &[400]),
        ("GET  /note/ HTTP/1.1", &[400]),
        ("GET /note/ x HTTP/1.1", &[400]),
        ("GET", &[400]),
        ("\u{16}\u{3}\u{1}\0\u{5}hello", &[400]),
        ("PRI * HTTP/2.0\r\n\r\nSM", &[400]),
    ];
    for (first, statuses) in tongues {
        all.push((line(first), statuses));
    }
    all.push((with("GET /note/ HTTP/1.0", ""), &[400]));
    // Bodies, and requests that would hide in them.
    let hidden = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let bodies: &[Case] = &[
        ("Content-Length: 5\r\n", &[413]),
        ("Content-Length: 0\r\n", &[200]),
        ("Content-Length: 99999999999999\r\n", &[413]),
        ("Content-Length: 99999999999999999999999\r\n", &[400]),
        ("Content-Length: -1\r\n", &[400]),
        ("Content-Length: +5\r\n", &[400]),
        ("Content-Length: 5, 5\r\n", &[400, 413]),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", &[400]),
        ("Transfer-Encoding: chunked\r\n", &[413]),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            &[400, 413],
        ),
        (
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            &[400, 413],
        ),
        ("Transfer-Encoding: xchunked\r\n", &[400, 413]),
        ("Transfer-Encoding: chunked, identity\r\n", &[400, 413]),
        ("Transfer-Encoding:\u{b}chunked\r\n", &[400, 413]),
    ];
    for (headers, statuses) in bodies {
        for body in ["", "hello", "0\r\n\r\n", "ffffffffffffffff\r\nx", "zz\r\n"] {
            let head =
                format!("GET /note/ HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{body}{hidden}");
            // What follows a request without a body is the next one, as it should be.
            all.push((head.into_bytes(), statuses));
        }
    }
    // Heads that do not end.
    let long = |bytes: usize| "a".repeat(bytes);
    all.push((get(&format!("/{}", long(100_000))), &[414, 431]));
    all.push((get(&format!("/{}", "../".repeat(5_000))), &[404]));
    all.push((
        hosted(&format!("Host: localhost\r\nX: {}\r\n", long(100_000))),
        &[431],
    ));
    let mut many = String::from("Host: localhost\r\n");
    for number in 0..2_000 {
        let _ = write!(many, "X{number}: y\r\n");
    }
    all.push((hosted(&many), &[431]));
    all.push((hosted(&format!("Host: {}\r\n", long(20_000))), &[400]));
    all.push((
        b"\r\n\r\n\r\nGET /note/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_vec(),
        &[200, 400],
    ));
    all.push((
        b"GET /note/ HTTP/1.1\nHost: localhost\nConnection: close\n\n".to_vec(),
        &[200, 400],
    ));
    all.push((vec![0; 50_000], &[400, 431]));
    all.push((vec![0xff; 50_000], &[400, 431]));
    all
}

#[test]
fn whatever_is_asked_is_answered_at_once_and_nothing_outside_is_sent() {
    let site = site();
    fs::write(site.path().join("secret.txt"), SECRET).unwrap();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    shown(&preview, "/search/index.json", "HTTP/1.1 200");
    let requests = requests();
    assert!(requests.len() > 150, "{}", requests.len());
    let mut wrong = String::new();
    for (request, statuses) in &requests {
        let answer = preview.raw(request);
        let text = String::from_utf8_lossy(&answer);
        let status = text
            .strip_prefix("HTTP/1.1 ")
            .or_else(|| text.strip_prefix("HTTP/1.0 "))
            .and_then(|rest| rest.get(..3)?.parse::<u16>().ok());
        let told = text.contains(SECRET)
            || text.contains("root:")
            || text.contains("smuggled")
            || text.to_lowercase().contains("\r\nset-cookie");
        if told || status.is_none_or(|status| !statuses.contains(&status)) {
            let request = String::from_utf8_lossy(&request[..request.len().min(200)]);
            let answer = text.get(..200).unwrap_or(&text);
            let _ = writeln!(wrong, "{request:?}\n  wanted {statuses:?}, got {answer:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    shown(&preview, "/note/", "First words.");
}

#[test]
fn requests_one_behind_the_other_are_answered_in_their_order() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    let more = "GET /note/ HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /note/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let last = "GET /nothing/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = preview.raw(format!("{}{last}{more}", more.repeat(5)).as_bytes());
    let answer = String::from_utf8_lossy(&answer);
    assert_eq!(answer.matches("HTTP/1.1 200 OK\r\n").count(), 10);
    // Five pages, and the one that says that there is none.
    assert_eq!(answer.matches("</html>").count(), 6);
    // After the last that is wanted, nothing is answered.
    assert_eq!(answer.matches("HTTP/1.1 404 Not Found\r\n").count(), 1);
    let after = answer.split("HTTP/1.1 404").nth(1).unwrap();
    assert!(!after.contains("First words."));
}
