import { pow } from '../../portable-math.ts'
import { meshDiameters } from '../mesh/diameters.ts'
import { cubeSurface } from '../mesh/marching-cubes.ts'
import { type RowBits, rowBits } from '../mesh/row-bits.ts'
import { axisEigenvalues } from '../mesh/symmetric-eigen.ts'
import type { Region } from '../regions/region.ts'
import { list, type ShapeClass } from './feature-class.ts'

/**
 * Of the mesh by marching cubes at ½ (V its volume, A its area, mm), and of the voxels' centres, whose covariance has the
 * eigenvalues λ₁ ≥ λ₂ ≥ λ₃:
 *
 * Elongation, Flatness            √(λ₂ / λ₁), √(λ₃ / λ₁)
 * Major, Minor, LeastAxisLength   4 √λ₁, 4 √λ₂, 4 √λ₃
 * Maximum3DDiameter               the largest distance of two vertices; Maximum2DDiameterSlice, …Column, …Row in a plane
 * MeshVolume, VoxelVolume         V; voxels times the volume of one
 * SurfaceArea, SurfaceVolumeRatio A; A / V
 * Sphericity                      ∛(36 π V²) / A; SphericalDisproportion its inverse
 * Compactness1, Compactness2      V / √(π A³); 36 π V² / A³
 *
 * Source: PyRadiomics 3.0.1 (shape).
 */
export const shapeClass: ShapeClass = {
  describes: 'mask',
  names: list(`Elongation Flatness LeastAxisLength MajorAxisLength Maximum2DDiameterColumn Maximum2DDiameterRow
    Maximum2DDiameterSlice Maximum3DDiameter MeshVolume MinorAxisLength Sphericity SurfaceArea SurfaceVolumeRatio
    VoxelVolume`),
  deprecated: ['Compactness1', 'Compactness2', 'SphericalDisproportion'],
  compute: (region, { dimension, spacing }) => (dimension === 3 ? shape(region, spacing) : undefined),
}

/**
 * The 3D shape features of PyRadiomics, deprecated ones included.
 *
 * region  of a volume; spacing along x, y, z in mm
 */
export function shape(region: Region, spacing: readonly number[]): Record<string, number> {
  const voxelVolume = spacing[0] * spacing[1] * spacing[2]
  const rows = rowBits(region)
  const { area, volume } = surface(rows, spacing)
  const diameters = meshDiameters(rows, spacing)
  const [least, minor, major] = axisSquares(region, spacing)
  const sphereArea = pow(36 * Math.PI * volume ** 2, 1 / 3)
  return {
    Compactness1: volume / (pow(area, 1.5) * Math.sqrt(Math.PI)),
    Compactness2: (36 * Math.PI * volume ** 2) / pow(area, 3),
    Elongation: Math.sqrt(minor / major),
    Flatness: Math.sqrt(least / major),
    LeastAxisLength: 4 * Math.sqrt(least),
    MajorAxisLength: 4 * Math.sqrt(major),
    Maximum2DDiameterColumn: diameters.column,
    Maximum2DDiameterRow: diameters.row,
    Maximum2DDiameterSlice: diameters.slice,
    Maximum3DDiameter: diameters.all,
    MeshVolume: volume,
    MinorAxisLength: 4 * Math.sqrt(minor),
    Sphericity: sphereArea / area,
    SphericalDisproportion: area / sphereArea,
    SurfaceArea: area,
    SurfaceVolumeRatio: area / volume,
    VoxelVolume: region.voxels.length * voxelVolume,
  }
}

interface CubePart {
  /** Six times the signed volume that the triangles span with the cube's own corner 0, in voxels. */
  volume: number
  /** Twice the triangles' area vector, (z, y, x) in voxels: what the volume gains per step of the cube. */
  normal: [number, number, number]
  area: number
}

