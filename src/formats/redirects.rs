//! One table of redirects, and what is made of it: `_redirects` and the HTML pages for hosts that do not read it.
//!
//! The site's own redirects, the aliases of pages and the terms that were replaced all come here as [`Redirect`]s. Chains are
//! flattened, so that a reader is sent once; loops, doubles and addresses that a page already has are found. Everything that
//! reaches the file is percent-encoded, so that no address can hold a space or a new line and become a rule of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::redirect_address::{From, To};
use crate::diagnostic::{Checked, Diagnostic, Place, codes, suggest};
use crate::path::{UrlPath, portable};
use crate::redirect::Redirect;

/// What surrounds the redirects.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Every address of the site's output, with the file that it came from where an author wrote one.
    pub addresses: BTreeMap<UrlPath, Option<Place>>,
    /// The path of the base address, without a closing `/`: readers' browsers need it in front of a new address.
    pub base_path: String,
    /// The first parts of the addresses of the languages that have a 404 page of their own: `/cy`.
    pub language_prefixes: Vec<String>,
}

/// What is made of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirects {
    /// The text of `_redirects`.
    pub file: String,
    /// The pages to write for hosts that do not read `_redirects`, in the order of their addresses.
    pub fallbacks: Vec<Fallback>,
}

/// A page that sends its reader on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallback {
    /// The old address.
    pub from: UrlPath,
    /// The new address, encoded: root-relative with the base address's path, or whole.
    pub to: String,
}

/// Statuses that Netlify answers with, and that this generator lets a site use.
const STATUSES: [u16; 8] = [200, 301, 302, 303, 404, 410, 451, 308];

/// A redirect whose parts were read.
struct Rule<'a> {
    from: From,
    to: To,
    status: u16,
    written: &'a Redirect,
}

/// Makes the table of redirects.
pub fn redirects(table: &[Redirect], around: &Surroundings) -> Checked<Redirects> {
    let mut found = Vec::new();
    let taken = Taken::new(&around.addresses);
    let rules = read(table, &taken, &mut found);
    let rules = flatten(rules, &mut found);
    missing_targets(&rules, around, &mut found);
    Checked::new(write(&rules, &taken, around, &mut found), found)
}

/// The addresses of the site by the form in which two of them collide.
struct Taken<'a>(BTreeMap<String, (&'a UrlPath, Option<&'a Place>)>);

impl<'a> Taken<'a> {
    fn new(addresses: &'a BTreeMap<UrlPath, Option<Place>>) -> Self {
        let keyed = addresses
            .iter()
            .map(|(address, place)| (key(address), (address, place.as_ref())));
        Self(keyed.collect())
    }

    fn find(&self, address: &UrlPath) -> Option<(&'a UrlPath, Option<&'a Place>)> {
        self.0.get(&key(address)).copied()
    }
}

/// What two addresses share when a server takes one for the other: case, normal form and a closing `/` do not count.
fn key(address: &UrlPath) -> String {
    let key = address.collision_key();
    match key.strip_suffix("/index.html") {
        Some(folder) => folder.to_owned(),
        None => key.trim_end_matches('/').to_owned(),
    }
}

