//! What is answered to a request: a function of the request and of what is shown.

use std::fs::File;
use std::io;
use std::time::UNIX_EPOCH;

use crate::hash::ContentHash;

use super::Shown;
use super::body::Body;
use super::conditions::{Conditions, Version, Wanted};
use super::shown::{Content, Site};

/// Where the preview's own addresses begin.
pub const OWN: &str = "/__alongside/";

/// The script that reloads a page when it is out of date, and shows what keeps the site from being built.
const RELOAD: &str = include_str!("reload.js");

/// How far into a page the end of its head is looked for.
const LONGEST_HEAD_BYTES: usize = 256 * 1024;

/// The headers that say how an answer is sent: no file of a site decides them.
const OF_THE_CONNECTION: [&str; 4] = [
    "connection",
    "content-length",
    "transfer-encoding",
    "upgrade",
];

/// A request, as far as an answer depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The path as sent, percent-encoded.
    pub path: &'a str,
    /// The query with its `?`, or nothing.
    pub query: &'a str,
    /// What it says of the copy that it has, and of the part that it wants.
    pub conditions: &'a Conditions,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// What tells the state of the file that is sent from another.
    version: Option<Version>,
}

impl Response {
    /// A line of plain text.
    pub fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: vec![
                header("content-type", "text/plain; charset=utf-8"),
                header("cache-control", "no-store"),
            ],
            body: Body::held(text.to_owned()),
            version: None,
        }
    }

    fn redirect(status: u16, to: &str) -> Self {
        let mut response = Self::text(status, "");
        response.headers.push(header("location", to));
        response
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(other, _)| other != name);
        self.headers.push(header(name, value));
    }
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The answer to a request.
pub fn respond(shown: &Shown, request: Request<'_>) -> Response {
    if let Some(own) = request.path.strip_prefix(OWN) {
        return match own {
            "reload.js" => {
                let mut script = Response::text(200, RELOAD);
                script.set("content-type", "text/javascript; charset=utf-8");
                script
            }
            "errors" => match shown.errors.as_deref() {
                Some(errors) => page_of(
                    200,
                    "Mistakes that keep the site from being built",
                    "The last good site stays until they are mended.",
                    errors,
                ),
                None => Response::text(200, ""),
            },
            _ => Response::text(404, "The preview has no such address.\n"),
        };
    }
    let Some(site) = &shown.site else {
        return nothing_yet(shown);
    };
    let (mut response, path) = match answer(site, request) {
        Ok(found) => found,
        Err(response) => return response,
    };
    let extra = site.headers.of(&path);
    for (name, value) in extra
        .iter()
        .filter(|(name, _)| !OF_THE_CONNECTION.contains(&&**name))
    {
        response.set(name, value);
    }
    if is_html(&response) {
        response.set("cache-control", "no-store");
        response.body = with_script(&response.body, &mark(site, &response));
    }
    response
}

/// What tells the state of a page from another: the page that is at `path`, percent-encoded, and the files that are copied.
pub fn state(shown: &Shown, path: &str) -> String {
    let Some(site) = &shown.site else {
        return String::new();
    };
    let request = Request {
        path,
        query: "",
        conditions: &Conditions::default(),
    };
    match answer(site, request) {
        Ok((response, _)) if is_html(&response) => mark(site, &response),
        _ => String::new(),
    }
}

fn mark(site: &Site, response: &Response) -> String {
    let page = response.version.as_ref().map(|version| &*version.tag);
    let page = page.unwrap_or_default().trim_matches('"');
    format!("{page}{:x}", site.files.copies())
}

/// What the host would answer, and the path that it was asked for, decoded.
fn answer(site: &Site, request: Request<'_>) -> Result<(Response, String), Response> {
    match decode(request.path) {
        Some(path) if path.starts_with('/') => Ok((find(site, &path, request), path)),
        Some(_) => Err(Response::text(400, "This is no address of a site.\n")),
        None => Err(Response::text(400, "This address is not UTF-8 text.\n")),
    }
}

