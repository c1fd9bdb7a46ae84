// Answers queries: which pages hold the words, which of them first, and how many with each facet's values.

/** @typedef {import("./types.js").Side} Side */
/** @typedef {import("./types.js").Match} Match */
/** @typedef {import("./types.js").ReadFacet} ReadFacet */
/** @typedef {import("./types.js").NamedValue} NamedValue */

import { Files } from "./files.js";
import { fold, plain, words } from "./text.js";

// The form of the files that this reads, as src/search/manifest.rs writes it.
const FORM = 1;
const LEVELS = 32;
// Titles of this many words or more count alike; what lies above is a name of the page's own term.
const LONGEST_TITLE = 12;
// What a word counts for that only begins with what was typed.
const BEGINS = 0.7;
// What a page gains whose title has the whole question, in shares of what its telling words are worth.
const WHOLE_TITLE = 0.8;
const MOST_BEGINNINGS = 40;

// What a query of one word is about.
/** @param {string[]} found */
function alone([, word, after]) {
  const last = fold(word);
  const wanted = last ? [last] : [];
  return { query: { words: wanted, joined: [], phrases: [], not: [], last: after ? "" : last }, wanted, rest: [] };
}

// Opens the index whose files `get` fetches by their path below search/; `load` imports a module by its name there.
/**
 * @param {import("./types.js").Get} get
 * @param {(name: string) => Promise<import("./types.js").Module>} load
 * @returns {Promise<import("./types.js").Engine>}
 */
export async function open(get, load) {
  /** @type {import("./types.js").IndexRoot} */
  const root = JSON.parse(await get("index.json"));
  if (root.form !== FORM) throw new Error("form");
  /** @type {Map<string, Promise<Files>>} */
  const kept = new Map();
  /** @param {string} code */
  const language = (code) => {
    if (!kept.has(code)) {
      const told = /** @type {import("./types.js").IndexedLanguage} */ (root.languages.find((language) => language.code === code));
      /** @type {[rules: import("./types.js").LanguageRules | Promise<import("./types.js").LanguageRules>, manifest: Promise<string>]} */
      const parts = [told.script ? load(told.script).then((module) => module.default) : plain, get(`manifest/${told.manifest}.json`)];
      const files = Promise.all(parts).then(([rules, text]) => new Files(get, () => load(root.seldom), JSON.parse(text), root.name, rules));
      files.catch(() => kept.delete(code));
      kept.set(code, files);
    }
    return /** @type {Promise<Files>} */ (kept.get(code));
  };
  return { languages: root.languages, facets: root.facets, language, search: (request) => search(root, language, load, request) };
}

// A request is text, langs (codes), filters ({facet: [values]}), opened (facets of many values to count), only (the facets to look
// at, where not all), typing, limit, exactly (correct nothing).
/**
 * @param {import("./types.js").IndexRoot} root
 * @param {(code: string) => Promise<Files>} language
 * @param {(name: string) => Promise<import("./types.js").Module>} load
 * @param {import("./types.js").SearchRequest} request
 * @returns {Promise<import("./types.js").Answer>}
 */
async function search(root, language, load, { text, langs, filters = {}, opened = [], only, typing = false, limit = 10, exactly = false }) {
  // One word without any sign, or none: there is nothing to understand.
  const plainly = /^\s*([\p{Alphabetic}\p{N}\p{M}]*)(\s*)$/u.exec(text);
  /** @type {Side[]} */
  const sides = await Promise.all(
    // A language without pages has no index.
    langs.filter((code) => root.languages.some((told) => told.code === code)).map(async (code) => {
      const files = await language(code);
      const meant = plainly ? alone(plainly) : (await load(root.several)).understand(text, files, words);
      return /** @type {Side} */ (/** @type {unknown} */ ({ code, files, offered: [], ...meant }));
    }),
  );
  for (const side of sides) side.groups = await Promise.all(side.wanted.map((word) => known(side, word, typing && word === side.query.last)));
  const has = new Set(sides.flatMap(({ wanted, groups }) => wanted.filter((_, index) => groups[index].length)));
  // There only when a word is nowhere, which has to be said.
  /** @type {typeof import("./seldom.js") | undefined} */
  let tools;
  await Promise.all(
    sides.map(async (side) => {
      // A word is mistyped only where no language has it.
      const nowhere = side.wanted.filter((word) => !has.has(word));
      if (nowhere.length) await (tools = await side.files.tools()).otherwise(side, nowhere, { exactly, typing, beginning, language, langs, root });
      side.others = await Promise.all(side.rest.map((word) => known(side, word, false)));
      side.score = await weigh(side);
    }),
  );

  const facets = await count(sides, filters, opened, only);
  /** @type {import("./types.js").Ranked[]} */
  const top = [];
  let total = 0;
  for (const side of sides) {
    const open = side.query.words.length === 0;
    for (let id = side.files.pages - 1; id >= 0; id--) {
      if (!side.passes[id]) continue;
      total++;
      const score = open ? 0 : side.score[id];
      if (top.length === limit && score <= top[limit - 1].score) continue;
      let at = top.length;
      while (at > 0 && top[at - 1].score < score) at--;
      top.splice(at, 0, { id, score, side });
      if (top.length > limit) top.pop();
    }
  }
  const results = await Promise.all(
    top.map(async ({ id, score, side }) => ({ id, score, lang: side.code, ...(await side.files.page(id)), ...told(side, id) })),
  );
  /** @type {[code: string, pages: number][]} */
  const languages = sides.map(({ code, passes }) => [code, passes.reduce((sum, passed) => sum + passed, 0)]);
  const said = /** @type {typeof import("./seldom.js") | undefined} */ (tools)?.corrections(sides, top, text) ?? { corrected: [], offered: [], offer: "", missing: [] };
  return { total, results, facets, languages, ...said };
}

