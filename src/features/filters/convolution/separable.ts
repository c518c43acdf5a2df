import type { Triple } from '../../../image/volume.ts'
import { type Block, type Box, extent } from '../box.ts'
import { type Boundary, grown, sourceBox } from './boundary.ts'

/** Weights of odd length, their centre in the middle. */
export type Weights = Float64Array

/** One kernel an axis; absent where that axis is not filtered. */
export type Kernels = [Weights | undefined, Weights | undefined, Weights | undefined]

/** Odd weights with the same convolution: an even kernel's centre is its second half's first weight, as in the standard. */
export function centred(weights: Float64Array): Weights {
  return weights.length % 2 ? weights : Float64Array.from([...weights, 0])
}

/** The à-trous kernel of a further level: zeros between the weights. */
export function upsampled(weights: Weights, step: number): Weights {
  const out = new Float64Array(step * (weights.length - 1) + 1)
  for (let i = 0; i < weights.length; i++) out[step * i] = weights[i]
  return out
}

export function reachOf(kernels: readonly Kernels[]): Triple {
  return [0, 1, 2].map((axis) => Math.max(0, ...kernels.map((each) => ((each[axis]?.length ?? 1) - 1) / 2))) as Triple
}

/**
 * What convolutions by separable kernels give in `box`, one after the other handed to `each`; passes that several
 * kernels begin with (z, then y, then x) are made once. The array handed over is overwritten by the next.
 */
export function convolveAll(
  from: Block,
  size: Triple,
  box: Box,
  boundary: Boundary,
  all: readonly Kernels[],
  each: (response: Float64Array) => void,
): void {
  const reach = reachOf(all)
  const block = grown(from, size, box, reach, boundary)
  const [nx, ny, nz] = extent(box)
  const wide: Triple = [nx + 2 * reach[0], ny + 2 * reach[1], nz]
  const afterZ = new Float64Array(wide[0] * wide[1] * nz)
  const afterY = new Float64Array(wide[0] * ny * nz)
  const out = new Float64Array(nx * ny * nz)
  for (const [alongZ, sameZ] of groups(all, 2)) {
    pass(block, [wide[0] * wide[1], nz + 2 * reach[2], 1], alongZ, reach[2], afterZ)
    for (const [alongY, sameY] of groups(sameZ, 1)) {
      pass(afterZ, [wide[0], wide[1], nz], alongY, reach[1], afterY)
      for (const [alongX, same] of groups(sameY, 0)) {
        pass(afterY, [1, wide[0], ny * nz], alongX, reach[0], out)
        for (let i = 0; i < same.length; i++) each(out)
      }
    }
  }
}

/** One convolution: the block that it gives. */
export function convolved(from: Block, size: Triple, box: Box, boundary: Boundary, kernels: Kernels): Float64Array {
  let found: Float64Array = new Float64Array(0)
  convolveAll(from, size, box, boundary, [kernels], (response) => {
    found = response.slice()
  })
  return found
}

/** The block of the image that a convolution of `box` needs. */
export function needed(box: Box, size: Triple, boundary: Boundary, all: readonly Kernels[]): Box {
  return sourceBox(box, reachOf(all), size, boundary)
}

/** Kernel sets by their kernel along an axis, in the order in which they come. */
function groups(all: readonly Kernels[], axis: number): [Weights | undefined, Kernels[]][] {
  const found: [Weights | undefined, Kernels[]][] = []
  for (const kernels of all) {
    const own = kernels[axis]
    const group = found.find(([weights]) => sameWeights(weights, own))
    if (group) group[1].push(kernels)
    else found.push([own, [kernels]])
  }
  return found
}

export function sameWeights(a: Weights | undefined, b: Weights | undefined): boolean {
  if (!a || !b) return a === b
  return a.length === b.length && a.every((weight, i) => weight === b[i])
}

/**
 * Convolution along the middle of three axes (elements that lie together, line, lines), whose line is `reach` longer on
 * both sides in `input` than in `out`.
 */
function pass(
  input: Float64Array,
  [inner, length, outer]: Triple,
  weights: Weights | undefined,
  reach: number,
  out: Float64Array,
): void {
  const short = length - 2 * reach
  const kernel = weights ?? identity
  const centre = (kernel.length - 1) / 2
  out.fill(0)
  for (let tap = 0; tap < kernel.length; tap++) {
    const weight = kernel[tap]
    if (weight === 0) continue
    const shift = inner * (reach + centre - tap)
    const run = inner * short
    for (let line = 0; line < outer; line++) {
      const to = line * run
      const from = line * inner * length + shift
      for (let i = 0; i < run; i++) out[to + i] += weight * input[from + i]
    }
  }
}

const identity = Float64Array.of(1)
