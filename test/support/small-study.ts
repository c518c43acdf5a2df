import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCsv } from '../../src/cohort/index.ts'
import { randomStream } from '../../src/statistics/index.ts'

/**
 * A study folder without images: 160 patients with clinical columns (one of three levels, one with names outside ASCII, some
 * cells empty), thirty features in a table, and a follow-up. `rest` are the lines of the study file after its blocks.
 */
export function writeSmallStudy(folder: string, rest: string): string {
  mkdirSync(folder, { recursive: true })
  const random = randomStream(20240601, 'small study')
  const patients = Array.from({ length: 160 }, (_, i) => {
    const grade = random.below(3)
    const type = random.below(2)
    const features = Array.from({ length: 30 }, () => random.gaussian())
    for (let j = 20; j < 30; j++) features[j] = 0.9 * features[j - 20] + 0.44 * features[j]
    const age = Math.round(50 + 10 * random.gaussian())
    const lp = -1 + 0.7 * type + 0.4 * grade + 0.8 * features[0] - 0.6 * features[3] + 0.02 * (age - 50)
    const positive = random.uniform() < 1 / (1 + Math.exp(-lp))
    const time = -20 * Math.log(random.uniform()) * (positive ? 0.5 : 1)
    const censored = 40 * random.uniform()
    return {
      id: `P${i + 1}`,
      grade,
      type,
      age,
      features,
      positive,
      time: Math.min(time, censored),
      event: time < censored,
    }
  })
  const gap = (i: number, every: number, cell: string | number) => (i % every === 3 ? '' : cell)
  const cohort = patients.map(({ id, grade, type, age, positive, time, event }, i) => [
    id,
    positive ? 'yes' : 'no',
    gap(i, 17, ['I', 'II', 'III'][grade]),
    ['–', 'mässig, "Masse"'][type],
    gap(i, 13, age),
    positive && i % 3 === 0 ? 1 : 0,
    time.toFixed(2),
    event ? 'yes' : 'no',
  ])
  writeFileSync(
    join(folder, 'cohort.csv'),
    writeCsv(['id', 'status', 'grade', 'lesion type', 'age', 'told', 'months', 'event'], cohort),
  )
  const names = Array.from({ length: 30 }, (_, j) => `wavelet-LLH_f ${j + 1}`)
  const rows = patients.map(({ id, features }, i) => [id, ...features.map((x, j) => (i % 29 === j ? '' : x))])
  writeFileSync(join(folder, 'features.csv'), writeCsv(['id', ...names], rows))
  writeFileSync(join(folder, 'codebook.yaml'), codebook)
  const file = join(folder, 'study.yaml')
  const split = /^split:/m.test(rest) ? '' : 'split: { training: 0.7, stratify: outcome }\n'
  writeFileSync(file, `${study}${split}${rest}\n`)
  return file
}

const codebook = `missing: ['']
variables:
  id: { type: id }
  status: { label: Status, type: binary, levels: ['no', 'yes'], measured: tissue }
  grade: { label: Grade, type: ordinal, levels: [I, II, III], measured: baseline }
  lesion type: { label: Type, type: binary, levels: ['–', 'mässig, "Masse"'], measured: imaging }
  age: { label: Age, type: continuous, unit: years, measured: baseline }
  told: { label: Told, type: continuous, measured: baseline }
  months: { label: Months, type: continuous, unit: months, measured: after }
  event: { label: Event, type: binary, levels: ['no', 'yes'], measured: after }
`

const study = `study: Small – simulated
synthetic: true
seed: 7
cohort: { file: cohort.csv, id: id, codebook: codebook.yaml }
outcome: { column: status, positive: 'yes' }
features: { table: features.csv, id: id }
blocks:
  clinical: [age, grade, lesion type]
  radiomics: features
validation: { bootstrap: 0, permutations: 0 }
survival: { time: months, event: event, by: lesion type, unit: months }
`
