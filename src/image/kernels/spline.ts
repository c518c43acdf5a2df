import { kernelOf, layOut } from '../../statistics/kernels/load.ts'
import type { SplineCoefficients } from '../grid/bspline.ts'
import type { PixelType, Triple, Volume } from '../volume.ts'
import { wasm } from './spline.wasm.ts'

interface SplineExports {
  across(
    values: number,
    n: number,
    stride: number,
    side: number,
    atStart: number,
    atEnd: number,
    whole: number,
    horizon: number,
    pole: number,
    gain: number,
  ): void
  along(
    values: number,
    n: number,
    rows: number,
    atStart: number,
    atEnd: number,
    whole: number,
    horizon: number,
    pole: number,
    gain: number,
    scratch: number,
  ): void
  takeAlong(
    values: number,
    rows: number,
    rowBytes: number,
    places: number,
    weights: number,
    count: number,
    out: number,
  ): void
  takeAcross(values: number, width: number, places: number, weights: number, count: number, out: number): void
  finishWhole(sums: number, n: number, error: number, least: number, most: number, out: number, flags: number): number
  finishSingle(sums: number, n: number, error: number, out: number, flags: number): number
}

const loaded = kernelOf<SplineExports>(wasm)

/** Four coefficients' places (in the block) and weights for each position along an axis. */
export interface AxisWeights {
  places: Int32Array
  weights: Float64Array
}

/** What is asked of the kernel. */
export interface SplineRequest {
  image: Volume
  /** The block of coefficients that the grid takes. */
  lower: Triple
  upper: Triple
  /** The new grid's weights on a block of coefficients that starts at `from`. */
  weightsFrom: (from: Triple) => AxisWeights[]
  /** How far a sum may be from ITK's. */
  error: number
  /** The range of the image's type where that holds whole numbers. */
  range: readonly [number, number] | undefined
  pole: number
  gain: number
  horizon: number
}

/** Values in the image's type; flags are 1 where the error could change what is stored. Views that the next call overwrites. */
export interface SplineValues {
  values: Int32Array | Float32Array
  flags: Uint8Array
  doubtful: number
  coefficients: SplineCoefficients
}

/** Voxels around the block that still move a coefficient by more than 1e-22 of an intensity: the pole's power. */
const reach = 40

const types: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'int32', 'float32']

/** B-spline values on a grid of parallel axes; undefined where there is no wasm or the type or the size is beyond it. */
export function splineOnGrid(request: SplineRequest): SplineValues | undefined {
  const { image, lower, upper, error, range } = request
  const kernel = types.includes(image.pixelType) ? loaded() : undefined
  if (!kernel) return undefined
  const { exports, memory } = kernel
  const whole = image.size
  const from = lower.map((at) => Math.max(0, at - reach)) as Triple
  const to = upper.map((at, axis) => Math.min(whole[axis], at + reach)) as Triple
  const size = to.map((at, axis) => at - from[axis]) as Triple
  const [nx, ny, nz] = size
  const axes = request.weightsFrom(from)
  const [cx, cy, cz] = axes.map(({ places }) => places.length / 4)
  const rows = upper[1] - lower[1]
  const found = layOut(memory, [
    8 * nx * ny * nz,
    64 * Math.max(...size),
    ...axes.flatMap(({ places, weights }) => [places.byteLength, weights.byteLength]),
    8 * cx * rows * nz,
    8 * cx * cy * nz,
    8 * cx * cy * cz,
    4 * cx * cy * cz,
    cx * cy * cz,
  ])
  if (!found) return undefined
  const [values, scratch, px, wx, py, wy, pz, wz, alongX, acrossY, sums, cast, flags] = found
  const block = new Float64Array(memory.buffer, values, nx * ny * nz)
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, at += nx) {
      const row = from[0] + whole[0] * (from[1] + y + whole[1] * (from[2] + z))
      block.set(image.data.subarray(row, row + nx), at)
    }
  }
  prefilter()
  const [ax, ay, az] = axes
  const firstRow = lower[1] - from[1]
  new Int32Array(memory.buffer, px, 4 * cx).set(ax.places)
  new Float64Array(memory.buffer, wx, 4 * cx).set(ax.weights)
  // Only the rows that are taken are interpolated along x.
  new Int32Array(memory.buffer, py, 4 * cy).set(
    ay.places.map((place) => Math.max(0, Math.min(rows - 1, place - firstRow))),
  )
  new Float64Array(memory.buffer, wy, 4 * cy).set(ay.weights)
  new Int32Array(memory.buffer, pz, 4 * cz).set(az.places)
  new Float64Array(memory.buffer, wz, 4 * cz).set(az.weights)
  for (let z = 0; z < nz; z++) {
    const slice = alongX + 8 * cx * rows * z
    exports.takeAlong(values + 8 * nx * (firstRow + ny * z), rows, 8 * nx, px, wx, cx, slice)
    exports.takeAcross(slice, cx, py, wy, cy, acrossY + 8 * cx * cy * z)
  }
  exports.takeAcross(acrossY, cx * cy, pz, wz, cz, sums)
  const n = cx * cy * cz
  const doubtful = range
    ? exports.finishWhole(sums, n, error, range[0], range[1], cast, flags)
    : exports.finishSingle(sums, n, error, cast, flags)
  return {
    values: range ? new Int32Array(memory.buffer, cast, n) : new Float32Array(memory.buffer, cast, n),
    flags: new Uint8Array(memory.buffer, flags, n),
    doubtful,
    coefficients: { values: block, lower: from, size, imageSize: [...whole] },
  }

  function prefilter() {
    const { pole, gain, horizon } = request
    const [startX, startY, startZ] = from.map((at) => (at === 0 ? 1 : 0))
    const [endX, endY, endZ] = to.map((at, axis) => (at === whole[axis] ? 1 : 0))
    const first = lower[0] - from[0]
    const width = upper[0] - lower[0]
    if (whole[0] > 1) exports.along(values, nx, ny * nz, startX, endX, whole[0], horizon, pole, gain, scratch)
    for (let z = 0; whole[1] > 1 && z < nz; z++) {
      const at = values + 8 * (z * nx * ny + first)
      exports.across(at, ny, 8 * nx, width, startY, endY, whole[1], horizon, pole, gain)
    }
    for (let y = lower[1] - from[1]; whole[2] > 1 && y < upper[1] - from[1]; y++) {
      const at = values + 8 * (y * nx + first)
      exports.across(at, nz, 8 * nx * ny, width, startZ, endZ, whole[2], horizon, pole, gain)
    }
  }
}
