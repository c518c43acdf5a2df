import { builtinModules } from 'node:module'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'
import { libraryStages } from '../scripts/stages.mjs'

/** A bundle for the browser fails on any `node:` import, which Vite's build would let pass. */
test.each(libraryStages)('nomoscope/%s bundles for a browser', async (stage) => {
  const result = await build({
    entryPoints: [`src/${stage}/index.ts`],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    loader: { '.ttf': 'binary', '.txt': 'text' },
  })
  expect(result.errors).toEqual([])
  expect(result.outputFiles[0].text).not.toMatch(/from\s*["']node:/)
})

/** What a page runs besides the library: a study from its file to its results, and the work of the page's own threads. */
const pageParts = [
  'src/study/study.ts',
  'src/study/write/write-results.ts',
  'src/study/preflight/preflight.ts',
  'src/study/compare-runs/compare-runs.ts',
  'src/study/external/report.ts',
  'src/model/predict/predict.ts',
  'src/audit/audit.ts',
  'src/workers/pool-of.ts',
  'src/workers/answer-requests.ts',
  'src/demo/demo.ts',
  'src/app/browser/study-worker.ts',
  'src/app/browser/job-worker.ts',
]

/** Addresses of files are Vite's; the codecs and the slides ask for node:fs only where there is no browser. */
const asVite: Plugin = {
  name: 'as-vite',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\?url$/ }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^(@cornerstonejs\/|pptxgenjs$)/ }, ({ path }) => ({ path, external: true }))
  },
}

test.each(pageParts)('%s bundles for a browser', async (entry) => {
  const { errors, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    metafile: true,
    plugins: [asVite],
    loader: { '.ttf': 'binary', '.txt': 'text' },
  })
  expect(errors).toEqual([])
  const inputs = Object.values(metafile.inputs).flatMap(({ imports }) => imports)
  expect(inputs.filter(({ path }) => path.startsWith('node:') || builtinModules.includes(path))).toEqual([])
  expect(Object.keys(metafile.inputs).filter((path) => /\.node\.ts$/.test(path))).toEqual([])
})
