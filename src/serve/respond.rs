//! What is answered to a request: a function of the request and of what is shown.

use std::sync::Arc;

use crate::files::Artifact;
use crate::read;

use super::Shown;
use super::shown::SiteFiles;

/// Where the preview's own addresses begin.
pub const OWN: &str = "/__alongside/";

/// The script that reloads a page when it is out of date, and shows what keeps the site from being built.
const RELOAD: &str = include_str!("reload.js");

/// A request, as far as an answer depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The path as sent, percent-encoded.
    pub path: &'a str,
    /// The query with its `?`, or nothing.
    pub query: &'a str,
    /// The `Range` header.
    pub range: Option<&'a str>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Arc<[u8]>,
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
            body: text.as_bytes().into(),
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
            "errors" => Response::text(200, shown.errors.as_deref().unwrap_or_default()),
            _ => Response::text(404, "The preview has no such address.\n"),
        };
    }
    let Some(site) = &shown.site else {
        return nothing_yet(shown);
    };
    let Some(path) = decode(request.path) else {
        return Response::text(400, "This address is not UTF-8 text.\n");
    };
    let mut response = find(site, &path, request);
    let extra = site.headers.of(&path);
    for (name, value) in extra.iter().filter(|(name, _)| name != "content-length") {
        response.set(name, value);
    }
    if is_html(&response) {
        response.set("cache-control", "no-store");
        response.body = with_script(&response.body, shown.version).into();
    }
    response
}

/// The file, redirect or "not found" that the host would answer with.
fn find(site: &SiteFiles, path: &str, request: Request<'_>) -> Response {
    let file = file(site, path);
    if let Some(target) = site.redirects.find(path, file.is_some()) {
        if matches!(target.status, 300..=399) {
            let query = if target.to.contains('?') {
                ""
            } else {
                request.query
            };
            return Response::redirect(target.status, &format!("{}{query}", encode(&target.to)));
        }
        return match self::file(site, &target.to) {
            Some(artifact) => send(artifact, target.status, None),
            None => Response::text(target.status, ""),
        };
    }
    if let Some(artifact) = file {
        return send(artifact, 200, request.range);
    }
    if !path.ends_with('/') && site.get(&format!("{}/index.html", &path[1..])).is_some() {
        return Response::redirect(302, &format!("{}/{}", encode(path), request.query));
    }
    match site.get("404.html") {
        Some(artifact) => send(artifact, 404, None),
        None => Response::text(404, "The site has no such address.\n"),
    }
}

/// The file that is at an address.
fn file<'a>(site: &'a SiteFiles, path: &str) -> Option<&'a Artifact> {
    let relative = path.strip_prefix('/')?;
    if relative.is_empty() || relative.ends_with('/') {
        return site.get(&format!("{relative}index.html"));
    }
    // What tells the host what to do is never sent.
    let is_told = ["_headers", "_redirects"].contains(&relative);
    site.get(relative)
        .or_else(|| site.get(&format!("{relative}.html")))
        .filter(|_| !is_told)
}

fn send(artifact: &Artifact, status: u16, range: Option<&str>) -> Response {
    let bytes = match read::bytes(&artifact.bytes) {
        Ok(bytes) => bytes,
        Err(error) => return Response::text(500, &format!("`{}`: {error}\n", artifact.path)),
    };
    let mut response = Response {
        status,
        headers: vec![
            header("content-type", content_type(artifact.path.as_str())),
            header("cache-control", "no-cache"),
            header("accept-ranges", "bytes"),
        ],
        body: bytes,
    };
    // Some browsers play no film without parts of files.
    if let Some((first, last)) = range.and_then(|range| part(range, response.body.len())) {
        let whole = response.body.len();
        response.set("content-range", &format!("bytes {first}-{last}/{whole}"));
        response.status = 206;
        response.body = response.body[first..=last].into();
    }
    response
}

/// The first and last byte of a `Range` header that asks for one part; none for any other, which gets the whole.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.checked_sub(1)?;
    let (first, last) = match (first.trim(), last.trim()) {
        ("", tail) => (length.saturating_sub(tail.parse().ok()?), end),
        (first, "") => (first.parse().ok()?, end),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(end)),
    };
    (first <= last).then_some((first, last))
}

