import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { chromiumProbe, inChromium } from '../../../test/support/chromium.ts'
import { toolTest } from '../../../test/support/needs.ts'
import { simulatedFeatures, simulatedStudy, simulatedTable } from '../../../test/support/simulated-study.ts'
import { readCohort } from '../../../test/support/statistics.ts'
import { deployed } from '../../model/deploy/deployed-form.ts'
import type { ModelSpecification } from '../../model/plan/specification.ts'
import { writeModelFile } from '../../model/predict/model-file.ts'
import { predict } from '../../model/predict/predict.ts'
import type { Report } from '../../report/document.ts'
import { studyNomogram } from '../stages/nomogram.ts'
import { nomogramPage } from './nomogram-page.ts'

const models = [
  { name: 'clinical', terms: ['type', 'edge', 'skin', 'grade', 'axillary', 'age', 'size', 'cd8'] },
  { name: 'combined', terms: ['type', 'edge', 'age', { score: 'radiomics' }] },
  {
    name: 'splined',
    terms: [{ spline: 'age', knots: 4 }, { spline: 'cd8', knots: 5 }, 'edge', { interaction: ['type', 'skin'] }],
  },
] satisfies ModelSpecification[]
const report = {
  title: 'Study',
  language: 'en',
  synthetic: true,
  origin: { version: '0', date: '2026-11-22', cohort: 'simulated', seed: 3 },
} as Report

let study: Awaited<ReturnType<typeof simulatedStudy>>
beforeAll(async () => {
  study = await simulatedStudy(models, { bootstrap: 40 })
}, 60_000)

const nomogramAt = (i: number, from = study) =>
  studyNomogram(deployed(from.results[i], 'fitted'), from.table, from.training, 'HER-2 positive')!
const pageAt = (i: number, from = study) => nomogramPage(nomogramAt(i, from), report, from.table, from.training)

/** Cells of 1,000 random patients over the model's columns, a tenth of the numbers beyond what training had. */
function patients(columns: (typeof study.files)[0]['columns']): Record<string, number | string>[] {
  let state = 987654321
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
  return Array.from({ length: 1000 }, () =>
    Object.fromEntries(
      columns.map(({ name, levels, bins }) => {
        if (levels) return [name, levels[Math.floor(random() * levels.length)].value]
        const [low, high] = [bins!.edges[0], bins!.edges[bins!.edges.length - 1]]
        return [name, low + (high - low) * (1.1 * random() - 0.05)]
      }),
    ),
  )
}

