import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()

test('a study with one reader selects what bears perturbations, to the same bytes over one thread or two', {
  timeout: 600_000,
}, () => {
  const file = smallDemo(folder, 16, (study) =>
    study
      .replace(/masks: \{ reader1: ('[^']+'),.*/g, 'mask: $1')
      .replace(/reader: reader1,? ?/, '')
      .replace(
        /(features: \{ *params: [^,}]+)/,
        '$1, perturb: { repeats: 2, noise: true, rotate: [-6, 6], translate: [0.25, 0.5], grow: [-0.1, 0.1], contours: true }',
      )
      .replace('{ icc: 0.85 }', '{ icc: 0.6, of: perturbations }')
      .replace('sequences: [dce, dwi, t2]', 'sequences: [t2]')
      // What has nothing to do with regions that are measured again.
      .replace(/^(quality|centre):.*\n/gm, '')
      .replace(/^ {4}- .*dce_snr.*\n/m, '')
      .replace(/^(survival|compare|tables):\n(?:[ -].*\n)+/gm, '')
      .replace(/^ {2}(mri|immune): \{ label.*\n/gm, '')
      .replace(
        /^validation:.*\n/m,
        'validation: { nested: { folds: 2, repeats: 1 }, bootstrap: 4, permutations: 2 }\n',
      ),
  )
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('of: perturbations')
  expect(text).not.toMatch(/masks:|reader: |sequences: \[dce/)
  const outputs = ['1', '2'].map((jobs) => {
    const out = join(folder, `out${jobs}`)
    const run = nomoscope('run', file, '--jobs', jobs, '--out', out, '--quiet')
    expect(run.stdout, run.stderr).toContain('report.html')
    return readFileSync(join(out, 'results.json'), 'utf8')
  })
  expect(outputs[1]).toBe(outputs[0])
  const { figures } = JSON.parse(outputs[0])
  const agreement = figures.find(({ id }: { id: string }) => id === 'perturbations')
  expect(agreement.data.threshold).toBe(0.6)
  const [features, kept] = ['features', 'kept'].map((key) =>
    agreement.data.families.reduce((sum: number, one: Record<string, number>) => sum + one[key], 0),
  )
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(features)
  // Not `toContain`, which would print the whole page.
  const report = readFileSync(join(folder, 'out1', 'report.html'), 'utf8').replace(/<[^>]*>/g, '')
  expect(report.includes('measured again 2 times under small changes')).toBe(true)
  expect(/ICC\(1,1\)\S* under perturbations of at least 0\.60/.test(report)).toBe(true)
})
