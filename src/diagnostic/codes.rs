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
    /// A file larger than Alongside reads.
    FILE_TOO_LARGE = "file/too-large" Error stays;
    /// A file or folder that cannot be read, or that changed while it was being read.
    FILE_UNREADABLE = "file/unreadable" Error stays;
    /// A name that cannot be an address or cannot live on every system.
    FILE_NAME = "file/name" Error stays;
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
    /// Two redirects from one address.
    REDIRECT_DUPLICATE = "redirect/duplicate" Error stays;
    /// A redirect from an address that a page has.
    REDIRECT_TAKEN = "redirect/taken" Error stays;
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
    /// An addition to the policy that takes most of its protection away.
    HEADERS_WEAK_POLICY = "headers/weak-policy" Warning may_be_lowered;

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
    /// An alias that is no old address of this site.
    ADDRESS_ALIAS = "address/alias" Error stays;

    // Links and references.
    /// A link to a page, file or picture that does not exist.
    LINK_MISSING_TARGET = "link/missing-target" Error may_be_lowered;
    /// A link to a place on a page that the page does not have.
    LINK_MISSING_ANCHOR = "link/missing-anchor" Error may_be_lowered;
    /// A wikilink that could mean several pages.
    LINK_AMBIGUOUS = "link/ambiguous" Error stays;
    /// A reference to a page or term that does not exist.
    REFERENCE_MISSING = "reference/missing" Error may_be_lowered;
    /// A reference that could mean several pages.
    REFERENCE_AMBIGUOUS = "reference/ambiguous" Error stays;

    // Taxonomies.
    /// A name that a closed taxonomy does not know.
    TAXONOMY_UNKNOWN_TERM = "taxonomy/unknown-term" Error may_be_lowered;
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
}

/// The code with this name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}
