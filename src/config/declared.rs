//! From `site.yaml` to [`Config`]: its shape is checked by the declarations of `site-schema.yaml`, then each name in it is
//! resolved and every default filled in.
//!
//! Mistakes never stop the reading: a configuration always comes out, beside what was found. Nothing here reads a file.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::Extras;
use super::site::{Site, whole};
use super::{
    Cards, Config, Language, Limits, MarkdownOptions, MenuEntry, delivery, fields_from, languages,
    rules, types,
};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::path::SitePath;
use crate::schema::Pattern;
use crate::schema::declared::Reader;
use crate::schema::validate::{Context, FieldCodes, validate};
use crate::schema::{Fields, Localised, Value, Values};
use crate::source::Span;
use crate::yaml::{self, Node, NodeKind, SettingPlaces};

/// The fields of `site.yaml`, as their data declares them.
pub fn site_fields() -> &'static Fields {
    static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
        let (fields, problems) = read_site_fields();
        debug_assert!(
            problems.is_empty(),
            "the shape of site.yaml is sound: {problems:?}"
        );
        fields
    });
    &FIELDS
}

fn read_site_fields() -> (Fields, Vec<Diagnostic>) {
    let text = include_str!("site-schema.yaml");
    let file = SitePath::new("site-schema.yaml");
    let mut sink = Vec::new();
    let root = yaml::parse(text, 0, yaml::Budget::for_data(text.len())).report(&file, &mut sink);
    let mut fields = Fields::default();
    if let Some(root) = &root {
        Reader::new(&file, &mut sink).fields(root, &mut fields);
    }
    (fields, sink)
}

/// Reads the text of `site.yaml`.
pub fn parse(file: &SitePath, text: &str) -> Checked<Config> {
    let parsed = yaml::parse(text, 0, yaml::Budget::FRONT_MATTER);
    let broken = parsed.is_broken();
    let mut sink = Vec::new();
    let tree = parsed.report(file, &mut sink).unwrap_or(Node {
        span: Span::default(),
        kind: NodeKind::Map(Vec::new()),
    });
    let mut site = Site {
        file,
        tree: &tree,
        values: Values::default(),
        sink: &mut sink,
    };
    site.validate(broken);
    let config = site.resolve();
    Checked::new(config, sink)
}

