// Raw HTML that would run a script, as Alongside writes it, in Chromium and without the security policy: nothing runs.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { launch } from './launch.mjs'

const folder = process.env.ALONGSIDE_PAYLOADS
const payloads = JSON.parse(readFileSync(new URL('payloads.json', import.meta.url), 'utf8'))
const origin = 'http://payloads.example'

/** Whether a request is for what fills a window, and not for a frame. A window that is only being opened has no frame yet. */
function isWhole(request) {
  try {
    return request.frame().parentFrame() === null
  } catch {
    return true
  }
}

/** Opens each page, presses what can be pressed, and gives what ran or reached for another site. */
async function run(browser, pages) {
  const ran = new Map()
  const context = await browser.newContext()
  context.setDefaultTimeout(120_000)
  let current = ''
  const note = (what) => ran.set(current, [...(ran.get(current) ?? []), what])
  let html = ''
  await context.route('**/*', (route) => {
    const request = route.request()
    const url = request.url()
    if (request.resourceType() === 'document' && url === `${origin}/` && isWhole(request)) {
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    }
    const runs = ['script', 'stylesheet', 'ping', 'manifest'].includes(request.resourceType())
    if (runs && !url.startsWith(`${origin}/`)) note(`it asks for ${url}`)
    const sent = request.isNavigationRequest() && isWhole(request)
    if (sent && !pressed) note(`it sends its reader to ${url}`)
    return route.fulfill({ status: 204 })
  })
  let pressed = false
  const tab = await context.newPage()
  context.on('page', (opened) => opened.close().catch(() => {}))
  context.on('dialog', async (dialog) => {
    note('it runs')
    await dialog.accept().catch(() => {})
  })
  for (const [name, body] of pages) {
    current = name
    pressed = false
    html = `<!doctype html><html lang="en"><head><title>a</title></head><body>${body}</body></html>`
    await tab.goto(`${origin}/`, { waitUntil: 'load' })
    pressed = true
    await tab
      .evaluate(async () => {
        for (const element of document.querySelectorAll('body *')) {
          element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
          element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
          element.focus?.()
        }
        await new Promise((done) => {
          setTimeout(done, 15)
        })
      })
      .catch(() => {})
    // What a press began ends here, and is not taken for the next page's own doing.
    await tab.goto('about:blank')
  }
  await context.close()
  return ran
}

test('no raw HTML runs a script where the policy is not sent', { skip: !folder && 'the pages were not made' }, async () => {
  assert.ok(payloads.length >= 150)
  const browser = await launch()
  try {
    for (const mode of ['allow', 'sanitise', 'escape']) {
      const files = readdirSync(join(folder, mode)).sort((a, b) => parseInt(a) - parseInt(b))
      assert.equal(files.length, payloads.length)
      const pages = files.map((file, at) => [payloads[at], readFileSync(join(folder, mode, file), 'utf8')])
      const ran = await run(browser, pages)
      assert.deepEqual([...ran], [], mode)
    }
    // The same test sees them run when a browser is given them as they were written.
    const ran = await run(browser, payloads.map((payload) => [payload, payload]))
    assert.ok(ran.size > 100, `${ran.size} of them run as they were written`)
  } finally {
    // An open browser would keep the tests from ending.
    await browser.close()
  }
})
