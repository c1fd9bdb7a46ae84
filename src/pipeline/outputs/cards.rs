//! Share cards among the outputs: drawn once, and kept as pictures are.

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::Artifact;
use crate::path::SitePath;
use crate::share_cards;

use super::Outputs;

impl Outputs {
    /// Draws a share card.
    pub(super) fn card(&self, number: usize) -> Result<Artifact, Diagnostic> {
        let cards = self.composer.share_cards();
        let card = &cards.all()[number];
        // The name is a hash of the drawing; another version may draw it otherwise.
        let name = card.path.as_str().rsplit('/').next().unwrap_or_default();
        let key = format!("card-{}-{name}", env!("CARGO_PKG_VERSION"));
        if let Some(kept) = self.store.get(&key) {
            return Ok(Artifact::new(card.path.clone(), kept));
        }
        let drawn =
            share_cards::png(&share_cards::svg(&card.words, &cards.look)).map_err(|error| {
                Diagnostic::new(
                    &codes::CARD_MARK,
                    Place::file(&SitePath::new("site.yaml")),
                    format!(
                        "the share card “{}” cannot be drawn: {error}",
                        card.words.title
                    ),
                )
                .help("turn cards off with `cards: false`, and report this as a fault of Alongside")
            })?;
        self.store.put(&key, &drawn);
        Ok(Artifact::new(card.path.clone(), drawn))
    }
}
