import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream, shuffle } from './random.ts'
import { bootstrap, foldRows, kFold, permutation, repeatedKFold, stratifiedSplit } from './resampling.ts'

const outcome = Int32Array.from({ length: 320 }, (_, i) => (i % 4 === 0 ? 1 : 0))

describe('streams', () => {
  test('belong to their seed and name alone', () => {
    const draws = (...name: (string | number)[]) => {
      const stream = randomStream(7, ...name)
      return [stream.below(1e6), stream.uniform(), stream.gaussian()]
    }
    expect(draws('bootstrap', 17)).toEqual(draws('bootstrap', 17))
    expect(draws('bootstrap', 17)).not.toEqual(draws('bootstrap', 18))
    expect(draws('bootstrap', 17)).not.toEqual(draws('fold', 17))
    expect(draws('a', 'b')).not.toEqual(draws('ab'))
  })

  test('are uniform and normal: means of 20,000 within five standard errors, and no two of 2,000 streams start alike', () => {
    const stream = randomStream(1, 'moments')
    let [uniform, gaussian, square] = [0, 0, 0]
    for (let i = 0; i < 20_000; i++) {
      uniform += stream.uniform()
      const z = stream.gaussian()
      gaussian += z
      square += z * z
    }
    expect(Math.abs(uniform / 20_000 - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000))
    expect(Math.abs(gaussian / 20_000)).toBeLessThan(5 / Math.sqrt(20_000))
    expect(Math.abs(square / 20_000 - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000))
    const starts = new Set(Array.from({ length: 2000 }, (_, i) => randomStream(1, 'b', i).uniform()))
    expect(starts.size).toBe(2000)
  })

  test('stay as they are from version to version', () => {
    const stream = randomStream(20240601, 'split')
    expect(Array.from({ length: 5 }, () => stream.below(1000))).toEqual([719, 123, 195, 863, 351])
  })
})

describe('the split', () => {
  test("the paper's: 0.7 of 80 and 240 is 56 and 168", () => {
    const { training, validation } = stratifiedSplit(320, 0.7, randomStream(1, 'split'), { strata: outcome })
    expect(training.length).toBe(224)
    expect(training.filter((row) => outcome[row] === 1).length).toBe(56)
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: 320 }, (_, i) => i))
  })

  test('a patient is never on both sides, nor an empty part made', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 40, maxLength: 200 }),
        fc.integer(),
        (ids, seed) => {
          fc.pre(new Set(ids).size > 3)
          const { training, validation } = stratifiedSplit(ids.length, 0.6, randomStream(seed), { groups: ids })
          const left = new Set(Array.from(training, (row) => ids[row]))
          return validation.length > 0 && Array.from(validation).every((row) => !left.has(ids[row]))
        },
      ),
      { numRuns: 50 },
    )
    expect(() => stratifiedSplit(3, 0.99, randomStream(1))).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
  })
})

describe('folds', () => {
  test('are balanced in all and in each stratum', () => {
    const fold = kFold(320, 7, randomStream(3), { strata: outcome })
    const sizes = Array.from({ length: 7 }, (_, f) => foldRows(fold, f).validation.length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    const positives = Array.from(
      { length: 7 },
      (_, f) => foldRows(fold, f).validation.filter((row) => outcome[row]).length,
    )
    expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1)
  })

  test('a later repeat does not depend on how many there are', () => {
    const stream = (repeat: number) => randomStream(5, 'repeat', repeat)
    expect(repeatedKFold(50, 5, 3, stream)[2]).toEqual(repeatedKFold(50, 5, 9, stream)[2])
    expect(() => kFold(3, 4, randomStream(1))).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
  })
})

describe('the bootstrap', () => {
  test('draws whole patients, and its copies share an inner fold', () => {
    const ids = Array.from({ length: 120 }, (_, i) => 1000 + (i >> 1))
    const draw = bootstrap(120, randomStream(11, 'b', 0), { groups: ids, strata: outcome.subarray(0, 120) })
    expect(draw.rows.length).toBe(120)
    expect(Array.from(draw.rows, (row) => ids[row])).toEqual(Array.from(draw.patients))
    const drawn = new Set(draw.rows)
    expect(Array.from(draw.outOfBag).some((row) => drawn.has(row))).toBe(false)
    expect(drawn.size + draw.outOfBag.length).toBe(120)
    const fold = kFold(draw.rows.length, 5, randomStream(11, 'inner', 0), { groups: draw.patients })
    const foldOf = new Map<number, number>()
    for (let i = 0; i < fold.length; i++) {
      const before = foldOf.get(draw.patients[i])
      expect(before ?? fold[i]).toBe(fold[i])
      foldOf.set(draw.patients[i], fold[i])
    }
  })

  test('leaves out about e⁻¹ of the rows', () => {
    let out = 0
    for (let b = 0; b < 200; b++) out += bootstrap(320, randomStream(2, b)).outOfBag.length
    expect(Math.abs(out / 200 / 320 - Math.exp(-1))).toBeLessThan(0.01)
  })
})

test('a permutation keeps the rows of a patient together', () => {
  const ids = [0, 0, 1, 1, 2, 3, 4, 4]
  const from = permutation(8, randomStream(9), { groups: ids })
  expect(Array.from(from).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(ids[from[0]]).toBe(ids[from[1]])
  expect(ids[from[2]]).toBe(ids[from[3]])
  expect([...shuffle([1, 2, 3], randomStream(1))].sort()).toEqual([1, 2, 3])
})
