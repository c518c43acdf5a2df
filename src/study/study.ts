import type { ModelResult } from '../model/index.ts'
import type { Report } from '../report/document.ts'
import { inChinese } from '../report/translate.ts'
import { imageFolders } from './cases/image-folders.ts'
import { bind, type Chapter } from './chapters/chapter.ts'
import { studyChecklists } from './chapters/checklists.ts'
import { faultsChapter } from './chapters/data-issues.ts'
import { imageQualityChapter } from './chapters/images/quality.ts'
import { measuredChapter } from './chapters/images/region-features.ts'
import { curvesChapter } from './chapters/images/time-signal-curves.ts'
import { limitationsChapter } from './chapters/limitations.ts'
import { markersChapter } from './chapters/markers/markers.ts'
import { methodsChapter } from './chapters/methods/methods.ts'
import { comparisonChapter } from './chapters/models/comparison.ts'
import { coxChapter } from './chapters/models/cox.ts'
import { modelsChapter } from './chapters/models/models.ts'
import { robustnessChapter } from './chapters/models/robustness.ts'
import { validationChapter } from './chapters/models/validation.ts'
import { nomogramChapter } from './chapters/nomogram/nomogram.ts'
import { followUpChapter } from './chapters/patients/follow-up.ts'
import { cohortChapter } from './chapters/patients/patients.ts'
import { readingsChapter } from './chapters/patients/readings.ts'
import { splitChapter } from './chapters/patients/split.ts'
import { selectionChapter } from './chapters/selection/selection.ts'
import { summaryOf } from './chapters/summary.ts'
import { survivalChapter } from './chapters/survival/survival.ts'
import type { StudyContext } from './context.ts'
import type { StudyConfig } from './file/schema.ts'
import { madeFrom } from './lineage.ts'
import type { StudyOutput } from './output.ts'
import { anonymousFaults } from './stages/anonymous-faults.ts'
import { isPredicted, studyCohort } from './stages/cohort.ts'
import { studyCoxModels } from './stages/cox-models.ts'
import { refuseUnanswered } from './stages/endpoints.ts'
import { featureMaps } from './stages/feature-maps.ts'
import { availability, openFeatureTable, studyFeatures } from './stages/features.ts'
import { qualityPictures } from './stages/image-quality-pictures.ts'
import { studyFurther } from './stages/model-comparisons.ts'
import { coxNomogram, studyNomogram } from './stages/nomogram.ts'
import { noModels, studyModels } from './stages/outcome-models.ts'
import { survivalOf, survivalRequests } from './stages/survival.ts'
import { studyCurves } from './stages/time-signal-curves.ts'
import { unsharedModels } from './stages/unshared-models.ts'
import { soundStudy } from './stages/without-absent-columns.ts'

/**
 * The whole of a study, in the order in which its data passes: spreadsheet → patients → images → features → models →
 * validation → tables and figures → report. Nothing here computes; each line names the stage that does.
 */
export async function runStudy(asked: StudyConfig, context: StudyContext): Promise<StudyOutput> {
  const table = await openFeatureTable(asked, context)
  const of = await studyCohort(asked, (cohort) => availability(asked, cohort, table, context), context)
  refuseUnanswered(of)
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
    study,
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
