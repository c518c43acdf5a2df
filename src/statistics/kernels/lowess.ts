import { kernelOf } from './load.ts'
import { wasm } from './lowess.wasm.ts'

type Exports = { smooth: (...args: number[]) => void }

const loaded = kernelOf<Exports>(wasm)
/** What the compiler put into the memory lies below. */
const START = 4096

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
  const missing = START + 32 * n - memory.buffer.byteLength
  if (missing > 0) {
    try {
      memory.grow(Math.ceil(missing / 65536))
    } catch {
      return undefined
    }
  }
  const doubles = new Float64Array(memory.buffer, START, 4 * n)
  doubles.set(x)
  doubles.set(y, n)
  if (robustness) doubles.set(robustness, 2 * n)
  exports.smooth(n, START, START + 8 * n, neighbours, delta, robustness ? START + 16 * n : 0, START + 24 * n)
  return doubles.slice(3 * n)
}
