// Queries that nobody wrote, asked of indexes whose pages nobody wrote: compared with what plain counting gives.
// `tests/search_random.rs` makes the folders below ALONGSIDE_INDEXES, each with its index and its pages as `pages.json`.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import cy from "../../src/search/client/lang-cy.js";
import en from "../../src/search/client/lang-en.js";
import { snippet } from "../../src/search/client/snippet.js";
import { plain, words } from "../../src/search/client/text.js";
import { openFolder } from "./index.js";

const languages = { cy, en };
const rules = (lang) => languages[lang] ?? plain;
const ALL = 10_000;

// Numbers that look like chance and are always the same.
function dice(seed) {
  return (limit) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const wordsOf = (text, lang) => {
  const found = [];
  words(text, rules(lang), (word) => found.push(word));
  return found;
};

// What a page is found by.
function keysOf(page) {
  const { lang } = page;
  const texts = [page.title, page.summary, ...page.authors, ...page.sections.flatMap(({ heading, text }) => [heading ?? "", text])];
  const found = texts.flatMap((text) => wordsOf(text, lang));
  for (const name of page.names) found.push(...wordsOf(name.text, lang));
  // What hyphens join is a word too.
  for (const text of [...texts, ...page.names.map(({ text }) => text)]) words(text, rules(lang), () => {}, (joined) => /\p{Alphabetic}/u.test(joined) && found.push(joined));
  return new Set(found.map((word) => rules(lang).key(word)));
}

const SIGNS = ['"', "“", "”", "-", "'", "’", " ", " ", ".", ",", "\t", "\0", "(", "#", "🔑", "ŵ", "e\u0301", "ς", "\u200d", "*", "\\", "-\"", "__proto__", "constructor"];

const root = process.env.ALONGSIDE_INDEXES;
for (const name of readdirSync(root)) {
  const folder = join(root, name);
  const pages = JSON.parse(readFileSync(join(folder, "pages.json"), "utf8"));
  const seed = Number(name);
  for (const page of pages) page.keys = keysOf(page);
  const having = (langs, word) =>
    pages.filter(({ lang, keys }) => langs.includes(lang) && rules(lang).expand(word).some(([key]) => keys.has(key)));
  const stop = new Set();
  const told = (lang) => {
    const own = pages.filter((page) => page.lang === lang).flatMap((page) => page.sections.flatMap(({ text }) => wordsOf(text, lang)));
    // A word that says nothing in either language is left out of a query, where another stands beside it.
    return own.filter((word) => !stop.has(word));
  };
  const urls = (list) => [...new Set(list.map(({ url }) => url))].sort();

  test(`index ${name}`, async () => {
    const roll = dice(seed);
    const pick = (list) => list[roll(list.length)];
    const { search, language } = await openFolder(folder);
    for (const code of ["en", "cy"]) for (const word of [...(await language(code)).stop, ...(await language(code)).asking]) stop.add(word);
    const ask = async (text, langs, more = {}) => {
      const request = { text, langs, limit: ALL, ...more };
      const answer = await search(request);
      const shown = JSON.stringify(request);
      assert.equal(answer.results.length, Math.min(answer.total, request.limit), shown);
      assert.equal(new Set(answer.results.map(({ url }) => url)).size, answer.results.length, shown);
      for (const [index, result] of answer.results.entries()) {
        assert.ok(langs.includes(result.lang), shown);
        assert.ok(Number.isFinite(result.score) && result.score >= 0, shown);
        assert.ok(index === 0 || result.score <= answer.results[index - 1].score, shown);
        const { parts } = snippet(result);
        assert.ok(parts.every(({ text }) => text !== ""), shown);
      }
      return answer;
    };
    const vocabulary = { en: told("en"), cy: told("cy") };

    for (let round = 0; round < 25; round++) {
      const lang = pick(["en", "cy"]);
      const langs = pick([[lang], ["en", "cy"]]);
      const own = vocabulary[lang];
      if (!own.length) continue;
      const [one, other, third] = [pick(own), pick(own), pick(own)];
      assert.ok(having(langs, one).length, one);

      // Pages with any of the words, or both as one, and no others.
      const both = await ask(`${one} ${other}`, langs);
      assert.deepEqual(urls(both.results), urls([one, other, one + other].flatMap((word) => having(langs, word))), `${one} ${other} in ${langs}`);
      assert.deepEqual(both.missing, [], `${one} ${other}`);

      // Without those that have what is unwanted.
      const unwanted = urls(having(langs, third));
      const without = await ask(`${one} -${third}`, langs);
      assert.deepEqual(urls(without.results), urls(having(langs, one)).filter((url) => !unwanted.includes(url)), `${one} -${third}`);

      // Words as they stand in a page lead to it.
      const page = pick(pages.filter((page) => page.lang === lang));
      const text = pick(page.sections).text;
      const from = roll(Math.max(text.length - 30, 1));
      const stretch = wordsOf(text.slice(from, from + 30), lang).slice(1, -1);
      if (stretch.length > 1 && stretch.some((word) => !stop.has(word))) {
        const { results } = await ask(`"${stretch.join(" ")}"`, [lang]);
        assert.ok(results.some(({ url }) => url === page.url), `"${stretch.join(" ")}" in ${page.url}`);
      }

      // What is typed letter by letter leads to the word's pages.
      const begun = await ask(one.slice(0, 2 + roll(one.length)), [lang], { typing: true });
      assert.ok(begun.total >= 0);

      // Filters let through what has one of the values, and every value is counted.
      const year = pick(pages).year;
      const filtered = await ask("", langs, { filters: { year: [year] } });
      assert.deepEqual(urls(filtered.results), urls(pages.filter((page) => langs.includes(page.lang) && page.year === year)), year);
      const counted = filtered.facets.find(({ key }) => key === "year").values;
      for (const { key, count } of counted) {
        assert.equal(count, pages.filter((page) => langs.includes(page.lang) && page.year === key).length, key);
      }

      // Whatever is typed is answered, the second time and by a page that was just opened as the first time.
      const pieces = Array.from({ length: 1 + roll(12) }, () => (roll(2) ? pick(SIGNS) : pick(own).slice(0, 1 + roll(12))));
      const soup = pieces.join(pick(["", " "]));
      const more = { typing: roll(2) === 0, filters: roll(4) ? {} : { year: [pick(["2026", "x", "__proto__"])] }, limit: 1 + roll(20) };
      const plainly = ({ total, results, missing, corrected }) => ({ total, urls: results.map(({ url, score }) => [url, score]), missing, corrected });
      const first = plainly(await ask(soup, langs, more));
      assert.deepEqual(plainly(await ask(soup, langs, more)), first, soup);
      const fresh = await openFolder(folder);
      assert.deepEqual(plainly(await fresh.search({ text: soup, langs, ...more })), first, soup);
    }
  });
}

// The longest and strangest queries take no time out of proportion: what is doubled may not square the work.
test("long queries are cut", async () => {
  const folder = join(root, readdirSync(root)[0]);
  let fetched = 0;
  const { search } = await openFolder(folder, () => fetched++);
  for (const piece of ["a ", '"a b" ', "-a ", "zzzzqq ", '"', "x", "e\u0301", "’s", "- "]) {
    fetched = 0;
    await search({ text: piece.repeat(20_000), langs: ["en", "cy"] });
    assert.ok(fetched < 500, `${piece}: ${fetched} files`);
  }
});
