import type { Voxels } from '../volume.ts'

/** The same voxels in memory that threads see without a copy, where the platform has such; anything else as it is. */
export function inSharedMemory<Value>(value: Value): Value {
  const { data } = (value ?? {}) as { data?: unknown }
  if (!ArrayBuffer.isView(data) || typeof SharedArrayBuffer === 'undefined') return value
  if (data.buffer instanceof SharedArrayBuffer) return value
  const shared = new (data.constructor as new (buffer: SharedArrayBuffer) => Voxels)(
    new SharedArrayBuffer(data.byteLength),
  )
  shared.set(data as unknown as Voxels)
  return { ...value, data: shared }
}
