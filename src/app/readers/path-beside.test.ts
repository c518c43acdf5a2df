import { expect, test } from 'vitest'
import { pathBeside } from './path-beside.ts'

test.each([
  ['masks/{patient}.anna.nii.gz', 'masks/{patient}.anna-again.nii.gz'],
  ['anna/{patient}/anna.nrrd', 'anna/{patient}/anna-again.nrrd'],
  ['masks/anna/{patient}.dcm', 'masks/anna-again/{patient}.dcm'],
  ['hanna/{patient}/first.nrrd', 'hanna/{patient}/first.anna-again.nrrd'],
  ['{patient}/first.nii.gz', '{patient}/first.anna-again.nii.gz'],
])('the masks of another reader beside %s are %s', (path, again) => {
  expect(pathBeside(path, 'anna', 'anna-again')).toBe(again)
})
