// Makes the pictures of the README and the manual from a built sample site: `ALONGSIDE_SITE=FOLDER node pictures.mjs`.
// No test runs it; look at what it made before you commit it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { open } from './browser.mjs'

const FOLDER = fileURLToPath(new URL('../../docs/content/look/', import.meta.url))
const WIDE = { width: 1280, height: 860 }
const PHONE = { width: 390, height: 844 }

/** Each picture: its screens from left to right, by address, size and scheme. */
const PICTURES = {
  'home-and-story.jpg': [['/', WIDE, 'light'], ['/stories/s-7f3k2/', PHONE, 'light']],
  'subject.jpg': [['/themes/listening/', WIDE, 'light'], ['/cy/themau/gwrando/', PHONE, 'dark']],
  'evidence.jpg': [['/evidence/time-and-trust-in-five-areas/', WIDE, 'light'], ['/evidence/time-and-trust-in-five-areas/', PHONE, 'dark']],
  'stories.jpg': [['/stories/', WIDE, 'dark'], ['/cy/', PHONE, 'light']],
}

const world = await open()
mkdirSync(FOLDER, { recursive: true })
for (const [name, screens] of Object.entries(PICTURES)) {
  const shots = []
  for (const [address, viewport, colorScheme] of screens) {
    const context = await world.browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2 })
    const tab = await context.newPage()
    await tab.goto(world.origin + address, { waitUntil: 'networkidle' })
    await tab.evaluate(() => document.fonts.ready)
    const bytes = await tab.screenshot()
    shots.push({ src: `data:image/png;base64,${bytes.toString('base64')}`, ...viewport })
    await context.close()
  }
  // One height for all, on a plain ground.
  const height = 620
  const images = shots.map((shot) => `<img src="${shot.src}" height="${height}" width="${Math.round((shot.width / shot.height) * height)}">`)
  const tab = await world.browser.newPage({ deviceScaleFactor: 1 })
  await tab.setContent(`<style>body{margin:0;display:inline-flex;gap:28px;padding:28px;background:#d9cbb6}img{border-radius:10px;box-shadow:0 2px 14px #3226}</style>${images.join('')}`)
  await tab.waitForLoadState('networkidle')
  writeFileSync(FOLDER + name, await tab.locator('body').screenshot({ type: 'jpeg', quality: 74 }))
  await tab.close()
}
await world.close()
