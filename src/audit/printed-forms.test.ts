import { expect, test } from 'vitest'
import { auditPaper } from './audit.ts'
import { readTranscript } from './read-transcript.ts'

/**
 * One sound paper, its numbers typed in the ways that journals print them: nothing is found in it. With one of them wrong,
 * that is found. The values are worked out by hand: 41/66 = 62.12%, exp(0.842 ± 1.96 × 0.391) = 1.079 to 4.995,
 * 17/22 = 77.27%, Welch's t of 30.6 ± 11.7 and 24.8 ± 10.9 = 3.29 (p 0.001).
 */
const paper = `title: A nomogram of response
patients: { n: 180, where: Methods, outcome: { label: responders, n: 66 } }
tables:
  - id: Table 1
    groups:
      - { label: Responders, n: 66, outcome: with }
      - { label: Others, n: 114, outcome: without }
    rows:
      - { variable: Age, unit: years, means: [56.3 ± 10.4, 52.9 ± 11.2], p: 0.046 }
      - { variable: Margin, levels: { rough: [41 (62.1%), 48 (42.1%)], smooth: [25 (37.9%), 66 (57.9%)] }, p: 0.010 }
      - { variable: Size, unit: mm, means: [30.6 ± 11.7, 24.8 ± 10.9], p: 0.001 }
models:
  - id: Table 2
    n: 120
    terms: [{ term: Margin, level: rough, beta: 0.842, se: 0.391, or: 2.321, ci: 1.079–4.995, p: 0.031 }]
performance:
  - { set: validation, role: validation, where: Results, n: 60, events: 22, sensitivity: 0.773, specificity: 0.737 }
`

const graveOf = (text: string) =>
  auditPaper(readTranscript(text, 'paper.yaml'))
    .findings.filter(({ grade }) => grade === 'impossible' || grade === 'inconsistent')
    .map(({ check }) => check)

const withTotal = (age: string) =>
  paper
    .replace('outcome: without }', 'outcome: without }\n      - { label: All patients, n: 180 }')
    .replace('52.9 ± 11.2]', `52.9 ± 11.2, ${age}]`)
    .replace('48 (42.1%)]', '48 (42.1%), 89 (49.4%)]')
    .replace('66 (57.9%)]', '66 (57.9%), 91 (50.6%)]')
    .replace('24.8 ± 10.9]', '24.8 ± 10.9, 26.9 ± 11.5]')

/** Cells quoted, for YAML, with commas before their decimals. */
const withCommas = (text: string) =>
  text.replaceAll(/(?<=[[:,] ?)\d[^,\]}]*\.\d[^,\]}]*/g, (cell) => `"${cell.replaceAll('.', ',')}"`)

test.each([
  ['as it is', paper],
  ['a list for an interval', paper.replace('1.079–4.995', '[1.079, 4.995]')],
  ['bis', paper.replace('1.079–4.995', '1.079 bis 4.995')],
  ['至', paper.replace('1.079–4.995', '1.079至4.995')],
  ['full width', paper.replace('41 (62.1%)', '41（62.1％）').replace('p: 0.001', 'p: ＜0.005')],
  ['counts behind a share', paper.replace('0.773', '77.3% (17/22)').replace('0.737', '28/38 (73.7%)')],
  ['n = before counts', paper.replace('41 (62.1%)', 'n = 41 (62.1%)').replace('n: 120', 'n: n = 120')],
  ['units behind ±', paper.replace('30.6 ± 11.7, 24.8 ± 10.9', '30.6 ± 11.7 mm, 24.8 mm ± 10.9 mm')],
  ['commas before decimals, with a unit', withCommas(paper.replace('24.8 ± 10.9', '24.8 ± 10.9 mm'))],
  ['a column of totals that is not marked', withTotal('54.1 ± 11.0')],
])('%s: nothing is found in a sound paper', (_, text) => {
  expect(graveOf(text)).toEqual([])
})

test.each([
  ['ends exchanged', paper.replace('1.079–4.995', '4.995–1.079'), 'reversed-intervals'],
  ['other counts than the share', paper.replace('0.773', '77.3% (16/22)'), 'printed-fractions'],
  ['more than all', paper.replace('0.773', '77.3% (23/22)'), 'printed-fractions'],
  ['thousands in a paper that writes decimal points', paper.replace('1.079–4.995', '"1,079–4,995"'), 'regression'],
  ['another count behind n =', paper.replace('41 (62.1%)', 'n = 40 (62.1%)'), 'percentages'],
  [
    'another SD before a unit',
    paper.replace('30.6 ± 11.7', '30.6 ± 117 mm').replace('p: 0.001', 'spread: sd, test: t, p: 0.001'),
    'means-tests',
  ],
  ['NS of a test whose p is 0.001', paper.replace('p: 0.001', 'spread: sd, test: t, p: NS'), 'means-tests'],
  ['a mean of all that is above both', withTotal('57.1 ± 11.0'), 'totals-column'],
])('%s: it is found', (_, text, check) => {
  expect(graveOf(text)).toContain(check)
})

test('a cell that cannot be read is quoted in the message', () => {
  const read = () => readTranscript(paper.replace('p: 0.001', 'p: less than 0.001'), 'paper.yaml')
  expect(read).toThrow('less than 0.001 is not a p as papers print them')
})

test('two units in one row are told', () => {
  const read = (cell: string) => readTranscript(paper.replace('30.6 ± 11.7', cell), 'paper.yaml')
  expect(() => read('3.06 ± 1.17 cm')).toThrow('Table 1, Size: mm and cm in one row')
  expect(() => read('30.6 ± 11.7ᵃ')).not.toThrow()
})
