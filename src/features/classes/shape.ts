import { meshDiameters } from '../mesh/diameters.ts'
import { cubeSurface } from '../mesh/marching-cubes.ts'
import { axisEigenvalues } from '../mesh/symmetric-eigen.ts'
import type { Region } from '../regions/region.ts'
import { list, type ShapeClass } from './feature-class.ts'

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
  const { area, volume } = surface(region, spacing)
  const diameters = meshDiameters(region, spacing)
  const [least, minor, major] = axisSquares(region, spacing)
  const sphereArea = (36 * Math.PI * volume ** 2) ** (1 / 3)
  return {
    Compactness1: volume / (area ** 1.5 * Math.sqrt(Math.PI)),
    Compactness2: (36 * Math.PI * volume ** 2) / area ** 3,
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

/** Area and volume of the mesh, a table look-up per cube. */
function surface(region: Region, spacing: readonly number[]): { area: number; volume: number } {
  const parts: CubePart[] = [] // of the configurations that occur
  const [nx, ny, nz] = region.size
  const { inside } = region
  let area = 0
  let volume = 0
  const at = (x: number, y: number, z: number) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : inside[x + nx * (y + ny * z)]
  for (let z = -1; z < nz; z++) {
    for (let y = -1; y < ny; y++) {
      // The four corners on the right of one cube are those on the left of the next.
      let left = 0
      for (let x = -1; x < nx; x++) {
        const right =
          at(x + 1, y, z) | (at(x + 1, y + 1, z) << 1) | (at(x + 1, y, z + 1) << 2) | (at(x + 1, y + 1, z + 1) << 3)
        if (left !== right || (left !== 0 && left !== 15)) {
          const cube =
            (left & 1) |
            ((right & 1) << 1) |
            ((right & 2) << 1) |
            ((left & 2) << 2) |
            ((left & 4) << 2) |
            ((right & 4) << 3) |
            ((right & 8) << 3) |
            ((left & 8) << 4)
          const part = (parts[cube] ??= cubePart(cube, spacing))
          area += part.area
          volume += part.volume + part.normal[0] * (z + 1) + part.normal[1] * (y + 1) + part.normal[2] * (x + 1)
        }
        left = right
      }
    }
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
  const sum = [0, 0, 0]
  const products = [0, 0, 0, 0, 0, 0]
  for (let v = 0; v < voxels.length; v++) {
    const row = (voxels[v] / nx) | 0
    const z = (row / ny) | 0
    const y = row - z * ny
    const x = voxels[v] - row * nx
    sum[0] += x
    sum[1] += y
    sum[2] += z
    products[0] += x * x
    products[1] += y * y
    products[2] += z * z
    products[3] += x * y
    products[4] += x * z
    products[5] += y * z
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
