#!/usr/bin/env node
// `npm run bench`: the speed of extraction beside PyRadiomics, flash-radiomics, nyxus and MIRP, of the models beside R, of the
// demo, and how it grows; in turn, medians, by the clock and of the processor. --write makes docs/speed.md of it.
// usage: node bench/speed.mjs [--turns 3] [--cohort 24] [--bootstraps 1000] [--only warm,cold,...] [--cases breast1,...] [--write]     (after npm run build)
// Peers lie in .bench/ (node bench/install-peers.mjs) or in the folder in NOMOSCOPE_PEERS; one that is absent is
// `not compared`. Cases lie in ../shared/real; without it the synthetic lesion stands for them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { growthRows } from './speed/growth.mjs'
import { inTurn, machine, roundsOf, runOnce, summary } from './speed/measure.mjs'
import { batch, extraction, isThere, maps } from './speed/peers.mjs'
import { profileOf, profileOfWork } from './speed/profile.mjs'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const turns = Number(option('turns', 3))
const cohort = Number(option('cohort', 24))
const bootstraps = Number(option('bootstraps', 1000))
const only = option('only', 'warm,cold,cohort,maps,peers,statistics,demo,growth,profile').split(',')
const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))
if (!existsSync(bin.nomoscope)) {
  console.error('dist/ is missing: run npm run build first.')
  process.exit(2)
}
const fixtures = 'test/fixtures/radiomics'
const params = join(fixtures, 'params/paper.yaml')
const real = '../shared/real'
const pair = (folder, name) => [join(folder, `${name}_image.nrrd`), join(folder, `${name}_label.nrrd`)]
const ct = ['phantom', 'mask'].map((part) => join(real, `ibsi/ct_radiomics_phantom_${part}.nii.gz`))
const all = existsSync(real)
  ? { breast1: pair(real, 'breast1'), brain1: pair(real, 'brain1'), CT: ct }
  : { lesion: pair(fixtures, 'lesion') }
const named = option('cases', Object.keys(all).join(',')).split(',')
const cases = Object.fromEntries(Object.entries(all).filter(([name]) => named.includes(name)))
const cores = availableParallelism()
const [load] = loadavg()
const there = Object.fromEntries(
  ['pyradiomics', 'flash-radiomics', 'nyxus', 'mirp'].map((peer) => [peer, isThere(peer)]),
)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
const ours = [process.execPath, bin.nomoscope]
// A small case in more rounds: one of them is over before the scheduler's tick.
const warm = (files, jobs, rounds = 3) => [
  process.execPath,
  'bench/speed/warm.mjs',
  params,
  ...files,
  String(rounds),
  String(jobs),
]
const rows = []
/** Of each row: times the peer's speed at least and as the aim, or seconds where there is no peer. */
const targets = {
  warm: { breast1: [6, 10], brain1: [7.5, 10], CT: [18, 25] },
  cores: { brain1: [13, 18], CT: [28, 40] },
  cold: { breast1: [5, 7], brain1: [3.5, 5], CT: [11, 15] },
  own: [1, 3],
  cohort: [7, 9],
  maps: [30, 60],
  demo: [60, 45],
}

try {
  for (const [name, files] of Object.entries(cases)) {
    if (only.includes('warm'))
      compare(
        `${name}, 1,316 features, warm, one core`,
        'user',
        'pyradiomics',
        {
          nomoscope: () => roundsOf(warm(files, 1, name === 'breast1' ? 15 : 3)),
          pyradiomics: () => roundsOf(extraction('pyradiomics', params, files, 3)),
        },
        targets.warm[name],
      )
    if (only.includes('warm') && name !== 'breast1')
      compare(
        `${name}, the same, ${cores} cores`,
        'wall',
        'pyradiomics',
        {
          nomoscope: () => roundsOf(warm(files, cores)),
          pyradiomics: () => roundsOf(extraction('pyradiomics', params, files, 3)),
        },
        targets.cores[name],
      )
    if (only.includes('cold'))
      compare(
        `${name}, whole process from cold`,
        'wall',
        'pyradiomics',
        {
          nomoscope: () => runOnce([...ours, 'extract', ...files, '--params', params, '--quiet']),
          pyradiomics: () => runOnce(extraction('pyradiomics', params, files, 1)),
        },
        targets.cold[name],
      )
    if (only.includes('peers'))
      for (const peer of ['flash-radiomics', ...(name === 'breast1' ? [] : name === 'CT' ? ['nyxus'] : ['mirp'])])
        compare(
          `${name}, ${peer} with its own features, warm`,
          'user',
          peer,
          {
            nomoscope: () => roundsOf(warm(files, 1)),
            [peer]: () => roundsOf(extraction(peer, params, files, 2)),
          },
          targets.own,
        )
  }
  if (only.includes('cold'))
    for (const words of [['--version'], ['--help']]) alone(`nomoscope ${words}`, () => runOnce([...ours, ...words]))
  if (only.includes('cohort')) compareCohort()
  if (only.includes('maps')) compareMaps()
  if (only.includes('statistics')) compareStatistics()
  if (only.includes('demo')) {
    const out = join(folder, 'demo')
    alone(
      `the demo, ${cores} cores`,
      () => runOnce([...ours, 'demo', '--out', out, '--quiet'], { clear: [out] }),
      1,
      targets.demo,
    )
  }
  const growth = only.includes('growth') ? await growthRows() : []
  const profiles = only.includes('profile') ? profiled() : []
  for (const { what, parts } of profiles) console.log(`${what}: ${parts}`)
  for (const line of growth) console.log(`${line.what}: ${line.figures}`)
  if (process.argv.includes('--write')) writeFileSync('docs/speed.md', page(growth, profiles))
} finally {
  rmSync(folder, { recursive: true, force: true })
  rmSync('flash_radiomics_hdf5', { recursive: true, force: true }) // which flash-radiomics leaves where it is run
}

