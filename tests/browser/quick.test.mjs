// Quick search in Chromium, on a page that is not the search page: by keyboard alone, by pointer and touch, and without script.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Findings, attribute, basePath, pages } from './site.mjs'
import { faults, open } from './browser.mjs'

let world
before(async () => {
  world = await open()
})
after(() => world.close())

/** Home in each language, with the address of its search page and a word that finds several pages there. */
const homes = [
  { lang: 'en', address: '/', search: '/search/', word: 'listening', mistyped: 'lisstening' },
  { lang: 'cy', address: '/cy/', search: '/cy/search/', word: 'ngwrando', mistyped: 'gwranddo' },
]

const OPENER = 'button.search-open'
const FIELD = 'dialog[open] [role="combobox"]'
const OPTION = 'dialog[open] [role="listbox"] [role="option"]'
const RESULT = `${OPTION}:has(.quick-title)`
const said = (tab) => tab.locator('dialog [role="status"]').innerText()
const isOpen = (tab) => tab.evaluate(() => document.querySelector('dialog')?.open === true)

/** The text of the option that a screen reader is told of, or nothing. */
const active = (tab) =>
  tab.evaluate(() => {
    const id = document.querySelector('[role="combobox"]').getAttribute('aria-activedescendant')
    const option = id && document.getElementById(id)
    return option && option.getAttribute('aria-selected') === 'true' ? option.textContent : null
  })

/** Opens quick search by its key and waits for the subjects. What is then put in as one piece is asked once. */
async function opened(tab) {
  await tab.keyboard.press('/')
  await tab.locator(OPTION).first().waitFor()
}

test('nothing is fetched before quick search is opened', async () => {
  for (const { address } of homes) {
    await world.visit(address, {}, async (tab) => {
      const asked = []
      tab.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1).split('-')[0]))
      await tab.reload({ waitUntil: 'networkidle' })
      assert.ok(asked.includes('start'))
      for (const later of ['quick', 'engine', 'index.json']) assert.ok(!asked.includes(later), later)
      await opened(tab)
      for (const now of ['quick', 'engine']) assert.ok(asked.includes(now), now)
    })
  }
})

test('by keyboard alone: opened, subjects, results, and one of them followed', async () => {
  for (const { address, word } of homes) {
    await world.visit(address, {}, async (tab) => {
      await opened(tab)
      assert.equal(await tab.evaluate(() => document.activeElement.getAttribute('role')), 'combobox')
      assert.equal(await tab.locator(FIELD).getAttribute('aria-expanded'), 'true')
      assert.notEqual(await said(tab), '', 'it says that these are subjects')
      assert.equal(await active(tab), null, 'nothing is chosen for the reader')
      await tab.keyboard.insertText(word)
      await tab.locator(RESULT).first().waitFor()
      assert.match(await said(tab), /\d/, 'it says how many there are')
      const titles = await tab.locator(OPTION).allTextContents()
      await tab.keyboard.press('ArrowDown')
      assert.equal(await active(tab), titles[0])
      await tab.keyboard.press('ArrowUp')
      assert.equal(await active(tab), titles.at(-1), 'the first follows the last')
      await tab.keyboard.press('ArrowDown')
      await tab.keyboard.press('ArrowDown')
      assert.equal(await active(tab), titles[1])
      for (const [key, at] of [['Home', 0], ['End', word.length]]) {
        await tab.keyboard.press('ArrowDown')
        await tab.keyboard.press(key)
        assert.equal(await active(tab), null, `${key} leads back to the field`)
        assert.equal(await tab.evaluate(() => document.activeElement.selectionStart), at)
      }
      await tab.keyboard.press('ArrowDown')
      const href = await tab.locator(OPTION).first().getAttribute('href')
      await tab.keyboard.press('Enter')
      await tab.waitForURL((url) => url.pathname === href)
    })
  }
})

test('Escape closes it, and the focus is where it was', async () => {
  await world.visit('/', {}, async (tab) => {
    await tab.locator(OPENER).focus()
    await tab.keyboard.press('Enter')
    await tab.locator(OPTION).first().waitFor()
    await tab.keyboard.type('trust')
    await tab.keyboard.press('Escape')
    assert.equal(await isOpen(tab), false)
    assert.ok(await tab.evaluate((opener) => document.activeElement.matches(opener), OPENER))
    await tab.keyboard.press('/')
    assert.equal(await tab.locator(FIELD).inputValue(), 'trust', 'what was typed is still there')
  })
})

