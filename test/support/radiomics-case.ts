import { readFileSync } from 'node:fs'
import { type Extraction, extract, readSettings } from '../../src/features/index.ts'
import { readImage } from '../../src/image/index.ts'

/** What PyRadiomics gave for one image, mask and parameter file. */
export interface Reference {
  image: string
  mask: string
  label: number
  params: string
  error: string | null
  features: Record<string, number | string>
  diagnostics: Record<string, unknown>
}

export const readReference = (path: string): Reference => JSON.parse(readFileSync(path, 'utf8'))

export const readImageFile = (path: string) => readImage(readFileSync(path), path)

/** Extracts what a reference case asks for; `folder` holds its image and mask, `params` the parameter files. */
export async function extractCase(reference: Reference, folder: string, params: string): Promise<Extraction> {
  const settings = readSettings(readFileSync(`${params}/${reference.params}.yaml`, 'utf8'), reference.params)
  settings.setting.label = reference.label
  return extract(readImageFile(`${folder}/${reference.image}`), readImageFile(`${folder}/${reference.mask}`), settings)
}

const words: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }

/**
 * What disagrees: names missing, out of order or beyond the reference, values off by more than `tolerance` relative
 * to the reference's size (at least 1e-6, as `../shared/tools/compare-features.mjs` measures it).
 */
export function disagreements(ours: Extraction, reference: Pick<Reference, 'features'>, tolerance: number): string[] {
  const found: string[] = []
  const names = Object.keys(reference.features)
  if (ours.features.map(([name]) => name).join() !== names.join()) found.push('names or their order')
  const values = new Map(ours.features)
  for (const name of names) {
    const x = values.get(name)
    const given = reference.features[name]
    const y = typeof given === 'number' ? given : words[given]
    if (x === undefined) continue
    const error = Object.is(x, y) || x === y ? 0 : Math.abs(x - y) / Math.max(Math.abs(y), 1e-6)
    if (!(error <= tolerance)) found.push(`${name}: ${x} for ${y}`)
  }
  return found
}
