import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { outcomeProbability } from '../../src/model/index.ts'
import { randomStream } from '../../src/statistics/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'

const folder = scratchFolder()

const script = `
suppressMessages({ library(MASS); library(nnet); library(jsonlite) })
d <- na.omit(read.csv("cohort.csv"))
d$her2 <- factor(d$her2, c("zero", "low", "positive"), ordered = TRUE)
d$node <- factor(d$node, c("no", "yes"))
odds <- polr(her2 ~ age + node, d, Hess = TRUE, control = list(reltol = 1e-16, maxit = 5000))
multi <- multinom(factor(her2, ordered = FALSE) ~ age + node, d, trace = FALSE, maxit = 5000, reltol = 1e-16, abstol = 1e-14)
line <- lm(ki67 ~ age + node, d)
cat(toJSON(list(odds = as.numeric(coef(odds)), thresholds = as.numeric(odds$zeta), multi = as.numeric(t(coef(multi)[, -1])),
  line = as.numeric(coef(line)[-1]), r2 = summary(line)$r.squared,
  risk = as.numeric(predict(odds, data.frame(age = 60, node = "yes"), type = "probs"))), digits = NA))
`

toolTest(
  'HER2 zero, low and positive, and a number: R’s estimates, judged out of fold, with a nomogram that reads R’s risks',
  ['Rscript', '-e', 'for (p in c("MASS", "nnet", "jsonlite")) loadNamespace(p)'],
  17,
  () => {
    const random = randomStream(8, 'levels')
    const rows = Array.from({ length: 200 }, (_, i) => {
      const age = Math.round(55 + 10 * random.gaussian())
      const node = random.below(2)
      const noise = Math.log(1 / random.uniform() - 1)
      const score = 0.06 * (age - 55) + 0.9 * node + noise
      const ki67 = Math.round(20 + 0.4 * (age - 55) + 5 * node + 8 * random.gaussian())
      return [
        `P${i}`,
        i === 3 ? '' : age,
        ['no', 'yes'][node],
        ['zero', 'low', 'positive'][Number(score > 0) + Number(score > 1.5)],
        ki67,
      ]
    })
    writeFileSync(join(folder, 'cohort.csv'), writeCsv(['id', 'age', 'node', 'her2', 'ki67'], rows))
    writeFileSync(
      join(folder, 'study.yaml'),
      `study: HER2 levels
cohort: { file: cohort.csv, id: id }
regressions:
  - { outcome: her2, kind: ordinal, order: [zero, low, positive], terms: [age, node], label: HER2 level }
  - { outcome: her2, kind: multinomial, order: [zero, low, positive], terms: [age, node] }
  - { outcome: ki67, kind: linear, terms: [age, node] }
validation: { nested: { folds: 5, repeats: 2 } }
`,
    )
    const out = join(folder, 'out')
    const { status, stderr } = nomoscope('run', join(folder, 'study.yaml'), '--out', out, '--quiet')
    expect(status, stderr).toBe(0)
    writeFileSync(join(folder, 'again.R'), script)
    const R = JSON.parse(spawnSync('Rscript', ['again.R'], { cwd: folder, encoding: 'utf8' }).stdout)
    const { regressions, figures, report } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
    const [ordinal, multinomial, line] = regressions
    const estimates = (of: { terms: { estimate: number }[] }) => of.terms.map(({ estimate }) => estimate)
    expect([ordinal.n, ordinal.excluded]).toEqual([199, 1])
    expect(estimates(ordinal)).toMatchDigits(R.odds, 1e-5)
    expect(ordinal.thresholds).toMatchDigits(R.thresholds, 1e-4)
    expect(estimates(multinomial)).toMatchDigits(R.multi, 1e-4)
    expect(estimates(line)).toMatchDigits(R.line, 1e-9)
    expect(line.measures.apparent.r2.value).toMatchDigits(R.r2[0], 1e-9)
    // read off for a patient of 60 with nodes: low or positive, and positive
    const { intercept, outcomes } = ordinal.nomogram.model
    const lp = intercept + 60 * ordinal.terms[0].estimate + ordinal.terms[1].estimate
    const least = outcomes.map(({ of }: { of: Parameters<typeof outcomeProbability>[0] }) => outcomeProbability(of, lp))
    expect(least).toMatchDigits([R.risk[1] + R.risk[2], R.risk[2]], 1e-5)
    expect(multinomial.nomogram).toBe(undefined)
    for (const { measures } of [ordinal, multinomial]) {
      expect(measures.nested.handTill.value).toBeGreaterThan(0.55)
      expect(measures.nested.handTill.value).toBeLessThan(measures.apparent.handTill.value)
    }
    expect(ordinal.measures.nested.orc.lower).toBeLessThan(ordinal.measures.nested.orc.value)
    expect(line.measures.nested.r2.value).toBeLessThan(line.measures.apparent.r2.value)
    const ids = figures.map(({ id }: { id: string }) => id)
    expect(
      ['regression-calibration-1', 'regression-nomogram-1', 'regression-nomogram-3'].every((id) => ids.includes(id)),
    ).toBe(true)
    expect(JSON.stringify(report).includes('proportional-odds regression of 199 complete cases')).toBe(true)
  },
  120_000,
)
