//! Numbers as printable ASCII, so that every file of the index is text that any server compresses.
//!
//! A digit is one of 92 characters from `#` to `~`: 76 of them end a number, 16 carry its higher part.
//! `client/query.js` holds the way back.

const FIRST: u8 = b'#';
const ENDS: u32 = 76;
const CARRIES: u32 = 16;

/// How many different values [`push_digit`] can write.
pub(super) const DIGITS: u32 = ENDS + CARRIES;

/// The number of what comes after `length` others.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).expect("4 billion words would not fit into memory")
}

/// Writes `number` in as few characters as it needs.
pub(super) fn push_number(number: u32, out: &mut Vec<u8>) {
    let mut carried = number / ENDS;
    let mut digits = [0_u8; 8];
    let mut count = 0;
    while carried > 0 {
        digits[count] = FIRST + (ENDS + carried % CARRIES) as u8;
        carried /= CARRIES;
        count += 1;
    }
    out.extend(digits[..count].iter().rev());
    out.push(FIRST + (number % ENDS) as u8);
}

/// Writes a number below [`DIGITS`] as one character.
pub(super) fn push_digit(number: u32, out: &mut Vec<u8>) {
    out.push(FIRST + number.min(DIGITS - 1) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reading that `query.js` does.
    fn read(text: &[u8]) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut carried = 0_u32;
        for byte in text {
            let digit = u32::from(byte - FIRST);
            if digit < ENDS {
                numbers.push(carried * ENDS + digit);
                carried = 0;
            } else {
                carried = carried * CARRIES + digit - ENDS;
            }
        }
        numbers
    }

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 75, 76, 77, 1_215, 1_216, 65_535, 1_000_000, u32::MAX];
        let mut text = Vec::new();
        for number in numbers {
            push_number(number, &mut text);
        }
        assert!(text.iter().all(|byte| (b'#'..=b'~').contains(byte)));
        assert_eq!(read(&text), numbers);
    }
}
