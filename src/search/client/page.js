// The search page: a form put into #search, its state in the address, and the results as they come. The engine knows nothing of it.
// All words come from `data-messages`; see src/search/README.md for what the page must provide.

import { open } from "./query.js";
import { snippet } from "./snippet.js";

// Results shown at first, and how many more at a time.
const AT_FIRST = 5;
const MORE = 10;
const SHOWN_VALUES = 8;
const PAUSE = 150;

const root = document.getElementById("search");
const { lang, locale = lang === "en" ? "en-GB" : lang } = root.dataset;
const messages = JSON.parse(root.dataset.messages);
const base = new URL(root.dataset.index, location.href);
const browse = document.querySelector("[data-search-browse]");
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

const say = (key, values = {}) => {
  let text = messages[key] ?? "";
  if (typeof text === "object") text = text[plurals.select(values.n)] ?? text.other ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? numbers.format(values[name]) : (values[name] ?? "")));
};

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child != null));
  return element;
};

// Fetches below search/. What has a hash in its name never changes; the root is asked for anew each time.
async function get(path, cache) {
  const response = await fetch(new URL(path, base), path === "index.json" ? { cache: cache ?? "no-cache" } : {});
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}
let engine;
const opening = () => (engine ??= open(get, (name) => import(new URL(name, base).href)));
// The facets of many values that were opened.
const opened = [];

