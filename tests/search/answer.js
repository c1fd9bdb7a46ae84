// Answers requests, one line of JSON each, from the index in the folder named first.

import { createInterface } from "node:readline";
import { snippet } from "../../src/search/client/snippet.js";
import { openFolder } from "./index.js";

const fetched = [];
const { search } = await openFolder(process.argv[2], (path, text) => fetched.push({ path, missing: text === null }));
const shown = (parts) => parts.map(({ text, mark }) => (mark ? `[${text}]` : text)).join("");
for await (const line of createInterface({ input: process.stdin })) {
  fetched.length = 0;
  const { total, results, facets, languages, corrected, offered, offer, missing } = await search({ langs: ["en"], ...JSON.parse(line) });
  const answer = {
    total,
    urls: results.map(({ url }) => url),
    snippets: results.map((result) => shown(snippet(result).parts)),
    sections: results.map((result) => snippet(result).sections.map(({ id }) => id)),
    facets: Object.fromEntries(facets.map(({ key, values }) => [key, Object.fromEntries(values.map(({ key, count }) => [key, count]))])),
    folded: facets.filter(({ folded }) => folded).map(({ key }) => key),
    languages: Object.fromEntries(languages),
    corrected: corrected.map(({ from, to }) => `${from} ${to}`),
    offered: offered.map(({ from, to }) => `${from} ${to}`),
    offer,
    missing,
    fetched: fetched.map(({ path }) => path.split("/")[0]),
  };
  console.log(JSON.stringify(answer));
}
