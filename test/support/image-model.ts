import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../src/image/formats/write.ts'
import type { Geometry } from '../../src/image/volume.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import { nomoscope } from './cli.ts'
import { phantomImage } from './reading-study.ts'

const grid: Geometry = {
  dimension: 3,
  size: [16, 16, 8],
  spacing: [2, 2, 3],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
}

/**
 * A model of age and one feature of a sequence, fitted by `nomoscope run` to forty phantoms, as the bytes of its file: for
 * tests in which a patient's risk is computed from images.
 * reader  in whose name the regions are
 */
export function imageModel(sequence: string, reader: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'image-model-'))
  const { gaussian, uniform } = randomStream(3, 'image model')
  mkdirSync(join(folder, 'images'))
  const rows = Array.from({ length: 40 }, (_, i) => {
    const image = phantomImage(grid, i)
    const outcome = uniform() < 0.5 ? 1 : 0
    const brighter = 1 + 0.1 * outcome + 0.1 * gaussian()
    const mask = { ...grid, pixelType: 'uint8' as const, data: Uint8Array.from(image.data, (x) => (x > 350 ? 1 : 0)) }
    const data = Int16Array.from(image.data, (x) => Math.round(x * brighter))
    writeFileSync(join(folder, 'images', `P${i}.nrrd`), writeImage({ ...image, data }, 'P.nrrd'))
    writeFileSync(join(folder, 'images', `P${i}_mask.nrrd`), writeImage(mask, 'P.nrrd'))
    return `P${i},${40 + Math.round(30 * uniform())},${outcome}`
  })
  writeFileSync(join(folder, 'cohort.csv'), `patient,age,her2\n${rows.join('\n')}\n`)
  writeFileSync(
    join(folder, 'params.yaml'),
    'imageType: { Original: {} }\nfeatureClass: { firstorder: [Mean, Entropy] }\n',
  )
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: A model of one feature
seed: 1
cohort: { file: cohort.csv, id: patient }
outcome: { column: her2, positive: 1 }
images:
  ${sequence}: { path: 'images/{patient}.nrrd', masks: { ${reader}: 'images/{patient}_mask.nrrd' } }
features: { params: params.yaml, reader: ${reader} }
models: { risk: { terms: [age, ${sequence}_original_firstorder_Mean] } }
validation: { bootstrap: 0, permutations: 0 }
`,
  )
  const { status, stderr } = nomoscope('run', join(folder, 'study.yaml'), '--out', join(folder, 'out'), '--quiet')
  if (status !== 0) throw new Error(stderr)
  const model = readFileSync(join(folder, 'out', 'model.json'))
  rmSync(folder, { recursive: true })
  return model
}
