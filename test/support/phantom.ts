import type { Triple, Volume } from '../../src/image/volume.ts'

/** An image computed from each voxel's indices, in float64. */
export function imageOf(size: Triple, spacing: Triple, value: (x: number, y: number, z: number) => number): Volume {
  const data = new Float64Array(size[0] * size[1] * size[2])
  let i = 0
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++) data[i++] = value(x, y, z)
  return {
    dimension: 3,
    size,
    spacing,
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    pixelType: 'float64',
    data,
  }
}

/** Noise between 0 and 1 that is the same every time (a linear congruence). */
export function noise(seed = 1): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
