// What few queries need, fetched when one does: what a word that is nowhere may have meant, and words that stand together.

/** @typedef {import("./types.js").Match} Match */
/** @typedef {import("./types.js").Side} Side */

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

// What a guess counts for that is so many letters off, and a word that stands for two.
const OFF = [1, 0.8, 0.6];
const APART = 0.9;
// From so many letters on two words of a language are seldom one letter off each other.
const LONG = 8;
// A guess that is held by one page of so many is a common word.
const COMMON = 100;

// Looks for what words that are nowhere may stand for: the beginning of others, two words, or a typing mistake. A guess takes the
// word's place only where it is hardly to be doubted; otherwise it is offered.
/**
 * @param {Side} side
 * @param {string[]} nowhere
 * @param {import("./types.js").Otherwise} ways
 */
export async function otherwise(side, nowhere, { exactly, typing, beginning, language, langs, root }) {
  const { files, query, wanted, groups } = side;
  const others = root.languages.filter(({ code }) => !langs.includes(code)).map(({ code }) => code);
  /** @type {Map<string, Match[]>} */
  const guessed = new Map();
  await Promise.all(
    nowhere.map(async (word) => {
      const at = wanted.indexOf(word);
      const begun = word === query.last && (typing || !exactly) ? await beginning(files, word) : [];
      // Whoever is still typing expects the rest of the word; whoever is done is told.
      if (begun.length) groups[at] = typing ? begun : begun.map((match) => ({ ...match, from: word }));
      else groups[at] = await apart(files, word);
      if (!groups[at].length && !exactly && !(await elsewhere(others.map(language), word))) guessed.set(word, await meant(files, word));
    }),
  );
  for (const [word, matches] of guessed) {
    if (!matches.length) continue;
    /** @type {Set<number>[]} */
    const rest = [];
    for (const other of wanted) {
      const group = guessed.get(other) ?? groups[wanted.indexOf(other)];
      if (other !== word && group.length) rest.push(new Set(group.flatMap(({ term }) => [...term.pages])));
    }
    // A page that holds the guess and all the rest of a longer query speaks for it.
    const fits = wanted.length > 2 && rest.length && matches.some(({ term }) => term.pages.some((id) => rest.every((pages) => pages.has(id))));
    const sure = fits ? matches : matches.filter((match) => near(word, match.word) && common(files, match.term));
    if (sure.length) groups[wanted.indexOf(word)] = sure;
    else side.offered.push({ from: word, to: matches[0].word });
  }
}

// Whether another language of the site has a word, which is then no mistyped one.
/**
 * @param {Promise<import("./files.js").Files>[]} others
 * @param {string} word
 */
async function elsewhere(others, word) {
  const found = await Promise.all(
    others.map(async (opening) => {
      const files = await opening;
      return Promise.all(files.language.expand(word).map(([key]) => files.term(key)));
    }),
  );
  return found.flat().some(Boolean);
}

// Whether a guess is a slip of the fingers: a letter too many, too few, or two in each other's place. One letter for another makes too
// many short words of others: “lonely” is not “lovely”.
/**
 * @param {string} word
 * @param {string} guess
 */
function near(word, guess) {
  /** @param {string} word */
  const sorted = (word) => [...word].sort().join("");
  return word.length >= LONG || word.length !== guess.length || sorted(word) === sorted(guess);
}

/**
 * @param {import("./files.js").Files} files
 * @param {import("./types.js").Term} term
 */
const common = (files, { pages, titles }) => titles.size > 0 || pages.length * COMMON >= files.pages;

// The neighbours of a mistyped word.
/**
 * @param {import("./files.js").Files} files
 * @param {string} word
 * @returns {Promise<Match[]>}
 */
async function meant(files, word) {
  const found = await guesses(files, word);
  const terms = await Promise.all(
    found.map(async ({ word: guess, edits }, index) => {
      const term = await files.term(files.language.key(guess));
      return term && { term, weight: OFF[edits] * (1 - 0.05 * index), word: guess, from: word, own: true };
    }),
  );
  return /** @type {Match[]} */ (terms.filter(Boolean));
}

// A word as two that stand together: “wellbeing” where pages say “well being”.
/**
 * @param {import("./files.js").Files} files
 * @param {string} word
 * @returns {Promise<Match[]>}
 */
