//! A type that no built-in knows has all that a built-in type can have: its declaration says so, and nothing else is asked.

use super::driver::{SiteTest, page};

/// What an engineering team declares for the accounts of its failures.
const POST_MORTEM: &str = "\
types:
  post-mortem:
    label: {en: Post-mortem}
    plural: {en: Post-mortems}
    sections: [post-mortems]
    told_by_permission: true
    article: true
    event: {starts: began, ends: mended}
    schema_org:
      type: TechArticle
      properties:
        abstract: impact
        identifier: {field: ticket, prefix: 'https://tickets.example/'}
        audience: {field: readers, as: Audience, property: audienceType}
        mentions: owner
    citation: {number: ticket, publisher: owner}
    card: [severity]
    prompts: driscoll
    must_show: [impact]
    fields:
      impact: {kind: markdown, label: {en: Impact}}
      severity: {kind: enum, values: [low, high], label: {en: Severity}}
      began: datetime
      mended: datetime
      ticket: text
      readers: text
      notes: {kind: text, for: people}
      owner: {kind: ref, to: organisation}
";

fn site() -> SiteTest {
    SiteTest::new(&[
        (
            "content/post-mortems/queue.md",
            &page(
                "The queue that stood still",
                "date: 2026-02-03\nauthors: [sam]\nimpact: Nobody *could* book\nseverity: high\nbegan: 2026-02-01T09:00\nmended: 2026-02-01T11:00\nticket: T-7\nreaders: Engineers\nowner: hearth\nnotes: Zq among ourselves\n",
                "It filled up.\n",
            ),
        ),
        ("content/people/sam.md", &page("Sam", "", "")),
        ("content/organisations/hearth.md", &page("Hearth and Lane", "", "")),
    ])
    .settings(POST_MORTEM)
}

#[test]
fn a_sites_own_type_has_all_that_a_built_in_type_can_have() {
    let built = site().clean();
    let html = built.file("post-mortems/queue/index.html");
    for expected in [
        // An article for other sites.
        "property=\"og:type\" content=\"article\"",
        // Its fields in schema.org's words; its authors are not named, since it is told by permission.
        "\"@type\":\"TechArticle\"",
        "\"abstract\":\"Nobody *could* book\"",
        "\"identifier\":\"https://tickets.example/T-7\"",
        "\"audience\":{\"@type\":\"Audience\",\"audienceType\":\"Engineers\"}",
        "\"mentions\":{\"@type\":\"Organization\",\"name\":\"Hearth and Lane\"",
        "\"startDate\":\"2026-02-01T09:00",
        // What a reference manager reads.
        "name=\"citation_technical_report_number\" content=\"T-7\"",
        "name=\"citation_technical_report_institution\" content=\"Hearth and Lane\"",
        // The rows of its fields, by their labels.
        "<dt>Severity</dt><dd><span>high</span></dd>",
        "<dt>Impact</dt><dd>Nobody <em>could</em> book</dd>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(
        !html.contains("\"author\"") && !html.contains("citation_author"),
        "{html}"
    );
    assert!(built.has("post-mortems/queue/event.ics"));
    assert!(
        !built
            .texts()
            .values()
            .any(|text| text.contains("Zq among ourselves"))
    );
    let list = built.file("post-mortems/index.html");
    assert!(
        list.contains("<span>high</span>"),
        "the card shows the declared fact: {list}"
    );
}

#[test]
fn a_template_of_a_sites_own_type_may_not_lose_what_its_type_must_show() {
    let template = |body: &str| {
        format!(
            "{{% extends \"base.html\" %}}\n{{% block main %}}\n<h1>{{{{ page.title }}}}</h1>\n{{% include \"partials/care.html\" %}}\n{body}{{{{ body }}}}\n{{% endblock main %}}\n"
        )
    };
    let with = |body: &str| {
        site()
            .settings("theme: ours\n")
            .edit(
                "themes/ours/theme.yaml",
                "name: Ours\nextends: hearth\ninterface: 1\n",
            )
            .edit("themes/ours/templates/post-mortem.html", &template(body))
    };
    let lost = with("").findings();
    assert!(
        lost.iter()
            .any(|found| found.contains("template/contract") && found.contains("`impact`")),
        "{lost:?}"
    );
    with("<p>{{ page.fields?.impact or \"\" }}</p>\n").clean();
}

#[test]
fn what_a_declaration_names_must_be_there() {
    let settings = "\
types:
  piece:
    sections: [pieces]
    event: {starts: began, end: mended}
    schema_org: {type: Article, properties: {abstract: gist}, kind: x}
    card: [weigth]
    prompts: discroll
    fields: {began: datetime, mended: datetime}
";
    let found = SiteTest::new(&[]).settings(settings).findings();
    let said: Vec<&str> = found
        .iter()
        .map(|line| line.split_once(' ').unwrap().1)
        .collect();
    assert_eq!(
        said,
        [
            "schema/unknown-property `end` is not a property of `event`",
            "schema/declaration type `piece` has no field `gist`",
            "schema/unknown-property `kind` is not a property of `schema_org`",
            "schema/declaration type `piece` has no field `weigth`",
            "schema/declaration there is no set of questions called `discroll`",
        ]
    );
}
