// The fields that the constructor of `Files` gives all at once, which TypeScript does not see in JavaScript.

import type { FileList, Get, LanguageRules, Manifest, NumberReader } from "./types.js";

declare module "./files.js" {
  interface Files {
    get: Get;
    /** Loads the module for what few queries need. */
    tools: () => Promise<typeof import("./seldom.js")>;
    manifest: Manifest;
    width: number;
    language: LanguageRules;
    /** Words that say nothing, that ask, and that say whose it is. */
    stop: Set<string>;
    asking: Set<string>;
    own: Set<string>;
    fold: (word: string) => string;
    pages: number;
    /** What was fetched, by path. What each holds is known by the caller of `once`. */
    kept: Map<string, Promise<unknown>>;
    reader: (text: string) => NumberReader;
    place: (list: string[], key: string) => number;
    split: (filed: FileList) => string[];
  }
}
