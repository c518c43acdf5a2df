// Which modules the processor's time of the rows goes to, by V8's sampling profiler.
// usage: node bench/speed/profile.mjs WORK [FILE …]     runs the work of `works` many times over, for the profiler
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(import.meta.dirname, '../..')
const shown = 8

const works = {
  async extract(params, image, mask) {
    const [{ extract, readSettings }, { openImage }] = [
      await import('../../dist/features.js'),
      await import('../../dist/node.js'),
    ]
    const settings = readSettings(readFileSync(params, 'utf8'), params)
    const until = performance.now() + 8000
    while (performance.now() < until) await extract(await openImage(image), await openImage(mask), settings)
  },
  async lasso() {
    const { simulated } = await import('./simulated.mjs')
    const { crossValidatePath } = await import('../../dist/statistics.js')
    const { x, y, folds } = simulated(224, 1218)
    for (let round = 0; round < 20; round++) crossValidatePath(x, { family: 'binomial', y }, folds)
  },
  async validate() {
    const { cohort } = await import('./simulated.mjs')
    const { validateAndCalibrateLogistic } = await import('../../dist/statistics.js')
    const { design, her2, draws } = cohort()
    for (let round = 0; round < 10; round++) validateAndCalibrateLogistic(design, her2, draws)
  },
}

/** The modules with the largest shares of a work of `works`, as text. */
export const profileOfWork = (...words) => profileOf([import.meta.filename, ...words])

/**
 * The modules with the largest shares of a Node program's processor time, as text. A bundle names the module of its lines
 * in comments (`// src/…`); what has no such place (WebAssembly, Node's own code) counts to the nearest caller that has one.
 */
export function profileOf(command) {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-profile-'))
  try {
    const run = spawnSync(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${folder}`, ...command], {
      encoding: 'utf8',
    })
    if (run.status !== 0) throw new Error(`${command.join(' ')} failed: ${run.stderr.slice(-600)}`)
    const times = new Map()
    for (const file of readdirSync(folder)) addTimes(JSON.parse(readFileSync(join(folder, file), 'utf8')), times)
    const total = [...times.values()].reduce((sum, time) => sum + time, 0)
    return [...times]
      .sort((a, b) => b[1] - a[1])
      .slice(0, shown)
      .map(([module, time]) => `${module} ${Math.round((100 * time) / total)}%`)
      .join(', ')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function addTimes({ nodes, samples, timeDeltas }, times) {
  const modules = new Map() // of node ids
  const waiting = [[nodes[0], "Node's own"]]
  const byId = new Map(nodes.map((node) => [node.id, node]))
  while (waiting.length > 0) {
    const [node, caller] = waiting.pop()
    const { functionName, url, lineNumber } = node.callFrame
    const own = functionName === '(garbage collector)' ? 'garbage collector' : moduleOf(url, lineNumber)
    modules.set(node.id, functionName === '(idle)' ? undefined : (own ?? caller))
    for (const child of node.children ?? []) waiting.push([byId.get(child), own ?? caller])
  }
  for (let i = 0; i < samples.length; i++) {
    const module = modules.get(samples[i])
    if (module) times.set(module, (times.get(module) ?? 0) + timeDeltas[i])
  }
}

const bundles = new Map()

/** The module of a line (from 0) of a bundle; the last comment before it names it. */
function moduleOf(url, line) {
  if (!url.startsWith('file:')) return undefined
  const file = fileURLToPath(url)
  if (!bundles.has(file)) {
    const found = []
    for (const [at, text] of readFileSync(file, 'utf8').split('\n').entries()) {
      const name = /^\/\/ ((?:src|node_modules)\/\S+)$/.exec(text)?.[1]
      if (name) found.push({ at, name })
    }
    bundles.set(file, found)
  }
  return bundles.get(file).findLast(({ at }) => at <= line)?.name ?? relative(root, file)
}

if (process.argv[1] === import.meta.filename) await works[process.argv[2]](...process.argv.slice(3))
