import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reportHtml } from '../report/html/html.ts'
import { reportDocx } from '../report/word/word.ts'
import { auditPaper } from './audit.ts'
import { auditLetter } from './letter.ts'
import { auditReport } from './page.ts'
import { readTranscript } from './read-transcript.ts'

const text = readFileSync('examples/her2-breast-mri/audit.yaml', 'utf8')
const transcript = readTranscript(text, 'audit.yaml')
const audit = auditPaper(transcript)

/** The one finding of a check whose statement and arithmetic hold all these words. */
function found(check: string, ...words: string[]) {
  const own = audit.findings.filter((finding) => finding.check === check)
  const those = own.filter(({ statement, arithmetic }) => {
    const all = [statement, ...arithmetic].join('\n')
    return words.every((word) => all.includes(word))
  })
  expect(those.map(({ statement }) => statement)).toHaveLength(1)
  return those[0]
}

describe('the HER-2 paper', () => {
  test.each<[string, string, ...string[]]>([
    ['set-sizes', 'inconsistent', 'training set has 224', '280'],
    ['set-sizes', 'inconsistent', 'validation set has 96', '40'],
    ['split-ratio', 'inconsistent', '280 and 40', '7:3', '7:1'],
    ['counts-across-tables', 'inconsistent', '201 + 27 = 228', 'counts 80', 'would be 92'],
    ['counts-across-tables', 'inconsistent', 'ER: ', '= 135', '= 102'],
    ['counts-across-tables', 'inconsistent', 'PR: ', '= 152', '= 127'],
    ['counts-across-tables', 'inconsistent', '26-189-105', '28-195-97'],
    ['counts-across-tables', 'inconsistent', 'Ki67', '= 60', '= 57'],
    ['counts-across-tables', 'inconsistent', 'Menopause', '= 137', '= 164'],
    ['counts-across-tables', 'inconsistent', '46-141-133', '50-92-178'],
    ['counts-across-tables', 'inconsistent', 'smooth 124', '108'],
    ['pooled-means', 'inconsistent', 'Age: the mean', '49.99', '49.71'],
    ['pooled-means', 'inconsistent', 'Tumor volume: the mean', '6.98', '6.16'],
    ['units', 'inconsistent', 'Table 1', 'a volume in cm'],
    ['units', 'inconsistent', 'Table 3', 'a volume in cm'],
    ['tests-recomputed', 'inconsistent', 'TIC type', '0.942', 'χ² = 0.339, p = 0.844'],
    ['choice-of-test', 'inconsistent', 'Pathological grade', '3.5'],
    ['choice-of-test', 'inconsistent', 'Tumor morphology', '3.0'],
    ['choice-of-test', 'inconsistent', 'Enhance', '4.1'],
    ['regression', 'inconsistent', 'Edge', 'exp(−β)', '0.115'],
    ['regression', 'inconsistent', 'skin', 'exp(−β)', '0.857'],
    ['least-error', 'impossible', 'skin', 'SE 0.035', '0.224'],
    ['least-error', 'impossible', 'Axillary', 'SE 0.180', '0.224'],
    ['crude-odds', 'unusual', 'skin', '2.10', '0.857', 'other side of 1'],
    ['levels-and-terms', 'unusual', 'Edge', '3 levels', 'one coefficient'],
    ['duplicated-rows', 'unusual', 'Axillary', 'Type', '54, 95'],
    ['contrary-labels', 'inconsistent', 'without enlargement', 'with enlargement'],
    ['claims', 'inconsistent', '63.8/48.3', 'skin', 'nipple areola, No', 'nipple areola, Yes'],
    ['claims', 'inconsistent', '58.8/39.6', 'Axillary', 'Local skin thickening or depression, Yes', 'Type, Lump'],
    ['claims', 'inconsistent', 'ER, Negative', 'the opposite'],
    ['claims', 'inconsistent', 'PR, Negative', 'the opposite'],
    ['named-predictors', 'inconsistent', 'Discussion calls ER'],
    ['named-predictors', 'inconsistent', 'Discussion calls PR'],
    ['auc-interval', 'inconsistent', '0.803–0.996', 'about 92 patients, not 40', 'further up than down'],
    ['auc-interval', 'unusual', '0.760–0.918', 'about 148 patients, not 280'],
    ['auc-granularity', 'inconsistent', '0.876', '10 and 30', '525 / 600', '526 / 600'],
    ['feature-counts', 'inconsistent', '75 texture', '56'],
    ['feature-counts', 'inconsistent', '1111', '93', '11.95'],
    ['percentages', 'unusual', 'Toroidal', '30 (10.72%)', '10.71'],
    ['selected-features', 'inconsistent', 'none of the 12'],
    ['validation-name', 'inconsistent', 'random split', 'external'],
    ['sample-size', 'unusual', '4 candidate parameters', '17.5 events', '289'],
    ['sample-size', 'unusual', '1218 candidate parameters', '0.0575 events'],
  ])('%s: %s', (check, grade, ...words) => {
    expect(found(check, ...words).grade).toBe(grade)
  })

  test('what rounding explains is not found: the Walds, an odds ratio from its β, the p of a volume', () => {
    for (const subject of ['Wald', 'upper limit', 'lower limit'])
      expect(
        audit.findings.filter((finding) => finding.check === 'regression' && finding.subject.endsWith(subject)),
      ).toEqual([])
    expect(audit.addsUp.filter(({ subject }) => subject.endsWith(': Wald'))).toHaveLength(4)
    // The skin's 0.857 is found for its sign alone: exp(−β) reaches it.
    expect(audit.findings.filter(({ subject }) => subject.includes('skin') && subject.endsWith(': OR'))).toHaveLength(1)
    expect(audit.findings.filter(({ check }) => check === 'means-tests')).toEqual([])
    expect(
      audit.addsUp.some(({ check, subject }) => check === 'means-tests' && subject === 'Table 3, Tumor volume'),
    ).toBe(true)
  })

  test('what is right in it stays unfound', () => {
    const count = (check: string) => audit.findings.filter((finding) => finding.check === check).length
    expect(count('percentages')).toBe(1)
    expect(count('tests-recomputed')).toBe(1)
    expect(count('choice-of-test')).toBe(3)
    expect(count('claims')).toBe(5)
  })

  test('every finding shows its arithmetic and stands beside its numbers on the page', async () => {
    expect(audit.findings.every(({ arithmetic }) => arithmetic.length > 0)).toBe(true)
    const report = auditReport(transcript, audit, '0')
    const html = reportHtml(report, {})
    for (const { number, statement } of audit.findings.filter(({ grade }) => grade !== 'not reported'))
      expect(html).toContain(
        `${number}. ${statement.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}`,
      )
    const beside = JSON.stringify(report.tables.slice(0, -1))
    for (const { number, grade } of audit.findings.filter((one) => one.grade !== 'not reported'))
      expect(beside, grade).toMatch(new RegExp(`\\b${number}\\b`))
    const docx = await reportDocx(report, {})
    expect(docx.length).toBeGreaterThan(5000)
    expect(await reportDocx(report, {})).toEqual(docx)
  })

  test('the letter is short and asks', () => {
    const letter = auditLetter(transcript, audit)
    expect(letter.split(/\s+/).length).toBeLessThan(700)
    expect(letter).toContain('Dear authors')
    expect(letter).toMatch(/1\. .*\?/)
  })
})

/** Decimals and long numbers of a text; not those that every paper has: levels of significance, round numbers, .00%. */
function constants(text: string): string[] {
  const usual = /^(0\.0?[15]|0\.001|1\d*0|\d+\.00)$/
  return (text.match(/\d+\.\d{2,}|\d{3,}/g) ?? []).filter((number) => !usual.test(number))
}

test('no number of this paper stands in the source', () => {
  const own = new Set(constants(text))
  expect(own.size).toBeGreaterThan(150)
  const folder = 'src/audit'
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  )
  expect(files.length).toBeGreaterThan(30)
  for (const file of files) {
    const taken = constants(readFileSync(join(folder, file), 'utf8')).filter((number) => own.has(number))
    expect(taken, file).toEqual([])
  }
})
