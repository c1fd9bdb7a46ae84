//! Colours as `#rrggbb` and how well one is told from another (WCAG 2.2, relative luminance and contrast ratio).

/// A colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour([u8; 3]);

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let digit = |at: usize| {
            let character = *digits.as_bytes().get(at)? as char;
            character.to_digit(16).map(|value| value as u8)
        };
        let mut parts = [0; 3];
        for (at, part) in parts.iter_mut().enumerate() {
            *part = match digits.len() {
                3 => digit(at)? * 17,
                6 => digit(2 * at)? * 16 + digit(2 * at + 1)?,
                _ => return None,
            };
        }
        Some(Self(parts))
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast of two colours, from 1 (the same) to 21 (black on white).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = |one, two| {
            let colour = |text| Colour::parse(text).expect("a colour");
            (colour(one).contrast(colour(two)) * 100.0).round() / 100.0
        };
        assert_eq!(ratio("#000", "#ffffff"), 21.0);
        assert_eq!(ratio("#767676", "#fff"), 4.54);
        assert_eq!(ratio("#777777", "#fff"), 4.48);
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "red", "#12", "#12345g", "#ŵŵŵ", "#1234567"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
