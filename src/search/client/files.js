// The files of one language's index: fetched once each, and read into arrays. See src/search/mod.rs for what each holds.

import { fold } from "./text.js";

const FIRST = 35;
const ENDS = 76;

// Reads the numbers that src/search/code.rs writes.
/**
 * @param {string} text
 * @returns {import("./types.js").NumberReader}
 */
function reader(text) {
  let at = 0;
  return {
    digit: () => text.charCodeAt(at++) - FIRST,
    more: () => at < text.length,
    number() {
      let carried = 0;
      for (;;) {
        const digit = text.charCodeAt(at++) - FIRST;
        if (digit < ENDS) return carried * ENDS + digit;
        if (!(digit >= ENDS)) throw new Error("cut short");
        carried = carried * 16 + digit - ENDS;
      }
    },
  };
}

// The last of `list` that is not above `key`, or the first.
/**
 * @param {string[]} list
 * @param {string} key
 */
function place(list, key) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

/** @param {import("./types.js").FileList} filed */
const split = (filed) => (filed.files ? filed.first.split(" ") : []);

export class Files {
  // `get` fetches one file below search/ as text, `tools` the module for what few queries need.
  /**
   * @param {import("./types.js").Get} get
   * @param {() => Promise<typeof import("./seldom.js")>} tools
   * @param {import("./types.js").Manifest} manifest
   * @param {number} width how many letters a file's name has
   * @param {import("./types.js").LanguageRules} language
   */
  constructor(get, tools, manifest, width, language) {
    Object.assign(this, { get, tools, manifest, width, language, pages: manifest.pages, kept: new Map(), reader, place, split, fold });
    [this.stop, this.asking, this.own] = manifest.common.map((words) => new Set(words.split(" ")));
    this.firsts = split(manifest.terms);
  }

  // Fetches and reads a file once; a failure is not kept.
  /**
   * @template T
   * @param {string} path
   * @param {(text: string) => T} read
   * @returns {Promise<T>}
   */
  once(path, read) {
    let kept = this.kept.get(path);
    if (!kept) {
      kept = this.get(path).then(read);
      kept.catch(() => this.kept.delete(path));
      this.kept.set(path, kept);
    }
    return /** @type {Promise<T>} */ (kept);
  }

  /**
   * @param {string} names
   * @param {number} index
   */
  name(names, index) {
    return names.slice(index * this.width, (index + 1) * this.width);
  }

  // The file of terms with number `index`, as a map from key to term.
  /**
   * @param {number} index
   * @returns {Promise<Map<string, import("./types.js").Term>>}
   */
  terms(index) {
    /** @param {string} text */
    const read = (text) => readTerms(text, index, this.language);
    return this.once(`terms/${this.name(this.manifest.terms.files, index)}.txt`, read);
  }

  /** @param {string} key */
  async term(key) {
    if (!this.firsts.length) return undefined;
    return (await this.terms(place(this.firsts, key))).get(key);
  }

  // One page: its address, title and date, and the lines of its text.
  /**
   * @param {number} id
   * @returns {Promise<import("./types.js").Page>}
   */
  async page(id) {
    const together = this.manifest.together[0];
    const path = `names/${this.name(this.manifest.names, Math.floor(id / together))}.txt`;
    const names = await this.once(path, (text) => text);
    return this.once(`pages/${this.name(names, id % together)}.txt`, (text) => {
      const [head, ...lines] = text.split("\n");
      const [url, title, date] = head.split("\t");
      return { url, title, date, lines };
    });
  }

  // Reads which page has which values of a facet, and what they are called: the values of page `id` are those
  // from starts[id] up to starts[id + 1].
  /** @param {import("./types.js").Facet} facet */
  async column(facet) {
    const parts = Array.from({ length: facet.files.length / this.width }, (_, index) =>
      this.once(`facets/${this.name(facet.files, index)}.txt`, readColumn),
    );
    const values = facet.values ?? this.once(`facets/${facet.list}.json`, JSON.parse);
    const [named, ...columns] = await Promise.all([values, ...parts]);
    if (facet.numbers) return;
    /** @type {number[]} */
    const numbers = [];
    const starts = new Uint32Array(this.pages + 1);
    // A facet that says the same of every page has no file.
    const pages = columns.length ? columns.flat() : Array(this.pages).fill([0]);
    pages.forEach((values, id) => {
      numbers.push(...values);
      starts[id + 1] = numbers.length;
    });
    Object.assign(facet, { values: named, numbers, starts });
  }
}

/**
 * @param {string} text
 * @param {number} file
 * @param {import("./types.js").LanguageRules} language
 * @returns {Map<string, import("./types.js").Term>}
 */
function readTerms(text, file, language) {
  const [keys, pages, levels, titles] = text.split("\n");
  const [page, level, title] = [pages, levels, titles].map(reader);
  const terms = new Map();
  let key = "";
  for (const entry of keys.split(" ")) {
    const [shared, ...forms] = entry.split("!");
    key = key.slice(0, shared.charCodeAt(0) - FIRST) + shared.slice(1);
    const base = language.base?.(key) ?? key;
    /** @type {Pick<import("./types.js").Term, "key" | "file" | "titles"> & Partial<import("./types.js").Term>} */
    const term = { key, file, titles: new Map() };
    term.forms = forms.map((form) => base.slice(0, base.length - (form.charCodeAt(0) - FIRST)) + form.slice(1));
    if (!forms.length) term.forms.push(base);
    let next = 0;
    term.pages = Uint32Array.from({ length: page.number() }, () => (next += page.number() + 1) - 1);
    term.levels = Uint8Array.from(term.pages, () => level.digit());
    next = 0;
    for (let count = title.number(); count > 0; count--) {
      next += title.number() + 1;
      term.titles.set(term.pages[next - 1], title.digit());
    }
    terms.set(key, term);
  }
  return terms;
}

/** @param {string} text */
function readColumn(text) {
  const read = reader(text);
  const column = [];
  while (read.more()) {
    const values = [];
    let number;
    let next = 0;
    do {
      number = read.number();
      if (number) values.push((next += number >> 1) - 1);
    } while (number & 1);
    column.push(values);
  }
  return column;
}