/// The page that is shown before the first build succeeds.
fn nothing_yet(shown: &Shown) -> Response {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>The site cannot be built yet</title></head>\
         <body><h1>The site cannot be built yet</h1><p>This page shows the site as soon as these mistakes are mended.</p><pre>",
    );
    for character in shown.errors.as_deref().unwrap_or_default().chars() {
        match character {
            '<' => page.push_str("&lt;"),
            '&' => page.push_str("&amp;"),
            character => page.push(character),
        }
    }
    page.push_str("</pre></body></html>\n");
    let mut response = Response::text(503, "");
    response.set("content-type", "text/html; charset=utf-8");
    response.body = with_script(page.as_bytes(), shown.version).into();
    response
}

fn is_html(response: &Response) -> bool {
    response
        .headers
        .iter()
        .any(|(name, value)| name == "content-type" && value.starts_with("text/html"))
}

/// A page with the script that reloads it, at the end of its head.
fn with_script(page: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script defer src=\"{OWN}reload.js?{version}\"></script>");
    let head = b"</head>";
    let at = page
        .windows(head.len())
        .position(|window| window.eq_ignore_ascii_case(head))
        .unwrap_or(page.len());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
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
        "txt" | "md" => "text/plain; charset=utf-8",
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

/// Whether a request's `Host` is one that this machine is called by; any other is a page elsewhere that tries to read the preview.
pub fn is_own_host(host: Option<&str>, bound_to_loopback: bool) -> bool {
    let Some(host) = host else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    match name.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback() || !bound_to_loopback,
        Err(_) => !bound_to_loopback && name.ends_with(".local"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::OutputPath;

    fn shown() -> Shown {
        let files = [
            ("index.html", "<html><head><title>T</title></head></html>"),
            ("a/index.html", "<HEAD></HEAD>a"),
            ("tŷ/index.html", "t"),
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
        let artifacts = files
            .iter()
            .map(|(path, text)| Artifact::new(OutputPath::new(*path), text.as_bytes()))
            .collect();
        Shown::default().with_site(SiteFiles::new(artifacts))
    }

    fn get(path: &str) -> (u16, String, String) {
        get_part(path, None)
    }

    fn get_part(path: &str, range: Option<&str>) -> (u16, String, String) {
        let (path, query) = path
            .split_once('?')
            .map_or((path, ""), |(path, _)| (path, "?q=1"));
        let response = respond(&shown(), Request { path, query, range });
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
            String::from_utf8_lossy(&response.body).into_owned(),
        )
    }

    #[test]
    fn a_request_is_answered_as_the_host_would() {
        for (path, status, note, body) in [
            (
                "/",
                200,
                "no-store",
                "<title>T</title><script defer src=\"/__alongside/reload.js?1\"></script></head>",
            ),
            ("/a/", 200, "no-store", "reload.js"),
            ("/a?x", 302, "/a/?q=1", ""),
            ("/t%C5%B7/", 200, "no-store", "t<script"),
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
            ("bytes=20-30", (200, "no-cache", "0123456789")),
            ("bytes=0-1,3-4", (200, "no-cache", "0123456789")),
        ] {
            let (status, note, body) = get_part("/film.mp4", Some(range));
            assert_eq!((status, &*note, &*body), expected, "{range}");
        }
    }

    #[test]
    fn mistakes_are_shown_while_the_last_good_site_stays() {
        let first = Shown::default().with_errors("error: <title> & all");
        let request = Request {
            path: "/",
            query: "",
            range: None,
        };
        let response = respond(&first, request);
        assert_eq!(response.status, 503);
        assert!(String::from_utf8_lossy(&response.body).contains("error: &lt;title> &amp; all"));

        let broken = shown().with_errors("error: a mistake");
        assert_eq!(broken.version, 2);
        assert_eq!(broken.with_errors("error: a mistake").version, 2);
        assert_eq!(respond(&broken, request).status, 200);
        let errors = respond(
            &broken,
            Request {
                path: "/__alongside/errors",
                query: "",
                range: None,
            },
        );
        assert_eq!(&*errors.body, b"error: a mistake");
    }

    #[test]
    fn only_this_machines_names_are_answered() {
        for (host, loopback, expected) in [
            (Some("localhost:4321"), true, true),
            (Some("127.0.0.1:4321"), true, true),
            (Some("[::1]:4321"), true, true),
            (Some("site.localhost"), true, true),
            (Some("evil.example"), true, false),
            (Some("192.168.1.4:4321"), true, false),
            (Some("192.168.1.4:4321"), false, true),
            (Some("laptop.local:4321"), false, true),
            (Some("evil.example"), false, false),
            (None, true, false),
        ] {
            assert_eq!(is_own_host(host, loopback), expected, "{host:?}");
        }
    }
}
