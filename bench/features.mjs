#!/usr/bin/env node
// The extraction rows of the targets: 1,316 features (Original, 5 LoG, 8 wavelet; 1 mm) of real cases, warm and as
// whole processes, ours and PyRadiomics' in turn, and how our time grows with the region and with the grey levels.
// usage: node bench/features.mjs [--rounds 5] [--cases brain1,ct,breast1] [--require-peer]     (after npm run build)
// The cases lie in ../shared/real; where that is absent the synthetic lesion stands for them. The peer is the program
// in PYRADIOMICS_PYTHON or NOMOSCOPE_PYTHON, or python3, with PyRadiomics 3.0.1; without it the comparison is left
// out ("not compared"), and with --require-peer that is an error. Beside elapsed time stands processor time (of all
// threads), which a busy machine disturbs less.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(fileURLToPath(import.meta.url), '../..')
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const rounds = Number(option('--rounds', 5))
if (!existsSync(join(root, 'dist/cli.js'))) {
  console.error('dist/ is missing: run npm run build first.')
  process.exit(2)
}
const fixtures = join(root, 'test/fixtures/radiomics')
const params = join(fixtures, 'params/paper.yaml')
const real = join(root, '../shared/real')
const pair = (folder, name) => [join(folder, `${name}_image.nrrd`), join(folder, `${name}_label.nrrd`)]
const known = {
  brain1: pair(real, 'brain1'),
  ct: ['phantom', 'mask'].map((part) => join(real, `ibsi/ct_radiomics_phantom_${part}.nii.gz`)),
  breast1: pair(real, 'breast1'),
  lesion: pair(fixtures, 'lesion'),
}
const cases = option('--cases', existsSync(real) ? 'brain1,ct,breast1' : 'lesion').split(',')

const peerScript = `
import json, logging, resource, sys, time, warnings
warnings.simplefilter('ignore')
from radiomics import featureextractor
logging.getLogger('radiomics').setLevel(logging.CRITICAL)
e = featureextractor.RadiomicsFeatureExtractor(sys.argv[1])
for _ in range(int(sys.argv[4])):
    t, c = time.time(), time.process_time()
    n = len([k for k in e.execute(sys.argv[2], sys.argv[3]) if not k.startswith('diagnostics')])
    print(json.dumps({'elapsed': time.time() - t, 'processor': time.process_time() - c, 'features': n,
                      'memory': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
`
const python = process.env.PYRADIOMICS_PYTHON ?? process.env.NOMOSCOPE_PYTHON ?? 'python3'
const hasPeer = spawnSync(python, ['-c', 'import radiomics']).status === 0

// One bundle of the stages that extract and of the pool, as the command line has them.
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
const source = `
export { openPool } from './src/workers/pool.ts'
export { extract, readSettings } from './src/features/index.ts'
export { openImage } from './src/image/platform/open.node.ts'
`
const banner = {
  js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
}
const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20.19', banner, logLevel: 'error' }
await build({
  ...common,
  stdin: { contents: source, resolveDir: root, loader: 'ts' },
  outfile: join(folder, 'bench.js'),
})
await build({ ...common, entryPoints: [join(root, 'src/workers/worker.ts')], outfile: join(folder, 'worker.js') })
const { openPool, extract, readSettings, openImage } = await import(pathToFileURL(join(folder, 'bench.js')).href)
const settings = readSettings(readFileSync(params, 'utf8'), params)

const ms = (seconds) => `${(1000 * seconds).toFixed(0)} ms`
const row = (name, { elapsed, processor, memory }, peer) => {
  const ratio = peer
    ? `${(peer.elapsed / elapsed).toFixed(1)}× (processor ${(peer.processor / processor).toFixed(1)}×)`
    : ''
  const used = memory ? `${(memory / 1024).toFixed(0)} MB peak` : ''
  console.log(
    `  ${name.padEnd(30)} ${ms(elapsed).padStart(9)} ${`(processor ${ms(processor)})`.padEnd(24)} ${used.padEnd(14)} ${ratio}`,
  )
}
const quickest = (runs) => ({
  elapsed: Math.min(...runs.map((one) => one.elapsed)),
  processor: Math.min(...runs.map((one) => one.processor)),
  memory: Math.max(...runs.map((one) => one.memory ?? 0)),
})

