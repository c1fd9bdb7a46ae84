//! What programs read: the record of the build, the cards of all pages, and the overview for language models.

use crate::files::Artifact;
use crate::formats::{build_info, index_json, llms};
use crate::path::OutputPath;

use super::{Outputs, text};

impl Outputs {
    /// `build.json`.
    pub(super) fn build_info(&self) -> Artifact {
        let info = build_info::build_info(self.options.now);
        text(OutputPath::new("build.json"), info)
    }

    /// `index.json`.
    pub(super) fn index_json(&self) -> Artifact {
        let cards = self.composer.cards().iter().map(|card| &**card);
        text(OutputPath::new("index.json"), index_json::index_json(cards))
    }

    /// `llms.txt`.
    pub(super) fn llms(&self) -> Artifact {
        let llms = llms::llms(&self.composer.overview());
        text(OutputPath::new("llms.txt"), llms)
    }
}
