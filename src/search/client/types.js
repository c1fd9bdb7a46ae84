// What the scripts of search hand to one another, told once for whoever reads them and for TypeScript's checker. Nothing of this is
// shipped: the files of the index are told in src/search/mod.rs, and made by the modules beside it.

/** @typedef {(path: string) => Promise<string>} Get Fetches one file below search/ as text. */

/**
 * The rules of one language.
 * @typedef {object} LanguageRules
 * @property {boolean} inside whether an apostrophe inside a word is part of it
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

/** @typedef {Facet & { values: FacetValue[], numbers: number[], starts: Uint32Array }} ReadFacet A facet whose column was read. */

/**
 * What is filed of one language.
 * @typedef {object} Manifest
 * @property {number} pages
 * @property {[stop: string, asking: string, own: string]} common words that say nothing, that ask, and that say whose it is
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

/**
 * A query taken apart: words wanted, words together, and both kinds unwanted.
 * @typedef {object} Query
 * @property {string[]} words
 * @property {{ joined: string, parts: string[] }[]} joined what its words may be parts of, spelt as one
 * @property {string[][]} phrases
 * @property {string[][]} not
 * @property {string} last the word that is still being typed, or none
 */

/**
 * A term that a word of the query stands for.
 * @typedef {object} Match
 * @property {Term} term
 * @property {number} weight
 * @property {string} word the form that is meant
 * @property {string} [from] the mistyped word that it was guessed for
 * @property {boolean} [own] whether it is as rare as its own pages say, and no form of the word
 */

/**
 * How words that are nowhere are looked for.
 * @typedef {object} Otherwise
 * @property {boolean} exactly
 * @property {boolean} typing
 * @property {(files: import("./files.js").Files, word: string) => Promise<Match[]>} beginning the words that begin so
 * @property {(code: string) => Promise<import("./files.js").Files>} language opens a language of the site
 * @property {string[]} langs the languages that are searched
 * @property {IndexRoot} root
 */

/** @typedef {typeof import("./seldom.js") & typeof import("./several.js") & { default: LanguageRules }} Module What is loaded: the rules of a language, or what few queries need. */

/** @typedef {{ code: string, label: string, manifest: string, script: string | null }} IndexedLanguage */

/**
 * The root of an index.
 * @typedef {object} IndexRoot
 * @property {number} form
 * @property {number} name how many letters a file's name has
 * @property {string} seldom the script for what few queries need
 * @property {string} several the script for queries of several words
 * @property {IndexedLanguage[]} languages
 * @property {string[]} facets
 */

/**
 * What is asked.
 * @typedef {object} SearchRequest
 * @property {string} text
 * @property {string[]} langs the codes of the languages that are searched
 * @property {Record<string, string[]>} [filters] the values that were chosen of each facet
 * @property {string[]} [opened] the facets of many values that are to be counted
 * @property {string[]} [only] the facets to look at, where not all
 * @property {boolean} [typing] whether the last word may go on
 * @property {number} [limit]
 * @property {boolean} [exactly] whether nothing is corrected
 */

/**
 * What one language answers to a query: as its words were looked up, and then as its pages were weighed and filtered.
 * @typedef {object} Side
 * @property {string} code
 * @property {import("./files.js").Files} files
 * @property {Query} query
 * @property {string[]} wanted the words that pages are looked for by
 * @property {string[]} rest the words left out of a question about one word
 * @property {Match[][]} others for each of these what it stands for
 * @property {Correction[]} offered what words that were found nowhere may have meant
 * @property {Match[][]} groups for each of these what it stands for
 * @property {Map<string, number>} keys
 * @property {Map<string, number>} known
 * @property {Float32Array} score by page
 * @property {Uint8Array} matches by page, whether it has what is asked
 * @property {Uint8Array} passes by page, whether it passes the filters too
 */

/** @typedef {{ id: number, score: number, side: Side }} Ranked */

/** @typedef {{ key: string, label: string, lang: string, count?: number }} CountedValue */

/** @typedef {{ key: string, label: string, folded?: boolean, lang?: string, values: CountedValue[] }} CountedFacet */

/** @typedef {[key: string, label: string]} NamedValue */

/**
 * A page that was found.
 * @typedef {Page & SnippetSource & { id: number, score: number, lang: string, values: Record<string, NamedValue[]> }} Result
 */

/** @typedef {{ from: string, to: string }} Correction */

/**
 * @typedef {object} Answer
 * @property {number} total
 * @property {Result[]} results
 * @property {CountedFacet[]} facets
 * @property {[code: string, pages: number][]} languages
 * @property {Correction[]} corrected what was searched for in place of words that are nowhere
 * @property {Correction[]} offered what was not, and may be meant
 * @property {string} offer the query with what is offered
 * @property {string[]} missing the words that nothing was found for
 */

/**
 * An index that was opened.
 * @typedef {object} Engine
 * @property {IndexedLanguage[]} languages
 * @property {string[]} facets
 * @property {(code: string) => Promise<import("./files.js").Files>} language
 * @property {(request: SearchRequest) => Promise<Answer>} search
 */

export {};
