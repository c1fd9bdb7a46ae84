//! How much a word weighs in a page: BM25F with constant average lengths, as one of 32 levels.
//!
//! The averages are those of a typical network's pages and never the site's own, so that an edited page moves no other page's weights.
//! How rare a word is joins in the browser, which has the number of pages that hold it.

/// The fields of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Names,
    Headings,
    Summary,
    Authors,
    Body,
}

/// How many fields there are.
pub(super) const FIELDS: usize = 6;

/// How many levels a weight has.
pub(super) const LEVELS: u32 = 32;

/// How soon a second and third mention stop counting (`k1` of BM25, Robertson and Zaragoza 2009, who find 1.2 to 2 good; the least of
/// them, as pages here are short).
const SATURATION: f32 = 1.2;

struct Rule {
    weight: f32,
    /// How far a field longer than usual is held against its words.
    by_length: f32,
    usual_length: f32,
}

const fn rule(weight: f32, by_length: f32, usual_length: f32) -> Rule {
    Rule {
        weight,
        by_length,
        usual_length,
    }
}

/// In the order of [`Field`].
const RULES: [Rule; FIELDS] = [
    rule(6.0, 0.3, 6.0),
    rule(3.0, 0.3, 6.0),
    rule(2.5, 0.4, 20.0),
    rule(2.0, 0.4, 25.0),
    rule(3.0, 0.0, 3.0),
    rule(1.0, 0.9, 400.0),
];

/// What a word counts for in each field of one page, by the lengths of that page's fields.
#[derive(Debug)]
pub(super) struct Weights([f32; FIELDS]);

impl Weights {
    /// Weights for fields of `lengths` words.
    pub(super) fn new(lengths: [u32; FIELDS]) -> Self {
        let mut weights = [0.0; FIELDS];
        for ((weight, rule), length) in weights.iter_mut().zip(&RULES).zip(lengths) {
            let relative = stepped(length) / rule.usual_length;
            *weight = rule.weight / (1.0 - rule.by_length + rule.by_length * relative);
        }
        Self(weights)
    }

    /// The level of a word that each field holds `counts` times.
    pub(super) fn level(&self, counts: [u32; FIELDS]) -> u32 {
        let weight: f32 = counts
            .iter()
            .zip(self.0)
            .map(|(&count, weight)| count as f32 * weight)
            .sum();
        let share = weight / (SATURATION + weight);
        ((share * LEVELS as f32) as u32).min(LEVELS - 1)
    }
}

/// A length rounded down to steps of an eighth of its size, so that a word more or less changes no other word's weight.
fn stepped(length: u32) -> f32 {
    let step = (1_u32 << (31 - length.max(1).leading_zeros())) / 8;
    (length - length % step.max(1)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_outweighs_a_mention_and_a_word_more_changes_nothing() {
        let page = Weights::new([4, 0, 10, 20, 2, 600]);
        let longer = Weights::new([4, 0, 10, 20, 2, 601]);
        let mention = [0, 0, 0, 0, 0, 1];
        let title = [1, 0, 0, 0, 0, 1];
        assert!(page.level(title) > page.level(mention) + 10);
        assert_eq!(page.level(mention), longer.level(mention));
        assert_eq!(page.level([1_000_000; FIELDS]), LEVELS - 1);
    }
}
