import type { Geometry, Triple } from '../../image/volume.ts'

export type PlaneName = 'axial' | 'coronal' | 'sagittal'

/** One direction of the screen: the image axis that it runs along, and whether against the order of the voxels. */
export interface ScreenAxis {
  axis: number
  flipped: boolean
}

/** How slices across one image axis lie on the screen. */
export interface Plane {
  name: PlaneName
  /** The image axis that the slices are numbered along. */
  normal: ScreenAxis
  /** Left to right. */
  across: ScreenAxis
  /** Top to bottom. */
  down: ScreenAxis
  /** The patient's side at each edge of the screen. */
  letters: { left: string; right: string; top: string; bottom: string }
}

export const planeNames: readonly PlaneName[] = ['axial', 'coronal', 'sagittal']

/** Patient axes (LPS, with sign) as a radiologist looks: from the feet, from the front, and with the nose to the left. */
const screens: Record<PlaneName, { across: [number, 1 | -1]; down: [number, 1 | -1]; normal: [number, 1 | -1] }> = {
  axial: { across: [0, 1], down: [1, 1], normal: [2, 1] },
  coronal: { across: [0, 1], down: [2, -1], normal: [1, 1] },
  sagittal: { across: [1, 1], down: [2, -1], normal: [0, 1] },
}

/**
 * The three planes of an image's own grid, each named after the patient's plane that it is nearest to. Nothing is
 * resampled: a pixel is a voxel, so an oblique volume is shown along its own slices and a left-handed one is mirrored back.
 */
export function planesOf(geometry: Geometry): Record<PlaneName, Plane> {
  const nearest = nearestAxes(geometry)
  const along = ([patient, sign]: [number, 1 | -1]): ScreenAxis => {
    const axis = nearest[patient]
    return { axis, flipped: Math.sign(geometry.direction[3 * patient + axis] || 1) !== sign }
  }
  return Object.fromEntries(
    planeNames.map((name) => {
      const { across, down, normal } = screens[name]
      const [right, below] = [along(across), along(down)]
      const letters = {
        right: lettersOf(vector(geometry, right, 1)),
        left: lettersOf(vector(geometry, right, -1)),
        bottom: lettersOf(vector(geometry, below, 1)),
        top: lettersOf(vector(geometry, below, -1)),
      }
      return [name, { name, normal: along(normal), across: right, down: below, letters }]
    }),
  ) as Record<PlaneName, Plane>
}

/** For each patient axis the image axis that runs along it most nearly, each used once. */
function nearestAxes({ direction }: Geometry): Triple {
  const along = (order: Triple) =>
    order.reduce((sum, axis, patient) => sum + Math.abs(direction[3 * patient + axis]), 0)
  return orders.reduce((best, order) => (along(order) > along(best) + 1e-9 ? order : best))
}

const orders: Triple[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
]

const vector = ({ direction }: Geometry, { axis, flipped }: ScreenAxis, sense: number): Triple =>
  [0, 1, 2].map((patient) => direction[3 * patient + axis] * (flipped ? -sense : sense)) as Triple

/** Below this share of a direction (15 degrees) a letter is left out. */
const slight = Math.sin((15 * Math.PI) / 180)

/** Where in the patient a direction points, the strongest first: `L`, or `LA` where it is oblique. */
export function lettersOf(direction: Readonly<Triple>): string {
  const names = ['LR', 'PA', 'SI']
  return [0, 1, 2]
    .filter((axis) => Math.abs(direction[axis]) > slight)
    .sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]))
    .map((axis) => names[axis][direction[axis] > 0 ? 0 : 1])
    .join('')
}
