//! JSON-LD: what a page is, in schema.org's words, for search engines.
//!
//! People in stories are never named here: there is no field for them, and a page that [`Thing::holds_back_people`] names no
//! author either, since the teller of a story may be its author. What is written is safe inside `<script>`.

/// One page. Addresses are whole and encoded; empty texts are left out.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    /// The schema.org type as the page's type declares it: `Article`, `Report`, `Event`, `Person`, `DefinedTerm`…
    ///
    /// `Person` becomes a `ProfilePage` about that person.
    pub schema_type: String,
    /// The canonical address.
    pub url: String,
    /// The title, or the name of what the page is about.
    pub name: String,
    /// The description.
    pub description: String,
    /// The language.
    pub lang: String,
    /// The day or moment of publication (ISO 8601).
    pub published: Option<String>,
    /// The day or moment of the last change.
    pub modified: Option<String>,
    /// Whether the page may name nobody: stories, and whatever else rests on somebody's consent.
    pub holds_back_people: bool,
    /// Its authors.
    pub authors: Vec<Agent>,
    /// Who publishes the site; an organisation.
    pub publisher: Option<Agent>,
    /// The address of its picture.
    pub image: Option<String>,
    /// Its subjects.
    pub about: Vec<Named>,
    /// The places that it speaks of.
    pub places: Vec<Named>,
    /// Words of the text; 0 is left out.
    pub words: u32,
    /// The same content as files: read aloud, signed, in large print.
    pub encodings: Vec<Encoding>,
    /// The page that it is a version of.
    pub based_on: Option<Named>,
    /// What its type adds.
    pub details: Details,
    /// What its type's declaration says by its fields.
    pub properties: Vec<Property>,
    /// The licence: its address, or its name where that is all that is known.
    pub license: String,
    /// The way from home to the page, both among them; fewer than two are left out.
    pub breadcrumbs: Vec<Named>,
}

/// A name with the address of its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The address, when it has a page.
    pub url: Option<String>,
}

/// A work's content as a file.
#[derive(Clone, Debug, Default)]
pub struct Encoding {
    /// Its schema.org type: `AudioObject`.
    pub kind: &'static str,
    /// Its address.
    pub url: String,
    /// What makes it accessible, in the words of schema.org's `accessibilityFeature`; may be empty.
    pub feature: &'static str,
    /// Its language, when it is stated.
    pub lang: String,
    /// How many minutes it takes.
    pub minutes: Option<u64>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
}

/// Somebody who wrote, published, paid for or holds something.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Whether it is a person, or an organisation.
    pub is_person: bool,
    /// The name and the address of its page.
    pub named: Named,
}

/// What a type adds to what every page has.
#[derive(Clone, Debug, Default)]
pub enum Details {
    /// Nothing.
    #[default]
    None,
    /// An event.
    Event(Event),
    /// A term: its other names, and the page of its taxonomy.
    Term {
        /// Other words for it.
        synonyms: Vec<String>,
        /// Its taxonomy.
        set: Named,
    },
    /// A list of pages or of terms.
    List(Vec<Named>),
    /// The whole site: the pattern of a search's address, with `{search_term_string}`.
    Site(Option<String>),
}

/// What an event adds.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// When it begins (ISO 8601).
    pub start: String,
    /// When it ends.
    pub end: String,
    /// Where it is held: a name and, when known, a postal address.
    pub location: Option<(String, String)>,
    /// How people take part.
    pub attendance: Attendance,
    /// The address to sign up at.
    pub booking_url: String,
    /// Who holds it.
    pub organisers: Vec<Agent>,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

/// How people take part in an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attendance {
    /// In a room.
    #[default]
    InPerson,
    /// Online.
    Online,
    /// Either way.
    Mixed,
}

/// A property that a type's declaration maps to fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// What schema.org calls it. It was written by whoever declared the type.
    pub name: String,
    /// Its values; none is left out, one stands alone, several are a list.
    pub values: Vec<Fact>,
}

/// One value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Words, a date or an address.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// A thing of a type with a name.
    Named(String, Named),
    /// Words inside a thing: its type, what they are called there, the words.
    Inside(String, String, String),
    /// A file: its address, and its media type where the author says it.
    File(String, String),
}

