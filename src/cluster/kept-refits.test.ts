import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ModelPlan } from '../model/plan/specification.ts'
import type { RefitTask } from '../model/resample/refit.ts'
import { inThread } from '../parallel.ts'
import { keepingRefits } from './kept-refits.ts'

const scratch = mkdtempSync(join(tmpdir(), 'nomoscope-refits-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const plan: ModelPlan = { family: 'logistic', blocks: {}, selection: [], models: [] }
const table = { ids: ['a', 'b'], patients: Int32Array.of(0, 1), columns: [], values: new Float64Array() }
const task = (seed: number, spread = Number.POSITIVE_INFINITY): RefitTask => {
  const outcome = { kind: 'binary' as const, positive: [1, 0] }
  const part = { rows: Int32Array.of(0, 1), counts: Float64Array.of(1, 1), outcome, seed }
  return { plan: { ...plan, horizons: [spread] }, table, models: ['m'], parts: [part] }
}
/** Numbers that JSON has not, or that a short decimal loses. */
const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1 + 0.2, 2 ** 53 + 2]

function keeping(name: string, more: { version?: string; share?: { index: number; count: number } } = {}) {
  const computed: number[] = []
  const map = inThread({
    'model/refit': ({ parts }) => {
      computed.push(parts[0].seed)
      return [{ m: { lp: Float64Array.of(...odd, parts[0].seed), estimates: { none: -0, all: Number.NaN } } }]
    },
  })
  return { computed, map: keepingRefits(map, { folder: join(scratch, name), version: '1', ...more }) }
}
const filesOf = (name: string) =>
  readdirSync(join(scratch, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/'))
    .map((file) => join(scratch, name, file))

test('what is kept is taken with every bit and not computed again', async () => {
  const first = await keeping('bits').map('model/refit', [task(1), task(2)])
  const again = keeping('bits')
  const answers = await again.map('model/refit', [task(1), task(2)])
  expect([again.computed, answers]).toEqual([[], first])
  const [[{ m }]] = answers
  if ('failed' in m) throw new Error(m.failed)
  const bits = (values: ArrayLike<number>) => Array.from(new BigUint64Array(Float64Array.from(values).buffer))
  expect(bits(m.lp)).toEqual(bits([...odd, 1]))
  expect(Object.is(m.estimates.none, -0)).toBe(true)
})

test('a refit is computed anew for another seed, plan, outcome, predictors or version', async () => {
  await keeping('keys').map('model/refit', [task(1)])
  const other = keeping('keys')
  const dealt = task(1)
  dealt.parts[0].outcome = { kind: 'binary', positive: [0, 1] }
  await other.map('model/refit', [task(1), task(2), task(1, 12), dealt])
  await other.map('model/refit', [{ ...task(1), table: { ...table, values: Float64Array.of(0) } }])
  expect(other.computed).toEqual([2, 1, 1, 1])
  const newer = keeping('keys', { version: '2' })
  await newer.map('model/refit', [task(1)])
  expect(newer.computed).toEqual([1])
})

test('regressions on columns are kept and shared as the models are', async () => {
  const computed: [string, number][] = []
  const answer = (name: string, parts: { learnt: Int32Array }[]) =>
    parts.map(({ learnt }) => {
      computed.push([name, learnt[0]])
      return { failed: name }
    })
  const own = inThread({
    'model/regression': ({ kind, parts }) => answer(kind, parts),
    'model/fine-gray': ({ horizons, parts }) => answer(`at ${horizons}`, parts),
  })
  const kept = (index: number) =>
    keepingRefits(own, { folder: join(scratch, 'columns'), version: '1', share: { index, count: 2 } })
  const x = { rows: 2, columns: 1, values: Float64Array.of(1, 2) }
  const parts = [0, 1].map((row) => [{ learnt: Int32Array.of(row), held: new Int32Array() }])
  const tasks = (kind: 'linear' | 'ordinal', y: number[]) =>
    parts.map((each) => ({ kind, x, y: Float64Array.from(y), parts: each }))
  const timed = (horizon: number) => ({ x, time: x.values, cause: x.values, horizons: [horizon], parts: parts[0] })
  const first = kept(1)
  expect(await first('model/regression', tasks('linear', [1, 2]))).toEqual([
    [{ failed: 'linear' }],
    [{ failed: 'it belongs to another part' }],
  ])
  await first('model/regression', tasks('ordinal', [1, 2]))
  await first('model/regression', tasks('linear', [1, 3]))
  await first('model/fine-gray', [timed(12), timed(24)])
  await kept(2)('model/fine-gray', [timed(12), timed(24)])
  await kept(2)('model/regression', tasks('linear', [1, 2]))
  expect(computed).toEqual([
    ['linear', 0],
    ['ordinal', 0],
    ['linear', 0],
    ['at 12', 0],
    ['at 24', 0],
    ['linear', 1],
  ])
})

test('one that was cut off, changed or put in the place of another is computed again, and mended', async () => {
  const whole = await keeping('harmed').map('model/refit', [task(1), task(2), task(3)])
  const [changed, foreign, cut] = filesOf('harmed')
  const bytes = readFileSync(changed)
  bytes[bytes.length - 3] ^= 1
  writeFileSync(changed, bytes)
  copyFileSync(cut, foreign)
  writeFileSync(cut, readFileSync(cut).subarray(0, 20))
  const again = keeping('harmed')
  expect(await again.map('model/refit', [task(1), task(2), task(3)])).toEqual(whole)
  expect(again.computed).toEqual([1, 2, 3])
  const mended = keeping('harmed')
  await mended.map('model/refit', [task(1), task(2), task(3)])
  expect(mended.computed).toEqual([])
})

test('shares are every task once over all maps of a study; what another has kept is taken, the rest has failed', async () => {
  const tasks = [1, 2, 3, 4, 5].map((seed) => task(seed))
  const shares = [1, 2].map((index) => keeping('shares', { share: { index, count: 2 } }))
  const [first] = await shares[0].map('model/refit', tasks.slice(0, 3)).then((answers) => answers[1])
  expect(first.m).toEqual({ failed: 'it belongs to another part' })
  await shares[0].map('model/refit', tasks.slice(3))
  await shares[1].map('model/refit', tasks.slice(0, 3))
  await shares[1].map('model/refit', tasks.slice(3))
  expect(shares.map(({ computed }) => computed)).toEqual([
    [1, 3, 5],
    [2, 4],
  ])
  const gathering = keeping('shares')
  const answers = await gathering.map('model/refit', tasks)
  expect([gathering.computed, answers]).toEqual([[], await keeping('at once').map('model/refit', tasks)])
})

test('a share that cannot be kept is not done, and a run needs no place to keep anything', async () => {
  writeFileSync(join(scratch, 'file'), '')
  const share = { index: 1, count: 1 }
  await expect(keeping('file/below', { share }).map('model/refit', [task(1)])).rejects.toThrow('file')
  expect(await keeping('file/below').map('model/refit', [task(1)])).toHaveLength(1)
})
