import { pow } from '../../portable-math.ts'
import type { IbsiRegion, Tagged } from './region.ts'

/** Radius in mm of a sphere of one cubic centimetre. */
const radius = 10 * pow(3 / (4 * Math.PI), 1 / 3)

/** Local intensity features (9ST6): means of the image in 1 cm³ around voxels of the intensity mask. */
export function localIntensity({ size, spacing, image, intensity }: IbsiRegion): Tagged {
  const [nx, ny, nz] = size
  const offsets: [number, number, number][] = []
  const reach = spacing.map((s) => Math.floor(radius / s))
  for (let z = -reach[2]; z <= reach[2]; z++)
    for (let y = -reach[1]; y <= reach[1]; y++)
      for (let x = -reach[0]; x <= reach[0]; x++)
        if (Math.hypot(x * spacing[0], y * spacing[1], z * spacing[2]) <= radius) offsets.push([x, y, z])
  let highest = -Infinity
  for (let at = 0; at < image.length; at++) if (intensity[at] && image[at] > highest) highest = image[at]
  let local = -Infinity
  let global = -Infinity
  for (let at = 0; at < image.length; at++) {
    if (!intensity[at]) continue
    const x = at % nx
    const y = Math.floor(at / nx) % ny
    const z = Math.floor(at / (nx * ny))
    let total = 0
    let count = 0
    for (const [dx, dy, dz] of offsets) {
      const [a, b, c] = [x + dx, y + dy, z + dz]
      if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue
      total += image[a + nx * (b + ny * c)]
      count++
    }
    const mean = total / count
    if (mean > global) global = mean
    // Of several voxels with the highest intensity, the highest peak counts.
    if (image[at] === highest && mean > local) local = mean
  }
  return { loc_peak_loc: local, loc_peak_glob: global }
}
