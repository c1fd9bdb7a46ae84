// The words of an index that a mistyped one may have meant.

// How many wrong letters are forgiven.
const forgiven = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

// Edits between two words (a letter more, less or another, or two neighbours in each other's place), or more than `most`.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let edits = Math.min(above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[other.length];
}

const reversed = (word) => [...word].reverse().join("");

// Up to four likely words, the likeliest first, each with how far it is off and how common it is.
export async function guesses(files, word) {
  const most = forgiven(word.length);
  for (let edits = 1; edits <= most; edits++) {
    // Some part of the word is as it should be: with one edit a half, with two mostly the first or the last letters.
    const intact = edits === 1 ? (word.length - 1) >> 1 : Math.max(Math.floor(word.length / 3) - 1, 2);
    const lists = await Promise.all([
      files.spellings(word.slice(0, intact), 0, 6),
      files.spellings(reversed(word).slice(0, intact), 1, 6),
    ]);
    const found = new Map();
    lists.forEach((list, backwards) => {
      for (const [spelling, common] of list) {
        const guess = backwards ? reversed(spelling) : spelling;
        if (found.has(guess) || distance(word, guess, edits) > edits) continue;
        found.set(guess, { word: guess, edits, likely: common + (guess[0] === word[0] ? 3 : 0) });
      }
    });
    if (found.size) return [...found.values()].sort((a, b) => b.likely - a.likely || (a.word < b.word ? -1 : 1)).slice(0, 4);
  }
  return [];
}
