import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { imageFromSource } from './select-source.ts'
import { readSeries } from './series.ts'

/** Made by test/fixtures/image/make_pet.py: SUV by hand, or a part of the refusal. */
const folders: { name: string; files: Record<string, string>; expect: Record<string, number | string> }[] = JSON.parse(
  readFileSync(fixture('image', 'pet.json'), 'utf8'),
)

test.each(folders)('SUV: $name', async ({ files, expect: expected }) => {
  const volumes = await readSeries(
    Object.entries(files).map(([name, text]) => ({
      name,
      read: () => new Uint8Array(gunzipSync(Buffer.from(text, 'base64'))),
    })),
  )
  for (const [source, value] of Object.entries(expected)) {
    const made = imageFromSource(volumes, 'folder', source)
    if (typeof value === 'string') {
      await expect(made).rejects.toThrow(value)
      continue
    }
    const { image, note } = await made
    expect(Math.abs(image.data[0] / value - 1), `${source}: ${image.data[0]} for ${value}`).toBeLessThan(1e-6)
    expect(image.scan!.unit).toBe(source === 'suv bsa' ? 'CM2ML' : 'GML')
    expect(note).toMatch(/^SUV \(.*\).*; of series 7 PET WB/)
  }
})
