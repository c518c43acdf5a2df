import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { OutputExists, UnknownOption } from '../errors/index.ts'
import { svgDocument } from '../figures/canvas/svg.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { tableCsv } from '../report/csv.ts'
import { analyse } from '../study/analyses/analyse.ts'
import type { AnalysisRequest } from '../study/analyses/analysis.ts'
import { openStudy } from '../study/file/open.node.ts'
import { cohortOf } from '../study/preview/cohort.ts'
import { locales } from '../text/locales/index.ts'
import { openPool } from '../workers/pool.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface AnalyseOptions {
  of?: string[]
  by?: string
  positive?: string
  time?: string
  event?: string
  value?: string
  out?: string
  overwrite?: boolean
}

/** `nomoscope analyse`: ROC curves, groups, survival or agreement of a study's patients, without a model. */
export async function analyseStudy(
  file: string,
  kind: string,
  options: AnalyseOptions,
  terminal: Terminal,
): Promise<void> {
  const { out } = options
  if (out && existsSync(out) && !options.overwrite) throw OutputExists(out)
  const request = requestOf(kind, options)
  const { study, files } = await openStudy(file)
  const pool = openPool()
  try {
    const { map } = pool
    const { say, progress } = terminal
    const context = { ...files, version: NOMOSCOPE_VERSION, map, say, progress }
    const found = await analyse(locales[study.language], study, request, (one) => cohortOf(one, context))
    for (const table of found.tables) {
      if (out) await writeAtomically(join(out, `${table.id}.csv`), tableCsv(table))
      else terminal.result(tableCsv(table).replace('\uFEFF', ''))
    }
    for (const { id, title, description, drawing } of found.figures)
      if (out) await writeAtomically(join(out, `${id}.svg`), svgDocument(drawing, { id, title, description }))
    if (out) await writeAtomically(join(out, 'methods.txt'), `${found.methods}\n`)
    terminal.result(out ?? found.methods)
  } finally {
    await pool.close()
  }
}

function requestOf(kind: string, { of = [], by, positive, time, event, value }: AnalyseOptions): AnalysisRequest {
  const needed = (given: string | undefined, option: string): string => {
    if (given === undefined)
      throw UnknownOption(`${kind} without ${option}`, `nomoscope analyse STUDY ${kind} ${option} …`)
    return given
  }
  switch (kind) {
    case 'patients':
      return { kind: 'baseline', ...(of.length > 0 && { columns: of }) }
    case 'roc':
      return { kind, by: needed(by, '--by'), positive: needed(positive, '--positive'), markers: of }
    case 'groups':
      return { kind, by: needed(by, '--by'), columns: of }
    case 'survival':
      return { kind, time: needed(time, '--time'), event: needed(event, '--event'), value, by: needed(by, '--by') }
    case 'agreement':
      return { kind, first: needed(of[0], '--of'), second: needed(of[1], '--of') }
    default:
      throw UnknownOption(`the analysis ${kind}`, 'patients, roc, groups, survival or agreement')
  }
}
