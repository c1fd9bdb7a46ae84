//! Whole themes: the built-in one, overrides of it, themes that extend it, and every way in which one can be wrong.

use super::*;
use crate::config::Limits;
use crate::language::messages::{Arguments, Message};
use crate::render::sample::{self, KINDS};
use crate::render::{Renderer, check};
use crate::schema::declared::builtin;
use crate::source::{LineIndex, Span};
use crate::yaml::{Node, NodeKind};

fn load(files: &[ThemeFile], name: &str, settings: &Value) -> Checked<Theme> {
    let languages: Vec<Arc<str>> = vec!["en".into(), "cy".into()];
    let code: (Arc<str>, Arc<[u8]>) = ("css/_code.css".into(), Arc::from(&b""[..]));
    let nothing = Node {
        span: Span::default(),
        kind: NodeKind::Map(Vec::new()),
    };
    let places = SettingPlaces::of(&SitePath::new("site.yaml"), &nothing, &[]);
    let options = Options {
        name,
        languages: &languages,
        settings,
        places: &places,
        base_path: "/network",
        extra_assets: &[code],
    };
    Theme::load(files, &options)
}

fn file(path: &str, text: &str) -> ThemeFile {
    ThemeFile {
        path: SitePath::new(path),
        bytes: text.as_bytes().into(),
    }
}

/// All that is found in a theme, as an author reads it: place, code, message, help.
fn found(files: &[ThemeFile], name: &str, settings: &Value) -> (Renderer, Vec<String>) {
    let mut all = Vec::new();
    let theme = Arc::new(load(files, name, settings).into_value(&mut all));
    let renderer = Renderer::new(theme, Limits::default()).into_value(&mut all);
    if all.is_empty() {
        all.extend(check::check(
            &renderer,
            builtin().types.values(),
            &Value::Null,
            &Value::Null,
        ));
    }
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let said = all.iter().map(|found| said(found, files)).collect();
    (renderer, said)
}

fn said(found: &Diagnostic, files: &[ThemeFile]) -> String {
    let source = files.iter().find(|file| file.path == found.place.file);
    let place = match (found.place.span, source) {
        (Some(span), Some(source)) => {
            let text = std::str::from_utf8(&source.bytes).expect("the tests' files are text");
            let index = LineIndex::new(text);
            let (start, end) = (index.locate(span.start), index.locate(span.end));
            format!(
                ":{}:{}-{}:{}",
                start.line, start.column, end.line, end.column
            )
        }
        _ => String::new(),
    };
    let help = found
        .help
        .as_ref()
        .map(|help| format!(" ({help})"))
        .unwrap_or_default();
    format!(
        "{}{place} {}: {}{help}",
        found.place.file, found.code.name, found.message
    )
}

fn hearth() -> Renderer {
    let (renderer, said) = found(&[], "hearth", &Value::Null);
    assert_eq!(said, Vec::<String>::new());
    renderer
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::from(
        entries
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect::<crate::schema::Values>(),
    )
}

#[test]
fn hearth_renders_everything_in_both_languages() {
    let renderer = hearth();
    for kind in KINDS {
        for lang in ["en", "cy"] {
            for view in [sample::full(kind, lang), sample::bare(kind, lang)] {
                let html = renderer.render(&view).expect("the sample renders");
                assert!(html.starts_with("<!doctype html>\n"), "{kind}");
                assert!(
                    html.contains(&format!("<html lang=\"{lang}\" dir=\"ltr\">")),
                    "{kind}"
                );
                if kind == "redirect" {
                    assert_eq!(
                        (html.matches("<h1").count(), html.matches("<a ").count()),
                        (0, 1)
                    );
                } else {
                    assert_eq!(html.matches("<h1").count(), 1, "{kind}");
                    assert_eq!(html.matches("<main ").count(), 1, "{kind}");
                    assert!(html.contains("href=\"/network/assets/css/site."), "{kind}");
                }
                well_formed(&html, kind);
            }
        }
    }
}

