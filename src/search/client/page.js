// The search page: its state in the address, and the results as they come. The engine knows nothing of it.
// The form and the frame of the results are the page's own <template>; see src/search/README.md for what it must provide.

import { about, connect, instead, make, marked, snippet, speaker } from "./engine.js";

// Results shown at first, and how many more at a time.
const AT_FIRST = 5;
const MORE = 10;
const SHOWN_VALUES = 8;
const PAUSE = 150;

const root = document.getElementById("search");
const { lang, index } = root.dataset;
const say = speaker(root.dataset);
root.append(document.getElementById("search-page").content);
const part = (name) => root.querySelector(`.search-${name}`);
const [form, filters, facets, number, chosen, tags, clear, heading, status, said, list, help, more] =
  "form filters facets number chosen tags clear heading status said results help more".split(" ").map(part);
const input = form.querySelector("input");
const browse = document.querySelector("[data-search-browse]");

let engine;
const opening = () => (engine ??= connect(new URL(index, location.href)));
// The facets of many values that were opened, and those of which all values are shown.
const opened = [];

// What is asked, as the address says it. What is no facet's name there is somebody else's.
const state = { text: "", filters: {}, exactly: false, limit: AT_FIRST };
const anew = (text) => Object.assign(state, { text, exactly: false, limit: AT_FIRST });
function fromAddress() {
  const parameters = new URLSearchParams(location.search);
  anew(parameters.get("q") ?? "");
  state.exactly = parameters.has("exactly");
  state.filters = Object.create(null);
  for (const [key, value] of parameters) if (key !== "q" && key !== "exactly") (state.filters[key] ??= []).push(value);
  input.value = state.text;
}
function go(method, typing) {
  const parameters = new URLSearchParams();
  if (state.text) parameters.set("q", state.text);
  if (state.exactly) parameters.set("exactly", "1");
  for (const key in state.filters) for (const value of state.filters[key]) parameters.append(key, value);
  const query = parameters.toString();
  const address = location.pathname + (query ? `?${query}` : "");
  // What is there already makes no second entry.
  if (address !== location.pathname + location.search) history[method](null, "", address);
  return run(typing);
}
function filter(key, values) {
  if (values.length) state.filters[key] = values;
  else delete state.filters[key];
  state.limit = AT_FIRST;
  return go("pushState");
}

// One fieldset for each facet; its checkboxes stay while counts change, so that focus does.
const fieldsets = new Map();
function showFacet({ key, label, folded, values, lang: of }) {
  let facet = fieldsets.get(key);
  if (!facet) {
    facet = { boxes: new Map(), values: make("div", { class: "search-values" }) };
    facet.all = make("button", { type: "button", class: "search-all", "aria-label": `${say("values")}: ${label}` }, say("values"));
    facet.all.addEventListener("click", async () => {
      opened.push(key);
      await run();
      [...facet.boxes.values()].filter(({ label }) => !label.hidden)[facet.shown]?.input.focus();
    });
    facet.set = make("fieldset", {}, make("legend", { lang: of === lang ? null : of }, label), facet.values, facet.all);
    fieldsets.set(key, facet);
    facets.append(facet.set);
  }
  const ticked = state.filters[key] ?? (key === "language" ? [lang] : []);
  const all = opened.includes(key);
  let shown = 0;
  let more = folded && !all;
  for (const { key: value, label, lang: of, count } of values) {
    let box = facet.boxes.get(value);
    if (!box) {
      box = { input: make("input", { type: "checkbox", name: key, value }), count: make("span", { class: "search-count" }) };
      box.name = make("span", { lang: of === lang ? null : of }, label);
      box.label = make("label", { class: "chip" }, box.input, box.name, " ", box.count);
      facet.boxes.set(value, box);
      facet.values.append(box.label);
    }
    box.input.checked = ticked.includes(value);
    const kept = box.input.checked || document.activeElement === box.input;
    box.count.textContent = count == null ? "" : say.number(count);
    // What would find nothing is out of the way, and so is what comes after the first few.
    box.label.hidden = !kept && (count === 0 || (!all && shown >= SHOWN_VALUES));
    if (box.label.hidden) more ||= count > 0;
    else shown++;
  }
  if (!all) facet.shown = shown;
  facet.all.hidden = !more;
  facet.set.hidden = !more && !shown;
}

