import { expect, test } from 'vitest'
import type { FeatureRow } from '../../cases/feature-table.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { studySchema } from '../file/schema.ts'
import { perturbedCases, repeatedFeatures } from './perturbed-cases.ts'

const study = (features: object, selection: object[] = []) =>
  studySchema.parse({
    study: 'S',
    seed: 7,
    cohort: { file: 'c.csv', id: 'id' },
    images: { t2: { path: '{patient}/t2', masks: { a: 'a', b: 'b' } }, dwi: { path: '{patient}/d', mask: 'm' } },
    features: { params: 'p.yaml', ...features },
    selection,
  })
const perturb = { repeats: 3, rotate: [-5, 5], translate: [0, 0.5], grow: [0.1], noise: true }
const whole = { force2D: false, force2Ddimension: 0 }
const cases = ['A', 'B'].flatMap((patient) =>
  [
    ['t2', 'a'],
    ['t2', 'b'],
    ['dwi', ''],
  ].map(([sequence, reader]) => ({ input: { patient, sequence, reader }, task: { image: patient, mask: reader } })),
)

test('the regions that count are measured again, each by values of its own from the lists', () => {
  const made = perturbedCases(study({ perturb }), cases, whole)
  expect(made.map(({ input }) => input.reader)).toEqual(['a', 'a', 'a', '', '', '', 'a', 'a', 'a', '', '', ''])
  for (const { task } of made) {
    expect([-5, 5]).toContain(task.perturb!.rotate)
    expect(task.perturb!.translate!.every((part) => part === 0 || part === 0.5)).toBe(true)
    expect(task.perturb).toMatchObject({ grow: 0.1, noise: true, seed: 7 })
  }
  expect(new Set(made.map(({ task }) => JSON.stringify(task.perturb))).size).toBe(made.length)
  // Whoever else is in the study.
  expect(perturbedCases(study({ perturb }), cases.slice(3), whole)).toEqual(made.slice(6))
  expect(perturbedCases(study({ perturb, reader: 'b' }), cases, whole)[0].input.reader).toBe('b')
  expect(perturbedCases(study({}), cases, whole)).toEqual([])
})

test.each([
  [0, 2],
  [1, 1],
  [2, 0],
])(
  'measured slice by slice (force2Ddimension %i) nothing is shifted across the slices, axis %i',
  (force2Ddimension, axis) => {
    const wanted = perturbedCases(study({ perturb }), cases, whole)
    const made = perturbedCases(study({ perturb }), cases, { force2D: true, force2Ddimension })
    for (const [i, { task }] of made.entries()) {
      const shift = [...wanted[i].task.perturb!.translate!]
      shift[axis] = 0
      expect(task.perturb).toEqual({ ...wanted[i].task.perturb, translate: shift, across: axis })
    }
  },
)

test('means and deviations of the repetitions; a patient of whom one failed is named', () => {
  const row = (patient: string, x: number): FeatureRow => ({
    input: { patient, sequence: 't2', reader: 'a' },
    ...(Number.isNaN(x)
      ? { status: 'failed', reason: 'nothing left', values: {} }
      : { status: 'done', reason: '', values: { x } }),
  })
  const rows = [row('A', 1), row('A', 2), row('A', 6), row('B', 1), row('B', 2), row('B', Number.NaN)]
  const cohort = { ids: ['A', 'B'], patients: ['A', 'B'], patientOf: [0, 1] } as unknown as Cohort
  const { repeated, faults } = repeatedFeatures(['t2_x', 't2_y'], rows, 3, cohort)
  expect(repeated[1]).toBeUndefined()
  expect([...repeated[0]!.mean]).toEqual([3, Number.NaN])
  expect(repeated[0]!.sd[0]).toBeCloseTo(Math.sqrt(7), 12)
  expect(faults).toMatchObject([{ code: 'NS-STU-35', patient: 'B' }])
  expect(faults[0].what).toContain('1 of 3 perturbations failed (nothing left)')
})

test('a step by perturbations needs perturbations', () => {
  const step = [{ icc: 0.8, of: 'perturbations' }]
  expect(() => study({}, step)).toThrow('nothing is perturbed')
  expect(study({ perturb }, step).selection).toEqual(step)
  expect(() => study({ perturb: { repeats: 5 } })).toThrow('at least one of rotate')
})
