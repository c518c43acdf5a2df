import { type FeatureRow, toCsv, toParquet } from '../../cases/feature-table.ts'
import { qualityMeasures } from '../../cases/quality-measures.ts'
import { sha256 } from '../../digest.ts'
import type { FigureRenderer } from '../../figures/export/renderer.ts'
import type { StudyFolder } from '../../jobs/study-folder.ts'
import { isHarmonised } from '../../model/index.ts'
import { writeModelFile } from '../../model/predict/model-file.ts'
import { writeReport } from '../../report/write-report.ts'
import { valueNames } from '../cases/extract-all.ts'
import type { StudyContext } from '../context.ts'
import type { StudyOutput } from '../output.ts'
import { reproduction } from '../reproduce/reproduce.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { qualityRows } from '../stages/image-quality.ts'
import { columnPage } from './column-page.ts'
import { curvesCsv } from './curves-csv.ts'
import { columnModelFile, coxModelFile, studyModelFile } from './model-files.ts'
import { nomogramPage } from './nomogram-page.ts'
import { provenance } from './provenance.ts'
import { resultsJson } from './results-json.ts'

/** Writes everything that a run leaves behind into its folder; every file is whole or not there. */
export async function writeResults(
  folder: StudyFolder,
  output: StudyOutput,
  context: StudyContext,
  render: FigureRenderer,
) {
  const { report, drawings, printed, features } = output
  const earlier = await writtenBefore(folder)
  const outputs = new Map<string, string>()
  const write = async (name: string, content: string | Uint8Array) => {
    outputs.set(name, await sha256(content))
    return folder.write(name, content)
  }
  await writeReport('report', report, drawings, write, render, context.progress('figures'), printed)
  if (output.cohort.quality) await write('tables/image-quality.csv', qualityCsv(output.cohort))
  if (features.rows.length > 0) await writeFeatures(write, features.rows)
  if (output.curves.length > 0) await write('curves.csv', curvesCsv(output.curves))
  await write('results.json', `${JSON.stringify(resultsJson(output), null, 1)}\n`)
  for (const { name, text } of reproduction(output, context.version)) await write(name, text)
  if (output.lead && !isHarmonised(output.lead))
    await write('model.json', await writeModelFile(await studyModelFile(output, context)))
  if (output.nomogram) {
    const { models, cohort } = output
    const page = nomogramPage(output.nomogram, report, models.table, cohort.training)
    await write('nomogram.html', page)
  }
  for (const one of output.coxModels) {
    const { name } = one.lead
    if (!isHarmonised(one.lead))
      await write(`model-${name}.json`, await writeModelFile(await coxModelFile(output, one, context)))
    if (one.nomogram) await write(`nomogram-${name}.html`, nomogramPage(one.nomogram, report, one.table, one.training))
  }
  for (const one of output.columnModels) {
    await write(`model-${one.name}.json`, await writeModelFile(columnModelFile(output, one, context)))
    await write(`nomogram-${one.name}.html`, columnPage(one, report))
  }
  await write('provenance.json', `${JSON.stringify(provenance(output, context, outputs), null, 1)}\n`)
  // What an earlier run left that this one has not would be taken for its results.
  for (const name of earlier) if (!outputs.has(name)) await folder.remove(name)
}

/** The files that an earlier run says it wrote into the folder. */
async function writtenBefore(folder: StudyFolder): Promise<string[]> {
  try {
    const { outputs } = JSON.parse(new TextDecoder().decode(await folder.read('provenance.json')))
    // Nothing outside the folder is removed, whatever that file says.
    return Object.keys(outputs).filter((name) => !/^[/\\]|:|(^|[/\\])\.\.([/\\]|$)/.test(name))
  } catch {
    return [] // there was none, or it is another program's
  }
}

function qualityCsv({ quality = [], cohort }: StudyCohort): string {
  const rows = qualityRows(quality, new Set(cohort.patients))
  const names = [...qualityMeasures.map(({ name }) => name), 'flagged', 'analysed']
  return toCsv({ rows, from: 0, isFirst: true, isLast: true }, names, ['patient', 'sequence'])
}

async function writeFeatures(write: (name: string, content: string | Uint8Array) => Promise<void>, rows: FeatureRow[]) {
  const names = valueNames(rows)
  const inputs = ['patient', 'sequence', 'reader']
  await write('features.csv', toCsv({ rows, from: 0, isFirst: true, isLast: true }, names, inputs))
  await write('features.parquet', await toParquet(rows, names, inputs))
}
