// Natural English prose from Debian's documentation packages, split at headings into pages.
// The packages are fetched with apt-get and unpacked, not installed; nothing of them is kept in the repository.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

// One set to tune on, the others to report on.
export const SETS = {
  handbook: { purpose: "tune", packages: { "debian-handbook": "usr/share/doc/debian-handbook/html/en-US" } },
  policy: {
    purpose: "report",
    packages: {
      "debian-policy": "usr/share/doc/debian-policy/policy.html",
      "developers-reference": "usr/share/developers-reference",
      "maint-guide": "usr/share/doc/maint-guide/html",
      "debian-faq": "usr/share/doc/debian/FAQ",
    },
  },
  guides: {
    purpose: "report",
    packages: {
      "installation-guide-amd64": "usr/share/doc/installation-guide-amd64/en",
      "aptitude-doc-en": "usr/share/doc/aptitude/html/en",
      "debian-reference-en": "usr/share/debian-reference",
    },
  },
};

const LEAST_WORDS = 50;

function fetchPackage(name, folder) {
  const root = join(folder, name);
  if (existsSync(root)) return root;
  mkdirSync(join(folder, "deb"), { recursive: true });
  execFileSync("apt-get", ["download", name], { cwd: join(folder, "deb"), stdio: "ignore" });
  const file = readdirSync(join(folder, "deb")).find((file) => file.startsWith(`${name}_`));
  try {
    execFileSync("dpkg-deb", ["-x", join(folder, "deb", file), root]);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
  return root;
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", mdash: "—", ndash: "–", rsquo: "’", lsquo: "‘", ldquo: "“", rdquo: "”", hellip: "…" };
const plainText = (html) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(+code))
    .replace(/&(\w+);/g, (all, name) => ENTITIES[name] ?? all)
    .replace(/[¶\uf0c1]/g, " ")
    .replace(/\s+/g, " ")
    .trim();

// The pages of one HTML file: each heading down to the third level begins one, lower ones are its sections.
function pagesOf(html) {
  const body = html
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<(script|style|nav|head|footer)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<div class="(navheader|navfooter|toc|sphinxsidebar|related)"[\s\S]*?<\/(div|table)>/gi, " ");
  const pages = [];
  const pieces = body.split(/(<h[1-6][^>]*>[\s\S]*?<\/h[1-6]>)/i);
  for (let index = 1; index < pieces.length; index += 2) {
    const level = +pieces[index][2];
    const heading = plainText(pieces[index]).replace(/^(Chapter|Appendix)\s+/i, "").replace(/^([A-Z]|\d+)(\.\d+)*\.?\s+/, "");
    const text = plainText(pieces[index + 1]);
    if (level <= 3 || !pages.length) pages.push({ title: heading, sections: [["", "", text]] });
    else pages.at(-1).sections.push([`s${index}`, heading, text]);
  }
  return pages;
}

const count = (page) => page.sections.reduce((sum, [, , text]) => sum + text.split(" ").length, 0);

// The pages of a set, with addresses; pages whose title another has are dropped, and short ones.
export function load(name, folder) {
  const pages = [];
  for (const [package_, path] of Object.entries(SETS[name].packages)) {
    const root = join(fetchPackage(package_, folder), path);
    const files = readdirSync(root).filter((file) => /\.html$/.test(file) && (!/\.[a-z]{2}(-[a-z]+)?\.html$/i.test(file) || /\.en\.html$/.test(file)));
    // `name.en.html` is the same file as `name.html`.
    const names = files.filter((file) => !files.includes(file.replace(/\.en\.html$|\.html$/, ".en.html")) || /\.en\.html$/.test(file));
    for (const file of names.sort()) pages.push(...pagesOf(readFileSync(join(root, file), "utf8")));
  }
  const titles = new Map();
  for (const { title } of pages) titles.set(title.toLowerCase(), (titles.get(title.toLowerCase()) ?? 0) + 1);
  const kept = pages.filter((page) => page.title && titles.get(page.title.toLowerCase()) === 1 && count(page) >= LEAST_WORDS);
  return kept.map((page, index) => ({ url: `/pages/${index}/`, lang: "en", summary: "", ...page }));
}
