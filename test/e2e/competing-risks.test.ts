import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { randomStream } from '../../src/statistics/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()

test('a competing event: incidence with Gray’s test, both regressions, nomogram and judged Fine–Gray model in the report', () => {
  const random = randomStream(6, 'competing study')
  const rows = Array.from({ length: 220 }, (_, i) => {
    const age = Math.round(60 + 10 * random.gaussian())
    const grade = random.below(2)
    const relapse = -60 * Math.exp(-0.9 * grade - 0.02 * (age - 60)) * Math.log(random.uniform())
    const death = -90 * Math.exp(-0.05 * (age - 60)) * Math.log(random.uniform())
    const seen = 20 + 60 * random.uniform()
    const time = Math.min(relapse, death, seen)
    const status = time === seen ? 'alive' : time === relapse ? 'relapse' : 'death'
    return [`P${i}`, time.toFixed(1), status, age, ['low', 'high'][grade]]
  })
  writeFileSync(join(folder, 'cohort.csv'), writeCsv(['id', 'months', 'status', 'age', 'grade'], rows))
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Relapse with death as a competing event
cohort: { file: cohort.csv, id: id }
models:
  relapse: { terms: [age, grade], cox: { time: months, event: { column: status, value: relapse, censored: [alive, death] }, horizons: [24, 48], unit: months } }
survival:
  time: months
  event: { column: status, value: relapse, censored: alive, competing: death }
  by: grade
  terms: [age, grade]
  unit: months
validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 0 }
`,
  )
  const out = join(folder, 'out')
  const { status, stderr } = nomoscope('run', join(folder, 'study.yaml'), '--out', out, '--quiet')
  expect([0, 3], stderr).toContain(status)
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  const figure = (id: string) => results.figures.find((one: { id: string }) => one.id === id)
  for (const id of ['incidence-1', 'fine-gray-nomogram-1', 'fine-gray-validation-1', 'time-dependent-roc-relapse']) {
    expect(figure(id), id).toBeDefined()
    expect(existsSync(join(out, 'figures', `figure-${figure(id).number}-${id}.svg`)), id).toBe(true)
  }
  const drawn = readFileSync(join(out, `figures/figure-${figure('incidence-1').number}-incidence-1.svg`), 'utf8')
  expect(/Gray p (=|&lt;) ?0\.\d+/.test(drawn)).toBe(true)
  expect(figure('time-dependent-roc-relapse').caption.text).toMatch(/out of fold 0\.\d{3}/)
  const { fineGray, terms } = results.survival[0].competing.model
  expect(terms.every((term: { subdistribution?: object }) => term.subdistribution)).toBe(true)
  for (const { auc, predicted, observed, decision, groups } of fineGray.horizons) {
    expect(auc).toBeGreaterThan(0.5)
    expect(Math.abs(predicted - observed)).toBeLessThan(0.05)
    expect(groups.length).toBeGreaterThan(1)
    expect(decision.netBenefit[4]).toBeGreaterThan(0)
  }
  // incidence stays under one less Kaplan–Meier, which takes the dead for censored
  const [low] = results.survival[0].competing.groups
  const last = low.atTimes.at(-1)
  const km = results.survival[0].groups[0].atTimes.find((one: { time: number }) => one.time === last.time)
  expect(last.incidence).toBeLessThan(1 - km.survival)
}, 120_000)
