import { expect, test } from 'vitest'
import { trainingRows } from '../../step.ts'
import { innerFolds } from '../fit/inner-folds.ts'
import { bootstrapSample, crossValidationFolds } from './samples.ts'

test('copies of a patient in a bootstrap sample, and lesions of one patient, all fall into one inner fold', () => {
  const lesions = 120
  const rows = Int32Array.from({ length: lesions }, (_, i) => i)
  const patients = rows.map((row) => Math.floor(row / 2))
  const outcome = {
    kind: 'binary',
    positive: Float64Array.from(patients, (patient) => Number(patient % 3 === 0)),
  } as const
  for (let b = 0; b < 20; b++) {
    const part = bootstrapSample(rows, outcome, patients, b, 1)
    // a row stands once, with how often its patient was drawn: no copy can be on the other side
    expect(new Set(part.rows).size).toBe(part.rows.length)
    expect(Math.max(...part.counts)).toBeGreaterThan(1)
    expect(part.counts.reduce((sum, count) => sum + count, 0)).toBe(lesions)
    const own = part.rows.map((row) => patients[row])
    const fold = innerFolds(
      trainingRows({ rows: part.rows, patients: own, columns: [] }, part.outcome, part.counts, part.seed),
      5,
    )
    const foldsOf = new Map<number, Set<number>>()
    own.forEach((patient, i) => {
      foldsOf.set(patient, (foldsOf.get(patient) ?? new Set()).add(fold[i]))
      // both lesions were drawn as often as the patient
      expect(part.counts[i]).toBe(part.counts[own.indexOf(patient)])
    })
    expect([...foldsOf.values()].every((folds) => folds.size === 1)).toBe(true)
    expect(new Set(fold).size).toBe(5)
  }
})

test('a cross-validation has no more folds than patients of the rarer class, each with one of them', () => {
  const rows = Int32Array.from({ length: 40 }, (_, i) => i)
  const positive = Float64Array.from(rows, (row) => Number(row % 10 === 0))
  const time = Float64Array.from(rows, (row) => row + 1)
  const heldEvents = (folds: ReturnType<typeof crossValidationFolds>) =>
    folds.map(({ held }) => held.reduce((sum, row) => sum + positive[row], 0))
  const ofOutcome = crossValidationFolds(rows, { kind: 'binary', positive }, rows, 10, 1)
  expect(heldEvents(ofOutcome)).toEqual([1, 1, 1, 1])
  expect(ofOutcome.reduce((sum, { held }) => sum + held.length, 0)).toBe(40)
  expect(heldEvents(crossValidationFolds(rows, { kind: 'survival', time, event: positive }, rows, 10, 1))).toHaveLength(
    4,
  )
  // everybody having the event is no rarer class of survival times
  const event = positive.map(() => 1)
  expect(crossValidationFolds(rows, { kind: 'survival', time, event }, rows, 10, 1)).toHaveLength(10)
})
