// What the search page and quick search share: the way to the index, its words, and a shorthand for elements.

import { open } from "./query.js";
import { snippet } from "./snippet.js";

export { snippet };

// Opens the index in the folder at `base`. What has a hash in its name never changes; the root is asked for anew each time.
export function connect(base) {
  const get = async (path) => {
    const response = await fetch(new URL(path, base), path === "index.json" ? { cache: "no-cache" } : {});
    if (!response.ok) throw new Error(path);
    return response.text();
  };
  return open(get, (name) => import(new URL(name, base).href));
}

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child != null));
  return element;
};

// Says a message by its key, in the plural form for `n`.
export function speaker({ lang, locale = lang, messages }) {
  const plurals = new Intl.PluralRules(locale);
  const all = JSON.parse(messages);
  const say = (key, values = {}) => {
    let text = all[key] ?? "";
    if (typeof text === "object") text = text[plurals.select(values.n)] ?? text.other ?? "";
    return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? say.number(values[name]) : (values[name] ?? "")));
  };
  say.number = new Intl.NumberFormat(locale).format;
  return say;
}

export const marked = (parts) => parts.map(({ text, mark }) => (mark ? make("mark", {}, text) : text));

// What stands under a result's title: what it is, and when.
export const about = ({ values, date }) => [values.type?.[0]?.[1], date].filter(Boolean).join(" · ");

// What was searched for in place of words that no page has, and these.
export const instead = (say, { corrected }) =>
  corrected.length ? `${say("said", { words: corrected.map(({ to }) => to).join(", ") })}. ${say("missing", { words: corrected.map(({ from }) => from).join(", ") })} ` : "";
