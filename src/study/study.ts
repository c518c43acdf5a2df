import type { Report } from '../report/document.ts'
import { bind, type Chapter } from './chapter.ts'
import { cohortChapter } from './chapters/cohort.ts'
import { faultsChapter } from './chapters/faults.ts'
import { markersChapter } from './chapters/markers.ts'
import { splitChapter } from './chapters/split.ts'
import { survivalChapter } from './chapters/survival.ts'
import { studyCohort } from './cohort-of.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import { availability, openFeatureTable, studyFeatures } from './features-of.ts'
import { survivalOf } from './survival-of.ts'

/**
 * The whole of a study, in the order in which its data passes: spreadsheet → patients → images → features → models →
 * validation → tables and figures → report. Nothing here computes; each line names the stage that does.
 */
export async function runStudy(study: StudyConfig, context: StudyContext) {
  const table = await openFeatureTable(study, context)
  const of = await studyCohort(study, (cohort) => availability(study, cohort, table, context), context)
  const features = await studyFeatures(study, of, table, context)
  const survival = survivalRequests(study).map((request) => survivalOf(of.cohort, request, study.cohort.file))
  const faults = [...of.faults, ...features.faults]
  const chapters = [
    cohortChapter(study, of),
    survivalChapter(survival),
    splitChapter(study, of),
    markersChapter(study, of),
    faultsChapter(faults),
  ].filter((chapter): chapter is Chapter => chapter !== undefined)
  const { drawings, ...bound } = bind(chapters)
  const report: Report = {
    title: study.study,
    language: 'en',
    synthetic: study.synthetic === true,
    asPublished: study.protocol === 'as-published',
    origin: { version: context.version, date: study.date ?? '', cohort: study.cohort.file, seed: study.seed },
    summary: { headlines: [], warnings: [] },
    ...bound,
  }
  return { report, drawings, features, faults, cohort: of, survival }
}

function survivalRequests({ survival }: StudyConfig) {
  return survival === undefined ? [] : Array.isArray(survival) ? survival : [survival]
}

export type StudyOutput = Awaited<ReturnType<typeof runStudy>>
