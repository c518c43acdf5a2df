import { svgDocument } from '../../figures/canvas/svg.ts'
import { nomogram as drawNomogram } from '../../figures/charts/nomogram.ts'
import { nomogramFigure } from '../../figures/charts/nomogram-of-model.ts'
import type { Report } from '../../report/document.ts'
import { horizonLabel } from '../../report/horizon-label.ts'
import { nomogramHtml } from '../../report/html/nomogram-html.ts'
import type { PageOutcome } from '../../report/html/nomogram-page.ts'
import { decimalsOf } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import type { ColumnModel } from '../stages/regressions/column-models.ts'

/** The page of a regression on columns: its nomogram where it has one, what a new patient's values say, and no patient's row. */
export function columnPage(model: ColumnModel, report: Report): string {
  const messages = locales[report.language]
  const { page, label, fit } = model
  const drawn = {
    ...page.model,
    outcomes: page.model.outcomes.map((one) => ({ ...one, label: labelOf(one.label, model, messages) })),
  }
  const nomogram = page.nomogram && {
    ...page.nomogram,
    outcomes: page.nomogram.outcomes.map((one, o) => ({ ...one, label: drawn.outcomes[o].label })),
  }
  const title = `${report.title}: ${label}`
  const drawing =
    nomogram &&
    drawNomogram(
      nomogramFigure(drawn, nomogram, { linearPredictor: messages.drawings.linearPredictor, ...page.names }),
      undefined,
      messages.drawings,
    )
  return nomogramHtml({
    title,
    language: report.language,
    synthetic: report.synthetic,
    origin: report.origin,
    model: drawn,
    nomogram,
    outcomes: outcomesOf(model, drawn.outcomes),
    ...(fit.equations && { equations: fit.equations }),
    inputs: page.inputs,
    interval: page.interval,
    quality: qualityOf(model, report, messages),
    ...(drawing && { drawing: svgDocument(drawing, { id: 'nomogram', title, description: title }) }),
  })
}

/** A time of an event as the page says it. */
function labelOf(label: string, { family, outcome }: ColumnModel, messages: Messages): string {
  if (family !== 'fine-gray') return label
  return messages.incidenceFigures.risk(horizonLabel(Number(label), outcome.unit ?? '', messages))
}

function outcomesOf({ fit, outcome, page }: ColumnModel, drawn: readonly PageOutcome[]): readonly PageOutcome[] {
  if (fit.equations) return fit.classes!.map(({ label }, at) => ({ label, of: { kind: 'class', at } }))
  if (!fit.residual) return drawn
  const label = outcome.unit ? `${outcome.label}, ${outcome.unit}` : outcome.label
  const [low, high] = page.model.linearPredictor
  return [{ label, of: { kind: 'value', decimals: decimalsOf([low, high]) } }]
}

function qualityOf({ rows, events, family, page: { unseen } }: ColumnModel, { origin }: Report, messages: Messages) {
  const { nomogramPage: words } = messages
  const counted = String(rows.length)
  const decimals = (value: number) => value.toFixed(3).replace('-', '−')
  return [
    family === 'fine-gray'
      ? words.fittedTo(counted, String(events), origin.cohort)
      : words.fittedToRows(counted, origin.cohort),
    unseen
      ? Number.isFinite(unseen.lower)
        ? words.nested(unseen.measure, decimals(unseen.value), decimals(unseen.lower), decimals(unseen.upper))
        : words.outOfFold(unseen.measure, decimals(unseen.value))
      : words.notValidated,
    words.asFitted,
  ]
}
