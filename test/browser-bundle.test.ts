import { build } from 'esbuild'
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
