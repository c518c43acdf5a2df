import { kernelOf } from './load.ts'
import { wasm } from './lowess.wasm.ts'

type Exports = { smooth: (...args: number[]) => void }

const loaded = kernelOf<Exports>(wasm)
/** What the compiler put into the memory lies below. */
const memoryStart = 4096

/**
 * One pass of lowess over points sorted by x, of which there are two at least. Undefined where there is no WebAssembly, or
 * not enough memory: lowess.ts does the same then, to the last bit.
 */
export function smoothInKernel(
  x: Float64Array,
  y: Float64Array,
  neighbours: number,
  delta: number,
  robustness: Float64Array | undefined,
): Float64Array | undefined {
  const kernel = loaded()
  if (!kernel) return undefined
  const { memory, exports } = kernel
  const n = x.length
  const missing = memoryStart + 32 * n - memory.buffer.byteLength
  if (missing > 0) {
    try {
      memory.grow(Math.ceil(missing / 65536))
    } catch {
      return undefined
    }
  }
  const doubles = new Float64Array(memory.buffer, memoryStart, 4 * n)
  doubles.set(x)
  doubles.set(y, n)
  if (robustness) doubles.set(robustness, 2 * n)
  exports.smooth(
    n,
    memoryStart,
    memoryStart + 8 * n,
    neighbours,
    delta,
    robustness ? memoryStart + 16 * n : 0,
    memoryStart + 24 * n,
  )
  return doubles.slice(3 * n)
}
