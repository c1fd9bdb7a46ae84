// Pagefind on the same pages, run under Node: its browser module reads files in the place of a server.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const html = (page) =>
  `<!doctype html><html lang="${page.lang}"><head><title>${escape(page.title)}</title></head><body><main data-pagefind-body><h1>${escape(page.title)}</h1>` +
  page.sections.map(([id, heading, text]) => `${id ? `<h2 id="${id}">${escape(heading)}</h2>` : ""}<p>${escape(text)}</p>`).join("") +
  "</main></body></html>";

export async function pagefind(pages, folder) {
  const { createIndex, close } = await import("pagefind");
  const { index } = await createIndex();
  for (const page of pages) await index.addHTMLFile({ url: page.url, content: html(page) });
  const outputPath = join(folder, "pagefind");
  await index.writeFiles({ outputPath });
  await close();

  const root = pathToFileURL(`${outputPath}/`).href;
  globalThis.window ??= globalThis;
  globalThis.location ??= new URL("http://localhost/");
  globalThis.document ??= { querySelector: () => ({ getAttribute: () => "en" }), currentScript: null };
  const fetched = globalThis.fetch;
  globalThis.fetch = async (url, ...rest) => {
    const path = String(url).replace(/\?.*$/, "");
    if (!path.includes("pagefind")) return fetched(url, ...rest);
    const name = path.slice(path.lastIndexOf("pagefind/") + "pagefind/".length);
    return new Response(await readFile(join(outputPath, name)));
  };
  const client = await import(`${root}pagefind.js?${Date.now()}`);
  await client.options({ basePath: `${outputPath}/`, noWorker: true });
  await client.init();
  return async (text) => {
    const { results } = await client.search(text);
    const data = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return data.map(({ url }) => url.slice(url.indexOf("/pages/")));
  };
}
