// Measures how well search finds a known page, beside Pagefind. See README.md.
// node run.js [--set NAME]… [--count 150] [--seed 1] [--no-pagefind]

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openFolder } from "../../tests/search/index.js";
import { SETS, load } from "./corpus.js";
import { KINDS, queries, random } from "./queries.js";

const { values: options } = parseArgs({
  options: {
    set: { type: "string", multiple: true },
    count: { type: "string", default: "150" },
    seed: { type: "string", default: "1" },
    "no-pagefind": { type: "boolean", default: false },
    misses: { type: "string" },
  },
});
const root = new URL("../../", import.meta.url).pathname;
const work = join(root, "target/search-quality");
mkdirSync(work, { recursive: true });

const reciprocal = (urls, url) => {
  const at = urls.slice(0, 10).indexOf(url);
  return at < 0 ? 0 : 1 / (at + 1);
};
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

// The 95 % interval of the mean of paired differences, by 10,000 resamplings.
function interval(differences) {
  const next = random(7);
  const means = Array.from({ length: 10_000 }, () => {
    let sum = 0;
    for (let index = 0; index < differences.length; index++) sum += differences[Math.floor(next() * differences.length)];
    return sum / differences.length;
  }).sort((a, b) => a - b);
  return [means[250], means[9749]];
}

let failed = false;
for (const name of options.set ?? Object.keys(SETS)) {
  const pages = load(name, join(work, "packages"));
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pages.jsonl"), pages.map((page) => JSON.stringify(page)).join("\n"));
  const binary = process.env.SEARCH_INDEX ?? join(root, "target/release/examples/search_index");
  execFileSync(binary, [join(folder, "pages.jsonl"), folder]);
  const index = await openFolder(folder);
  const ours = async (text) => (await index.search({ text, langs: ["en"] })).results.map(({ url }) => url);
  const theirs = options["no-pagefind"] ? null : await (await import("./pagefind.js")).pagefind(pages, folder);

  console.log(`\n${name} (to ${SETS[name].purpose} on): ${pages.length} pages`);
  console.log("| kind | queries | ours | Pagefind | difference, 95 % interval |\n| --- | --- | --- | --- | --- |");
  for (const kind of KINDS) {
    const asked = queries(pages, kind, +options.count, +options.seed);
    const own = [];
    const other = [];
    for (const { text, url } of asked) {
      const urls = await ours(text);
      own.push(reciprocal(urls, url));
      if (theirs) other.push(reciprocal(await theirs(text), url));
      if (options.misses === kind && own.at(-1) < 1) console.log(own.at(-1).toFixed(2), other.at(-1), text, "->", pages.find((page) => page.url === url).title, "; first:", pages.find((page) => page.url === urls[0])?.title);
    }
    const [low, high] = theirs ? interval(own.map((value, at) => value - other[at])) : [0, 0];
    const told = theirs ? `${mean(other).toFixed(3)} | ${(mean(own) - mean(other)).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})` : "– | –";
    console.log(`| ${kind} | ${asked.length} | ${mean(own).toFixed(3)} | ${told} |`);
    // Worse than Pagefind only where the whole interval says so.
    if (theirs && high < 0) failed = true;
    if (kind === "one word mistyped" && mean(own) < 0.8) failed = true;
  }
}
console.log(failed ? "\nbelow what is asked" : "\nall as asked");
process.exitCode = failed ? 1 : 0;
