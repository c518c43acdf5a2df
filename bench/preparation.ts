// N4 and registration beside SimpleITK, measuring a perturbed region beside MIRP: seconds of the processor, in turn, the
// least of the turns, and how far a planted motion is missed.
// usage: npx tsx bench/preparation.ts [--turns 3]     (peers lie in .bench/: node bench/install-peers.mjs; images in ../shared/real)
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { perturbed } from '../src/cases/perturb/perturbation.ts'
import { extract, readSettings } from '../src/features/index.ts'
import { biasField, n4Defaults } from '../src/image/bias/n4.ts'
import { writeNrrd } from '../src/image/formats/nrrd.ts'
import { toPoint } from '../src/image/grid/geometry.ts'
import { foreground } from '../src/image/intensity/intensity.ts'
import { openImage } from '../src/image/platform/open.node.ts'
import { inSpaceOf, inverted, type Placement, placed, rotation } from '../src/image/registration/placement.ts'
import { register } from '../src/image/registration/register.ts'
import type { Triple, Volume } from '../src/image/volume.ts'
import { roundsOf } from './speed/measure.mjs'
import { python } from './speed/peers.mjs'

const { values } = parseArgs({ options: { turns: { type: 'string' } } })
const turns = Number(values.turns ?? 3)
const real = '../shared/real'
if (!existsSync(real)) {
  console.error(`${real} is absent: nothing to compare on`)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-preparation-'))
const files = (name: string) => [`${real}/${name}_image.nrrd`, `${real}/${name}_label.nrrd`] as const

/** Seconds of the processor, and what was found. */
type Round<Found> = { user: number; found: Found }

async function timed<Found>(work: () => Found | Promise<Found>): Promise<Round<Found>> {
  const before = process.cpuUsage()
  const found = await work()
  const { user, system } = process.cpuUsage(before)
  return { user: (user + system) / 1e6, found }
}

/** A round of a peer: its script sets `found` in `work()`. */
function peerRound<Found>(peer: string, script: string, words: readonly string[]): Round<Found> {
  const whole = `import json, logging, sys, time, warnings
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
${script}
start = time.process_time()
found = work()
print(json.dumps({'user': time.process_time() - start, 'found': found}))`
  return roundsOf([python(peer), '-c', whole, ...words])[0]
}

/** Both in turn, after a round of ours that is not counted (V8 compiles). */
async function compare<Found>(
  what: string,
  ours: () => Found | Promise<Found>,
  peer: () => Round<Found>,
  told: (found: Found) => string,
) {
  await ours()
  const mine: Round<Found>[] = []
  const theirs: Round<Found>[] = []
  for (let turn = 0; turn < turns; turn++) {
    mine.push(await timed(ours))
    theirs.push(peer())
  }
  const least = (rounds: Round<Found>[]) => Math.min(...rounds.map(({ user }) => user))
  const row = [what, least(theirs), least(mine)] as const
  rows.push(
    `| ${row[0]} | ${row[1].toFixed(2)} s (${told(theirs[0].found)}) | ${row[2].toFixed(2)} s (${told(mine[0].found)}) | ${(row[1] / row[2]).toFixed(1)} |`,
  )
}
const rows: string[] = []

const single = 'import SimpleITK as sitk\nsitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)\n'
const n4 = `${single}
import numpy as np
image = sitk.Cast(sitk.ReadImage(sys.argv[1]), sitk.sitkFloat32)
mask = sitk.ReadImage(sys.argv[2])
def work():
    filter = sitk.N4BiasFieldCorrectionImageFilter()
    filter.Execute(sitk.Shrink(image, json.loads(sys.argv[3])), sitk.Shrink(mask, json.loads(sys.argv[3])))
    log = sitk.GetArrayFromImage(filter.GetLogBiasFieldAsImage(image))[sitk.GetArrayFromImage(mask) > 0]
    return [float(np.exp(log.min())), float(np.exp(log.max()))]
`
const mattes = `${single}
still = sitk.Cast(sitk.ReadImage(sys.argv[1]), sitk.sitkFloat32)
other = sitk.Cast(sitk.ReadImage(sys.argv[2]), sitk.sitkFloat32)
points = json.loads(sys.argv[3])
def work():
    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(32)
    method.SetMetricSamplingStrategy(method.REGULAR)
    voxels = still.GetNumberOfPixels()
    method.SetMetricSamplingPercentagePerLevel([min(1, 2**15 / voxels * 64), min(1, 2**15 / voxels * 8), min(1, 2**17 / voxels)])
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(learningRate=1.0, minStep=1e-4, numberOfIterations=200)
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetShrinkFactorsPerLevel([4, 2, 1])
    method.SetSmoothingSigmasPerLevel([2, 1, 0])
    centre = still.TransformContinuousIndexToPhysicalPoint([(n - 1) / 2 for n in still.GetSize()])
    method.SetInitialTransform(sitk.Euler3DTransform(centre), True)
    transform = method.Execute(still, other)
    missed = [sum((a - b) ** 2 for a, b in zip(transform.TransformPoint(at), to)) ** 0.5 for at, to in points]
    return sum(missed) / len(missed)
`
const measuredAgain = (settings: string) => `
from mirp import extract_features
def work():
    tables = extract_features(image=sys.argv[1], mask=sys.argv[2], new_spacing=1.0, base_discretisation_method='fixed_bin_number',
        base_discretisation_n_bins=32, ${settings})
    return sum(table.shape[0] * table.shape[1] for table in tables)
`

/** What a motion does to the voxels of a region, in mm: where each is and where it goes. */
function pointsOf(region: Volume, truth: Placement): [Triple, Triple][] {
  const [nx, ny] = region.size
  const found: [Triple, Triple][] = []
  for (let i = 0; i < region.data.length; i++) {
    if (region.data[i] !== 1) continue
    const at = toPoint(region, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)])
    found.push([at, placed(truth, at)])
  }
  return found
}

