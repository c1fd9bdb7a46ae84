// Reads lines `LANG WORD` and answers each with what the client makes of it: the folded word, its key, and the keys it asks for.

import { createInterface } from "node:readline";
import cy from "../../src/search/client/lang-cy.js";
import en from "../../src/search/client/lang-en.js";
import { fold } from "../../src/search/client/text.js";

const languages = { cy, en };
let out = "";
for await (const line of createInterface({ input: process.stdin })) {
  const at = line.indexOf(" ");
  const language = languages[line.slice(0, at)];
  const word = fold(line.slice(at + 1));
  const asked = language.expand(word).map(([key]) => key);
  out += `${word}\t${language.key(word)}\t${asked.join(" ")}\n`;
}
process.stdout.write(out);