/** Reads and extracts a case again and again in this process, on a pool that stays warm. */
async function warm([image, mask], jobs) {
  const pool = openPool(jobs)
  const runs = []
  for (let round = -2; round < rounds; round++) {
    const before = process.cpuUsage()
    const start = performance.now()
    const result = await extract(await openImage(image), await openImage(mask), settings, jobs > 1 ? pool : {})
    const elapsed = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(before)
    const { maxRSS: memory } = process.resourceUsage()
    if (result.features.length !== 1316) throw new Error(`${result.features.length} features instead of 1316`)
    if (round >= 0) runs.push({ elapsed, processor: (user + system) / 1e6, memory })
  }
  await pool.close()
  return quickest(runs)
}

/** Elapsed and processor time of a whole process, by bash's `time`. */
function cold(program, list) {
  const runs = []
  for (let round = 0; round < rounds; round++) {
    rmSync(join(folder, 'out.json'), { force: true })
    const command = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > "$0" 2>&1', join(folder, 'log'), program, ...list]
    const run = spawnSync('bash', command, { cwd: root, encoding: 'utf8' })
    if (run.status !== 0)
      throw new Error(`${program} ${list.join(' ')} failed: ${readFileSync(join(folder, 'log'), 'utf8')}`)
    const [elapsed, user, system] = run.stderr.trim().split(/\s+/).slice(-3).map(Number)
    runs.push({ elapsed, processor: user + system })
  }
  return quickest(runs)
}

/** A ball of about `voxels` voxels in a smooth texture that its bins cut into about `levels` levels. */
function ball(voxels, levels) {
  const radius = Math.cbrt((3 * voxels) / (4 * Math.PI))
  const side = Math.ceil(2 * radius) + 3
  const centre = (side - 1) / 2
  const data = new Float32Array(side ** 3)
  const inside = new Uint8Array(side ** 3)
  for (let z = 0, at = 0; z < side; z++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, at++) {
        const noise = Math.sin(at * 12.9898) * 43758.5453
        data[at] = levels * (0.25 * (2 + Math.sin(x / 5) + Math.cos(y / 7 + z / 4)) + 0.1 * (noise - Math.floor(noise)))
        inside[at] = (x - centre) ** 2 + (y - centre) ** 2 + (z - centre) ** 2 < radius ** 2 ? 1 : 0
      }
    }
  }
  const grid = {
    dimension: 3,
    size: [side, side, side],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  return [
    { ...grid, pixelType: 'float32', data },
    { ...grid, pixelType: 'uint8', data: inside },
  ]
}

async function growth(voxels, levels) {
  const [image, mask] = ball(voxels, levels)
  const original = readSettings('{ setting: { binWidth: 1, additionalInfo: false } }')
  let elapsed = Infinity
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    await extract(image, mask, original)
    elapsed = Math.min(elapsed, (performance.now() - start) / 1000)
  }
  return elapsed
}

try {
  if (!hasPeer) console.log(`not compared: ${python} has no PyRadiomics`)
  for (const name of cases) {
    const files = known[name]
    console.log(`${name}, 1,316 features, warm: the quickest of ${rounds}`)
    let peer
    if (hasPeer) {
      const run = spawnSync(python, ['-c', peerScript, params, ...files, String(rounds + 1)], { encoding: 'utf8' })
      if (run.status !== 0) throw new Error(`PyRadiomics failed: ${run.stderr}`)
      peer = quickest(
        run.stdout
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => JSON.parse(line)),
      )
      row('PyRadiomics', peer)
    }
    row('nomoscope, 2 threads', await warm(files, 2), peer)
    row('nomoscope, 1 thread', await warm(files, 1), peer)
    console.log(`${name}, whole process`)
    const peerCold = hasPeer ? cold(python, ['-c', peerScript, params, ...files, '1']) : undefined
    if (peerCold) row('PyRadiomics', peerCold)
    const ours = ['dist/cli.js', 'extract', ...files, '--params', params, '--out', join(folder, 'out.json'), '--quiet']
    row('nomoscope', cold(process.execPath, ours), peerCold)
  }
  console.log('growth with the region (all classes, original image, 32 grey levels, one thread)')
  for (const voxels of [1e3, 1e4, 1e5, 1e6])
    console.log(`  ${String(voxels).padStart(8)} voxels ${ms(await growth(voxels, 32)).padStart(9)}`)
  console.log('growth with grey levels (100,000 voxels)')
  for (const levels of [8, 32, 128, 512, 2048])
    console.log(`  ${String(levels).padStart(8)} levels ${ms(await growth(1e5, levels)).padStart(9)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (!hasPeer && process.argv.includes('--require-peer')) process.exit(1)