/// The page as JSON-LD, safe inside `<script type="application/ld+json">`.
pub fn json_ld(thing: &Thing) -> String {
    let mut graph = vec![main_node(thing)];
    if thing.breadcrumbs.len() > 1 {
        graph.push(breadcrumbs(&thing.breadcrumbs));
    }
    let Json(graph) = Json::array(graph);
    format!(r#"{{"@context":"https://schema.org","@graph":{graph}}}"#)
}

fn main_node(thing: &Thing) -> Json {
    if thing.schema_type == "Person" {
        let mut person = Node::new("Person");
        person.text("name", &thing.name);
        person.text("description", &thing.description);
        person.maybe("image", thing.image.as_deref());
        details(&mut person, &thing.details, &thing.url);
        properties(&mut person, &thing.properties);
        let mut page = Node::new("ProfilePage");
        page.text("@id", &thing.url);
        page.text("url", &thing.url);
        page.text("inLanguage", &thing.lang);
        page.maybe("dateModified", thing.modified.as_deref());
        page.set("mainEntity", person.value());
        return page.value();
    }
    let mut node = Node::new(&thing.schema_type);
    node.text("@id", &thing.url);
    node.text("url", &thing.url);
    let is_writing = is_writing(&thing.schema_type);
    node.text(if is_writing { "headline" } else { "name" }, &thing.name);
    node.text("description", &thing.description);
    if is_creative(&thing.schema_type) {
        node.text("inLanguage", &thing.lang);
        node.maybe("datePublished", thing.published.as_deref());
        node.maybe("dateModified", thing.modified.as_deref());
        if !thing.holds_back_people {
            node.list("author", thing.authors.iter().map(agent));
        }
        node.list("publisher", thing.publisher.iter().map(agent));
        node.list(
            "about",
            thing
                .about
                .iter()
                .map(|named| named_as("DefinedTerm", named)),
        );
        node.list(
            "spatialCoverage",
            thing.places.iter().map(|named| named_as("Place", named)),
        );
        if is_writing && thing.words > 0 {
            node.set("wordCount", Json::number(thing.words as usize));
        }
    }
    node.maybe("image", thing.image.as_deref());
    details(&mut node, &thing.details, &thing.url);
    properties(&mut node, &thing.properties);
    if is_creative(&thing.schema_type) {
        node.text("license", &thing.license);
        node.files.extend(thing.encodings.iter().map(encoding));
        let files = std::mem::take(&mut node.files);
        node.list("encoding", files);
        let based_on = thing.based_on.iter();
        node.list(
            "isBasedOn",
            based_on.map(|named| named_as("CreativeWork", named)),
        );
    }
    node.value()
}

fn encoding(encoding: &Encoding) -> Json {
    let mut file = Node::new(encoding.kind);
    file.text("contentUrl", &encoding.url);
    file.text("inLanguage", &encoding.lang);
    file.text("accessibilityFeature", encoding.feature);
    if let Some(minutes) = encoding.minutes {
        file.text("duration", &format!("PT{minutes}M"));
    }
    if let Some(bytes) = encoding.bytes {
        file.text("contentSize", &format!("{bytes} B"));
    }
    file.value()
}

/// Whether schema.org calls the title of such a thing its headline.
fn is_writing(schema_type: &str) -> bool {
    schema_type.ends_with("Article") || matches!(schema_type, "BlogPosting" | "Report")
}

/// Whether such a thing is a work that somebody made, rather than a happening, a place or a body of people.
fn is_creative(schema_type: &str) -> bool {
    !matches!(
        schema_type,
        "Event" | "Organization" | "AdministrativeArea" | "Place" | "DefinedTerm"
    )
}

fn details(node: &mut Node, details: &Details, page_url: &str) {
    match details {
        Details::None => {}
        Details::Event(event) => event_details(node, event, page_url),
        Details::Term { synonyms, set } => {
            node.list(
                "alternateName",
                synonyms.iter().map(|name| Json::text(name)),
            );
            node.set("inDefinedTermSet", named_as("DefinedTermSet", set));
        }
        Details::List(items) if node.kind == "DefinedTermSet" => {
            node.list(
                "hasDefinedTerm",
                items.iter().map(|named| named_as("DefinedTerm", named)),
            );
        }
        Details::List(items) => {
            let mut list = Node::new("ItemList");
            list.list("itemListElement", items.iter().enumerate().map(list_item));
            node.set("mainEntity", list.value());
        }
        Details::Site(search) => {
            if let Some(pattern) = search {
                let mut target = Node::new("EntryPoint");
                target.text("urlTemplate", pattern);
                let mut action = Node::new("SearchAction");
                action.set("target", target.value());
                action.text("query-input", "required name=search_term_string");
                node.set("potentialAction", action.value());
            }
        }
    }
}

/// Writes what a declaration maps; files of `encoding` are told together with the page's other forms.
fn properties(node: &mut Node, properties: &[Property]) {
    for property in properties {
        let values = property.values.iter().map(fact);
        if property.name == "encoding" {
            node.files.extend(values);
        } else if is_name(&property.name) {
            node.list(&property.name, values);
        }
    }
}

/// Whether schema.org could have a property of this name: it is written as it is.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn fact(fact: &Fact) -> Json {
    match fact {
        Fact::Text(text) => Json::text(text),
        Fact::Truth(truth) => Json(truth.to_string()),
        Fact::Named(kind, named) => named_as(kind, named),
        Fact::Inside(kind, property, text) => {
            let mut node = Node::new(kind);
            if is_name(property) {
                node.text(property, text);
            }
            node.value()
        }
        Fact::File(url, media_type) => {
            let mut file = Node::new("MediaObject");
            file.text("contentUrl", url);
            file.text("encodingFormat", media_type);
            file.value()
        }
    }
}