test('Enter without a choice goes to the search page, which gives the same order', async () => {
  for (const { address, search, word } of homes) {
    let first
    await world.visit(address, {}, async (tab) => {
      await opened(tab)
      await tab.keyboard.insertText(word)
      await tab.locator(RESULT).first().waitFor()
      first = await tab.locator(RESULT).evaluateAll((found) => found.map((link) => link.getAttribute('href')))
      assert.ok(first.length > 1)
      await tab.keyboard.press('Enter')
      await tab.waitForURL((url) => url.pathname === basePath + search && url.searchParams.get('q') === word)
      await tab.locator('#search ol > li').first().waitFor()
    })
    await world.visit(search, {}, async (tab) => {
      await tab.locator('#search input[type="search"]').fill(word)
      await tab.locator('#search ol > li').nth(4).waitFor()
      const same = await tab.locator('#search h3 a').evaluateAll((found) => found.map((link) => link.getAttribute('href')))
      assert.deepEqual(first.slice(0, 5), same.slice(0, 5))
    })
  }
})

test('a mistyped word is forgiven, and it is said', async () => {
  for (const { lang, address, mistyped } of homes) {
    await world.visit(address, {}, async (tab) => {
      await opened(tab)
      await tab.keyboard.insertText(mistyped)
      await tab.locator(RESULT).first().waitFor()
      assert.match(await said(tab), lang === 'en' ? /^Showing results for “listening”\. No page holds “lisstening”\. \d+ pages/ : /^Yn dangos canlyniadau ar gyfer “\p{L}+”\. .*\d+/u)
    })
  }
})

test('what is not found is said, and subjects are there again', async () => {
  await world.visit('/', {}, async (tab) => {
    await opened(tab)
    const subjects = await tab.locator(OPTION).allInnerTexts()
    await tab.keyboard.insertText('qqqqzzzz')
    await tab.waitForFunction(() => document.querySelector('dialog [role="status"]').textContent.includes('qqqqzzzz'))
    assert.deepEqual(await tab.locator(OPTION).allInnerTexts(), subjects)
  })
})

test('by touch: opened, a subject followed, closed by its button and by the page behind', async () => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
  await world.visit('/', phone, async (tab) => {
    await tab.locator(OPENER).tap()
    await tab.locator(OPTION).first().waitFor()
    for (const target of await tab.locator(`${OPTION}, dialog[open] button, ${FIELD}`).all()) {
      assert.ok((await target.boundingBox()).height >= 44, 'it is tall enough for a thumb')
    }
    await tab.locator('.quick-close').tap()
    assert.equal(await isOpen(tab), false)
    await tab.locator(OPENER).tap()
    const href = await tab.locator(OPTION).first().getAttribute('href')
    await tab.locator(OPTION).first().tap()
    await tab.waitForURL((url) => url.pathname === href)
  })
  await world.visit('/', {}, async (tab) => {
    await tab.locator(OPENER).click()
    await tab.locator(OPTION).first().waitFor()
    await tab.mouse.click(5, 5)
    assert.equal(await isOpen(tab), false)
  })
})

test('without script there is a link to the search page, and nothing else', async () => {
  for (const { address, search } of homes) {
    await world.visit(address, { javaScriptEnabled: false }, async (tab) => {
      const links = tab.locator(`header a[href="${basePath + search}"]`)
      assert.equal(await links.count(), 1)
      assert.ok(await links.first().isVisible())
      assert.equal(await tab.locator('dialog, button, input').count(), 0)
      await links.first().click()
      await tab.waitForURL((url) => url.pathname === basePath + search)
    })
  }
})

test('the key does nothing in a field, with another key held, or where it was turned off', async () => {
  await world.visit('/', {}, async (tab) => {
    await tab.evaluate(() => {
      const field = document.createElement('textarea')
      const text = document.createElement('div')
      text.contentEditable = 'true'
      document.querySelector('main').append(field, text)
    })
    for (const field of ['main textarea', 'main [contenteditable]']) {
      await tab.locator(field).focus()
      await tab.keyboard.press('/')
      assert.equal(await isOpen(tab), false, field)
      assert.match(await tab.locator(field).evaluate((element) => element.value ?? element.textContent), /\//)
    }
    await tab.locator('main').focus()
    await tab.keyboard.press('Control+/')
    assert.equal(await isOpen(tab), false)
    await tab.locator('main').focus()
    await opened(tab)
    await tab.locator('dialog[open] input[type="checkbox"]').uncheck()
    await tab.keyboard.press('Escape')
    await tab.keyboard.press('/')
    assert.equal(await isOpen(tab), false, 'it was turned off')
    await tab.reload()
    await tab.keyboard.press('/')
    assert.equal(await isOpen(tab), false, 'and it stays off')
  })
  await world.visit('/search/', {}, async (tab) => {
    const field = tab.locator('#search input[type="search"]')
    await field.waitFor()
    await tab.keyboard.press('/')
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'search-words', 'the search page has its own field')
    await tab.keyboard.press('/')
    assert.equal(await field.inputValue(), '/')
    assert.equal(await tab.locator('dialog').count(), 0)
  })
})