/// The file, redirect or "not found" that the host would answer with.
fn find(site: &Site, path: &str, request: Request<'_>) -> Response {
    let file = file(site, path);
    if let Some(target) = site.redirects.find(path, file.is_some()) {
        if matches!(target.status, 300..=399) {
            let query = if target.to.contains('?') {
                ""
            } else {
                request.query
            };
            let location = format!("{}{query}", target.to);
            return Response::redirect(target.status, &encode(&location));
        }
        return match self::file(site, &crate::path::decode(&target.to)) {
            Some(file) => send(site, &file, target.status, &Conditions::default()),
            None => Response::text(target.status, ""),
        };
    }
    if let Some(file) = file {
        return send(site, &file, 200, request.conditions);
    }
    if !path.ends_with('/') && site.files.has(&format!("{}/index.html", &path[1..])) {
        let location = format!("{}/{}", crate::path::encode(path), request.query);
        return Response::redirect(302, &encode(&location));
    }
    if site.files.has("404.html") {
        send(site, "404.html", 404, &Conditions::default())
    } else {
        Response::text(404, "The site has no such address.\n")
    }
}

/// The path of the file that is at an address.
fn file(site: &Site, path: &str) -> Option<String> {
    let relative = path.strip_prefix('/')?;
    if relative.is_empty() || relative.ends_with('/') {
        return Some(format!("{relative}index.html")).filter(|path| site.files.has(path));
    }
    // What tells the host what to do is never sent.
    if ["_headers", "_redirects"].contains(&relative) {
        return None;
    }
    [relative.to_owned(), format!("{relative}.html")]
        .into_iter()
        .find(|path| site.files.has(path))
}

fn send(site: &Site, path: &str, status: u16, conditions: &Conditions) -> Response {
    let taken = match site.files.get(path) {
        Some(Ok(Content::Held(bytes))) => {
            let version = Version {
                tag: tag_of(&bytes),
                changed: None,
            };
            Ok((Body::held(bytes), version))
        }
        Some(Ok(Content::File(file))) => opened(file).map_err(|error| error.to_string()),
        Some(Err(why)) => Err(why),
        None => return Response::text(404, ""),
    };
    let (body, version) = match taken {
        Ok(taken) => taken,
        Err(why) => return unmade(&why),
    };
    let mut response = Response {
        status,
        headers: vec![
            header("content-type", content_type(path)),
            header("cache-control", "no-cache"),
        ],
        body,
        version: None,
    };
    // A page is never kept, and the preview puts something in it; what stands in for another file has no state of its own.
    if status == 200 && !is_html(&response) {
        give(&mut response, &version, conditions);
    }
    response.version = Some(version);
    response
}

/// Makes a response what a request wants of it.
fn give(response: &mut Response, version: &Version, conditions: &Conditions) {
    response.set("accept-ranges", "bytes");
    response.set("etag", &version.tag);
    if let Some(changed) = version.last_modified() {
        response.set("last-modified", &changed);
    }
    let whole = response.body.len();
    match conditions.wanted(whole, version) {
        Wanted::Whole => {}
        // Some browsers play no film without parts of files.
        Wanted::Part(part) => {
            let bounds = format!("bytes {}-{}/{whole}", part.start, part.end - 1);
            response.set("content-range", &bounds);
            response.status = 206;
            response.body = response.body.slice(part);
        }
        Wanted::Known => {
            response.status = 304;
            response.body = Body::default();
        }
        Wanted::Other => *response = Response::text(412, "The file is in another state.\n"),
        Wanted::Beyond => {
            *response = Response::text(416, "The file has no such bytes.\n");
            response.set("content-range", &format!("bytes */{whole}"));
        }
    }
}

fn tag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", ContentHash::of(bytes).short())
}

/// The body of an open file, and its state.
fn opened(file: File) -> io::Result<(Body, Version)> {
    let metadata = file.metadata()?;
    let since = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let version = Version {
        tag: format!(
            "\"{:x}-{:x}\"",
            metadata.len(),
            since.unwrap_or_default().as_nanos()
        ),
        changed: since.and_then(|since| {
            let seconds = i64::try_from(since.as_secs()).ok()?;
            jiff::Timestamp::from_second(seconds).ok()
        }),
    };
    Ok((Body::file(file, metadata.len()), version))
}

