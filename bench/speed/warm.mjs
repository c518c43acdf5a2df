#!/usr/bin/env node
// Our rounds of a case in one process that stays warm: a JSON line { wall, user, features } a round, after a second of
// rounds that are not counted, for V8 compiles what is run often beside them.
// usage: node bench/speed/warm.mjs PARAMS IMAGE MASK ROUNDS JOBS
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const [params, image, mask, rounds, jobs] = process.argv.slice(2)
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'error',
  loader: { '.ttf': 'binary', '.txt': 'text' },
  define: { NOMOSCOPE_VERSION: '"bench"' },
  banner: {
    js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
  },
  external: ['pdfkit', 'svg-to-pdfkit', '@resvg/resvg-js', '@cornerstonejs/*'],
}
const contents = `
export { openPool } from './src/workers/pool.ts'
export { extract, readSettings } from './src/features/index.ts'
export { openImage } from './src/image/platform/open.node.ts'
`
try {
  await build({ ...common, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile: join(folder, 'bench.js') })
  await build({ ...common, entryPoints: [join(root, 'src/workers/worker.ts')], outfile: join(folder, 'worker.js') })
  const { openPool, extract, readSettings, openImage } = await import(pathToFileURL(join(folder, 'bench.js')).href)
  const settings = readSettings(readFileSync(params, 'utf8'), params)
  const pool = openPool(Number(jobs))
  const warmUntil = performance.now() + 1000
  for (let round = -2; round < Number(rounds); ) {
    const before = process.cpuUsage()
    const start = performance.now()
    const { features } = await extract(
      await openImage(image),
      await openImage(mask),
      settings,
      Number(jobs) > 1 ? { map: pool.map } : {},
    )
    const wall = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(before)
    if (round >= 0) console.log(JSON.stringify({ wall, user: (user + system) / 1e6, features: features.length }))
    if (round < -1 || round >= 0 || performance.now() > warmUntil) round++
  }
  await pool.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
