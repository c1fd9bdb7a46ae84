// A static server for the tests that answers as Netlify does: `_headers`, `_redirects`, 404 pages, folders with a closing `/`.

import { createServer } from 'node:http'
import { extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { basePath, bytes, fileOf, headersOf, isFolder, redirectOf } from './site.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.pdf': 'application/pdf',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.vtt': 'text/vtt; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
}

/** What a host sends smaller than it is. */
const TEXT = /^(text\/|application\/(json|xml|manifest)|image\/svg)/

/** Starts the server on a free port of this machine; gives its origin and a way to stop it. `compress` sends texts as a host does. */
export async function serve({ compress = false } = {}) {
  const server = createServer((request, response) => {
    const { pathname: asked, search } = new URL(request.url, 'http://site.invalid')
    // A site with a path in its address is seen through a proxy that takes the path away.
    const pathname = basePath && asked.startsWith(`${basePath}/`) ? asked.slice(basePath.length) : asked
    const answer = answerTo(pathname)
    if (answer.to) {
      response.writeHead(answer.status, { location: answer.to + (answer.to.includes('?') ? '' : search) })
      response.end()
      return
    }
    const type = TYPES[extname(answer.file ?? '.txt')] ?? 'application/octet-stream'
    const body = answer.file ? bytes(answer.file) : 'Not found'
    const accepted = request.headers['accept-encoding'] ?? ''
    const encoding = compress && TEXT.test(type) && ['br', 'gzip'].find((name) => accepted.includes(name))
    const sent = encoding === 'br' ? brotliCompressSync(body) : encoding === 'gzip' ? gzipSync(body) : body
    response.writeHead(answer.status, {
      'content-type': type,
      'content-length': Buffer.byteLength(sent),
      ...(encoding ? { 'content-encoding': encoding, vary: 'accept-encoding' } : {}),
      ...headersOf(pathname),
    })
    response.end(sent)
  })
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

/** What Netlify answers to a path: a file with a status, or an address to go to. */
export function answerTo(path) {
  const file = fileOf(path)
  const redirect = redirectOf(path)
  if (redirect && (redirect.rule.force || (file === undefined && !isFolder(path)))) {
    const { status } = redirect.rule
    if (status >= 300 && status < 400) return { status, to: redirect.to }
    return { status, file: fileOf(redirect.to) }
  }
  if (file !== undefined) return { status: 200, file }
  if (isFolder(path)) return { status: 301, to: `${path}/` }
  return { status: 404, file: fileOf('/404.html') }
}