/// The page that is shown before the first build succeeds.
fn nothing_yet(shown: &Shown) -> Response {
    let mut response = page_of(
        503,
        "The site cannot be built yet",
        "This page shows the site as soon as these mistakes are mended.",
        shown.errors.as_deref().unwrap_or_default(),
    );
    response.body = with_script(&response.body, "");
    response
}

/// The page in the place of one that cannot be made.
fn unmade(why: &str) -> Response {
    page_of(
        500,
        "This page cannot be made",
        "It is shown as soon as this is mended.",
        why,
    )
}

/// A page of the preview's own, around a part of HTML.
fn page_of(status: u16, title: &str, words: &str, html: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{words}</p>\n{html}</main></body></html>\n"
    );
    let mut response = Response::text(status, "");
    response.set("content-type", "text/html; charset=utf-8");
    response.version = Some(Version {
        tag: tag_of(page.as_bytes()),
        changed: None,
    });
    response.body = Body::held(page);
    response
}

fn is_html(response: &Response) -> bool {
    response
        .headers
        .iter()
        .any(|(name, value)| name == "content-type" && value.starts_with("text/html"))
}

/// A page with the script that reloads it, at the end of its head. `mark` tells the script which state of the page this is.
fn with_script(page: &Body, mark: &str) -> Body {
    let script = format!("<script defer src=\"{OWN}reload.js?{mark}\"></script>");
    let end = b"</head>";
    // A page that cannot be read is told of when it is sent.
    let start = page.start(LONGEST_HEAD_BYTES).unwrap_or_default();
    let at = start
        .windows(end.len())
        .position(|window| window.eq_ignore_ascii_case(end))
        .map_or(page.len(), |at| at as u64);
    page.with(at, script)
}

/// The text of a percent-encoded path; none when it is not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok()
}

