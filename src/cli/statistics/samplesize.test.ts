import { expect, test } from 'vitest'
import { developmentSizeContinuous } from '../../statistics/sample-size/continuous.ts'
import { coxSnellOfSurvivalC, developmentSizeSurvival } from '../../statistics/sample-size/development.ts'
import type { Terminal } from '../terminal.ts'
import { type SampleSizeOptions, sampleSize } from './samplesize.ts'

function printed(options: SampleSizeOptions): string[] {
  const lines: string[] = []
  sampleSize(options, { result: (line: string) => lines.push(line) } as unknown as Terminal)
  return lines
}

test('survival and Cox–Snell R² have their way in, and lines say patients and events per parameter', () => {
  // pmsampsize(type = "s", rsquared = 0.051, parameters = 30, rate = 0.065, timepoint = 2, meanfup = 2.07): 5143 patients; 5143 · 0.065 · 2.07 = 692 events
  const asked = { parameters: 30, rate: 0.065, timepoint: 2, meanFollowUp: 2.07, coxSnell: 0.051 }
  expect(developmentSizeSurvival(asked).n).toBe(5143)
  const lines = printed({ parameters: 30, rate: 0.065, timepoint: 2, followup: 2.07, coxsnell: 0.051 })
  expect(lines[0]).toMatch(/^shrinkage: 5143 patients, [\d.]+ events per parameter$/)
  expect(lines.at(-1)).toBe('patients needed: 5143, 692 of them with the event')
  const binary = printed({ prevalence: 0.174, parameters: 24, coxsnell: 0.288, shrinkage: 0.9 })
  // pmsampsize(type = "b", csrsquared = 0.288, parameters = 24, prevalence = 0.174): 662 patients
  expect(binary.at(-1)).toMatch(/^patients needed: 662, /)
})

test('a published C of a survival model is taken to R² by way of Royston’s D', () => {
  // by hand: C 0.7, D 1.18208, R²_D 0.250142, O'Quigley's R² 0.227801; 1 − 0.772199^(0.065 · 2.07) = 0.034185
  expect(coxSnellOfSurvivalC(0.7, 0.065 * 2.07)).toBeCloseTo(0.034185, 6)
  const asked = { parameters: 10, rate: 0.065, timepoint: 2, followup: 2.07 }
  expect(printed({ ...asked, cstatistic: 0.7 })).toEqual(
    printed({ ...asked, coxsnell: coxSnellOfSurvivalC(0.7, 0.065 * 2.07) }),
  )
})

test('a number has its criteria, which are those of pmsampsize', () => {
  // pmsampsize(type = "c", rsquared = 0.2, parameters = 25, intercept = 1.9, sd = 0.6): 918, 401, 259 and 918 patients
  const lines = printed({ parameters: 25, rsquared: 0.2, mean: 1.9, sd: 0.6 })
  expect(lines.map((line) => Number(/: (\d+)/.exec(line)![1]))).toEqual([918, 401, 259, 918, 918])
  expect(lines[0]).toContain('36.7 patients per parameter')
  // a mean that is small beside the spread decides: half the interval of the mean is a tenth of it
  const { n } = developmentSizeContinuous({ parameters: 25, rSquared: 0.2, mean: 0.1, sd: 0.6 })
  const half = (size: number) => 0.6 * Math.sqrt(0.8 / size) * 1.96
  expect(half(n)).toBeLessThan(0.01)
  expect(half(n - 20)).toBeGreaterThan(0.00998)
})

test('what is lacking is named', () => {
  expect(() => printed({ parameters: 3 })).toThrow(/--prevalence/)
  expect(() => printed({ parameters: 3, rate: 0.1 })).toThrow(/--timepoint/)
  expect(() => printed({ prevalence: 0.2, cstatistic: 0.8 })).toThrow(/--parameters/)
  expect(() => printed({ parameters: 3, sd: 0.2 })).toThrow(/--rsquared/)
  expect(() => printed({ external: true, prevalence: 0.2 })).toThrow(/--cstatistic/)
})
