let switchedOff = false

/** Computes with the TypeScript of every kernel of this folder from now on (`false`), or with wasm again (`true`). */
export function useStatisticsKernels(on: boolean): void {
  switchedOff = !on
}

/** A wasm module with its own memory; a kernel's caller lays out that memory anew for every call. */
export type Kernel<Exports> = { exports: Exports; memory: WebAssembly.Memory }

/**
 * Loads a kernel when it is first asked for. Undefined where wasm with SIMD is missing or was switched off: the caller then
 * computes with its TypeScript, which gives the same numbers. exp and log are JavaScript's, so that they are the same too.
 */
export function kernelOf<Exports>(base64: string): () => Kernel<Exports> | undefined {
  let kernel: Kernel<Exports> | undefined | null = null
  return () => {
    if (kernel === null) kernel = instantiate<Exports>(base64)
    return switchedOff ? undefined : kernel
  }
}

/** Undefined where there is no wasm with SIMD. */
export function instantiate<Exports>(base64: string): Kernel<Exports> | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
    const imports = { env: { memory, exp: Math.exp, log: Math.log } }
    return { exports: new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as Exports, memory }
  } catch {
    return undefined
  }
}
