import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

const folder = scratchFolder()
const file = (name: string) => fixture('normalise', name)
const [image, mask] = [file('image1.nrrd'), file('lesion.nrrd')]

function extracted(...words: string[]) {
  const out = join(folder, 'features.json')
  const run = nomoscope('extract', image, mask, '--out', out, '--overwrite', ...words)
  expect([run.status, run.stderr]).toEqual([0, expect.any(String)])
  return JSON.parse(readFileSync(out, 'utf8'))
}

test('extract --normalise brings one image to a scale of its own', () => {
  const raw = extracted()
  const scaled = extracted('--normalise', 'image')
  // A straight line through the mean and the spread of the whole image, in hundredths of the spread.
  const { 'diagnostics_Image-original_Mean': mean } = raw
  const gain = (scaled.original_firstorder_Maximum - scaled.original_firstorder_Minimum) / raw.original_firstorder_Range
  expect(scaled.original_firstorder_Mean).toMatchDigits(gain * (raw.original_firstorder_Mean - mean), 1e-6)
  expect(scaled['diagnostics_Image-original_Mean']).toBeCloseTo(0, 4)
  expect(extracted('--normalise', 'whitestripe').original_firstorder_Mean).not.toBe(scaled.original_firstorder_Mean)
})

test('what takes a study file, or does not exist, is refused with what there is', () => {
  const { status, stderr } = nomoscope('extract', image, mask, '--normalise', 'nyul')
  expect([status, stderr]).toEqual([2, expect.stringMatching(/--normalise nyul.*image, surroundings, whitestripe/s)])
})