/// Every element that is opened is closed in its turn, every attribute is quoted, no script, style or handler stands inline,
/// no heading level is skipped, and every picture has its words.
fn well_formed(html: &str, kind: &str) {
    const VOID: [&str; 8] = [
        "meta", "link", "img", "br", "hr", "track", "input", "source",
    ];
    let mut open: Vec<&str> = Vec::new();
    let mut level = 0;
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag ends");
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{kind}: </{name}>");
            continue;
        }
        let name = tag
            .split_ascii_whitespace()
            .next()
            .expect("a tag has a name");
        let mut rest = tag[name.len()..].trim();
        while let Some((attribute, after)) = rest.split_once("=\"") {
            let attribute = attribute.split_ascii_whitespace().last().expect("a name");
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{kind}: {tag}"
            );
            rest = after.split_once('"').expect("a value ends").1;
        }
        assert!(!rest.contains('='), "{kind}: {tag}");
        match name {
            "style" => panic!("{kind}: a style stands inline"),
            "script" => assert!(
                tag.contains(" src=") || tag.contains("application/ld+json"),
                "{kind}"
            ),
            "img" => assert!(tag.contains(" alt="), "{kind}: {tag}"),
            "h1" | "h2" | "h3" | "h4" => {
                let next: usize = name[1..].parse().expect("a digit");
                assert!(next <= level + 1, "{kind}: {name} after level {level}");
                level = next;
            }
            _ => {}
        }
        // An element of SVG may close itself; one of HTML may not.
        let closes_itself = open.contains(&"svg") && tag.ends_with('/');
        if !VOID.contains(&name) && !closes_itself {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{kind}");
}

#[test]
fn hearth_has_no_word_outside_its_messages() {
    // Names that are the same in every language.
    const NAMES: [&str; 2] = ["DOI", "ORCID"];
    for file in hearth().theme().templates.values() {
        let mut plain = String::new();
        let mut rest = &*file.text;
        while let Some(at) = rest.find(['{', '<']) {
            plain.push_str(&rest[..at]);
            let close = match &rest.as_bytes()[at..] {
                [b'{', b'{', ..] => "}}",
                [b'{', b'%', ..] => "%}",
                [b'{', b'#', ..] => "#}",
                _ => ">",
            };
            // A tag may hold code that holds `>`; code is looked for first.
            let inside = &rest[at + 1..];
            let end = inside.find(close).expect("it ends");
            let code = inside[..end]
                .find("{%")
                .or_else(|| inside[..end].find("{{"));
            let skipped = match code.filter(|_| close == ">") {
                Some(code) => code,
                None => end + close.len(),
            };
            rest = &inside[skipped..];
            if code.is_some() && close == ">" {
                // The rest of the tag after its code is still inside the tag.
                let after_code = rest.find("}").expect("code ends") + 2;
                let tail = &rest[after_code..];
                rest = &tail[tail.find('>').map_or(0, |end| end + 1)..];
            }
        }
        plain.push_str(rest);
        for name in NAMES {
            plain = plain.replace(name, "");
        }
        let words: Vec<&str> = plain
            .split(|character: char| !character.is_alphabetic())
            .filter(|word| word.len() > 1)
            .collect();
        assert_eq!(words, Vec::<&str>::new(), "{}", file.path);
    }
}

#[test]
fn counted_messages_are_said_in_each_plural_form() {
    let renderer = hearth();
    let say = |lang: &str, key: &str, count| {
        let arguments = Arguments {
            count: Some(count),
            ..Arguments::default()
        };
        renderer.theme().messages[lang]
            .say(key, &arguments)
            .expect("a message")
    };
    let counts = [0, 1, 2, 3, 6, 20];
    assert_eq!(
        counts.map(|count| say("cy", "list.pages", count)),
        [
            "dim tudalennau",
            "1 dudalen",
            "2 dudalen",
            "3 tudalen",
            "6 thudalen",
            "20 tudalen"
        ]
    );
    assert_eq!(
        counts.map(|count| say("en", "list.pages", count)),
        [
            "0 pages", "1 page", "2 pages", "3 pages", "6 pages", "20 pages"
        ]
    );
    for (lang, forms) in [("en", 2), ("cy", 6)] {
        for (key, message) in renderer.theme().messages[lang].iter() {
            if let Message::Plural(by_category) = message {
                assert_eq!(by_category.len(), forms, "{lang} {key}");
            }
        }
    }
}

#[test]
fn a_site_overrides_one_file_and_keeps_the_rest() {
    let files = [
        file(
            "themes/hearth/templates/story.html",
            "<p>{{ page.title }}: {{ \"skip\" | t }} {{ \"story.learning\" | t }}</p>",
        ),
        file("themes/hearth/messages/en.yaml", "skip: Jump in\n"),
    ];
    let (renderer, said) = found(&files, "hearth", &Value::Null);
    assert_eq!(said, Vec::<String>::new());
    let story = renderer
        .render(&sample::full("story", "en"))
        .expect("renders");
    assert_eq!(
        story,
        "<p>The allotment key &amp; what it opened: Jump in What others could use</p>"
    );
    let page = renderer
        .render(&sample::full("page", "en"))
        .expect("renders");
    assert!(
        page.contains(">Jump in</a>")
            && page.contains("<h1>The allotment key &amp; what it opened</h1>")
    );
}

