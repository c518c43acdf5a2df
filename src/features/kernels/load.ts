import { instantiate, type Kernel } from '../../statistics/kernels/load.ts'

export type { Kernel }

let switchedOff = false

/** Computes with the TypeScript of every kernel from now on (`false`), or with wasm again where there is wasm. */
export function useKernels(on: boolean) {
  switchedOff = !on
}

/**
 * Loads a kernel when it is first asked for. `undefined` where wasm with SIMD is missing or was switched off: the
 * caller then computes with its TypeScript, which gives the same numbers.
 */
export function kernelOf<Exports>(base64: string): () => Kernel<Exports> | undefined {
  let kernel: Kernel<Exports> | undefined | null = null
  return () => {
    if (kernel === null) kernel = instantiate<Exports>(base64)
    return switchedOff ? undefined : kernel
  }
}

/** First address that a caller may use; below it lies what the compiler put there. */
const START = 4096

/**
 * Lays arrays out in a kernel's memory one after the other (16-byte aligned, 16 bytes between them), growing it where
 * needed. Views are made after all growth, for growing detaches those made before. The addresses stand in
 * `byteOffset` of the views. Undefined where the memory cannot grow so far.
 */
export function layOut(memory: WebAssembly.Memory, bytes: readonly number[]): number[] | undefined {
  let end = START
  const addresses = bytes.map((size) => {
    const at = end
    end = Math.ceil((at + size + 16) / 16) * 16
    return at
  })
  if (end > 2 ** 32 - 65536 || !Number.isSafeInteger(end)) return undefined
  const missing = end - memory.buffer.byteLength
  if (missing > 0) {
    try {
      memory.grow(Math.ceil(missing / 65536))
    } catch {
      return undefined
    }
  }
  return addresses
}
