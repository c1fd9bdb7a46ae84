// Makes the pictures of the README and the manual from a built sample site: `ALONGSIDE_SITE=FOLDER node pictures.mjs`.
// No test runs it; look at what it made before you commit it.
// The picture of a share card is made only from a site that was built with `cards: pages`; another has no card of a single story.

import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { open } from './browser.mjs'
import { attribute, bytes, pageIn } from './site.mjs'

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

/** The file of a page's share card. */
function cardOf(file) {
  const meta = pageIn(file).all('meta').find((element) => attribute(element, 'property') === 'og:image')
  return new URL(attribute(meta, 'content')).pathname.slice(1)
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
  await save(name, images.join(''), { type: 'jpeg', quality: 74 })
}
const card = cardOf('stories/s-7f3k2/index.html')
if (card === cardOf('stories/s-k4m8q/index.html')) {
  console.log('share-card.png is left as it is: this site was not built with `cards: pages`')
} else {
  // Few colours: as PNG it is smaller than as JPEG, and sharp.
  const src = `data:image/png;base64,${bytes(card).toString('base64')}`
  await save('share-card.png', `<img src="${src}" height="378" width="720">`, { type: 'png' })
}
await world.close()

/** Puts images on the plain ground and keeps what is seen as a file. */
async function save(name, images, format) {
  const tab = await world.browser.newPage({ deviceScaleFactor: 1 })
  await tab.setContent(`<style>body{margin:0;display:inline-flex;gap:28px;padding:28px;background:#d9cbb6}img{border-radius:10px;box-shadow:0 2px 14px #3226}</style>${images}`)
  await tab.waitForLoadState('networkidle')
  writeFileSync(FOLDER + name, await tab.locator('body').screenshot(format))
  await tab.close()
}
