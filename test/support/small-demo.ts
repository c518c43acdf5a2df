import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoFolder } from '../../src/demo/demo.ts'

const validation =
  '{ nested: { folds: 2, repeats: 1 }, bootstrap: 6, permutations: 2, centres: true, learning: { shares: [0.5, 0.8], repeats: 2 }, subgroups: [menopause, age] }'

/**
 * Writes the demo with the images of its first patients and small numbers of refits into `folder`.
 * edit  what else to change in the study file
 * Returns the path of the study file.
 */
export function smallDemo(folder: string, patients: number, edit = (study: string) => study): string {
  const kept = new Set<string>()
  for (const { path, bytes } of demoFolder()) {
    const patient = /^images\/([^/]+)/.exec(path)?.[1]
    if (patient && kept.size >= patients && !kept.has(patient)) break
    if (patient) kept.add(patient)
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  const file = join(folder, 'study.yaml')
  const study = readFileSync(file, 'utf8')
    .replace("rule: sequences = 'complete' }", "rule: has_features = 'yes' }")
    .replace(/lasso: \{ folds: 10/, 'lasso: { folds: 3')
    .replace(/^validation:.*\n/m, `validation: ${validation}\n`)
  writeFileSync(file, edit(study.replace('outcome: { column: her2,', 'outcome: { prevalence: 0.15, column: her2,')))
  return file
}
