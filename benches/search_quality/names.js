// Asks a built site for every name and synonym of its terms, in every language and mutated form, and for every Welsh title mutated.
// node names.js PUBLIC CONTENT: the output folder and the folder content/ of the same site.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { mutations } from "../../src/search/client/lang-cy.js";
import { fold } from "../../src/search/client/text.js";
import { openFolder } from "../../tests/search/index.js";

const [output, content] = process.argv.slice(2);
const { search, language, languages } = await openFolder(output);
const codes = languages.map(({ code }) => code);

// Title and synonyms from the front matter of a term's file.
function names(path) {
  const front = /^---\n([\s\S]*?)\n---/.exec(readFileSync(path, "utf8"))?.[1] ?? "";
  const bare = (text) => text.trim().replace(/^(["'])(.*)\1$/, "$2");
  const title = bare(/^title:(.*)$/m.exec(front)?.[1] ?? "");
  const [, inline, block] = /^synonyms:[ ]*(?:\[(.*)\]|\n((?:[ ]*-.*\n?)+))/m.exec(front) ?? [];
  const synonyms = inline?.split(",") ?? block?.split("\n").map((line) => line.replace(/^[ ]*-/, "")) ?? [];
  return { title, names: [title, ...synonyms.map(bare)].filter(Boolean), gone: /^(replaced_by:|draft: true)/m.test(front) };
}

// The forms in which a name may be typed: the first word mutated.
const forms = (name, code) => {
  const [first, ...rest] = name.split(/\s+/);
  return [name, ...(code === "cy" ? mutations(fold(first)).map((form) => [form, ...rest].join(" ")) : [])];
};

const terms = new Map();
for (const file of readdirSync(join(content, "themes"), { recursive: true })) {
  const match = /^(.*?)(?:[/](?:_?index))?(?:\.([a-z]{2}))?\.md$/.exec(file);
  if (!match || basename(match[1]) === "_index") continue;
  const [, id, code = codes[0]] = match;
  terms.set(id, { ...terms.get(id), [code]: names(join(content, "themes", file)) });
}

const asked = { name: [], mutated: [], title: [] };
async function ask(kind, text, code, title) {
  const { results } = await search({ text, langs: [code] });
  const at = results.findIndex((result) => result.title === title);
  asked[kind].push(at < 0 ? 0 : 1 / (at + 1));
  if (at !== 0) console.log(`${kind}: “${text}” on ${code} has “${title}” ${at < 0 ? "nowhere" : `as number ${at + 1}`}`);
}
for (const term of terms.values()) {
  // A replaced term has no page of its own.
  if (Object.values(term).some(({ gone }) => gone)) continue;
  for (const code of Object.keys(term)) {
    for (const [named, { names }] of Object.entries(term)) {
      for (const name of names) for (const [index, form] of forms(name, named).entries()) await ask(index ? "mutated" : "name", form, code, term[code].title);
    }
  }
}
if (codes.includes("cy")) {
  const files = await language("cy");
  for (let id = 0; id < files.pages; id++) {
    const { title } = await files.page(id);
    for (const form of forms(title, "cy").slice(1)) await ask("title", form, "cy", title);
  }
}
for (const [kind, list] of Object.entries(asked)) {
  const mean = list.reduce((sum, value) => sum + value, 0) / (list.length || 1);
  console.log(`${{ name: "names and synonyms of terms", mutated: "mutated forms of Welsh names", title: "Welsh titles mutated" }[kind]}: ${list.length} asked, mean reciprocal rank at 10 ${mean.toFixed(3)}`);
}
