import { expect, test } from 'vitest'
import { loadCohort } from '../../cohort/load.ts'
import { readStudyConfig } from '../file/read.ts'
import { studyEndpoints } from './endpoints.ts'

const rows = Array.from({ length: 20 }, (_, i) => `P${i}x,${100 + 30 * i}.5,${i % 2}`)
const files: Record<string, string> = {
  'c.csv': `id,t,dead\n${rows.join('\n')}\n`,
  'b.yaml': 'variables: { t: { type: continuous, unit: days } }',
}

test('a time that codebook and study file give in two units is asked about', async () => {
  const asked = async (unit: string) => {
    const source = { file: 'c.csv', id: 'id', codebook: 'b.yaml' }
    const { cohort } = await loadCohort(source, (file) => new TextEncoder().encode(files[file]))
    const study = readStudyConfig(
      `study: S
cohort: { file: c.csv, id: id, codebook: b.yaml }
survival: { time: t, event: dead, by: dead${unit} }
`,
      'study.yaml',
    )
    return studyEndpoints(study, cohort).questions.map(({ code }) => code)
  }
  expect(await asked(', unit: months')).toEqual(['NS-ASK-07'])
  // Words that are no unit known here are names of one's own.
  for (const unit of ['', ', unit: days', ', unit: d', ', unit: Tage', ', unit: visits'])
    expect(await asked(unit), unit).toEqual([])
})
