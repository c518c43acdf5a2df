import type { Triple } from '../../image/volume.ts'

/** How the voxels of slices across one axis are reached. */
export interface SliceLayout {
  columns: number
  rows: number
  slices: number
  across: number
  down: number
  along: number
}

/** The layout of slices across `axis`; columns run along the first of the other axes. */
export function layoutOf(size: Readonly<Triple>, axis: number): SliceLayout {
  const strides = [1, size[0], size[0] * size[1]]
  const [a, b] = [0, 1, 2].filter((other) => other !== axis)
  return {
    columns: size[a],
    rows: size[b],
    slices: size[axis],
    across: strides[a],
    down: strides[b],
    along: strides[axis],
  }
}

/** 1 where a slice has a label, row by row. */
export function labelOn(mask: Uint16Array, layout: SliceLayout, slice: number, label: number): Uint8Array {
  const { columns, rows, across, down, along } = layout
  const out = new Uint8Array(columns * rows)
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++)
      if (mask[slice * along + row * down + column * across] === label) out[i] = 1
  return out
}

/** Slices of an axis that hold a label, in order. */
export function slicesWith(mask: Uint16Array, size: Readonly<Triple>, axis: number, label: number): number[] {
  const { columns, rows, slices, across, down, along } = layoutOf(size, axis)
  const holds = (slice: number) => {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        if (mask[slice * along + row * down + column * across] === label) return true
    return false
  }
  return Array.from({ length: slices }, (_, slice) => slice).filter(holds)
}

/** The mask with a label's outline on one slice copied to another, where that has no other label. */
export function copySlice(
  mask: Uint16Array,
  size: Readonly<Triple>,
  axis: number,
  from: number,
  to: number,
  label: number,
): Uint16Array {
  const layout = layoutOf(size, axis)
  const drawn = labelOn(mask, layout, from, label)
  const out = mask.slice()
  putOnSlice(out, layout, to, label, (i) => drawn[i] === 1)
  return out
}

/** Puts a label on a slice where it has none yet. */
export function putOnSlice(
  out: Uint16Array,
  { columns, rows, across, down, along }: SliceLayout,
  slice: number,
  label: number,
  inside: (i: number) => boolean,
) {
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) {
      const voxel = slice * along + row * down + column * across
      if (out[voxel] === 0 && inside(i)) out[voxel] = label
    }
}
