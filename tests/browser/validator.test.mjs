// Every HTML file passes the Nu Html Checker, which is the validator that the HTML standard's own editors keep.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { Findings, documents, folder } from './site.mjs'

test('every page is valid HTML', () => {
  const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url))
  const run = spawnSync(
    'java',
    ['-Xmx512m', '-jar', jar, '--stdout', '--format', 'json', '--exit-zero-always', '--skip-non-html', folder],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  assert.equal(run.status, 0, `the validator ran: ${run.stderr}`)
  const { messages } = JSON.parse(run.stdout)
  const findings = new Findings()
  for (const { type, url, lastLine, message, extract } of messages) {
    const file = url?.split(folder.replace(/\/$/, '')).pop()
    findings.add(`${file}:${lastLine}`, `${type}: ${message} (${extract?.replace(/\s+/g, ' ')})`)
  }
  findings.end()
  assert.ok(documents.length > 0)
})