/// Reads the parts of each redirect; what cannot be used is reported and left out.
fn read<'a>(
    table: &'a [Redirect],
    taken: &Taken<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Rule<'a>> {
    let mut rules: Vec<Rule<'a>> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for written in table {
        let place = || written.place.clone();
        let from = From::read(&written.from).map_err(|(problem, help)| {
            let message = format!("the old address `{}` {problem}", shown(&written.from));
            found.push(Diagnostic::new(&codes::REDIRECT_ADDRESS, place(), message).help(help));
        });
        let to = To::read(&written.to).map_err(|(problem, help)| {
            let message = format!("the new address `{}` {problem}", shown(&written.to));
            found.push(
                Diagnostic::new(&codes::REDIRECT_TARGET, written.to_place.clone(), message)
                    .help(help),
            );
        });
        let known_status = STATUSES.contains(&written.status);
        if !known_status {
            found.push(
                Diagnostic::new(
                    &codes::REDIRECT_STATUS,
                    written.status_place.clone(),
                    format!("`{}` is no status that a redirect can have", written.status),
                )
                .help("use 301 for a lasting move, 302 for a passing one, or 410 for what is gone"),
            );
        }
        let (Ok(from), Ok(to), true) = (from, to, known_status) else {
            continue;
        };
        if let From::Exact(address) = &from
            && let Some((page, page_place)) = taken.find(address)
        {
            let mut problem = Diagnostic::new(
                &codes::REDIRECT_TAKEN,
                place(),
                format!(
                    "the old address `{}` is the address of {}",
                    shown(&written.from),
                    match page_place.is_none() && !page.as_str().ends_with('/') {
                        true => "a file that Alongside makes",
                        false => "a page",
                    }
                ),
            )
            .help("remove the redirect, or give the page another address");
            if let Some(page_place) = page_place {
                problem = problem.related(page_place.clone(), format!("this page is at `{page}`"));
            }
            found.push(problem);
            continue;
        }
        let name = from.key();
        if let Some(first) = seen.get(&name).map(|at| &rules[*at]) {
            if first.to != to || first.status != written.status {
                found.push(
                    Diagnostic::new(
                        &codes::REDIRECT_DUPLICATE,
                        place(),
                        format!(
                            "the old address `{}` is redirected twice",
                            shown(&written.from)
                        ),
                    )
                    .help("keep one of the two")
                    .related(
                        first.written.place.clone(),
                        format!("here it leads to `{}`", shown(&first.written.to)),
                    ),
                );
            }
            continue;
        }
        seen.insert(name, rules.len());
        rules.push(Rule {
            from,
            to,
            status: written.status,
            written,
        });
    }
    rules
}

/// Sends each redirect to where its chain ends. A loop is reported once, at its first redirect, and leads nowhere.
fn flatten<'a>(rules: Vec<Rule<'a>>, found: &mut Vec<Diagnostic>) -> Vec<Rule<'a>> {
    /// What is known of a rule.
    #[derive(Clone)]
    enum State {
        Unknown,
        OnTheWay,
        Ends(To, u16),
        Loops,
    }
    let by_key: BTreeMap<String, usize> = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| (rule.from.key(), at))
        .collect();
    let next = |at: usize| {
        let address = rules[at].to.address()?;
        let follows = (300..400).contains(&rules[at].status);
        let next = *by_key.get(&key(address)).filter(|_| follows)?;
        let sends_on = (300..400).contains(&rules[next].status);
        sends_on.then_some(next)
    };
    let mut states = vec![State::Unknown; rules.len()];
    for start in 0..rules.len() {
        let mut way = Vec::new();
        let mut at = start;
        let mut end = loop {
            match &states[at] {
                State::Unknown => {
                    states[at] = State::OnTheWay;
                    way.push(at);
                    match next(at) {
                        Some(following) => at = following,
                        None => break State::Ends(rules[at].to.clone(), rules[at].status),
                    }
                }
                State::OnTheWay => {
                    let first = way.iter().position(|step| *step == at).unwrap_or_default();
                    found.push(looping(&rules, &way[first..]));
                    break State::Loops;
                }
                known => break known.clone(),
            }
        };
        for at in way.into_iter().rev() {
            if let State::Ends(to, status) = &mut end {
                let passing = |status: u16| status == 302 || status == 303;
                if passing(rules[at].status) || !passing(*status) {
                    *status = rules[at].status;
                }
                *to = rules[at].to.ending_at(to);
            }
            states[at] = end.clone();
        }
    }
    rules
        .into_iter()
        .zip(states)
        .filter_map(|(rule, state)| match state {
            State::Ends(to, status) => Some(Rule { to, status, ..rule }),
            _ => None,
        })
        .collect()
}

