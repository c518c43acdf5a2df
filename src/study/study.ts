import type { ModelResult } from '../model/index.ts'
import type { Report } from '../report/document.ts'
import { inChinese } from '../report/translate.ts'
import { bind, type Chapter } from './chapter.ts'
import { cohortChapter } from './chapters/cohort.ts'
import { comparisonChapter } from './chapters/comparison.ts'
import { coxChapter } from './chapters/cox.ts'
import { curvesChapter } from './chapters/curves.ts'
import { faultsChapter } from './chapters/faults.ts'
import { followUpChapter } from './chapters/follow-up.ts'
import { imageQualityChapter } from './chapters/image-quality.ts'
import { limitationsChapter } from './chapters/limitations.ts'
import { markersChapter } from './chapters/markers.ts'
import { measuredChapter } from './chapters/measured.ts'
import { methodsChapter } from './chapters/methods.ts'
import { modelsChapter } from './chapters/models.ts'
import { nomogramChapter } from './chapters/nomogram.ts'
import { readingsChapter } from './chapters/readings.ts'
import { robustnessChapter } from './chapters/robustness.ts'
import { selectionChapter } from './chapters/selection.ts'
import { splitChapter } from './chapters/split.ts'
import { survivalChapter } from './chapters/survival.ts'
import { validationChapter } from './chapters/validation.ts'
import { studyChecklists } from './checklists-of.ts'
import { isPredicted, studyCohort } from './cohort-of.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import { studyCoxModels } from './cox-models-of.ts'
import { studyCurves } from './curves-of.ts'
import { featureMaps } from './feature-maps-of.ts'
import { availability, openFeatureTable, studyFeatures } from './features-of.ts'
import { studyFurther } from './further-of.ts'
import { imageFolders } from './image-folders.ts'
import { madeFrom } from './made-from.ts'
import { unsharedModels } from './model-file-of-study.ts'
import { noModels, studyModels } from './models-of.ts'
import { coxNomogram, studyNomogram } from './nomogram-of.ts'
import { qualityPictures } from './quality-pictures.ts'
import { anonymousFaults } from './shareable.ts'
import { soundStudy } from './sound-study.ts'
import { summaryOf } from './summary.ts'
import { survivalOf, survivalRequests } from './survival-of.ts'

/**
 * The whole of a study, in the order in which its data passes: spreadsheet → patients → images → features → models →
 * validation → tables and figures → report. Nothing here computes; each line names the stage that does.
 */
export async function runStudy(asked: StudyConfig, context: StudyContext) {
  const table = await openFeatureTable(asked, context)
  const of = await studyCohort(asked, (cohort) => availability(asked, cohort, table, context), context)
  const { curves, faults: uncurved } = await studyCurves(asked, of, context)
  const { study, faults: absent } = soundStudy(asked, of.cohort)
  const features = await studyFeatures(study, of, table, context)
  const survival = survivalRequests(study).map((request) => survivalOf(of.cohort, request, study.cohort.file))
  const predicted = isPredicted(of) ? of : undefined
  const models = predicted ? await studyModels(study, predicted, features, context) : noModels(of)
  const further = predicted && studyFurther(study, predicted, models.results)
  const lead = leadingModel(models.results)
  const nomogram =
    lead &&
    predicted &&
    studyNomogram(
      lead,
      models.table,
      of.training,
      `Probability of ${predicted.outcome.label} ${predicted.outcome.groups.positive.toLowerCase()}`,
    )
  const maps = predicted ? await featureMaps(study, predicted, models, lead, context) : []
  const coxModels = (await studyCoxModels(study, of, features, context)).map((one) => ({
    ...one,
    nomogram: coxNomogram(one),
  }))
  const pictures = await qualityPictures(of.quality, context)
  const unmatched = imageFolders(study, of.supplements.patients, context).faults
  const found = [
    ...absent,
    ...of.faults,
    ...uncurved,
    ...unmatched,
    ...features.faults,
    ...models.faults,
    ...coxModels.flatMap((one) => one.faults),
    ...unsharedModels([lead, ...coxModels.map((one) => one.lead)], study.cohort.file),
  ]
  const faults = context.shareable ? anonymousFaults(found, study.cohort.file) : found
  const chapters = [
    methodsChapter({ study, of, features, version: context.version }),
    cohortChapter(study, of),
    imageQualityChapter(of, pictures, !context.shareable),
    readingsChapter(of),
    curvesChapter(of, curves),
    measuredChapter(study, of, features),
    survivalChapter(survival),
    followUpChapter(study, of),
    splitChapter(study, of),
    predicted && modelsChapter(models, predicted, lead),
    nomogramChapter(nomogram),
    validationChapter(models.results, lead),
    further && comparisonChapter(models.results, further.comparisons),
    further && robustnessChapter(models.results, further),
    ...coxModels.map(coxChapter),
    markersChapter(study, of),
    predicted && selectionChapter(study, predicted, models, maps),
    limitationsChapter(study, of, [...models.results, ...coxModels.flatMap(({ results }) => results)]),
    faultsChapter(faults),
  ].filter((chapter): chapter is Chapter => chapter !== undefined)
  const from = madeFrom(study, context.file)
  const { drawings, ...bound } = bind(chapters, from)
  const checklists = studyChecklists(study, of, bound, from('checklists'))
  const written: Report = {
    title: study.study,
    language: 'en',
    synthetic: study.synthetic === true,
    asPublished: study.protocol === 'as-published',
    origin: { version: context.version, date: study.date ?? '', cohort: study.cohort.file, seed: study.seed },
    ...bound,
    sections: [...bound.sections, checklists.section],
    tables: [...bound.tables, ...checklists.tables],
    summary: { ...summaryOf(of, lead, coxModels, bound.warnings), from: from('models') },
  }
  const report = study.language === 'zh' ? inChinese(written) : written
  return {
    report,
    from,
    drawings,
    features,
    curves,
    faults,
    cohort: of,
    survival,
    models,
    further,
    lead,
    nomogram,
    coxModels,
  }
}

/** The model that the summary and the nomogram are of: the one called combined, else the last that is listed. */
function leadingModel(results: ModelResult[]): ModelResult | undefined {
  return results.find(({ name }) => name === 'combined') ?? results.at(-1)
}

export type StudyOutput = Awaited<ReturnType<typeof runStudy>>
