// What a query means that is more than one plain word, fetched when there is one: its signs, which words tell, and which may be one.

// What a longer query says after so many words is left out.
const MOST_WORDS = 24;
// A question of more words is nobody's title.
const MOST_REST = 8;
// From how many pairs of words a longer query asks for the two as one, when one of a pair has no more than so many letters.
const MOST_PAIRS = 3;
const SHORT = 4;

// What stands after so many letters is not read: each phrase and each unwanted word costs a look at its pages.
const MOST_LETTERS = 500;

// Takes a query apart: words wanted, words together ("…"), and both kinds unwanted (-…).
/**
 * @param {string} text
 * @param {import("./types.js").LanguageRules} language
 * @param {typeof import("./text.js").words} words
 * @returns {import("./types.js").Query}
 */
function parse(text, language, words) {
  text = text.slice(0, MOST_LETTERS);
  /** @type {import("./types.js").Query} */
  const query = { words: [], joined: [], phrases: [], not: [], last: "" };
  for (const [, minus, phrase, word] of text.matchAll(/(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))/g)) {
    /** @type {string[]} */
    const found = [];
    // The same with what hyphens join as one word.
    /** @type {string[]} */
    const solid = [];
    words(phrase ?? word ?? "", language, (folded) => solid.push(folded) && found.push(folded), (joined, parts) => {
      solid.splice(-parts, parts, joined);
      if (!minus) query.joined.push({ joined, parts: found.slice(-parts) });
    });
    if (!found.length) continue;
    if (minus) query.not.push(solid);
    else {
      query.words.push(...found);
      if (phrase !== undefined && solid.length > 1) query.phrases.push(solid);
    }
  }
  // The word still being typed, if the text ends in one.
  if (/[^\s"“”.,;:!?]$/.test(text) && !/(^|\s)-\S*$/.test(text)) query.last = query.words.at(-1) ?? "";
  return query;
}

// What a query is about: the words that pages are looked for by, and those that say nothing.
/**
 * @param {string} text
 * @param {import("./files.js").Files} files
 * @param {typeof import("./text.js").words} read
 */
export function understand(text, files, read) {
  const { stop, asking, own } = files;
  const query = parse(text, files.language, read);
  const { words } = query;
  pair(files, query);
  // Words after “for my” and the like tell of the reader.
  let aside = false;
  /** @type {string[]} */
  let telling = [];
  words.forEach((word, index) => {
    if (stop.has(word)) aside = own.has(word) && telling.length > 0 && stop.has(words[index - 1]);
    else if (!aside) telling.push(word);
  });
  // Beside words that make it a question, those that ask are no more telling.
  const plain = telling.filter((word) => !asking.has(word));
  if (plain.length && words.some((word) => stop.has(word))) telling = plain;
  const wanted = new Set(telling.length ? telling : words);
  return {
    query,
    wanted: [...wanted].slice(0, MOST_WORDS),
    rest: wanted.size === 1 && words.length <= MOST_REST ? [...new Set(words)].filter((word) => !wanted.has(word) && (stop.has(word) || asking.has(word))) : [],
  };
}

// Notes which neighbours may be one word, where they stand apart in the query: “co production”. Each costs a look at the index.
/**
 * @param {import("./files.js").Files} files
 * @param {import("./types.js").Query} query
 */
function pair({ stop }, query) {
  const { words } = query;
  let left = MOST_PAIRS;
  for (let at = 1; at < words.length && left; at++) {
    const [one, other] = words.slice(at - 1, at + 1);
    const short = Math.min(one.length, other.length) <= SHORT && !stop.has(one) && !stop.has(other);
    if ((words.length > 2 && !short) || (stop.has(one) && stop.has(other))) continue;
    left--;
    query.joined.push({ joined: one + other, parts: [one, other] });
  }
}
