// Feeds as an independent parser (feedsmith) reads them, and the rules of RFC 4287 and JSON Feed 1.1.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { Findings, attribute, base, elements, fileOf, files, pages, text } from './site.mjs'
import { parseFragment } from 'parse5'

const atomFeeds = files.filter((file) => file.endsWith('feed.xml'))
const jsonFeeds = files.filter((file) => file.endsWith('feed.json'))
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function isPage(url) {
  return typeof url === 'string' && url.startsWith(`${base}/`) && fileOf(url.slice(base.length).replace(/[?#].*$/, '')) !== undefined
}

function checkHtml(findings, file, html) {
  for (const element of elements(parseFragment(html))) {
    for (const name of ['href', 'src', 'poster']) {
      const value = attribute(element, name)
      if (value !== undefined && !/^(https?|mailto|tel|data):/.test(value)) findings.add(file, `\`${value}\` is no whole address`)
    }
    if (element.tagName === 'script' || element.attrs.some((attr) => attr.name.startsWith('on'))) {
      findings.add(file, 'it carries a script')
    }
  }
}

test('there are feeds of both kinds, side by side', () => {
  assert.ok(atomFeeds.includes('feed.xml'))
  assert.deepEqual(
    jsonFeeds.map((file) => file.replace(/json$/, 'xml')),
    atomFeeds,
  )
})

test('Atom feeds keep the rules of RFC 4287', () => {
  const findings = new Findings()
  for (const file of atomFeeds) {
    const source = text(file)
    const feed = parseAtomFeed(source)
    const check = (holds, what) => holds || findings.add(file, what)
    check(source.startsWith('<?xml version="1.0" encoding="utf-8"?>'), 'it does not say its encoding')
    check(/<feed [^>]*xml:lang="/.test(source), 'it does not say its language')
    check(feed.id && feed.title && MOMENT.test(feed.updated), 'it lacks `id`, `title` or `updated`')
    const relation = (name) => feed.links?.filter(({ rel }) => rel === name) ?? []
    check(relation('self').length === 1 && relation('self')[0].href === `${base}/${encodeURI(file)}`, 'its `self` is not its address')
    check(relation('alternate').length === 1 && isPage(relation('alternate')[0].href), 'its page is no page')
    const entries = feed.entries ?? []
    const ids = new Set()
    for (const entry of entries) {
      check(entry.id && /^[a-z][a-z0-9+.-]*:\S+$/.test(entry.id), `\`${entry.id}\` is no IRI`)
      check(!ids.has(entry.id), `\`${entry.id}\` is there twice`)
      ids.add(entry.id)
      check(entry.title && MOMENT.test(entry.updated), `\`${entry.id}\` lacks \`title\` or \`updated\``)
      check(!entry.published || MOMENT.test(entry.published), `\`${entry.id}\` has no moment of publication`)
      check(entry.authors?.length || feed.authors?.length, `\`${entry.id}\` has no author`)
      check(entry.links?.some(({ rel, href }) => rel === 'alternate' && isPage(href)), `\`${entry.id}\` leads to no page`)
      check(entry.updated <= feed.updated, `\`${entry.id}\` is newer than its feed`)
      if (entry.content) checkHtml(findings, file, typeof entry.content === 'string' ? entry.content : entry.content.value)
    }
    const days = entries.map(({ published, updated }) => published ?? updated)
    check(days.every((day, at) => at === 0 || day <= days[at - 1]), 'its entries are not newest first')
  }
  findings.end()
})

test('JSON feeds keep the rules of JSON Feed 1.1 and say what Atom says', () => {
  const findings = new Findings()
  for (const file of jsonFeeds) {
    const feed = parseJsonFeed(text(file))
    const raw = JSON.parse(text(file))
    const atom = parseAtomFeed(text(file.replace(/json$/, 'xml')))
    const check = (holds, what) => holds || findings.add(file, what)
    check(raw.version === 'https://jsonfeed.org/version/1.1', 'its version is another')
    check(feed.title === atom.title.value, 'its title is not that of the Atom feed')
    check(feed.feed_url === `${base}/${encodeURI(file)}`, 'its `feed_url` is not its address')
    check(isPage(feed.home_page_url), 'its page is no page')
    check(feed.language, 'it does not say its language')
    check(Array.isArray(raw.items), 'it has no list of items')
    check(raw.items.map(({ id }) => id).join('\n') === (atom.entries ?? []).map(({ id }) => id).join('\n'), 'its items are not those of the Atom feed')
    for (const item of raw.items) {
      check(typeof item.id === 'string' && item.id, 'an item has no `id`')
      check(item.content_html !== undefined || item.content_text !== undefined, `\`${item.id}\` has no content`)
      check(isPage(item.url), `\`${item.id}\` leads to no page`)
      for (const date of [item.date_published, item.date_modified]) check(date === undefined || MOMENT.test(date), `\`${date}\` is no moment`)
      if (item.content_html) checkHtml(findings, file, item.content_html)
    }
  }
  findings.end()
})

test('every feed is named by the page that it belongs to', () => {
  const named = new Set(
    pages.flatMap((page) =>
      page
        .links('alternate')
        .filter((link) => /atom|feed/.test(attribute(link, 'type') ?? ''))
        .map((link) => new URL(attribute(link, 'href'), `${base}${page.address}`).href),
    ),
  )
  const findings = new Findings()
  for (const file of [...atomFeeds, ...jsonFeeds]) {
    if (!named.has(`${base}/${encodeURI(file)}`)) findings.add(file, 'no page names it')
  }
  findings.end()
})
