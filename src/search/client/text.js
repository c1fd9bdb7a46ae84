// Words from text, by the rules of src/search/analysis: tests/search_agreement.rs holds the two together.

const APART = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const JOINED = /[\p{Alphabetic}\p{N}\p{M}]+(?:['’][\p{Alphabetic}\p{N}\p{M}]+)*/gu;
const LONGEST = 48;

// What serves a language without a module of its own.
/** @type {import("./types.js").LanguageRules} */
export const plain = { inside: false, stop: [], key: (word) => word, expand: (word) => [[word, 1]] };

// One word as written, in lower case, without accents and apostrophes.
/** @param {string} word */
export function fold(word) {
  word = word.replace(/['’]s$/i, "").replace(/['’]/g, "");
  if (/[^\0-\x7f]/.test(word)) {
    word = word.normalize("NFKD").toLowerCase().normalize("NFKD");
    word = word.replace(/[^\p{Alphabetic}\p{N}\p{M}]|[\u0300-\u036f]/gu, "").replaceAll("ς", "σ");
  } else word = word.toLowerCase();
  return word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word;
}

// Calls `each` with every word of `text`, folded, and where it begins and ends.
/**
 * @param {string} text
 * @param {import("./types.js").LanguageRules} language
 * @param {(word: string, start: number, end: number) => void} each
 */
export function words(text, language, each) {
  for (const { 0: found, index } of text.matchAll(language.inside ? JOINED : APART)) {
    const word = fold(found);
    if (word) each(word, index, index + found.length);
  }
}
