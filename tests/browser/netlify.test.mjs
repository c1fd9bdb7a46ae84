// `_headers`, `_redirects` and `netlify.toml` as Netlify's own parsers read them.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { resolveConfig } from '@netlify/config'
import { Findings, documents, fileOf, files, headers, headersOf, pages, redirects, redirectOf, text } from './site.mjs'
import { answerTo } from './server.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

test('_headers is read without an error and protects every page', () => {
  assert.deepEqual(headers.errors, [])
  const findings = new Findings()
  for (const { address, file } of documents) {
    const sent = headersOf(address)
    const policy = sent['content-security-policy'] ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      if (!policy.split('; ').includes(part)) findings.add(file, `its policy lacks \`${part}\``)
    }
    if (/unsafe|\*|data:|https?:/.test(policy)) findings.add(file, `its policy is open: ${policy}`)
    if (sent['x-content-type-options'] !== 'nosniff') findings.add(file, 'it may be taken for another type')
    for (const name of ['referrer-policy', 'permissions-policy', 'cross-origin-opener-policy', 'strict-transport-security']) {
      if (!sent[name]) findings.add(file, `it is sent without \`${name}\``)
    }
    if (sent['cache-control']?.includes('immutable')) findings.add(file, 'a page is cached for ever')
  }
  findings.end()
})

test('only files whose name holds a hash are cached for ever, and all of those are', () => {
  const findings = new Findings()
  for (const file of files) {
    const lasting = /immutable/.test(headersOf(`/${file}`)['cache-control'] ?? '')
    // A picture's name is its hash and then its width: `assets/pictures/77lliof2f2-480.avif`.
    const hashed = /[/.-][0-9a-z]{8,}(-\d+)?\.[a-z0-9]+$/.test(file) && /^(assets|search)\//.test(file)
    if (lasting && !hashed) findings.add(file, 'it is cached for ever, and its name has no hash')
    if (file.startsWith('assets/') && !lasting) findings.add(file, 'it is an asset that is not cached for ever')
  }
  findings.end()
})

test('feeds are sent as feeds', () => {
  for (const file of files) {
    const type = headersOf(`/${encodeURI(file)}`)['content-type']
    if (file.endsWith('feed.xml')) assert.equal(type, 'application/atom+xml; charset=utf-8', file)
    if (file.endsWith('feed.json')) assert.equal(type, 'application/feed+json; charset=utf-8', file)
  }
})

test('_redirects is read without an error, and each rule leads to a page at once', () => {
  assert.deepEqual(redirects.errors, [])
  const lines = text('_redirects').split('\n').filter(Boolean)
  assert.equal(redirects.redirects.length, lines.length, 'each line is one rule')
  const findings = new Findings()
  for (const rule of redirects.redirects) {
    if (!rule.to.startsWith('/') || rule.to.includes(':splat')) continue
    const answer = answerTo(rule.to.replace(/[?#].*$/, ''))
    if (fileOf(rule.to.replace(/[?#].*$/, '')) === undefined) findings.add(rule.from, `\`${rule.to}\` is no page`)
    if (rule.status < 400 && answer.to) findings.add(rule.from, `\`${rule.to}\` leads on to \`${answer.to}\``)
    const hasPage = !rule.from.endsWith('*') && fileOf(rule.from) !== undefined
    if (hasPage && !rule.force) findings.add(rule.from, 'its page would be sent instead, since the rule is not forced')
  }
  findings.end()
})

test('the pages that send their reader on lead where _redirects does', () => {
  for (const page of documents.filter(({ sendsOn }) => sendsOn)) {
    const redirect = redirectOf(page.address)
    assert.ok(redirect, `${page.file} has a rule`)
    const refresh = page.all('meta').map((meta) => meta.attrs.find(({ name }) => name === 'content')?.value ?? '')
    assert.ok(refresh.includes(`0; url=${redirect.to}`) || refresh.includes(`0;url=${redirect.to}`), `${page.file} leads to ${redirect.to}`)
    assert.ok(page.canonical, `${page.file} names the canonical address of its target`)
    assert.equal(page.all('a').length, 1, `${page.file} has one link`)
    assert.equal(page.all('h1').length, 0, `${page.file} has no heading`)
  }
})

test('what is missing is said in the language of its address', () => {
  const languages = files.filter((file) => /^[a-z-]+\/404\.html$/.test(file)).map((file) => file.split('/')[0])
  assert.equal(answerTo('/there-is-no-such-page/').file, '404.html')
  for (const lang of languages) {
    const answer = answerTo(`/${lang}/there-is-no-such-page/`)
    assert.deepEqual([answer.status, answer.file], [404, `${lang}/404.html`])
  }
  for (const page of pages.filter(({ file }) => /(404|410)\.html$/.test(file))) {
    assert.ok(page.hidden, `${page.file} says noindex`)
    assert.equal(page.canonical, undefined, `${page.file} has no canonical address`)
  }
})

test('netlify.toml is read without an error and builds this repository', async () => {
  assert.ok(existsSync(join(root, 'netlify.toml')))
  const resolve = (context) =>
    resolveConfig({ repositoryRoot: root, cwd: root, context, branch: 'main', offline: true, mode: 'require', logs: false, env: {} })
  for (const context of ['production', 'deploy-preview', 'branch-deploy']) {
    const { config, configPath, buildDir } = await resolve(context)
    assert.equal(configPath, join(root, 'netlify.toml'))
    assert.equal(buildDir, root)
    assert.equal(config.build.publish, join(root, 'public'))
    assert.match(config.build.command, /alongside/)
  }
})