#[test]
fn a_theme_extends_another_with_its_own_colours_messages_and_directives() {
    let files = [
        file(
            "themes/kitchen/theme.yaml",
            "name: Kitchen\nextends: hearth\nsettings:\n  colours:\n    link: {light: \"#003366\"}\n  greeting: Come in\ndirectives:\n  recipe: {required: [serves], attributes: [time]}\n",
        ),
        file(
            "themes/kitchen/templates/piece.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ site.settings?.greeting or page.title }}</h1>{% endblock main %}",
        ),
        file(
            "themes/kitchen/templates/directives/recipe.html",
            "<div>{{ attributes.serves }}{{ body }}</div>",
        ),
        file(
            "themes/kitchen/messages/en.yaml",
            "search: {title: Look for}\n",
        ),
        file(
            "themes/kitchen/assets/css/extra.css",
            "p { color: #ff0000 }",
        ),
    ];
    let (renderer, said) = found(&files, "kitchen", &Value::Null);
    assert_eq!(said, Vec::<String>::new());
    let theme = renderer.theme();
    let css = theme.assets.get("css/site.css").expect("inherited");
    let css = String::from_utf8(css.bytes.to_vec()).expect("text");
    assert!(
        css.contains("--link:#036") && css.contains("--ink:#2a201b"),
        "{css}"
    );
    assert!(theme.assets.get("css/extra.css").is_some());
    assert_eq!(theme.settings.get("greeting"), Some(&text("Come in")));
    let recipe = theme.directives.get("recipe").expect("declared");
    assert_eq!(recipe.attributes.get("serves"), Some(&true));
    let piece = renderer
        .render(&sample::full("piece", "en"))
        .expect("renders");
    assert!(piece.contains(">Look for</a>"), "{piece}");
    let other = found(&[], "hearth", &Value::Null).0;
    let view = sample::full("story", "en");
    assert_ne!(other.hash(&view), renderer.hash(&view));
}

/// What is tried, the site's files, its theme and settings, and what is said.
type Case<'a> = (&'a str, &'a [ThemeFile], &'a str, Value, &'a [&'a str]);

#[test]
fn what_is_wrong_with_a_theme_is_said_at_its_place() {
    let cases: [Case<'_>; 7] = [
        (
            "no such theme",
            &[],
            "heart",
            Value::Null,
            &["site.yaml theme/unknown: there is no theme (look) `heart` (did you mean `hearth`?)"],
        ),
        (
            "a circle of themes",
            &[
                file("themes/a/theme.yaml", "name: A\nextends: b\n"),
                file("themes/b/theme.yaml", "name: B\nextends: a\n"),
            ],
            "a",
            Value::Null,
            &[
                "themes/b/theme.yaml:2:10-2:11 theme/extends: the theme (look) `a` extends itself (take one `extends` out of the circle)",
            ],
        ),
        (
            "fields",
            &[file(
                "themes/a/theme.yaml",
                "name: A\nextends: hearth\nsetings: {}\ninterface: 9\nsettings: red\n",
            )],
            "a",
            Value::Null,
            &[
                "themes/a/theme.yaml:3:1-3:8 theme/manifest: `theme.yaml` has no field `setings` (did you mean `settings`?)",
                "themes/a/theme.yaml:4:12-4:13 theme/interface: this theme (look) is made for interface `9`, and this Alongside has `1` (install a later Alongside, or take an earlier version of the theme)",
                "themes/a/theme.yaml:5:11-5:14 theme/manifest: `settings` must be names with values",
            ],
        ),
        (
            "a colour that is too pale",
            &[],
            "hearth",
            map([
                (
                    "colours",
                    map([("soft", map([("light", text("#b0a090"))]))]),
                ),
                ("colors", Value::Null),
            ]),
            &[
                "site.yaml theme/unknown-setting: the theme (look) has no setting `colors` (did you mean `colours`?)",
                "themes/hearth/theme.yaml theme/contrast: the colour `soft` (`#b0a090`) on `paper` (`#fcf8f1`) has a contrast of 2.40 in the light scheme, and needs 4.5 (make the one darker or the other lighter)",
                "themes/hearth/theme.yaml theme/contrast: the colour `soft` (`#b0a090`) on `panel` (`#f4eadb`) has a contrast of 2.13 in the light scheme, and needs 4.5 (make the one darker or the other lighter)",
            ],
        ),
        (
            "messages",
            &[
                file("themes/a/theme.yaml", "name: A\nextends: hearth\n"),
                file(
                    "themes/a/messages/en.yaml",
                    "welcome: Welcome\nlist:\n  pages: {one: One, other: [x]}\ndoors: {zero: None, other: Some}\n",
                ),
            ],
            "a",
            Value::Null,
            &[
                "themes/a/messages/en.yaml message/form: the message `doors` has no form `one`, which the language `en` needs (write a whole sentence for each plural form of the language)",
                "themes/a/messages/en.yaml:3:28-3:31 message/form: the message `list.pages.other` is a list (a message is one text, or one text for each plural form)",
                "themes/hearth/messages/cy.yaml theme/missing-message: the message `doors` is missing in the language `cy` (add it to `themes/a/messages/cy.yaml`)",
                "themes/hearth/messages/cy.yaml theme/missing-message: the message `list.pages.one` is missing in the language `cy` (add it to `themes/a/messages/cy.yaml`)",
                "themes/hearth/messages/cy.yaml theme/missing-message: the message `welcome` is missing in the language `cy` (add it to `themes/a/messages/cy.yaml`)",
            ],
        ),
        (
            "a style sheet",
            &[file(
                "themes/hearth/assets/css/site.css",
                "a { color: red }\n}} b {",
            )],
            "hearth",
            Value::Null,
            &[
                "themes/hearth/assets/css/site.css:2:1-2:2 theme/stylesheet: this style sheet is not CSS: Invalid empty selector (look for a bracket or a semicolon that is missing or too many)",
            ],
        ),
        (
            "not UTF-8",
            &[ThemeFile {
                path: SitePath::new("themes/hearth/templates/story.html"),
                bytes: Arc::from(&b"<p>\xff</p>"[..]),
            }],
            "hearth",
            Value::Null,
            &[
                "themes/hearth/templates/story.html file/not-utf8: the file `themes/hearth/templates/story.html` is not UTF-8 text (save it again as UTF-8)",
            ],
        ),
    ];
    for (name, files, theme, settings, expected) in &cases {
        let (_, said) = found(files, theme, settings);
        assert_eq!(said, *expected, "{name}");
    }
}

