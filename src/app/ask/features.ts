import type { MappedFeature } from '../../cases/feature-map.ts'
import { readSettings } from '../../features/settings/settings.ts'
import { type Drawing, svgDocument } from '../../figures/canvas/svg.ts'
import { everyTime, imagesFrom } from '../../image/index.ts'
import { paramsOf } from '../../study/cases/study-cases.ts'
import { previewCase } from '../../study/preview/case.ts'
import { mapChoices as choicesOf, previewFeatureMap } from '../../study/preview/feature-map.ts'
import {
  type ExtractedFeatures,
  extractedFeatures,
  featureDrawings,
  summariesOfFeatures,
} from '../../study/preview/features.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { textOf } from '../../text/text-of.ts'
import { folderAt, type Place } from '../browser/place.ts'
import { storeOf } from '../browser/platform.ts'
import { type At, cohortIn, type Opened, openAt, type Progress } from './opened.ts'

/** A parameter file as PyRadiomics reads it, with every default. Throws ParameterFileFault. */
export async function settings(asked: { place: Place; params: string; revision: number }) {
  const text = textOf(await folderAt(asked.place).read(asked.params), asked.params)
  const { setting, imageTypes, featureClasses, given } = readSettings(text, asked.params)
  return { text, setting, imageTypes, featureClasses: featureClasses.map(([name]) => name), given }
}

const svgOf = (drawing: Drawing | undefined, title: string) =>
  drawing && svgDocument(drawing, { id: 'preview', title, description: title })

/** One case at every step of the extraction. */
export async function caseSteps(asked: At & { patient: string; sequence: string }) {
  const { study, context } = await openAt(asked)
  const file = study.features && 'params' in study.features ? study.features.params : ''
  const params = textOf(await context.read(file), file)
  const images = imagesFrom(storeOf(asked.place), everyTime)
  const found = await previewCase(study, { params, file }, asked, context, images)
  const { drawing, ...rest } = found
  return { ...rest, svg: svgOf(drawing, `${asked.patient}, ${asked.sequence}`)! }
}

/** What can be mapped of a case by the study's parameter file. */
export async function mapChoices(asked: At) {
  const { study, context } = await openAt(asked)
  const params = await paramsOf(study, context)
  return { ...choicesOf(params), file: params.file }
}

/** One feature's map over the region that a reader drew. */
export async function featureMap(
  asked: At & MappedFeature & { patient: string; sequence: string; reader?: string },
  progress: Progress,
) {
  const opened = await openAt(asked, progress)
  const images = imagesFrom(storeOf(asked.place), everyTime)
  return previewFeatureMap(opened.study, asked, opened.context, images, () => cohortIn(opened), progress)
}

const featuresIn = (opened: Opened): Promise<ExtractedFeatures> =>
  opened.once('features', async () => extractedFeatures(opened.study, opened.context, await cohortIn(opened)))

/** Every feature of the analysed patients, extracted or taken from the table. */
export async function features(asked: At, progress: Progress) {
  const opened = await openAt(asked, progress)
  const found = await featuresIn(opened)
  return {
    summaries: summariesOfFeatures(found),
    faults: found.features.faults,
    cases: found.features.rows.length,
    failed: found.features.rows
      .filter(({ status }) => status === 'failed')
      .map(({ reason, input }) => ({ reason, input })),
    warned: found.features.rows.flatMap(({ status, reason, input }) =>
      status !== 'failed' && reason ? [{ reason, input }] : [],
    ),
  }
}

/** Chosen features by outcome, and how they go together. */
export async function chosenFeatures(asked: At & { language: Language; names: string[] }, progress: Progress) {
  const opened = await openAt(asked, progress)
  const found = await featuresIn(opened)
  const { distributions, heatMap } = featureDrawings(locales[asked.language], found, asked.names)
  return { distributions: svgOf(distributions, 'Distributions'), heatMap: svgOf(heatMap, 'Correlations') }
}
