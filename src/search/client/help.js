// What the search page shows beside results when it has to: other spellings, what there is in the site's other languages, and the
// filters that are set.

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

// Buttons for what a mistyped word may have meant, and for the query as it was typed; `ask` is given the text, and whether to take it
// as it is.
export function spellings(say, { corrected, offered, offer }, text, ask) {
  const button = (label, text, exactly) => {
    const made = make("button", { type: "button" }, label);
    made.addEventListener("click", () => ask(text, exactly));
    return made;
  };
  return [
    offered.length ? button(say("offer", { words: offered.map(({ to }) => to).join(", ") }), offer, false) : null,
    corrected.length ? button(say("instead", { words: corrected.map(({ from }) => from).join(", ") }), text, true) : null,
  ].filter(Boolean);
}

// For each value that is ticked a button that takes it away.
export function chips(say, ticked, name, take) {
  return ticked.map((value) => {
    const button = make("button", { type: "button", class: "chip", "aria-label": `${say("remove")}: ${name(value)}` }, name(value));
    button.addEventListener("click", () => take(value));
    return make("li", {}, button);
  });
}
