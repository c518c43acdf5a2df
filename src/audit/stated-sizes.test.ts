import { describe, expect, test } from 'vitest'
import { auditPaper } from './audit.ts'
import { readTranscript } from './read-transcript.ts'
import { sampleSize } from './stated-size.ts'
import { neededSizes } from './tests/needed-sizes.ts'

const parsed = (one: object) =>
  neededSizes(
    sampleSize.parse({
      where: 'Methods',
      ...JSON.parse(JSON.stringify(one), (_, v) => (typeof v === 'number' ? String(v) : v)),
    }),
  )

describe('sample sizes by formula, against R 4.2.2', () => {
  test.each([
    // power.t.test(delta = 5, sd = 10, power = .8); the approximation of Guenther is a hundredth off.
    [{ of: 'means', difference: 5, sd: 10, power: '80%', sides: 2, each: 64 }, 'each', 63.76576, 0.02],
    // power.t.test(delta = 5, sd = 10, power = .8, type = "paired")
    [{ of: 'paired means', effect: 0.5, power: 0.8, sides: 2, n: 34 }, 'all', 33.3672, 0.1],
    // power.prop.test(p1 = .6, p2 = .8, power = .9)
    [{ of: 'proportions', expected: ['60%', '80%'], power: 90, sides: 2, each: 109 }, 'each', 108.2355, 0.001],
    // pROC 1.18.0: power.roc.test(auc = .75, power = .8)
    [{ of: 'auc', expected: [0.75], power: 0.8, sides: 2, each: 19 }, 'each', 18.97688, 0.001],
    [{ of: 'auc', expected: [0.8], power: 0.9, sides: 2, ratio: 3, each: 12 }, 'each', 11.53534, 0.001],
    // Schoenfeld by hand: 4 (1.959964 + 0.841621)² / ln(0.6)²
    [{ of: 'hazard', expected: [0.6], power: 0.8, sides: 2, events: 121 }, 'events', 120.3155, 0.001],
    // Buderer by hand: 1.959964² · 0.9 · 0.1 / 0.05² = 138.29; / 0.4
    [{ of: 'sensitivity', expected: ['90%'], margin: '5%', prevalence: '40%', n: 346 }, 'all', 345.73, 0.01],
    [{ of: 'events per variable', perVariable: 10, variables: 6, events: 60 }, 'events', 60, 0],
  ] as const)('%j', (one, key, value, off) => {
    const sizes = parsed(one).flatMap((size) => (size[key] === undefined ? [] : [size[key]]))
    expect(Math.min(...sizes.map((size) => Math.abs(size - value)))).toBeLessThanOrEqual(off)
  })
})

describe('sample sizes of a paper', () => {
  const audit = (line: string, n = 200) =>
    auditPaper(
      readTranscript(
        `title: x\npatients: { n: ${n}, where: Methods }\nsampleSizes:\n  - { where: Methods, ${line} }`,
        'x',
      ),
    ).findings.map(({ grade, statement }) => `${grade}: ${statement}`)

  test.each([
    'of: means, difference: 5, sd: 10, power: 80%, alpha: 0.05, each: 64',
    'of: means, effect: 0.5, power: 0.80, n: 128',
    'of: means, effect: 0.5, power: 0.80, dropout: 10%, n: 142',
    'of: proportions, expected: [60%, 80%], power: 90%, each: 118',
    'of: auc, expected: [0.75], power: 80%, n: 40',
    'of: events per variable, perVariable: 10, variables: 6, events: 60',
    'of: correlation, expected: [0.3], power: 80%, n: 84',
  ])('%s adds up', (line) => expect(audit(line)).toEqual([]))

  test('a number far below what any formula asks for', () => {
    expect(audit('of: means, difference: 5, sd: 10, power: 80%, each: 20')).toEqual([
      'inconsistent: Methods, sample size (means: difference 5, sd 10, power 80%: 20 patients a group): the usual formulas give 50 to 74.',
    ])
  })

  test('fewer patients studied than asked for', () => {
    expect(audit('of: means, effect: 0.5, power: 80%, n: 128', 90)).toEqual([
      'unusual: Methods asks for 128 patients; the study has 90.',
    ])
  })
})
