//! A property: nothing of what is held back, commented out or private is in any file of the output, whatever the site.
//!
//! Every word of a made-up site is its own, so that where one turns up tells whose it is. The words end in letters that no
//! language's search takes away, and they are looked for without their beginnings, which the index shares between neighbours.

use std::collections::BTreeMap;

use super::driver::SiteTest;

/// How many sites are tried: enough that each way of hiding meets each kind of page.
const SITES: u64 = 8;

/// The folders that pages lie in, and whether pages there are held whatever they say.
const FOLDERS: [(&str, bool); 9] = [
    ("", false),
    ("articles/", false),
    ("stories/", false),
    ("news/", false),
    ("plain/", false),
    ("casc/", true),
    ("closed/", true),
    ("closed/deep/er/", true),
    ("articles/_drafts/", true),
];

/// The lines by which a page is held.
const HOLDS: [&str; 11] = [
    "draft: true",
    "visibility: private",
    "visibility: network",
    "date: 2027-03-01",
    "expires: 2026-01-01\non_expiry: remove",
    "consent: [pending]",
    "published: false",
    "drfat: true",
    "status: private",
    "publishDate: 2027-01-01",
    "robots: noidex",
];

/// A site in the making.
struct Maker {
    state: u64,
    files: BTreeMap<String, String>,
    /// Words that must be somewhere in the output, with what they are.
    shown: Vec<(String, String)>,
    /// Words that must be nowhere in it.
    hidden: Vec<(String, String)>,
    /// The names of people, organisations, areas and terms, by type.
    names: BTreeMap<&'static str, Vec<String>>,
    /// The ids of ordinary pages.
    ids: Vec<String>,
    /// The files of admitted pages, from `content/` on.
    admitted: Vec<String>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        Self {
            state: seed,
            files: BTreeMap::new(),
            shown: Vec::new(),
            hidden: Vec::new(),
            names: BTreeMap::new(),
            ids: Vec::new(),
            admitted: Vec::new(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        for _ in 0..6 {
            word.push(char::from(b"bdfgklmnprstvz"[self.below(14)]));
            word.push(char::from(b"aou"[self.below(3)]));
        }
        word.push('x');
        word
    }

    /// A word of a page that is shown or not.
    fn of(&mut self, is_shown: bool, what: &str) -> String {
        let word = self.word();
        match is_shown {
            true => self.shown.push((word.clone(), what.to_owned())),
            false => self.hidden.push((word.clone(), what.to_owned())),
        }
        word
    }

    /// A word that is hidden wherever it stands.
    fn secret(&mut self, what: &str) -> String {
        self.of(false, what)
    }

    /// A body with notes among authors in it.
    fn body(&mut self, is_shown: bool, what: &str) -> String {
        let word = |maker: &mut Self, part: &str| maker.of(is_shown, &format!("{part} of {what}"));
        let mut body = format!("{} stands here.\n\n", word(self, "text"));
        if self.one_in(2) {
            body += &format!("## {} ahead\n\n", word(self, "heading"));
        }
        if self.one_in(2) {
            let note = self.secret("a comment");
            body += &format!("More <!-- {note} --> text.\n\n");
        }
        if self.one_in(2) {
            let (one, other) = (self.secret("a comment"), self.secret("a comment"));
            body += &format!("Text <!-- ask {one}:\n\nis {other} agreed? -->\n\n");
        }
        if self.one_in(2) {
            let (one, other) = (self.secret("a note"), self.secret("a note"));
            body += &format!("So %%{one}%% it is.\n\n%%\n{other}\n%%\n\n");
        }
        if self.one_in(2) {
            body += &format!(
                "::: quote {{by=\"{}\"}}\n{} said.\n:::\n\n",
                word(self, "speaker"),
                word(self, "quote")
            );
        }
        body += &format!("{} ends it.\n", word(self, "end"));
        body
    }

    /// A person, an organisation, an area or a term, which others name by its id.
    fn named(&mut self, kind: &'static str, folder: &str) {
        let is_shown = !self.one_in(2);
        let id = match is_shown {
            true => self.word(),
            false => self.secret(&format!("the id of a held {kind}")),
        };
        let (title, text) = (
            self.of(is_shown, &format!("title of a {kind}")),
            self.body(is_shown, kind),
        );
        let hold = match is_shown {
            true => "weight: 1",
            false => HOLDS[self.below(HOLDS.len())],
        };
        self.files.insert(
            format!("content/{folder}/{id}.md"),
            format!("---\ntitle: {title}\ndescription: About it\n{hold}\n---\n{text}"),
        );
        // A page may call what is held by its title, too.
        let called = match !is_shown && self.one_in(3) {
            true => title,
            false => id,
        };
        self.names.entry(kind).or_default().push(called);
    }

    /// Some of the names of a kind, as a list of YAML.
    fn some(&mut self, kind: &str) -> String {
        let all = self.names.get(kind).cloned().unwrap_or_default();
        let some: Vec<String> = all.into_iter().filter(|_| self.one_in(2)).collect();
        format!("[{}]", some.join(", "))
    }

    /// A page, in one language or two, perhaps with files beside it.
    fn page(&mut self, number: usize) {
        let (folder, is_folder_held) = FOLDERS[self.below(FOLDERS.len())];
        let holds_itself = self.one_in(2);
        let is_shown = !is_folder_held && !holds_itself;
        let what = format!("{folder}p{number}");
        let is_bundle = self.one_in(2);
        let id = match is_shown {
            true => self.word(),
            false => self.secret(&format!("the id of {what}")),
        };
        let title = self.of(is_shown, &format!("title of {what}"));
        let description = self.of(is_shown, &format!("description of {what}"));
        let mut fields = format!("title: {title}\ndescription: {description} here\nid: {id}\n");
        fields += &format!("# {}\n", self.secret("a comment in front matter"));
        if holds_itself {
            fields += HOLDS[self.below(HOLDS.len())];
            fields.push('\n');
        }
        if self.one_in(3) {
            fields += &format!(
                "aliases: [/{}/]\n",
                self.of(is_shown, &format!("alias of {what}"))
            );
        }
        fields += &format!("themes: {}\n", self.some("term"));
        fields += &format!("authors: {}\n", self.some("person"));
        fields += &format!("areas: {}\n", self.some("area"));
        if self.one_in(3) && !self.ids.is_empty() {
            let other = self.below(self.ids.len());
            fields += &format!("related: [{}]\n", self.ids[other]);
        }
        if self.one_in(4) {
            fields += "series: Long one\nweight: 2\n";
        }
        if folder == "stories/" {
            let part = self.secret("a quote without permission");
            let quote = self.of(is_shown, &format!("quote in a field of {what}"));
            let terms = self.some("term");
            fields += &format!(
                "quotes:\n  - {{text: {part}, consent: [verbal]}}\n  - {{text: {quote}, consent: [c-4h9x], themes: {terms}}}\n"
            );
        }
        let mut body = self.body(is_shown, &what);
        if !self.admitted.is_empty() && self.one_in(2) {
            let to = self.below(self.admitted.len());
            let up = folder.matches('/').count() + usize::from(is_bundle);
            body = format!(
                "[A link]({}{})\n\n{body}",
                "../".repeat(up),
                self.admitted[to]
            );
        }
        let stem = match is_bundle {
            true => format!("{folder}p{number}/index"),
            false => format!("{folder}p{number}"),
        };
        if is_bundle {
            let beside = format!("content/{folder}p{number}");
            let text = self.of(is_shown, &format!("file of {what}"));
            let drawn = self.of(false, &format!("unused file of {what}"));
            self.files.insert(format!("{beside}/notes.txt"), text);
            self.files.insert(format!("{beside}/unused.txt"), drawn);
            body = format!("[Notes](notes.txt)\n\n{body}");
            let (alt, inside) = (
                self.secret("a picture without permission"),
                self.secret("its title"),
            );
            fields += &format!("image: {{src: me.svg, alt: {alt}, consent: no}}\n");
            self.files.insert(
                format!("{beside}/me.svg"),
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><text>{inside}</text></svg>"),
            );
        }
        if self.one_in(2) {
            let own = self.below(3);
            let is_shown = is_shown && own == 0;
            let line = ["", "draft: true\n", "translation: unreviewed\n"][own];
            let title = self.of(is_shown, &format!("Welsh title of {what}"));
            let text = self.body(is_shown, &format!("Welsh {what}"));
            self.files.insert(
                format!("content/{stem}.cy.md"),
                format!("---\ntitle: {title}\ndescription: Disgrifiad\n{line}---\n{text}"),
            );
        }
        self.files.insert(
            format!("content/{stem}.md"),
            format!("---\n{fields}---\n{body}"),
        );
        self.ids.push(id);
        if is_shown {
            self.admitted.push(format!("{stem}.md"));
        }
    }

    /// An event that organisations and people hold.
    fn event(&mut self, number: usize) {
        let title = self.of(true, "title of an event");
        let organisers = self.some("organisation");
        self.files.insert(
            format!("content/events/e{number}.md"),
            format!("---\ntitle: {title}\ndescription: D\nstart_date: 2027-02-01T10:00\norganizer: {organisers}\n---\n"),
        );
    }

    fn site(mut self) -> Self {
        for _ in 0..3 {
            self.named("term", "themes");
            self.named("person", "people");
            self.named("organisation", "organisations");
            self.named("area", "areas");
        }
        let closed = self.secret("title of a closed section");
        let section = |title: &str, lines: &str| {
            format!("---\ntitle: {title}\ndescription: D\n{lines}\n---\n")
        };
        let hold = ["draft: true", "visibility: private", "date: 2027-01-01"][self.below(3)];
        self.files
            .insert("content/closed/_index.md".into(), section(&closed, hold));
        let handed_down = format!("cascade: {{{hold}}}");
        self.files.insert(
            "content/casc/_index.md".into(),
            section("Cascade", &handed_down),
        );
        for number in 0..14 {
            self.page(number);
        }
        self.event(1);
        self.event(2);
        let note = self.secret("a comment in data");
        self.files.insert(
            "data/glossary.yaml".into(),
            format!("# {note}\n- word: {{en: Link, cy: Dolen}}\n  definition: {{en: A way to another page., cy: Ffordd.}}\n"),
        );
        let note = self.secret("a comment in site.yaml");
        self.files.insert(
            "site.yaml".into(),
            format!(
                "# {note}\ntitle: {{en: Example, cy: Enghraifft}}\ndescription: {{en: A small site, cy: Safle bach}}\nbase_url: https://network.example\nlanguages: {{en: {{}}, cy: {{label: Cymraeg}}}}\ncards: false\nmarkdown_copies: true\nllms_txt: true\nrules: {{front-matter/*: warning, front-matter/expected-field: off, reference/missing: warning}}\n"
            ),
        );
        self
    }
}

#[test]
fn nothing_of_what_is_held_is_in_any_file_whatever_the_site() {
    let mut wrong: Vec<String> = Vec::new();
    for seed in 0..SITES {
        let made = Maker::new(seed).site();
        let files: Vec<(&str, &str)> = made
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let site = SiteTest::bilingual("", &files).edit("site.yaml", &made.files["site.yaml"]);
        let built = site.build();
        let refused = built.diagnostics().split("\n\n");
        let refused: Vec<&str> = refused.filter(|found| found.starts_with("error")).collect();
        if !refused.is_empty() {
            wrong.push(format!("site {seed} is not published: {refused:?}"));
            continue;
        }
        let mut all: Vec<u8> = Vec::new();
        let mut whose: Vec<(usize, String)> = Vec::new();
        for (path, bytes) in built.all() {
            whose.push((all.len(), path.clone()));
            all.extend_from_slice(path.as_bytes());
            all.push(b'\n');
            all.extend(bytes);
            all.push(b'\n');
        }
        let found = Words::of(&all);
        for (word, what) in &made.hidden {
            if let Some(at) = found.place(word) {
                let file = whose.iter().rev().find(|(start, _)| *start <= at);
                wrong.push(format!("site {seed}: {word}, {what}, is in {file:?}"));
            }
        }
        for (word, what) in &made.shown {
            if found.place(word).is_none() {
                wrong.push(format!("site {seed}: {word}, {what}, is nowhere"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where each run of small letters first ends in a heap of bytes, by its last letters.
struct Words(BTreeMap<[u8; Words::END], usize>);

impl Words {
    /// So many letters of a word's end are looked at: what comes before them may be shared with the word before it.
    const END: usize = 9;

    fn of(all: &[u8]) -> Self {
        let mut ends = BTreeMap::new();
        for (at, window) in all.windows(Self::END).enumerate() {
            if window[Self::END - 1].eq_ignore_ascii_case(&b'x') {
                let mut end: [u8; Self::END] = window.try_into().unwrap();
                end.make_ascii_lowercase();
                ends.entry(end).or_insert(at);
            }
        }
        Self(ends)
    }

    fn place(&self, word: &str) -> Option<usize> {
        let end = &word.as_bytes()[word.len() - Self::END..];
        let end: [u8; Self::END] = end.try_into().unwrap();
        self.0.get(&end).copied()
    }
}
