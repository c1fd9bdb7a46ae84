// Words from text, by the rules of src/search/analysis: tests/search_agreement.rs holds the two together.

const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
// Letters, digits and marks, and among them the signs that nobody sees.
const RUN = LETTER + "[\\p{Alphabetic}\\p{N}\\p{M}\\p{Cf}]*";
// A number in groups, an abbreviation, or else what is given.
/** @param {string} run */
const wordPattern = (run) => new RegExp(`(?:\\d{1,3}(?:[,\xa0\u2009\u202f]\\d{3})+|\\p{Alphabetic}(?:\\.\\p{Alphabetic})+)(?!${LETTER})|${run}`, "gu");
const APART = wordPattern(RUN);
const JOINED = wordPattern(`${RUN}(?:['’]${RUN})*`);
const LONGEST = 48;
// Letters that others stand for.
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i" };

// What serves a language without a module of its own.
/** @type {import("./types.js").LanguageRules} */
export const plain = { inside: false, key: (word) => word, expand: (word) => [[word, 1]] };

// One word as written, in lower case, without accents and apostrophes.
/** @param {string} word */
export function fold(word) {
  word = word.replace(/['’]s$/i, "").replace(/['’.,]/g, "");
  if (/[^\0-\x7f]/.test(word)) {
    word = word.normalize("NFKD").toLowerCase().normalize("NFKD");
    word = word.replace(/[^\p{Alphabetic}\p{N}\p{M}]|[\u0300-\u036f\ufe00-\ufe0f]/gu, "").replaceAll("ς", "σ");
    return [...word].slice(0, LONGEST).map((letter) => PLAIN[letter] ?? letter).join("");
  }
  return word.toLowerCase().slice(0, LONGEST);
}

// Calls `each` with every word of `text`, folded, and where it begins and ends; and `join` with what hyphens join, as one word, and
// how many words it has, after the last of them. The index has the short ones alone: what it has not is only asked for in vain.
/**
 * @param {string} text
 * @param {import("./types.js").LanguageRules} language
 * @param {(word: string, start: number, end: number) => unknown} each
 * @param {(word: string, parts: number) => void} [join]
 */
export function words(text, language, each, join = () => {}) {
  /** @type {string[]} */
  let parts = [];
  let last = 0;
  const end = () => {
    if (parts.length > 1) join(parts.join(""), parts.length);
    parts = [];
  };
  for (const { 0: found, index } of text.matchAll(language.inside ? JOINED : APART)) {
    const word = fold(found);
    if (!word) continue;
    if (!/^[-‐‑]$/.test(text.slice(last, index))) end();
    last = index + found.length;
    parts.push(word);
    each(word, index, last);
  }
  end();
}
