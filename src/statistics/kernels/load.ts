import { AddressesLimited, Problem } from '../../errors/index.ts'

let switchedOff = false

/**
 * Computes with the TypeScript of every kernel from now on (`false`), or with wasm again (`true`).
 *
 * @param on true for wasm, false for TypeScript
 * @returns nothing
 * @throws nothing
 * @example
 * ```ts
 * import { useKernels } from 'nomoscope/statistics'
 *
 * useKernels(true) // → undefined
 * ```
 */
export function useKernels(on: boolean): void {
  switchedOff = !on
}

/** A wasm module with its own memory; a kernel's caller lays out that memory anew for every call. */
export type Kernel<Exports> = { exports: Exports; memory: WebAssembly.Memory }

/**
 * Loads a kernel when it is first asked for. Undefined where wasm with SIMD is missing or was switched off: the caller then
 * computes with its TypeScript, which gives the same numbers. exp and logarithms are JavaScript's, so that they are the same too.
 */
export function kernelOf<Exports>(base64: string, calls: KernelCalls = {}): () => Kernel<Exports> | undefined {
  let kernel: Kernel<Exports> | undefined | null = null
  return () => {
    if (kernel === null) kernel = instantiate<Exports>(base64, calls)
    return switchedOff ? undefined : kernel
  }
}

/** What a kernel calls beside functions of `Math`. */
type KernelCalls = Record<string, (...args: number[]) => void>

/**
 * Undefined where there is no wasm with SIMD.
 *
 * @throws AddressesLimited where there is, and no memory for it: TypeScript would be slower, and its last digits others.
 */
export function instantiate<Exports>(base64: string, calls: KernelCalls = {}): Kernel<Exports> | undefined {
  try {
    const characters = atob(base64)
    const bytes = new Uint8Array(characters.length)
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i)
    const memory = emptyMemory()
    const module = new WebAssembly.Module(bytes)
    const env: WebAssembly.ModuleImports = { memory }
    for (const { kind, name } of WebAssembly.Module.imports(module))
      if (kind === 'function') env[name] = calls[name] ?? settled(name as MathFunction)
    return { exports: new WebAssembly.Instance(module, { env }).exports as Exports, memory }
  } catch (error) {
    if (error instanceof Problem) throw error
    return undefined
  }
}

/** A memory of one page that may grow to 4 GB; its engine keeps the addresses of all of it free, and more. */
export function emptyMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  } catch (error) {
    throw error instanceof RangeError ? AddressesLimited() : error
  }
}

type MathFunction = 'exp' | 'log' | 'log2'

/**
 * A function of `Math` after its first call, at which `makeMathPortable` decides whose it is: engines call their own from
 * wasm without a detour through JavaScript.
 */
function settled(name: MathFunction): (x: number) => number {
  Math[name](1)
  return Math[name]
}

/** First address that a caller may use; below it lies what the compiler put there. */
const memoryStart = 4096

/**
 * Lays arrays out in a kernel's memory one after the other (16-byte aligned, 16 bytes between them), growing it where
 * needed. Views are made after all growth, for growing detaches those made before. The addresses stand in
 * `byteOffset` of the views. Undefined where the memory cannot grow so far.
 */
export function layOut(memory: WebAssembly.Memory, bytes: readonly number[]): number[] | undefined {
  let end = memoryStart
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
