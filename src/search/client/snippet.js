// A few lines of a page around the words of a query, and the headings that they stand under.

import { words } from "./text.js";

// How many words a snippet has.
const LONG = 32;
const MOST_SECTIONS = 3;
// How many words stand before the first marked one.
const BEFORE = 8;

// Marks the words of `text` that have one of `keys`: a list of { start, end, weight } for all words, weight 0 for the others.
// `known` keeps what was found of each word, for all results of a query.
/**
 * @param {string} text
 * @param {Map<string, number>} keys
 * @param {import("./types.js").LanguageRules} language
 * @param {Map<string, number>} known
 */
function mark(text, keys, language, known) {
  /** @type {import("./types.js").PlacedWord[]} */
  const found = [];
  /** @param {string} word */
  const weigh = (word) => {
    if (!known.has(word)) known.set(word, keys.get(language.key(word)) ?? 0);
    return /** @type {number} */ (known.get(word));
  };
  words(text, language, (word, start, end) => found.push({ word, start, end, weight: weigh(word) }), (joined, parts) => {
    for (const part of found.slice(-parts)) part.weight = Math.max(part.weight, weigh(joined));
  });
  return found;
}

// The stretch of `found` with the most weight of different words.
/** @param {import("./types.js").PlacedWord[]} found */
function stretch(found) {
  let best = { value: -1, from: 0 };
  const inside = new Map();
  let value = 0;
  for (let to = 0; to < found.length; to++) {
    const { word, weight } = found[to];
    const times = inside.get(word) ?? 0;
    value += times ? weight / 8 : weight;
    inside.set(word, times + 1);
    if (to >= LONG) {
      const left = found[to - LONG];
      inside.set(left.word, inside.get(left.word) - 1);
      value -= inside.get(left.word) ? left.weight / 8 : left.weight;
    }
    if (value > best.value + 1e-6) best = { value, from: Math.max(to - LONG + 1, 0) };
  }
  return best;
}

// `found` from one word on as parts of text, each marked or not.
/**
 * @param {string} text
 * @param {import("./types.js").PlacedWord[]} found
 * @param {number} from
 * @param {number} before
 */
function parts(text, found, from, before) {
  const first = found.findIndex(({ weight }, index) => index >= from && weight);
  // A few words of what stands before the first marked one.
  const start = first < 0 ? from : Math.max(Math.min(first - before, found.length - LONG), from > 0 ? from : 0, 0);
  const shown = found.slice(start, start + LONG);
  if (!shown.length) return [];
  const list = [];
  let at = start ? shown[0].start : 0;
  for (const { start, end, weight } of shown) {
    if (!weight) continue;
    if (start > at) list.push({ text: text.slice(at, start), mark: false });
    list.push({ text: text.slice(start, end), mark: true });
    at = end;
  }
  const last = start + LONG < found.length ? /** @type {import("./types.js").PlacedWord} */ (shown.at(-1)).end : text.length;
  if (last > at) list.push({ text: text.slice(at, last), mark: false });
  if (start) list.unshift({ text: "… ", mark: false });
  if (last < text.length) list.push({ text: " …", mark: false });
  return list;
}

// For a result of `search`: { parts, sections: [{ id, heading }] }.
/**
 * @param {import("./types.js").SnippetSource} result
 * @param {number} before how many words stand before the first marked one
 * @returns {import("./types.js").Snippet}
 */
export function snippet({ files, keys, known, lines: [summary, ...lines] }, before = BEFORE) {
  /** @param {string} text */
  const look = (text) => {
    const found = mark(text, keys, files.language, known);
    return { text, found, ...stretch(found) };
  };
  const sections = lines.map((line) => {
    const [id, heading = "", text = ""] = line.split("\t");
    const body = look(text);
    const named = heading ? look(heading) : { value: 0, found: [], text: "" };
    return { id, heading: parts(named.text, named.found, 0, before), body, value: body.value + named.value * 2 };
  });
  const opening = look(summary);
  const best = sections.reduce((best, { body }) => (body.value > best.value ? body : best), opening);
  const most = Math.max(0, ...sections.map(({ value }) => value));
  const under = sections
    .filter(({ id, value }) => id && value > 0 && value >= most * 0.5)
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_SECTIONS);
  return {
    parts: parts(best.text, best.found, best.from, before),
    sections: under.map(({ id, heading }) => ({ id, heading })),
  };
}
