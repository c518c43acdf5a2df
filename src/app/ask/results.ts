import { svgDocument } from '../../figures/canvas/svg.ts'
import type { NomogramFigure } from '../../figures/charts/nomogram.ts'
import { readModelFile } from '../../model/predict/model-file.ts'
import type { Frequency } from '../../model/result.ts'
import { isFromImages, patientRisk } from '../../study/preview/patient.ts'
import { atThreshold, type LeadingFigure } from '../../study/preview/threshold.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { folderAt, type Place } from '../browser/place.ts'
import { type At, type Opened, openAt, type Progress } from './opened.ts'

/** What of results.json the views read. */
interface Results {
  figures: { id: string; title: string; data?: unknown; interactive?: string }[]
  warnings: { severity: string; text: { text: string }; model?: string }[]
  models: Record<
    string,
    {
      label: string
      performance: Record<string, { auc?: Measured; [name: string]: unknown }>
      frequencies?: Pick<Frequency, 'term' | 'share' | 'refits' | 'sameSign'>[]
    }
  >
}
interface Measured {
  value: number
  lower: number
  upper: number
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

async function resultsAt(opened: Opened, place: Place, folder: string): Promise<Results | undefined> {
  return opened.once(`results ${folder}`, async () => {
    const bytes = await folderAt(place)
      .read(`${folder}/results.json`)
      .catch(() => undefined)
    return bytes && (JSON.parse(textOf(bytes)) as Results)
  })
}

/** What a run left: its files, figures, warnings and performance; undefined where there are no results. */
export async function results(asked: At & { folder: string }) {
  const opened = await openAt(asked)
  const found = await resultsAt(opened, asked.place, asked.folder)
  if (!found) return undefined
  const files = (await folderAt(asked.place).files()).filter((path) => path.startsWith(`${asked.folder}/`))
  return {
    files: files.map((path) => path.slice(asked.folder.length + 1)).filter((path) => !path.startsWith('.')),
    warnings: found.warnings.map(({ severity, text, model }) => ({ severity, text: text.text, model })),
    models: Object.entries(found.models).map(([name, { label, performance, frequencies = [] }]) => ({
      name,
      label,
      performance,
      frequencies,
    })),
    leading: found.figures.some(({ id, data }) => id === 'leading' && data !== undefined),
    modelFiles: files
      .filter((path) => /\/model[^/]*\.json$/.test(path))
      .map((path) => path.slice(asked.folder.length + 1)),
  }
}

/** The leading model at a threshold in hundredths. */
export async function threshold(asked: At & { folder: string; hundredth: number; language: Language }) {
  const opened = await openAt(asked)
  const found = await resultsAt(opened, asked.place, asked.folder)
  const leading = found?.figures.find(({ id }) => id === 'leading')
  if (!leading?.data) return undefined
  const { roc, decision, ...rest } = atThreshold(
    locales[asked.language],
    leading.data as LeadingFigure,
    asked.hundredth,
  )
  const svg = (drawing: typeof roc, title: string) =>
    svgDocument(drawing, { id: 'threshold', title, description: title })
  return { ...rest, roc: svg(roc, 'ROC'), decision: svg(decision, 'Net benefit') }
}

/** What a model asks of a patient: the columns that are typed, and whether images are needed. */
export async function model(asked: At & { model: string }) {
  const file = await readModelFile(textOf(await folderAt(asked.place).read(asked.model)), asked.model)
  const typed = file.columns.filter(({ name }) => !isFromImages(file, name))
  const { label, notice, origin, outcome, rows, events, family, extraction } = file
  return {
    label,
    notice,
    origin,
    outcome: outcome.label,
    rows,
    events,
    family,
    typed: typed.map(({ name, label: own, unit, levels, bins }) => ({
      name,
      label: own,
      unit,
      levels,
      range: bins && ([bins.edges[0], bins.edges[bins.edges.length - 1]] as const),
    })),
    sequences: Object.keys(extraction?.sequences ?? {}),
    fromImages: file.columns.length - typed.length,
  }
}

/** One new patient's risk, with the features extracted here. */
export async function patient(
  asked: At & { folder: string; model: string; id: string; typed: Record<string, string>; language: Language },
  progress: Progress,
) {
  const opened = await openAt(asked, progress)
  const file = await readModelFile(textOf(await folderAt(asked.place).read(asked.model)), asked.model)
  const found = await resultsAt(opened, asked.place, asked.folder)
  const suffix = /model(-.*)?\.json$/.exec(asked.model)?.[1] ?? ''
  const drawn = found?.figures.find(({ id }) => id === `nomogram${suffix}`)?.data as NomogramFigure | undefined
  const { nomogram, contributions, ...risk } = await patientRisk(
    locales[asked.language],
    file,
    asked,
    opened.study,
    opened.context,
    drawn,
  )
  const svg = (drawing: typeof nomogram, id: string) =>
    drawing && svgDocument(drawing, { id, title: `${asked.id}: ${id}`, description: file.notice })
  return {
    ...risk,
    notice: file.notice,
    label: file.label,
    outcome: file.outcome.label,
    unit: file.outcome.unit,
    contributions: svg(contributions, 'contributions'),
    nomogram: svg(nomogram, 'nomogram'),
  }
}