test('a search that cannot be loaded leaves a form that leads to the search page', async () => {
  const context = await world.browser.newContext()
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  await tab.route('**/search/quick-*', (route) => route.abort())
  await tab.goto(`${world.origin + basePath}/`)
  await tab.keyboard.press('/')
  await tab.keyboard.type('trust')
  await tab.keyboard.press('Enter')
  await tab.waitForURL((url) => url.pathname === `${basePath}/search/` && url.searchParams.get('q') === 'trust')
  await context.close()
})

test('axe finds no fault while quick search and the filters are open, in light and dark and both languages', async () => {
  const findings = new Findings()
  for (const { lang, address, search, word } of homes) {
    for (const colorScheme of ['light', 'dark']) {
      const look = { colorScheme, bypassCSP: true }
      const note = async (tab, where) => {
        for (const fault of await faults(tab)) findings.add(`${lang} ${colorScheme} ${where}`, fault)
      }
      await world.visit(address, look, async (tab) => {
        await opened(tab)
        await note(tab, 'subjects')
        await tab.keyboard.insertText(word)
        await tab.locator(RESULT).first().waitFor()
        await tab.keyboard.press('ArrowDown')
        await note(tab, 'results')
      })
      await world.visit(`${search}?q=${word}&type=story`, look, async (tab) => {
        await tab.locator('#search ol > li').first().waitFor()
        await note(tab, 'the search page')
      })
      await world.visit(`${search}?q=qqqqzzzz&type=story`, look, async (tab) => {
        await tab.locator('.search-help').waitFor()
        await note(tab, 'nothing found')
      })
    }
  }
  findings.end()
})

test('nothing is cut off at 320 pixels, at twice the size of text, or in forced colours', async () => {
  for (const { address, word } of homes) {
    for (const look of [{ viewport: { width: 320, height: 256 } }, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }]) {
      await world.visit(address, look, async (tab) => {
        if (look.deviceScaleFactor) await tab.evaluate(() => document.documentElement.style.setProperty('font-size', '225%'))
        await opened(tab)
        await tab.keyboard.insertText(word)
        await tab.locator(RESULT).first().waitFor()
        const { wide, room } = await tab.evaluate(() => {
          const dialog = document.querySelector('dialog')
          const wide = [dialog, ...dialog.querySelectorAll('*')].filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
          return { wide: wide.map(({ outerHTML }) => outerHTML.slice(0, 80)), room: dialog.querySelector('[role="listbox"]').clientHeight }
        })
        assert.deepEqual(wide, [])
        assert.ok(room >= 60, `${room} pixels for results`)
        for (let turn = 0; turn < 4; turn += 1) await tab.keyboard.press('ArrowDown')
        const seen = await tab.evaluate(() => {
          const { top, bottom } = document.querySelector('[aria-selected="true"]').getBoundingClientRect()
          return bottom > 0 && top < innerHeight
        })
        assert.ok(seen, 'the chosen result is in view')
      })
    }
  }
  await world.visit('/', { forcedColors: 'active' }, async (tab) => {
    await opened(tab)
    await tab.keyboard.type('trust')
    await tab.locator(RESULT).first().waitFor()
    await tab.keyboard.press('ArrowDown')
    const colours = await tab.locator(OPTION).evaluateAll((found) => found.slice(0, 2).map((option) => getComputedStyle(option).backgroundColor))
    assert.notEqual(colours[0], colours[1], 'the chosen result looks chosen')
  })
})

test('every page has the way in, once', () => {
  const findings = new Findings()
  for (const page of pages) {
    const links = page.all('a').filter((link) => attribute(link, 'data-search-open') !== undefined)
    if (links.length !== 1) findings.add(page.file, `it has ${links.length} ways to quick search`)
    for (const name of ['data-label', 'data-close', 'href']) if (!attribute(links[0], name)) findings.add(page.file, `its way to quick search has no ${name}`)
    if (!page.all('script').some((script) => attribute(script, 'src')?.includes('/search/start-'))) findings.add(page.file, 'it has no script for quick search')
  }
  findings.end()
})
