// What few queries need, fetched when one does: the words that a mistyped one may have meant, and words that stand together.

// From how many files of spellings a word's neighbours are read.
const MOST_FILES = 6;

// How many wrong letters are forgiven.
/** @param {number} length */
const forgiven = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

// Edits between two words (a letter more, less or another, or two neighbours in each other's place), or more than `most`.
/**
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
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

/** @param {string} word */
const reversed = (word) => [...word].reverse().join("");

// Up to four likely words, the likeliest first, each with how far it is off and how common it is.
/**
 * @param {import("./files.js").Files} files
 * @param {string} word
 * @returns {Promise<import("./types.js").Guess[]>}
 */
export async function guesses(files, word) {
  const most = forgiven(word.length);
  for (let edits = 1; edits <= most; edits++) {
    // Some part of the word is as it should be: with one edit a half, with two mostly the first or the last letters.
    const intact = edits === 1 ? (word.length - 1) >> 1 : Math.max(Math.floor(word.length / 3) - 1, 2);
    const lists = await Promise.all([
      spellings(files, word.slice(0, intact), 0),
      spellings(files, reversed(word).slice(0, intact), 1),
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

// Where the files are that this module reads.
/**
 * @param {import("./files.js").Files} files
 * @returns {Promise<import("./types.js").SeldomManifest>}
 */
const filed = (files) => files.once(`manifest/${files.manifest.seldom}.json`, JSON.parse);

// The spellings that begin (or, backwards, end) with `start`, from a few files.
/**
 * @param {import("./files.js").Files} files
 * @param {string} start
 * @param {0 | 1} backwards
 * @returns {Promise<[word: string, common: number][]>}
 */
async function spellings(files, start, backwards) {
  const { words } = await filed(files);
  const list = words[backwards];
  const first = files.split(list);
  const found = [];
  for (let index = files.place(first, start); index < first.length && found.length < MOST_FILES; index++) {
    if (first[index] > start && !first[index].startsWith(start)) break;
    found.push(files.once(`words/${files.name(list.files, index)}.txt`, (text) => readSpellings(text, files)));
  }
  return (await Promise.all(found)).flat().filter(([word]) => word.startsWith(start));
}

// Words with how common each is, from 0 for one page upwards by doubling.
/**
 * @param {string} text
 * @param {import("./files.js").Files} files
 * @returns {[word: string, common: number][]}
 */
function readSpellings(text, { reader }) {
  /** @type {[word: string, common: number][]} */
  const found = [];
  let word = "";
  for (const [, shared, rest, common] of text.matchAll(/([#-~])([^A-Z]*)([A-Z])/g)) {
    word = word.slice(0, reader(shared).digit()) + rest;
    found.push([word, common.charCodeAt(0) - 65]);
  }
  return found;
}

// The places of the words of one file, by key: for each page that holds it a list.
/**
 * @param {import("./files.js").Files} files
 * @param {number} index
 * @returns {Promise<Map<string, number[][]>>}
 */
async function placesOf(files, index) {
  const [terms, { near: names }] = await Promise.all([files.terms(index), filed(files)]);
  return files.once(`near/${files.name(names, index)}.txt`, (text) => {
    const { number } = files.reader(text);
    const near = new Map();
    for (const [key, term] of terms) {
      near.set(key, Array.from(term.pages, () => {
        let next = 0;
        return Array.from({ length: number() }, () => (next += number() + 1) - 1);
      }));
    }
    return near;
  });
}

// The pages that hold words one after the other. Words that say nothing stand for any word.
/**
 * @param {import("./files.js").Files} files
 * @param {string[]} phrase
 * @returns {Promise<Map<number, Set<number>>>}
 */
export async function together(files, phrase) {
  const { language } = files;
  const said = phrase.map((word, offset) => ({ word, offset })).filter(({ word }) => phrase.length === 1 || !language.stop.includes(word));
  /** @type {Map<number, Set<number>> | null} */
  let starts = null;
  for (const { word, offset } of said) {
    const found = new Map();
    for (const [key] of language.expand(word)) {
      const term = await files.term(key);
      if (!term) continue;
      const near = phrase.length > 1 ? /** @type {number[][]} */ ((await placesOf(files, term.file)).get(key)) : [];
      term.pages.forEach((id, index) => {
        if (starts && !starts.has(id)) return;
        const places = (near[index] ?? [0]).map((place) => place - offset);
        const kept = starts ? places.filter((place) => /** @type {Set<number>} */ (/** @type {Map<number, Set<number>>} */ (starts).get(id)).has(place)) : places;
        if (kept.length) found.set(id, new Set([...(found.get(id) ?? []), ...kept]));
      });
    }
    starts = found;
  }
  return starts ?? new Map();
}
