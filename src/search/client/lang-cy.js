// Welsh: words whole, each asked for in all the forms that its initial may take, agreeing with src/search/analysis/cy.rs.

const START = /^(ngh|ng|mh|nh|ch|ph|th|dd|[cgpbtdmfnh])?(ll|l|rh|r|n)?/;
/** @type {Record<string, string[]>} */
const MUTATIONS = {
  p: ["b", "mh", "ph"], t: ["d", "nh", "th"], c: ["g", "ngh", "ch"], b: ["f", "m"], d: ["dd", "n"],
  g: ["", "ng"], m: ["f"], ll: ["l"], rh: ["r"],
};
const VOWEL = /^[aeiouwy]/;
// Words that keep their beginning: borrowed ones and abbreviations.
const FIXED = /^(g[^aeiouwylnr]|[bdm]h)/;
// What a form other than the one typed counts for.
const OTHER = 0.85;

/** @param {string} word */
const key = (word) => {
  const start = /** @type {RegExpExecArray} */ (START.exec(word))[0];
  return `${word.slice(start.length)}-${start}`;
};

/** @param {string} key */
const base = (key) => {
  const at = key.lastIndexOf("-");
  return key.slice(at + 1) + key.slice(0, at);
};

// The first letter as Welsh counts letters: `ch` is one.
/** @param {string} word */
const first = (word) => {
  const [, consonant, liquid] = /** @type {RegExpExecArray} */ (START.exec(word));
  return consonant ?? liquid ?? "";
};

// The words that a form may be a mutation of, the form itself among them.
/** @param {string} word */
export function radicals(word) {
  const start = first(word);
  const rest = word.slice(start.length);
  const found = [word];
  for (const radical in MUTATIONS) if (start && MUTATIONS[radical].includes(start)) found.push(radical + rest);
  if (start === "h" && VOWEL.test(rest)) found.push(rest);
  if (/^[lnr]$/.test(start) || VOWEL.test(word)) found.push("g" + word);
  return found;
}

/** @param {string} word */
export function mutations(word) {
  const start = first(word);
  if (FIXED.test(word)) return [];
  const forms = (MUTATIONS[start] ?? []).map((mutated) => mutated + word.slice(start.length));
  return VOWEL.test(word) ? [...forms, "h" + word] : forms;
}

/** @param {string} word */
const forms = (word) => new Set([word, ...radicals(word).flatMap((radical) => [radical, ...mutations(radical)])]);

/** @type {import("./types.js").LanguageRules} */
export default {
  inside: false,
  key,
  base,
  expand: (word) => Array.from(forms(word), (form) => [key(form), form === word ? 1 : OTHER]),
  // Where words that begin with `start` are filed, and which beginnings are as good.
  prefix: (start) => ({ from: key(start).split("-")[0], forms: [...forms(start)] }),
};
