import { expect, test } from 'vitest'
import { pathAgain } from './path-again.ts'

test.each([
  ['masks/{patient}.anna.nii.gz', 'masks/{patient}.anna-again.nii.gz'],
  ['anna/{patient}/anna.nrrd', 'anna/{patient}/anna-again.nrrd'],
  ['masks/anna/{patient}.dcm', 'masks/anna-again/{patient}.dcm'],
  ['hanna/{patient}/first.nrrd', 'hanna/{patient}/first.anna-again.nrrd'],
  ['{patient}/first.nii.gz', '{patient}/first.anna-again.nii.gz'],
])('the second reading of %s is %s', (path, again) => {
  expect(pathAgain(path, 'anna', 'anna-again')).toBe(again)
})
