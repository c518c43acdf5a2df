import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { phasesAcrossSeries } from './phases.ts'
import { useCodecs } from './pixels/pixels.ts'
import { imageFromSource } from './select-source.ts'
import { readSeries } from './series.ts'

useCodecs(() => import('./pixels/codecs.ts'))

interface Folder {
  name: string
  files: Record<string, string>
  /** Source to the mean of its voxels, or to the code of the refusal. */
  expect: Record<string, number | string>
  times?: number[] | null
  b?: number[]
  size?: number[]
  spacing?: number[]
  origin?: number[]
}

/** Made by test/fixtures/image/make_vendors.py, with values known by hand. */
const folders: Folder[] = JSON.parse(readFileSync(fixture('image', 'vendors.json'), 'utf8'))

const open = ({ files }: Folder) =>
  readSeries(
    Object.entries(files).map(([name, text]) => ({
      name,
      read: () => new Uint8Array(gunzipSync(Buffer.from(text, 'base64'))),
    })),
  )

async function meanOf(folder: Folder, source: string): Promise<number | string> {
  try {
    const { image } = await imageFromSource(await open(folder), 'folder', source || undefined)
    return Array.from<number>(image.data).reduce((sum, value) => sum + value, 0) / image.data.length
  } catch (problem) {
    return (problem as { code?: string }).code ?? String(problem)
  }
}

test.each(folders)('$name', async (folder) => {
  for (const [source, value] of Object.entries(folder.expect)) {
    const found = await meanOf(folder, source)
    if (typeof value === 'string') expect([source, found]).toEqual([source, value])
    else expect(Math.abs((found as number) - value), `${source}: ${found}`).toBeLessThan(1e-3 * Math.abs(value))
  }
  const volumes = await open(folder)
  if (folder.times !== undefined) {
    const phases = phasesAcrossSeries(volumes).filter(({ phase }) => phase !== undefined)
    const times = phases.sort((a, b) => a.phase! - b.phase!).map(({ time }) => time)
    expect(times).toEqual(folder.times ?? phases.map(() => undefined))
  }
  if (folder.b) expect(volumes.flatMap(({ bValue }) => bValue ?? [])).toEqual(folder.b)
  if (folder.size) expect(volumes[0].geometry).toMatchObject({ size: folder.size, spacing: folder.spacing })
  if (folder.origin) expect(volumes[0].geometry.origin).toEqual(folder.origin)
})

test('every folder of the matrix is read right or refused by name', async () => {
  let [right, all] = [0, 0]
  for (const folder of folders)
    for (const [source, value] of Object.entries(folder.expect)) {
      all++
      const found = await meanOf(folder, source)
      const near = typeof value === 'number' && Math.abs((found as number) - value) < 1e-3 * Math.abs(value)
      if (near || found === value) right++
    }
  console.log(`vendor matrix: ${right} of ${all} sources of ${folders.length} folders`)
  expect(right).toBe(all)
})