async function apart(files, word) {
  for (let at = 2; at <= word.length - 2; at++) {
    const halves = [word.slice(0, at), word.slice(at)];
    if (halves.some((half) => files.stop.has(half))) continue;
    const terms = [];
    // The second half is not asked for where there is no first.
    for (const half of halves) if (terms.push(await files.term(files.language.key(half))) && !terms.at(-1)) break;
    if (!terms.every(Boolean)) continue;
    const pages = await together(files, halves);
    if (pages.size) return terms.map((term, index) => ({ term: within(/** @type {import("./types.js").Term} */ (term), pages), weight: APART, word: halves[index], own: true }));
  }
  return [];
}

// A term as if no other pages had it.
/**
 * @param {import("./types.js").Term} term
 * @param {Map<number, Set<number>>} pages
 * @returns {import("./types.js").Term}
 */
function within(term, pages) {
  const kept = [...term.pages.keys()].filter((index) => pages.has(term.pages[index]));
  return {
    ...term,
    pages: Uint32Array.from(kept, (index) => term.pages[index]),
    levels: Uint8Array.from(kept, (index) => term.levels[index]),
    titles: new Map([...term.titles].filter(([id]) => pages.has(id))),
  };
}

// For each mistyped word the guess that the best page rests on, those that are only offered, the whole query with these, and the words
// that nothing was found for.
/**
 * @param {Side[]} sides
 * @param {import("./types.js").Ranked[]} top
 * @param {string} text
 */
export function corrections(sides, top, text) {
  /** @type {Map<string, string>} */
  const corrected = new Map();
  /** @type {Map<string, string>} */
  const offered = new Map();
  const best = top[0]?.side;
  for (const side of best ? [best, ...sides] : sides) {
    for (const group of side.groups) {
      const from = group[0]?.from;
      if (!from || corrected.has(from)) continue;
      const id = side === best ? top[0].id : -1;
      corrected.set(from, (group.find(({ term }) => term.pages.includes(id)) ?? group[0]).word);
    }
  }
  for (const { from, to } of sides.flatMap(({ offered }) => offered)) if (!corrected.has(from) && !offered.has(from)) offered.set(from, to);
  const { fold } = sides[0].files;
  /** @param {Map<string, string>} words */
  const listed = (words) => Array.from(words, ([from, to]) => ({ from, to }));
  const offer = text.replace(/[\p{Alphabetic}\p{N}\p{M}'’]+/gu, (word) => offered.get(fold(word)) ?? word);
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {Set<string>} */
  const missing = new Set();
  for (const { wanted, groups } of sides) {
    wanted.forEach((word, at) => {
      if (groups[at].length) found.add(word);
      else missing.add(word);
    });
  }
  return { corrected: listed(corrected), offered: listed(offered), offer, missing: [...missing].filter((word) => !found.has(word)) };
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
async function together(files, phrase) {
  const { language, stop } = files;
  const told = phrase.map((word, offset) => ({ word, offset })).filter(({ word }) => phrase.length === 1 || !stop.has(word));
  // Nothing is known of the places of words that say nothing: where they are all, a page has to hold each.
  const said = told.length ? told : phrase.map((word) => ({ word, offset: 0 }));
  /** @type {Map<number, Set<number>> | null} */
  let starts = null;
  for (const { word, offset } of said) {
    const found = new Map();
    for (const [key] of language.expand(word)) {
      const term = await files.term(key);
      if (!term) continue;
      const near = told.length && phrase.length > 1 ? /** @type {number[][]} */ ((await placesOf(files, term.file)).get(key)) : [];
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

// Takes the pages away that lack a phrase of a query, or have what is unwanted.
/** @param {Side} side */
export async function restrict({ files, query, matches }) {
  /** @param {string[][]} phrases */
  const pagesWith = (phrases) => Promise.all(phrases.map((phrase) => together(files, phrase)));
  const only = await pagesWith(query.phrases);
  const never = await pagesWith(query.not);
  matches.forEach((_, id) => {
    if (!only.every((pages) => pages.has(id)) || never.some((pages) => pages.has(id))) matches[id] = 0;
  });
}
