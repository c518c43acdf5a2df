import { toIndex, toPoint } from '../../image/grid/geometry.ts'
import type { Geometry, Triple } from '../../image/volume.ts'
import type { Plane, ScreenAxis } from './planes.ts'

/** How a plane is shown: pixels a millimetre, and by how many pixels its middle is moved from the canvas's. */
export interface Placement {
  zoom: number
  pan: [x: number, y: number]
  /** Pixels of the canvas. */
  width: number
  height: number
}

/** The zoom at which a whole slice fits the canvas. */
export function fitZoom({ size, spacing }: Geometry, { across, down }: Plane, width: number, height: number): number {
  const millimetres = ({ axis }: ScreenAxis) => size[axis] * spacing[axis]
  return Math.min(width / millimetres(across), height / millimetres(down))
}

/** The canvas's x and y of a (possibly fractional) voxel index. */
export function toCanvas(geometry: Geometry, plane: Plane, placement: Placement, index: Readonly<Triple>) {
  const { zoom, pan, width, height } = placement
  const at = ({ axis, flipped }: ScreenAxis) => {
    const middle = (geometry.size[axis] - 1) / 2
    return (flipped ? middle - index[axis] : index[axis] - middle) * geometry.spacing[axis] * zoom
  }
  return [width / 2 + pan[0] + at(plane.across), height / 2 + pan[1] + at(plane.down)] as [x: number, y: number]
}

/** The fractional voxel index under a place on the canvas, on the slice that is shown: the inverse of `toCanvas`. */
export function fromCanvas(
  geometry: Geometry,
  plane: Plane,
  placement: Placement,
  slice: number,
  x: number,
  y: number,
): Triple {
  const { zoom, pan, width, height } = placement
  const index: Triple = [0, 0, 0]
  index[plane.normal.axis] = slice
  const put = ({ axis, flipped }: ScreenAxis, pixels: number) => {
    const voxels = pixels / (geometry.spacing[axis] * zoom)
    index[axis] = (geometry.size[axis] - 1) / 2 + (flipped ? -voxels : voxels)
  }
  put(plane.across, x - width / 2 - pan[0])
  put(plane.down, y - height / 2 - pan[1])
  return index
}

/** The voxel that holds a fractional index, or undefined outside the image. */
export function voxelAt({ size }: Geometry, index: Readonly<Triple>): Triple | undefined {
  const voxel = index.map((at) => Math.floor(at + 0.5)) as Triple
  return voxel.every((at, axis) => at >= 0 && at < size[axis]) ? voxel : undefined
}

/** The nearest voxel of the image. */
export const nearestVoxel = ({ size }: Geometry, index: Readonly<Triple>) =>
  index.map((at, axis) => Math.min(size[axis] - 1, Math.max(0, Math.floor(at + 0.5)))) as Triple

/** LPS millimetres under a place on the canvas. */
export const patientPoint = (...asked: Parameters<typeof fromCanvas>) => toPoint(asked[0], fromCanvas(...asked))

/** Where a patient's point lies on the canvas, and on which (fractional) slice. */
export function placePoint(geometry: Geometry, plane: Plane, placement: Placement, point: Readonly<Triple>) {
  const index = toIndex(geometry, point)
  const [x, y] = toCanvas(geometry, plane, placement, index)
  return { x, y, slice: index[plane.normal.axis] }
}

/** The placement zoomed by a factor about a place on the canvas, which stays where it is. */
export function zoomedAt(placement: Placement, factor: number, x: number, y: number): Placement {
  const zoom = Math.min(400, Math.max(0.01, placement.zoom * factor))
  const by = zoom / placement.zoom
  const moved = (at: number, extent: number, pan: number) => at - extent / 2 - (at - extent / 2 - pan) * by
  return {
    ...placement,
    zoom,
    pan: [moved(x, placement.width, placement.pan[0]), moved(y, placement.height, placement.pan[1])],
  }
}
