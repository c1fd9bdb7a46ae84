// Chromium alone, for every test that needs a browser. It knows no site.

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** Debian's Chromium, or the one that ALONGSIDE_CHROMIUM names. */
const executablePath = [process.env.ALONGSIDE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
)

/** Starts a browser. */
export function launch() {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
