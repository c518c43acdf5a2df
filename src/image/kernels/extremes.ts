import { kernelOf, layOut } from '../../statistics/kernels/load.ts'
import type { Voxels } from '../volume.ts'
import { wasm } from './extremes.wasm.ts'

type Describe = (from: number, n: number, out: number) => void

const loaded = kernelOf<{ describeI16: Describe; describeF32: Describe }>(wasm)

export interface Extremes {
  minimum: number
  maximum: number
  sum: number
}

/** The least and the largest of some voxels, and their sum. */
export function extremes(data: Voxels): Extremes {
  return withKernel(data) ?? eachVoxel(data)
}

function eachVoxel(data: Voxels): Extremes {
  let sum = 0
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 0; i < data.length; i++) {
    const value = data[i]
    sum += value
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return { minimum, maximum, sum }
}

/** Fewer voxels than this are described before the kernel is compiled. */
const copyThreshold = 4096

function withKernel(data: Voxels): Extremes | undefined {
  if (data.length < copyThreshold || !(data instanceof Int16Array || data instanceof Float32Array)) return undefined
  const kernel = loaded()
  const places = kernel && layOut(kernel.memory, [data.byteLength, 32])
  if (!places) return undefined
  const { exports, memory } = kernel
  const [from, out] = places
  if (data instanceof Int16Array) {
    new Int16Array(memory.buffer, from, data.length).set(data)
    exports.describeI16(from, data.length, out)
  } else {
    new Float32Array(memory.buffer, from, data.length).set(data)
    exports.describeF32(from, data.length, out)
  }
  const [minimum, maximum, sum] = new Float64Array(memory.buffer, out, 3)
  // The comparisons of the vectors pass over NaN in their own way.
  return Number.isNaN(sum) ? undefined : { minimum, maximum, sum }
}
