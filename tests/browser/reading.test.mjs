// What helps people read, in Chromium without a script: words explained, pictures put away, recordings that wait.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { attribute, pages } from './site.mjs'
import { open } from './browser.mjs'

let world
before(async () => {
  world = await open()
})
after(() => world.close())

/** A tab at the first page that has such an element. */
async function at(element, named, options = {}) {
  const page = pages.find((page) => page.all(element).some(named))
  assert.ok(page, `a page has such a ${element}`)
  const context = await world.browser.newContext({ javaScriptEnabled: false, ...options })
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  const asked = []
  tab.on('request', (request) => asked.push(request.url()))
  await tab.goto(world.origin + page.address, { waitUntil: 'load' })
  return { tab, asked, close: () => context.close() }
}

test('a recording and its captions are fetched only when it is played', async () => {
  for (const element of ['video', 'audio']) {
    if (!pages.some((page) => page.all(element).length)) continue
    const { tab, asked, close } = await at(element, () => true)
    await tab.locator(element).scrollIntoViewIfNeeded()
    await tab.waitForTimeout(300)
    const fetched = asked.filter((url) => /\.(webm|mp4|mp3|ogg|vtt)$/.test(url))
    assert.deepEqual(fetched, [])
    await close()
  }
})

test('a word leads to its meaning, which stands on the screen, and back', async () => {
  const { tab, close } = await at('a', (link) => attribute(link, 'role') === 'doc-glossref')
  const word = tab.locator('a.word').first()
  const meaning = tab.locator('.explained dl > div').first()
  await word.focus()
  await tab.keyboard.press('Enter')
  await tab.waitForTimeout(100)
  const box = await meaning.boundingBox()
  const { height } = tab.viewportSize()
  assert.ok(box.y >= 0 && box.y + box.height <= height + 1, `the meaning is seen whole: ${JSON.stringify(box)}`)
  await meaning.locator('.word-back').click()
  await tab.waitForTimeout(100)
  const back = await word.boundingBox()
  assert.ok(back.y >= 0 && back.y < height, 'the word is seen again')
  await close()
})

test('the pictures of Easy Read can be put away without a script', async () => {
  const { tab, close } = await at('div', (element) => attribute(element, 'class') === 'idea')
  const picture = tab.locator('.idea img').first()
  assert.ok(await picture.isVisible())
  await tab.locator('#without-pictures').check()
  assert.ok(!(await picture.isVisible()))
  assert.ok(await tab.locator('.idea p').first().isVisible())
  await close()
})
