import { pow } from '../portable-math.ts'
import { gzipSync } from 'fflate'
import { type Geometry, type Mask, writeImage } from '../image/index.ts'
import type { JobBodies } from '../parallel.ts'
import { type RandomStream, randomStream } from '../statistics/index.ts'
import type { DemoPatient } from './cohort.ts'

declare module '../parallel.ts' {
  interface Jobs {
    'demo/images': Job<{ patient: DemoPatient; seed: number }, DemoFile[]>
  }
}

/** One file of the demo's folder. */
export interface DemoFile {
  path: string
  bytes: Uint8Array
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1]
const grid = (size: [number, number, number], spacing: [number, number, number]): Geometry => ({
  dimension: 3,
  size,
  spacing,
  origin: size.map((n, i) => -0.5 * (n - 1) * spacing[i] + [40, -30, 12][i]) as [number, number, number],
  direction: identity,
})

/** Small fields of view around the lesion with a little air, each sequence with the voxels of its kind. */
const grids = {
  dce: grid([48, 48, 16], [1, 1, 2.5]),
  dwi: grid([30, 30, 12], [1.6, 1.6, 3.5]),
  t2: grid([40, 40, 13], [1.2, 1.2, 3]),
}

/** Half the breadth of the breast, a square with round corners, and the depth of the fat under its skin, mm. */
const breast = { half: 22, fat: 4 }

/** A lesion's outline: an ellipsoid with lobes, in millimetres about the centre of the field of view. */
interface Lesion {
  axes: number[]
  rotation: number[]
  centre: number[]
  /** Height of the lobes, as a share of the radius, and how many go around. */
  lobes: { height: number; around: number; phase: number; polar: number }
  /** Width of the transition to the surroundings, mm. */
  blur: number
}

/**
 * The images and masks of one patient: three phases of the DCE series (before contrast, 2 and 7 minutes after), ADC and
 * T2, with the outlines of two readers. The heterogeneity that goes with HER-2 is the contrast of the texture inside;
 * spiculated edges have lobes, blurred ones a wide transition; the late phase follows the curve type.
 */
export function* demoImages(patient: DemoPatient, seed: number): Generator<DemoFile> {
  const random = randomStream(seed, 'demo', patient.id, 'images')
  const lesion = lesionOf(patient, random)
  const readers = [0.8, 1.5].map((unsure) => redrawn(lesion, unsure, random))
  const scanner = patient.cells.centre === 'B' ? 1.12 : 1
  const folder = `images/${patient.id}`
  const file = (
    name: string,
    geometry: Geometry,
    data: Int16Array | Uint8Array,
    segments?: Mask['segments'],
  ): DemoFile => {
    const pixelType = data instanceof Int16Array ? 'int16' : 'uint8'
    return { path: `${folder}/${name}.nrrd`, bytes: written({ ...geometry, pixelType, data, segments }) }
  }
  for (const [sequence, geometry] of Object.entries(grids)) {
    const inside = membership(geometry, lesion)
    const own = 0.85 * patient.heterogeneity + 0.53 * random.gaussian()
    const texture = correlatedNoise(geometry, sequence === 'dwi' ? 2.4 : 1.8, random)
    const contrast = Math.exp(-1.75 + 0.3 * own)
    const tissue = correlatedNoise(geometry, 4, random)
    const noise = fastNoise(random)
    const depth = depthUnderSkin(geometry)
    for (const { name, around, lesionLevel, sd, air } of appearances(sequence, patient)) {
      const data = new Int16Array(inside.length)
      for (let v = 0; v < data.length; v++) {
        // In air the signal's magnitude is noise alone.
        if (depth[v] < 0) data[v] = Math.round(scanner * air * Math.hypot(noise(), noise()))
        else {
          const background = around * (depth[v] < breast.fat ? 0.5 : 1) * (1 + 0.06 * tissue[v])
          const filled = lesionLevel * (1 + contrast * texture[v])
          data[v] = Math.round(scanner * Math.max(0, background + inside[v] * (filled - background) + sd * noise()))
        }
      }
      yield file(name, geometry, data.map(displacement(name, patient, geometry)))
    }
    for (const [i, outline] of readers.entries()) {
      const drawn = membership(geometry, { ...outline, blur: 0.01 })
      const mask = new Uint8Array(drawn.length)
      for (let v = 0; v < mask.length; v++) mask[v] = drawn[v] > 0.5 ? 1 : 0
      yield file(`${sequence}_reader${i + 1}`, geometry, mask, new Map([[1, 'synthetic lesion']]))
    }
  }
}

/** What a pool of threads does of the demo. */
export const demoJobs: JobBodies<'demo/images'> = {
  'demo/images': ({ patient, seed }) => [...demoImages(patient, seed)],
}

