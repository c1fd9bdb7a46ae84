// Quick search: subjects before typing, results while typing, in the dialog that start.js opened. A combobox with a listbox.
// It reads its words and subjects from the search page, so that other pages carry neither.

import { about, connect, instead, make, marked, snippet, speaker } from "./engine.js";

const MOST = 6;
const MOST_SUBJECTS = 8;
const PAUSE = 120;
// There is room for two lines of text, and what was searched for stands in the first.
const BEFORE = 3;
// An answer that takes longer is said to be on its way.
const LONG = 500;

let filled;
export function fill(dialog, address, key) {
  // A failure is not kept: the next opening tries again.
  filled ??= prepare(dialog, address, key).catch(() => (filled = null));
}

async function prepare(dialog, address, key) {
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const root = page.getElementById("search");
  const { lang, index } = root.dataset;
  const say = speaker(root.dataset);
  const subjects = [...page.querySelectorAll("[data-search-subjects] a")].slice(0, MOST_SUBJECTS);
  const input = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = make("div", { id: "quick-list", class: "quick-list", role: "listbox", "aria-label": say("heading"), hidden: true });
  const keys = make("p", { id: "quick-keys" }, say("keys"));
  const foot = make("div", { class: "quick-foot" }, keys, slash(say, key));
  dialog.append(list, foot);
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": "quick-list", "aria-describedby": "quick-keys" };
  for (const name in combobox) input.setAttribute(name, combobox[name]);

  // Options are links, so that a pointer can do with them what it can with any link; a screen reader hears options.
  const option = (attributes, ...children) => make("a", { ...attributes, role: "option", tabindex: -1, class: `quick-option ${attributes.class ?? ""}` }, ...children);
  const subject = (link, number) => option({ id: `quick-${number}`, href: link.getAttribute("href"), lang: link.lang || null, class: "quick-subject" }, link.textContent);
  function result(found, number) {
    const { parts } = snippet(found, BEFORE);
    return option(
      { id: `quick-${number}`, href: found.url, lang: found.lang === lang ? null : found.lang },
      make("span", { class: "quick-title" }, found.title),
      make("span", { class: "quick-about" }, about(found)),
      make("span", { class: "quick-text" }, ...marked(parts)),
    );
  }

  let active = null;
  function choose(chosen) {
    active?.setAttribute("aria-selected", false);
    active = chosen;
    if (!active) return input.removeAttribute("aria-activedescendant");
    active.setAttribute("aria-selected", true);
    input.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }
  function show(said, options, label) {
    choose(null);
    for (const each of options) each.setAttribute("aria-selected", false);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    list.scrollTop = 0;
    list.setAttribute("aria-label", label);
    input.setAttribute("aria-expanded", options.length > 0);
    status.textContent = said;
  }
  const suggest = (said, first = []) => show(`${said} ${subjects.length ? say("subjects") : ""}`.trim(), [...first, ...subjects.map(subject)], say("subjects"));
  const all = (text, ...words) => option({ id: "quick-all", href: `${address}?${new URLSearchParams({ q: text })}`, class: "quick-all" }, ...words);

  let engine;
  const opening = () => (engine ??= connect(new URL(index, location.href)));
  let turn = 0;
  async function run() {
    const own = ++turn;
    const text = input.value;
    if (!text.trim()) return suggest("");
    const late = setTimeout(() => own === turn && (status.textContent = say("searching")), LONG);
    try {
      const { search } = await opening();
      const answer = await search({ text, langs: [lang], only: ["type"], typing: true, limit: MOST });
      if (own !== turn) return;
      const { total, results, offered, offer } = answer;
      const spelt = offered.length ? [all(offer, say("offer", { words: offered.map(({ to }) => to).join(", ") }))] : [];
      if (!total) return suggest(say("none", { query: text }), spelt);
      const options = results.map(result);
      if (total > results.length) options.push(all(text, say("all", { n: total })));
      show(instead(say, answer) + say("results", { n: total }), options, say("heading"));
    } catch {
      engine = null;
      if (own === turn) show(say("failed"), []);
    } finally {
      clearTimeout(late);
    }
  }

  let pause;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    choose(null);
    pause = setTimeout(run, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const options = [...list.children];
    const at = options.indexOf(active);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      choose(options[at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      active.click();
    } else if (/^(Home|End|Arrow(Left|Right))$/.test(event.key)) {
      // These belong to the field again.
      choose(null);
    }
  });
  // A result on the page itself is beneath the dialog, and so is the page when a reader comes back to it.
  list.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
    if (target.closest("a") && !ctrlKey && !metaKey && !shiftKey) dialog.close();
  });
  // What was typed while this was on its way, or the subjects.
  run();
  opening().then(({ language }) => language(lang)).catch(() => (engine = null));
}

// A key that a slip of the hand or of speech may press can be turned off.
function slash(say, key) {
  const box = make("input", { type: "checkbox" });
  try {
    box.checked = localStorage.getItem(key) !== "off";
    box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "on" : "off"));
  } catch {
    return null;
  }
  return make("label", {}, box, " ", say("slash"));
}