#[test]
fn what_is_wrong_with_a_template_is_said_at_its_place() {
    let cases: [(&str, &[&str]); 12] = [
        (
            "{% if page.title %}\nx",
            &[
                "1:20-2:2 template/syntax: unexpected end of input (templates are written in Tera 2: see its manual for the form of tags and expressions)",
            ],
        ),
        (
            "<p>{{ page.title | titel }}</p>",
            &["1:20-1:25 template/unknown-name: unknown filter `titel` (did you mean `title`?)"],
        ),
        (
            "<p>{{ asset(file=\"x\") }} {{ aset(path=\"x\") }}</p>",
            &["1:29-1:33 template/unknown-name: unknown function `aset` (did you mean `asset`?)"],
        ),
        (
            "{{ <lnik /> }}",
            &["1:5-1:9 template/unknown-name: unknown component `lnik` (did you mean `link`?)"],
        ),
        (
            "\n{% include \"partials/crad.html\" %}",
            &[
                "2:13-2:31 template/unknown-name: unknown template `partials/crad.html` (did you mean `partials/card.html`?)",
            ],
        ),
        (
            "{% extends \"bsae.html\" %}",
            &[
                "1:13-1:22 template/unknown-name: there is no template `bsae.html` to extend (did you mean `base.html`?)",
            ],
        ),
        (
            "ŷ {{ page.titel }}",
            &[
                "1:11-1:16 template/unknown-variable: `page` has no field `titel` (did you mean `title`?)",
            ],
        ),
        (
            "{% if page.term?.synonim %}x{% endif %}",
            &[
                "1:18-1:25 template/unknown-variable: `page.term` has no field `synonim` (did you mean `synonyms`?)",
            ],
        ),
        (
            "{{ pgae.title }}",
            &[
                "1:4-1:8 template/unknown-variable: `pgae` does not exist here (it was found on the page `/stories/s-7f3k2/`; write `or` or `if` where it may be missing)",
            ],
        ),
        (
            "{{ \"skpi\" | t }} {{ asset(path=\"css/sit.css\") }}",
            &[
                "1:5-1:9 template/unknown-name: there is no message `skpi` (did you mean `skip`?)",
                "1:33-1:44 theme/missing-asset: there is no asset `css/sit.css` (did you mean `css/site.css`?)",
            ],
        ),
        (
            "{% include \"story.html\" %}",
            &[
                "1:13-1:23 template/cycle: the template `story.html` leads back to itself (take one step out of the circle: `story.html` → `story.html`)",
            ],
        ),
        (
            "{% component again() %}{{ <again /> }}{% endcomponent again %}{{ <again /> }}",
            &[
                " template/cycle: a component that `story.html` uses calls itself without end (it was found on the page `/stories/s-7f3k2/`; let the component stop by an `if`)",
            ],
        ),
    ];
    for (template, expected) in cases {
        let path = "themes/hearth/templates/story.html";
        let (_, said) = found(&[file(path, template)], "hearth", &Value::Null);
        let said: Vec<&str> = said
            .iter()
            .map(|found| {
                found
                    .strip_prefix(path)
                    .expect("it is in the story's template")
                    .trim_start_matches(':')
            })
            .collect();
        assert_eq!(said, expected, "{template}");
    }
}
