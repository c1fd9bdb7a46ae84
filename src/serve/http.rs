//! The preview's server: connections in, answers out, and the stream of events that tells a page when it is out of date.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::Either;
use hyper::body::{Body as _, Bytes, Frame, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};

use super::Shown;
use super::body::{Body, Sending};
use super::caller::{self, Refused};
use super::conditions::Conditions;
use super::respond::{self, OWN, respond};
use super::stream::Patient;

/// The port that is tried first when none is asked for: no common program's, and easily remembered.
pub const FIRST_PORT: u16 = 4321;

/// How many ports after the first are tried.
const PORTS_TRIED: u16 = 64;

/// How often a silent stream of events says that it is alive: proxies and browsers give up on a silence of thirty seconds or more.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Opens the port that is asked for, or the first that is free.
///
/// # Errors
///
/// When the port is taken, or no port is free.
pub fn bind(address: IpAddr, port: Option<u16>) -> io::Result<std::net::TcpListener> {
    let listener = match port {
        Some(port) => std::net::TcpListener::bind((address, port))?,
        None => (FIRST_PORT..FIRST_PORT + PORTS_TRIED)
            .find_map(|port| match std::net::TcpListener::bind((address, port)) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => None,
                bound => Some(bound),
            })
            .unwrap_or_else(|| Err(io::ErrorKind::AddrInUse.into()))?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// How much of this machine the preview gives to whoever asks.
///
/// A request holds two pieces of a file, what is read of its head, and the buffers of its connection: 250 KB at most, 64 MB for
/// as many connections as there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections there may be. Each open page holds one, and a browser opens six more at most.
    pub connections: usize,
    /// How large the head of a request may be.
    pub head_bytes: usize,
    /// How long a connection may be silent before a request, and a head may take.
    pub head_time: Duration,
    /// How long what is sent may not be taken.
    pub taking_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            head_bytes: 32 * 1024,
            head_time: Duration::from_secs(20),
            taking_time: Duration::from_secs(60),
        }
    }
}

/// Answers requests until the process ends.
///
/// # Errors
///
/// When the listener cannot be used. The failure of one connection is nobody else's.
pub async fn serve(
    listener: std::net::TcpListener,
    shown: watch::Receiver<Arc<Shown>>,
    limits: Limits,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let on_loopback = listener.local_addr()?.ip().is_loopback();
    let free = Arc::new(Semaphore::new(limits.connections));
    loop {
        let Ok((stream, _peer)): io::Result<(_, SocketAddr)> = listener.accept().await else {
            // Out of file handles, say: others will be given back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = free.clone().try_acquire_owned() else {
            turn_away(stream);
            continue;
        };
        let shown = shown.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let shown = shown.clone();
                async move { Ok::<_, Infallible>(answer(&request, &shown, on_loopback).await) }
            });
            let stream = Patient::new(stream, limits.taking_time);
            // A browser that goes away in the middle is nothing to report.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head_time)
                .max_buf_size(limits.head_bytes)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}

/// Says to one connection too many that it is. Nobody waits until that is read.
fn turn_away(stream: tokio::net::TcpStream) {
    const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\n\
        content-length: 38\r\nretry-after: 1\r\nconnection: close\r\n\r\n\
        The preview has too many connections.\n";
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write_all(BUSY);
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
}

type Answer = Response<Either<Sending, Events>>;

async fn answer(
    request: &Request<Incoming>,
    shown: &watch::Receiver<Arc<Shown>>,
    on_loopback: bool,
) -> Answer {
    let path = request.uri().path();
    let is_head = request.method() == Method::HEAD;
    if let Some(refusal) = refusal(request, on_loopback) {
        return whole(refusal, is_head);
    }
    if !is_head && path.strip_prefix(OWN) == Some("events") {
        let page = crate::path::decode(request.uri().query().unwrap_or_default());
        return events(shown.clone(), page);
    }
    let path = path.to_owned();
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let conditions = conditions(request.headers(), is_head);
    let current = shown.borrow().clone();
    let answer = apart(move || {
        let request = respond::Request {
            path: &path,
            query: &query,
            conditions: &conditions,
        };
        respond(&current, request)
    });
    let broken = || respond::Response::text(500, "The preview failed; its terminal says why.\n");
    whole(answer.await.unwrap_or_else(broken), is_head)
}

