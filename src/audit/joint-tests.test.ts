import { expect, test } from 'vitest'
import { auditPaper } from './audit.ts'
import { readTranscript } from './read-transcript.ts'
import { understood } from './reading/understood.ts'

// "Variables in the Equation" as SPSS prints it: p of χ² by R's pchisq(11.873, 3, lower.tail = FALSE) = 0.00783 and so on.
const table = (stage: string, more = '') => `
title: Response of a tumour
patients: { n: 300, where: Methods }
tables:
  - id: Table 1
    groups: [{ label: responders, n: 120, outcome: with }, { label: others, n: 180, outcome: without }]
    rows: [{ variable: Stage, levels: { I: [40, 40], II: [30, 45], III: [28, 45], IV: [22, 50] } }]
models:
  - id: Table 2
    family: logistic
    n: 300
    terms:
      - { term: Stage, ${stage} }
      - { term: Stage(1), beta: "0.405", se: "0.322", wald: "1.582", df: "1", or: "1.499", ci: 0.798–2.818, p: "0.208" }
      - { term: Stage(2), beta: "0.474", se: "0.326", wald: "2.114", df: "1", or: "1.606", ci: 0.848–3.043, p: "0.146" }
      - { term: Stage(3), beta: "0.821", se: "0.340", wald: "5.831", df: "1", or: "2.273", ci: 1.167–4.426, p: "0.016" }
${more}`
const grave = (text: string) =>
  auditPaper(readTranscript(text, 'paper.yaml'))
    .findings.filter(({ check }) => check === 'regression' || check === 'levels-and-terms')
    .map(({ grade, statement }) => `${grade}: ${statement}`)

test("a factor's test on its degrees of freedom: SPSS's row adds up, a p of another number of degrees does not", () => {
  expect(grave(table('wald: "11.873", df: "3", p: "0.008"'))).toEqual([])
  // pchisq(11.873, 1, lower.tail = FALSE) = 0.00057
  expect(grave(table('wald: "11.873", df: "3", p: "0.001"'))).toEqual([
    expect.stringMatching(
      /^inconsistent: .*Stage: p is printed 0\.001; p of χ² = 11\.873 on 3 degrees of freedom is 0\.008/,
    ),
  ])
  // pchisq(11.873, 2, lower.tail = FALSE) = 0.00264
  expect(grave(table('wald: "11.873", df: "2", p: "0.003"'))).toEqual([
    expect.stringMatching(/^unusual: .*Stage: df is printed 2; 4 levels in Table 1 take 3/),
  ])
})

test('degrees of freedom beside a coefficient are those of its t, as a mixed model prints them', () => {
  const model = (p: string) =>
    grave(
      table(
        'wald: "11.873", df: "3", p: "0.008"',
        `  - id: Table 3
    family: linear
    n: 40
    terms: [{ term: Visit, beta: "2.10", se: "1.00", wald: "2.10", df: "9.4", ci: -0.15–4.35, p: "${p}" }]`,
      ),
    )
  // 2 * pt(-2.10, 9.4) = 0.0639, qt(0.975, 9.4) = 2.248; of n − 2 degrees it would be 0.0424.
  expect(model('0.064')).toEqual([])
  expect(model('0.004')).toHaveLength(1)
})

test('the column df of a paper is read, and a row of it alone is a term', () => {
  const grid = {
    label: 'Table 2',
    heads: 1,
    rows: [
      ['', 'B', 'S.E.', 'Wald', 'df', 'Sig.', 'Exp(B)', 'Lower', 'Upper'],
      ['Stage', '', '', '11.873', '3', '.008', '', '', ''],
      ['Stage(1)', '.405', '.322', '1.582', '1', '.208', '1.499', '.798', '2.818'],
    ],
  } as unknown as Parameters<typeof understood>[0]
  const { models, numbers, placed } = understood(grid)
  expect(models).toEqual([
    {
      id: 'Table 2',
      terms: [
        { term: 'Stage', wald: '11.873', df: '3', p: '.008' },
        {
          term: 'Stage(1)',
          beta: '.405',
          se: '.322',
          wald: '1.582',
          df: '1',
          or: '1.499',
          ci: '.798–2.818',
          p: '.208',
        },
      ],
    },
  ])
  expect(placed).toBe(numbers)
})