const input = make("input", { type: "search", id: "search-words", name: "q", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", "aria-describedby": messages.hint ? "search-hint" : null });
const status = make("p", { role: "status", class: "search-status" });
const said = make("p", { class: "search-said" });
const list = make("ol", { class: "search-results" });
const more = make("button", { type: "button", class: "search-more", hidden: true }, say("more"));
const clear = make("button", { type: "button", class: "search-clear", hidden: true }, say("clear"));
const facets = make("div", { class: "search-facets" });
const filters = make("details", { class: "search-filters" }, make("summary", {}, say("filters")), facets);
const heading = make("h2", { class: "search-heading", hidden: true }, say("heading"));
const form = make(
  "form",
  { role: "search", class: "search-form", action: location.pathname },
  make("label", { for: "search-words" }, say("label")),
  make("div", { class: "search-line" }, input, make("button", { type: "submit" }, say("submit"))),
  messages.hint ? make("p", { id: "search-hint", class: "search-hint" }, say("hint")) : null,
  filters,
  clear,
);
root.append(form, make("section", { class: "search-answer", "aria-label": say("heading") }, heading, status, said, list, more));

// What is asked, as the address says it.
const state = { text: "", filters: {}, exactly: false, limit: AT_FIRST };
function fromAddress() {
  const parameters = new URLSearchParams(location.search);
  Object.assign(state, { text: parameters.get("q") ?? "", exactly: parameters.has("exactly"), filters: {}, limit: AT_FIRST });
  for (const [key, value] of parameters) if (key !== "q" && key !== "exactly") (state.filters[key] ??= []).push(value);
  input.value = state.text;
}
function toAddress(method) {
  const parameters = new URLSearchParams();
  if (state.text) parameters.set("q", state.text);
  if (state.exactly) parameters.set("exactly", "1");
  for (const [key, values] of Object.entries(state.filters)) for (const value of values) parameters.append(key, value);
  const query = parameters.toString();
  const address = location.pathname + (query ? `?${query}` : "");
  // What is there already makes no second entry.
  if (address !== location.pathname + location.search) history[method](null, "", address);
}

// One fieldset for each facet; its checkboxes stay while counts change, so that focus does.
const fieldsets = new Map();
function showFacet({ key, label, folded, values }) {
  const chosen = state.filters[key] ?? (key === "language" ? [lang] : []);
  let facet = fieldsets.get(key);
  if (!facet) {
    facet = { first: make("div"), rest: make("div"), boxes: new Map(), folded };
    facet.details = make("details", { hidden: !folded }, make("summary", {}, say("values")), facet.rest);
    facet.set = make("fieldset", {}, make("legend", {}, label), facet.first, facet.details);
    // A facet of many values is read when it is opened.
    facet.details.addEventListener("toggle", () => {
      if (!facet.folded || !facet.details.open || opened.includes(key)) return;
      opened.push(key);
      run();
    });
    fieldsets.set(key, facet);
    facets.append(facet.set);
  }
  for (const value of values) {
    let box = facet.boxes.get(value.key);
    if (!box) {
      box = { input: make("input", { type: "checkbox", name: key, value: value.key }), count: make("span", { class: "search-count" }) };
      box.label = make("label", {}, box.input, " ", make("span", { lang: value.lang === lang ? null : value.lang }, value.label), " ", box.count);
      const into = facet.boxes.size < SHOWN_VALUES && !facet.folded ? facet.first : facet.rest;
      if (into === facet.rest) facet.details.hidden = false;
      facet.boxes.set(value.key, box);
      into.append(box.label);
    }
    box.input.checked = chosen.includes(value.key);
    if (box.input.checked && facet.rest.contains(box.input)) facet.details.open = true;
    box.count.textContent = value.count == null ? "" : `(${numbers.format(value.count)})`;
    // What would find nothing is out of the way, unless it is ticked or holds the focus.
    box.label.hidden = value.count === 0 && !box.input.checked && document.activeElement !== box.input;
  }
  facet.set.hidden = !folded && !opened.includes(key) && [...facet.boxes.values()].every(({ label }) => label.hidden);
}

const marked = (parts) => parts.map(({ text, mark }) => (mark ? make("mark", {}, text) : text));

function showResult(result) {
  const { parts, sections } = snippet(result);
  const about = [result.values.type?.[0]?.[1], result.date].filter(Boolean);
  const under = ({ id, heading }) => make("li", {}, make("a", { href: `${result.url}#${encodeURIComponent(id)}` }, ...marked(heading)));
  return make(
    "li",
    { lang: result.lang === lang ? null : result.lang },
    make("h3", {}, make("a", { href: result.url }, result.title)),
    about.length ? make("p", { class: "search-about" }, about.join(" · ")) : null,
    parts.length ? make("p", { class: "search-snippet" }, ...marked(parts)) : null,
    sections.length ? make("ul", { class: "search-sections", "aria-label": say("sections") }, ...sections.map(under)) : null,
  );
}

let turn = 0;
async function run(typing = false) {
  const own = ++turn;
  const asked = state.text.trim() !== "" || Object.values(state.filters).some((values) => values.length);
  try {
    const { languages, search } = await opening();
    const all = languages.map(({ code }) => code);
    const { language: langs = [lang], ...others } = state.filters;
    const wanted = langs.filter((code) => all.includes(code));
    const answer = await search({ ...state, langs: wanted.length ? wanted : [lang], filters: others, opened, typing });
    if (own !== turn) return;
    answer.facets.forEach(showFacet);
    if (all.length > 1) {
      const counts = new Map(answer.languages);
      showFacet({ key: "language", label: say("language"), values: languages.map(({ code, label }) => ({ key: code, label, lang: code, count: counts.get(code) })) });
    }
    show(answer, asked);
  } catch (error) {
    if (own !== turn) return;
    status.textContent = say("failed");
    // A page kept open while the site was published anew asks for files that are gone: the next try begins afresh.
    engine = null;
  }
}

function show({ total, results, corrected, missing }, asked) {
  clear.hidden = !Object.values(state.filters).some((values) => values.length);
  heading.hidden = !asked;
  if (browse) browse.hidden = asked;
  const words = corrected.map(({ to }) => to).join(", ");
  said.replaceChildren();
  if (asked && corrected.length) {
    const instead = make("button", { type: "button" }, say("instead", { words: corrected.map(({ from }) => from).join(", ") }));
    instead.addEventListener("click", () => {
      state.exactly = true;
      toAddress("pushState");
      run();
      input.focus();
    });
    said.append(instead);
  }
  const lost = asked && missing.length && total ? ` ${say("missing", { words: missing.join(", ") })}` : "";
  const correction = corrected.length ? `${say("said", { words })}. ` : "";
  status.textContent = !asked ? "" : total ? `${correction}${say("results", { n: total })}${lost}` : say("none", { query: state.text });
  const kept = list.children.length;
  const shown = asked ? results.map(showResult) : [];
  list.replaceChildren(...shown);
  more.hidden = !asked || total <= results.length;
  // After "more", the first of the new results takes the focus that the button had.
  if (state.limit > AT_FIRST && document.activeElement === more) shown[kept]?.querySelector("a").focus();
}

let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    Object.assign(state, { text: input.value, exactly: false, limit: AT_FIRST });
    toAddress("replaceState");
    run(true);
  }, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  Object.assign(state, { text: input.value, exactly: false, limit: AT_FIRST });
  toAddress("pushState");
  run();
});
facets.addEventListener("change", ({ target }) => {
  const { name } = target;
  const set = [...fieldsets.get(name).boxes.values()].filter(({ input }) => input.checked).map(({ input }) => input.value);
  if (set.length) state.filters[name] = set;
  else delete state.filters[name];
  state.limit = AT_FIRST;
  toAddress("pushState");
  run();
});
clear.addEventListener("click", () => {
  state.filters = {};
  toAddress("pushState");
  run();
  input.focus();
});
more.addEventListener("click", () => {
  state.limit += MORE;
  run();
});
addEventListener("popstate", () => {
  fromAddress();
  run();
});

fromAddress();
// On a small screen the answers come first; filters that are at work are shown.
filters.open = Object.keys(state.filters).length > 0 || matchMedia("(min-width: 60em)").matches;
run();
