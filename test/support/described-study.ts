import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeImage } from '../../src/image/formats/write.ts'
import { obliqueGrid, phantomImage } from './reading-study.ts'

/**
 * Writes a study of so many patients with an image, a region and nobody's outcome: its run is the extraction and little else.
 * `seed` makes the images others.
 */
export function writeDescribedStudy(folder: string, patients: number, seed: number): string {
  const names = Array.from({ length: patients }, (_, i) => `P${i + 1}`)
  for (const [i, patient] of names.entries()) {
    const image = phantomImage(obliqueGrid, seed + i)
    const data = Uint8Array.from(image.data, (value) => Number(value > 250))
    mkdirSync(join(folder, 'images', patient), { recursive: true })
    writeFileSync(join(folder, 'images', patient, 't2.nrrd'), writeImage(image, 't2.nrrd'))
    const mask = { ...obliqueGrid, pixelType: 'uint8' as const, data }
    writeFileSync(join(folder, 'images', patient, 'mask.nrrd'), writeImage(mask, 'mask.nrrd'))
  }
  writeFileSync(
    join(folder, 'cohort.csv'),
    `patient,age\n${names.map((name, i) => `${name},${40 + ((i * 7) % 30)}.5`).join('\n')}\n`,
  )
  writeFileSync(
    join(folder, 'params.yaml'),
    'imageType: { Original: {}, Wavelet: {} }\nsetting: { resampledPixelSpacing: [1, 1, 1] }\n',
  )
  const file = join(folder, 'study.yaml')
  writeFileSync(
    file,
    `study: Lesions described
cohort: { file: cohort.csv, id: patient }
images: { t2: { path: 'images/{patient}/t2.nrrd', mask: 'images/{patient}/mask.nrrd' } }
features: { params: params.yaml }
tables: { baseline: [age] }
`,
  )
  return file
}
