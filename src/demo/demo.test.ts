import { describe, expect, test } from 'vitest'
import {
  applyCriteria,
  type Cohort,
  deriveHer2,
  loadCohort,
  needTissue,
  readerAgreement,
  refusePredictors,
  selectCohort,
  splitCohort,
} from '../cohort/index.ts'
import { readImage } from '../image/index.ts'
import {
  aucDelong,
  crossTable,
  describe as describeValues,
  logRank,
  mannWhitney,
  pearsonChiSquare,
  randomStream,
  welchTest,
} from '../statistics/index.ts'
import { demoFolder } from './demo.ts'
import { simulatePatients } from './simulated-patients.ts'
import { heterogeneityShift } from './truth.ts'
import { readStudyConfig } from '../study/file/read.ts'
import { withoutAbsentColumns } from '../study/stages/without-absent-columns.ts'

const texts = new Map<string, Uint8Array>()
const images = new Map<string, Uint8Array>()
for (const { path, bytes } of demoFolder()) {
  if (!path.startsWith('images/')) texts.set(path, bytes)
  else images.set(path, bytes)
  if (images.size === 11 * 80) break
}
const read = (path: string) => texts.get(path)!
const textOf = (path: string) => new TextDecoder().decode(read(path))
const study = readStudyConfig(textOf('study.yaml'), 'study.yaml')
const rules = [
  ...study.criteria!.include!.map((rule) => ({ kind: 'include' as const, rule })),
  ...study.criteria!.exclude!.map((rule) => ({ kind: 'exclude' as const, rule })),
].map(({ kind, rule }) =>
  typeof rule === 'string'
    ? { kind, name: rule, when: rule }
    : // What the images show is what the table says of them (test/e2e/image-quality.test.ts).
      { kind, name: rule.label, when: rule.rule.includes('dce_snr') ? "image_quality = 'poor'" : rule.rule },
)

const everyone = await loadCohort(study.cohort, read)
const { rows, flow } = applyCriteria(everyone.cohort, rules, ['her2'], 'cohort.csv')
const cohort = selectCohort(everyone.cohort, rows)
const values = (name: string, of: Cohort = cohort) => of.columns.get(name)!.values
const her2 = values('her2')
const byHer2 = (name: string) => {
  const column = cohort.columns.get(name)!
  return crossTable(column.values, her2, column.variable.levels!.length, 2)
}
const group = (name: string, positive: number) => values(name).filter((_, i) => her2[i] === positive)

