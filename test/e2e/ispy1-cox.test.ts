import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, shared, sharedTest } from '../support/needs.ts'

const folder = scratchFolder()
const example = resolve(import.meta.dirname, '../../examples/ispy1')
const expected = JSON.parse(readFileSync(fixture('statistics-extra', 'ispy1_cox.json'), 'utf8'))

interface Axis {
  ticks: { label: string; at: number }[]
}

sharedTest(
  'I-SPY 1: the Cox model of recurrence is coxph’s, its nomogram rms’, and new patients are told the same risks',
  39,
  () => {
    const study = readFileSync(join(example, 'study.yaml'), 'utf8')
      .replaceAll('../../../shared', shared())
      .replace(/^ {2}(radiomics|clinical|flexible|combined): \{ terms.*\n/gm, '')
      // coxph and rms have the model as fitted; what is handed on is shrunken unless asked otherwise.
      .replace(/^seed:/m, 'deploy: fitted\nseed:')
      .replace(
        /^validation:.*\n/m,
        'validation: { nested: { folds: 5, repeats: 2 }, bootstrap: 50, permutations: 2 }\n',
      )
    writeFileSync(join(folder, 'study.yaml'), study)
    copyFileSync(join(example, 'codebook.yaml'), join(folder, 'codebook.yaml'))
    const out = join(folder, 'results')
    const { stderr } = nomoscope('run', join(folder, 'study.yaml'), '--out', out, '--quiet')
    expect(stderr).toBe('')
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
    expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
    const { recurrence } = results.models
    expect([recurrence.rows, recurrence.events]).toEqual([expected.n, expected.events])
    const column = (name: string) => recurrence.terms.map((term: Record<string, number>) => term[name])
    expect(column('estimate')).toMatchDigits(expected.coef, 1e-7)
    expect(column('se')).toMatchDigits(expected.se, 1e-7)
    expect(recurrence.logLikelihood).toMatchDigits(expected.loglik, 1e-10)
    const { columns, global } = recurrence.proportionality
    expect([...columns.map((one: { p: number }) => one.p), global.p]).toMatchDigits(expected.zph, 1e-6)

    const { performance, horizons } = recurrence
    expect(performance.apparent.concordance.value).toMatchDigits(expected.concordance, 1e-10)
    expect(performance.nested.concordance.value).toBeGreaterThan(0.45)
    expect(performance.nested.concordance.value).toBeLessThan(performance.apparent.concordance.value)
    expect(horizons.map((one: { time: number }) => one.time)).toEqual([365, 730, 1095])
    for (const { apparent, nested, optimismCorrected } of horizons) {
      expect(apparent.ratio.value).toBeCloseTo(1, 1)
      expect(nested.brier.value).toBeGreaterThan(apparent.brier.value)
      expect(optimismCorrected.auc.value).toBeLessThan(apparent.auc.value)
    }

    const nomogram = results.figures.find((one: { id: string }) => one.id === 'nomogram-recurrence').data
    for (const [i, { ticks, points }] of expected.axes.entries()) {
      const own: Axis = nomogram.variables[i]
      expect(own.ticks.map((tick) => tick.at)).toMatchDigits(points, 1e-6)
      if (ticks.length > 2) expect(own.ticks.map((tick) => tick.label)).toEqual(ticks)
    }
    for (const [i, { ticks, points }] of expected.risks.entries()) {
      const own: Axis = nomogram.outcomes[i + 1]
      expect(own.ticks.map((tick) => Number(tick.label))).toEqual(ticks)
      expect(own.ticks.map((tick) => tick.at)).toMatchDigits(points, 1e-6)
    }

    // the file answers for a patient as Cox's formula does, at all three times
    const table = join(folder, 'new.csv')
    writeFileSync(table, 'id,age,hr,her2,ld\na,40,1,0,80\n')
    const model = join(out, 'model-recurrence.json')
    const { predictions } = JSON.parse(nomoscope('--json', 'predict', model, '--data', table).stdout)
    const file = JSON.parse(readFileSync(model, 'utf8'))
    const [age, hr, , ld] = expected.coef
    const lp = age * 40 + hr + ld * 80 + file.intercept
    for (const h of [0, 1, 2])
      expect(predictions[0].risks[h].risk).toMatchDigits(1 - expected.baseline[h] ** Math.exp(lp), 1e-6)
    expect(predictions[0].risks[1].lower).toBeLessThan(predictions[0].risks[1].risk)
    const early = nomoscope('predict', model, '--data', table, '--horizon', '500').stdout
    expect(early).toContain('risk_500')
    const { status, stderr: refused } = nomoscope('predict', model, '--data', table, '--horizon', '9000')
    expect(status).not.toBe(0)
    expect(refused).toContain('nothing is known of 9000')
  },
  300_000,
)
