//! The way to other sites, for `check --external`: the only place where Alongside asks anything of the network, and only when
//! it was told to.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use crate::external::{self, Method, Network, Reply, Trouble};

/// How long one question may take, from the name of the site to its answer: longer than slow sites take, which a shorter time would
/// call dead, and short enough that a few dead ones do not hold up a build of an evening.
const PATIENCE: Duration = Duration::from_secs(20);

/// The web.
pub(super) struct Web {
    agent: Agent,
    may_reach: fn(IpAddr) -> bool,
}

impl Web {
    /// The web as everybody can reach it, for the links of the site at `own`.
    pub(super) fn new(own: Option<&str>) -> Self {
        Self::within(own, external::is_public)
    }

    /// The part of the network that `may_reach` lets through.
    fn within(own: Option<&str>, may_reach: fn(IpAddr) -> bool) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let whose = own.map(|own| format!(" for {own}")).unwrap_or_default();
        // As browsers do: a council's or a hospital's network may have a certificate of its own.
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(format!("Alongside/{version} (checks links{whose})"))
            .accept("text/html, */*;q=0.8")
            .tls_config(tls)
            .build();
        let gate = Gate {
            resolver: DefaultResolver::default(),
            may_reach,
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), gate),
            may_reach,
        }
    }
}

impl Network for Web {
    fn ask(&self, method: Method, url: &Url) -> Result<Reply, Trouble> {
        let response = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        }
        .map_err(trouble)?;
        let location = response
            .headers()
            .get("location")
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Ok(Reply {
            status: response.status().as_u16(),
            location,
        })
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn may_reach(&self, address: IpAddr) -> bool {
        (self.may_reach)(address)
    }
}

/// Looks names up and keeps to the addresses that may be asked. What is looked up is what is asked: nobody can change it between.
struct Gate {
    resolver: DefaultResolver,
    may_reach: fn(IpAddr) -> bool,
}

impl fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Gate")
    }
}

impl Resolver for Gate {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        // The way out of a network may well be inside it.
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
        let addresses: &[SocketAddr] = &found;
        if is_proxy
            || addresses
                .iter()
                .all(|address| (self.may_reach)(address.ip()))
        {
            Ok(found)
        } else {
            Err(Error::Other(Box::new(NotPublic)))
        }
    }
}

/// A name that leads into a private network.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
struct NotPublic;

/// Why there was no answer. What is not surely the other site's state is only told in words.
fn trouble(error: Error) -> Trouble {
    let text = error.to_string();
    let says = |words: &str| text.to_ascii_lowercase().contains(words);
    match error {
        Error::HostNotFound => Trouble::NoSite,
        Error::Timeout(_) => Trouble::TooSlow,
        Error::Other(cause) if cause.is::<NotPublic>() => Trouble::Private,
        _ if says("certificate expired") || says("not valid for name") => Trouble::BadCertificate,
        _ if says("lookup address") && !says("temporary") => Trouble::NoSite,
        _ => Trouble::Broken(text),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::external::{Answer, Unclear, ask};

    /// A site on this machine: what it is asked is noted, and it answers by the path.
    fn site() -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let own = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, base) = (asked.clone(), own.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
                let mut first = String::new();
                reader.read_line(&mut first).expect("a request");
                let mut agent = String::new();
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).expect("a header");
                    if let Some(name) = line.to_ascii_lowercase().strip_prefix("user-agent: ") {
                        agent = name.trim().to_owned();
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                }
                let request = first.trim_end_matches("HTTP/1.1\r\n").trim().to_owned();
                noted
                    .lock()
                    .expect("the notes")
                    .push(format!("{request} {agent}"));
                let head = match &*request {
                    "HEAD /here" | "HEAD /moved-here" | "GET /no-head" => "200 OK".to_owned(),
                    "HEAD /moved" => format!("301 Moved\r\nLocation: {base}/moved-here"),
                    "HEAD /round" => "302 Found\r\nLocation: /round".to_owned(),
                    "HEAD /no-head" => "405 No".to_owned(),
                    _ => "404 Not Found".to_owned(),
                };
                let answer =
                    format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).expect("an answer");
            }
        });
        (own, asked)
    }

    #[test]
    fn a_real_site_is_asked_as_it_should_be() {
        let (own, asked) = site();
        let web = Web::within(Some("https://network.example"), |_| true);
        let paths = ["/here", "/moved", "/round", "/no-head", "/gone"];
        let urls: Vec<Url> = paths
            .iter()
            .map(|path| Url::parse(&format!("{own}{path}")).expect("an address"))
            .collect();
        let answers = ask(&urls, &web);
        let said: Vec<&Answer> = urls.iter().map(|url| &answers[url]).collect();
        assert_eq!(
            said,
            [
                &Answer::There,
                &Answer::Moved(format!("{own}/moved-here").into()),
                &Answer::Unclear(Unclear::InCircles),
                &Answer::There,
                &Answer::Missing(404),
            ]
        );
        let asked = asked.lock().expect("the notes");
        let version = env!("CARGO_PKG_VERSION");
        let agent = format!("alongside/{version} (checks links for https://network.example)");
        assert!(asked.contains(&format!("HEAD /here {agent}")), "{asked:?}");
        assert!(asked.contains(&format!("GET /gone {agent}")), "{asked:?}");
        assert!(!asked.iter().any(|line| line.starts_with("GET /here")));
    }

    #[test]
    fn this_machine_is_not_asked_by_any_name() {
        let (own, asked) = site();
        let web = Web::new(None);
        let port = own.rsplit(':').next().expect("a port");
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
            let url = Url::parse(&format!("http://{host}:{port}/here")).expect("an address");
            assert_eq!(web.ask(Method::Get, &url), Err(Trouble::Private), "{host}");
        }
        assert_eq!(asked.lock().expect("the notes").len(), 0);
    }

    #[test]
    fn a_site_that_does_not_answer_is_no_missing_page() {
        let closed = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = closed.local_addr().expect("an address");
        drop(closed);
        let web = Web::within(None, |_| true);
        let url = Url::parse(&format!("http://{address}/")).expect("an address");
        let refused = web.ask(Method::Head, &url);
        assert!(matches!(refused, Err(Trouble::Broken(_))), "{refused:?}");
    }
}
