import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { pageFile } from '../../src/server/static-files.ts'

/** The files below a folder, from it on. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()

/** Any web server: the built page at `/`, and a folder at `/given/` with the list of its files. It sends no policy. */
export async function staticServer(page: string, given: string) {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    if (path === '/given/') return response.end(JSON.stringify(filesOf(given)))
    if (path.startsWith('/given/')) return response.end(readFileSync(join(given, path.slice('/given/'.length))))
    const found = await pageFile(page, path)
    if (!found) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': found.type }).end(found.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
