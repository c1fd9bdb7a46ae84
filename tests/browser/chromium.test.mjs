// Every page in Chromium under the policy that the site sends: an empty console, nothing from elsewhere, and text without styles.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Findings, attribute, documents, pages } from './site.mjs'
import { faults, open } from './browser.mjs'

let world
before(async () => {
  world = await open()
})
after(() => world.close())

test('the console of every page stays empty, nothing is asked of another host, and a screen of 320 pixels is wide enough', async () => {
  const findings = new Findings()
  const context = await world.browser.newContext({ viewport: { width: 320, height: 640 } })
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  let file
  tab.on('console', (message) => findings.add(file, `${message.type()}: ${message.text()}`))
  tab.on('pageerror', (error) => findings.add(file, error.message))
  tab.on('requestfailed', (request) => {
    // The browser gives up what it has not loaded when the test goes on to the next page.
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') findings.add(file, `${request.url()} failed: ${reason}`)
  })
  tab.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${world.origin}/`) && !url.startsWith('data:')) findings.add(file, `it asks for ${url}`)
  })
  tab.on('response', (response) => {
    if (response.status() >= 400) findings.add(file, `${response.url()} answered ${response.status()}`)
  })
  for (const page of documents) {
    if (page.sendsOn) continue
    file = page.file
    await tab.goto(world.origin + page.address, { waitUntil: 'load' })
    const seen = await tab.evaluate(() => ({ title: document.title, width: document.documentElement.scrollWidth }))
    assert.ok(seen.title, `${file} has a title`)
    if (seen.width > 320) findings.add(file, `it is ${seen.width} pixels wide`)
  }
  // What a script does after the page has loaded is heard too.
  await tab.waitForTimeout(200)
  await context.close()
  findings.end()
})

test('every page reads well with styles and script off', async () => {
  const findings = new Findings()
  const context = await world.browser.newContext({ javaScriptEnabled: false })
  await context.route('**/*', (route) =>
    ['stylesheet', 'script', 'font'].includes(route.request().resourceType()) ? route.abort() : route.continue(),
  )
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  for (const page of pages) {
    await tab.goto(world.origin + page.address, { waitUntil: 'load' })
    const main = await tab.locator('main').innerText()
    const title = (await tab.locator('h1').innerText()).trim()
    if (!main.includes(title)) findings.add(page.file, 'its text does not begin with its title')
    if (main.trim().length <= title.length) findings.add(page.file, 'it shows nothing but its title')
    if (/\{\{|\{%|undefined|\[object Object\]|NaN/.test(main)) findings.add(page.file, 'it shows what was meant for a program')
  }
  await context.close()
  findings.end()
})

test('a redirect is followed to its page', async () => {
  const context = await world.browser.newContext()
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  for (const page of documents.filter(({ sendsOn }) => sendsOn)) {
    await tab.goto(world.origin + page.address)
    assert.notEqual(new URL(tab.url()).pathname, page.address)
    assert.equal(await tab.locator('h1').count(), 1, `${page.address} leads to a page`)
  }
  await context.close()
})

test('axe finds no fault on one page of each kind, in each language, light and dark', async () => {
  const findings = new Findings()
  const kinds = new Map()
  for (const page of pages) {
    const [body] = page.all('body')
    const lang = attribute(page.all('html')[0], 'lang')
    const kind = `${lang} ${attribute(body, 'class')}`
    if (!kinds.has(kind)) kinds.set(kind, page)
  }
  assert.ok(kinds.size > 20, 'both languages have pages of most kinds')
  for (const colorScheme of ['light', 'dark']) {
    const context = await world.browser.newContext({ bypassCSP: true, colorScheme })
    context.setDefaultTimeout(120_000)
    const tab = await context.newPage()
    for (const page of kinds.values()) {
      await tab.goto(world.origin + page.address, { waitUntil: 'load' })
      for (const fault of await faults(tab)) findings.add(page.file, `${colorScheme}: ${fault}`)
    }
    await context.close()
  }
  findings.end()
})
