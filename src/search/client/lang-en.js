// English: the Snowball stemmer ("Porter2"), agreeing with src/search/analysis/en.rs.

/** @type {Record<string, string>} */
const EXCEPTIONS = {
  skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl",
  ugly: "ugli", early: "earli", only: "onli", singly: "singl",
};
for (const word of "sky news howe atlas cosmos bias andes".split(" ")) EXCEPTIONS[word] = word;
const KEPT = /^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;

const V = "[aeiouy]";
const C = "[^aeiouy]";
const SHORT = new RegExp(`${C}${V}[^aeiouywxY]$|^${V}${C}$`);
const REGION = new RegExp(`${V}${C}`, "g");
const VOWEL = new RegExp(V);
const PLURAL = new RegExp(`${V}.+s$`);
const FINAL_Y = new RegExp(`.${C}[yY]$`);
/** @type {Record<string, string>} */
const SECOND = {
  tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize",
  ational: "ate", ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful",
  ousli: "ous", ousness: "ous", iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", ogi: "og",
  fulli: "ful", lessli: "less", li: "",
};
/** @type {Record<string, string>} */
const THIRD = {
  tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "",
};
/** @param {Record<string, string>} endings */
const pattern = (endings) => new RegExp(`(${Object.keys(endings).sort((a, b) => b.length - a.length).join("|")})$`);
const SECOND_END = pattern(SECOND);
const THIRD_END = pattern(THIRD);
const FOURTH_END = /(ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/;

// Where the search for a vowel and the consonant after it ends, from `start` on.
/**
 * @param {string} word
 * @param {number} start
 */
function region(word, start) {
  REGION.lastIndex = start;
  return REGION.exec(word) ? REGION.lastIndex : word.length;
}

/** @param {string} word */
export function stem(word) {
  if (Object.hasOwn(EXCEPTIONS, word)) return EXCEPTIONS[word];
  if (word.length < 3) return word;
  word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const prefix = /^(gener|commun|arsen)/.exec(word);
  const one = prefix ? prefix[0].length : region(word, 0);
  const two = region(word, one);
  let found;

  // 1a: plurals
  if (word.endsWith("sses")) word = word.slice(0, -2);
  else if (/ie[ds]$/.test(word)) word = word.slice(0, word.length > 4 ? -2 : -1);
  else if (/[^us]s$/.test(word) && PLURAL.test(word)) word = word.slice(0, -1);
  if (KEPT.test(word)) return word;

  // 1b: -ed and -ing
  if ((found = /eed(ly)?$/.exec(word))) {
    if (found.index >= one) word = word.slice(0, found.index) + "ee";
  } else if ((found = /(ed|ing)(ly)?$/.exec(word)) && VOWEL.test(word.slice(0, found.index))) {
    word = word.slice(0, found.index);
    if (/(at|bl|iz)$/.test(word)) word += "e";
    else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = word.slice(0, -1);
    else if (word.length <= one && SHORT.test(word)) word += "e";
  }

  // 1c: y
  if (FINAL_Y.test(word)) word = word.slice(0, -1) + "i";

  // 2 and 3: longer endings become shorter ones
  if ((found = SECOND_END.exec(word)) && found.index >= one) {
    const before = word[found.index - 1];
    if (found[0] === "ogi" ? before === "l" : found[0] !== "li" || /[cdeghkmnrt]/.test(before ?? "")) {
      word = word.slice(0, found.index) + SECOND[found[0]];
    }
  }
  if ((found = THIRD_END.exec(word)) && found.index >= one && (found[0] !== "ative" || found.index >= two)) {
    word = word.slice(0, found.index) + THIRD[found[0]];
  }

  // 4: endings fall
  if ((found = FOURTH_END.exec(word)) && found.index >= two) {
    if (found[0] !== "ion" || /[st]$/.test(word.slice(0, found.index))) word = word.slice(0, found.index);
  }

  // 5: a last e or l
  const last = word.length - 1;
  if (word[last] === "e" ? last >= two || (last >= one && !SHORT.test(word.slice(0, -1))) : /ll$/.test(word) && last >= two) {
    word = word.slice(0, -1);
  }
  return word.replaceAll("Y", "y");
}

/** @type {import("./types.js").LanguageRules} */
export default {
  inside: true,
  key: stem,
  expand: (word) => [[stem(word), 1]],
};
