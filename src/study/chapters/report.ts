import { isHarmonised, type ModelResult } from '../../model/index.ts'
import type { Lineage, Report } from '../../report/document.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import type { Findings } from '../output.ts'
import { isPredicted } from '../stages/cohort.ts'
import { bind, type Chapter } from './chapter.ts'
import { studyChecklists } from './checklists.ts'
import { faultsChapter } from './data-issues.ts'
import { biasFieldsChapter } from './images/bias-fields.ts'
import { deepFeaturesChapter } from './images/deep-features.ts'
import { habitatsChapter } from './images/habitats.ts'
import { imageQualityChapter } from './images/quality.ts'
import { measuredChapter } from './images/region-features.ts'
import { registrationChapter } from './images/registration.ts'
import { curvesChapter } from './images/time-signal-curves.ts'
import { limitationsChapter } from './limitations.ts'
import { markersChapter } from './markers/markers.ts'
import { mentionIn } from './mention.ts'
import { fileName } from './methods/facts.ts'
import { methodsChapter } from './methods/methods.ts'
import { comparisonChapter } from './models/comparison.ts'
import { coxChapter } from './models/cox.ts'
import { modelDetailsChapter } from './models/details.ts'
import { modelsChapter } from './models/models.ts'
import { regressionsChapter } from './models/regressions.ts'
import { robustnessChapter } from './models/robustness.ts'
import { validationChapter } from './models/validation.ts'
import { nomogramChapter } from './nomogram/nomogram.ts'
import { followUpChapter } from './patients/follow-up.ts'
import { cohortChapter } from './patients/patients.ts'
import { readingsChapter } from './patients/readings.ts'
import { secondReadingsChapter } from './patients/second-readings.ts'
import { splitChapter } from './patients/split.ts'
import { selectionChapter } from './selection/selection.ts'
import { summaryOf } from './summary.ts'
import { survivalChapter } from './survival/survival.ts'

/** The report of a study in one language, with its drawings. */
export function studyReport(
  language: Language,
  findings: Findings,
  { version, from }: { version: string; from: (chapter: string) => Lineage },
) {
  const messages = locales[language]
  const { study, cohort: patients, features, models, modelComparisons, lead, nomogram, coxModels } = findings
  const fitted = [...models.results, ...coxModels.flatMap((one) => one.results)]
  const predicted = isPredicted(patients) ? patients : undefined
  const results = [
    cohortChapter(messages, study, patients),
    splitChapter(messages, study, patients),
    predicted && modelsChapter(messages, models, predicted, lead),
    nomogramChapter(messages, nomogram, findings.typical),
    validationChapter(messages, models.results, lead, patients.outcome),
    modelComparisons && comparisonChapter(messages, models.results, modelComparisons.comparisons),
    modelComparisons && robustnessChapter(messages, models.results, modelComparisons, lead),
    survivalChapter(messages, findings.survival),
    ...coxModels.map((one) => coxChapter(messages, patients, one)),
    regressionsChapter(messages, findings.regressions),
    limitationsChapter(messages, study, patients, fitted),
  ].filter(isChapter)
  const supplement = [
    modelDetailsChapter(messages, models, lead),
    followUpChapter(messages, study, patients),
    imageQualityChapter(messages, patients, findings.pictures),
    readingsChapter(messages, patients),
    secondReadingsChapter(messages, study, patients, features),
    registrationChapter(messages, features),
    biasFieldsChapter(messages, features),
    habitatsChapter(messages, features, findings.habitats),
    deepFeaturesChapter(messages, features),
    curvesChapter(messages, patients, findings.curves),
    measuredChapter(messages, study, patients, features),
    predicted && selectionChapter(messages, study, predicted, models, findings.maps),
    markersChapter(messages, study, patients),
    faultsChapter(messages, findings.faults),
  ]
    .filter(isChapter)
    .map((chapter): Chapter => ({ ...chapter, supplement: true }))
  const tables = [...results, ...supplement].flatMap((chapter) => chapter.tables ?? [])
  const methods = methodsChapter({ messages, study, patients, features, version, tables, results: fitted })
  const { drawings, ...bound } = bind([...results, methods, ...supplement], from, mentionIn(messages))
  const checklists = studyChecklists(messages, study, patients, bound, from('checklists'), filesOf(findings))
  const report: Report = {
    title: study.study,
    language,
    synthetic: study.synthetic === true,
    asPublished: study.protocol === 'as-published',
    ...(study.word === 'manuscript' && { layout: 'manuscript' as const }),
    origin: { version, date: study.date ?? '', cohort: fileName(study.cohort.file), seed: study.seed },
    ...bound,
    sections: [...bound.sections, { ...checklists.section, supplement: true }],
    tables: [...bound.tables, ...checklists.tables],
    summary: {
      ...summaryOf(
        messages,
        {
          patients,
          lead,
          only: models.results.length === 1,
          coxModels,
          regressions: findings.regressions,
          synthetic: study.synthetic === true,
        },
        bound.warnings,
      ),
      pictures: firstPictures(coxModels).filter((id) => bound.figures.some((figure) => figure.id === id)),
      from: from('models'),
    },
  }
  return { report, drawings }
}

/** What the first page shows: how good the leading model is and its nomogram, of survival where nothing else is predicted. */
function firstPictures(coxModels: Findings['coxModels']): string[] {
  const ofSurvival = coxModels.slice(0, 1).flatMap(({ lead: { name } }) => [`calibration-${name}`, `nomogram-${name}`])
  return ['leading', 'nomogram', ...ofSurvival].slice(0, 4)
}

const isChapter = (chapter: Chapter | undefined): chapter is Chapter => chapter !== undefined

/** The models and nomograms that the folder of results holds as files. */
function filesOf({ lead, nomogram, coxModels, columnModels }: Findings) {
  const shared = (model: ModelResult) => !isHarmonised(model)
  return {
    models: [
      ...(lead && shared(lead) ? ['model.json'] : []),
      ...coxModels.flatMap((one) => (shared(one.lead) ? [`model-${one.lead.name}.json`] : [])),
      ...columnModels.map(({ name }) => `model-${name}.json`),
    ],
    nomograms: [
      ...(nomogram ? ['nomogram.html'] : []),
      ...coxModels.flatMap((one) => (one.nomogram ? [`nomogram-${one.lead.name}.html`] : [])),
      ...columnModels.map(({ name }) => `nomogram-${name}.html`),
    ],
  }
}
