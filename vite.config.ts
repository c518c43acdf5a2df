import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const out = 'dist/app'

/** Writes the service worker with the list of what was built and a version that any change of it changes. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  closeBundle() {
    const files = readdirSync(out, { recursive: true, withFileTypes: true })
      // ONNX Runtime is large and rarely needed: it is kept when it was first asked for
      .filter((entry) => entry.isFile() && entry.name !== 'service-worker.js' && !entry.name.startsWith('ort-wasm'))
      .map((entry) => relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort()
    const hash = createHash('sha256')
    for (const file of files) hash.update(file).update(readFileSync(join(out, file)))
    const code = readFileSync('src/app/service-worker.js', 'utf8')
    hash.update(code)
    // A web server hands out the folder for its index: as './' it is found again.
    const names = ['./', ...files]
    writeFileSync(
      join(out, 'service-worker.js'),
      `const version = '${version}-${hash.digest('hex').slice(0, 16)}'\nconst files = ${JSON.stringify(names)}\n${code}`,
    )
  },
}

/** The page: static files in dist/app, for `nomoscope serve` and any web server, in whatever folder of it. */
export default defineConfig({
  root: 'src/app',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { NOMOSCOPE_VERSION: JSON.stringify(version) },
  build: { outDir: '../../dist/app', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  plugins: [offline],
  worker: { format: 'es' },
})
