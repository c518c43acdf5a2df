import type { Geometry, Triple, Volume } from '../../image/volume.ts'

/** A block of voxels: `lower` included, `upper` not. */
export interface Box {
  lower: Triple
  upper: Triple
}

export function wholeOf({ size }: Pick<Geometry, 'size'>): Box {
  return { lower: [0, 0, 0], upper: [...size] }
}

export function extent({ lower, upper }: Box): Triple {
  return [upper[0] - lower[0], upper[1] - lower[1], upper[2] - lower[2]]
}

/** The geometry of the block alone: its size, and the origin at its first voxel. */
export function geometryOf(volume: Geometry, box: Box): Geometry {
  const { dimension, spacing, direction } = volume
  const origin = volume.origin.map((at, row) => {
    let moved = at
    for (let axis = 0; axis < 3; axis++) moved += direction[3 * row + axis] * spacing[axis] * box.lower[axis]
    return moved
  }) as Triple
  return { dimension, size: extent(box), spacing: [...spacing], origin, direction: [...direction] }
}

/** Values of a block of an image; x runs fastest. */
export interface Block {
  box: Box
  data: ArrayLike<number>
}

export const wholeBlock = (volume: Volume): Block => ({ box: wholeOf(volume), data: volume.data })

/** A block of an image with new values, in float64. */
export const imageOf = (volume: Geometry, box: Box, data: Float64Array): Volume => ({
  ...geometryOf(volume, box),
  pixelType: 'float64',
  data,
})

/** The block cut out of a whole grid of values (the values themselves when it is the whole grid). */
export function cut<T extends Volume['data']>(data: T, size: Triple, box: Box): T {
  const [width, height, depth] = extent(box)
  if (width === size[0] && height === size[1] && depth === size[2]) return data
  const out = new (data.constructor as new (n: number) => T)(width * height * depth)
  if (width >= 24) {
    for (let z = 0, to = 0; z < depth; z++) {
      for (let y = 0; y < height; y++, to += width) {
        const from = box.lower[0] + size[0] * (box.lower[1] + y + size[1] * (box.lower[2] + z))
        out.set(data.subarray(from, from + width) as never, to)
      }
    }
    return out
  }
  for (let z = 0, to = 0; z < depth; z++) {
    for (let y = 0; y < height; y++, to += width) {
      const from = box.lower[0] + size[0] * (box.lower[1] + y + size[1] * (box.lower[2] + z))
      // Rows are short: a copy by hand is quicker than the views that `set` would need.
      for (let x = 0; x < width; x++) out[to + x] = data[from + x]
    }
  }
  return out
}
