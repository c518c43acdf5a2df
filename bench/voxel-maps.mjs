#!/usr/bin/env node
// The voxel-map row of the targets: ten maps of the synthetic lesion, ours and PyRadiomics' as whole processes in turn.
// usage: node bench/voxel-maps.mjs [--rounds 3] [--require-peer]     (after npm run build)
// The peer is python3, or the program in NOMOSCOPE_PYTHON, with PyRadiomics 3.0.1; without it the comparison is left
// out, and with --require-peer that is an error. Beside elapsed time stands processor time, which a busy machine
// disturbs less.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '../..')
const at = process.argv.indexOf('--rounds')
const rounds = at < 0 ? 3 : Number(process.argv[at + 1])
if (!existsSync(join(root, 'dist/cli.js'))) {
  console.error('dist/ is missing: run npm run build first.')
  process.exit(2)
}
const fixtures = join(root, 'test/fixtures/radiomics')
const files = [join(fixtures, 'lesion_image.nrrd'), join(fixtures, 'lesion_label.nrrd')]
const featureClass = {
  firstorder: ['Entropy', 'Mean', 'Range'],
  glcm: ['Contrast', 'JointEntropy', 'Correlation'],
  glrlm: ['ShortRunEmphasis'],
  glszm: ['ZonePercentage'],
  gldm: ['DependenceEntropy'],
  ngtdm: ['Coarseness'],
}
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
const params = join(folder, 'params.yaml')
writeFileSync(params, JSON.stringify({ setting: { binWidth: 25 }, imageType: { Original: {} }, featureClass }))
const script = `
import json, logging, sys
from radiomics import featureextractor
logging.getLogger('radiomics').setLevel(logging.CRITICAL)
e = featureextractor.RadiomicsFeatureExtractor(binWidth=25, voxelBatch=2000)
e.disableAllFeatures(); e.enableFeaturesByName(**json.loads(sys.argv[3]))
print(len(e.execute(sys.argv[1], sys.argv[2], voxelBased=True)))
`
const python = process.env.NOMOSCOPE_PYTHON ?? 'python3'
const out = join(folder, 'maps')
const cli = (jobs) => ['dist/cli.js', 'extract', ...files, '--params', params, '--voxel', '--out', out, '--jobs', jobs]
const programs = {
  'nomoscope, 2 threads': [process.execPath, [...cli('2'), '--quiet']],
  'nomoscope, 1 thread': [process.execPath, [...cli('1'), '--quiet']],
}
const hasPeer = spawnSync(python, ['-c', 'import radiomics']).status === 0
if (hasPeer) programs.PyRadiomics = [python, ['-c', script, ...files, JSON.stringify(featureClass)]]

const best = Object.fromEntries(Object.keys(programs).map((name) => [name, { elapsed: Infinity, processor: Infinity }]))
try {
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program, list]] of Object.entries(programs)) {
      rmSync(out, { recursive: true, force: true })
      // bash's `time` gives the processor time of the one process that it runs.
      const command = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > "$0" 2>&1', join(folder, 'log'), program, ...list]
      const run = spawnSync('bash', command, { cwd: root, encoding: 'utf8' })
      if (run.status !== 0) throw new Error(`${name} failed: see its messages with ${program} ${list.join(' ')}`)
      const [elapsed, user, system] = run.stderr.trim().split(/\s+/).slice(-3).map(Number)
      best[name].elapsed = Math.min(best[name].elapsed, elapsed)
      best[name].processor = Math.min(best[name].processor, user + system)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const peer = best.PyRadiomics
console.log('ten voxel maps of the lesion, whole process: the quickest of', rounds)
for (const [name, { elapsed, processor }] of Object.entries(best)) {
  const ratio =
    peer && name !== 'PyRadiomics'
      ? `  ${(peer.elapsed / elapsed).toFixed(1)}× elapsed, ${(peer.processor / processor).toFixed(1)}× processor`
      : ''
  console.log(`${name.padEnd(22)} ${elapsed.toFixed(2)} s elapsed, ${processor.toFixed(2)} s processor${ratio}`)
}
if (!peer) {
  console.log(`PyRadiomics            not compared (${python} has no radiomics)`)
  if (process.argv.includes('--require-peer')) process.exit(1)
}
