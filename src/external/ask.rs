//! Asks other sites, politely: each address once, one question at a time to a site, and no more of a site that has had enough.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::reach;

/// How many sites are asked at a time: each waits for the network, and not for this machine. More at once looks like an attack to a
/// small router.
const AT_A_TIME: usize = 8;
/// The time between two questions to one site: four in a second are fewer than a page with pictures asks of its own.
const PAUSE: Duration = Duration::from_millis(250);
/// How often a site may send us on; browsers give up at 20, and no page that is meant to be read needs half of them.
const MOST_HOPS: usize = 10;
/// After so many questions that it left unanswered, a site is left alone: each costs as long as we wait, and a third silence tells
/// nothing new.
const MOST_SILENCES: usize = 2;

/// The way to other sites.
pub trait Network: Sync {
    /// Asks for one address and follows nothing.
    fn ask(&self, method: Method, url: &Url) -> Result<Reply, Trouble>;

    /// Lets some time go by.
    fn pause(&self, time: Duration);

    /// Whether an address of the network may be asked: by default, when every reader can reach it.
    fn may_reach(&self, address: IpAddr) -> bool {
        reach::is_public(address)
    }

    /// Whether a name is kept for examples, so that there is nobody to ask.
    fn is_nobodys(&self, url: &Url) -> bool {
        reach::is_nobodys(url)
    }
}

/// How an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Without the page itself.
    Head,
    /// With the page, for sites that do not answer the other.
    Get,
}

/// What a site answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Where it sends us, as written.
    pub location: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no site of this name.
    NoSite,
    /// The name leads into a private network.
    Private,
    /// The site took too long.
    TooSlow,
    /// The site's certificate has expired or is another site's, so browsers warn.
    BadCertificate,
    /// Anything else, in words that can follow "could not be checked:".
    Broken(String),
}

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is there.
    There,
    /// It is there, and has this address for good.
    Moved(Box<str>),
    /// The site says with this status that it is not there.
    Missing(u16),
    /// There is no such site.
    NoSite,
    /// The site cannot show who it is.
    BadCertificate,
    /// It lies in a private network or on this machine.
    Private,
    /// Nothing can be said.
    Unclear(Unclear),
}

/// Why nothing can be said of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unclear {
    /// The site answered with this status.
    Status(u16),
    /// It took too long.
    TooSlow,
    /// It sends us on and on.
    InCircles,
    /// Its name is kept for examples.
    NobodysName,
    /// Anything else, in words.
    Broken(String),
}

/// Asks for every address. The answers do not depend on the order in which sites are asked.
pub fn ask<'u>(
    urls: impl IntoIterator<Item = &'u Url>,
    network: &dyn Network,
) -> BTreeMap<Url, Answer> {
    let mut sites: BTreeMap<String, Vec<&Url>> = BTreeMap::new();
    for url in urls {
        let host = url.host_str().unwrap_or_default();
        sites.entry(host.to_owned()).or_default().push(url);
    }
    let mut sites: Vec<Vec<&Url>> = sites.into_values().collect();
    for urls in &mut sites {
        urls.sort();
        urls.dedup();
    }
    let answers = Mutex::new(BTreeMap::new());
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(urls) = sites.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = one_site(urls, network);
            answers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(found);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME.min(sites.len()) {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Asks one site for its addresses, one after the other.
fn one_site(urls: &[&Url], network: &dyn Network) -> Vec<(Url, Answer)> {
    let mut silences = 0;
    let mut enough: Option<Answer> = None;
    let mut answers = Vec::with_capacity(urls.len());
    for (number, url) in urls.iter().enumerate() {
        if let Some(answer) = &enough {
            answers.push(((*url).clone(), answer.clone()));
            continue;
        }
        if number > 0 {
            network.pause(PAUSE);
        }
        let answer = follow(url, network);
        silences += usize::from(answer == Answer::Unclear(Unclear::TooSlow));
        let is_enough = silences >= MOST_SILENCES
            || matches!(
                answer,
                Answer::NoSite | Answer::Unclear(Unclear::Status(429))
            );
        if is_enough {
            enough = Some(answer.clone());
        }
        answers.push(((*url).clone(), answer));
    }
    answers
}

/// Asks for one address and goes where it is sent.
fn follow(start: &Url, network: &dyn Network) -> Answer {
    let mut at = start.clone();
    let mut is_for_good = true;
    for _ in 0..=MOST_HOPS {
        if network.is_nobodys(&at) {
            return Answer::Unclear(Unclear::NobodysName);
        }
        if reach::is_private(&at, |address| network.may_reach(address)) {
            return Answer::Private;
        }
        let reply = match head_or_get(&at, network) {
            Ok(reply) => reply,
            Err(trouble) => return trouble.into(),
        };
        match (reply.status, reply.location) {
            (200..=299, _) if is_for_good && has_moved(start, &at) => {
                return Answer::Moved(at.as_str().into());
            }
            (200..=299, _) => return Answer::There,
            (404 | 410, _) => return Answer::Missing(reply.status),
            (status @ (301 | 302 | 303 | 307 | 308), Some(location)) => {
                let Ok(next) = at.join(&location) else {
                    return Answer::Unclear(Unclear::Status(status));
                };
                is_for_good &= matches!(status, 301 | 308);
                at = next;
                at.set_fragment(None);
                if !matches!(at.scheme(), "http" | "https") {
                    return Answer::Unclear(Unclear::Status(status));
                }
                network.pause(PAUSE);
            }
            (status, _) => return Answer::Unclear(Unclear::Status(status)),
        }
    }
    Answer::Unclear(Unclear::InCircles)
}

/// Asks without the page and, where that does not do, with it: some sites know no `HEAD`, and some lie about it.
fn head_or_get(url: &Url, network: &dyn Network) -> Result<Reply, Trouble> {
    match network.ask(Method::Head, url) {
        Ok(reply) if reply.status < 400 || reply.status == 429 => Ok(reply),
        Ok(_) | Err(Trouble::Broken(_)) => {
            network.pause(PAUSE);
            network.ask(Method::Get, url)
        }
        Err(trouble) => Err(trouble),
    }
}

/// Whether an author should write the new address: not for a closing `/`, and not where the site only notes who came.
fn has_moved(from: &Url, to: &Url) -> bool {
    let plain = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        let path = url.path().trim_end_matches('/').to_owned();
        (url.scheme().to_owned(), host, url.port(), path)
    };
    let has_new_query = to.query().is_some() && to.query() != from.query();
    plain(from) != plain(to) && !has_new_query
}

impl From<Trouble> for Answer {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::NoSite => Self::NoSite,
            Trouble::Private => Self::Private,
            Trouble::BadCertificate => Self::BadCertificate,
            Trouble::TooSlow => Self::Unclear(Unclear::TooSlow),
            Trouble::Broken(why) => Self::Unclear(Unclear::Broken(why)),
        }
    }
}
