// Search in Chromium as people use it: by keyboard alone, by an address that somebody shared, and without script.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { attribute, basePath, bytes, fileOf, files, pageIn, pages, textOf } from './site.mjs'
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

const visit = (...all) => world.visit(...all)

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

test('filters are chips for a thumb: one or the other within a facet, both across, each taken away again', async () => {
  for (const { page } of searchPages) {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
    await visit(page.address, phone, async (tab) => {
      const status = tab.locator('#search [role="status"]')
      const chips = tab.locator('#search fieldset:not([hidden]) label:not([hidden])')
      await tab.locator('.search-filters summary').tap()
      // A facet's name, and how many pages the status says once it has changed.
      const tap = async (chip) => {
        const before = tab.url()
        await chip.tap()
        await tab.waitForFunction((url) => location.href !== url, before)
        await tab.waitForFunction(() => /\d/.test(document.querySelector('#search [role="status"]').textContent))
        await tab.waitForTimeout(300)
        return Number((await status.innerText()).match(/\d+/)[0])
      }
      await chips.first().waitFor()
      for (const box of await chips.all()) {
        const { width, height } = await box.boundingBox()
        assert.ok(width >= 44 && height >= 44, `a chip of ${width} by ${height}`)
      }
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 360)
      const themes = tab.locator('#search fieldset').first().locator('label:not([hidden])')
      const told = async (chip) => Number((await chip.locator('.search-count').innerText()).match(/\d+/)[0])
      const one = await told(themes.nth(0))
      assert.equal(await tap(themes.nth(0)), one, 'the chip says how many there are')
      const either = await tap(themes.nth(1))
      assert.ok(either >= one, 'a second value widens')
      const kinds = tab.locator('#search fieldset').filter({ has: tab.locator('input[name="type"]') }).locator('label:not([hidden])')
      const both = await tap(kinds.first())
      assert.ok(both < either, 'a second facet narrows')
      const { searchParams } = new URL(tab.url())
      assert.equal(searchParams.getAll('themes').length, 2)
      assert.equal(searchParams.getAll('type').length, 1)
      assert.match(await tab.locator('.search-filters summary').innerText(), /3/)
      const tags = tab.locator('.search-tags button')
      assert.equal(await tags.count(), 3)
      assert.ok((await tags.first().boundingBox()).height >= 44)
      await tap(tags.last())
      assert.equal(await tags.count(), 2, 'one filter is taken away')
      assert.equal(await status.innerText().then((text) => Number(text.match(/\d+/)[0])), either)
      await tab.locator('.search-clear').tap()
      await tab.waitForURL((url) => url.search === '')
      await tab.locator('.search-chosen').waitFor({ state: 'hidden' })
      assert.equal(await tab.locator(`${FACET}:checked`).count(), 0)
    })
  }
})

test('many values wait behind a button, which leads to the first of them', async () => {
  const [{ page }] = searchPages
  await visit(page.address, {}, async (tab) => {
    const folded = tab.locator('#search fieldset:has(.search-all:not([hidden])) input')
    await folded.first().waitFor({ state: 'attached' })
    const facet = tab.locator(`#search fieldset:has(input[name="${await folded.first().getAttribute('name')}"])`)
    const shown = facet.locator('label:not([hidden])')
    const before = await shown.count()
    await facet.locator('.search-all').focus()
    await tab.keyboard.press('Enter')
    await tab.waitForFunction((count) => document.activeElement.matches('#search label input') && count > 0, before)
    const first = await shown.nth(before).locator('input').inputValue()
    assert.equal(await tab.evaluate(() => document.activeElement.value), first)
    await facet.locator('.search-all').waitFor({ state: 'hidden' })
  })
})

test('when nothing is found there is help, and a way on', async () => {
  for (const { page } of searchPages) {
    await visit(`${page.address}?q=qqqqzzzz`, {}, async (tab) => {
      await tab.locator('.search-help li').first().waitFor()
      assert.match(await tab.locator('#search [role="status"]').innerText(), /qqqqzzzz/)
      assert.ok(await tab.locator('[data-search-browse] a').first().isVisible(), 'there are subjects to choose')
      assert.equal(await tab.locator(RESULT).count(), 0)
    })
  }
  const [{ page }, { lang }] = searchPages
  const { title, address } = wantedPage(lang)
  const word = title.match(/\p{L}{7,}/gu)?.[0] ?? title
  await visit(`${page.address}?exactly=1&q=${encodeURIComponent(`"${word}"`)}`, {}, async (tab) => {
    await tab.locator('.search-elsewhere button').click()
    await tab.waitForURL((url) => url.searchParams.get('language') === lang)
    await tab.locator(`#search a[href^="${basePath + address}"]`).first().waitFor()
  })
})

test('an address may carry what is no facet of the site', async () => {
  const [{ page }] = searchPages
  for (const strange of ['utm_source=letter', '__proto__=1', 'constructor=1', 'toString=a&fbclid=b']) {
    await visit(`${page.address}?q=trust&${strange}`, {}, async (tab) => {
      await tab.locator(RESULT).first().waitFor()
      assert.equal(await tab.locator('.search-tags button').count(), 0)
    })
  }
})

test('the page’s own language speaks when several are asked', async () => {
  const { page, lang } = searchPages.at(-1)
  const all = searchPages.map(({ lang }) => `language=${lang}`).join('&')
  let own
  await visit(page.address, {}, async (tab) => {
    await tab.locator(FACET).first().waitFor({ state: 'attached' })
    own = await tab.locator('#search legend').allInnerTexts()
  })
  await visit(`${page.address}?${all}`, {}, async (tab) => {
    await tab.locator(RESULT).first().waitFor()
    assert.deepEqual((await tab.locator('#search legend').allInnerTexts()).slice(0, own.length), own, `facets are named in ${lang}`)
  })
})

test('the scripts are small', () => {
  const sent = (start) => files.filter((file) => file.startsWith(`search/${start}-`)).map((file) => gzipSync(bytes(file), { level: 9 }).length)
  const sum = (...starts) => starts.flatMap(sent).reduce((one, other) => one + other, 0)
  assert.ok(sum('engine', 'page', 'lang-en') <= 10_000, `${sum('engine', 'page', 'lang-en')} bytes for the search page`)
  assert.ok(sum('engine', 'quick', 'lang-en') <= 10_000, `${sum('engine', 'quick', 'lang-en')} bytes for quick search`)
  assert.ok(sum('start') < 1_500, `${sum('start')} bytes on every page`)
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
