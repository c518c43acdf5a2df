import { expect, test } from 'vitest'
import { checkCoverage, checkIncomplete, summariseCoverage } from '../../../test/support/coverage.ts'

test('on a known truth the nested AUC is the fitted models’ own, and shrunken risks are calibrated', async () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed)
  const models = summariseCoverage(await checkCoverage(seeds, 4000, 5, 40))
  const [mri, radiomics, combined] = models
  for (const { nested, own, coverage } of models) {
    expect(Math.abs(nested.mean - own.mean)).toBeLessThan(0.03)
    expect(coverage.mean).toBeGreaterThanOrEqual(0.85)
  }
  for (const { shrunken } of [mri, combined]) expect(Math.abs(shrunken.mean - 1)).toBeLessThan(0.15)
  expect(Math.abs(radiomics.shrunken.mean - 1)).toBeLessThan(0.3)
  expect(combined.own.mean).toBeGreaterThan(mri.own.mean)
}, 600_000)

for (const truth of [
  { family: 'logistic', missing: 'multiple' },
  { family: 'cox', missing: 'median' },
] as const)
  test(`nested intervals of a ${truth.family} model with missing values hold its own figures on fresh patients`, async () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed)
    const [model] = summariseCoverage(await checkIncomplete(truth, seeds, 10_000, 10))
    expect(Math.abs(model.nested.mean - model.own.mean)).toBeLessThan(0.03)
    // of 20 studies of 95% seventeen or more hold it in 98 of a hundred tests
    expect(model.coverage.mean).toBeGreaterThanOrEqual(0.85)
    expect(model.slopeCoverage.mean).toBeGreaterThanOrEqual(0.85)
  }, 600_000)
