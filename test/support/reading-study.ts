import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeImage } from '../../src/image/formats/write.ts'
import { toPoint } from '../../src/image/grid/geometry.ts'
import type { Geometry, Volume } from '../../src/image/volume.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'

const [c, s] = [Math.cos(0.3), Math.sin(0.3)]

/** An oblique, anisotropic grid, on which a viewer that takes axes for the patient's would go wrong. */
export const obliqueGrid: Geometry = {
  dimension: 3,
  size: [64, 56, 20],
  spacing: [0.9, 1.1, 3.5],
  origin: [-20, 35, 10],
  direction: [c, -s, 0, s, c, 0, 0, 0, 1],
}

/** Noise, and a bright ball of 11 mm in the middle. */
export function phantomImage(grid: Geometry, seed: number): Volume {
  const [nx, ny, nz] = grid.size
  const { gaussian } = randomStream(seed, 'phantom')
  const middle = toPoint(grid, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2])
  const data = new Int16Array(nx * ny * nz)
  for (let i = 0; i < data.length; i++) {
    const [x, y, z] = toPoint(grid, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))])
    const r = Math.hypot(x - middle[0], y - middle[1], z - middle[2])
    data[i] = Math.round(200 + 20 * gaussian() + (r < 11 ? 300 : r < 25 ? 80 : 0))
  }
  return { ...grid, pixelType: 'int16', data }
}

/** Writes a folder for two readers: three patients, one sequence, no mask yet. */
export function writeReadingStudy(folder: string) {
  for (const [i, patient] of ['P1', 'P2', 'P3'].entries()) {
    mkdirSync(join(folder, 'images', patient), { recursive: true })
    writeFileSync(join(folder, 'images', patient, 't2.nrrd'), writeImage(phantomImage(obliqueGrid, i), 't2.nrrd'))
  }
  writeFileSync(join(folder, 'cohort.csv'), 'patient,her2\nP1,positive\nP2,negative\nP3,positive\n')
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Two readers draw
seed: 1
cohort: { file: cohort.csv, id: patient, readings: readings.csv }
images:
  t2:
    path: images/{patient}/t2.nrrd
    masks: { anna: 'masks/{patient}.anna.nii.gz', bo: 'masks/{patient}.bo.nrrd' }
`,
  )
}