/** Signal of lesion and surroundings in each image of a sequence; ADC in 10⁻⁶ mm²/s, 0 where there is no signal. */
function appearances(sequence: string, { cells, poorImages }: DemoPatient) {
  if (sequence === 'dwi') return [{ name: 'dwi_adc', around: 1700, lesionLevel: 980, sd: 35, air: 0 }]
  if (sequence === 't2') return [{ name: 't2', around: 420, lesionLevel: 640, sd: 14, air: 14 }]
  const sd = poorImages === 'noise' ? 45 : 12
  const parenchyma = { minimal: 1.08, mild: 1.2, moderate: 1.4, marked: 1.7 }[String(cells.bpe)] ?? 1.2
  const late = { persistent: 1.18, plateau: 1, washout: 0.8 }[String(cells.tic)] ?? 1
  return [
    { name: 'dce_phase0', around: 300, lesionLevel: 290, sd, air: sd },
    { name: 'dce_phase2', around: 300 * parenchyma, lesionLevel: 720, sd, air: sd },
    { name: 'dce_phase7', around: 300 * parenchyma * 1.05, lesionLevel: 720 * late, sd, air: sd },
  ]
}

/** Depth of each voxel under the breast's outline in mm, negative in air; the outline is |x|⁴ + |y|⁴ = half⁴. */
function depthUnderSkin({ size: [nx, ny, nz], spacing: [dx, dy] }: Geometry): Float64Array {
  const depth = new Float64Array(nx * ny * nz)
  for (let y = 0; y < ny; y++)
    for (let x = 0; x < nx; x++) {
      const [a, b] = [(x - 0.5 * (nx - 1)) * dx, (y - 0.5 * (ny - 1)) * dy]
      const under = breast.half - pow(pow(a, 4) + pow(b, 4), 0.25)
      for (let z = 0; z < nz; z++) depth[x + nx * (y + ny * z)] = under
    }
  return depth
}

/** Where the signal of a voxel comes from: elsewhere, after the patient moved, or where the field was distorted. */
function displacement(name: string, { poorImages }: DemoPatient, { size: [nx, ny, nz] }: Geometry) {
  const moved = poorImages === 'motion' && name === 'dce_phase7'
  const bent = poorImages === 'distortion' && name === 'dwi_adc'
  const [dx, dy, dz] = moved ? [3, 2, 1] : bent ? [0, 5, 0] : [0, 0, 0]
  const within = (at: number, n: number) => Math.max(0, Math.min(n - 1, at))
  return (value: number, v: number, data: Int16Array) => {
    if (!moved && !bent) return value
    const [x, y, z] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny)]
    return data[within(x - dx, nx) + nx * (within(y - dy, ny) + ny * within(z - dz, nz))]
  }
}

function lesionOf({ cells }: DemoPatient, random: RandomStream): Lesion {
  const radius = Math.min(14, pow((3000 * Number(cells.volume)) / (4 * Math.PI), 1 / 3))
  const nonmass = cells.type === 'nonmass'
  const stretch = (nonmass ? 1.22 : 1.06) + 0.05 * Math.abs(random.gaussian())
  const squeeze = 1 - 0.08 * random.uniform()
  const axes = [radius * stretch, radius * squeeze, radius / (stretch * squeeze)]
  const heights: Record<string, number> = { smooth: 0.03, blur: 0.06, burr: 0.13 }
  return {
    axes,
    rotation: rotationOf(random),
    centre: [0, 1, 2].map(() => 0.5 * random.gaussian()),
    lobes: {
      height: heights[String(cells.edge)] * Math.max(0.1, 1 + 0.3 * random.gaussian()),
      around: cells.edge === 'burr' ? 7 : 3,
      phase: 2 * Math.PI * random.uniform(),
      polar: 2 * Math.PI * random.uniform(),
    },
    blur: cells.edge === 'blur' ? 1.6 : 0.6,
  }
}

/** The outline as a reader draws it: a little off in place, size and lobes. */
function redrawn(lesion: Lesion, unsure: number, random: RandomStream): Lesion {
  const size = 1 + 0.025 * unsure * random.gaussian()
  return {
    ...lesion,
    axes: lesion.axes.map((axis) => axis * size * (1 + 0.015 * unsure * random.gaussian())),
    centre: lesion.centre.map((x) => x + 0.25 * unsure * random.gaussian()),
    lobes: { ...lesion.lobes, height: lesion.lobes.height * (1 + 0.15 * unsure * random.gaussian()) },
  }
}

