import { WrongArguments } from '../errors/index.ts'
import { learnHistograms } from '../study/cases/learn-histograms.ts'
import { imageCases, paramsOf } from '../study/cases/study-cases.ts'
import { suggestBinWidths } from '../study/cases/suggest-bin-width.ts'
import { openStudy } from '../study/file/open.node.ts'
import { studyCohort } from '../study/stages/cohort.ts'
import { availability, openFeatureTable, patientsOf } from '../study/stages/features.ts'
import { openPool } from '../workers/pool.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface SuggestOptions {
  levels: number
  jobs?: number
}

/** `nomoscope suggest-binwidth`: a bin width for each sequence of a study, from its training patients alone. */
export async function suggestBinWidth(
  file: string,
  options: SuggestOptions,
  terminal: Terminal,
  json = false,
): Promise<void> {
  const { study, files } = await openStudy(file)
  if (!study.images || !study.features || 'table' in study.features)
    throw WrongArguments('The study extracts no features from images, so it needs no bin width.')
  const pool = openPool(options.jobs)
  try {
    const { say, progress } = terminal
    const context = { ...files, version: NOMOSCOPE_VERSION, map: pool.map, say, progress }
    const table = await openFeatureTable(study, context)
    const { cohort, training } = await studyCohort(
      study,
      (all) => availability(study, all, table, context),
      context,
      table?.features,
    )
    const patients = [...patientsOf(cohort, training)]
    const raw = imageCases(study, patients, await paramsOf(study, context), context)
    const { cases: all } = await learnHistograms(study, raw, new Set(patients), context)
    const first = new Map(all.map(({ input }) => [input.sequence, '']))
    for (const { input } of [...all].reverse()) first.set(input.sequence, input.reader)
    const cases = all
      .filter(({ input }) => input.reader === first.get(input.sequence))
      .map(({ input, task }) => ({ sequence: input.sequence, task }))
    const found = await suggestBinWidths(cases, options.levels, pool.map, progress('regions'))
    if (json) terminal.result(JSON.stringify(found, null, 1))
    else
      for (const { sequence, cases: n, failed, binWidth } of found) {
        terminal.result(
          `${sequence}: binWidth ${binWidth} for about ${options.levels} grey levels (${n} training regions)`,
        )
        for (const reason of failed) terminal.say(reason)
      }
    terminal.say('Fitted to the training patients without the outcome; it is not refitted inside folds.')
    if (found.some(({ failed }) => failed.length > 0)) process.exitCode = 3
  } finally {
    await pool.close()
  }
}
