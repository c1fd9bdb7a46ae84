// What the scripts of search hand to one another, told once for whoever reads them and for TypeScript's checker. Nothing of this is
// shipped: the files of the index are told in src/search/mod.rs, and made by the modules beside it.

/** @typedef {(path: string) => Promise<string>} Get Fetches one file below search/ as text. */

/**
 * The rules of one language.
 * @typedef {object} LanguageRules
 * @property {boolean} inside whether an apostrophe inside a word is part of it
 * @property {string[]} stop the words that say nothing
 * @property {(word: string) => string} key what a folded word is filed under
 * @property {(key: string) => string} [base] the word that a key stands for, where it is another
 * @property {(word: string) => [key: string, weight: number][]} expand the keys that a word is looked for under
 * @property {(start: string) => Beginning} [prefix] where words that begin so are filed, where that is elsewhere
 */

/** @typedef {{ from: string, forms: string[] }} Beginning */

/**
 * A sorted list in several files: what each begins with, and their names one after the other.
 * @typedef {{ first: string, files: string }} FileList
 */

/** @typedef {[key: string, label: string, pages: number]} FacetValue */

/**
 * A facet of the manifest. Its last two are there once its column was read: the values of page `id` are those from starts[id] up
 * to starts[id + 1].
 * @typedef {object} Facet
 * @property {string} key
 * @property {string} label
 * @property {FacetValue[] | null} values none where `list` names the file that has them
 * @property {string | null} list
 * @property {string} files
 * @property {number[]} [numbers]
 * @property {Uint32Array} [starts]
 */

/**
 * What is filed of one language.
 * @typedef {object} Manifest
 * @property {number} pages
 * @property {[names: number, facets: number]} together how many pages a file of names/ and one of facets/ tells of
 * @property {Facet[]} facets
 * @property {string} names
 * @property {FileList} terms
 * @property {string} seldom the name of the file that has a SeldomManifest
 */

/** @typedef {{ near: string, words: [forwards: FileList, backwards: FileList] }} SeldomManifest */

/**
 * A word of the index.
 * @typedef {object} Term
 * @property {string} key
 * @property {number} file the number of its file
 * @property {string[]} forms
 * @property {Uint32Array} pages the pages that have it, ascending
 * @property {Uint8Array} levels how much it weighs in each of them
 * @property {Map<number, number>} titles of pages that have it in their title, how many words that title has
 */

/** @typedef {{ url: string, title: string, date: string, lines: string[] }} Page */

/** @typedef {{ digit: () => number, more: () => boolean, number: () => number }} NumberReader */

/** @typedef {{ text: string, mark: boolean }} Part */

/** @typedef {{ word: string, start: number, end: number, weight: number }} PlacedWord */

/** @typedef {{ word: string, edits: number, likely: number }} Guess */

/**
 * What a result holds that its snippet is made from.
 * @typedef {object} SnippetSource
 * @property {import("./files.js").Files} files
 * @property {Map<string, number>} keys what each term of the query weighs
 * @property {Map<string, number>} known what was found of each word so far
 * @property {string[]} lines
 */

/** @typedef {{ parts: Part[], sections: { id: string, heading: Part[] }[] }} Snippet */

export {};
