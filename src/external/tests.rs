//! Other sites as a script of answers: what is asked of them, and what an author is told.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use url::Url;

use super::{Answer, Known, Method, Network, Reply, Trouble, Unclear, ask};

/// Sites that answer as a test says; whatever else is asked for is not there.
#[derive(Default)]
struct Script {
    answers: BTreeMap<&'static str, Result<Reply, Trouble>>,
    asked: Mutex<Vec<String>>,
}

impl Script {
    fn status(self, request: &'static str, status: u16) -> Self {
        self.reply(request, status, None)
    }

    fn sends(self, request: &'static str, status: u16, to: &str) -> Self {
        self.reply(request, status, Some(to.to_owned()))
    }

    fn reply(mut self, request: &'static str, status: u16, location: Option<String>) -> Self {
        self.answers.insert(request, Ok(Reply { status, location }));
        self
    }

    fn fails(mut self, request: &'static str, trouble: Trouble) -> Self {
        self.answers.insert(request, Err(trouble));
        self
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the notes").clone()
    }
}

impl Network for Script {
    fn ask(&self, method: Method, url: &Url) -> Result<Reply, Trouble> {
        let request = format!("{method:?} {url}");
        self.asked.lock().expect("the notes").push(request.clone());
        self.answers.get(&*request).cloned().unwrap_or(Ok(Reply {
            status: 404,
            location: None,
        }))
    }

    fn pause(&self, _time: Duration) {}
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("an address")
}

fn one(script: &Script, address: &str) -> Answer {
    let url = url(address);
    ask([&url], script).remove(&url).expect("an answer")
}

#[test]
fn a_page_is_missing_only_when_the_site_says_so_of_the_page_itself() {
    let script = Script::default()
        .status("Head https://a.wales/page", 200)
        .status("Head https://a.wales/liar", 404)
        .status("Get https://a.wales/liar", 200)
        .status("Head https://a.wales/gone", 405)
        .status("Get https://a.wales/gone", 410)
        .fails(
            "Head https://a.wales/rude",
            Trouble::Broken("closed".into()),
        )
        .status("Get https://a.wales/rude", 206);
    for (path, answer) in [
        ("page", Answer::There),
        ("liar", Answer::There),
        ("rude", Answer::There),
        ("nowhere", Answer::Missing(404)),
        ("gone", Answer::Missing(410)),
    ] {
        assert_eq!(
            one(&script, &format!("https://a.wales/{path}")),
            answer,
            "{path}"
        );
    }
}

#[test]
fn a_site_that_turns_programs_away_has_told_nothing() {
    for status in [401, 403, 405, 429, 500, 503, 999] {
        let script = Script::default()
            .status("Head https://a.wales/", status)
            .status("Get https://a.wales/", status);
        let unclear = Answer::Unclear(Unclear::Status(status));
        assert_eq!(one(&script, "https://a.wales/"), unclear);
    }
}

#[test]
fn only_what_moved_for_good_is_told() {
    let script = Script::default()
        .sends("Head http://a.wales/", 301, "https://a.wales/")
        .status("Head https://a.wales/", 200)
        .sends("Head https://a.wales/slash", 301, "/slash/")
        .status("Head https://a.wales/slash/", 200)
        .sends("Head https://a.wales/twice", 308, "once")
        .sends("Head https://a.wales/once", 302, "/slash/")
        .sends("Head https://a.wales/login", 301, "/in?from=login")
        .status("Head https://a.wales/in?from=login", 200)
        .sends("Head https://a.wales/lost", 301, "/nowhere")
        .sends("Head https://a.wales/inward", 301, "http://192.168.0.1/")
        .sends("Head https://a.wales/post", 301, "mailto:a@a.wales");
    for (from, answer) in [
        ("http://a.wales/", Answer::Moved("https://a.wales/".into())),
        ("https://a.wales/slash", Answer::There),
        ("https://a.wales/twice", Answer::There),
        ("https://a.wales/login", Answer::There),
        ("https://a.wales/lost", Answer::Missing(404)),
        ("https://a.wales/inward", Answer::Private),
        (
            "https://a.wales/post",
            Answer::Unclear(Unclear::Status(301)),
        ),
    ] {
        assert_eq!(one(&script, from), answer, "{from}");
    }
    assert!(!script.asked().iter().any(|asked| asked.contains("192.168")));
}