const settings = readSettings(
  'setting: { resampledPixelSpacing: [1, 1, 1], binCount: 32 }\nimageType: { Original: {} }\n',
)
const turnsOfMask = [-6, -2, 2, 6]
const changes = [-0.15, -0.05, 0.05, 0.15]
const [load] = loadavg()

try {
  for (const name of ['brain1', 'breast1']) {
    const [image, label] = files(name)
    const volume = await openImage(image)
    const region = await openImage(label)
    const patient = foreground(volume)
    const air = join(folder, `${name}-patient.nrrd`)
    writeFileSync(air, writeNrrd({ ...volume, pixelType: 'uint8', data: Uint8Array.from(patient) }))
    const steps = volume.size.map((n) => (n >= 4 * 16 ? 4 : 1)) // as ours leaves thin axes whole
    await compare(
      `${name}: N4, beside SimpleITK; the field's range`,
      () => biasField(volume, patient, n4Defaults).range,
      () => peerRound<[number, number]>('pyradiomics', n4, [image, air, JSON.stringify(steps)]),
      (range) => range.map((factor) => factor.toFixed(2)).join(' to '),
    )
    const truth: Placement = {
      matrix: rotation([2, -1.5, 4].map((degrees) => (degrees * Math.PI) / 180) as Triple),
      offset: [4, -3, 2.5],
    }
    const other = inSpaceOf(volume, inverted(truth))
    const moved = join(folder, `${name}-moved.nrrd`)
    writeFileSync(moved, writeNrrd(other))
    const points = pointsOf(region, truth)
    const some = points.filter((_, i) => i % Math.ceil(points.length / 200) === 0)
    await compare(
      `${name}: rigid registration, beside SimpleITK; missed by`,
      () => {
        const { placement } = register(volume, other)
        const missed = some.map(([at, to]) => Math.hypot(...placed(placement, at).map((x, axis) => x - to[axis])))
        return missed.reduce((sum, one) => sum + one, 0) / missed.length
      },
      () => peerRound<number>('pyradiomics', mattes, [image, moved, JSON.stringify(some)]),
      (missed) => `${missed.toFixed(3)} mm`,
    )
    for (const [what, peerSettings, perturb] of [
      [
        'turned',
        `perturbation_rotation_angles=[${turnsOfMask.map((angle) => angle.toFixed(1))}]`,
        turnsOfMask.map((rotate) => ({ rotate })),
      ],
      [
        'grown and shrunk',
        `perturbation_roi_adapt_type='fraction', perturbation_roi_adapt_size=${JSON.stringify(changes)}`,
        changes.map((grow) => ({ grow })),
      ],
      ['outlined anew', 'perturbation_randomise_roi_repetitions=4', changes.map(() => ({ contour: true }))],
    ] as const)
      await compare(
        `${name}: features of the region ${what} four times, beside MIRP`,
        async () => {
          let values = 0
          for (const [k, one] of perturb.entries()) {
            const again = perturbed(volume, region, 1, { ...one, seed: 1, name: [name, what, k] })
            values += (await extract(again.image, again.mask, settings)).features.length
          }
          return values
        },
        () => peerRound<number>('mirp', measuredAgain(peerSettings), [image, label]),
        (count) => `${count} values`,
      )
  }
  console.log(`load before: ${load.toFixed(2)}; ${turns} turns\n`)
  console.log('| work, one core | peer | ours | times faster |\n|---|---|---|---|')
  console.log(rows.join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