for (const [i, name] of ['factors and numbers, Wald', 'a score, refits', 'splines and an interaction, Wald'].entries())
  toolTest(`the page says of 1,000 patients what predict says, offline (${name})`, chromiumProbe, 7, async () => {
    const file = study.files[i]
    const of = nomogramAt(i)
    const cases = patients(file.columns)
    const said = predict(file, cases)
    const score = study.results[i].model.scores[0]
    const entries = cases.map((cells) =>
      of.inputs.map(({ name: column, levels }) => {
        if (levels) return String(levels.findIndex(({ value }) => value === cells[column]))
        if (column !== score?.name) return String(cells[column])
        return String(
          score.terms.reduce((sum, term) => sum + term.estimate * Number(cells[term.column]), score.intercept),
        )
      }),
    )
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-page-'))
    try {
      const path = join(folder, 'nomogram.html')
      writeFileSync(path, pageAt(i))
      let read: { risk: number; lower: number; upper: number; state: string; among: string }[] = []
      let dots = 0
      const asked = await inChromium(path, async (tab) => {
        read = await tab.evaluate(
          (all) =>
            all.map((texts) => {
              texts.forEach((text, at) => {
                const field = document.getElementById(`input-${at}`) as HTMLInputElement
                field.value = text
                field.dispatchEvent(new Event('input'))
              })
              const { risk, lower, upper } = document.getElementById('risk-0')!.dataset
              const state = document.getElementById('state')!.textContent!
              const among = document.getElementById('comparison')!.textContent!
              return { risk: Number(risk), lower: Number(lower), upper: Number(upper), state, among }
            }),
          entries,
        )
        await tab.click('#typical')
        dots = await tab.locator('.drawing .patient').count()
      })
      // The patient stands on the axis of each variable that stands alone, the total and the probability.
      expect(dots).toBe(of.nomogram.axes.filter(({ given }) => Object.keys(given).length === 0).length + 2)
      expect(asked).toEqual([])
      const worst = (own: (at: number) => number) => Math.max(...said.map((_, at) => own(at)))
      expect(worst((at) => Math.abs(read[at].risk - said[at].risk!))).toBeLessThanOrEqual(1e-12)
      // The same training patients as the workbench and predict tell.
      const counts = (at: number) =>
        /Of the (\d+) training patients.*, (\d+) had/.exec(read[at].among)?.slice(1).map(Number)
      expect(said.map((_, at) => counts(at))).toEqual(said.map(({ alike }) => [alike!.patients, alike!.events]))
      expect(read[0].state).toContain(i === 1 ? 'refitting the whole pipeline' : 'Wald')
      expect(said[0].interval).toBe(i === 1 ? 'refits' : 'wald')
      // With a score the page knows one number where the file knows its columns: only Wald's interval is the same.
      if (i !== 1) expect(worst((at) => Math.abs(read[at].upper - said[at].upper!))).toBeLessThanOrEqual(1e-12)
      else expect(read.every(({ lower, risk, upper }) => lower <= risk && risk <= upper)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

test('a page of eight variables stays under 300 kB with its drawing, font and refits', () => {
  expect(pageAt(0).length).toBeLessThan(300_000)
  expect(pageAt(1).length).toBeLessThan(300_000)
  expect(pageAt(2).length).toBeLessThan(300_000)
  expect(pageAt(0)).toContain("@font-face{font-family:'DejaVu Sans'")
})

test('no value of a planted patient is in model.json or nomogram.html, nor the ends of anybody’s range', async () => {
  const cohort = readCohort()
  const marked = 17
  const planted: Record<string, number> = {
    age: 19.8237465,
    size: 17.3594821,
    cd8: 41.6284937,
    axillary: 0.7391846,
    f01: 13.4827165,
  }
  const values = Object.fromEntries(
    Object.entries(planted).map(([name, value]) => {
      const column = cohort.number[name].slice()
      // The smallest and largest of the cohort are one patient's too.
      column[marked] = value
      // Quantiles, such as a spline's knots, then are somebody's unmistakable value.
      if (name === 'cd8') for (let row = 0; row < column.length; row++) column[row] += 0.0001234567 * (row + 1)
      return [name, column]
    }),
  )
  const ids = cohort.text.id.map((_, row) => `ZHANG-${7391846 + 7 * row}`)
  const table = simulatedTable({ ids, values })
  const own = await simulatedStudy(models, { table, bootstrap: 40 })
  const ends = ['age', 'size', ...simulatedFeatures].flatMap((name) => {
    const sorted = Float64Array.from(values[name] ?? cohort.number[name]).sort()
    return [sorted[0], sorted[sorted.length - 1]]
  })
  // Of whole numbers and tenths an end may be round itself; what has three digits or more behind the point is a patient's.
  const telling = [...new Set([...Object.values(planted), ...ends].map(String))].filter((text) => /\.\d{3}/.test(text))
  expect(telling.length).toBeGreaterThan(60)
  for (const i of models.keys()) {
    const texts = { json: await writeModelFile(own.files[i]), html: pageAt(i, own) }
    for (const [kind, text] of Object.entries(texts)) {
      for (const id of ids) expect(text.includes(id), `${kind}: ${id}`).toBe(false)
      for (const value of values.cd8) expect(text.includes(String(value)), `${kind}: ${value}`).toBe(false)
      for (const value of telling) {
        // As it is, without its last digit, with either minus.
        for (const way of [value, value.slice(0, -1), value.replace('-', '−')])
          expect(new RegExp(`(?<![\\d.])${way.replace('.', '\\.')}`).test(text), `${kind}: ${way}`).toBe(false)
      }
    }
    const { range } = nomogramAt(i, own).inputs.find(({ name }) => name === 'age')!
    expect(range).toEqual([15, 75])
  }
  // A number that one patient alone has a value of is no scale with that value as a tick.
  const axillary = nomogramAt(0, own).model.variables.find(({ name }) => name === 'axillary')!
  expect(axillary).toMatchObject({ range: [0, 1] })
})