impl Site<'_> {
    fn validate(&mut self, broken: bool) {
        if !matches!(self.tree.kind, NodeKind::Map(_)) && !self.tree.is_empty() {
            self.report(
                &codes::CONFIG_WRONG_KIND,
                self.tree.span,
                "`site.yaml` is not settings with values".into(),
                Some("write each setting as `name: value`, for example `title: My network`".into()),
            );
            return;
        }
        let context = Context {
            file: self.file,
            timezone: &TimeZone::UTC,
            owner: "`site.yaml`",
            codes: &FieldCodes::CONFIG,
        };
        self.values = validate(self.tree, site_fields(), false, context, self.sink);
        if !broken && !self.values.contains_key("title") {
            self.report(
                &codes::CONFIG_MISSING_FIELD,
                Span::default(),
                "the site has no `title`".into(),
                Some("add `title: ` with the site's name".into()),
            );
        }
    }

    fn resolve(mut self) -> Config {
        let languages = self.languages();
        let title = self.localised_at(&["title"], &languages);
        let description = self.localised_at(&["description"], &languages);
        let base_url = self.base_url();
        let timezone = self.timezone();
        let (taxonomies, types) = types::resolve(&mut self, &languages);
        let menus = self.menus(&languages);
        let redirects = delivery::redirects(&self);
        let headers = delivery::headers(&mut self);
        let csp = delivery::csp(&mut self);
        let rules = rules::resolve(&mut self);
        let fields_from = fields_from::resolve(&mut self, &types, taxonomies.keys().cloned());
        let default_language_in_path = self.truth("default_language_in_path", false);
        let text = |name: &str, default: &str| {
            Arc::from(
                self.values
                    .get(name)
                    .and_then(Value::as_text)
                    .unwrap_or(default),
            )
        };
        let theme = text("theme", "hearth");
        let consent_pattern = self.consent_pattern();
        let taken = |name: &str| self.values.get(name).cloned().unwrap_or_default();
        let images = self.values.get("images");
        let avif = images.and_then(|images| images.get("avif"));
        let extras = Extras {
            index_json: self.truth("index_json", true),
            markdown_copies: self.truth("markdown_copies", false),
            llms_txt: self.truth("llms_txt", false),
            avif: avif.and_then(Value::as_bool).unwrap_or(true),
        };
        let smart_punctuation = self
            .values
            .get("markdown")
            .and_then(|markdown| markdown.get("smart_punctuation"))
            .and_then(Value::as_bool)
            .unwrap_or(true);
        Config {
            title,
            description,
            base_url,
            default_language_in_path,
            timezone,
            theme,
            theme_settings: taken("theme_settings"),
            taxonomies,
            types,
            menus,
            search: self.truth("search", true),
            redirects,
            headers,
            csp,
            rules,
            fields_from,
            consent_pattern,
            markdown: MarkdownOptions {
                smart_punctuation,
                extensions: true,
                heading_ids: true,
            },
            paginate: whole(self.values.get("paginate")).unwrap_or(20),
            cards: match self.values.get("cards") {
                Some(Value::Bool(false)) => Cards::Off,
                Some(value) if value.as_text() == Some("pages") => Cards::Pages,
                _ => Cards::Types,
            },
            limits: self.limits(),
            extras,
            extra: taken("extra"),
            places: SettingPlaces::of(
                self.file,
                self.tree,
                &[
                    "base_url",
                    "theme",
                    "theme_settings",
                    "taxonomies",
                    "headers",
                    "csp",
                ],
            ),
            languages,
        }
    }

    fn limits(&self) -> Limits {
        let given = self.values.get("limits");
        let limit = |name: &str, default: u64| {
            let value = given.and_then(|limits| limits.get(name));
            whole(value).map_or(default, |limit| limit as u64)
        };
        let default = Limits::default();
        Limits {
            render_steps: limit("render_steps", default.render_steps),
            render_bytes: limit("render_bytes", default.render_bytes),
        }
    }

    /// The form of an identifier of a record of consent; the built-in one where the site's own is none.
    fn consent_pattern(&mut self) -> Pattern {
        const BUILT_IN: &str = "c-[A-Za-z0-9]{4,}";
        let written = self.entry(&["consent", "pattern"]);
        let own = written.and_then(|(_, node)| Some((node.span, Pattern::new(node.text()?))));
        match own {
            Some((_, Ok(pattern))) => return pattern,
            Some((span, Err(problem))) => self.report(
                &codes::CONFIG_VALUE,
                span,
                format!("this is no regular expression: {problem}"),
                Some(format!("for example `pattern: {BUILT_IN}`")),
            ),
            None => {}
        }
        Pattern::new(BUILT_IN).expect("the built-in pattern is a regular expression")
    }

    fn languages(&mut self) -> IndexMap<Arc<str>, Language> {
        let in_path = self.truth("default_language_in_path", false);
        let mut written: Vec<(Arc<str>, Span, Option<&Node>)> = Vec::new();
        match self.entry(&["languages"]).map(|(_, node)| node) {
            Some(Node {
                kind: NodeKind::List(items),
                ..
            }) => {
                for item in items {
                    if let Some(text) = item.text() {
                        written.push((text.trim().into(), item.span, None));
                    }
                }
            }
            Some(Node {
                kind: NodeKind::Map(entries),
                ..
            }) => {
                for (key, node) in entries {
                    written.push(((&*key.text).into(), key.span, Some(node)));
                }
            }
            Some(node) => {
                if let Some(text) = node.text() {
                    written.push((text.trim().into(), node.span, None));
                }
            }
            None => {}
        }
        let mut found = IndexMap::new();
        for (name, span, settings) in written {
            if let Err((message, help)) = languages::check(&name) {
                self.report(&codes::CONFIG_UNKNOWN_WORD, span, message, help);
                continue;
            }
            if found.contains_key(&name) {
                let message = format!("the language {} is given twice", code(&name));
                self.report(
                    &codes::CONFIG_VALUE,
                    span,
                    message,
                    Some("keep one of the two".into()),
                );
                continue;
            }
            let setting = |key: &str| settings.and_then(|node| node.get(key)).and_then(Node::text);
            let prefix = if found.is_empty() && !in_path {
                "".into()
            } else {
                format!("/{name}").into()
            };
            let language = Language {
                label: setting("label")
                    .map_or_else(|| languages::own_name(&name).into(), Arc::from),
                show_unreviewed: setting("unreviewed") == Some("show"),
                prefix,
                code: name.clone(),
            };
            found.insert(name, language);
        }
        if found.is_empty() {
            let name: Arc<str> = "en".into();
            let language = Language {
                code: name.clone(),
                label: languages::own_name(&name).into(),
                show_unreviewed: false,
                prefix: if in_path { "/en".into() } else { "".into() },
            };
            found.insert(name, language);
        }
        found
    }

    fn base_url(&mut self) -> Option<Arc<str>> {
        let (_, node) = self.entry(&["base_url"])?;
        let text = node.text()?.trim();
        match check_base_url(text) {
            Ok(url) => Some(url.into()),
            Err(help) => {
                let message = format!("{} cannot be the site's address", code(text));
                self.report(&codes::CONFIG_VALUE, node.span, message, Some(help.into()));
                None
            }
        }
    }

    fn timezone(&mut self) -> TimeZone {
        let Some((_, node)) = self.entry(&["timezone"]) else {
            return TimeZone::UTC;
        };
        let Some(name) = node.text() else {
            return TimeZone::UTC;
        };
        let zones = TimeZoneDatabase::bundled();
        zones.get(name.trim()).unwrap_or_else(|_| {
            let known: Vec<String> = zones.available().map(|name| name.to_string()).collect();
            let city = known.iter().find(|zone| {
                zone.rsplit('/')
                    .next()
                    .is_some_and(|city| city.eq_ignore_ascii_case(name.trim()))
            });
            let help = match city {
                Some(zone) => Some(format!("did you mean `{zone}`?")),
                None => did_you_mean(name, known.iter().map(String::as_str)),
            }
            .unwrap_or_else(|| "write a zone as `Europe/London`".into());
            let message = format!("there is no time zone {}", code(name));
            self.report(&codes::CONFIG_UNKNOWN_WORD, node.span, message, Some(help));
            TimeZone::UTC
        })
    }

    fn menus(
        &mut self,
        languages: &IndexMap<Arc<str>, Language>,
    ) -> Option<IndexMap<Arc<str>, Vec<MenuEntry>>> {
        self.entry(&["menus"])?;
        let mut menus = IndexMap::new();
        for (name, node) in self.entries(&["menus"]) {
            let items = match &node.kind {
                NodeKind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let mut entries = Vec::new();
            for item in items {
                let (target, label) = match &item.kind {
                    NodeKind::Map(_) => (item.get("to"), item.get("label")),
                    _ => (Some(item), None),
                };
                let label =
                    label.map_or_else(Localised::default, |node| self.localised(node, languages));
                if let Some((target, node)) =
                    target.and_then(|node| Some((node.text()?.trim(), node)))
                {
                    if let Err(help) = delivery::check_address(target) {
                        let message = format!("{} cannot be the target of a menu", code(target));
                        self.report(&codes::CONFIG_UNSAFE, node.span, message, Some(help.into()));
                        continue;
                    }
                    entries.push(MenuEntry {
                        target: target.into(),
                        label,
                        span: node.span,
                    });
                }
            }
            menus.insert(Arc::from(&*name.text), entries);
        }
        Some(menus)
    }
}