describe('the written cohort', () => {
  test('is read without a fault, and the criteria bring it to 320', () => {
    expect(everyone.faults.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(flow.assessed).toBe(380)
    expect(flow.steps.map(({ removed }) => removed)).toEqual([4, 2, 3, 8, 9, 5, 12, 3, 6, 2, 1, 1, 4])
    expect(flow.steps.every(({ undecided }) => undecided === 0)).toBe(true)
    expect(cohort.ids.length).toBe(320)
    expect(her2.reduce((a, b) => a + b, 0)).toBe(80)
  })

  // χ² and p of the paper's Table 2, p of its Table 1.
  test.each([
    ['type', 18.793],
    ['edge', 24.449],
    ['nipple', 3.535],
    ['skin', 8.148],
    ['axillary', 18.793],
    ['tic', 0.61],
    ['bpe', 1.811],
  ])('%s by HER-2 has the χ² of Table 2, %f', (name, x2) => {
    expect(Math.round(1000 * pearsonChiSquare(byHer2(name)).x2) / 1000).toBe(x2)
  })
  test.each([
    ['menopause', 0.078],
    ['grade', 0.96],
    ['ki67', 0.741],
    ['pr', 0.001],
  ])('%s by HER-2 has the p of Table 1, %f', (name, p) => {
    expect(Math.round(1000 * pearsonChiSquare(byHer2(name)).p) / 1000).toBe(p)
  })

  test('one changed cell of the file changes the χ²', async () => {
    const changed = textOf('cohort.csv').replace(',mass,', ',nonmass,')
    const { cohort: other } = await loadCohort(
      { file: 'cohort.csv', id: 'patient', codebook: 'codebook.yaml' },
      (path) => (path === 'cohort.csv' ? new TextEncoder().encode(changed) : read(path)),
    )
    const type = selectCohort(other, applyCriteria(other, rules, ['her2'], 'cohort.csv').rows).columns.get('type')!
    expect(pearsonChiSquare(crossTable(type.values, her2, 2, 2)).x2).not.toBeCloseTo(18.793, 2)
  })

  test.each([
    ['age', 50.56, 9.12, 49.8, 8.83],
    ['volume', 6.71, 2.3, 7.07, 1.98],
    ['followup_months', 24.81, 5.98, 24.33, 6.96],
  ])('%s is near the mean and SD of Table 1', (name, ...expected) => {
    const found = [1, 0].flatMap((positive) => {
      const { mean, sd } = describeValues(group(name, positive))
      return [mean, sd]
    })
    for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(0.25)
    expect(welchTest(group(name, 1), group(name, 0)).p).toBeGreaterThan(0.05)
  })

  test('axillary status is not a copy of type, as it is in the paper', () => {
    const { x2 } = pearsonChiSquare(crossTable(values('axillary'), values('type'), 2, 2))
    expect(x2).toBeLessThan(100)
    expect([...values('axillary')]).not.toEqual([...values('type')])
  })

  test('markers and immune cells are higher in positives, CD4 is not; survival is worse', () => {
    for (const name of ['ca153', 'cea', 'ca2729', 'cyfra211', 'afp', 's100', 'cd8', 'm1', 'treg', 'tam']) {
      expect(mannWhitney(group(name, 1), group(name, 0)).p).toBeLessThan(0.001)
      expect(describeValues(group(name, 1)).mean).toBeGreaterThan(describeValues(group(name, 0)).mean)
    }
    expect(mannWhitney(group('cd4', 1), group('cd4', 0)).p).toBeGreaterThan(0.05)
    for (const [time, event] of [
      ['dfs_months', 'dfs'],
      ['os_months', 'os'],
    ]) {
      const { observed, expected, p } = logRank(values(time), values(event), her2)
      expect(observed[1]).toBeGreaterThan(expected[1])
      expect(p).toBeLessThan(0.001)
    }
  })

  test('HER-2 follows from IHC and FISH by the rule, for everyone', () => {
    const source = { rule: 'her2' as const, ihc: 'ihc_score', fish: 'fish_ratio', copies: 'her2_copies' }
    const { columns, faults } = deriveHer2(everyone.cohort, source, 'cohort.csv')
    expect([...columns[0].values]).toEqual([...values('her2', everyone.cohort)])
    expect(faults.every(({ severity }) => severity === 'note')).toBe(true)
  })

  test('follow-up, immune cells and readings are derived from their own tables and contradict nothing', () => {
    const { histories, outcomes } = everyone.supplements.followUp!
    expect(everyone.faults.filter(({ code }) => code === 'NS-COH-28')).toEqual([])
    expect(histories.every(({ visits }) => visits.length > 0)).toBe(true)
    expect(outcomes.map(({ dfs }) => dfs)).toEqual([...values('dfs', everyone.cohort)])
    expect(outcomes.map(({ os }) => os)).toEqual([...values('os', everyone.cohort)])
    expect(new Set(outcomes.map(({ progression }) => progression))).toEqual(
      new Set(['new lesion', 'marker elevation', undefined]),
    )
    // What cohort.csv has not itself is added.
    expect(['cd68', 'cd163', 'prognosis', 'progression_status'].every((name) => cohort.columns.has(name))).toBe(true)
  })

  test('a value of the cohort that its own visits contradict is told, and used', async () => {
    const text = textOf('cohort.csv')
    const line = text.split('\r\n').find((own) => own.includes(',no,') && own.includes(',nonmass,'))!
    const { faults } = await loadCohort(study.cohort, (path) =>
      path === 'cohort.csv'
        ? new TextEncoder().encode(text.replace(line, line.replace(',nonmass,', ',mass,')))
        : read(path),
    )
    expect(faults.filter(({ severity }) => severity === 'error').map(({ what, patient }) => [patient, what])).toEqual([
      [line.slice(0, 7), 'type is Mass here and Non-mass enhancement by readings.csv; the former is used.'],
    ])
  })

  test('two readings agree well', () => {
    const readings = everyone.supplements.readings!
    expect(readings.readers).toEqual(['reader1', 'reader2'])
    expect(readings.faults).toEqual([])
    expect(readings.consensus.length).toBe(7)
    for (const { kappa, n } of readerAgreement(readings)) {
      expect(n).toBe(380)
      expect(kappa.kappa).toBeGreaterThan(0.6)
      expect(kappa.kappa).toBeLessThan(0.98)
    }
  })

  test('what comes from HER-2 or after it is refused; every model of the study may use what it names', () => {
    const refused = refusePredictors(cohort, 'her2', cohort.columns.keys()).map(({ column }) => column)
    expect(refused).toContain('ihc_score')
    expect(refused).toContain('fish_ratio')
    expect(refused).toContain('dfs_months')
    const named = Object.values(study.blocks).flatMap((block) => (Array.isArray(block) ? block : []))
    expect(refused.filter((name) => named.includes(name))).toEqual([])
    expect(needTissue(cohort, named)).toEqual(['cd8', 'cd4', 'm1', 'treg', 'tam'])
    expect(withoutAbsentColumns(study, cohort).faults).toEqual([])
  })

  test('the split is 224 and 96 with 56 and 24 positives, by date and by centre as said', () => {
    const { training, validation } = splitCohort(
      cohort,
      { training: 0.7, stratify: 'outcome' },
      'her2',
      randomStream(1, 'split'),
      'cohort.csv',
    )
    expect([training.length, validation.length]).toEqual([224, 96])
    expect(training.reduce((sum, row) => sum + her2[row], 0)).toBe(56)
    const centre = splitCohort(cohort, { by: 'centre', validation: ['B'] }, 'her2', randomStream(1), 'cohort.csv')
    expect([...centre.validation].every((row) => values('centre')[row] === 1)).toBe(true)
    expect(centre.training.length + centre.validation.length).toBe(320)
    const date = splitCohort(cohort, { by: 'mri_date', before: '2024-01-01' }, 'her2', randomStream(1), 'cohort.csv')
    expect(Math.max(...[...date.training].map((row) => values('mri_date')[row]))).toBeLessThan(19723)
  })
})

describe('the images', () => {
  const load = (path: string) => readImage(images.get(path)!, path)
  const ids = [...new Set([...images.keys()].map((path) => path.split('/')[1]))].slice(0, 79)

  test('are two readers’ masks and five images a patient, on three grids, small and synthetic', () => {
    const names = [...images.keys()].filter((path) => path.includes(`/${ids[0]}/`)).map((path) => path.split('/')[2])
    expect(names.length).toBe(11)
    const dce = load(`images/${ids[0]}/dce_phase2.nrrd`)
    expect(dce.pixelType).toBe('int16')
    expect(dce.size).toEqual([48, 48, 16])
    expect([...images.values()].reduce((sum, { length }) => sum + length, 0) / images.size).toBeLessThan(20_000)
    const mask = load(`images/${ids[0]}/dce_reader1.nrrd`)
    expect(mask.segments?.get(1)).toBe('synthetic lesion')
  })

  test('the masks have the volume that the cohort says, inside the field of view, alike for both readers', () => {
    for (const id of ids.slice(0, 20)) {
      const [one, two] = ['reader1', 'reader2'].map((reader) => load(`images/${id}/dce_${reader}.nrrd`))
      let both = 0
      let sum = 0
      let edge = 0
      for (let v = 0; v < one.data.length; v++) {
        both += one.data[v] & two.data[v] ? 1 : 0
        sum += one.data[v] + two.data[v]
        const x = v % 48
        const y = Math.floor(v / 48) % 48
        if (x === 0 || y === 0 || x === 47 || y === 47) edge += one.data[v]
      }
      expect((2 * both) / sum).toBeGreaterThan(0.8)
      expect(edge).toBe(0)
      const volume = (one.data as Uint8Array).reduce((a, b) => a + b, 0) * 2.5e-3
      const said = everyone.cohort.columns.get('volume')!.values[everyone.cohort.ids.indexOf(id)]
      expect(Math.abs(volume / said - 1)).toBeLessThan(0.25)
    }
  })

  test('the texture inside is more contrasted in positives, with the AUC that the truth allows', () => {
    const contrast = ids.map((id) => {
      const image = load(`images/${id}/dce_phase2.nrrd`).data
      const mask = load(`images/${id}/dce_reader1.nrrd`).data
      const inside = [...image].filter((_, v) => mask[v] === 1)
      const { mean, sd } = describeValues(inside)
      return Math.log(sd / mean)
    })
    const positive = ids.map((id) => everyone.cohort.columns.get('her2')!.values[everyone.cohort.ids.indexOf(id)])
    const { auc, upper } = aucDelong(contrast, positive)
    expect(auc).toBeGreaterThan(0.6)
    expect(upper).toBeGreaterThan(0.738)
  })

  test('the same seed gives the same bytes, another seed others', () => {
    const first = (seed?: number) => {
      for (const { path, bytes } of demoFolder(seed)) if (path.endsWith('dce_phase2.nrrd')) return bytes
    }
    expect(first()).toEqual(images.get(`images/${ids[0]}/dce_phase2.nrrd`))
    expect(first(2)).not.toEqual(first())
  })
})

describe('fresh patients', () => {
  const fresh = simulatePatients(20_000, 5)
  test('have the true AUC of heterogeneity, Φ(0.9/√2) = 0.7377, and calibrated log odds', () => {
    expect(heterogeneityShift).toBe(0.9)
    expect(aucDelong(fresh.heterogeneity, fresh.her2).auc).toBeCloseTo(0.7377, 1)
    for (const logOdds of [fresh.logOdds, fresh.logOddsMri]) {
      const risk = logOdds.map((x) => 1 / (1 + Math.exp(-x)))
      const high = [...risk.keys()].filter((i) => risk[i] > 0.5)
      const share = high.reduce((sum, i) => sum + fresh.her2[i], 0) / high.length
      const promised = high.reduce((sum, i) => sum + risk[i], 0) / high.length
      expect(Math.abs(share - promised)).toBeLessThan(0.03)
    }
  })
  test('have features that know of HER-2, and ones that do not', () => {
    const aucs = fresh.features.values.map((values) => aucDelong(values, fresh.her2).auc)
    expect(Math.min(...aucs.slice(0, 12))).toBeGreaterThan(0.66)
    expect(Math.max(...aucs.slice(12).map((auc) => Math.abs(auc - 0.5)))).toBeLessThan(0.03)
    expect(fresh.features.values.length).toBe(60)
  })
})
