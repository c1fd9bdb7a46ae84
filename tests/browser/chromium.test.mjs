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

test('the console of every page stays empty, and nothing is asked of another host', async () => {
  const findings = new Findings()
  const context = await world.browser.newContext()
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
    assert.ok(await tab.title(), `${file} has a title`)
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

test('axe finds no fault on one page of each kind', async () => {
  const findings = new Findings()
  const context = await world.browser.newContext({ bypassCSP: true })
  context.setDefaultTimeout(120_000)
  const tab = await context.newPage()
  const kinds = new Map()
  for (const page of pages) {
    const [body] = page.all('body')
    const lang = attribute(page.all('html')[0], 'lang')
    const depth = page.file.split('/').length
    const kind = attribute(body, 'class') ?? `${page.file.split('/').slice(0, -2).join('/')} ${depth}`
    if (!kinds.has(`${lang} ${kind}`)) kinds.set(`${lang} ${kind}`, page)
  }
  for (const page of kinds.values()) {
    await tab.goto(world.origin + page.address, { waitUntil: 'load' })
    for (const fault of await faults(tab)) findings.add(page.file, fault)
  }
  await context.close()
  findings.end()
})