fn event_details(node: &mut Node, event: &Event, page_url: &str) {
    node.text("startDate", &event.start);
    node.text("endDate", &event.end);
    let (in_a_room, online, mode) = match event.attendance {
        Attendance::InPerson => (true, false, "OfflineEventAttendanceMode"),
        Attendance::Online => (false, true, "OnlineEventAttendanceMode"),
        Attendance::Mixed => (true, true, "MixedEventAttendanceMode"),
    };
    let mut places = Vec::new();
    if let Some((name, address)) = event.location.as_ref().filter(|_| in_a_room) {
        let mut place = Node::new("Place");
        place.text("name", name);
        place.text("address", address);
        places.push(place.value());
    }
    if online {
        let mut place = Node::new("VirtualLocation");
        let booking = Some(&*event.booking_url).filter(|url| !url.is_empty());
        place.text("url", booking.unwrap_or(page_url));
        places.push(place.value());
    }
    let status = if event.cancelled {
        "EventCancelled"
    } else {
        "EventScheduled"
    };
    node.list("location", places);
    node.text("eventAttendanceMode", &format!("https://schema.org/{mode}"));
    node.text("eventStatus", &format!("https://schema.org/{status}"));
    node.list("organizer", event.organisers.iter().map(agent));
}

fn agent(agent: &Agent) -> Json {
    named_as(
        if agent.is_person {
            "Person"
        } else {
            "Organization"
        },
        &agent.named,
    )
}

fn named_as(kind: &str, named: &Named) -> Json {
    let mut node = Node::new(kind);
    node.text("name", &named.name);
    node.maybe("url", named.url.as_deref());
    node.value()
}

fn breadcrumbs(trail: &[Named]) -> Json {
    let mut list = Node::new("BreadcrumbList");
    list.list("itemListElement", trail.iter().enumerate().map(list_item));
    list.value()
}

fn list_item((at, named): (usize, &Named)) -> Json {
    let mut item = Node::new("ListItem");
    item.set("position", Json::number(at + 1));
    item.text("name", &named.name);
    item.maybe("item", named.url.as_deref());
    item.value()
}

/// A finished piece of JSON in which nothing can end a script element or begin a comment of it.
struct Json(String);

impl Json {
    fn text(text: &str) -> Self {
        let mut json = String::with_capacity(text.len() + 2);
        push_text(&mut json, text);
        Self(json)
    }

    fn number(number: usize) -> Self {
        Self(number.to_string())
    }

    fn array(values: Vec<Self>) -> Self {
        let mut json = String::from("[");
        for (at, Self(value)) in values.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            json.push_str(value);
        }
        json.push(']');
        Self(json)
    }
}

/// Writes a text as JSON (RFC 8259), with the characters that mean something to HTML escaped too.
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let is_special = matches!(
            character,
            '\0'..='\u{1f}' | '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}'
        );
        if is_special {
            json.push_str(&text[plain..at]);
            json.push_str(&format!("\\u{:04x}", u32::from(character)));
            plain = at + character.len_utf8();
        }
    }
    json.push_str(&text[plain..]);
    json.push('"');
}

/// One node of the graph; properties keep their order, and empty ones are left out.
struct Node {
    kind: String,
    /// The object so far, without its end.
    json: String,
    /// The files of a work, which are told together.
    files: Vec<Json>,
}

