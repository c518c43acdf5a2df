import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { writeCsv } from '../../src/cohort/index.ts'
import { randomStream } from '../../src/statistics/index.ts'

/**
 * Study number `k` of odd but valid shapes: few patients, few events, a level, a centre that one patient has, empty and
 * constant columns, terms that are none, splits that part badly, horizons beyond the follow-up. Writes the spreadsheet
 * and study.yaml; the same for a number every time.
 */
export function writeOddStudy(folder: string, k: number): void {
  mkdirSync(folder, { recursive: true })
  const random = randomStream(k, 'odd study')
  const pick = <T>(...of: readonly T[]): T => of[random.below(of.length)]
  const maybe = (share: number) => random.uniform() < share
  const p = pick(0, 3, 40)
  const rows = patientsOf(random, pick(12, 25, 40, 80), p)
  writeFileSync(
    join(folder, 'c.csv'),
    writeCsv(
      Object.keys(rows[0]),
      rows.map((row) => Object.values(row)),
    ),
  )

  const outcome = maybe(0.8)
  const terms = pick(
    ['age'],
    ['age', 'size'],
    ['age', 'grp'],
    ['blank'],
    ['const', 'age'],
    ['grp'],
    ['clin'],
    ['age', 'none'],
  )
  const cox = { time: 't', event: 'e', horizons: [pick(1, 12, 24, 200)] }
  const models = {
    ...(outcome && maybe(0.85) && { m: { terms, ...(maybe(0.2) && { select: 'backward' }) } }),
    ...(outcome && p > 0 && maybe(0.7) && { rad: { terms: [{ score: 'rad' }] } }),
    ...(maybe(0.4) && { cx: { terms: pick(['age'], ['grp'], ['age', 'size']), cox } }),
  }
  const steps = [...pick([{ variance: 0.1 }], [], [{ correlation: 0.8 }]), ...pick([], [{ combat: true }])]
  const nested = pick(3, 5, undefined)
  const study = {
    study: 'Odd',
    seed: 1,
    cohort: { file: 'c.csv', id: 'id' },
    ...(outcome && { outcome: { column: 'y', positive: 'yes' } }),
    blocks: {
      clin: pick(['age'], ['age', 'size'], ['blank'], ['age', 'none']),
      ...(p > 0 && { rad: 'features' }),
    },
    ...(p > 0 && { features: { table: 'c.csv' }, selection: [...steps, { lasso: { folds: 5 } }] }),
    centre: 'ctr',
    split: pick<unknown>(
      'none',
      { training: 0.7 },
      { by: 'ctr', validation: ['C'] },
      { by: 'd', before: '2022-01-01' },
      { training: 0.5, stratify: 'grp' },
    ),
    ...(Object.keys(models).length > 0 && { models }),
    validation: {
      ...(nested && { nested: { folds: nested, repeats: 1 } }),
      bootstrap: pick(0, 5),
      ...(maybe(0.2) && { centres: true }),
      ...(maybe(0.2) && { subgroups: ['grp'] }),
    },
    ...(maybe(0.4) && { survival: { time: 't', event: 'e', by: pick('grp', 'ctr', 'y') } }),
    ...(maybe(0.3) && { compare: { markers: ['age', 'size'], by: pick('grp', 'y', 'age') } }),
  }
  writeFileSync(join(folder, 'study.yaml'), stringify(study))
}

/** Two patients with and two without the outcome at the least; the rest by shares that may be as low as 2 in 100. */
function patientsOf(random: ReturnType<typeof randomStream>, n: number, p: number) {
  const pick = <T>(...of: readonly T[]): T => of[random.below(of.length)]
  const [withOutcome, withEvent] = [pick(0.03, 0.2, 0.5), pick(0.02, 0.4)]
  return Array.from({ length: n }, (_, i) => ({
    id: `P${i}`,
    y: i < 2 || (i >= 4 && random.uniform() < withOutcome) ? 'yes' : 'no',
    age: (30 + 50 * random.uniform()).toFixed(1),
    size: (5 + 30 * random.uniform()).toFixed(1),
    grp: i === 7 ? 'rare' : pick('a', 'b'),
    ctr: i === 9 ? 'C' : pick('A', 'B'),
    t: (60 * random.uniform()).toFixed(1),
    e: Number(random.uniform() < withEvent),
    blank: '',
    const: 5,
    d: `202${random.below(4)}-0${1 + random.below(9)}-11`,
    ...Object.fromEntries(Array.from({ length: p }, (_, j) => [`original_glcm_F${j}`, random.uniform().toFixed(4)])),
  }))
}
