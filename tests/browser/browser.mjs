// Chromium and the server for the tests that need a browser.

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { serve } from './server.mjs'

/** Debian's Chromium, or the one that ALONGSIDE_CHROMIUM names. */
const executablePath = [process.env.ALONGSIDE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
)

/** Starts both; `close` stops both. */
export async function open() {
  const server = await serve()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  return {
    origin: server.origin,
    browser,
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
