//! The catalogue of diagnostic codes: every finding that Alongside can report, each with its severity.
//!
//! A code is `area/name`. Each has a page in the manual (`docs/content/diagnostics/AREA/NAME.md`), and a test holds the two together.
//! A code that may be lowered is a matter of content; what would make the output wrong, unsafe or ambiguous stays an error.

use std::hash::{Hash, Hasher};

use super::Severity;

/// A kind of finding.
#[derive(Debug)]
pub struct Code {
    /// `area/name`.
    pub name: &'static str,
    /// Its weight when the site says nothing else.
    pub severity: Severity,
    /// Whether the site's `rules` may give it a lower weight.
    pub lowerable: bool,
}

impl Code {
    /// Whether a site with such a mistake may be shown to whoever mends it (`build --anyway`): not one that touches what is to
    /// stay hidden, permission, what is personal, or safety, nor one by which nobody can tell what is meant.
    pub fn may_be_shown(&self) -> bool {
        !STOPS_ALL.contains(&self)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $name:literal $severity:ident $lowerable:ident;)*) => {
        $(
            $(#[$doc])*
            pub static $constant: Code = Code {
                name: $name,
                severity: Severity::$severity,
                lowerable: codes!(@ $lowerable),
            };
        )*

        /// Every code, in the order of the catalogue.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
    (@ may_be_lowered) => { true };
    (@ stays) => { false };
}

codes! {
    // Files as they lie on the disk.
    /// A text file that is not UTF-8.
    FILE_NOT_UTF8 = "file/not-utf8" Error stays;
    /// A file of another kind than pages that begins with front matter; it is not published.
    FILE_NOT_A_PAGE = "file/not-a-page" Error may_be_lowered;
    /// A name that says a language which the site does not have; when lowered, it is part of the name.
    FILE_LANGUAGE = "file/language" Error may_be_lowered;
    /// A page in a folder of drafts of another generator.
    FILE_DRAFTS_FOLDER = "file/drafts-folder" Warning may_be_lowered;
    /// A page in a folder of posts of another generator.
    FILE_POSTS_FOLDER = "file/posts-folder" Warning may_be_lowered;
    /// A file larger than Alongside reads.
    FILE_TOO_LARGE = "file/too-large" Error stays;
    /// A file below `content/` that could run, named by a page.
    FILE_RUNS = "file/runs" Error stays;
    /// A file that is copied and tells more than it shows: who made it, where, what was changed.
    FILE_METADATA = "file/metadata" Warning may_be_lowered;
    /// A file or folder that cannot be read, or that changed while it was being read.
    FILE_UNREADABLE = "file/unreadable" Error stays;
    /// A name that cannot be an address or cannot live on every system.
    FILE_NAME = "file/name" Error stays;
    /// A file of `static/` that is not copied for its name.
    FILE_NOT_COPIED = "file/not-copied" Warning may_be_lowered;
    /// A symbolic link that leaves the site or loops.
    FILE_LINK = "file/link" Error stays;

    // Redirects.
    /// An old address that cannot be one.
    REDIRECT_ADDRESS = "redirect/address" Error stays;
    /// A new address that cannot be one.
    REDIRECT_TARGET = "redirect/target" Error stays;
    /// A new address inside the site at which there is nothing.
    REDIRECT_MISSING_TARGET = "redirect/missing-target" Error may_be_lowered;
    /// A status that no redirect can have.
    REDIRECT_STATUS = "redirect/status" Error stays;
    /// An old address that no file can have, so that only some hosts can send its readers on.
    REDIRECT_NO_PAGE = "redirect/no-page" Advice may_be_lowered;
    /// Two redirects from one address; when lowered, the first counts.
    REDIRECT_DUPLICATE = "redirect/duplicate" Error may_be_lowered;
    /// A redirect from an address that a page has; when lowered, the page stays.
    REDIRECT_TAKEN = "redirect/taken" Error may_be_lowered;
    /// Redirects that lead back to where they began.
    REDIRECT_LOOP = "redirect/loop" Error stays;

    // Response headers and the Content-Security-Policy.
    /// A path pattern that cannot stand in `_headers`.
    HEADERS_PATTERN = "headers/pattern" Error stays;
    /// A header's name that is none.
    HEADERS_NAME = "headers/name" Error stays;
    /// A header's value that cannot be sent.
    HEADERS_VALUE = "headers/value" Error stays;
    /// A header that Alongside or the host makes.
    HEADERS_MANAGED = "headers/managed" Error stays;
    /// An addition to the policy that is no directive or no source.
    HEADERS_POLICY = "headers/policy" Error stays;

    // The files of `data/`.
    /// Two data files that templates would know by one name.
    DATA_SAME_NAME = "data/same-name" Error stays;
    /// A line of a table with another number of cells than its first line.
    DATA_UNEVEN_ROW = "data/uneven-row" Error stays;
    /// What stands in the file of synonyms and is none.
    DATA_SYNONYM = "data/synonym" Error may_be_lowered;

    // Addresses.
    /// A slug that cannot be a part of an address.
    ADDRESS_SLUG = "address/slug" Error stays;
    /// An id that cannot be a part of an address.
    ADDRESS_ID = "address/id" Error stays;
    /// Two pages of one type and language with one id.
    ADDRESS_SAME_ID = "address/same-id" Error stays;
    /// An address pattern that asks for a date of a page without one.
    ADDRESS_NO_DATE = "address/no-date" Error stays;
    /// Two things with one address.
    ADDRESS_COLLISION = "address/collision" Error stays;
    /// A part of an address that Alongside keeps for itself.
    ADDRESS_RESERVED = "address/reserved" Error stays;
    /// A name in an address that some system or host cannot hold.
    ADDRESS_NAME = "address/name" Error may_be_lowered;
    /// A name or path that is longer, or a file in more folders, than every disk can hold.
    ADDRESS_TOO_LONG = "address/too-long" Error stays;
    /// An alias that is no old address of this site.
    ADDRESS_ALIAS = "address/alias" Error stays;

    // Links and references.
    /// A link to a page, file or picture that does not exist.
    LINK_MISSING_TARGET = "link/missing-target" Error may_be_lowered;
    /// A link to a place on a page that the page does not have.
    LINK_MISSING_ANCHOR = "link/missing-anchor" Error may_be_lowered;
    /// A link to a heading that is spelt otherwise: in capitals, with spaces, or by its words.
    LINK_ANCHOR_SPELLING = "link/anchor-spelling" Advice may_be_lowered;
    /// A link to a page of another site that is not there; found by `check --external` alone, as the next four are.
    LINK_EXTERNAL_MISSING = "link/external-missing" Warning may_be_lowered;
    /// A link to another site that nobody can reach, or that browsers warn of.
    LINK_EXTERNAL_UNREACHABLE = "link/external-unreachable" Warning may_be_lowered;
    /// A link into a private network or to this machine.
    LINK_EXTERNAL_PRIVATE = "link/external-private" Warning may_be_lowered;
    /// A link to a page of another site that has a new address.
    LINK_EXTERNAL_MOVED = "link/external-moved" Advice may_be_lowered;
    /// A link to another site that says nothing of it to a program.
    LINK_EXTERNAL_UNCHECKED = "link/external-unchecked" Advice may_be_lowered;
    /// A wikilink that could mean several pages.
    LINK_AMBIGUOUS = "link/ambiguous" Error may_be_lowered;
    /// A reference to a page or term that does not exist.
    REFERENCE_MISSING = "reference/missing" Error may_be_lowered;
    /// A reference that could mean several pages.
    REFERENCE_AMBIGUOUS = "reference/ambiguous" Error stays;

    // Taxonomies.
    /// A name that a closed taxonomy does not know.
    TAXONOMY_UNKNOWN_TERM = "taxonomy/unknown-term" Error may_be_lowered;
    /// A name of a term whose own page is held back.
    TAXONOMY_HELD_TERM = "taxonomy/held-term" Warning may_be_lowered;
    /// Two terms whose names are one slip apart.
    TAXONOMY_NEAR_DUPLICATE = "taxonomy/near-duplicate" Warning may_be_lowered;
    /// Terms that replace each other in a circle.
    TAXONOMY_REPLACED_LOOP = "taxonomy/replaced-loop" Error stays;

    // The site as a whole.
    /// A menu that names an address that the site does not have.
    CONFIG_MENU_TARGET = "config/menu-target" Error may_be_lowered;
    /// A folder without a `site.yaml`.
    CONFIG_MISSING = "config/missing" Error stays;
    /// A site that is to be published and has no address.
    CONFIG_NO_BASE_URL = "config/no-base-url" Error stays;
    // YAML, wherever it stands.
    /// A text that YAML cannot read.
    YAML_SYNTAX = "yaml/syntax" Error stays;
    /// A key that is written twice; the last one counts, but one that hides a page holds it.
    YAML_DUPLICATE_KEY = "yaml/duplicate-key" Error may_be_lowered;
    /// A part of YAML that Alongside does not read: tags, merge keys, several documents.
    YAML_UNSUPPORTED = "yaml/unsupported" Error stays;
    /// A text with more values, or deeper nesting, than any author would write.
    YAML_TOO_LARGE = "yaml/too-large" Error stays;

    // The front matter of a page.
    /// Front matter that is opened and never closed.
    FRONT_MATTER_UNTERMINATED = "front-matter/unterminated" Error stays;
    /// Front matter that is not fields with values.
    FRONT_MATTER_SHAPE = "front-matter/shape" Error stays;
    /// Front matter in another language than YAML.
    FRONT_MATTER_FORMAT = "front-matter/format" Error stays;
    /// A field that the page's type does not have.
    FRONT_MATTER_UNKNOWN_FIELD = "front-matter/unknown-field" Error may_be_lowered;
    /// A type that the site does not have; when lowered, the folder's type serves.
    FRONT_MATTER_UNKNOWN_TYPE = "front-matter/unknown-type" Error may_be_lowered;
    /// A type that does not fit where the page lies.
    FRONT_MATTER_TYPE_PLACE = "front-matter/type-place" Error stays;
    /// A value of another kind than the field holds, which is left out; one that hides a page holds it.
    FRONT_MATTER_WRONG_KIND = "front-matter/wrong-kind" Error may_be_lowered;
    /// A word that is not one of the field's words.
    FRONT_MATTER_UNKNOWN_WORD = "front-matter/unknown-word" Error may_be_lowered;
    /// A day or time that is not one.
    FRONT_MATTER_DATE = "front-matter/date" Error stays;
    /// An event that ends before it begins.
    FRONT_MATTER_END_BEFORE_START = "front-matter/end-before-start" Error stays;
    /// A value outside what the field allows: too long, too large, of the wrong form.
    FRONT_MATTER_VALUE = "front-matter/value" Error may_be_lowered;
    /// A field without which there is no page.
    FRONT_MATTER_MISSING_FIELD = "front-matter/missing-field" Error may_be_lowered;
    /// A field that such a page should have.
    FRONT_MATTER_EXPECTED_FIELD = "front-matter/expected-field" Warning may_be_lowered;
    /// A word by which another generator hides a page.
    FRONT_MATTER_FOREIGN_WORD = "front-matter/foreign-word" Error may_be_lowered;
    /// A `consent` that names no record.
    FRONT_MATTER_CONSENT = "front-matter/consent" Error may_be_lowered;
    /// Words that YAML takes for a comment.
    FRONT_MATTER_CUT = "front-matter/cut" Error stays;
    /// Words in front matter as word processors and HTML write them.
    FRONT_MATTER_NEARLY_RIGHT = "front-matter/nearly-right" Advice may_be_lowered;
    /// A page that was to be looked at again by a day that has passed.
    FRONT_MATTER_REVIEW_DUE = "front-matter/review-due" Advice may_be_lowered;
    /// A home page that is held back, and the whole site with it.
    FRONT_MATTER_HOME_HELD = "front-matter/home-held" Warning may_be_lowered;

    // Easy Read, and other versions of a page.
    /// An idea with more words than Easy Read has.
    EASY_READ_LONG_IDEA = "easy-read/long-idea" Warning may_be_lowered;
    /// An idea without a picture.
    EASY_READ_NO_PICTURE = "easy-read/no-picture" Warning may_be_lowered;
    /// A version of a page that the site does not have in the version's language.
    VERSION_OTHER_LANGUAGE = "version/other-language" Warning may_be_lowered;
    /// A version of a version.
    VERSION_OF_VERSION = "version/of-version" Error may_be_lowered;
    /// Another format of a page without a file and without an address.
    VERSION_NO_ADDRESS = "version/no-address" Error may_be_lowered;

    // The glossary.
    /// A word without a definition in a language that has the word.
    GLOSSARY_NO_DEFINITION = "glossary/no-definition" Warning may_be_lowered;
    /// A word that is in the glossary twice; the first one counts.
    GLOSSARY_SAME_WORD = "glossary/same-word" Error may_be_lowered;

    // The configuration of the site.
    /// A key that `site.yaml` does not have.
    CONFIG_UNKNOWN_FIELD = "config/unknown-field" Error stays;
    /// A value of another kind than the key holds.
    CONFIG_WRONG_KIND = "config/wrong-kind" Error stays;
    /// A name or word that means nothing here.
    CONFIG_UNKNOWN_WORD = "config/unknown-word" Error stays;
    /// A value that cannot be used.
    CONFIG_VALUE = "config/value" Error stays;
    /// A key without which there is no site.
    CONFIG_MISSING_FIELD = "config/missing-field" Error stays;
    /// A header, redirect or policy that could harm the readers or the site.
    CONFIG_UNSAFE = "config/unsafe" Error stays;
    /// A rule that names no diagnostic, or one that cannot be changed.
    CONFIG_RULE = "config/rule" Error stays;
    /// A language that search cannot cut into words.
    CONFIG_SEARCH_LANGUAGE = "config/search-language" Advice may_be_lowered;

    // Types of page as a site declares them.
    /// A kind of field that does not exist.
    SCHEMA_UNKNOWN_KIND = "schema/unknown-kind" Error stays;
    /// A property that a type or field does not have.
    SCHEMA_UNKNOWN_PROPERTY = "schema/unknown-property" Error stays;
    /// A declaration that cannot be understood.
    SCHEMA_DECLARATION = "schema/declaration" Error stays;
    /// A folder that two types of the site claim.
    SCHEMA_FOLDER_TAKEN = "schema/folder-taken" Error stays;
    /// A pattern of addresses with an unknown part.
    SCHEMA_PERMALINK = "schema/permalink" Error stays;
    /// A field or taxonomy that refers to a type or taxonomy that does not exist.
    SCHEMA_UNKNOWN_TARGET = "schema/unknown-target" Error stays;
    // The body of a page.
    /// A directive that is not closed.
    DIRECTIVE_UNCLOSED = "directive/unclosed" Error stays;
    /// A closing `:::` with nothing to close.
    DIRECTIVE_STRAY_CLOSE = "directive/stray-close" Error stays;
    /// A directive that neither Alongside nor the site has.
    DIRECTIVE_UNKNOWN = "directive/unknown" Error stays;
    /// A line that begins with `:::` and cannot be read.
    DIRECTIVE_SYNTAX = "directive/syntax" Error stays;
    /// A body where a directive has none, or none where it needs one.
    DIRECTIVE_WRONG_FORM = "directive/wrong-form" Error stays;
    /// Directives inside each other, deeper than Alongside follows.
    DIRECTIVE_TOO_DEEP = "directive/too-deep" Error stays;
    /// An attribute that the directive does not have.
    DIRECTIVE_UNKNOWN_ATTRIBUTE = "directive/unknown-attribute" Error may_be_lowered;
    /// An attribute that the directive needs.
    DIRECTIVE_MISSING_ATTRIBUTE = "directive/missing-attribute" Error may_be_lowered;
    /// An attribute of a directive with a value that it cannot have.
    DIRECTIVE_ATTRIBUTE_VALUE = "directive/attribute-value" Error may_be_lowered;
    /// An attribute in braces that Markdown does not have there.
    MARKDOWN_UNKNOWN_ATTRIBUTE = "markdown/unknown-attribute" Error may_be_lowered;
    /// An attribute in braces with a value that it cannot have.
    MARKDOWN_ATTRIBUTE_VALUE = "markdown/attribute-value" Error may_be_lowered;
    /// An anchor that the page has already.
    MARKDOWN_DUPLICATE_ID = "markdown/duplicate-id" Error may_be_lowered;
    /// A link that would run a script or smuggle data in.
    LINK_UNSAFE = "link/unsafe" Error stays;
    /// A link among the words of another.
    LINK_INSIDE_LINK = "link/inside-link" Warning may_be_lowered;
    /// A picture without alternative text that is not marked as decorative.
    IMAGE_MISSING_ALT = "image/missing-alt" Error may_be_lowered;
    /// A picture that moves.
    IMAGE_ANIMATED = "image/animated" Warning may_be_lowered;
    /// A picture of a format that Alongside cannot read.
    IMAGE_FORMAT = "image/format" Error stays;
    /// A picture that is damaged, too large, or no picture.
    IMAGE_UNREADABLE = "image/unreadable" Error stays;
    /// A picture of another format than its name says.
    IMAGE_WRONG_EXTENSION = "image/wrong-extension" Warning may_be_lowered;
    /// An SVG that held more than a picture may.
    IMAGE_SVG_CLEANED = "image/svg-cleaned" Warning may_be_lowered;
    /// Sizes of a picture that raw HTML names one by one.
    IMAGE_SRCSET = "image/srcset" Error may_be_lowered;
    /// A recording or film without the words for those who cannot hear it.
    MEDIA_NO_TRANSCRIPT = "media/no-transcript" Error may_be_lowered;
    /// A film without captions.
    MEDIA_NO_CAPTIONS = "media/no-captions" Error may_be_lowered;
    /// A recording on another host that the site's policy does not allow, or a picture of one that is fetched unasked.
    MEDIA_OTHER_HOST = "media/other-host" Error may_be_lowered;
    /// A heading of the first level in a body, whose page has its title as one.
    HEADING_SECOND_H1 = "heading/second-h1" Warning may_be_lowered;
    /// A heading more than one level below the one before.
    HEADING_SKIPPED = "heading/skipped" Warning may_be_lowered;
    /// Two headings that ask for one anchor.
    HEADING_DUPLICATE_ID = "heading/duplicate-id" Error may_be_lowered;
    /// A footnote that is called and not defined.
    FOOTNOTE_UNDEFINED = "footnote/undefined" Error may_be_lowered;
    /// A footnote that is defined and not called.
    FOOTNOTE_UNUSED = "footnote/unused" Warning may_be_lowered;
    /// A footnote that is defined twice.
    FOOTNOTE_DUPLICATE = "footnote/duplicate" Error may_be_lowered;
    /// A comment or other hidden text that never ends.
    MARKDOWN_UNCLOSED_COMMENT = "markdown/unclosed-comment" Error stays;
    /// Text hidden between `%%`, which is no mark of Markdown.
    MARKDOWN_PERCENT_COMMENT = "markdown/percent-comment" Warning may_be_lowered;
    /// Markdown that is nearly right, and is read as it was meant.
    MARKDOWN_NEARLY_RIGHT = "markdown/nearly-right" Advice may_be_lowered;
    /// A call of another program in a text.
    MARKDOWN_OTHER_TOOL = "markdown/other-tool" Warning may_be_lowered;
    /// A block of code that is never closed.
    MARKDOWN_UNCLOSED_FENCE = "markdown/unclosed-fence" Warning may_be_lowered;
    /// Signs that nobody sees, as other programs put into a text.
    MARKDOWN_INVISIBLE = "markdown/invisible" Advice may_be_lowered;
    /// Short lines that look like headings and are none.
    MARKDOWN_LIKE_HEADING = "markdown/like-heading" Advice may_be_lowered;
    /// A link without words or without an address.
    LINK_EMPTY = "link/empty" Warning may_be_lowered;
    /// Words between `<` and `>` that are no element of HTML.
    HTML_NOT_AN_ELEMENT = "html/not-an-element" Warning may_be_lowered;
    /// An element of HTML that is never closed, or a closing tag that closes nothing.
    HTML_UNBALANCED = "html/unbalanced" Warning may_be_lowered;
    /// HTML that the site's security policy would switch off, and that is left out.
    HTML_NOT_ALLOWED_BY_CSP = "html/not-allowed-by-csp" Warning may_be_lowered;
    /// HTML that is to be cleaned, and stands too deep in itself.
    HTML_TOO_DEEP = "html/too-deep" Error stays;
    /// A block of code in a language that is not known.
    CODE_UNKNOWN_LANGUAGE = "code/unknown-language" Advice may_be_lowered;
    /// A block of code too long to be coloured.
    CODE_TOO_LONG = "code/too-long" Advice may_be_lowered;
    // Themes (looks), their templates and messages.
    /// A theme (look) that is not there.
    THEME_UNKNOWN = "theme/unknown" Error stays;
    /// A `theme.yaml` that cannot be understood.
    THEME_MANIFEST = "theme/manifest" Error stays;
    /// A theme made for a later Alongside.
    THEME_INTERFACE = "theme/interface" Error stays;
    /// A theme made for an earlier Alongside.
    THEME_OLD_INTERFACE = "theme/old-interface" Warning may_be_lowered;
    /// A theme that extends itself, directly or in a circle.
    THEME_EXTENDS = "theme/extends" Error stays;
    /// A setting that the theme does not have.
    THEME_UNKNOWN_SETTING = "theme/unknown-setting" Warning may_be_lowered;
    /// Two colours that cannot be told apart well enough.
    THEME_CONTRAST = "theme/contrast" Error may_be_lowered;
    /// A message that a language of the site lacks.
    THEME_MISSING_MESSAGE = "theme/missing-message" Error stays;
    /// A file that a style sheet, script or template names and that is no asset.
    THEME_MISSING_ASSET = "theme/missing-asset" Error stays;

    // Share cards.
    /// A logo that cannot be drawn on share cards.
    CARD_MARK = "card/mark" Warning may_be_lowered;
    /// A title that the built-in fonts cannot write.
    CARD_LETTERS = "card/letters" Advice may_be_lowered;
    /// A style sheet that is not CSS.
    THEME_STYLESHEET = "theme/stylesheet" Error stays;
    /// A message without a plural form that its language needs, or with a shape that no message has.
    MESSAGE_FORM = "message/form" Error stays;
    /// A template that is not written as Tera wants it.
    TEMPLATE_SYNTAX = "template/syntax" Error stays;
    /// A filter, test, function, component, block or template that a template names and that does not exist.
    TEMPLATE_UNKNOWN_NAME = "template/unknown-name" Error stays;
    /// A page's `template` that names none of the look's.
    TEMPLATE_MISSING = "template/missing" Error stays;
    /// A variable that a template names and that does not exist.
    TEMPLATE_UNKNOWN_VARIABLE = "template/unknown-variable" Error stays;
    /// Templates that include or extend one another in a circle.
    TEMPLATE_CYCLE = "template/cycle" Error stays;
    /// The templates of a page that do more than `limits` lets them.
    TEMPLATE_LIMIT = "template/limit" Error stays;
    /// A template that stops while a page is rendered.
    TEMPLATE_FAILED = "template/failed" Error stays;
    /// A template whose pages have lost the skip link, the way to other languages or the line about the people in a story.
    TEMPLATE_CONTRACT = "template/contract" Error stays;
}

/// The codes of which no site is shown: see [`Code::may_be_shown`].
static STOPS_ALL: &[&Code] = &[
    // What is to stay hidden, and the permission of those who are told of.
    &FRONT_MATTER_FOREIGN_WORD,
    &FRONT_MATTER_CONSENT,
    &FRONT_MATTER_UNTERMINATED,
    &FRONT_MATTER_SHAPE,
    &FRONT_MATTER_FORMAT,
    &MARKDOWN_UNCLOSED_COMMENT,
    &TEMPLATE_CONTRACT,
    // What is personal.
    &FILE_METADATA,
    // Safety.
    &FILE_RUNS,
    &FILE_LINK,
    &LINK_UNSAFE,
    &CONFIG_UNSAFE,
    &HEADERS_PATTERN,
    &HEADERS_NAME,
    &HEADERS_VALUE,
    &HEADERS_MANAGED,
    &HEADERS_POLICY,
    &HTML_TOO_DEEP,
    // What could mean two things.
    &ADDRESS_COLLISION,
    &ADDRESS_SAME_ID,
    &DATA_SAME_NAME,
    &LINK_AMBIGUOUS,
    &REFERENCE_AMBIGUOUS,
    &REDIRECT_DUPLICATE,
    &REDIRECT_TAKEN,
    &SCHEMA_FOLDER_TAKEN,
    &YAML_DUPLICATE_KEY,
];

/// The code with this name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}
