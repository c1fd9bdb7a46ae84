// Measures what the first query of a visitor costs at 10,000 synthetic pages: bytes as a server sends them, and time when warm.
// node cold.js [--pages 10000]; see README.md.

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { snippet } from "../../src/search/client/snippet.js";
import { openFolder } from "../../tests/search/index.js";
import { SETS, load } from "./corpus.js";
import { KINDS, queries, random } from "./queries.js";

const { values: options } = parseArgs({ options: { pages: { type: "string", default: "10000" }, keep: { type: "boolean", default: false } } });
const root = new URL("../../", import.meta.url).pathname;
const work = join(root, "target/search-quality");
const folder = join(work, `synthetic-${options.pages}`);
mkdirSync(folder, { recursive: true });

// Pages in the words of natural prose: sentences of Debian's documentation drawn at random, and rare words of the page's own kind.
function synthetic(many) {
  const next = random(2026);
  const below = (most) => Math.floor(next() * most);
  const usual = (most) => Math.floor(most * next() ** 2);
  const source = Object.keys(SETS).flatMap((name) => load(name, join(work, "packages")));
  const sentences = source.flatMap(({ sections }) => sections.flatMap(([, , text]) => text.match(/[A-Z][^.?!]{20,200}[.?!]/g) ?? []));
  const words = readFileSync("/usr/share/dict/british-english", "utf8").split("\n").filter((word) => /^[a-z]{4,12}$/.test(word));
  const types = ["story", "article", "news", "evaluation", "event", "resource", "person", "organisation"];
  const themes = Array.from({ length: 14 }, (_, index) => `theme-${words[index * 1000 + 7]}`);
  const areas = Array.from({ length: 10 }, (_, index) => `area-${words[index * 1300 + 11]}`);
  const authors = Array.from({ length: 120 }, (_, index) => `${words[index * 97]}-${words[index * 151 + 5]}`);
  const some = (list, most) => [...new Set(Array.from({ length: 1 + below(most) }, () => list[usual(list.length)]))];
  // A fifth of each sentence's longer words give way to dictionary words, so that the vocabulary grows with the site.
  const vary = (sentence) => sentence.replace(/\b[a-z]{6,}\b/g, (word) => (next() < 0.12 ? words[usual(words.length)] : word));
  return Array.from({ length: many }, (_, index) => {
    const year = 2017 + below(10);
    const title = Array.from({ length: 3 + below(4) }, () => words[usual(words.length)]).join(" ");
    const text = (count) => Array.from({ length: count }, () => vary(sentences[below(sentences.length)])).join(" ");
    return {
      url: `/stories/${title.replaceAll(" ", "-")}/`,
      lang: "en",
      title: title[0].toUpperCase() + title.slice(1),
      summary: text(1),
      sections: [["", "", text(6 + below(10))], ...Array.from({ length: below(4) }, (_, at) => [`part-${at}`, text(1).slice(0, 40), text(5 + below(10))])],
      date: `${year}-${String(1 + below(12)).padStart(2, "0")}-${String(1 + below(28)).padStart(2, "0")}`,
      facets: [
        ...some(themes, 3).map((value) => ["themes", value]),
        ["type", types[usual(types.length)]],
        ...some(areas, 1).map((value) => ["areas", value]),
        ...some(authors, 1).map((value) => ["authors", value]),
        ["year", String(year)],
      ],
      authors: [],
      id: index,
    };
  });
}

const pages = synthetic(+options.pages);
// In pieces: no string holds 100,000 pages.
writeFileSync(join(folder, "pages.jsonl"), "");
for (let from = 0; from < pages.length; from += 1000) {
  appendFileSync(join(folder, "pages.jsonl"), pages.slice(from, from + 1000).map((page) => `${JSON.stringify(page)}\n`).join(""));
}
rmSync(join(folder, "search"), { recursive: true, force: true });
const binary = process.env.SEARCH_INDEX ?? join(root, "target/release/examples/search_index");
const built = JSON.parse(execFileSync(binary, [join(folder, "pages.jsonl"), folder], { encoding: "utf8" }));
const wordCount = pages.reduce((sum, { sections }) => sum + sections.reduce((sum, [, , text]) => sum + text.split(" ").length, 0), 0);
console.log(`${built.pages} pages of ${Math.round(wordCount / pages.length)} words: ${built.cpu_seconds.toFixed(1)} CPU-seconds, ${built.peak_megabytes} MB, ${built.files} files, ${(built.bytes / 1e6).toFixed(1)} MB`);

const compressed = {
  brotli: (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length,
  gzip: (text) => gzipSync(text, { level: 6 }).length,
};
// Ten of each kind but the full title, as pages of the site give them.
const asked = KINDS.filter((kind) => kind !== "full title").flatMap((kind) => queries(pages, kind, 10, 50));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const costs = [];
const parts = {};
for (const { text } of asked) {
  const files = new Map();
  const index = await openFolder(folder, (path, text) => text !== null && files.set(path, text));
  const { results } = await index.search({ text, langs: ["en"], limit: 5 });
  results.forEach(snippet);
  const cost = { text, files: files.size };
  for (const [name, measure] of Object.entries(compressed)) cost[name] = [...files.values()].reduce((sum, file) => sum + measure(file), 0);
  for (const [path, file] of files) ((parts[path.split("/")[0]] ??= []).push(compressed.brotli(file)));
  costs.push(cost);
}
for (const name of Object.keys(compressed)) {
  const list = costs.map((cost) => cost[name]);
  console.log(`cold first query with five snippets and facet counts, ${name}: median ${(median(list) / 1000).toFixed(1)} KB, worst ${(Math.max(...list) / 1000).toFixed(1)} KB of ${list.length}`);
}
for (const [part, list] of Object.entries(parts)) console.log(`  ${part}: ${(list.reduce((sum, value) => sum + value, 0) / asked.length / 1000).toFixed(1)} KB in ${(list.length / asked.length).toFixed(1)} files (brotli, mean of a query)`);

// Warm: everything fetched and read before; what is left is the main thread's work.
const index = await openFolder(folder);
const times = [];
for (let round = 0; round < 3; round++) {
  for (const { text } of asked) {
    const start = performance.now();
    const { results } = await index.search({ text, langs: ["en"], limit: 5 });
    results.forEach(snippet);
    if (round === 2) times.push(performance.now() - start);
  }
}
console.log(`warm: median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`);
const scripts = readdirSync(join(folder, "search")).filter((name) => /^(engine|page|lang-en)-.*js$/.test(name));
const sum = (measure) => scripts.reduce((sum, name) => sum + measure(readFileSync(join(folder, "search", name))), 0);
console.log(`scripts with English: ${(sum(compressed.brotli) / 1000).toFixed(1)} KB brotli, ${(sum(compressed.gzip) / 1000).toFixed(1)} KB gzip`);
