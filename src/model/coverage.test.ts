import { expect, test } from 'vitest'
import { checkCoverage, summariseCoverage } from '../../test/support/coverage.ts'

test('on a known truth the nested AUC is the fitted models’ own, and shrunken risks are calibrated', async () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed)
  const [mri, radiomics, combined] = summariseCoverage(await checkCoverage(seeds, 4000, 5))
  for (const { nested, own } of [mri, radiomics, combined]) expect(Math.abs(nested - own)).toBeLessThan(0.03)
  for (const { coverage, shrunken } of [mri, combined]) {
    expect(coverage).toBeGreaterThanOrEqual(0.85)
    expect(Math.abs(shrunken - 1)).toBeLessThan(0.2)
  }
  expect(combined.own).toBeGreaterThan(mri.own)
}, 180_000)
