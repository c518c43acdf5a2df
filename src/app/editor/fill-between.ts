import { distanceFrom } from '../../image/regions/distance.ts'
import type { Geometry, Mask } from '../../image/volume.ts'
import { labelOn, layoutOf, putOnSlice, slicesWith } from './slices.ts'

/** An outline on a slice: millimetres from its edge, negative inside, and its middle in voxels. */
interface Shape {
  columns: number
  rows: number
  distance: Float32Array
  middle: [x: number, y: number]
}

/**
 * The mask with a label filled on the slices that lie between two on which it was drawn, across one axis.
 * Each slice is where the mean of the two outlines' signed distances, weighted by nearness, is negative; the outlines are
 * first moved along the line between their centroids, so that one that wanders is followed. A slice that has some of the
 * label is taken as drawn.
 * Source: Raya & Udupa 1990; Herman 1992.
 */
export function fillBetween(geometry: Geometry, mask: Uint16Array, axis: number, label: number): Uint16Array {
  const layout = layoutOf(geometry.size, axis)
  const [a, b] = [0, 1, 2].filter((other) => other !== axis)
  const spacing = [geometry.spacing[a], geometry.spacing[b]]
  const drawn = slicesWith(mask, geometry.size, axis, label)
  const shapes = new Map<number, Shape>()
  const shape = (slice: number) => {
    let known = shapes.get(slice)
    if (!known) {
      known = shapeOf(labelOn(mask, layout, slice, label), layout.columns, layout.rows, spacing)
      shapes.set(slice, known)
    }
    return known
  }
  const out = mask.slice()
  for (let k = 1; k < drawn.length; k++)
    for (let slice = drawn[k - 1] + 1; slice < drawn[k]; slice++) {
      const share = (slice - drawn[k - 1]) / (drawn[k] - drawn[k - 1])
      const [one, other] = [shape(drawn[k - 1]), shape(drawn[k])]
      const moved = [0, 1].map((j) => (other.middle[j] - one.middle[j]) * share)
      const back = [0, 1].map((j) => (other.middle[j] - one.middle[j]) * (1 - share))
      putOnSlice(out, layout, slice, label, (i) => {
        const [x, y] = [i % layout.columns, Math.floor(i / layout.columns)]
        const near = distanceAt(one, x - moved[0], y - moved[1])
        const far = distanceAt(other, x + back[0], y + back[1])
        return (1 - share) * near + share * far < 0
      })
    }
  return out
}

function shapeOf(inside: Uint8Array, columns: number, rows: number, spacing: number[]): Shape {
  const flat = (data: Uint8Array): Mask => ({
    dimension: 2,
    size: [columns, rows, 1],
    spacing: [spacing[0], spacing[1], 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    pixelType: 'uint8',
    data,
  })
  const reach = columns * spacing[0] + rows * spacing[1]
  const out = distanceFrom(flat(inside), 1, reach)
  const depth = distanceFrom(flat(inside.map((value) => 1 - value)), 1, reach)
  const middle: [number, number] = [0, 0]
  let count = 0
  for (let i = 0; i < inside.length; i++)
    if (inside[i] === 1) {
      middle[0] += i % columns
      middle[1] += Math.floor(i / columns)
      count++
    }
  // From centre to centre: the edge lies half way between the last voxel inside and the first outside.
  const half = Math.min(spacing[0], spacing[1]) / 2
  const distance = out.map((value, i) => (inside[i] === 1 ? half - Math.min(depth[i], reach) : value - half))
  return { columns, rows, distance, middle: [middle[0] / count, middle[1] / count] }
}

/** The signed distance between voxels, by bilinear interpolation; beyond the slice that of its border. */
function distanceAt({ columns, rows, distance }: Shape, x: number, y: number): number {
  const u = Math.min(columns - 1, Math.max(0, x))
  const v = Math.min(rows - 1, Math.max(0, y))
  const [i, j] = [Math.min(columns - 2, Math.floor(u)), Math.min(rows - 2, Math.floor(v))].map((at) => Math.max(0, at))
  const [s, t] = [u - i, v - j]
  const at = (column: number, row: number) =>
    distance[Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)]
  return (1 - t) * ((1 - s) * at(i, j) + s * at(i + 1, j)) + t * ((1 - s) * at(i, j + 1) + s * at(i + 1, j + 1))
}
