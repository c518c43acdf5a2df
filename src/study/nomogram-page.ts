import type { Drawing } from '../figures/svg.ts'
import { svgDocument } from '../figures/svg.ts'
import type { Report } from '../report/document.ts'
import { nomogramHtml } from '../report/nomogram-html.ts'
import type { PageInterval, PageTraining } from '../report/nomogram-page.ts'
import type { StudyNomogram } from './nomogram-of.ts'

const bins = 10

/** The nomogram as a page of its own: the model and binned counts of the training set, and no patient's row. */
export function nomogramPage(of: StudyNomogram, report: Report, drawing: Drawing): string {
  const { result, model, nomogram, inputs } = of
  const title = `${report.title}: ${result.label}`
  return nomogramHtml({
    title,
    language: report.language,
    synthetic: report.synthetic,
    origin: report.origin,
    model,
    nomogram,
    inputs,
    interval: intervalOf(of),
    training: trainingBins(result.performance.apparent.predictions),
    drawing: svgDocument(drawing, { id: 'nomogram', title, description: title }),
  })
}

/** Wald's interval only where it is valid: terms fixed beforehand, no penalty, no selection. */
function intervalOf({ result }: StudyNomogram): PageInterval {
  const valid = result.vcov && result.terms.every((term) => term.validInference)
  return valid ? { method: 'wald', covariance: result.vcov! } : { method: 'none' }
}

function trainingBins(predictions: { risk: number; outcome: number }[]): PageTraining {
  const counts = new Array<number>(bins).fill(0)
  const events = new Array<number>(bins).fill(0)
  for (const { risk, outcome } of predictions) {
    if (!Number.isFinite(risk)) continue
    const bin = Math.min(bins - 1, Math.floor(risk * bins))
    counts[bin]++
    events[bin] += outcome
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => i / bins), counts, events }
}
