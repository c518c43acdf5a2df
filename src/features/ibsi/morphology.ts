import { pow } from '../../portable-math.ts'
import { shape } from '../classes/shape.ts'
import { axisEigenvalues } from '../mesh/symmetric-eigen.ts'
import { boundingBox, cutRegion } from '../regions/region.ts'
import { autocorrelation } from './autocorrelation.ts'
import { convexHull, enclosingEllipsoid, orientedBox } from './hull.ts'
import { type IbsiRegion, intensitiesOf, type Tagged } from './region.ts'

/** Morphological features (HCUG): of the mesh through the morphological mask, and of where the intensities lie in it. */
export function morphology(region: IbsiRegion): Tagged {
  const { size, spacing, morphological } = region
  const labels = { dimension: 3 as const, size, spacing, origin: [0, 0, 0] as [number, number, number] }
  const mask = { ...labels, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1], pixelType: 'uint8' as const, data: morphological }
  const { box } = boundingBox(mask, 1)!
  const solid = shape(cutRegion(mask, 1, box), spacing)
  const volume = solid.MeshVolume
  const area = solid.SurfaceArea
  const extent = [0, 1, 2].map((axis) => (box.upper[axis] - box.lower[axis]) * spacing[axis])
  // PyRadiomics divides the covariance by n, the standard's reference values by n − 1.
  const voxels = morphological.reduce((sum, one) => sum + one, 0)
  const sample = Math.sqrt(voxels / Math.max(1, voxels - 1))
  const [major, minor, least] = [solid.MajorAxisLength, solid.MinorAxisLength, solid.LeastAxisLength].map(
    (length) => length * sample,
  )
  const semi = [major / 2, minor / 2, least / 2]
  const hull = convexHull(meshExtremes(region))
  const oriented = orientedBox(hull)
  const enclosing = axisEigenvalues(enclosingEllipsoid(hull.corners)).map(Math.sqrt).reverse()
  const intensities = intensitiesOf(region)
  const mean = intensities.reduce((sum, value) => sum + value, 0) / intensities.length
  const { moran, geary } = autocorrelation(region)
  return {
    morph_volume: volume,
    morph_vol_approx: solid.VoxelVolume,
    morph_area_mesh: area,
    morph_av: area / volume,
    morph_comp_1: solid.Compactness1,
    morph_comp_2: solid.Compactness2,
    morph_sph_dispr: solid.SphericalDisproportion,
    morph_sphericity: solid.Sphericity,
    morph_asphericity: solid.SphericalDisproportion - 1,
    morph_com: centreShift(region),
    morph_diam: solid.Maximum3DDiameter,
    morph_pca_maj_axis: major,
    morph_pca_min_axis: minor,
    morph_pca_least_axis: least,
    morph_pca_elongation: solid.Elongation,
    morph_pca_flatness: solid.Flatness,
    morph_vol_dens_aabb: volume / boxVolume(extent),
    morph_area_dens_aabb: area / boxArea(extent),
    morph_vol_dens_ombb: volume / boxVolume(oriented),
    morph_area_dens_ombb: area / boxArea(oriented),
    morph_vol_dens_aee: volume / ellipsoidVolume(semi),
    morph_area_dens_aee: area / ellipsoidArea(semi),
    morph_vol_dens_mvee: volume / ellipsoidVolume(enclosing),
    morph_area_dens_mvee: area / ellipsoidArea(enclosing),
    morph_vol_dens_conv_hull: volume / hull.volume,
    morph_area_dens_conv_hull: area / hull.area,
    morph_integ_int: mean * volume,
    morph_moran_i: moran,
    morph_geary_c: geary,
  }
}

const boxVolume = ([a, b, c]: number[]) => a * b * c
const boxArea = ([a, b, c]: number[]) => 2 * (a * b + a * c + b * c)
const ellipsoidVolume = ([a, b, c]: number[]) => (4 / 3) * Math.PI * a * b * c

/** Area of an ellipsoid with semi-axes a ≥ b ≥ c by its series of Legendre polynomials, 20 terms (IBSI RDD2). */
function ellipsoidArea([a, b, c]: number[]): number {
  const alpha = Math.sqrt(1 - (b / a) ** 2)
  const beta = Math.sqrt(1 - (c / a) ** 2)
  if (beta < 1e-12) return 4 * Math.PI * a * b
  if (alpha < 1e-12) {
    // An oblate spheroid, where the series' argument is infinite.
    return 2 * Math.PI * a * a * (1 + ((1 - beta * beta) / beta) * Math.atanh(beta))
  }
  const x = (alpha * alpha + beta * beta) / (2 * alpha * beta)
  let [before, now] = [1, x]
  let sum = 1 + (alpha * beta * x) / (1 - 4)
  for (let n = 2; n <= 20; n++) {
    ;[before, now] = [now, ((2 * n - 1) * x * now - (n - 1) * before) / n]
    sum += (pow(alpha * beta, n) * now) / (1 - 4 * n * n)
  }
  return 4 * Math.PI * a * b * sum
}

/** The mesh's vertices that can be corners of its hull: half a voxel beyond the first and last voxel of every line. */
function meshExtremes({ size, spacing, morphological }: IbsiRegion): [number, number, number][] {
  const [nx, ny] = size
  const strides = [1, nx, nx * ny]
  const points: [number, number, number][] = []
  for (let axis = 0; axis < 3; axis++) {
    const [b, c] = [0, 1, 2].filter((other) => other !== axis)
    for (let i = 0; i < size[b]; i++)
      for (let j = 0; j < size[c]; j++) {
        let first = -1
        let last = -1
        for (let k = 0; k < size[axis]; k++) {
          if (!morphological[i * strides[b] + j * strides[c] + k * strides[axis]]) continue
          if (first < 0) first = k
          last = k
        }
        if (first < 0) continue
        for (const end of [first - 0.5, last + 0.5]) {
          const point: [number, number, number] = [0, 0, 0]
          point[axis] = end * spacing[axis]
          point[b] = i * spacing[b]
          point[c] = j * spacing[c]
          points.push(point)
        }
      }
  }
  return points
}

/** Distance between the centre of the morphological mask and that of the intensities in the intensity mask. */
function centreShift({ size: [nx, ny], spacing, image, morphological, intensity }: IbsiRegion): number {
  const plain = [0, 0, 0, 0]
  const weighted = [0, 0, 0, 0]
  for (let at = 0; at < image.length; at++) {
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)), 1]
    for (let d = 0; d < 4; d++) {
      if (morphological[at]) plain[d] += place[d]
      if (intensity[at]) weighted[d] += place[d] * image[at]
    }
  }
  return Math.hypot(...[0, 1, 2].map((d) => (plain[d] / plain[3] - weighted[d] / weighted[3]) * spacing[d]))
}
