import { FilterOptionInvalid } from '../../errors/index.ts'
import type { Volume } from '../../image/volume.ts'
import { type Box, imageOf, wholeBlock } from './box.ts'
import { boundaryOf, convolutionRules, filteredAxes } from './convolution/options.ts'
import { centred, convolved, type Kernels } from './convolution/separable.ts'
import type { Filter, Options } from './filter.ts'

/**
 * The mean of the cube (with force2D the square) of M voxels a side around each voxel (IBSI S60F).
 */
function* means(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  for (const support of supports(options)) {
    const weights = centred(new Float64Array(support).fill(1 / support))
    const kernels = [0, 1, 2].map((axis) => (axes.includes(axis) ? weights : undefined)) as Kernels
    const data = convolved(wholeBlock(volume), volume.size, box, boundaryOf(options), kernels)
    yield { name: `mean-${support}`, image: imageOf(volume, box, data) }
  }
}

function supports(options: Options): number[] {
  const given = [options.support ?? []].flat()
  if (given.length === 0 || given.some((one) => !Number.isInteger(one) || Number(one) < 1 || Number(one) > 255))
    throw FilterOptionInvalid('support', options.support ?? null, 'a list of whole numbers of voxels from 1 to 255')
  return given as number[]
}

export const meanFilter: Filter = {
  rules: {
    ...convolutionRules,
    support: { kind: 'list', each: { kind: 'whole', least: 1, most: 255 }, length: [1, 32] },
  },
  images: (volume, options, { box }) => means(volume, options, box),
}
