// No address that the site writes leads nowhere: links, anchors, pictures, styles, scripts, canonical addresses, the sitemap.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Findings, attribute, base, documents, fileOf, files, inside, pageIn, pages, text } from './site.mjs'
import { answerTo } from './server.mjs'

/** The attributes that hold addresses, by element. */
const ADDRESSES = {
  a: ['href'],
  area: ['href'],
  audio: ['src'],
  blockquote: ['cite'],
  embed: ['src'],
  form: ['action'],
  iframe: ['src'],
  img: ['src', 'srcset'],
  input: ['src'],
  link: ['href'],
  object: ['data'],
  script: ['src'],
  source: ['src', 'srcset'],
  track: ['src'],
  video: ['src', 'poster'],
}

function* addressesOf(page) {
  for (const element of page.elements) {
    for (const name of ADDRESSES[element.tagName] ?? []) {
      const value = attribute(element, name)
      if (value === undefined) continue
      if (name === 'srcset') {
        for (const candidate of value.split(',')) yield candidate.trim().split(/\s+/)[0]
      } else {
        yield value
      }
    }
    if (element.tagName === 'meta' && /^og:(url|image)$/.test(attribute(element, 'property') ?? '')) {
      yield attribute(element, 'content')
    }
  }
}

test('every link, anchor and picture of every page is there', () => {
  const findings = new Findings()
  let checked = 0
  for (const page of documents) {
    for (const link of addressesOf(page)) {
      if (/^(mailto|tel|sms|data):/i.test(link)) continue
      const target = inside(link, page.address)
      if (!target) continue
      checked += 1
      const answer = target.broken ? {} : answerTo(target.path)
      if (answer.to && !/^https?:/.test(answer.to)) {
        findings.add(page.file, `\`${link}\` is redirected to \`${answer.to}\` instead of naming it`)
      } else if (!answer.to && answer.status !== 200) {
        // The pages for what is missing or gone name themselves.
        if (fileOf(target.path) === undefined) findings.add(page.file, `\`${link}\` leads nowhere`)
      } else if (target.anchor && answer.file?.endsWith('.html') && !pageIn(answer.file).ids.has(target.anchor)) {
        findings.add(page.file, `\`${link}\` leads to no place of that page`)
      }
    }
  }
  findings.end()
  assert.ok(checked > documents.length, `${checked} links were checked`)
})

test('every address in a style sheet is there', () => {
  const findings = new Findings()
  for (const file of files.filter((name) => name.endsWith('.css'))) {
    for (const [, , link] of text(file).matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/g)) {
      if (link.startsWith('data:') || link.startsWith('#')) continue
      const target = inside(link, `/${file}`)
      if (!target) findings.add(file, `\`${link}\` is on another host`)
      else if (fileOf(target.path) === undefined) findings.add(file, `\`${link}\` leads nowhere`)
    }
  }
  findings.end()
})

test('no page loads anything from another host', () => {
  const findings = new Findings()
  for (const page of documents) {
    for (const element of page.elements) {
      const loads = ['script', 'img', 'iframe', 'audio', 'video', 'source', 'track', 'embed', 'object'].includes(element.tagName)
      const rel = attribute(element, 'rel') ?? ''
      if (!loads && !/stylesheet|icon|preload|manifest/.test(rel)) continue
      for (const name of ['src', 'href', 'data', 'poster']) {
        const value = attribute(element, name)
        if (value !== undefined && !inside(value, page.address)) findings.add(page.file, `\`${value}\` is on another host`)
      }
    }
  }
  findings.end()
})

test('every page that may be indexed has one canonical address, its own, and is in the sitemap', () => {
  const findings = new Findings()
  const listed = sitemapAddresses()
  assert.equal(new Set(listed).size, listed.length, 'no address is in the sitemap twice')
  const wanted = new Set()
  for (const page of pages) {
    if (page.hidden) continue
    if (page.canonical !== base + page.address) {
      findings.add(page.file, `its canonical address is \`${page.canonical}\``)
    }
    wanted.add(base + page.address)
  }
  for (const address of wanted) if (!listed.includes(address)) findings.add('sitemap.xml', `\`${address}\` is missing`)
  for (const address of listed) if (!wanted.has(address)) findings.add('sitemap.xml', `\`${address}\` is no page to be indexed`)
  findings.end()
})

function sitemapAddresses() {
  const locations = (file) => [...text(file).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url.replaceAll('&amp;', '&'))
  const main = text('sitemap.xml')
  if (!main.includes('<sitemapindex')) return locations('sitemap.xml')
  return locations('sitemap.xml').flatMap((url) => locations(fileOf(url.slice(base.length))))
}

test('languages name each other', () => {
  const findings = new Findings()
  const alternates = (page) =>
    page
      .links('alternate')
      .filter((link) => attribute(link, 'hreflang'))
      .map((link) => [attribute(link, 'hreflang'), attribute(link, 'href')])
  for (const page of pages) {
    if (page.hidden) continue
    const own = alternates(page)
    if (own.length === 0) continue
    if (!own.some(([, href]) => href === page.canonical)) findings.add(page.file, 'its `hreflang` addresses leave itself out')
    for (const [lang, href] of own) {
      const file = fileOf(href.slice(base.length))
      const other = file && pageIn(file)
      if (!href.startsWith(base) || !other) findings.add(page.file, `\`${href}\` (${lang}) is no page`)
      else if (!alternates(other).some(([, back]) => back === page.canonical)) {
        findings.add(page.file, `\`${href}\` (${lang}) does not name it in return`)
      }
    }
  }
  findings.end()
})
