//! `check --external` as an author runs it: the program asks through a proxy of this test, which answers for every site.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

/// A proxy that stands for the whole web: where it listens, and what it was asked for.
fn web() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let noted = noted.clone();
            std::thread::spawn(move || serve(stream.unwrap(), &noted));
        }
    });
    (address, asked)
}

/// Lets one connection through to a site, and answers in its place.
fn serve(mut stream: TcpStream, asked: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let connect = head(&mut reader);
    let Some(host) = connect
        .strip_prefix("CONNECT ")
        .and_then(|rest| rest.split(':').next())
        .map(str::to_owned)
    else {
        return;
    };
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    let request = head(&mut reader);
    let Some(request) = request.strip_suffix(" HTTP/1.1") else {
        return;
    };
    let (method, path) = request.split_once(' ').unwrap();
    asked.lock().unwrap().push(format!("{method} {host}{path}"));
    let answer = match (&*host, path) {
        ("here.wales", _) => "200 OK",
        ("old.wales", "/guide") => "301 Moved\r\nLocation: http://here.wales/guide",
        ("shy.wales", _) => "403 Forbidden",
        _ => "404 Not Found",
    };
    let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).unwrap();
}

/// The first line of a request, the rest of its head read as well.
fn head(reader: &mut impl BufRead) -> String {
    let mut first = String::new();
    let _ = reader.read_line(&mut first);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 2 {
        line.clear();
    }
    first.trim_end().to_owned()
}

fn check(site: &Path, proxy: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args(["check", "--color", "never"])
        .args(arguments)
        .current_dir(site)
        .env("http_proxy", proxy)
        .env("ALL_PROXY", proxy)
        .env("HTTP_PROXY", proxy)
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("NETLIFY")
        .output()
        .unwrap()
}

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    let lay = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    lay(
        "site.yaml",
        "title: A site\nbase_url: https://site.wales\nrules: {front-matter/expected-field: off}\nredirects: {/far/: http://gone.wales/}\n",
    );
    lay("content/_index.md", "---\ntitle: Home\n---\nHello.\n");
    lay(
        "content/about.md",
        "---\ntitle: About\n---\n[Here](http://here.wales/#a), [shy](http://shy.wales/), [here again](http://here.wales/#b), \
         [ours](https://site.wales/about/), [the office](http://10.0.0.7/minutes) and [mail](mailto:a@here.wales).\n\n\
         <a href=\"http://old.wales/guide#two\">A guide</a>\n",
    );
    lay(
        "content/organisations/choir.md",
        "---\ntitle: The choir\ndescription: They sing\nurl: http://gone.wales/choir\n---\n",
    );
    site
}

#[test]
fn other_sites_are_asked_once_and_their_answers_told_at_the_links() {
    let (proxy, asked) = web();
    let site = site();
    // All of them, in the order of their places.
    let at = ["--external", "--now", "2026-11-22T12:00Z", "-v"];
    let output = check(site.path(), &proxy, &at);
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let findings: Vec<&str> = said
        .lines()
        .filter(|line| {
            ["warning[", "advice[", " --> ", "  = help"]
                .iter()
                .any(|start| line.starts_with(start))
        })
        .collect();
    assert_eq!(
        findings,
        [
            "advice[link/external-unchecked]: `http://shy.wales/` could not be checked: the other site does not let programs look",
            " --> content/about.md:4:37",
            "  = help: open it in a browser to see whether it is there",
            "warning[link/external-private]: `http://10.0.0.7/minutes` leads to this computer or into a private network, where readers cannot follow",
            " --> content/about.md:4:141",
            "  = help: link to an address that everybody can open",
            "advice[link/external-moved]: `http://old.wales/guide#two` has moved to another address for good",
            " --> content/about.md:6:10",
            "  = help: write `http://here.wales/guide#two`",
            "warning[link/external-missing]: `http://gone.wales/choir` leads to a page that is not there: the other site answers 404",
            " --> content/organisations/choir.md:4:6",
            "  = help: look for where the page is now, or take the link out",
            "warning[link/external-missing]: `http://gone.wales/` leads to a page that is not there: the other site answers 404",
            " --> site.yaml:4:20",
            "  = help: look for where the page is now, or take the link out",
        ],
        "{said}"
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "warnings do not fail a check"
    );
    let mut first: Vec<String> = std::mem::take(&mut *asked.lock().unwrap());
    first.sort();
    assert_eq!(
        first,
        [
            "GET gone.wales/",
            "GET gone.wales/choir",
            "GET shy.wales/",
            "HEAD gone.wales/",
            "HEAD gone.wales/choir",
            "HEAD here.wales/",
            "HEAD here.wales/guide",
            "HEAD old.wales/guide",
            "HEAD shy.wales/",
        ]
    );

    // The same day only what was in doubt is asked again, and the report is the same.
    let later = ["--external", "--now", "2026-11-22T14:00Z", "-v"];
    let again = check(site.path(), &proxy, &later);
    assert_eq!(String::from_utf8(again.stdout).unwrap(), said);
    let mut second: Vec<String> = std::mem::take(&mut *asked.lock().unwrap());
    second.sort();
    assert_eq!(second, ["GET shy.wales/", "HEAD shy.wales/"]);
    let next_day = ["--external", "--now", "2026-11-23T14:00Z"];
    check(site.path(), &proxy, &next_day);
    assert_eq!(std::mem::take(&mut *asked.lock().unwrap()).len(), 9);
}

#[test]
fn nobody_is_asked_who_was_not_meant_to_be() {
    let (proxy, asked) = web();
    let site = site();
    let output = check(site.path(), &proxy, &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        !String::from_utf8(output.stdout)
            .unwrap()
            .contains("external")
    );
    assert!(!site.path().join(".alongside/cache").exists());
    assert_eq!(asked.lock().unwrap().len(), 0);
}

#[test]
fn rules_decide_what_a_finding_weighs() {
    let (proxy, _) = web();
    let site = site();
    let config = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let config = config.replace(
        "rules: {",
        "rules: {link/external-private: off, link/external-moved: off, link/external-unchecked: off, link/external-missing: error, ",
    );
    fs::write(site.path().join("site.yaml"), config).unwrap();
    let output = check(site.path(), &proxy, &["--external", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["code"], "link/external-missing");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(lines[2]["summary"]["errors"], 2);
}

#[test]
fn a_machine_without_a_way_out_is_no_fault_of_the_links() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let site = site();
    let output = check(site.path(), &proxy, &["--external"]);
    assert_eq!(output.status.code(), Some(3));
    let why = String::from_utf8(output.stderr).unwrap();
    assert!(why.contains("no link to one was checked"), "{why}");
    assert!(!site.path().join(".alongside/cache").exists());
}