function rotationOf(random: RandomStream): number[] {
  const [a, b] = [2 * Math.PI * random.uniform(), 0.5 * random.gaussian()]
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)]
  return [ca, -sa, 0, cb * sa, cb * ca, -sb, sb * sa, sb * ca, cb]
}

/** How much of each voxel is lesion, 0 to 1: a logistic transition across the outline. */
function membership(geometry: Geometry, { axes, rotation, centre, lobes, blur }: Lesion): Float64Array {
  const [nx, ny, nz] = geometry.size
  const [dx, dy, dz] = geometry.spacing
  const share = new Float64Array(nx * ny * nz)
  const radius = Math.cbrt(axes[0] * axes[1] * axes[2])
  // Beyond the lobes and eight widths of the transition there is nothing to work out.
  const margin = 1.5 * Math.abs(lobes.height) + (4 * blur) / radius
  const far = (1 + margin) ** 2
  const near = Math.max(0, 1 - margin) ** 2
  const p = [0, 0, 0]
  for (let z = 0, v = 0; z < nz; z++) {
    p[2] = (z - 0.5 * (nz - 1)) * dz - centre[2]
    for (let y = 0; y < ny; y++) {
      p[1] = (y - 0.5 * (ny - 1)) * dy - centre[1]
      for (let x = 0; x < nx; x++, v++) {
        p[0] = (x - 0.5 * (nx - 1)) * dx - centre[0]
        const a = (rotation[0] * p[0] + rotation[1] * p[1] + rotation[2] * p[2]) / axes[0]
        const b = (rotation[3] * p[0] + rotation[4] * p[1] + rotation[5] * p[2]) / axes[1]
        const c = (rotation[6] * p[0] + rotation[7] * p[1] + rotation[8] * p[2]) / axes[2]
        const square = a * a + b * b + c * c
        if (square > far) continue
        if (square < near) {
          share[v] = 1
          continue
        }
        const rho = Math.sqrt(square)
        const polar = c / rho
        const around = Math.cos(lobes.around * Math.atan2(b, a) + lobes.phase) * Math.sqrt(1 - polar * polar)
        const edge = 1 + lobes.height * (around + 0.5 * Math.cos(3 * Math.acos(polar) + lobes.polar))
        share[v] = 1 / (1 + Math.exp(((rho - edge) * radius) / (0.5 * blur)))
      }
    }
  }
  return share
}

/** A random field of mean 0 and SD 1 whose values are alike over about `width` mm: white noise through three boxes. */
function correlatedNoise({ size, spacing }: Geometry, width: number, random: RandomStream): Float64Array {
  const noise = fastNoise(random)
  let field = new Float64Array(size[0] * size[1] * size[2])
  for (let v = 0; v < field.length; v++) field[v] = noise()
  const strides = [1, size[0], size[0] * size[1]]
  for (let axis = 0; axis < 3; axis++) {
    const reach = Math.round(width / (2 * spacing[axis]))
    for (let pass = 0; pass < 2 && reach > 0; pass++) field = boxMean(field, size[axis], strides[axis], reach)
  }
  let mean = 0
  let square = 0
  for (let v = 0; v < field.length; v++) {
    mean += field[v]
    square += field[v] * field[v]
  }
  mean /= field.length
  const scale = 1 / Math.sqrt(square / field.length - mean * mean)
  for (let v = 0; v < field.length; v++) field[v] = (field[v] - mean) * scale
  return field
}

/** Running means along one axis over 2 · reach + 1 voxels, fewer at the ends. */
function boxMean(field: Float64Array<ArrayBuffer>, length: number, stride: number, reach: number) {
  const smooth = new Float64Array(field.length)
  const block = length * stride
  for (let start = 0; start < field.length; start += block)
    for (let offset = 0; offset < stride; offset++) {
      const first = start + offset
      let sum = 0
      let count = 0
      for (let i = 0; i < Math.min(reach, length); i++) {
        sum += field[first + i * stride]
        count++
      }
      for (let i = 0; i < length; i++) {
        if (i + reach < length) {
          sum += field[first + (i + reach) * stride]
          count++
        }
        smooth[first + i * stride] = sum / count
        if (i - reach >= 0) {
          sum -= field[first + (i - reach) * stride]
          count--
        }
      }
    }
  return smooth
}

/** Nearly normal numbers of SD 1, quickly: the sum of the four bytes of a number from a xorshift generator. */
function fastNoise(random: RandomStream): () => number {
  let state = random.below(2 ** 31 - 1) + 1
  const scale = 1 / Math.sqrt((256 ** 2 - 1) / 3)
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24) - 510) * scale
  }
}

function written(volume: Mask): Uint8Array {
  return writeImage(volume, 'image.nrrd', { gzip: (bytes) => gzipSync(bytes, { level: 1, mtime: 0 }) })
}