#[test]
fn whoever_sends_us_in_circles_is_left() {
    let script = Script::default().sends("Head https://a.wales/", 302, "/");
    assert_eq!(
        one(&script, "https://a.wales/"),
        Answer::Unclear(Unclear::InCircles)
    );
    assert_eq!(script.asked().len(), 11);
}

#[test]
fn each_address_is_asked_once_and_a_site_that_has_had_enough_no_more() {
    let script = Script::default()
        .fails("Head https://closed.wales/1", Trouble::NoSite)
        .status("Head https://busy.wales/1", 429)
        .status("Head https://here.wales/", 200)
        .fails("Head https://slow.wales/1", Trouble::TooSlow)
        .fails("Head https://slow.wales/2", Trouble::TooSlow);
    let urls: Vec<Url> = [
        "https://closed.wales/1",
        "https://closed.wales/2",
        "https://busy.wales/1",
        "https://busy.wales/2",
        "https://here.wales/",
        "https://here.wales/",
        "https://slow.wales/1",
        "https://slow.wales/2",
        "https://slow.wales/3",
        "https://network.example/",
        "http://localhost:4321/",
    ]
    .map(url)
    .into();
    let answers = ask(&urls, &script);
    let answer = |text: &str| &answers[&url(text)];
    assert_eq!(answer("https://closed.wales/2"), &Answer::NoSite);
    assert_eq!(
        answer("https://busy.wales/2"),
        &Answer::Unclear(Unclear::Status(429))
    );
    assert_eq!(
        answer("https://slow.wales/3"),
        &Answer::Unclear(Unclear::TooSlow)
    );
    assert_eq!(
        answer("https://network.example/"),
        &Answer::Unclear(Unclear::NobodysName)
    );
    assert_eq!(answer("http://localhost:4321/"), &Answer::Private);
    let mut asked = script.asked();
    asked.sort();
    assert_eq!(
        asked,
        [
            "Head https://busy.wales/1",
            "Head https://closed.wales/1",
            "Head https://here.wales/",
            "Head https://slow.wales/1",
            "Head https://slow.wales/2",
        ]
    );
}

#[test]
fn answers_are_kept_for_a_day_and_doubts_for_an_hour() {
    let (there, slow) = (url("https://a.wales/"), url("https://b.wales/"));
    let answers = BTreeMap::from([
        (there.clone(), Answer::There),
        (slow.clone(), Answer::Unclear(Unclear::TooSlow)),
    ]);
    let time = |text: &str| text.parse().expect("a time");
    let mut known = Known::default();
    known.add(&answers, time("2026-11-22T12:00:00Z"));
    let mut known = Known::read(&known.text());
    for (now, is_there, is_slow) in [
        ("2026-11-22T12:59:59Z", true, true),
        ("2026-11-22T13:00:00Z", true, false),
        ("2026-11-23T12:00:00Z", false, false),
        // The clock was put back: what is of the future is not known.
        ("2026-11-22T11:59:59Z", false, false),
    ] {
        assert_eq!(known.get(&there, time(now)).is_some(), is_there, "{now}");
        assert_eq!(known.get(&slow, time(now)).is_some(), is_slow, "{now}");
    }
    known.add(&BTreeMap::new(), time("2026-11-25T12:00:00Z"));
    assert!(!known.text().contains("a.wales"));
    for broken in ["", "{", "[]", r#"{"form":0,"answers":{}}"#] {
        assert_eq!(Known::read(broken), Known::default(), "{broken}");
    }
}
