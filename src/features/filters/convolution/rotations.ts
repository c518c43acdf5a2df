import { type Kernels, sameWeights, type Weights } from './separable.ts'

/**
 * The kernels of all right-angled rotations of a separable filter (IBSI O1AQ): 24 in space, 4 in a plane; rotations that
 * give the same kernels stand once, which leaves maximum, minimum and mean over them as they are.
 *
 * @param filters sets of kernels that turn together, as a wavelet's and its approximation's
 * @param axes those filtered
 */
export function rotations(filters: readonly Kernels[], axes: readonly number[]): Kernels[][] {
  const found: Kernels[][] = []
  for (const order of permutations(axes))
    for (let signs = 0; signs < 1 << axes.length; signs++) {
      const flips = axes.map((_, i) => (signs >> i) % 2 === 1)
      const negative = flips.filter(Boolean).length % 2 === 1
      if (negative !== isOdd(order)) continue
      const turned = filters.map((kernels) => {
        const out: Kernels = [undefined, undefined, undefined]
        axes.forEach((axis, i) => {
          const own = kernels[order[i]]
          out[axis] = own && flips[i] ? own.slice().reverse() : own
        })
        return out
      })
      if (!found.some((other) => other.every((kernels, i) => sameKernels(kernels, turned[i])))) found.push(turned)
    }
  return found
}

const sameKernels = (a: Kernels, b: Kernels) =>
  a.every((weights: Weights | undefined, axis) => sameWeights(weights, b[axis]))

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((first) => permutations(items.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}

/** Whether it takes an odd number of exchanges to sort an order. */
function isOdd(order: readonly number[]): boolean {
  let inversions = 0
  for (let i = 0; i < order.length; i++) for (let j = 0; j < i; j++) if (order[j] > order[i]) inversions++
  return inversions % 2 === 1
}