/// An address for a `Location` header: what no header may hold is percent-encoded, what is encoded already stays.
fn encode(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The media type for a file's name, as hosts send it.
fn content_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::serve::shown::SiteFiles;

    #[derive(Debug)]
    struct Files(BTreeMap<&'static str, &'static str>);

    impl SiteFiles for Files {
        fn has(&self, path: &str) -> bool {
            self.0.contains_key(path)
        }

        fn get(&self, path: &str) -> Option<Result<Content, String>> {
            self.0.get(path).map(|text| match text.strip_prefix('!') {
                Some(why) => Err(why.to_owned()),
                None => Ok(Content::Held((*text).into())),
            })
        }

        fn copies(&self) -> u64 {
            7
        }
    }

    fn shown() -> Shown {
        let files = [
            ("index.html", "<html><head><title>T</title></head></html>"),
            ("a/index.html", "<HEAD></HEAD>a"),
            ("tŷ/index.html", "t"),
            ("broken/index.html", "!<h2>it fails</h2>"),
            ("404.html", "missing"),
            ("cy/404.html", "ar goll"),
            ("assets/x.css", "p{}"),
            ("film.mp4", "0123456789"),
            (
                "_headers",
                "/*\n  Content-Security-Policy: default-src 'self'\n/assets/*\n  Cache-Control: immutable\n",
            ),
            (
                "_redirects",
                "/old /a/\n/cy/* /cy/404.html 404\n/tŷ-hen /tŷ/ 302\n",
            ),
        ];
        Shown::with_site(Site::new(Arc::new(Files(files.into()))))
    }

    const PLAIN: Conditions = Conditions {
        range: None,
        if_range: None,
        if_match: None,
        if_none_match: None,
        if_modified_since: None,
        if_unmodified_since: None,
    };

    fn text(body: &Body) -> String {
        let parts = (0..body.len()).map(|at| {
            let byte = body.slice(at..at + 1);
            byte.start(1).expect("bytes are held")[0]
        });
        String::from_utf8_lossy(&parts.collect::<Vec<u8>>()).into_owned()
    }

    fn get(path: &str) -> (u16, String, String) {
        get_part(path, None)
    }

    fn get_part(path: &str, range: Option<&str>) -> (u16, String, String) {
        let (path, query) = path
            .split_once('?')
            .map_or((path, ""), |(path, _)| (path, "?q=1"));
        let conditions = Conditions {
            range: range.map(str::to_owned),
            ..PLAIN
        };
        let request = Request {
            path,
            query,
            conditions: &conditions,
        };
        let response = respond(&shown(), request);
        let of = |name: &str| {
            response
                .headers
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, value)| value.clone())
        };
        let note = of("location")
            .or(of("content-range"))
            .or(of("cache-control"));
        (
            response.status,
            note.unwrap_or_default(),
            text(&response.body),
        )
    }

    #[test]
    fn a_request_is_answered_as_the_host_would() {
        for (path, status, note, body) in [
            (
                "/",
                200,
                "no-store",
                "<title>T</title><script defer src=\"/__alongside/reload.js?",
            ),
            ("/a/", 200, "no-store", "reload.js"),
            ("/a?x", 302, "/a/?q=1", ""),
            ("/t%C5%B7/", 200, "no-store", "t<script"),
            ("/broken/", 500, "no-store", "<h2>it fails</h2>"),
            ("/nothing", 404, "no-store", "missing"),
            ("/cy/nothing/", 404, "no-store", "ar goll"),
            ("/old/?x", 301, "/a/?q=1", ""),
            ("/t%C5%B7-hen", 302, "/t%C5%B7/", ""),
            ("/assets/x.css", 200, "immutable", "p{}"),
            ("/_headers", 404, "no-store", "missing"),
            ("/../etc/passwd", 404, "no-store", "missing"),
            ("/%ff", 400, "no-store", "not UTF-8"),
            ("/__alongside/reload.js", 200, "no-store", "EventSource"),
            ("/__alongside/x", 404, "no-store", ""),
        ] {
            let (got, got_note, got_body) = get(path);
            assert_eq!((got, &*got_note), (status, note), "{path}");
            assert!(got_body.contains(body), "{path}: {got_body}");
        }
        for (range, expected) in [
            ("bytes=2-4", (206, "bytes 2-4/10", "234")),
            ("bytes=-3", (206, "bytes 7-9/10", "789")),
            ("bytes=8-", (206, "bytes 8-9/10", "89")),
            ("bytes=9-99", (206, "bytes 9-9/10", "9")),
            (
                "bytes=20-30",
                (416, "bytes */10", "The file has no such bytes.\n"),
            ),
            ("bytes=0-1,3-4", (200, "no-cache", "0123456789")),
        ] {
            let (status, note, body) = get_part("/film.mp4", Some(range));
            assert_eq!((status, &*note, &*body), expected, "{range}");
        }
    }

    #[test]
    fn a_query_is_sent_on_as_a_header_can_hold_it() {
        for (path, expected) in [("/old/", "/a/?%00%C5%B7=%2F"), ("/a", "/a/?%00%C5%B7=%2F")] {
            let request = Request {
                path,
                query: "?\0ŷ=%2F",
                conditions: &PLAIN,
            };
            let response = respond(&shown(), request);
            let location = response.headers.iter().find(|(name, _)| name == "location");
            assert_eq!(
                location.map(|(_, value)| &**value),
                Some(expected),
                "{path}"
            );
        }
    }

    #[test]
    fn mistakes_are_shown_while_the_last_good_site_stays() {
        let first = Shown::default().with_errors("<h2>a title</h2>");
        let request = Request {
            path: "/",
            query: "",
            conditions: &PLAIN,
        };
        let response = respond(&first, request);
        assert_eq!(response.status, 503);
        assert!(text(&response.body).contains("<h2>a title</h2>"));

        let broken = shown().with_errors("<h2>a mistake</h2>");
        let page = respond(&broken, request).body;
        let mark = state(&broken, "/");
        assert!(text(&page).contains(&format!("reload.js?{mark}\"")));
        assert_ne!(mark, state(&broken, "/a/"));
        assert_eq!(respond(&broken, request).status, 200);
        let errors = respond(
            &broken,
            Request {
                path: "/__alongside/errors",
                query: "",
                conditions: &PLAIN,
            },
        );
        assert!(
            text(&errors.body).contains("</h1>")
                && text(&errors.body).contains("<h2>a mistake</h2>")
        );
    }
}
