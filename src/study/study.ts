import type { Cohort } from '../cohort/codebook/variable.ts'
import { deployed } from '../model/deploy/deployed-form.ts'
import type { ModelResult } from '../model/index.ts'
import { span } from '../spans.ts'
import { locales, type Messages } from '../text/locales/index.ts'
import { imageFolders } from './cases/image-folders.ts'
import { studyReport } from './chapters/report.ts'
import type { StudyContext } from './context.ts'
import type { StudyConfig } from './file/schema.ts'
import { lineageOf } from './lineage.ts'
import type { StudyOutput } from './output.ts'
import { isPredicted, studyCohort } from './stages/cohort.ts'
import { studyCoxModels } from './stages/cox-models.ts'
import { refuseUnanswered } from './stages/endpoints.ts'
import { featureMaps } from './stages/feature-maps.ts'
import { availability, openFeatureTable, studyFeatures } from './stages/features.ts'
import { studyModelComparisons } from './stages/model-comparisons.ts'
import { coxNomogram, studyNomogram } from './stages/nomogram.ts'
import { noModels, studyModels } from './stages/outcome-models.ts'
import { habitatPictures } from './stages/pictures/habitats.ts'
import { qualityPictures } from './stages/pictures/image-quality.ts'
import { studyRegressions } from './stages/regressions/regressions.ts'
import { studySurvival } from './stages/survival.ts'
import { studyCurves } from './stages/time-signal-curves.ts'
import { typicalPatients } from './stages/typical-patients.ts'
import { unsharedModels } from './stages/unshared-models.ts'
import { withoutAbsentColumns } from './stages/without-absent-columns.ts'
import { withoutIdentifiers } from './without-identifiers.ts'

/** The first half of a study, and nearly all of its time: spreadsheet → patients → images → features → models, validated; survival. */
export async function fitStudy(asked: StudyConfig, context: StudyContext) {
  const table = await span('stage', 'feature table', () => openFeatureTable(asked, context))
  const available = (cohort: Cohort) => availability(asked, cohort, table, context)
  const patients = await span('stage', 'cohort', () => studyCohort(asked, available, context, table?.features))
  refuseUnanswered(patients)
  const { curves, faults: uncurved } = await span('stage', 'curves', () => studyCurves(asked, patients, context))
  const { study, faults: absent } = withoutAbsentColumns(asked, patients.cohort)
  const features = await span('stage', 'features', () => studyFeatures(study, patients, table, context))
  const predicted = isPredicted(patients) ? patients : undefined
  const models = predicted
    ? await span('stage', 'models', () => studyModels(study, predicted, features, context))
    : noModels(patients)
  const timed = await span('stage', 'Cox models', () => studyCoxModels(study, patients, features, context))
  const survival = await span('stage', 'survival', () => studySurvival(study, patients.cohort, context.map))
  const regressed = await span('stage', 'regressions', () => studyRegressions(study, patients.cohort, context.map))
  const faults = [...absent, ...patients.faults, ...uncurved]
  return { study, patients, predicted, curves, features, models, timed, survival, regressed, faults }
}

/**
 * The whole of a study, in the order in which its data passes: spreadsheet → patients → images → features → models →
 * validation → tables and figures → report. Nothing here computes; each line names the stage that does.
 */
export async function runStudy(asked: StudyConfig, context: StudyContext): Promise<StudyOutput> {
  const fitted = await fitStudy(asked, context)
  const { study, patients, predicted, curves, features, models, timed } = fitted
  const { results: survival, deployed: ofIncidence, faults: unfollowed } = fitted.survival
  const { regressions, deployed: ofRegressions, faults: unregressed } = fitted.regressed
  const modelComparisons = predicted && studyModelComparisons(study, predicted, models.results)
  const lead = leadingModel(models.results)
  const nomogramIn = ({ nomogram: { probability } }: Messages) =>
    lead &&
    predicted &&
    studyNomogram(
      deployed(lead, study.deploy),
      models.table,
      patients.training,
      probability(predicted.outcome.label, predicted.outcome.groups.positive),
    )
  const messages = locales[study.language]
  const nomogram = nomogramIn(messages)
  const maps = predicted
    ? await span('stage', 'feature maps', () => featureMaps(study, predicted, models, lead, features, context))
    : undefined
  const typical =
    predicted && lead && nomogram ? await typicalPatients(study, predicted, models, lead, nomogram, context) : undefined
  const coxModels = timed.models.map((one) => ({
    ...one,
    nomogram: coxNomogram(one, study.deploy, messages),
  }))
  const pictures = await span('stage', 'pictures', () => qualityPictures(patients.quality, context))
  const habitats = await span('stage', 'habitats', () => habitatPictures(study, patients, features, context))
  const unmatched = imageFolders(study, patients.supplements.patients, context).faults
  const faults = [
    ...fitted.faults,
    ...unmatched,
    ...features.faults,
    ...unfollowed,
    ...models.faults,
    ...timed.faults,
    ...unregressed,
    ...unsharedModels([lead, ...coxModels.map((one) => one.lead)], study.cohort.file),
  ]
  const from = lineageOf(study, context.file)
  const everything = {
    study,
    cohort: patients,
    features,
    curves,
    survival,
    models,
    modelComparisons,
    lead,
    nomogram,
    coxModels,
    regressions,
    columnModels: [...ofIncidence, ...ofRegressions],
    faults,
    pictures,
    habitats,
    maps,
    typical,
  }
  const found = context.shareable ? withoutIdentifiers(everything) : everything
  const how = { version: context.version, from }
  const written = span('stage', 'report', () => studyReport(study.language, found, how))
  // The fonts of PNG, PDF and Word have no Chinese: there the drawings are English.
  const printed =
    study.language === 'en'
      ? written.drawings
      : studyReport(
          'en',
          {
            ...found,
            nomogram: nomogramIn(locales.en),
            coxModels: found.coxModels.map((one) => ({ ...one, nomogram: coxNomogram(one, study.deploy, locales.en) })),
          },
          how,
        ).drawings
  return { ...found, ...written, printed, from }
}

/** The model that the summary and the nomogram are of: the one called combined, else the last that is listed. */
function leadingModel(results: ModelResult[]): ModelResult | undefined {
  return results.find(({ name }) => name === 'combined') ?? results.at(-1)
}