// The values that are ticked, each with a button that takes it away.
function showChosen() {
  const ticked = Object.entries(state.filters).flatMap(([key, values]) => values.map((value) => ({ key, value })));
  chosen.hidden = !ticked.length;
  number.textContent = ticked.length ? ` (${say.number(ticked.length)})` : "";
  tags.replaceChildren();
  const name = ({ key, value }) => fieldsets.get(key)?.boxes.get(value)?.name.textContent ?? value;
  const take = ({ key, value }) => filter(key, state.filters[key].filter((other) => other !== value)).then(back);
  if (ticked.length) seldom(({ chips }) => tags.replaceChildren(...chips(say, ticked, name, take)));
}
// Where the focus goes when what had it is gone.
const back = () => (heading.hidden ? input : heading).focus();

function showResult(result) {
  const { parts, sections } = snippet(result);
  const what = about(result);
  const under = ({ id, heading }) => make("li", {}, make("a", { href: `${result.url}#${encodeURIComponent(id)}` }, ...marked(heading)));
  return make(
    "li",
    { lang: result.lang === lang ? null : result.lang },
    make("h3", {}, make("a", { href: result.url }, result.title)),
    what ? make("p", { class: "search-about" }, what) : null,
    parts.length ? make("p", { class: "search-snippet" }, ...marked(parts)) : null,
    sections.length ? make("ul", { class: "search-sections", "aria-label": say("sections") }, ...sections.map(under)) : null,
  );
}

let turn = 0;
// Does what most answers do not need, unless there is another question meanwhile.
function seldom(use) {
  const own = turn;
  import("./help.js").then((module) => own === turn && use(module)).catch(() => {});
}
async function run(typing = false) {
  const own = ++turn;
  try {
    const { languages, facets: known, search } = await opening();
    for (const key in state.filters) if (!known.includes(key)) delete state.filters[key];
    const { language: wanted = [lang], ...others } = state.filters;
    // The page's own language speaks first.
    const langs = [...wanted].sort((one, other) => (other === lang) - (one === lang));
    const found = await search({ ...state, langs, filters: others, opened, typing });
    if (own !== turn) return;
    found.facets.forEach(showFacet);
    if (languages.length > 1) {
      const counts = new Map(found.languages);
      showFacet({ key: "language", label: say("language"), lang, values: languages.map(({ code, label }) => ({ key: code, label, lang: code, count: counts.get(code) })) });
    }
    show(found);
    if (!help.hidden && languages.length > 1) {
      const choose = (code) => filter("language", [code]).then(back);
      const question = { search, languages, say, lang, text: state.text, filters: others, choose, current: () => own === turn };
      seldom(({ elsewhere }) => elsewhere(help, question));
    }
  } catch {
    if (own !== turn) return;
    status.textContent = say("failed");
    // A page kept open while the site was published anew asks for files that are gone: the next try begins afresh.
    engine = null;
  }
}

function show(found) {
  const { total, results, corrected, offered, missing } = found;
  const query = state.text.trim();
  showChosen();
  const asked = query !== "" || !chosen.hidden;
  heading.hidden = !asked;
  help.hidden = !asked || total > 0;
  if (browse) browse.hidden = asked && total > 0;
  said.replaceChildren();
  if (asked && corrected.length + offered.length) {
    const ask = (text, exactly) => {
      anew((input.value = text));
      state.exactly = exactly;
      go("pushState");
      input.focus();
    };
    seldom(({ spellings }) => said.replaceChildren(...spellings(say, found, state.text, ask)));
  }
  const lost = missing.length ? ` ${say("missing", { words: missing.join(", ") })}` : "";
  const none = () => say(chosen.hidden ? "none" : query ? "none_with" : "none_fits", { query });
  status.textContent = !asked ? "" : total ? instead(say, found) + say("results", { n: total }) + lost : none();
  const kept = list.children.length;
  const shown = asked ? results.map(showResult) : [];
  list.replaceChildren(...shown);
  // After "more", the first of the new results takes the focus that the button had.
  const focused = document.activeElement === more;
  more.hidden = !asked || total <= results.length;
  if (state.limit > AT_FIRST && focused) shown[kept]?.querySelector("a").focus();
}

let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    anew(input.value);
    go("replaceState", true);
  }, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  anew(input.value);
  go("pushState");
  // The keyboard of a phone would cover what was found.
  if (matchMedia("(hover: none)").matches) input.blur();
});
facets.addEventListener("change", ({ target: { name } }) => {
  filter(name, Array.from(facets.querySelectorAll("input:checked")).filter((box) => box.name === name).map(({ value }) => value));
});
clear.addEventListener("click", () => {
  state.filters = {};
  go("pushState").then(back);
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
// On a small screen the answers come first.
filters.open = matchMedia("(min-width: 60em)").matches;
run();
