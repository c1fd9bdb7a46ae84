// Help for the search page when nothing was found: what there is in the site's other languages.

import { make } from "./engine.js";

// Adds to the list `help` a button for each other language that has pages; `choose` is given its code. `current` says whether the
// question is still the same.
export async function elsewhere(help, { search, languages, say, lang, text, filters, choose, current }) {
  for (const old of help.querySelectorAll(".search-elsewhere")) old.remove();
  const others = languages.filter(({ code }) => code !== lang);
  const found = await search({ text, filters, langs: others.map(({ code }) => code), limit: 1 });
  if (!current()) return;
  const counts = new Map(found.languages);
  for (const { code, label } of others) {
    if (!counts.get(code)) continue;
    const button = make("button", { type: "button" }, say("elsewhere", { n: counts.get(code), language: label }));
    button.addEventListener("click", () => choose(code));
    help.prepend(make("li", { class: "search-elsewhere" }, button));
  }
}