// The terms that a word stands for: itself in all its forms, what it is one word with, and, when it is still being typed, what begins
// with it.
/**
 * @param {Side} side
 * @param {string} word
 * @param {boolean} typing
 * @returns {Promise<import("./types.js").Match[]>}
 */
async function known({ files, query }, word, typing) {
  const spelt = [word, ...query.joined.filter(({ parts }) => parts.includes(word)).map(({ joined }) => joined)];
  const expanded = spelt.flatMap((word, index) => files.language.expand(word).map(([key, weight]) => ({ key, weight, word, own: !!index })));
  const terms = await Promise.all(expanded.map(async ({ key, ...match }) => ({ ...match, term: await files.term(key) })));
  const exact = /** @type {Match[]} */ (terms.filter(({ term }) => term));
  return typing ? [...exact, ...(await beginning(files, word))] : exact;
}

/**
 * @param {Files} files
 * @param {string} word
 * @returns {Promise<import("./types.js").Match[]>}
 */
async function beginning(files, word) {
  if (word.length < 2 || !files.firsts.length) return [];
  const { from, forms } = files.language.prefix?.(word) ?? { from: word, forms: [word] };
  const found = [];
  let index = files.firsts.findLastIndex((first) => first <= from);
  for (let read = 0; read < 2 && Math.max(index, 0) < files.firsts.length; index++, read++) {
    index = Math.max(index, 0);
    if (read && !files.firsts[index].startsWith(from)) break;
    for (const term of (await files.terms(index)).values()) {
      const form = term.forms.find((form) => form !== word && forms.some((start) => form.startsWith(start)));
      if (form) found.push({ term, weight: BEGINS, word: form });
    }
  }
  return found.sort((a, b) => b.term.pages.length - a.term.pages.length).slice(0, MOST_BEGINNINGS);
}

/**
 * @param {number} pages
 * @param {number} holding
 */
const rarity = (pages, holding) => Math.log(1 + (pages - holding + 0.5) / (holding + 0.5));

// Scores every page: how much the words weigh there, how many of them it has, and whether they are its title.
/** @param {import("./types.js").Side} side */
async function weigh(side) {
  const { files, groups, others, query } = side;
  const numbers = () => new Float32Array(files.pages);
  const [score, share, titled, filled, best, bestRare] = Array.from({ length: 6 }, numbers);
  let whole = 0;
  side.keys = new Map();
  side.known = new Map();
  for (const group of groups) {
    // Words that were guessed or are spelt as one are each as rare as they are; forms and beginnings of one word are as common as the
    // commonest.
    const holding = Math.max(0, ...group.filter(({ own }) => !own).map(({ term }) => term.pages.length));
    let most = group.length ? 0 : rarity(files.pages, 0);
    const touched = [];
    for (const { term, weight, own } of group) {
      const rare = rarity(files.pages, own ? term.pages.length : holding) * weight;
      most = Math.max(most, rare);
      side.keys.set(term.key, Math.max(side.keys.get(term.key) ?? 0, rare));
      for (let index = 0; index < term.pages.length; index++) {
        const id = term.pages[index];
        const value = (rare * (term.levels[index] + 1)) / LEVELS;
        if (!best[id]) touched.push(id);
        if (value <= best[id]) continue;
        best[id] = value;
        bestRare[id] = rare;
      }
    }
    whole += most;
    for (const id of touched) {
      score[id] += best[id];
      share[id] += bestRare[id];
      best[id] = 0;
    }
    // Titles are far fewer. One counts for each page: a name of the page's own term before others, and the shortest.
    const titles = new Map();
    /** @param {number} title */
    const length = (title) => (title > LONGEST_TITLE ? title - 2 * LONGEST_TITLE : title);
    for (const { term } of group) {
      for (const [id, title] of term.titles) if (!(length(titles.get(id)) <= length(title))) titles.set(id, title);
    }
    for (const [id, title] of titles) {
      const own = title > LONGEST_TITLE;
      titled[id] += own ? bestRare[id] * 1.25 : bestRare[id];
      filled[id] += 1 / (own ? title - LONGEST_TITLE : title);
    }
  }
  // A title that has the whole question, word for word. `best` is all 0 again, and counts the words that say nothing.
  for (const group of others) for (const id of new Set(group.flatMap(({ term }) => [...term.titles.keys()]))) best[id]++;
  for (let id = 0; id < files.pages; id++) {
    if (!share[id]) continue;
    const covered = Math.min(share[id] / whole, 1);
    const named = titled[id] / whole;
    score[id] = score[id] * (0.1 + 0.9 * covered ** 3) + whole * named * named * (0.35 + 0.65 * Math.min(filled[id], 1));
    if (best[id] && best[id] === others.length && named) score[id] += whole * WHOLE_TITLE;
  }
  side.matches = Uint8Array.from(share, (held) => (query.words.length === 0 || held > 0 ? 1 : 0));
  if (query.phrases.length + query.not.length) await (await files.tools()).restrict(side);
  return score;
}

