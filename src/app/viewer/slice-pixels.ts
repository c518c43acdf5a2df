import type { Geometry, Voxels } from '../../image/volume.ts'
import type { Plane } from './planes.ts'
import type { Window } from './window-level.ts'

/** Where the first pixel of a slice lies in the voxels, and the steps to the next one across and down. */
export interface SliceSteps {
  columns: number
  rows: number
  start: number
  across: number
  down: number
}

/** How a slice of an image is read as the rows of a picture. */
export function stepsOf({ size }: Geometry, { normal, across, down }: Plane, slice: number): SliceSteps {
  const strides = [1, size[0], size[0] * size[1]]
  let start = slice * strides[normal.axis]
  if (across.flipped) start += (size[across.axis] - 1) * strides[across.axis]
  if (down.flipped) start += (size[down.axis] - 1) * strides[down.axis]
  return {
    columns: size[across.axis],
    rows: size[down.axis],
    start,
    across: across.flipped ? -strides[across.axis] : strides[across.axis],
    down: down.flipped ? -strides[down.axis] : strides[down.axis],
  }
}

/** Colours as a little-endian machine's canvas stores them: alpha, blue, green, red from the top. */
export const colour = (red: number, green: number, blue: number, alpha = 255) =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0

/** 256 greys. */
export const greys = Uint32Array.from({ length: 256 }, (_, grey) => colour(grey, grey, grey))

/** From black over red and yellow to white, for maps laid over an image. */
export const heat = Uint32Array.from({ length: 256 }, (_, at) =>
  colour(Math.min(255, 3 * at), Math.min(255, Math.max(0, 3 * at - 255)), Math.max(0, 3 * at - 510)),
)

/** Paints a slice through a window and a table of 256 colours; nothing where there is no number. */
export function paintImage(
  pixels: Uint32Array,
  data: Voxels,
  steps: SliceSteps,
  { low, high }: Window,
  colours: Uint32Array,
) {
  const { columns, rows, start, across, down } = steps
  const scale = 256 / (high - low)
  let pixel = 0
  for (let row = 0; row < rows; row++) {
    let at = start + row * down
    for (let column = 0; column < columns; column++, at += across) {
      const value = data[at]
      const level = ((value - low) * scale) | 0
      pixels[pixel++] = Number.isNaN(value) ? 0 : colours[level < 0 ? 0 : level > 255 ? 255 : level]
    }
  }
}

/**
 * Paints a slice of labels: nothing where the label is 0 or hidden, the fill inside, the edge's colour on the region's
 * outermost voxels.
 */
export function paintLabels(
  pixels: Uint32Array,
  mask: Uint16Array,
  steps: SliceSteps,
  fill: (label: number) => number,
  edge: (label: number) => number,
) {
  const { columns, rows, start, across, down } = steps
  let pixel = 0
  let known = 0
  let [inner, outer] = [0, 0]
  for (let row = 0; row < rows; row++) {
    let at = start + row * down
    for (let column = 0; column < columns; column++, at += across, pixel++) {
      const label = mask[at]
      if (label === 0) {
        pixels[pixel] = 0
        continue
      }
      if (label !== known) {
        known = label
        inner = fill(label)
        outer = edge(label)
      }
      const isEdge =
        column === 0 ||
        column === columns - 1 ||
        row === 0 ||
        row === rows - 1 ||
        mask[at - across] !== label ||
        mask[at + across] !== label ||
        mask[at - down] !== label ||
        mask[at + down] !== label
      pixels[pixel] = isEdge ? outer : inner
    }
  }
}
