// Lighthouse on home, a story and a subject: mobile, simulated throttling, the median of five runs each.
// The site comes from a server of this machine that compresses and sends the headers of `_headers`, as a host does.
// It fails when a score is below LEAST (100 when not said).

import { existsSync } from 'node:fs'
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { serve } from '../browser/server.mjs'

const RUNS = Number(process.env.RUNS ?? 5)
const LEAST = Number(process.env.LEAST ?? 100)
const PAGES = process.argv.length > 2 ? process.argv.slice(2) : ['/', '/stories/s-7f3k2/', '/themes/listening/']
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

const chromePath = [process.env.ALONGSIDE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => path && existsSync(path))
const server = await serve({ compress: true })
const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox'] })
let failed = false
try {
  for (const page of PAGES) {
    const runs = []
    for (let run = 0; run < RUNS; run++) {
      const { lhr } = await lighthouse(server.origin + page, { port: chrome.port, onlyCategories: CATEGORIES, formFactor: 'mobile', throttlingMethod: 'simulate', logLevel: 'error' })
      runs.push(lhr)
    }
    const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)]
    const scores = CATEGORIES.map((name) => [name, Math.round(median((lhr) => lhr.categories[name].score) * 100)])
    const metrics = ['first-contentful-paint', 'largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time'].map((name) => {
      const value = median((lhr) => lhr.audits[name].numericValue)
      return `${name} ${name === 'cumulative-layout-shift' ? value.toFixed(3) : `${Math.round(value)} ms`}`
    })
    console.log(`${page}  ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}  (${metrics.join(', ')})`)
    if (scores.some(([, score]) => score < LEAST)) {
      failed = true
      const below = Object.values(runs[0].audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== 'informative')
      for (const { id, title, displayValue } of below) console.log(`    ${id}: ${title} ${displayValue ?? ''}`)
    }
  }
} finally {
  await chrome.kill()
  await server.close()
}
process.exitCode = failed ? 1 : 0