// Which pages pass the filters, and for each facet how many there would be with each value: its own filter set aside.
// A facet with many values is looked at only once it is filtered by or opened.
/**
 * @param {import("./types.js").Side[]} sides
 * @param {Record<string, string[]>} filters
 * @param {string[]} opened
 * @param {string[]} [only]
 * @returns {Promise<import("./types.js").CountedFacet[]>}
 */
async function count(sides, filters, opened, only) {
  const facets = new Map();
  for (const side of sides) {
    const { files } = side;
    const all = files.manifest.facets;
    const own = /** @type {ReadFacet[]} */ (all.filter(({ key, list }) => (only ?? [key]).includes(key) && (!list || filters[key]?.length || opened.includes(key))));
    await Promise.all(own.map((facet) => files.column(facet)));
    // A filter on a facet that this language lacks lets nothing through.
    const absent = Object.keys(filters).some((key) => filters[key].length && !own.some((facet) => facet.key === key));
    const wanted = own.map(({ key, values }) => {
      const chosen = filters[key] ?? [];
      return chosen.length ? values.map(([value]) => chosen.includes(value)) : null;
    });
    // For each page how many filters it fails, and the last of them.
    const fails = new Uint8Array(files.pages);
    const failed = new Uint8Array(files.pages);
    own.forEach(({ starts, numbers }, index) => {
      if (!wanted[index]) return;
      for (let id = 0; id < files.pages; id++) {
        let at = starts[id];
        while (at < starts[id + 1] && !wanted[index][numbers[at]]) at++;
        if (at === starts[id + 1]) [fails[id], failed[id]] = [fails[id] + 1, index];
      }
    });
    side.passes = side.matches.map((matches, id) => (matches && !absent && !fails[id] ? 1 : 0));
    const counts = own.map(({ values, starts, numbers }, index) => {
      const count = new Uint32Array(values.length);
      for (let id = 0; id < files.pages && !absent; id++) {
        if (!side.matches[id] || fails[id] > 1 || (fails[id] && failed[id] !== index)) continue;
        for (let at = starts[id]; at < starts[id + 1]; at++) count[numbers[at]]++;
      }
      return count;
    });
    for (const facet of all) {
      const { key, label } = facet;
      if (!facets.has(key)) facets.set(key, { key, label, folded: true, values: new Map() });
      const shown = facets.get(key);
      const index = own.indexOf(/** @type {ReadFacet} */ (facet));
      if (index < 0) continue;
      shown.folded = false;
      /** @type {ReadFacet} */ (facet).values.forEach(([value, label], number) => {
        if (!shown.values.has(value)) shown.values.set(value, { key: value, label, lang: side.code, count: 0 });
        shown.values.get(value).count += counts[index][number];
      });
    }
  }
  return [...facets.values()].map((facet) => ({ ...facet, values: [...facet.values.values()] }));
}

// What a result needs for its snippet, and its own values of the facets that were looked at: [key, label].
/**
 * @param {import("./types.js").Side} side
 * @param {number} id
 * @returns {Omit<import("./types.js").SnippetSource, "lines"> & { values: Record<string, NamedValue[]> }}
 */
function told({ files, keys, known }, id) {
  /** @type {Record<string, import("./types.js").NamedValue[]>} */
  const values = {};
  for (const { key, numbers, starts, values: all } of /** @type {ReadFacet[]} */ (files.manifest.facets)) {
    if (numbers) values[key] = numbers.slice(starts[id], starts[id + 1]).map((value) => /** @type {NamedValue} */ (all[value].slice(0, 2)));
  }
  return { keys, known, files, values };
}