/** A row of the table: the median of each, and how many times the peer's is ours. */
function compare(work, by, peer, contenders, target) {
  const taking = there[peer] ? contenders : { nomoscope: contenders.nomoscope }
  const { found, failed } = inTurn(taking, turns)
  if (!found.nomoscope) throw new Error(`${work}: ${failed.nomoscope}`)
  const [mine, theirs] = [found.nomoscope, found[peer]].map((rounds) => rounds && summary(rounds))
  if (failed[peer]) console.error(`${peer} failed on ${work}: ${failed[peer]}`)
  add({ work, by, peer, mine, theirs, failed: peer in failed, target })
}

function alone(work, run, times = 3 * turns, target = undefined) {
  const { found, failed } = inTurn({ nomoscope: run }, times)
  if (!found.nomoscope) throw new Error(`${work}: ${failed.nomoscope}`)
  add({ work, by: 'wall', mine: summary(found.nomoscope), target })
}

/** The rows of bench/statistics.mjs: ours and R's in one run. */
function compareStatistics() {
  const run = spawnSync(process.execPath, ['bench/statistics.mjs', '--json', '--bootstraps', String(bootstraps)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (run.status !== 0) throw new Error('bench/statistics.mjs failed')
  for (const row of JSON.parse(run.stdout)) add(row)
}

function add(row) {
  rows.push(row)
  console.log(cells(row).join(' | '))
}

function cells({ work, by, peer, mine, theirs, failed, target, inSeconds = !peer }) {
  const time = (one) => `${format(one.wall)} (${format(one.user)})`
  const ratio = theirs && theirs[by] / mine[by]
  const other = theirs ? time(theirs) : failed ? 'failed' : peer ? 'not compared' : ''
  const reached = inSeconds ? 1 / mine.wall : ratio
  const asked = (of) => (target ? (inSeconds ? `${target[of]} s` : `${target[of]}×`) : '')
  const share = (of) => (target && reached ? reached * (inSeconds ? target[of] : 1 / target[of]) : undefined)
  const least = share(0) === undefined ? asked(0) : `${asked(0)}, ${share(0) >= 1 ? 'met' : 'not met'}`
  const aim = share(1) === undefined ? asked(1) : `${asked(1)}, ${Math.round(100 * share(1))}% of it`
  const kind = peer ? (by === 'user' ? 'processor' : 'clock') : ''
  return [work, time(mine), peer ?? '', other, ratio ? `${ratio.toFixed(1)}×` : '', kind, least, aim]
}

function format(seconds) {
  return seconds < 1 ? `${(1000 * seconds).toFixed(0)} ms` : `${seconds.toPrecision(3)} s`
}

/** Copies of the cases with their 1,218 features, by each program's own way for many. */
function compareCohort() {
  const set = join(fixtures, 'params/paper-1218.yaml')
  const files = Object.entries(cases).filter(([name]) => name !== 'CT')
  const lines = Array.from({ length: cohort }, (_, i) =>
    files[i % files.length][1].map((file) => join(root, file)).join(','),
  )
  const table = join(folder, 'cases.csv')
  writeFileSync(table, `Image,Mask\n${lines.join('\n')}\n`)
  const out = join(folder, 'features.csv')
  const run = (jobs) => () =>
    runOnce([...ours, 'extract', '--cases', table, '--params', set, '--jobs', String(jobs), '--out', out, '--quiet'], {
      clear: [out],
    })
  compare(
    `${cohort} cases × 1,218 features, ${cores} cores`,
    'wall',
    'pyradiomics',
    {
      nomoscope: run(cores),
      pyradiomics: () => runOnce(batch(table, set, cores, out), { clear: [out] }),
    },
    targets.cohort,
  )
  alone(`${cohort} cases × 1,218 features, one thread`, run(1))
}

function compareMaps() {
  const features = {
    firstorder: ['Entropy', 'Mean', 'Range'],
    glcm: ['Contrast', 'JointEntropy', 'Correlation'],
    glrlm: ['ShortRunEmphasis'],
    glszm: ['ZonePercentage'],
    gldm: ['DependenceEntropy'],
    ngtdm: ['Coarseness'],
  }
  const file = join(folder, 'maps.yaml')
  writeFileSync(
    file,
    JSON.stringify({ setting: { binWidth: 25 }, imageType: { Original: {} }, featureClass: features }),
  )
  const lesion = pair(fixtures, 'lesion')
  const out = join(folder, 'maps')
  compare(
    'ten voxel maps of the lesion, whole process',
    'wall',
    'pyradiomics',
    {
      nomoscope: () =>
        runOnce([...ours, 'extract', ...lesion, '--params', file, '--voxel', '--out', out, '--quiet'], {
          clear: [out],
        }),
      pyradiomics: () => runOnce(maps(features, lesion)),
    },
    targets.maps,
  )
}

/** Where the time of the rows goes that could still be faster. */
function profiled() {
  const [name, files] = Object.entries(cases)[0]
  const command = [bin.nomoscope, 'extract', ...files, '--params', params, '--quiet']
  return [
    ...Object.entries(cases).map(([of, those]) => ({
      what: `${of}, warm, one core`,
      parts: profileOfWork('extract', params, ...those),
    })),
    { what: `${name}, whole process from cold`, parts: profileOf(command) },
    { what: '10-fold cv LASSO path, warm', parts: profileOfWork('lasso') },
    { what: 'bootstrap validate + calibrate', parts: profileOfWork('validate') },
  ]
}

function ruledOut() {
  const run = spawnSync(process.execPath, ['--experimental-wasm-relaxed-simd', 'bench/ruled-out.mjs'], {
    encoding: 'utf8',
  })
  return run.status === 0 ? run.stdout.trim() : `not measured: ${run.stderr.trim().split('\n').at(-1)}`
}

/** What else the machine did: of a busy one only the processor's times can be compared. */
function busy() {
  const others =
    load < 0.5 * cores ? 'hardly anything else ran' : 'other work ran beside, so that times by the clock are long'
  return `its load was ${load.toFixed(1)} before (${others})`
}

function page(growth, profiles) {
  const table = (head, lines) =>
    [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')
  const head = ['work', 'Nomoscope', 'peer', "peer's time", 'times faster', 'by', 'at least', 'aim']
  return `# Speed

Made by \`npm run bench -- --write\` on: ${machine()}; ${busy()}.
Medians of ${turns} ${turns === 1 ? 'turn' : 'turns'}, the programs one after the other in each; by the clock, and in brackets of the processor (all threads). Where work is for one core the ratio is of processor time, otherwise
by the clock. A peer that is not installed is \`not compared\` (\`node bench/install-peers.mjs\` installs them).

${table(head, rows.map(cells))}
${
  growth.length
    ? `\n## Growth\n\nAll classes of the original image in one thread, of a ball in a smooth texture.\n\n${table(
        ['what', 'time, memory'],
        growth.map(({ what, figures }) => [what, figures]),
      )}\n`
    : ''
}${
  profiles.length
    ? `\n## Where the time goes\n\nShares of the processor's time by module, of V8's sampling profiler; a kernel in WebAssembly counts to the module that calls it.\n\n${table(
        ['work', 'modules'],
        profiles.map(({ what, parts }) => [what, parts]),
      )}\n`
    : ''
}
## Ruled out

One recursive pass over a million samples, the kind that LoG makes nine of a scale
(\`node --experimental-wasm-relaxed-simd bench/ruled-out.mjs\`):

${ruledOut()}

Relaxed SIMD gains nothing to speak of; it leaves it to the processor whether a product is rounded before it is added, so
that the same bytes could not be promised on two machines, and Node 20 has it behind a flag. WebGPU has no double precision and Node 20 has no WebGPU;
single precision moves values across bin edges, which features within 1e-6 of PyRadiomics do not bear.

Rows of R are of \`node bench/statistics.mjs\`, which also prints how the LASSO grows with patients and columns.
`
}
