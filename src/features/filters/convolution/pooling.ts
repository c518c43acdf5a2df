export const poolings = ['max', 'mean', 'min'] as const
export type Pooling = (typeof poolings)[number]

/** Gathers response maps voxel by voxel: the greatest, the least or the mean of all that were added. */
export function pooled(how: Pooling) {
  let all: Float64Array | undefined
  let count = 0
  return {
    add(response: Float64Array) {
      count++
      if (!all) {
        all = response.slice()
        return
      }
      if (how === 'mean') for (let i = 0; i < all.length; i++) all[i] += response[i]
      else if (how === 'max') {
        for (let i = 0; i < all.length; i++) if (response[i] > all[i]) all[i] = response[i]
      } else for (let i = 0; i < all.length; i++) if (response[i] < all[i]) all[i] = response[i]
    },
    response(): Float64Array {
      const found = all ?? new Float64Array(0)
      if (how === 'mean') for (let i = 0; i < found.length; i++) found[i] /= count
      return found
    },
  }
}