/** Area and volume of the mesh: how often each configuration of a cube's corners occurs, and where. */
function surface(
  { words, bits, size: [, ny, nz] }: RowBits,
  spacing: readonly number[],
): { area: number; volume: number } {
  const counts = new Float64Array(256)
  const sums = new Float64Array(3 * 256)
  for (let z = 0; z <= nz; z++) {
    for (let y = 0; y <= ny; y++) {
      const a = words * (y + (ny + 2) * z)
      const b = a + words
      const c = a + words * (ny + 2)
      const d = c + words
      for (let w = 0; w < words; w++) {
        const more = w + 1 < words
        const la = bits[a + w]
        const lb = bits[b + w]
        const lc = bits[c + w]
        const ld = bits[d + w]
        const ra = (la >>> 1) | (more ? bits[a + w + 1] << 31 : 0)
        const rb = (lb >>> 1) | (more ? bits[b + w + 1] << 31 : 0)
        const rc = (lc >>> 1) | (more ? bits[c + w + 1] << 31 : 0)
        const rd = (ld >>> 1) | (more ? bits[d + w + 1] << 31 : 0)
        let mixed = (la | lb | lc | ld | ra | rb | rc | rd) & ~(la & lb & lc & ld & ra & rb & rc & rd)
        while (mixed !== 0) {
          const k = 31 - Math.clz32(mixed & -mixed)
          mixed &= mixed - 1
          const cube =
            ((la >>> k) & 1) |
            (((ra >>> k) & 1) << 1) |
            (((rb >>> k) & 1) << 2) |
            (((lb >>> k) & 1) << 3) |
            (((lc >>> k) & 1) << 4) |
            (((rc >>> k) & 1) << 5) |
            (((rd >>> k) & 1) << 6) |
            (((ld >>> k) & 1) << 7)
          counts[cube]++
          sums[3 * cube] += z
          sums[3 * cube + 1] += y
          sums[3 * cube + 2] += 32 * w + k
        }
      }
    }
  }
  let area = 0
  let volume = 0
  for (let cube = 1; cube < 255; cube++) {
    if (counts[cube] === 0) continue
    const part = cubePart(cube, spacing)
    area += counts[cube] * part.area
    volume += counts[cube] * part.volume
    for (let d = 0; d < 3; d++) volume += part.normal[d] * sums[3 * cube + d]
  }
  return { area, volume: (volume / 6) * spacing[0] * spacing[1] * spacing[2] }
}

function cubePart(inside: number, [sx, sy, sz]: readonly number[]): CubePart {
  const { triangles, sign } = cubeSurface(inside)
  const part: CubePart = { volume: 0, normal: [0, 0, 0], area: 0 }
  for (const [a, b, c] of triangles) {
    const ab = cross(a, b)
    const bc = cross(b, c)
    const ca = cross(c, a)
    part.volume += sign * (ab[0] * c[0] + ab[1] * c[1] + ab[2] * c[2])
    for (let d = 0; d < 3; d++) part.normal[d] += sign * (ab[d] + bc[d] + ca[d])
    const u = [(a[0] - c[0]) * sz, (a[1] - c[1]) * sy, (a[2] - c[2]) * sx]
    const v = [(b[0] - c[0]) * sz, (b[1] - c[1]) * sy, (b[2] - c[2]) * sx]
    part.area += 0.5 * Math.hypot(...cross(u, v))
  }
  return part
}

function cross(a: readonly number[], b: readonly number[]): [number, number, number] {
  return [a[1] * b[2] - b[1] * a[2], a[2] * b[0] - b[2] * a[0], a[0] * b[1] - b[0] * a[1]]
}

/** The eigenvalues of the covariance of the voxels' physical coordinates, ascending; from exact integer moments. */
function axisSquares(region: Region, spacing: readonly number[]): number[] {
  const { voxels } = region
  const [nx, ny] = region.size
  const sum = new Float64Array(3)
  const products = new Float64Array(6)
  // A run of voxels along x at a time, by the sums of whole numbers and of their squares.
  for (let v = 0; v < voxels.length; ) {
    const first = voxels[v]
    const row = (first / nx) | 0
    const end = (row + 1) * nx
    let n = 1
    while (v + n < voxels.length && voxels[v + n] === first + n && first + n < end) n++
    v += n
    const z = (row / ny) | 0
    const y = row - z * ny
    const x = first - row * nx
    const sx = n * x + (n * (n - 1)) / 2
    const sxx = n * x * x + x * n * (n - 1) + ((n - 1) * n * (2 * n - 1)) / 6
    sum[0] += sx
    sum[1] += n * y
    sum[2] += n * z
    products[0] += sxx
    products[1] += n * y * y
    products[2] += n * z * z
    products[3] += sx * y
    products[4] += sx * z
    products[5] += n * y * z
  }
  const n = voxels.length
  const covariance = (product: number, a: number, b: number) =>
    ((product - (sum[a] * sum[b]) / n) / n) * spacing[a] * spacing[b]
  const [xx, yy, zz] = [0, 1, 2].map((a) => covariance(products[a], a, a))
  const xy = covariance(products[3], 0, 1)
  const xz = covariance(products[4], 0, 2)
  const yz = covariance(products[5], 1, 2)
  return axisEigenvalues([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ])
}
