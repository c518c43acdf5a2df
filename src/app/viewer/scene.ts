import type { Triple, Volume } from '../../image/volume.ts'
import { type Label, labelsIn } from './labels.ts'
import { fitZoom, nearestVoxel, type Placement } from './placement.ts'
import { type Plane, type PlaneName, planeNames, planesOf } from './planes.ts'
import { autoWindow, type Window } from './window-level.ts'

/** A map laid over the image, on its voxels: on all of them, or on a box of them from `lower` on. NaN shows the image. */
export interface Overlay {
  name: string
  /** Of its values, where they have one. */
  unit?: string
  volume: Volume
  lower?: Readonly<Triple>
  /** What the colours go from and to. */
  window: Window
}

/** An overlay's value at a voxel of the image; undefined where it has none. */
export function overlayValue({ volume: { data, size }, lower = [0, 0, 0] }: Overlay, voxel: Readonly<Triple>) {
  const [x, y, z] = voxel.map((at, axis) => at - lower[axis])
  if (![x, y, z].every((at, axis) => at >= 0 && at < size[axis])) return undefined
  const value = data[x + size[0] * (y + size[1] * z)]
  return Number.isNaN(value) ? undefined : value
}

/** Outlines that are shown and not edited: another reader's, in consensus. */
export interface Outline {
  name: string
  mask: Uint16Array
  rgb: [number, number, number]
}

/** A voxel of the image in the middle of what an overlay has values for. */
export function middleOf({ volume: { data, size }, lower = [0, 0, 0] }: Overlay): Triple {
  const known = Array.from(data.keys()).filter((i) => !Number.isNaN(data[i]))
  const i = known[known.length >> 1]
  return [
    lower[0] + (i % size[0]),
    lower[1] + (Math.floor(i / size[0]) % size[1]),
    lower[2] + Math.floor(i / (size[0] * size[1])),
  ]
}

/** What the three planes show. Its parts are changed in place; `changed` tells those who draw. */
export interface Scene {
  image: Volume
  /** All phases of the examination, where it has some; `image` is one of them. */
  phases: Volume[]
  phase: number
  planes: Record<PlaneName, Plane>
  cursor: Triple
  placements: Record<PlaneName, Placement>
  window: Window
  /** Spread of the image's values, by which drags change the window. */
  extent: number
  mask: Uint16Array
  labels: Label[]
  maskShown: boolean
  /** Of the inside of regions, 0 to 1. */
  opacity: number
  outlines: Outline[]
  overlay?: Overlay
  overlayShown: boolean
  overlayOpacity: number
  annotations: boolean
  /** One plane alone, or all three. */
  alone?: PlaneName
  /** Counts the changes of the mask, so that an unchanged slice is not painted again. */
  maskRevision: number
}

export interface Stage {
  scene: Scene
  /** Draws once before the next frame. */
  changed: () => void
  /** Calls back before a frame in which something changed; gives back what ends that. */
  onDraw: (draw: () => void) => () => void
}

const noPlacement = (): Placement => ({ zoom: 0, pan: [0, 0], width: 0, height: 0 })

/** A scene of an image with a mask on its grid, its cursor in the middle. */
export function sceneOf(image: Volume, mask: Uint16Array, names?: ReadonlyMap<number, string>): Scene {
  const whole = autoWindow(image.data, 0)
  return {
    image,
    phases: [image],
    phase: 0,
    planes: planesOf(image),
    cursor: image.size.map((n) => Math.floor((n - 1) / 2)) as Triple,
    placements: { axial: noPlacement(), coronal: noPlacement(), sagittal: noPlacement() },
    window: autoWindow(image.data),
    extent: whole.high - whole.low,
    mask,
    labels: labelsIn(mask, names),
    maskShown: true,
    opacity: 0.35,
    outlines: [],
    overlayShown: true,
    overlayOpacity: 0.5,
    annotations: true,
    maskRevision: 0,
  }
}

export function openStage(scene: Scene, nextFrame: (draw: () => void) => void = requestAnimationFrame): Stage {
  const drawers = new Set<() => void>()
  let waiting = false
  return {
    scene,
    changed() {
      if (waiting) return
      waiting = true
      nextFrame(() => {
        waiting = false
        for (const draw of drawers) draw()
      })
    },
    onDraw(draw) {
      drawers.add(draw)
      return () => drawers.delete(draw)
    },
  }
}

/** Moves a plane by slices; the other planes follow with the cursor. */
export function moveSlice(scene: Scene, name: PlaneName, by: number) {
  const { axis, flipped } = scene.planes[name].normal
  const to = scene.cursor.slice() as Triple
  to[axis] += flipped ? -by : by
  scene.cursor = nearestVoxel(scene.image, to)
}

/** Puts the whole image into each view. */
export function fitAll(scene: Scene) {
  for (const name of planeNames) {
    const { width, height } = scene.placements[name]
    scene.placements[name] = {
      width,
      height,
      pan: [0, 0],
      zoom: fitZoom(scene.image, scene.planes[name], width, height),
    }
  }
}

/** Moves each view so that the cursor is in its middle. */
export function centreOnCursor(scene: Scene) {
  for (const name of planeNames) {
    const { across, down } = scene.planes[name]
    const { zoom } = scene.placements[name]
    const off = ({ axis, flipped }: typeof across) => {
      const voxels = (scene.image.size[axis] - 1) / 2 - scene.cursor[axis]
      return (flipped ? -voxels : voxels) * scene.image.spacing[axis] * zoom
    }
    scene.placements[name] = { ...scene.placements[name], pan: [off(across), off(down)] }
  }
}

/** Shows another phase of the examination. */
export function showPhase(scene: Scene, phase: number) {
  scene.phase = Math.min(scene.phases.length - 1, Math.max(0, phase))
  scene.image = scene.phases[scene.phase]
}
