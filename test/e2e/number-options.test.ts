import { expect, test } from 'vitest'
import { nomoscope } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

const pair = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))

test.each([
  ['--jobs', '0', '1 is the least'],
  ['--jobs', '-3', 'not a whole number'],
  ['--jobs', '', 'not a number'],
  ['--jobs', '1e99', 'not a whole number'],
  ['--uneven', '-1', 'below 0'],
  ['--margin', 'Infinity', 'not a number'],
])('an option that no number of that kind can be is refused: %s %s', (option, value, why) => {
  const { status, stderr } = nomoscope('extract', ...pair, option, value)
  expect([status, stderr]).toEqual([2, expect.stringContaining(option)])
  expect(stderr).toContain(why)
})
