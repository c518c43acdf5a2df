import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { featureName } from '../features/feature-name.ts'
import { svgDocument } from '../figures/canvas/svg.ts'
import { withFonts } from '../figures/canvas/svg-fonts.ts'
import { contributionSteps } from '../figures/charts/contributions.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import type { ModelFile } from '../model/predict/model-schema.ts'
import type { Prediction } from '../model/predict/predict.ts'

/** What a variable adds to, by the model's family. */
const contributionScale = {
  logistic: 'log_odds',
  ordinal: 'log_odds',
  multinomial: 'log_odds',
  cox: 'log_hazard',
  'fine-gray': 'log_hazard',
  linear: 'value',
}

/** Columns that say what each variable of a row contributes: its points on the nomogram and its part of the log-odds. */
export function contributionColumns({ family }: ModelFile, { contributions }: Prediction): Record<string, number> {
  const scale = contributionScale[family]
  return Object.fromEntries(
    contributions.flatMap(({ variable, points, logOdds }): [string, number][] => [
      ...(points === undefined ? [] : [[`${variable}_points`, points] as [string, number]]),
      [`${variable}_${scale}`, logOdds],
    ]),
  )
}

/** A picture for each row that has a risk, in a folder, called by its identifier; a repeated one gets its number. */
export async function writeContributions(
  folder: string,
  file: ModelFile,
  ids: readonly string[],
  predictions: readonly Prediction[],
) {
  await mkdir(folder, { recursive: true })
  const link = file.baseline ? 'logHazard' : 'logOdds'
  const taken = new Set<string>()
  for (const [i, { risk, contributions }] of predictions.entries()) {
    if (risk === undefined) continue
    const name = fileName(ids[i], i, taken)
    const title = `${ids[i]}: ${file.outcome.label}, risk ${risk.toFixed(3)}`
    const values = contributions.map(({ label, value = '', columns, logOdds }) => ({
      label,
      value,
      logOdds,
      ...(columns.length > 1 && {
        inside: columns.map(({ column, logOdds }) => ({ label: featureName(column), logOdds })),
      }),
    }))
    const drawing = contributionSteps({ values, result: title, risk, link })
    const description = `What makes the risk by ${file.label}. ${file.notice}`
    await writeAtomically(
      join(folder, `${name}.svg`),
      withFonts(svgDocument(drawing, { id: `row-${i + 1}`, title, description })),
    )
  }
}

/** An identifier as the name of a file: letters, digits, dots and dashes; the row where nothing is left of it. */
function fileName(id: string, row: number, taken: Set<string>): string {
  const plain = id
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, 100)
  const own = plain === '' ? `row-${row + 1}` : plain
  const name = taken.has(own.toLowerCase()) ? `${own}-row-${row + 1}` : own
  taken.add(name.toLowerCase())
  return name
}
