// A static server for the tests that answers as Netlify does: `_headers`, `_redirects`, 404 pages, folders with a closing `/`.

import { createServer } from 'node:http'
import { extname } from 'node:path'
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
}

/** Starts the server on a free port of this machine; gives its origin and a way to stop it. */
export async function serve() {
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
    response.writeHead(answer.status, { 'content-type': type, ...headersOf(pathname) })
    response.end(answer.file ? bytes(answer.file) : 'Not found')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
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
