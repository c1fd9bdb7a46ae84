// What every page has without style and script: one title, headings in order, landmarks, languages, alternatives to pictures.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Findings, attribute, pages, textOf } from './site.mjs'

/** The ancestors of an element, nearest first. */
function* above(element) {
  for (let node = element.parentNode; node?.tagName; node = node.parentNode) yield node
}

test('every page has one h1, headings that skip no level, and a title of its own', () => {
  const findings = new Findings()
  const titles = new Map()
  for (const page of pages) {
    const levels = page.elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName)).map(({ tagName }) => Number(tagName[1]))
    if (levels.filter((level) => level === 1).length !== 1) findings.add(page.file, 'it has not one `h1`')
    if (levels[0] !== 1) findings.add(page.file, 'its first heading is not its `h1`')
    levels.forEach((level, at) => {
      if (at > 0 && level > levels[at - 1] + 1) findings.add(page.file, `a heading skips from level ${levels[at - 1]} to ${level}`)
    })
    for (const heading of page.elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName))) {
      if (!textOf(heading).trim()) findings.add(page.file, 'a heading is empty')
    }
    const title = page.all('title').map(textOf)[0]?.trim()
    const lang = attribute(page.all('html')[0], 'lang')
    if (!title) findings.add(page.file, 'it has no title')
    if (!lang) findings.add(page.file, 'it does not say its language')
    const name = `${lang} ${title}`
    if (titles.has(name)) findings.add(page.file, `its title \`${title}\` is also that of ${titles.get(name)}`)
    titles.set(name, page.file)
    if (!page.meta('description')?.trim()) findings.add(page.file, 'it has no description')
  }
  findings.end()
})

test('every page has landmarks and a first link that skips to its content', () => {
  const findings = new Findings()
  for (const page of pages) {
    const [main, ...others] = page.all('main')
    if (!main || others.length > 0) findings.add(page.file, 'it has not one `main`')
    const outside = (name) => page.all(name).filter((element) => ![...above(element)].some(({ tagName }) => /^(main|article|section|aside|nav)$/.test(tagName)))
    if (outside('header').length !== 1) findings.add(page.file, 'it has not one banner')
    if (outside('footer').length !== 1) findings.add(page.file, 'it has not one footer')
    if (page.all('nav').length === 0) findings.add(page.file, 'it has no navigation')
    const navigation = page.all('nav').map((nav) => attribute(nav, 'aria-label') ?? attribute(nav, 'aria-labelledby'))
    if (navigation.length > 1 && new Set(navigation).size !== navigation.length) findings.add(page.file, 'two navigations have one name')
    const first = page.all('a')[0]
    const target = first && attribute(first, 'href')
    if (!target?.startsWith('#') || !page.ids.has(target.slice(1))) findings.add(page.file, 'its first link does not skip to its content')
    if (main && !textOf(main).trim()) findings.add(page.file, 'its `main` holds no text')
    if (main && ![...elementsBelow(main)].some(({ tagName }) => tagName === 'h1')) findings.add(page.file, 'its `h1` is outside `main`')
  }
  findings.end()
})

function* elementsBelow(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child
    yield* elementsBelow(child)
  }
}

test('every picture has an alternative and its size', () => {
  const findings = new Findings()
  for (const page of pages) {
    for (const image of page.all('img')) {
      for (const name of ['alt', 'width', 'height']) {
        if (attribute(image, name) === undefined) findings.add(page.file, `\`${attribute(image, 'src')}\` has no \`${name}\``)
      }
    }
  }
  findings.end()
})

test('nothing is inline: no script, no style, no handler', () => {
  const findings = new Findings()
  for (const page of pages) {
    for (const element of page.elements) {
      if (element.tagName === 'style') findings.add(page.file, 'it has a `style` element')
      const isData = /json/.test(attribute(element, 'type') ?? '')
      if (element.tagName === 'script' && !isData && attribute(element, 'src') === undefined) findings.add(page.file, 'it has an inline script')
      for (const { name } of element.attrs) {
        if (name === 'style' || /^on[a-z]+$/.test(name)) findings.add(page.file, `\`${element.tagName}\` has \`${name}\``)
      }
    }
  }
  findings.end()
})

test('JSON-LD reads back, and no story names a person', () => {
  const findings = new Findings()
  for (const page of pages) {
    if (page.hidden) continue
    const scripts = page.all('script').filter((script) => attribute(script, 'type') === 'application/ld+json')
    if (scripts.length !== 1) {
      findings.add(page.file, `it has ${scripts.length} pieces of JSON-LD`)
      continue
    }
    const data = JSON.parse(textOf(scripts[0]))
    if (data['@context'] !== 'https://schema.org') findings.add(page.file, 'its JSON-LD has another context')
    const isStory = /^(cy\/)?(stories|straeon)\//.test(page.file)
    if (isStory && JSON.stringify(data).includes('"Person"')) findings.add(page.file, 'its JSON-LD names a person')
  }
  findings.end()
  assert.ok(pages.length > 0)
})

test('every page can be shared', () => {
  const findings = new Findings()
  for (const page of pages) {
    if (page.hidden) continue
    const properties = new Map(page.all('meta').map((meta) => [attribute(meta, 'property'), attribute(meta, 'content')]))
    for (const name of ['og:title', 'og:type', 'og:url', 'og:site_name', 'og:locale']) {
      if (!properties.get(name)) findings.add(page.file, `it lacks \`${name}\``)
    }
  }
  findings.end()
})
