//! The sample's fields by type, and the attributes of directives.

use serde_json::{Value as Json, json};

use crate::schema::{Value, Values};

/// The attributes of the built-in directives.
pub(super) const ATTRIBUTES: [(&str, &str); 22] = [
    ("id", "the-key"),
    ("title", "The allotment key"),
    ("by", "Sam, neighbour"),
    ("role", "neighbour"),
    ("source", "A conversation"),
    ("lang", "cy"),
    ("src", "/media/key.mp4"),
    ("alt", "A key on a loop of string"),
    ("caption", "The key to the gate"),
    ("credit", "Hearth and Lane"),
    ("transcript", "/media/key.txt"),
    ("captions", "/media/key.vtt"),
    ("poster", "/media/key.jpg"),
    ("summary", "What Sam said"),
    ("open", "true"),
    ("kind", "note"),
    ("themes", "trust, time"),
    ("type", "story"),
    ("limit", "3"),
    ("section", "stories"),
    ("sort", "date"),
    ("decorative", "true"),
];

/// The fields of a type; those of all types for one that is not built in.
pub(super) fn of(kind: &str) -> Value {
    let all = [
        ("story", story()),
        ("article", article()),
        ("news", news()),
        ("evaluation", evaluation()),
        ("reflection", reflection()),
        (
            "easy-read",
            json!({"tested_with": "The Tuesday reading group", "picture_credit": "Hearth and Lane"}),
        ),
        ("event", event()),
        ("resource", resource()),
        ("person", person()),
        ("organisation", organisation()),
        ("area", area()),
        ("term", term()),
        ("redirect", json!({"to": "/stories/the-key/"})),
    ];
    match all.iter().find(|(name, _)| *name == kind) {
        Some((_, fields)) => value(fields),
        None if super::KINDS.contains(&kind) => Value::Map(Default::default()),
        None => {
            let mut whole = Values::default();
            for (_, fields) in &all {
                if let Value::Map(fields) = value(fields) {
                    whole.extend(*fields);
                }
            }
            Value::from(whole)
        }
    }
}

/// The facts that a card of a type shows.
pub(super) fn facts(kind: &str) -> Value {
    value(&match kind {
        "story" => {
            json!({"format": "poem", "voice": "together", "questions": ["Who holds the keys here?"], "learning": "Ask who already holds the key."})
        }
        "evaluation" => {
            json!({"report_type": "evaluation", "strength": "developing", "findings": [{"text": "People felt less alone.", "strength": "early"}]})
        }
        "event" => {
            json!({"start_date": "2026-05-14T10:00:00+01:00", "end_date": "2026-05-14T16:00:00+01:00", "location": {"name": "Hallowby Hall"}})
        }
        "news" => json!({"dateline": "Westmarsh"}),
        _ => json!({"role": "partner"}),
    })
}

fn reference(title: &str, url: &str) -> Json {
    json!({"title": title, "url": url, "id": "some-id"})
}

fn files() -> Json {
    json!([
        {"type": "pdf", "path": {"src": "/evidence/briefing.pdf", "name": "briefing.pdf", "bytes": 240_000}, "pages": 4, "tagged": false, "lang": "en"},
        {"format": "docx", "path": {"src": "/evidence/map.docx", "name": "map.docx"}, "bytes": 1_320_000, "lang": "cy", "tagged": true},
    ])
}

fn story() -> Json {
    json!({
        "format": "prose",
        "voice": "together",
        "consent": ["c-4h9x"],
        "people": [{"label": "Sam", "name_as": "pseudonym", "role": "neighbour"}],
        "prompt_set": "driscoll",
        "domain": "belonging",
        "period": "spring to autumn 2025",
        "outcomes": [
            {"level": "person", "text": "Sam grows vegetables again."},
            {"level": "community", "text": "A plot feeds two houses and a doorstep."},
        ],
        "quotes": [{"text": "I'd rather a no than a soon.", "speaker": "Ruby", "themes": [reference("Trust", "/themes/trust/")]}],
        "learning": "Before finding someone a place on a list, ask who already holds the key.",
        "questions": ["When did you last answer a question that nobody had asked?", "Who holds the keys in your street?"],
        "content_note": ["Mentions the death of a husband."],
        "selection": {"by": "Regional gathering", "from": 14, "reason": "It changed what we do.", "date": "2026-01-10"},
        "transcript": {"src": "/stories/s-7f3k2/key.vtt", "name": "key.vtt", "bytes": 900},
        "review_by": "2027-02-03",
        "license": "CC-BY-NC-4.0",
    })
}

fn article() -> Json {
    json!({
        "article_section": "opinion",
        "disclaimer": "The author's own view.",
        "citation": ["mason-2021"],
        "responds_to": "The ten-year plan",
        "pull_quote": "Ask who holds the key.",
    })
}

fn news() -> Json {
    json!({
        "dateline": "Westmarsh",
        "expires": "2026-04-30",
        "about": [reference("Spring gathering", "/events/spring-gathering/")],
        "is_based_on": [reference("What coordinators change", "/evidence/what-coordinators-change/")],
        "contact": reference("Hearth and Lane Network", "/organisations/hearth-and-lane/"),
        "correction": [{"date": "2026-03-02", "text": "The day was wrong and has been put right."}],
    })
}

