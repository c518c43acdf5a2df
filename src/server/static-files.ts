import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  yaml: 'text/plain; charset=utf-8',
  yml: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
}

/** The content type of a file by its ending. */
export const typeOf = (path: string) =>
  types[/\.([^./\\]+)$/.exec(path.toLowerCase())?.[1] ?? ''] ?? 'application/octet-stream'

/** A file of the built page; `/` is its index. Undefined where there is none, or the path leads out of the folder. */
export async function pageFile(folder: string, path: string) {
  let name: string
  try {
    name = decodeURIComponent(path)
  } catch {
    return undefined
  }
  const whole = normalize(join(folder, name === '/' ? 'index.html' : name))
  if (name.includes('\0') || !whole.startsWith(folder + sep)) return undefined
  try {
    return { bytes: new Uint8Array(await readFile(whole)), type: typeOf(whole) }
  } catch {
    return undefined
  }
}
