// Chromium and the server for the tests that look at the built site.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch } from './launch.mjs'
import { serve } from './server.mjs'
import { basePath } from './site.mjs'

/** Starts both; `close` stops both. */
export async function open() {
  const server = await serve()
  const browser = await launch()
  return {
    origin: server.origin,
    browser,
    /** Opens a page and fails at its end when its console was not empty. */
    async visit(address, options, check) {
      const context = await browser.newContext(options)
      // A busy machine is slow, and slow is no fault.
      context.setDefaultTimeout(120_000)
      const tab = await context.newPage()
      const heard = []
      tab.on('console', (message) => heard.push(message.text()))
      tab.on('pageerror', (error) => heard.push(error.message))
      await tab.goto(server.origin + basePath + address, { waitUntil: 'load' })
      await check(tab)
      assert.deepEqual(heard, [], 'the console is empty')
      await context.close()
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core')), 'utf8')

/** What axe finds on the page of a tab as it is now; the tab's context must have `bypassCSP`. */
export async function faults(tab) {
  await tab.evaluate(axe)
  const { violations } = await tab.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0].html})`)
}