/// The answer to a request that is not answered.
fn refusal(request: &Request<Incoming>, on_loopback: bool) -> Option<respond::Response> {
    let is_own = request.uri().path().starts_with(OWN);
    let text = |status, text| Some(respond::Response::text(status, text));
    match caller::check(request, on_loopback, is_own) {
        Ok(()) => {}
        Err(Refused::Unclear) => {
            return text(400, "The request does not say clearly whom it is for.\n");
        }
        Err(Refused::OtherName) => {
            return text(
                403,
                "The preview answers to this machine's own names only.\n",
            );
        }
        Err(Refused::OtherSite) => {
            return text(403, "The preview gives nothing to pages of other sites.\n");
        }
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut refusal = respond::Response::text(405, "The preview can only be read.\n");
        refusal.headers.push(("allow".into(), "GET, HEAD".into()));
        return Some(refusal);
    }
    // What nobody asked for is not waited for, nor read: where it ends is not to be trusted.
    if !request.body().is_end_stream() {
        let mut refusal = respond::Response::text(413, "The preview takes no body.\n");
        refusal.headers.push(("connection".into(), "close".into()));
        return Some(refusal);
    }
    None
}

fn conditions(headers: &HeaderMap, is_head: bool) -> Conditions {
    let of = |name: &str| {
        let value = headers.get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    Conditions {
        // A part is asked for with `GET` alone.
        range: of("range").filter(|_| !is_head),
        if_range: of("if-range"),
        if_match: of("if-match"),
        if_none_match: of("if-none-match"),
        if_modified_since: of("if-modified-since"),
        if_unmodified_since: of("if-unmodified-since"),
    }
}

/// Does work that renders a page or waits for the search index, away from the threads that serve; none when it panicked.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// An answer whose body is known.
fn whole(answer: respond::Response, is_head: bool) -> Answer {
    let length = answer.body.len();
    let body = if is_head {
        Body::default()
    } else {
        answer.body
    };
    let mut response = Response::new(Either::Left(Sending::from(body)));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    // What is not sent has no length.
    if answer.status != 304 {
        headers.insert("content-length", HeaderValue::from(length));
    }
    response
}

/// An answer that goes on: the state of the page at the path `page` now, and after every change of it.
fn events(mut shown: watch::Receiver<Arc<Shown>>, page: String) -> Answer {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut told = String::new();
        loop {
            let current = shown.borrow_and_update().clone();
            let errors = current.errors.is_some();
            let asked = page.clone();
            // What is shown now is let go with this: nobody who is slow to read keeps an old site in memory.
            let state = apart(move || respond::state(&current, &asked));
            let mark = state.await.unwrap_or_default();
            let event =
                format!("event: state\ndata: {{\"mark\": \"{mark}\", \"errors\": {errors}}}\n\n");
            // While there are mistakes, they are told anew at each change: they may be others.
            if (errors || event != told) && sender.send(Bytes::from(event.clone())).await.is_err() {
                return;
            }
            told = event;
            loop {
                let beat = tokio::select! {
                    changed = shown.changed() => match changed {
                        Ok(()) => break,
                        Err(_) => return,
                    },
                    () = sender.closed() => return,
                    () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(b": here\n\n"),
                };
                if sender.send(beat).await.is_err() {
                    return;
                }
            }
        }
    });
    let mut response = Response::new(Either::Right(Events(receiver)));
    let headers = response.headers_mut();
    headers.insert(
        "content-type",
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    response
}

/// A body made of events as they come.
#[derive(Debug)]
struct Events(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0
            .poll_recv(context)
            .map(|event| event.map(|bytes| Ok(Frame::data(bytes))))
    }
}