impl Node {
    fn new(kind: &str) -> Self {
        let mut json = String::with_capacity(256);
        json.push_str("{\"@type\":");
        push_text(&mut json, kind);
        Self {
            kind: kind.to_owned(),
            json,
            files: Vec::new(),
        }
    }

    /// Begins a property. Names are the program's own: nothing in them needs to be escaped.
    fn name(&mut self, name: &str) {
        self.json.push_str(",\"");
        self.json.push_str(name);
        self.json.push_str("\":");
    }

    fn set(&mut self, name: &str, Json(value): Json) {
        self.name(name);
        self.json.push_str(&value);
    }

    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.name(name);
            push_text(&mut self.json, text);
        }
    }

    fn maybe(&mut self, name: &str, text: Option<&str>) {
        self.text(name, text.unwrap_or_default());
    }

    /// One value stands alone, several are a list.
    fn list(&mut self, name: &str, values: impl IntoIterator<Item = Json>) {
        let mut values: Vec<Json> = values.into_iter().collect();
        match values.len() {
            0 => {}
            1 => self.set(name, values.remove(0)),
            _ => self.set(name, Json::array(values)),
        }
    }

    fn value(mut self) -> Json {
        self.json.push('}');
        Json(self.json)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn named(name: &str, url: &str) -> Named {
        Named {
            name: name.into(),
            url: (!url.is_empty()).then(|| url.to_owned()),
        }
    }

    fn person(name: &str) -> Agent {
        Agent {
            is_person: true,
            named: named(name, ""),
        }
    }

    fn thing(schema_type: &str, details: Details) -> Thing {
        Thing {
            schema_type: schema_type.into(),
            url: "https://n.example/x/".into(),
            name: "X".into(),
            lang: "en".into(),
            details,
            ..Thing::default()
        }
    }

    /// The main node of a page, as it reads back.
    fn node(thing: &Thing) -> Value {
        let value: Value = serde_json::from_str(&json_ld(thing)).expect("JSON");
        assert_eq!(value["@context"], "https://schema.org");
        value["@graph"][0].clone()
    }

    #[test]
    fn a_story_names_its_publisher_and_no_person() {
        let mut story = thing("Article", Details::None);
        story.published = Some("2026-02-03".into());
        story.authors = vec![person("Mair")];
        story.publisher = Some(Agent {
            is_person: false,
            named: named("Hearth", "https://n.example/"),
        });
        story.about = vec![named("Trust", "https://n.example/themes/trust/")];
        story.words = 640;
        assert_eq!(node(&story)["author"]["name"], "Mair");
        story.holds_back_people = true;
        assert_eq!(
            node(&story),
            json!({
                "@type": "Article",
                "@id": "https://n.example/x/",
                "url": "https://n.example/x/",
                "headline": "X",
                "inLanguage": "en",
                "datePublished": "2026-02-03",
                "publisher": {"@type": "Organization", "name": "Hearth", "url": "https://n.example/"},
                "about": {"@type": "DefinedTerm", "name": "Trust", "url": "https://n.example/themes/trust/"},
                "wordCount": 640,
            })
        );
    }

    #[test]
    fn each_type_says_what_it_adds() {
        let event = Details::Event(Event {
            start: "2026-03-01T10:00:00Z".into(),
            location: Some(("Hall".into(), String::new())),
            attendance: Attendance::Mixed,
            booking_url: "https://meet.example/1".into(),
            ..Event::default()
        });
        let term = Details::Term {
            synonyms: vec!["faith".into()],
            set: named("Themes", "https://n.example/themes/"),
        };
        let list = || Details::List(vec![named("A", "https://n.example/a/")]);
        let site = Details::Site(Some(
            "https://n.example/search/?q={search_term_string}".into(),
        ));
        for (schema_type, details, expected) in [
            (
                "Event",
                event,
                json!({
                    "name": "X", "startDate": "2026-03-01T10:00:00Z",
                    "location": [{"@type": "Place", "name": "Hall"}, {"@type": "VirtualLocation", "url": "https://meet.example/1"}],
                    "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
                    "eventStatus": "https://schema.org/EventScheduled",
                }),
            ),
            ("AdministrativeArea", Details::None, json!({"name": "X"})),
            (
                "DefinedTerm",
                term,
                json!({
                    "name": "X", "alternateName": "faith",
                    "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Themes", "url": "https://n.example/themes/"},
                }),
            ),
            (
                "DefinedTermSet",
                list(),
                json!({
                    "name": "X", "inLanguage": "en",
                    "hasDefinedTerm": {"@type": "DefinedTerm", "name": "A", "url": "https://n.example/a/"},
                }),
            ),
            (
                "CollectionPage",
                list(),
                json!({
                    "name": "X", "inLanguage": "en",
                    "mainEntity": {"@type": "ItemList", "itemListElement":
                        {"@type": "ListItem", "position": 1, "name": "A", "item": "https://n.example/a/"}},
                }),
            ),
            (
                "WebSite",
                site,
                json!({
                    "name": "X", "inLanguage": "en",
                    "potentialAction": {
                        "@type": "SearchAction",
                        "target": {"@type": "EntryPoint", "urlTemplate": "https://n.example/search/?q={search_term_string}"},
                        "query-input": "required name=search_term_string",
                    },
                }),
            ),
        ] {
            let mut found = node(&thing(schema_type, details));
            let properties = found.as_object_mut().expect("a node is an object");
            assert_eq!(properties.remove("@type"), Some(json!(schema_type)));
            properties.remove("@id");
            properties.remove("url");
            assert_eq!(found, expected, "{schema_type}");
        }
    }

    #[test]
    fn what_a_declaration_maps_is_written_as_it_is_declared() {
        let property = |name: &str, values: &[Fact]| Property {
            name: name.into(),
            values: values.to_vec(),
        };
        let mut report = thing("Report", Details::None);
        report.license = "https://l.example/by/".into();
        report.properties = vec![
            property("abstract", &[Fact::Text("Time helps".into())]),
            property("isAccessibleForFree", &[Fact::Truth(true)]),
            property(
                "funder",
                &[
                    Fact::Named(
                        "Organization".into(),
                        named("Ember", "https://n.example/e/"),
                    ),
                    Fact::Named("Person".into(), named("Mair", "")),
                ],
            ),
            property(
                "audience",
                &[Fact::Inside(
                    "Audience".into(),
                    "audienceType".into(),
                    "All".into(),
                )],
            ),
            property(
                "encoding",
                &[Fact::File(
                    "https://n.example/r.pdf".into(),
                    "application/pdf".into(),
                )],
            ),
            property("nothing", &[]),
            property("no\"name", &[Fact::Text("never".into())]),
        ];
        assert_eq!(
            node(&report),
            json!({
                "@type": "Report", "@id": "https://n.example/x/", "url": "https://n.example/x/",
                "headline": "X", "inLanguage": "en", "abstract": "Time helps", "isAccessibleForFree": true,
                "funder": [
                    {"@type": "Organization", "name": "Ember", "url": "https://n.example/e/"},
                    {"@type": "Person", "name": "Mair"},
                ],
                "audience": {"@type": "Audience", "audienceType": "All"},
                "license": "https://l.example/by/",
                "encoding": {"@type": "MediaObject", "contentUrl": "https://n.example/r.pdf", "encodingFormat": "application/pdf"},
            })
        );
    }

    #[test]
    fn a_person_has_a_page_about_them() {
        let mut page = thing("Person", Details::None);
        page.properties = vec![Property {
            name: "jobTitle".into(),
            values: vec![Fact::Text("Coordinator".into())],
        }];
        assert_eq!(
            node(&page),
            json!({
                "@type": "ProfilePage",
                "@id": "https://n.example/x/",
                "url": "https://n.example/x/",
                "inLanguage": "en",
                "mainEntity": {"@type": "Person", "name": "X", "jobTitle": "Coordinator"},
            })
        );
    }

    #[test]
    fn breadcrumbs_are_counted_from_home() {
        let mut page = thing("WebPage", Details::None);
        page.breadcrumbs = vec![
            named("Home", "https://n.example/"),
            named("X", "https://n.example/x/"),
        ];
        let value: Value = serde_json::from_str(&json_ld(&page)).expect("JSON");
        assert_eq!(
            value["@graph"][1],
            json!({"@type": "BreadcrumbList", "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://n.example/"},
                {"@type": "ListItem", "position": 2, "name": "X", "item": "https://n.example/x/"},
            ]})
        );
    }

    #[test]
    fn no_title_can_leave_the_script_element() {
        let mut page = thing("WebPage", Details::None);
        page.name = "</script><!-- & \u{2028} \"".into();
        let text = json_ld(&page);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(node(&page)["name"], page.name);
    }
}