/// The address of a site without its closing `/`, or how to write it.
///
/// The command line's own address is checked in the same way.
pub fn check_base_url(text: &str) -> Result<&str, &'static str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("begin it with `https://`")?;
    if text.contains(['?', '#']) {
        return Err("leave out what follows `?` or `#`");
    }
    let host = rest.split('/').next().unwrap_or_default();
    let bare = host.split_once(':').map_or(host, |(host, _)| host);
    let port = host.split_once(':').map_or("1", |(_, port)| port);
    let good = !bare.is_empty()
        && bare
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '.' | '-'))
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit());
    let clean = text.chars().all(|character| {
        !character.is_whitespace()
            && !character.is_control()
            && !matches!(
                character,
                '<' | '>' | '"' | '\'' | '\\' | '@' | '{' | '}' | '`'
            )
    });
    let climbs = rest.split('/').any(|part| part == ".." || part == ".");
    if !good || !clean || climbs {
        return Err("write it as `https://network.example`");
    }
    Ok(text.trim_end_matches('/'))
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_site_yaml_is_sound() {
        assert_eq!(read_site_fields().1, []);
    }

    #[test]
    fn an_empty_configuration_has_every_default() {
        let checked = parse(&SitePath::new("site.yaml"), "title: A network\n");
        assert_eq!(checked.diagnostics, []);
        let config = checked.value;
        assert_eq!(
            config
                .languages
                .keys()
                .map(|code| &**code)
                .collect::<Vec<_>>(),
            ["en"]
        );
        assert_eq!(
            config
                .taxonomies
                .keys()
                .map(|name| &**name)
                .collect::<Vec<_>>(),
            ["themes", "areas", "authors"]
        );
        assert_eq!(config.types.len(), 14);
        assert_eq!(config.home("en").as_str(), "/");
        assert!(config.search && config.extras.index_json && config.cards == Cards::Types);
        assert_eq!(config.paginate, 20);
    }

    fn told(text: &str) -> Vec<String> {
        let found = parse(&SitePath::new("site.yaml"), text).diagnostics;
        crate::diagnostic::told::told(text, found)
    }

    #[test]
    fn every_mistake_is_told_at_its_key_or_value() {
        let table: Vec<(&str, Vec<&str>)> = vec![
            (
                "",
                vec![
                    "1:1-1:1 config/missing-field the site has no `title` | add `title: ` with the site's name",
                ],
            ),
            (
                "- a\n",
                vec![
                    "1:1-1:4 config/wrong-kind `site.yaml` is not settings with values | write each setting as `name: value`, for example `title: My network`",
                ],
            ),
            (
                "title: A\ntitel: B\nzebra: C\nsearch: maybe\npaginate: 0\n",
                vec![
                    "2:1-2:6 config/unknown-field `titel` is not a field of `site.yaml` | did you mean `title`?",
                    "3:1-3:6 config/unknown-field `zebra` is not a field of `site.yaml` | take `zebra` out; data of your own stands under `extra`",
                    "4:9-4:14 config/wrong-kind `search` wants `true` or `false`, not `maybe` | write `search: true` or `search: false`",
                    "5:11-5:12 config/value `paginate` may be at least 1 | How many pages a list shows at once.",
                ],
            ),
            (
                "title: {en: A, fr: B}\nlanguages: [en, cy, welsh, EN, xx, cy]\n",
                vec![
                    "1:16-1:18 config/unknown-word `fr` is not a language of this site | add `fr` to `languages`, or take it out here",
                    "2:21-2:26 config/unknown-word there is no language `welsh` | the code of that language is `cy`",
                    "2:28-2:30 config/unknown-word there is no language `EN` | write it in small letters: `en`",
                    "2:32-2:34 config/unknown-word there is no language `xx` | did you mean `xh`?",
                    "2:36-2:38 config/value the language `cy` is given twice | keep one of the two",
                ],
            ),
            (
                "title: A\nlanguages: {en: {}, cy: {lable: C, unreviewed: shown}}\n",
                vec![
                    "2:26-2:31 config/unknown-field `lable` is not a field of `cy` | did you mean `label`?",
                    "2:48-2:53 config/unknown-word `unreviewed` cannot be `shown` | did you mean `show`?",
                ],
            ),
            (
                "title: A\ntimezone: London\nbase_url: network.example\ntheme: ../hearth\n",
                vec![
                    "2:11-2:17 config/unknown-word there is no time zone `London` | did you mean `Europe/London`?",
                    "3:11-3:26 config/value `network.example` cannot be the site's address | begin it with `https://`",
                    "4:8-4:17 config/value `../hearth` does not have the form that `theme` wants | for example `theme: hearth`",
                ],
            ),
            (
                "title: A\ntimezone: Europe/Lodnon\nbase_url: https://a.example/?x=1\n",
                vec![
                    "2:11-2:24 config/unknown-word there is no time zone `Europe/Lodnon` | did you mean `Europe/London`?",
                    "3:11-3:33 config/value `https://a.example/?x=1` cannot be the site's address | leave out what follows `?` or `#`",
                ],
            ),
            (
                "title: A\ntaxonomies:\n  Topics: {}\n  search: {}\n  title: {}\n  places: {type: aera, permalink: '/{taxonomy}/{slgu}/'}\n  themes: {closd: true}\n",
                vec![
                    "3:3-3:9 config/value `Topics` cannot be the name of a taxonomy | use small letters, digits, `-` and `_`, with a letter first",
                    "4:3-4:9 config/value `search` cannot be the name of a taxonomy | every page has a field or address of that name already: choose another",
                    "5:3-5:8 config/value `title` cannot be the name of a taxonomy | every page has a field or address of that name already: choose another",
                    "6:18-6:22 schema/unknown-target there is no type `aera` | did you mean `area`?",
                    "6:35-6:56 schema/permalink `{slgu}` is not a part of an address | did you mean `{slug}`?",
                    "7:12-7:17 config/unknown-field `closd` is not a field of `themes` | did you mean `closed`?",
                ],
            ),
            (
                "title: A\ntypes:\n  piece:\n    sections: [pieces, stories]\n    permalink: '{section}/{yaer}/{slug'\n    opne: true\n    fields:\n      a: {kind: txet}\n      b: {kind: enum}\n      c: {help: x}\n      d: {kind: text, pattern: '('}\n      e: {kind: ref, taxonomy: topics}\n      f: {kind: ref, to: stroy}\n      g: {kind: list, of: {kind: number, maxx: 1}}\n      h: {kind: enum, values: [x, y], default: z}\n  poem: {sections: pieces, permalink: '/{taxonomy}/'}\n  Bad Name: {}\n",
                vec![
                    "5:16-5:40 schema/permalink `{yaer}` is not a part of an address | did you mean `{year}`?",
                    "5:16-5:40 schema/permalink a `{` in the pattern `{section}/{yaer}/{slug` is never closed | write each part as `{slug}`",
                    "5:16-5:40 schema/permalink the pattern `{section}/{yaer}/{slug` does not begin with `/` | write `/{section}/{yaer}/{slug`",
                    "6:5-6:9 schema/unknown-property `opne` is not a property of type `piece` | did you mean `open`?",
                    "8:17-8:21 schema/unknown-kind `txet` is not a kind of field | did you mean `text`?",
                    "9:17-9:21 schema/declaration the kind `enum` of field `b` wants its words in `values` | for example `values: [prose, poem]`",
                    "10:7-10:8 schema/declaration field `c` does not say what it holds | add a `kind`, for example `kind: text`",
                    "11:32-11:35 schema/declaration `(` is not a regular expression: unclosed group | put single quotes round the pattern, and `\\` before signs that stand for themselves",
                    "12:32-12:38 schema/unknown-target there is no taxonomy `topics` | declare `topics` under `taxonomies`",
                    "13:26-13:31 schema/unknown-target there is no type `stroy` | did you mean `story`?",
                    "14:42-14:46 schema/unknown-property `maxx` is not a property of field `g` | did you mean `max`?",
                    "15:48-15:49 config/unknown-word `h` cannot be `z` | did you mean `x`?",
                    "16:20-16:26 schema/folder-taken the folder `pieces` belongs to two types of this site | give each type folders of its own; single pages may say their `type`",
                    "16:39-16:53 schema/permalink only the address of a term has a `{taxonomy}` | use `{section}` for the top folder",
                    "17:3-17:11 schema/declaration `Bad Name` cannot be the name of a type | use small letters, digits, `-` and `_`, with a letter first",
                ],
            ),
            (
                "title: A\nmenus: {main: [/a/, 'javascript:alert(1)', {to: /b/, label: {cy: B}}, {label: C}], side: /x/}\n",
                vec![
                    "2:21-2:42 config/unsafe `javascript:alert(1)` cannot be the target of a menu | write an address of this site such as `/about/`, or one that begins with `https://`",
                    "2:62-2:64 config/unknown-word `cy` is not a language of this site | add `cy` to `languages`, or take it out here",
                    "2:71-2:81 config/missing-field `main` has no `to` | add `to: /about/`. The address or content path.",
                ],
            ),
            (
                "title: A\nheaders:\n  admin: {X: y}\n  /a/*:\n    'X Y': z\n    X-A: \"b\\nX-Evil: 1\"\n    Content-Security-Policy: default-src *\n",
                vec![
                    "3:3-3:8 config/unsafe `admin` cannot be a pattern of addresses | begin it with `/` and leave out spaces: `/admin/*`",
                    "5:5-5:10 config/unsafe `X Y` cannot be a header | a header's name holds letters, digits and `-` alone",
                    "6:10-6:24 config/unsafe `b X-Evil: 1` cannot be a header | a header's value holds no line end and no other control character",
                    "7:5-7:28 config/unsafe `Content-Security-Policy` cannot be a header | the policy is made by Alongside: add sources to it under `csp`",
                ],
            ),
            (
                "title: A\ncsp: {img-srcs: [a], script-src: [\"'unsafe-inline'\", 'https:', 'a; b'], style-src: \"'none-such'\"}\n",
                vec![
                    "2:7-2:15 config/unknown-word `img-srcs` is not a directive of the policy | did you mean `img-src`?",
                    "2:35-2:52 config/unsafe `'unsafe-inline'` cannot be added to the policy | it would undo the policy: put scripts and styles into files of the site",
                    "2:54-2:62 config/unsafe `https:` cannot be added to the policy | it lets anything run: name the one site that is meant",
                    "2:64-2:70 config/unsafe `a; b` cannot be added to the policy | write each source as an entry of its own",
                    "2:84-2:97 config/unsafe `'none-such'` cannot be added to the policy | name a site such as `https://media.network.example`, or `'self'`",
                ],
            ),
            (
                "title: A\nrules: {file/not-utf8: warning, front-matter/unknown-feild: off, unknown-field: off, font-matter/*: off, front-matter/unknown-field: of, yaml/syntax: error}\n",
                vec![
                    "2:9-2:22 config/rule `file/not-utf8` cannot be made less than an error | it would make the site wrong or unsafe: take this rule out and mend what it finds",
                    "2:33-2:59 config/rule there is no finding `front-matter/unknown-feild` | did you mean `front-matter/unknown-field`?",
                    "2:66-2:79 config/rule there is no finding `unknown-field` | did you mean `front-matter/unknown-field`?",
                    "2:86-2:99 config/rule no finding has the area `font-matter` | did you mean `front-matter/*`?",
                    "2:134-2:136 config/unknown-word `front-matter/unknown-field` cannot be `of` | did you mean `off`?",
                ],
            ),
            (
                "title: A\nredirects: {/a/: {status: gone}, /b/: {to: /c/, status: x}, /d/: [x]}\n",
                vec![
                    "2:18-2:32 config/missing-field `/a/` has no `to` | add `to: /stories/`. The new address.",
                    "2:27-2:31 config/wrong-kind `status` wants a number, not `gone` | write digits: `status: 12`",
                    "2:57-2:58 config/wrong-kind `status` wants a number, not `x` | write digits: `status: 12`",
                    "2:66-2:69 config/wrong-kind `/d/` wants one text or named values (`to` or `status`), not a list | ",
                ],
            ),
            (
                "title: A\n  b: c\n",
                vec![
                    "2:3-2:7 yaml/syntax this line is not in step with the lines above it | begin the names of fields that belong together in the same column",
                ],
            ),
            (
                "title: A\ntypes: [a]\ntaxonomies: []\nlanguages: []\n",
                vec![
                    "2:8-2:11 config/wrong-kind `types` wants names with declarations | for example `types: {piece: {sections: [pieces]}}`",
                    "3:13-3:15 config/wrong-kind `taxonomies` wants names with values, not a list | for example `taxonomies: {themes: {label: Themes, feed: true}}`",
                    "4:12-4:14 config/value `languages` may have at least 1 entry | ",
                ],
            ),
        ];
        for (text, expected) in table {
            assert_eq!(told(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_whole_configuration_is_resolved() {
        let checked = parse(
            &SitePath::new("site.yaml"),
            "title: {en: A, cy: B}\nbase_url: https://network.example/sub/\nlanguages: {en: {}, cy: {unreviewed: show}, pt-BR: {label: Brasil}}\n\
             timezone: Europe/London\ntaxonomies:\n  themes: {label: {en: Topics}, feed: true, paginate: 5, closed: true}\n  places: {type: area}\n\
             types:\n  story: {fields: {format: {kind: enum, values: [prose, song]}, mood: text}}\n  piece: {sections: [pieces, blog], permalink: {en: '/p/{year}/{slug}/'}, open: true}\n\
             menus: {main: [/stories/, {to: /about/, label: About}]}\nredirects: {/old/: /stories/, /x: {to: https://a.example, status: 302}}\n\
             headers: {/admin/*: {Cache-Control: no-store}}\ncsp: {img-src: https://media.example}\n\
             rules: {front-matter/*: warning, front-matter/unknown-field: off}\nmarkdown: {smart_punctuation: false}\npaginate: 7\nimages: {avif: true}\nllms_txt: true\nextra: {founded: 2019}\n",
        );
        assert_eq!(checked.diagnostics, []);
        let config = checked.value;
        assert_eq!(
            config.base_url.as_deref(),
            Some("https://network.example/sub")
        );
        let languages: Vec<(&str, &str, bool, &str)> = config
            .languages
            .values()
            .map(|language| {
                (
                    &*language.code,
                    &*language.label,
                    language.show_unreviewed,
                    &*language.prefix,
                )
            })
            .collect();
        assert_eq!(
            languages,
            [
                ("en", "English", false, ""),
                ("cy", "Cymraeg", true, "/cy"),
                ("pt-BR", "Brasil", false, "/pt-BR")
            ]
        );
        let themes = &config.taxonomies["themes"];
        assert!(
            themes.closed
                && themes.feed
                && themes.paginate == Some(5)
                && themes.from_type.is_none()
        );
        assert_eq!(
            config.taxonomies["places"].from_type.as_deref(),
            Some("area")
        );
        let story = &config.types["story"];
        assert_eq!(
            story.fields["format"].kind,
            crate::schema::Kind::Enum(vec!["prose".into(), "song".into()])
        );
        assert_eq!(
            story.fields["format"].label.get("en"),
            Some("Format"),
            "a new kind keeps the label"
        );
        assert!(story.fields.contains_key("mood") && story.fields.contains_key("places"));
        assert_eq!(
            config.types["article"].sections,
            [Arc::from("articles")],
            "`blog` was taken"
        );
        let piece = &config.types["piece"];
        assert!(
            piece.open
                && piece.permalink.get("en") == Some("/p/{year}/{slug}/")
                && piece.permalink.get("cy").is_none()
        );
        let menu = &config.menus.expect("there are menus")["main"];
        assert_eq!(
            menu.iter()
                .map(|entry| (&*entry.target, entry.label.get("en")))
                .collect::<Vec<_>>(),
            [("/stories/", None), ("/about/", Some("About"))]
        );
        assert_eq!(
            config
                .redirects
                .iter()
                .map(|redirect| (&*redirect.from, &*redirect.to, redirect.status))
                .collect::<Vec<_>>(),
            [
                ("/old/", "/stories/", 301),
                ("/x", "https://a.example", 302)
            ]
        );
        assert_eq!(&*config.headers["/admin/*"]["Cache-Control"], "no-store");
        assert_eq!(config.csp["img-src"], [Arc::from("https://media.example")]);
        assert_eq!(config.rules["front-matter/unknown-field"], None);
        assert_eq!(
            config.rules["front-matter/*"],
            Some(crate::diagnostic::Severity::Warning)
        );
        assert!(!config.markdown.smart_punctuation && config.paginate == 7);
        assert!(config.extras.avif && config.extras.llms_txt && config.extras.index_json);
        assert_eq!(config.extra.get("founded"), Some(&Value::Int(2019)));
    }

    #[test]
    fn a_site_without_themes_has_no_field_for_them() {
        let config = parse(&SitePath::new("site.yaml"), "title: A\ntaxonomies: {}\n").value;
        let story = &config.types["story"];
        assert!(!story.fields.contains_key("themes"));
        assert!(
            story.fields.contains_key("authors"),
            "authors are people, with a taxonomy or without"
        );
        let crate::schema::Kind::List(quote) = &story.fields["quotes"].kind else {
            panic!("quotes are a list");
        };
        let crate::schema::Kind::Object(quote) = &quote.kind else {
            panic!("a quote has fields");
        };
        assert!(!quote.contains_key("themes"));
    }
}
