// The built site under test: its files, its pages as parsed trees, and how an address finds a file.
// It knows no browser and no server; both use it.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { parse } from 'parse5'
import { parseAllRedirects } from '@netlify/redirect-parser'
import { parseAllHeaders } from '@netlify/headers-parser'

/** The folder of the built site. */
export const folder = process.env.ALONGSIDE_SITE

if (!folder || !existsSync(join(folder, 'index.html'))) {
  throw new Error('ALONGSIDE_SITE must name the folder of a built site')
}

/** Every file of the site by its path with `/`, sorted. */
export const files = walk(folder)
  .map((file) => relative(folder, file).split(sep).join('/'))
  .sort()

const known = new Set(files)

function walk(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    return entry.isDirectory() ? walk(path) : [path]
  })
}

/** The text of a file. */
export function text(file) {
  return readFileSync(join(folder, file), 'utf8')
}

/** The bytes of a file. */
export function bytes(file) {
  return readFileSync(join(folder, file))
}

/** The file that answers for a path, which may hold `%XX`; undefined when there is none. */
export function fileOf(path) {
  let plain
  try {
    plain = decodeURIComponent(path).slice(1)
  } catch {
    return undefined
  }
  if (plain === '' || plain.endsWith('/')) {
    const index = `${plain}index.html`
    return known.has(index) ? index : undefined
  }
  return known.has(plain) ? plain : undefined
}

/** Whether a path without its closing `/` is a folder with a page. */
export function isFolder(path) {
  return !path.endsWith('/') && fileOf(`${path}/`) !== undefined
}

/** The address of a file. */
export function addressOf(file) {
  const path = file === 'index.html' ? '' : file.replace(/\/index\.html$/, '/')
  return `/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** Netlify's reading of `_redirects`. */
export const redirects = await parseAllRedirects({
  redirectsFiles: [join(folder, '_redirects')],
  minimal: false,
})

/** Netlify's reading of `_headers`. */
export const headers = await parseAllHeaders({
  headersFiles: [join(folder, '_headers')],
  minimal: false,
})

/** The first redirect that fits a path, with its target. */
export function redirectOf(path) {
  const wanted = plainPath(path)
  for (const rule of redirects.redirects) {
    const from = plainPath(rule.path ?? rule.from)
    if (from.endsWith('/*')) {
      const start = from.slice(0, -2)
      if (wanted === start || wanted.startsWith(`${start}/`)) {
        const splat = wanted.slice(start.length + 1)
        return { rule, to: rule.to.replace(':splat', encodeURI(splat)) }
      }
    } else if (from === wanted) {
      return { rule, to: rule.to }
    }
  }
  return undefined
}

function plainPath(path) {
  const plain = decodeURIComponent(path)
  return plain.length > 1 ? plain.replace(/\/$/, '') : plain
}

/** The response headers that Netlify would send with a path, by lower-case name. */
export function headersOf(path) {
  const found = {}
  for (const { forRegExp, values } of headers.headers) {
    if (forRegExp.test(path)) {
      for (const [name, value] of Object.entries(values)) found[name.toLowerCase()] = value
    }
  }
  return found
}

/** Every element below a node, in the order of the document. */
export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child
    yield* elements(child)
  }
  if (node.content) yield* elements(node.content)
}

/** An attribute's value; undefined when the element has none of that name. */
export function attribute(element, name) {
  return element.attrs.find((attr) => attr.name === name)?.value
}

/** The text below a node. */
export function textOf(node) {
  if (node.nodeName === '#text') return node.value
  return (node.childNodes ?? []).map(textOf).join('')
}

/** One HTML file of the site. */
class Page {
  constructor(file) {
    this.file = file
    this.address = addressOf(file)
    this.elements = [...elements(parse(text(file)))]
    this.ids = new Set(this.elements.map((element) => attribute(element, 'id')).filter(Boolean))
    // A page that only sends its reader on is no page of the site.
    this.sendsOn = this.all('meta').some((meta) => attribute(meta, 'http-equiv')?.toLowerCase() === 'refresh')
  }

  /** The elements with this name. */
  all(name) {
    return this.elements.filter((element) => element.tagName === name)
  }

  /** The content of the `<meta>` with this name. */
  meta(name) {
    const meta = this.all('meta').find((element) => attribute(element, 'name') === name)
    return meta && attribute(meta, 'content')
  }

  /** The `<link>`s of this relation. */
  links(relation) {
    return this.all('link').filter((link) => attribute(link, 'rel')?.split(/\s+/).includes(relation))
  }

  /** The canonical address. */
  get canonical() {
    const [link] = this.links('canonical')
    return link && attribute(link, 'href')
  }

  /** Whether search engines are asked to leave it out. */
  get hidden() {
    return Boolean(this.meta('robots')?.includes('noindex'))
  }
}

/** Every HTML file. */
export const documents = files.filter((file) => file.endsWith('.html')).map((file) => new Page(file))

/** Every page: the HTML files but those that only send their reader on. */
export const pages = documents.filter((page) => !page.sendsOn)

const byFile = new Map(documents.map((page) => [page.file, page]))

/** The page in a file. */
export function pageIn(file) {
  return byFile.get(file)
}

const home = byFile.get('index.html').canonical

/** The site's whole address without its closing `/`, and the path in it. */
export const base = home ? home.replace(/\/$/, '') : ''
export const basePath = home ? new URL(home).pathname.replace(/\/$/, '') : ''

/** Size in bytes of a file. */
export function sizeOf(file) {
  return statSync(join(folder, file)).size
}

/**
 * Where a link leads, seen from an address: the path inside the site and the anchor. Undefined for a link that leaves the site.
 */
export function inside(link, from) {
  const origin = base ? new URL(base).origin : 'http://site.invalid'
  let target
  try {
    target = new URL(link, `${origin}${basePath}${from}`)
  } catch {
    return { path: link, broken: true }
  }
  if (target.origin !== origin) return undefined
  const { pathname, hash, search } = target
  if (basePath && !(pathname === basePath || pathname.startsWith(`${basePath}/`))) return undefined
  return { path: pathname.slice(basePath.length) || '/', anchor: decodeURIComponent(hash.slice(1)), search }
}

/** Collects findings and fails once with all of them, so that one run shows everything that is wrong. */
export class Findings {
  #lines = []

  add(where, what) {
    this.#lines.push(`${where}: ${what}`)
  }

  /** Throws when anything was found. */
  end() {
    const shown = this.#lines.slice(0, 60)
    if (this.#lines.length > shown.length) shown.push(`… and ${this.#lines.length - shown.length} more`)
    if (shown.length > 0) throw new Error(`\n${shown.join('\n')}`)
  }
}
