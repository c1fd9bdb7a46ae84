// Opens a built index from a folder, as the search page does from a server.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { open } from "../../src/search/client/query.js";

const client = new URL("../../src/search/client/", import.meta.url);

// `folder` holds `search/`. `read` is told of each file that is fetched.
export function openFolder(folder, read = () => {}) {
  const get = async (path) => {
    const text = await readFile(join(folder, "search", path), "utf8");
    read(path, text);
    return text;
  };
  // The shipped modules, unless told otherwise the ones beside the page's own.
  const load = (name) => {
    read(name, null);
    return import(new URL(name.replace(/-[^-]*\.js$/, ".js"), client));
  };
  return open(get, load);
}

export const shipped = (folder, name) => import(pathToFileURL(join(folder, "search", name)));
