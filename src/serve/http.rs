//! The preview's server: connections in, answers out, and the stream of events that tells a page when it is out of date.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{Either, Full};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use super::Shown;
use super::respond::{self, OWN, is_own_host, respond};

/// The port that is tried first when none is asked for.
pub const FIRST_PORT: u16 = 4321;

/// How many ports after the first are tried.
const PORTS_TRIED: u16 = 64;

/// How often a silent stream of events says that it is alive.
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

/// Answers requests until the process ends.
///
/// # Errors
///
/// When the listener cannot be used. The failure of one connection is nobody else's.
pub async fn serve(
    listener: std::net::TcpListener,
    shown: watch::Receiver<Arc<Shown>>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let on_loopback = listener.local_addr()?.ip().is_loopback();
    loop {
        let Ok((stream, _peer)): io::Result<(_, SocketAddr)> = listener.accept().await else {
            // Out of file handles, say: others will be given back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let shown = shown.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let shown = shown.clone();
                async move { Ok::<_, Infallible>(answer(&request, &shown, on_loopback).await) }
            });
            // A browser that goes away in the middle is nothing to report.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(30))
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

type Answer = Response<Either<Full<Bytes>, Events>>;

async fn answer(
    request: &Request<Incoming>,
    shown: &watch::Receiver<Arc<Shown>>,
    on_loopback: bool,
) -> Answer {
    let of = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let host = of("host").or_else(|| request.uri().host());
    if !is_own_host(host, on_loopback) {
        return whole(
            respond::Response::text(
                403,
                "The preview answers to this machine's own names only.\n",
            ),
            false,
        );
    }
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        return whole(
            respond::Response::text(405, "The preview can only be read.\n"),
            false,
        );
    }
    let path = request.uri().path();
    if path.strip_prefix(OWN) == Some("events") {
        let page = crate::path::decode(request.uri().query().unwrap_or_default());
        return events(shown.clone(), page);
    }
    let path = path.to_owned();
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let range = of("range").map(str::to_owned);
    let current = shown.borrow().clone();
    let answer = apart(move || {
        let request = respond::Request {
            path: &path,
            query: &query,
            range: range.as_deref(),
        };
        respond(&current, request)
    });
    let broken = || respond::Response::text(500, "The preview failed; its terminal says why.\n");
    whole(answer.await.unwrap_or_else(broken), is_head)
}

/// Does work that renders a page or waits for the search index, away from the threads that serve; none when it panicked.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// An answer whose body is known.
fn whole(answer: respond::Response, is_head: bool) -> Answer {
    let length = answer.body.len();
    let body = if is_head {
        Bytes::new()
    } else {
        Bytes::copy_from_slice(&answer.body)
    };
    let mut response = Response::new(Either::Left(Full::new(body)));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert("content-length", HeaderValue::from(length));
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
            let state = apart({
                let current = current.clone();
                move || respond::state(&current, &asked)
            });
            let mark = state.await.unwrap_or_default();
            let event =
                format!("event: state\ndata: {{\"mark\": \"{mark}\", \"errors\": {errors}}}\n\n");
            // While there are mistakes, they are told anew at each change: they may be others.
            if (errors || event != told) && sender.send(Bytes::from(event.clone())).await.is_err() {
                return;
            }
            told = event;
            loop {
                match tokio::time::timeout(HEARTBEAT, shown.changed()).await {
                    Ok(Ok(())) => break,
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if sender
                            .send(Bytes::from_static(b": here\n\n"))
                            .await
                            .is_err()
                        {
                            return;
                        }
                    }
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

impl Body for Events {
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
