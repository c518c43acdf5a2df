import type { Box } from '../features/filters/box.ts'
import type { Geometry } from '../image/volume.ts'

/** Millimetres of the image that are shown around the region. */
const around = 12

/** Which part of a slice is shown, and how its pixels are taken from the image. */
export interface SliceWindow {
  columns: number
  rows: number
  spacing: [number, number]
  /** Every pixel's value by its place in the image, row by row; `beyond` where the image ends. */
  take: (from: (x: number, y: number) => number, beyond?: number) => Float64Array
}

/**
 * A square around a region, so that the regions of several patients stand side by side at one height. Rows are turned so
 * that the patient's front is up and the right side left, as radiologists look at them.
 */
export function sliceWindow({ size, spacing, direction }: Geometry, { lower, upper }: Box): SliceWindow {
  const side = 2 * around + Math.max(...[0, 1].map((axis) => (upper[axis] - lower[axis]) * spacing[axis]))
  const [columns, rows] = [0, 1].map((axis) => Math.round(side / spacing[axis]))
  const [left, top] = [columns, rows].map((wide, axis) => Math.round((lower[axis] + upper[axis] - wide) / 2))
  const [flipX, flipY] = [direction[0] < 0, direction[4] < 0]
  return {
    columns,
    rows,
    spacing: [spacing[0], spacing[1]],
    take: (from, beyond = Number.NaN) => {
      const values = new Float64Array(columns * rows)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const x = left + (flipX ? columns - 1 - column : column)
          const y = top + (flipY ? rows - 1 - row : row)
          const within = x >= 0 && y >= 0 && x < size[0] && y < size[1]
          values[row * columns + column] = within ? from(x, y) : beyond
        }
      return values
    },
  }
}
