//! The glossary: its words explained where a page first has them, and the page that lists them all.

use super::driver::{Built, SiteTest, page, says};

const WORDS: &str = "\
- word: {en: Coordinator, cy: Cydlynydd}
  definition: {en: Somebody who knows an area and its people., cy: Rhywun sy’n adnabod ardal a’i phobl.}
  forms: {en: [coordinators, local area coordinator], cy: [cydlynwyr]}
- word: {en: Trust, cy: Ymddiriedaeth}
  definition: {en: Believing what somebody says., cy: Credu’r hyn a ddywed rhywun.}
- word: {en: CIC}
  definition: {en: A company that works for a community.}
- word: {en: Allotment, cy: Rhandir}
  definition: {en: A plot to grow food on., cy: Llain i dyfu bwyd arni.}
- word: {en: Chat, cy: Sgwrs}
  definition: {en: A talk., cy: Siarad â rhywun.}
";

fn site(body: &str) -> SiteTest {
    SiteTest::bilingual(
        "",
        &[
            ("data/glossary.yaml", WORDS),
            ("content/about.md", &page("About", "", body)),
            (
                "content/other.md",
                &page("Other", "", "Nothing hard here.\n"),
            ),
            (
                "content/about.cy.md",
                &page("Amdanom", "", "Mae’r gydlynydd yn y rhandir.\n"),
            ),
        ],
    )
}

/// The words that a page explains, as its text has them.
fn explained<'b>(built: &'b Built, url: &str) -> Vec<&'b str> {
    let parts = built.main(url).split("role=\"doc-glossref\"").skip(1);
    parts
        .map(|part| {
            let start = part.find('>').unwrap() + 1;
            &part[start..part.find("</a>").unwrap()]
        })
        .collect()
}

#[test]
fn a_word_is_explained_where_it_first_stands() {
    let built =
        site("A local area\ncoordinator builds trust; coordinators build Trust & more.\n").clean();
    let main = built.main("/about/");
    assert!(main.contains("<p>A <a class=\"word\" role=\"doc-glossref\" id=\"word-ref:coordinator\" href=\"#word:coordinator\" aria-describedby=\"word-is:coordinator\">local area\ncoordinator</a> builds <a class=\"word\" role=\"doc-glossref\" id=\"word-ref:trust\" href=\"#word:trust\" aria-describedby=\"word-is:trust\">trust</a>; coordinators build Trust &amp; more.</p>"), "{main}");
    assert!(main.contains(
        "<span id=\"word-is:coordinator\">Somebody who knows an area and its people.</span>"
    ));
    assert!(main.contains("href=\"/glossary/\""));
    assert!(!built.main("/other/").contains("doc-glossref"));
}

#[test]
fn headings_links_code_and_peoples_own_words_are_left_alone() {
    let built = site("## Trust\n\n[trust](other.md) `trust` ![trust](t.svg) <b>trust</b>\n\n> trust\n\n::: quote {by=\"Sam\"}\ntrust\n:::\n\n- [ ] trust\n\n| trust |\n| --- |\n| x |\n\n[trust]{lang=cy}\n\nA note[^1].\n\n[^1]: trust\n\nAt last, trust [in brackets].\n")
        .edit(
            "content/t.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>",
        )
        .clean();
    let main = built.main("/about/");
    assert_eq!(explained(&built, "/about/"), ["trust"]);
    assert!(main.contains("At last, <a class=\"word\""), "{main}");
    assert!(main.contains("<span lang=\"cy\">trust</span>"));
}

#[test]
fn welsh_mutations_and_capitals_count() {
    let built = site("A cic is no CIC; a cat’s chat.\n").clean();
    assert_eq!(explained(&built, "/about/"), ["CIC", "chat"]);
    assert_eq!(explained(&built, "/cy/about/"), ["gydlynydd", "rhandir"]);
}

#[test]
fn the_glossary_lists_its_words_in_the_order_of_each_alphabet() {
    let built = site("x\n").clean();
    let order = |url: &str| -> Vec<String> {
        let parts = built.main(url).split("<dt>").skip(1);
        parts
            .map(|part| part[..part.find(['<', '\n']).unwrap()].trim().to_owned())
            .collect()
    };
    assert_eq!(
        order("/glossary/"),
        ["Allotment", "Chat", "CIC", "Coordinator", "Trust"]
    );
    assert_eq!(
        order("/cy/glossary/"),
        ["Cydlynydd", "Rhandir", "Sgwrs", "Ymddiriedaeth"]
    );
    assert!(
        built
            .main("/glossary/")
            .contains("<span class=\"aside\" lang=\"cy\">Rhandir</span>")
    );
    let described = site("x\n")
        .edit(
            "content/glossary.cy.md",
            &page("Geirfa", "slug: geirfa", "Rhai geiriau anodd.\n"),
        )
        .clean();
    assert!(
        described
            .main("/cy/geirfa/")
            .contains("<p>Rhai geiriau anodd.</p>")
    );
    assert!(described.main("/cy/geirfa/").contains("id=\"word:trust\""));
}

#[test]
fn an_edited_word_is_another_page_only_where_it_is_used() {
    let before = site("We build trust.\n");
    let after = before.clone().edit(
        "data/glossary.yaml",
        &WORDS.replace("Believing", "Holding to"),
    );
    assert_eq!(
        before.clean().differing(&after.clean()),
        ["about/index.html", "glossary/index.html"]
    );
}

#[test]
fn a_site_without_a_glossary_has_no_trace_of_it_and_a_page_may_stay_out() {
    let plain = site("We build trust.\n")
        .without("data/glossary.yaml")
        .clean();
    assert!(!plain.has_page("/glossary/"));
    let quiet = site("x\n")
        .edit(
            "content/about.md",
            &page("About", "glossary: false", "We build trust.\n"),
        )
        .clean();
    assert_eq!(explained(&quiet, "/about/"), [""; 0]);
    assert_eq!(
        quiet.main("/about/").replace(' ', ""),
        plain.main("/about/").replace(' ', "")
    );
    // Feeds carry texts away from the page that explains them.
    let fed = site("x\n")
        .edit(
            "content/articles/key.md",
            &page("Key", "date: 2026-02-03", "We build trust.\n"),
        )
        .clean();
    assert!(fed.main("/articles/key/").contains("doc-glossref"));
    assert!(!fed.file("feed.json").contains("doc-glossref"));
}

#[test]
fn a_glossary_with_mistakes_is_told_of() {
    let site = site("x\n").edit(
        "data/glossary.yaml",
        "- word: {en: Trust, cy: Ymddiriedaeth}\n  definition: {en: Believing.}\n- word: {en: trust}\n  definition: {en: Again.}\n",
    );
    says(
        &site.diagnostics(),
        "
warning[glossary/no-definition]: `Ymddiriedaeth` has no definition in the language `cy`
 --> data/glossary.yaml:1:25
  |
1 | - word: {en: Trust, cy: Ymddiriedaeth}
  |                         ^^^^^^^^^^^^^
  |
  = help: add it under `definition`, as `cy: …`, or take the word out

error[glossary/same-word]: `trust` is in the glossary twice
 --> data/glossary.yaml:3:14
  |
3 | - word: {en: trust}
  |              ^^^^^
  |
  = help: make one entry of the two
note: it stands here first
 --> data/glossary.yaml:1:14
  |
1 | - word: {en: Trust, cy: Ymddiriedaeth}
  |              -----

1 error and 1 warning in 1 file
",
    );
}
