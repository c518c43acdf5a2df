import { expect, test } from 'vitest'
import { calibrationBand } from './calibration-band.ts'

// R 4.2.2: glm(y ~ lp, binomial, control = list(epsilon = 1e-14)), then plogis(fit ± qnorm(.975) se) with the inverse
// information at its estimate, solve(t(X) %*% (X * p(1 − p))): predict's own se is that of the step before, 1e-8 off.
const lp = [-2.1, -1.4, -1.2, -0.7, -0.5, -0.1, 0.2, 0.4, 0.9, 1.3, 1.6, 2.2]
const y = [0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1]
const observed = [0.127350220165613, 0.27678541158572, 0.500916611924405, 0.72468004896072, 0.873462476695522]
const lower = [0.00845922585248691, 0.05965492320395921, 0.21785612354522627, 0.29957265590916171, 0.282370945210067]
const upper = [0.713984583084855, 0.697778875635617, 0.783390779992371, 0.941855818679546, 0.991809724507491]

test('curve and interval equal those of predict.glm', () => {
  const band = calibrationBand(lp, y, 5)!
  expect(band.observed).toMatchDigits(observed, 1e-12)
  expect(band.lower).toMatchDigits(lower, 1e-12)
  expect(band.upper).toMatchDigits(upper, 1e-12)
})

test('nothing where no unique finite curve exists', () => {
  expect(calibrationBand(lp, y.fill(1))).toBeUndefined()
  expect(calibrationBand([0.3, 0.3, 0.3], [0, 1, 0])).toBeUndefined()
  expect(calibrationBand([-2, -1, 1, 2], [0, 0, 1, 1])).toBeUndefined()
})

test('predictors that differ by their rounding alone have no curve', () => {
  const nearly = y.map((_, i) => 0.3 + (i % 2) * 2 ** -53)
  expect(calibrationBand(nearly, y)).toBeUndefined()
})
