// Search in Chromium as people use it: by keyboard alone, by an address that somebody shared, and without script.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { attribute, basePath, fileOf, pageIn, pages, textOf } from './site.mjs'
import { open } from './browser.mjs'

let world
before(async () => {
  world = await open()
})
after(() => world.close())

/** The languages that have a search page, with its address. */
const searchPages = pages
  .filter(({ file }) => /^(?:[a-z-]+\/)?search\/index\.html$/.test(file))
  .map((page) => ({ page, lang: attribute(page.all('html')[0], 'lang') }))

/** A page of a language that search should find by its title: a long one, so that nothing else fits as well. */
function wantedPage(lang) {
  const titled = pages
    .filter((page) => !page.hidden && attribute(page.all('html')[0], 'lang') === lang && page.file.split('/').length > 2)
    .map((page) => ({ address: page.address, title: textOf(page.all('h1')[0]).replace(/\s+/g, ' ').trim() }))
    .sort((one, other) => other.title.length - one.title.length)
  return titled[0]
}

/** Opens a page and fails at its end when its console was not empty. */
async function visit(address, options, check) {
  const context = await world.browser.newContext(options)
  // A busy machine is slow, and slow is no fault.
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  const heard = []
  tab.on('console', (message) => heard.push(message.text()))
  tab.on('pageerror', (error) => heard.push(error.message))
  await tab.goto(world.origin + basePath + address, { waitUntil: 'load' })
  await check(tab)
  assert.deepEqual(heard, [], 'the console is empty')
  await context.close()
}

/** Presses Tab until the focus is on something that fits; the whole page has fewer stops than the limit. */
async function tabTo(tab, selector, limit = 300) {
  for (let pressed = 0; pressed < limit; pressed += 1) {
    await tab.keyboard.press('Tab')
    if (await tab.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
    // What lies in a closed group is reached by opening it, as people do.
    if (await tab.evaluate(() => document.activeElement?.matches('#search details:not([open]) > summary'))) {
      await tab.keyboard.press('Enter')
      await tab.locator('#search details[open] input').first().waitFor()
    }
  }
  assert.fail(`no press of Tab reaches ${selector}`)
}

/** Waits until the first result is this page. */
async function firstResult(tab, address) {
  const first = tab.locator(RESULT).first()
  for (let turn = 0; turn < 600; turn += 1) {
    if ((await first.count()) > 0 && (await first.getAttribute('href')) === basePath + address) return
    await tab.waitForTimeout(100)
  }
  assert.fail(`${address} is not the first result: ${(await tab.locator(RESULT).allInnerTexts()).join(' | ')}`)
}

const FIELD = '#search input[type="search"]'
const RESULT = '#search ol > li > h3 a[href]'
// The page's own language is ticked from the start.
const FACET = '#search input[type="checkbox"]:not([name="language"])'

test('there is a search page, linked from every page', () => {
  assert.ok(searchPages.length > 0)
  for (const { page, lang } of searchPages) {
    for (const other of pages) {
      if (attribute(other.all('html')[0], 'lang') !== lang) continue
      const links = other.all('a').map((link) => attribute(link, 'href'))
      assert.ok(links.includes(basePath + page.address), `${other.file} leads to ${page.address}`)
    }
  }
})

test('a page is found, read of and opened by keyboard alone', async () => {
  for (const { page, lang } of searchPages) {
    const wanted = wantedPage(lang)
    await visit(page.address, {}, async (tab) => {
      await tab.locator(FIELD).waitFor()
      await tabTo(tab, FIELD)
      await tab.keyboard.type(wanted.title)
      await firstResult(tab, wanted.address)
      const said = await tab.locator('#search [role="status"], #search [aria-live]').allInnerTexts()
      assert.match(said.join(' '), /\d/, 'a screen reader hears how many there are')
      await tabTo(tab, RESULT)
      await tab.keyboard.press('Enter')
      await tab.waitForURL((url) => url.pathname === basePath + wanted.address)
    })
  }
})

test('a facet is set by the space bar, and the address can be shared', async () => {
  for (const { page } of searchPages) {
    let shared
    let titles
    const shown = (tab) => tab.locator(RESULT).allInnerTexts()
    await visit(page.address, {}, async (tab) => {
      await tab.locator(FACET).first().waitFor({ state: 'attached' })
      const before = tab.url()
      await tab.locator(FIELD).focus()
      await tabTo(tab, FACET)
      await tab.keyboard.press('Space')
      assert.equal(await tab.evaluate(() => document.activeElement.checked), true, 'the facet is set and keeps the focus')
      await tab.waitForURL((url) => url.href !== before)
      await tab.locator(RESULT).first().waitFor()
      shared = new URL(tab.url())
      titles = await shown(tab)
    })
    await visit(page.address + shared.search + shared.hash, {}, async (tab) => {
      await tab.locator(RESULT).first().waitFor()
      assert.deepEqual(await shown(tab), titles, 'the shared address shows the same')
      assert.equal(await tab.locator(`${FACET}:checked`).count(), 1)
    })
  }
})

test('a mistyped word is forgiven, and it is said', async () => {
  const [{ page, lang }] = searchPages
  const { address, title } = wantedPage(lang)
  const words = title.match(/\p{L}{6,}/gu)
  const word = words.sort((one, other) => other.length - one.length)[0]
  const mistyped = word.slice(0, 2) + word[3] + word[2] + word.slice(4)
  await visit(page.address, {}, async (tab) => {
    await tab.locator(FIELD).fill(mistyped)
    await tab.locator(`#search a[href^="${basePath + address}"]`).first().waitFor()
    assert.ok((await tab.locator('#search').innerText()).toLowerCase().includes(word.toLowerCase()), `it shows results for ${word}`)
  })
})

test('without script the search page is a list to browse, and no form that cannot answer', async () => {
  for (const { page } of searchPages) {
    await visit(page.address, { javaScriptEnabled: false }, async (tab) => {
      assert.equal(await tab.locator('form, input, button, select').count(), 0)
      const links = await tab.locator('main a[href]').evaluateAll((found) => found.map((link) => link.getAttribute('href')))
      assert.ok(links.length >= 5, `${page.file} has ${links.length} links to browse`)
      for (const link of links) {
        if (link.startsWith('#')) continue
        assert.ok(pageIn(fileOf(link.slice(basePath.length).replace(/[?#].*$/, ''))), `${link} is a page`)
      }
    })
  }
})
