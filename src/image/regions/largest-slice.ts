import type { Triple } from '../volume.ts'

/** The slice that holds most of a label, the first of several; the one that is named otherwise where none holds any. */
export function largestSlice(data: ArrayLike<number>, [nx, ny, nz]: Triple, label: number, otherwise = 0): number {
  const area = nx * ny
  let [slice, most] = [otherwise, 0]
  for (let z = 0; z < nz; z++) {
    let count = 0
    for (let i = z * area; i < (z + 1) * area; i++) if (data[i] === label) count++
    if (count > most) [slice, most] = [z, count]
  }
  return slice
}