fn evaluation() -> Json {
    json!({
        "report_type": "policy-briefing",
        "report_number": "Briefing 4",
        "abstract": "Eighteen people told us what *changed*.",
        "findings": [
            {"text": "People felt less alone.", "strength": "strong", "themes": [reference("Belonging", "/themes/belonging/")], "evidence": "14 of 18 interviews"},
            {"text": "Some asked for fewer services.", "strength": "developing", "themes": [], "evidence": "6 of 18 interviews"},
            {"text": "Nobody can yet say what it costs.", "strength": "early"},
        ],
        "limitations": "One council; people were chosen by staff.",
        "research_question": "How does it work, and for whom?",
        "method": ["realist-evaluation", "interviews", "diary"],
        "participants": {"n": 18, "who": "people who drew on support", "how": "purposive"},
        "data_period": "2022 to 2024",
        "setting": "A coastal council",
        "costs": {"statement": "About £900 for each person", "basis": "council figures", "price_year": 2024},
        "funder": [reference("Ember and Thatch Fund", "/organisations/ember-and-thatch-fund/")],
        "funding": ["ET-0042"],
        "acknowledgement": "Paid for by the Ember and Thatch Fund.",
        "competing_interests": "The network asked for this study.",
        "ethics": "University of Saltholme, 2022/17",
        "publisher": reference("Hearth and Lane Network", "/organisations/hearth-and-lane/"),
        "contributor": [reference("Joan Pettifer", "/people/joan-pettifer/")],
        "source_organisation": reference("University of Saltholme", "/organisations/university-of-saltholme/"),
        "doi": "10.1234/abcd",
        "is_based_on": ["The full paper"],
        "version": "1.1",
        "peer_review": "external",
        "encoding": files(),
        "plain_summary": reference("What we found", "/plain-words/what-we-found/"),
        "easy_read": reference("What we found: Easy Read", "/plain-words/easy/"),
    })
}

fn reflection() -> Json {
    json!({
        "prompt_set": "gibbs",
        "trigger": "mistake",
        "consent": ["c-8d2m"],
        "no_third_parties": true,
        "visibility": "public",
        "learning": "I filled the silence.",
        "change_intended": "I will wait, then ask.",
        "change_review": "2026-06-01",
        "reviewed_with": "a fellow coordinator",
        "content_note": ["Mentions an argument."],
        "questions": ["What would *you* have done?"],
    })
}

fn event() -> Json {
    json!({
        "start_date": "2026-05-14T10:00:00+01:00",
        "end_date": "2026-05-14T16:00:00+01:00",
        "event_status": "postponed",
        "event_attendance_mode": "mixed",
        "location": {"name": "Hallowby Hall", "address": "1 Mill Lane, Hallowby", "url": "https://hall.example/"},
        "organizer": [reference("Hearth and Lane Network", "/organisations/hearth-and-lane/")],
        "is_accessible_for_free": true,
        "offers": {"price": 10, "currency": "GBP", "text": "£10, or what you can", "url": "https://hall.example/book"},
        "access_info": "Level entry; loop; signing on request.",
        "in_language": ["cy", "en"],
        "audience": "Coordinators and managers",
        "registration": "https://hearthandlane.example/book",
        "recording": reference("Film of the day", "/resources/film/"),
        "outputs": [reference("The allotment key", "/stories/s-7f3k2/")],
    })
}

fn resource() -> Json {
    json!({
        "learning_resource_type": "tool",
        "audience": "New coordinators",
        "time_required": "PT30M",
        "encoding": files(),
        "teaches": [reference("Listening", "/themes/listening/")],
        "is_accessible_for_free": true,
        "version": "2.0",
        "accessibility_summary": "Tagged PDF; large print version.",
        "is_based_on": ["An older map"],
    })
}

fn person() -> Json {
    json!({
        "job_title": "Local coordinator",
        "affiliation": [reference("Porth Elen Council", "/organisations/porth-elen-council/")],
        "opt_in": "2025-06-10",
        "pronouns": "she/her",
        "knows_language": ["cy", "en"],
        "identifier": "0000-0002-1825-0097",
        "contact_route": "organisation",
        "active": true,
        "until": "2027-01-01",
    })
}

fn organisation() -> Json {
    json!({
        "role": ["funder", "partner"],
        "legal_name": "Ember and Thatch Fund Ltd",
        "alternate_name": ["The Fund"],
        "url": "https://fund.example/",
        "contact_point": {"email": "hello@fund.example", "telephone": "01632 960000", "address": "1 Mill Lane, Hallowby"},
        "same_as": ["https://example.com/fund"],
        "acknowledgement_template": "Paid for by the Ember and Thatch Fund.",
        "award_id_required": true,
        "welsh_standards": false,
    })
}

fn area() -> Json {
    json!({
        "kind": "council",
        "contained_in_place": reference("Wales", "/areas/wales/"),
        "identifier": "W06000000",
        "organisation": reference("Porth Elen Council", "/organisations/porth-elen-council/"),
        "member_since": "2024",
        "population": 61_000,
        "welsh_required": true,
    })
}

fn term() -> Json {
    json!({
        "use_when": "Someone relied on another person, or chose not to.",
        "do_not_use_when": "People were merely friendly.",
        "i_statement": "They did what they said they would, so I told them a bit more.",
        "is_codable": true,
        "owner": "Theme group",
        "example": "She handed back the key on the right day.",
        "non_example": "The office says it is trusted.",
        "history": [{"date": "2024-05-16", "change": "Agreed as a theme.", "by_role": "Theme group", "why": "It kept turning up."}],
    })
}

/// JSON as a field's value. Dates stay text: a template sees text in either case.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text.as_str().into()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(entries) => Value::from(
            entries
                .iter()
                .map(|(name, json)| (name.as_str().into(), value(json)))
                .collect::<Values>(),
        ),
    }
}
