import type { Volume } from '../../image/volume.ts'
import { type Box, imageOf, wholeBlock } from './box.ts'
import { boundaryOf, convolutionRules, filteredAxes, levelsOf, poolingOf, textsOf } from './convolution/options.ts'
import { pooled } from './convolution/pooling.ts'
import { rotations } from './convolution/rotations.ts'
import { centred, convolved, type Kernels, needed, upsampled } from './convolution/separable.ts'
import type { Filter, Options } from './filter.ts'
import { flag } from './options.ts'
import { waveletBank } from './wavelet.ts'
import { waveletRule } from './wavelet-filters.ts'

/**
 * Undecimated separable wavelets by the standard (IBSI 25BO): sub-bands as LLH, x first; below the level asked for the
 * approximation alone, its kernels with holes from level to level (à trous). PyRadiomics' Wavelet has none of the holes and
 * is always periodic.
 */
function* wavelets(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  const boundary = boundaryOf(options)
  const wanted = `a list of sub-bands as ${'LLH'.slice(-axes.length)}`
  const bands = textsOf(options, 'subbands', new RegExp(`^[LH]{${axes.length}}$`), wanted)
  const bank = waveletBank(options)
  const low = centred(bank.low.double)
  const high = centred(bank.high.double)
  const invariant = flag(options, 'rotationInvariant', false)
  for (const level of levelsOf(options))
    for (const band of bands) {
      const detail: Kernels = [undefined, undefined, undefined]
      const approximation: Kernels = [undefined, undefined, undefined]
      axes.forEach((axis, i) => {
        detail[axis] = band[i] === 'L' ? low : high
        approximation[axis] = low
      })
      const all = invariant ? rotations([detail, approximation], axes) : [[detail, approximation]]
      const pool = pooled(poolingOf(options, 'mean'))
      for (const [own, before] of all) pool.add(decomposed(volume, box, boundary, own, before, level))
      const name = `wavelet-${String(options.wavelet ?? 'coif1')}-${band}${level > 1 ? `-level-${level}` : ''}${invariant ? '-invariant' : ''}`
      yield { name, image: imageOf(volume, box, pool.response()) }
    }
}

function decomposed(
  volume: Volume,
  box: Box,
  boundary: ReturnType<typeof boundaryOf>,
  detail: Kernels,
  approximation: Kernels,
  level: number,
): Float64Array {
  const stages = Array.from({ length: level }, (_, i) => {
    const kernels = i === level - 1 ? detail : approximation
    return kernels.map((weights) => weights && upsampled(weights, 1 << i)) as Kernels
  })
  // What each level must give, from the last backwards.
  const boxes = [box]
  for (let i = level - 1; i > 0; i--) boxes.unshift(needed(boxes[0], volume.size, boundary, [stages[i]]))
  let from = wholeBlock(volume)
  let data: Float64Array = new Float64Array(0)
  stages.forEach((kernels, i) => {
    data = convolved(from, volume.size, boxes[i], boundary, kernels)
    from = { box: boxes[i], data }
  })
  return data
}

export const separableWaveletFilter: Filter = {
  rules: {
    ...convolutionRules,
    subbands: { kind: 'list', each: { kind: 'text' }, length: [1, 8] },
    wavelet: waveletRule,
  },
  images: (volume, options, { box }) => wavelets(volume, options, box),
}