fn looping(rules: &[Rule<'_>], around: &[usize]) -> Diagnostic {
    let first = *around
        .iter()
        .min()
        .expect("a loop has at least one redirect");
    let written = rules[first].written;
    let mut problem = Diagnostic::new(
        &codes::REDIRECT_LOOP,
        written.place.clone(),
        format!(
            "the redirect from `{}` leads back to itself",
            shown(&written.from)
        ),
    )
    .help("let one of these redirects lead to a page");
    for at in around.iter().filter(|at| **at != first) {
        let other = rules[*at].written;
        problem = problem.related(
            other.place.clone(),
            format!(
                "this one leads from `{}` to `{}`",
                shown(&other.from),
                shown(&other.to)
            ),
        );
    }
    problem
}

/// Suggestions are looked for this often only: each looks at every address.
const MOST_SUGGESTIONS: usize = 50;

/// Finds redirects into nothing. Of a chain only the last is at fault, and the one that is reported.
fn missing_targets(rules: &[Rule<'_>], around: &Surroundings, found: &mut Vec<Diagnostic>) {
    let patterns: BTreeSet<&str> = rules
        .iter()
        .filter_map(|rule| rule.from.pattern())
        .collect();
    let mut suggestions = 0;
    for rule in rules {
        let written = To::read(&rule.written.to).ok();
        let Some(address) = rule.to.address() else {
            continue;
        };
        let is_last = written.as_ref().and_then(To::address) == Some(address);
        if !is_last || address.as_str().contains(":splat") || exists(address, &patterns, around) {
            continue;
        }
        suggestions += 1;
        let nearest = (suggestions <= MOST_SUGGESTIONS).then(|| {
            let names = around.addresses.keys().map(UrlPath::as_str);
            suggest::did_you_mean(address.as_str(), names)
        });
        found.push(
            Diagnostic::new(
                &codes::REDIRECT_MISSING_TARGET,
                rule.written.to_place.clone(),
                format!(
                    "the new address `{}` is not in the site",
                    shown(address.as_str())
                ),
            )
            .help("give the address of a page, as it stands in the browser")
            .maybe_help(nearest.flatten()),
        );
    }
}

fn exists(address: &UrlPath, patterns: &BTreeSet<&str>, around: &Surroundings) -> bool {
    let text = address.as_str().trim_end_matches('/');
    around.addresses.contains_key(address)
        || around
            .addresses
            .contains_key(&UrlPath::new(&format!("{text}/")))
        || text
            .match_indices('/')
            .map(|(at, _)| &text[..at])
            .chain([text])
            .any(|parent| patterns.contains(parent))
}

fn write(
    rules: &[Rule<'_>],
    taken: &Taken<'_>,
    around: &Surroundings,
    found: &mut Vec<Diagnostic>,
) -> Redirects {
    let fallbacks = fallbacks(rules, taken, &around.base_path, found);
    let with_fallback: BTreeSet<String> = fallbacks.iter().map(|page| key(&page.from)).collect();
    let mut ordered: Vec<&Rule<'_>> = rules.iter().collect();
    ordered.sort_by_key(|rule| rule.from.order());
    let mut file = String::new();
    for rule in ordered {
        let from = rule.from.encoded();
        let forced =
            matches!(&rule.from, From::Exact(address) if with_fallback.contains(&key(address)));
        let to = match rule.status {
            300..400 => rule.to.encoded(&around.base_path),
            // These answer with a file of the site itself, which no browser asks for by the base address.
            _ => rule.to.encoded(""),
        };
        let mark = if forced { "!" } else { "" };
        file.push_str(&format!("{from} {to} {}{mark}\n", rule.status));
    }
    let mut prefixes: Vec<String> = around
        .language_prefixes
        .iter()
        .map(|prefix| UrlPath::new(prefix.trim_matches('/')).encoded())
        .filter(|prefix| prefix != "/")
        .collect();
    prefixes.sort_by_key(|prefix| {
        (
            std::cmp::Reverse(prefix.matches('/').count()),
            prefix.clone(),
        )
    });
    for prefix in prefixes {
        file.push_str(&format!("{prefix}/* {prefix}/404.html 404\n"));
    }
    Redirects { file, fallbacks }
}

/// The pages for hosts that do not read `_redirects`.
fn fallbacks(
    rules: &[Rule<'_>],
    taken: &Taken<'_>,
    base_path: &str,
    found: &mut Vec<Diagnostic>,
) -> Vec<Fallback> {
    let mut pages: BTreeMap<UrlPath, String> = BTreeMap::new();
    for rule in rules {
        if let From::Exact(address) = &rule.from
            && (300..400).contains(&rule.status)
            && let Some(page) = page_for(address)
        {
            // An old address is what it is: where no file can have it, the host's table alone sends its readers on.
            if portable::fault(page.output().as_str()).is_some() {
                found.push(no_page(rule));
                continue;
            }
            pages.insert(page, rule.to.encoded(base_path));
        }
    }
    let is_file = |address: &UrlPath| !address.as_str().ends_with('/');
    let files: BTreeSet<String> = pages.keys().filter(|page| is_file(page)).map(key).collect();
    // No folder can have the name of a file, so that nothing can lie at `/old.html/more/` beside `/old.html`.
    let below_file = |address: &UrlPath| {
        let text = address.as_str().trim_end_matches('/');
        text.match_indices('/').skip(1).any(|(at, _)| {
            let parent = UrlPath::new(&text[..at]);
            files.contains(&key(&parent))
                || taken.find(&parent).is_some_and(|(page, _)| is_file(page))
        })
    };
    pages
        .into_iter()
        .filter(|(from, _)| !below_file(from))
        .map(|(from, to)| Fallback { from, to })
        .collect()
}

/// The advice for an old address that no file can have.
fn no_page(rule: &Rule<'_>) -> Diagnostic {
    let message = format!(
        "the old address `{}` cannot be a file, so only hosts that read `_redirects` send its readers on",
        shown(&rule.written.from)
    );
    Diagnostic::new(
        &codes::REDIRECT_NO_PAGE,
        rule.written.place.clone(),
        message,
    )
    .help("leave it if your host reads `_redirects`; if not, take it away")
}

/// The address of the page that answers for `address`; none when a server would not send it as HTML.
fn page_for(address: &UrlPath) -> Option<UrlPath> {
    let text = address.as_str();
    let name = text.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        _ if name.is_empty() => Some(address.clone()),
        None => Some(UrlPath::new(&format!("{text}/"))),
        Some((_, ending)) => matches!(ending, "html" | "htm").then(|| address.clone()),
    }
}

/// An address for a message: control characters made visible, and not longer than a line.
fn shown(address: &str) -> String {
    let visible: String = address.chars().take(120).flat_map(visible).collect();
    if address.chars().nth(120).is_some() {
        format!("{visible}…")
    } else {
        visible
    }
}

fn visible(character: char) -> Vec<char> {
    if character.is_control() {
        character.escape_default().collect()
    } else {
        vec![character]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;
    use crate::source::Span;

    fn redirect(at: usize, from: &str, to: &str, status: u16) -> Redirect {
        Redirect {
            from: from.into(),
            to: to.into(),
            status,
            place: Place::at(&SitePath::new("site.yaml"), Span::new(at, at + 1)),
            to_place: Place::at(&SitePath::new("site.yaml"), Span::new(at, at + 1)),
            status_place: Place::at(&SitePath::new("site.yaml"), Span::new(at, at + 1)),
        }
    }

    fn table(rows: &[(&str, &str)]) -> Vec<Redirect> {
        rows.iter()
            .enumerate()
            .map(|(at, (from, to))| redirect(at, from, to, 301))
            .collect()
    }

    fn around(addresses: &[&str]) -> Surroundings {
        let page = Place::file(&SitePath::new("content/a.md"));
        Surroundings {
            addresses: addresses
                .iter()
                .map(|address| (UrlPath::new(address), Some(page.clone())))
                .collect(),
            ..Surroundings::default()
        }
    }

    /// The findings as `code: message`, with the lines that are related.
    fn findings(checked: &Checked<Redirects>) -> Vec<String> {
        let mut lines = Vec::new();
        for problem in &checked.diagnostics {
            assert!(problem.help.is_some(), "{} has help", problem.message);
            lines.push(format!("{}: {}", problem.code.name, problem.message));
            lines.extend(
                problem
                    .related
                    .iter()
                    .map(|other| format!("  {}", other.message)),
            );
        }
        lines
    }

    #[test]
    fn the_most_specific_rule_is_first_and_404_pages_are_last() {
        let mut surroundings = around(&["/a/", "/themes/trust/", "/tŷ bach/", "/410.html"]);
        surroundings.language_prefixes = vec!["/cy".into(), "/".into(), String::new()];
        surroundings.base_path = "/sub".into();
        let mut rows = table(&[
            ("/blog/*", "/a/:splat"),
            ("/blog/old/*", "https://other.example/x y?q=1#top"),
            ("/topics/trust/", "/themes/trust/?from=old"),
            ("/toiled/", "/t%C5%B7 bach/"),
            ("/1:2*/x", "/a"),
        ]);
        rows[4].from = "/1:2/".into();
        rows.push(redirect(9, "/withdrawn/", "/410.html", 410));
        let made = redirects(&rows, &surroundings);
        assert_eq!(
            findings(&made),
            [
                "redirect/no-page: the old address `/1:2/` cannot be a file, so only hosts that read `_redirects` send its readers on"
            ]
        );
        assert_eq!(
            made.value.file,
            "/1%3A2/ /sub/a 301\n\
             /toiled/ /sub/t%C5%B7%20bach/ 301!\n\
             /topics/trust/ /sub/themes/trust/?from=old 301!\n\
             /withdrawn/ /410.html 410\n\
             /blog/old/* https://other.example/x%20y?q=1#top 301\n\
             /blog/* /sub/a/:splat 301\n\
             /cy/* /cy/404.html 404\n"
        );
        let fallbacks: Vec<_> = made
            .value
            .fallbacks
            .iter()
            .map(|fallback| (fallback.from.as_str(), &*fallback.to))
            .collect();
        assert_eq!(
            fallbacks,
            [
                ("/toiled/", "/sub/t%C5%B7%20bach/"),
                ("/topics/trust/", "/sub/themes/trust/?from=old"),
            ]
        );
    }

    #[test]
    fn a_chain_is_one_step_and_a_passing_step_makes_all_of_it_passing() {
        let mut rows = table(&[
            ("/one/", "/two#part"),
            ("/two/", "/three/"),
            ("/three", "/a/"),
            ("/own/", "/two/?q#own"),
        ]);
        let made = redirects(&rows, &around(&["/a/"]));
        assert_eq!(findings(&made), [""; 0]);
        assert_eq!(
            made.value.file,
            "/one/ /a/#part 301!\n/own/ /a/?q#own 301!\n/three /a/ 301!\n/two/ /a/ 301!\n"
        );
        rows[1].status = 302;
        assert_eq!(
            redirects(&rows, &around(&["/a/"])).value.file,
            "/one/ /a/#part 302!\n/own/ /a/?q#own 302!\n/three /a/ 301!\n/two/ /a/ 302!\n"
        );
    }

    #[test]
    fn a_loop_is_one_finding_and_no_rule() {
        let rows = table(&[
            ("/in/", "/one/"),
            ("/one/", "/two/"),
            ("/two/", "/one/"),
            ("/self/", "/self/#x"),
            ("/b/", "/a/"),
        ]);
        let made = redirects(&rows, &around(&["/a/"]));
        assert_eq!(
            findings(&made),
            [
                "redirect/loop: the redirect from `/one/` leads back to itself",
                "  this one leads from `/two/` to `/one/`",
                "redirect/loop: the redirect from `/self/` leads back to itself",
            ]
        );
        assert_eq!(made.value.file, "/b/ /a/ 301!\n");
    }

    #[test]
    fn what_cannot_be_a_redirect_is_said_and_left_out() {
        for (from, to, expected) in [
            (
                "old",
                "/a/",
                "redirect/address: the old address `old` is not an address inside the site",
            ),
            (
                "https://b.example/",
                "/a/",
                "redirect/address: the old address `https://b.example/` is not an address inside the site",
            ),
            (
                "//b.example/",
                "/a/",
                "redirect/address: the old address `//b.example/` would lead to another site",
            ),
            (
                "/a/../../etc/",
                "/a/",
                "redirect/address: the old address `/a/../../etc/` climbs with `.` or `..`",
            ),
            (
                "/%2e%2e/",
                "/a/",
                "redirect/address: the old address `/%2e%2e/` climbs with `.` or `..`",
            ),
            (
                "/x%0a/* /y 200",
                "/a/",
                "redirect/address: the old address `/x%0a/* /y 200` has a new line or another control character",
            ),
            (
                "/x\n/* /y 200",
                "/a/",
                "redirect/address: the old address `/x\\n/* /y 200` has a new line or another control character",
            ),
            (
                "/x%/",
                "/a/",
                "redirect/address: the old address `/x%/` has a `%` that is not followed by the two digits of a character",
            ),
            (
                "/x%ff/",
                "/a/",
                "redirect/address: the old address `/x%ff/` has a `%` that is not followed by the two digits of a character",
            ),
            (
                "/x*/",
                "/a/",
                "redirect/address: the old address `/x*/` has a `*` that is not its last part",
            ),
            (
                "/x?y=1",
                "/a/",
                "redirect/address: the old address `/x?y=1` has a query or an anchor, which a redirect cannot tell apart",
            ),
            (
                "/.netlify/x",
                "/a/",
                "redirect/address: the old address `/.netlify/x` belongs to the host",
            ),
            (
                "/x/",
                "javascript:alert(1)",
                "redirect/target: the new address `javascript:alert(1)` is not an address inside the site",
            ),
            (
                "/x/",
                "//b.example/",
                "redirect/target: the new address `//b.example/` would lead to another site",
            ),
            (
                "/x/",
                "/\\b.example/",
                "redirect/target: the new address `/\\b.example/` would lead to another site",
            ),
            (
                "/x/",
                "/a/?q\r\n/* /y",
                "redirect/target: the new address `/a/?q\\r\\n/* /y` has a new line or another control character",
            ),
            (
                "/x/",
                "https://",
                "redirect/target: the new address `https://` has no host that can be written in a rule",
            ),
            (
                "/x/",
                "https://a@b.example/",
                "redirect/target: the new address `https://a@b.example/` has no host that can be written in a rule",
            ),
        ] {
            let made = redirects(&table(&[(from, to)]), &around(&["/a/"]));
            assert_eq!(findings(&made), [expected], "{from:?} {to:?}");
            assert_eq!(made.value, Redirects::default());
        }
        let made = redirects(&[redirect(0, "/x/", "/a/", 307)], &around(&["/a/"]));
        assert_eq!(
            findings(&made),
            ["redirect/status: `307` is no status that a redirect can have"]
        );
    }

    #[test]
    fn every_rule_is_one_line_of_three_parts() {
        let rows = table(&[
            ("/a b\u{a0}c/", "/a/#x y"),
            ("/d\u{2028}e/", "/a/?\u{2029}"),
            ("/f/g h/*", "/a/"),
        ]);
        let made = redirects(&rows, &around(&["/a/"]));
        assert_eq!(findings(&made), [""; 0]);
        assert_eq!(made.value.file.lines().count(), 3);
        for line in made.value.file.lines() {
            assert!(
                line.is_ascii() && line.split_whitespace().count() == 3,
                "{line}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_no_rule_is_more_than_its_line(
            rows in proptest::collection::vec(("/?[/a-z:*#?% \\PC]{0,12}", "(/|https://)?[/a-z.:*#?%! \\PC\n]{0,12}"), 0..8)
        ) {
            let rows: Vec<_> = rows.iter().map(|(from, to)| (&**from, &**to)).collect();
            let made = redirects(&table(&rows), &around(&["/a/"])).value;
            for line in made.file.lines() {
                let parts: Vec<_> = line.split_whitespace().collect();
                let [from, to, status] = parts[..] else {
                    panic!("{line:?} is no rule");
                };
                assert!(line.is_ascii() && line.len() == from.len() + to.len() + status.len() + 2, "{line:?}");
                assert!(from.starts_with('/') && !from.contains(['#', '?', ':']), "{line:?}");
                assert!(to.starts_with("https://") || to.starts_with('/') && !to.starts_with("//"), "{line:?}");
                assert!(matches!(status, "301" | "301!"), "{line:?}");
            }
        }
    }

    #[test]
    fn an_old_address_is_free_and_has_one_new_one() {
        let rows = table(&[
            ("/old/", "/a/"),
            ("/old", "/b/"),
            ("/old/", "/a/"),
            ("/B/", "/a/"),
            ("/new/", "/thames/"),
        ]);
        let made = redirects(&rows, &around(&["/a/", "/b/", "/themes/"]));
        assert_eq!(
            findings(&made),
            [
                "redirect/duplicate: the old address `/old` is redirected twice",
                "  here it leads to `/a/`",
                "redirect/taken: the old address `/B/` is the address of a page",
                "  this page is at `/b/`",
                "redirect/missing-target: the new address `/thames/` is not in the site",
            ]
        );
        let help = made.diagnostics[2].help.as_deref();
        assert_eq!(help, Some("did you mean `/themes/`?"));
    }

    #[test]
    fn only_the_last_step_of_a_chain_is_at_fault_and_a_pattern_is_somewhere() {
        let rows = table(&[
            ("/one/", "/two/"),
            ("/two/", "/gone/"),
            ("/x/", "/moved/y/"),
            ("/moved/*", "/a/"),
        ]);
        let made = redirects(&rows, &around(&["/a/"]));
        assert_eq!(
            findings(&made),
            ["redirect/missing-target: the new address `/gone/` is not in the site"]
        );
        assert_eq!(made.diagnostics[0].place, rows[1].place);
    }

    #[test]
    fn no_fallback_lies_below_a_file() {
        let rows = table(&[
            ("/a.pdf/old/", "/a/"),
            ("/b.html/old/", "/a/"),
            ("/b.html", "/a/"),
            ("/c.php", "/a/"),
            ("/d", "/a/"),
        ]);
        let made = redirects(&rows, &around(&["/a/", "/a.pdf"]));
        assert_eq!(
            made.value.file,
            "/a.pdf/old/ /a/ 301\n/b.html /a/ 301!\n/b.html/old/ /a/ 301\n/c.php /a/ 301\n/d /a/ 301!\n"
        );
        let pages: Vec<_> = made
            .value
            .fallbacks
            .iter()
            .map(|page| page.from.as_str())
            .collect();
        assert_eq!(pages, ["/b.html", "/d/"]);
    }

    #[test]
    fn a_long_chain_and_many_lost_targets_are_quick() {
        let count = 20_000;
        let chain: Vec<_> = (0..count)
            .map(|at| redirect(at, &format!("/{at}/"), &format!("/{}/", at + 1), 301))
            .collect();
        let surroundings = around(&[&*format!("/{count}/")]);
        let made = redirects(&chain, &surroundings);
        assert_eq!(made.diagnostics, []);
        assert!(
            made.value
                .file
                .lines()
                .all(|line| line.contains(" /20000/ "))
        );
        let lost: Vec<_> = (0..count)
            .map(|at| redirect(at, &format!("/{at}/"), "/nowhere/", 301))
            .collect();
        assert_eq!(redirects(&lost, &surroundings).diagnostics.len(), count);
    }
}
