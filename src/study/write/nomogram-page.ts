import { svgDocument } from '../../figures/canvas/svg.ts'
import { nomogram as drawNomogram } from '../../figures/charts/nomogram.ts'
import { nomogramFigure } from '../../figures/charts/nomogram-of-model.ts'
import { type PredictorTable, rowsOf } from '../../model/data/predictor-table.ts'
import { riskGroupsOf } from '../../model/deploy/risk-groups.ts'
import { scoreOf } from '../../model/fit/fitted-model.ts'
import { flatten } from '../../model/fit/flatten.ts'
import { baselineShifts } from '../../model/predict/predict.ts'
import { projectRefits } from '../../model/predict/refit-ensemble.ts'
import { applyTransforms } from '../../model/steps/pipeline.ts'
import { columnsOf, linearPredictorOf } from '../../model/terms/linear-predictor.ts'
import type { Report } from '../../report/document.ts'
import { nomogramHtml } from '../../report/html/nomogram-html.ts'
import type { PageInterval } from '../../report/html/nomogram-page.ts'
import { locales } from '../../text/locales/index.ts'
import { drawnNomogram } from '../chapters/nomogram/figures.ts'
import type { StudyNomogram } from '../stages/nomogram.ts'

/** The nomogram as a page of its own: the model and binned counts of the training set, and no patient's row. */
export function nomogramPage(
  built: StudyNomogram,
  report: Report,
  table: PredictorTable,
  training: Int32Array,
): string {
  const { result, model, nomogram, inputs, names } = built
  const { drawings: words } = locales[report.language]
  const drawing = drawNomogram(drawnNomogram(nomogramFigure(model, nomogram, names), built), undefined, words)
  const title = `${report.title}: ${result.label}`
  return nomogramHtml({
    title,
    language: report.language,
    synthetic: report.synthetic,
    origin: report.origin,
    model,
    nomogram,
    inputs: inputs.map((input) => ({ ...input, ...hintOf(built, input.name, report.language) })),
    interval: intervalOf(built, table, training),
    quality: qualityOf(built, report),
    training: riskGroupsOf(result),
    drawing: svgDocument(drawing, { id: 'nomogram', title, description: title }),
  })
}

/** A score is no finding that a reader sees: where it comes from. */
function hintOf({ result }: StudyNomogram, name: string, language: Report['language']): { hint?: string } {
  const score = result.model.scores.find((one) => one.name === name)
  return score ? { hint: locales[language].nomogramPage.score(columnsOf(score.terms).length) } : {}
}

/** What a user must know of the model before its risk: its patients, its performance on others, its form, its threshold. */
function qualityOf({ result }: StudyNomogram, { language, origin }: Report): string[] {
  const { nomogramPage: words } = locales[language]
  const { nested } = result.performance
  const { form, thresholds, family } = result
  return [
    words.fittedTo(String(result.rows), String(result.events), origin.cohort),
    ...(nested && Number.isFinite(nested.lower)
      ? [
          words.nested(
            family === 'cox' ? 'C' : 'AUC',
            nested.auc.toFixed(3),
            nested.lower.toFixed(3),
            nested.upper.toFixed(3),
          ),
          ...(Number.isFinite(nested.calibrationSlope)
            ? [words.slope(nested.calibrationSlope.toFixed(2).replace('-', '−'))]
            : []),
        ]
      : [words.notValidated]),
    form.kind === 'shrunken' ? words.shrunken(form.factor.toFixed(2)) : words.asFitted,
    ...(thresholds ? [words.threshold(`${(100 * thresholds.threshold).toFixed(1)}%`)] : []),
  ]
}

/**
 * Where the interval of the page comes from, as the model file has it. Refits speak there of the columns inside a score;
 * here, where the score is entered as one number, they are projected on the model's own terms.
 */
function intervalOf({ result }: StudyNomogram, table: PredictorTable, training: Int32Array): PageInterval {
  const { uncertainty, model } = result
  if (uncertainty.kind === 'none') return { method: 'none' }
  if (uncertainty.kind === 'wald') return { method: 'wald', covariance: uncertainty.covariance }
  const flat = flatten(model)
  const names = columnsOf(flat.terms)
  const transforms = [...model.transforms, ...model.scores.flatMap((score) => score.transforms)]
  const scoresAt = (rows: Int32Array) =>
    model.scores.map((score) => ({
      name: score.name,
      values: scoreOf(score, rowsOf(table, rows, columnsOf(score.terms))),
    }))
  const everywhere = scoresAt(training)
  const kept = training.filter((_, i) => everywhere.every(({ values }) => Number.isFinite(values[i])))
  const rows = applyTransforms(transforms, names, rowsOf(table, kept, names))
  const refits = uncertainty.members.map(({ intercept, estimates }) =>
    linearPredictorOf(
      flat.terms.map((term, j) => ({ ...term, estimate: estimates[j] })),
      intercept,
      rows,
    ),
  )
  const own = { ...rows, columns: [...rows.columns, ...scoresAt(kept)] }
  const members = projectRefits(model.terms, own, refits)
  if (members.length === 0) return { method: 'none' }
  const digits = (value: number) => Number(value.toPrecision(6))
  return {
    method: 'refits',
    coefficients: members.map(({ intercept, estimates }) => [intercept, ...estimates].map(digits)),
    ...(model.baseline && {
      shifts: result.performance.apparent.horizons?.map(({ time }, _, all) =>
        baselineShifts({ uncertainty, baseline: model.baseline, horizons: all.map((one) => one.time) }, time),
      ),
    }),
  }
}
