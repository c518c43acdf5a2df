import { readdirSync, readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { extract } from '../src/features/extract.ts'
import { readSettings } from '../src/features/settings/settings.ts'
import { readImageFile } from '../src/image/platform/read.node.ts'
import { fixture, toolTest } from './support/needs.ts'

const cases = readdirSync(fixture('radiomics', 'params'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, params: readFileSync(fixture('radiomics', 'params', name), 'utf8') }))

/** What a page's worker runs: the library as it is built for a browser, nothing of Node. */
const workerSource = `
import { extract, readSettings } from './dist/features.js'
import { readImage } from './dist/image.js'
onmessage = async ({ data: { image, mask, cases } }) => {
  const volumes = [readImage(image, 'image.nrrd'), readImage(mask, 'mask.nrrd')]
  const results = []
  for (const { params } of cases) results.push((await extract(...volumes, readSettings(params))).features)
  postMessage(results)
}`

async function inChromium(files: { image: Uint8Array; mask: Uint8Array }): Promise<[string, number][][]> {
  const { outputFiles } = await build({
    stdin: { contents: workerSource, resolveDir: '.', loader: 'js' },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const given = { script: outputFiles[0].text, image: [...files.image], mask: [...files.mask], cases }
    const text = await page.evaluate(async ({ script, image, mask, cases: asked }) => {
      const worker = new Worker(URL.createObjectURL(new Blob([script])))
      const results = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = ({ message }) => reject(new Error(message))
        worker.postMessage({ image: new Uint8Array(image), mask: new Uint8Array(mask), cases: asked })
      })
      // JSON has no NaN: every number travels as its text.
      return JSON.stringify(results, (_, value) => (typeof value === 'number' ? `${value}` : value))
    }, given)
    return JSON.parse(text).map((features: [string, string][]) =>
      features.map(([name, value]) => [name, Number(value)]),
    )
  } finally {
    await browser.close()
  }
}

toolTest(
  'a web worker of Chromium gives the numbers of Node on every lesion case',
  ['/usr/bin/chromium', '--version'],
  1 + 2 * cases.length,
  async () => {
    const paths = ['lesion_image.nrrd', 'lesion_label.nrrd'].map((name) => fixture('radiomics', name))
    const [image, mask] = paths.map((path) => new Uint8Array(readFileSync(path)))
    const found = await inChromium({ image, mask })
    const volumes = paths.map((path) => readImageFile(path))
    let agree = 0
    for (const [i, { params }] of cases.entries()) {
      const { features } = await extract(volumes[0], volumes[1], readSettings(params))
      expect(found[i].map(([name]) => name)).toEqual(features.map(([name]) => name))
      expect(found[i].map(([, value]) => value)).toMatchDigits(
        features.map(([, value]) => value),
        1e-12,
      )
      agree++
    }
    console.log(`Chromium: ${agree} of ${cases.length} lesion cases agree with Node`)
    expect(agree).toBe(cases.length)
  },
  300_000,
)
