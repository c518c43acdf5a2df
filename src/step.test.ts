import { expect, test, vi } from 'vitest'
import { fitStep, narrowTraining, type Outcome, plainRows, type Rows, type Step, trainingRows } from './step.ts'

const rows = (patients: number[]): Rows => ({
  rows: Int32Array.from(patients, (_, i) => i),
  patients: Int32Array.from(patients),
  columns: [{ name: 'x', values: Float64Array.from(patients, (_, i) => i) }],
})
const ones = (n: number) => new Float64Array(n).fill(1)

test('a step that reads the outcome outside its training rows does not compile, and is caught when forced', () => {
  const outcome: Outcome = { kind: 'binary', positive: [0, 1, 0, 1] }
  const all = rows([0, 1, 2, 3])
  const honest: Step<number> = {
    name: 'honest',
    fit: (training) => training.counts.length,
    // @ts-expect-error rows that a step is applied to have no outcome
    apply: (_, applied) => (applied.outcome ? applied : applied),
  }
  const training = trainingRows(all, outcome, ones(4), 1)
  expect(fitStep(honest, training)).toBe(4)
  expect(() => honest.apply(4, plainRows(all))).toThrow('outcome of rows outside the training part')
  // @ts-expect-error a step is fitted on training rows only
  expect(() => fitStep(honest, all)).toThrow('not a training part')
  const forged = { ...all, outcome, counts: ones(4), seed: 1 } as unknown as typeof training
  expect(() => fitStep(honest, forged)).toThrow('not a training part')
})

test('an inner split reads the outcomes of its own training rows and no others', () => {
  const spy = vi.fn()
  const positive = new Proxy([0, 1, 0, 1, 1, 0], {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) spy(Number(key))
      return Reflect.get(target, key)
    },
  })
  const training = trainingRows(rows([0, 1, 2, 3, 4, 5]), { kind: 'binary', positive }, ones(6), 1)
  const split = narrowTraining(training, Uint8Array.from([0, 0, 1, 0, 1, 0]), 2)
  expect(spy.mock.calls.flat()).toEqual([0, 1, 3, 5])
  expect([...split.training.rows]).toEqual([0, 1, 3, 5])
  const held = split.held(['x'])
  expect([...held.rows]).toEqual([2, 4])
  expect([...held.columns[0].values]).toEqual([2, 4])
  expect(() => (held as unknown as { outcome: unknown }).outcome).toThrow('outside the training part')
})

test('a patient on both sides of an inner split is refused', () => {
  const training = trainingRows(rows([0, 0, 1, 2]), { kind: 'binary', positive: [0, 0, 1, 1] }, ones(4), 1)
  expect(() => narrowTraining(training, Uint8Array.from([1, 0, 0, 0]), 2)).toThrow('both learnt from and predicted')
  expect(narrowTraining(training, Uint8Array.from([1, 1, 0, 0]), 2).held([]).rows).toHaveLength(2)
})
