import type { Volume } from '../../image/volume.ts'
import { type Box, imageOf, wholeBlock } from './box.ts'
import { boundaryOf, convolutionRules, filteredAxes, poolingOf, textsOf } from './convolution/options.ts'
import { pooled } from './convolution/pooling.ts'
import { rotations } from './convolution/rotations.ts'
import { convolveAll, convolved, type Kernels, needed } from './convolution/separable.ts'
import type { Filter, Options } from './filter.ts'
import { flag, wholeOption } from './options.ts'

/** Laws' kernels before they are scaled to a norm of 1. */
const profiles: Record<string, number[]> = {
  L3: [1, 2, 1],
  L5: [1, 4, 6, 4, 1],
  E3: [-1, 0, 1],
  E5: [-1, -2, 0, 2, 1],
  S3: [-1, 2, -1],
  S5: [-1, 0, 2, 0, -1],
  W5: [-1, 2, 0, -2, 1],
  R5: [1, -4, 6, -4, 1],
}

/**
 * Laws' kernels (IBSI JTXT), x first, as L5E5S5; with `rotationInvariant` pooled over the right-angled rotations, with
 * `energyDistance` δ the mean of the absolute response in the cube of 2δ + 1 voxels a side (IBSI PQSD).
 */
function* laws(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  const boundary = boundaryOf(options)
  const pattern = new RegExp(`^(${Object.keys(profiles).join('|')}){${axes.length}}$`)
  const names = textsOf(
    options,
    'kernels',
    pattern,
    `a list of ${axes.length} of ${Object.keys(profiles).join(', ')} together`,
  )
  const energyDistance = wholeOption(options, 'energyDistance', 0, 0, 64)
  const invariant = flag(options, 'rotationInvariant', false)
  for (const name of names) {
    const given: Kernels = [undefined, undefined, undefined]
    axes.forEach((axis, i) => {
      given[axis] = unit(profiles[name.slice(2 * i, 2 * i + 2)])
    })
    const all = invariant ? rotations([given], axes).map(([kernels]) => kernels) : [given]
    const mean = new Float64Array(2 * energyDistance + 1).fill(1 / (2 * energyDistance + 1))
    const energy = [0, 1, 2].map((axis) => (axes.includes(axis) ? mean : undefined)) as Kernels
    const wanted = energyDistance > 0 ? needed(box, volume.size, boundary, [energy]) : box
    const pool = pooled(poolingOf(options, 'max'))
    convolveAll(wholeBlock(volume), volume.size, wanted, boundary, all, pool.add)
    let data = pool.response()
    if (energyDistance > 0)
      data = convolved({ box: wanted, data: data.map(Math.abs) }, volume.size, box, boundary, energy)
    const suffix = `${invariant ? '-invariant' : ''}${energyDistance > 0 ? `-energy-${energyDistance}` : ''}`
    yield { name: `laws-${name}${suffix}`, image: imageOf(volume, box, data) }
  }
}

function unit(weights: readonly number[]): Float64Array {
  const norm = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
  return Float64Array.from(weights, (weight) => weight / norm)
}

export const lawsFilter: Filter = {
  rules: {
    ...convolutionRules,
    kernels: { kind: 'list', each: { kind: 'text' }, length: [1, 64] },
    energyDistance: { kind: 'whole', least: 0, most: 64 },
  },
  images: (volume, options, { box }) => laws(volume, options, box),
}
