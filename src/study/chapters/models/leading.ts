import { panelGap, panelSize, panels } from '../../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../../figures/charts/calibration.ts'
import { confusionMatrix } from '../../../figures/charts/confusion-matrix.ts'
import { decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { riskDistribution } from '../../../figures/charts/risk-distribution.ts'
import { rocCurves } from '../../../figures/charts/roc.ts'
import { columnWidth } from '../../../figures/theme/theme.ts'
import type { ModelResult, PartPerformance } from '../../../model/index.ts'
import { calibrationBand } from '../../../statistics/performance/calibration-band.ts'
import { fixedDecimals, percent, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { NumberedText, TextPart } from '../../../text/with-numbers.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyOutcome } from '../../stages/cohort.ts'
import type { DrawnFigure } from '../chapter.ts'
import { histogram } from './risk-histogram.ts'

const square = panelSize(3)
const third = square.width

/**
 * The leading model on patients that it has not seen: ROC curve, calibration, net benefit, risks and the confusion matrix
 * at its threshold, all out of fold; what is apparent or held out stands grey behind. Nothing without nested validation.
 */
export function leadingFigure(messages: Messages, lead: ModelResult, outcome: StudyOutcome): DrawnFigure[] {
  const { nested, apparent, heldOut } = lead.performance
  if (!nested || lead.family === 'cox' || nested.decision.thresholds.length === 0) return []
  const { drawings } = messages
  const words = messages.models.leading
  const others = [...(heldOut ? [{ label: words.heldOut, of: heldOut }] : []), { label: words.apparent, of: apparent }]
  const threshold = lead.thresholds && Number.isFinite(lead.thresholds.threshold) ? lead.thresholds : undefined
  const at = threshold?.threshold
  const labels = [outcome.groups.positive, outcome.groups.negative].map((level) =>
    messages.patients.group(outcome.label, level),
  ) as [string, string]
  const roc = [
    {
      label: words.nested,
      ...nested.roc,
      auc: nested.auc,
      lower: nested.lower,
      upper: nested.upper,
      ...(threshold && {
        operating: {
          falsePositiveRate: 1 - threshold.outOfFold.specificity.value,
          sensitivity: threshold.outOfFold.sensitivity.value,
        },
      }),
    },
    ...others.map(({ label, of }) => ({ label, ...of.roc, auc: of.auc, pale: 'yes' as const })),
  ]
  const band = calibrationBand(
    nested.predictions.map(({ lp }) => lp),
    nested.predictions.map(({ outcome: y }) => y),
  )
  const slope = nested.intervals.measures.calibrationSlope
  const calibration = {
    apparent: band ?? nested.calibration,
    apparentLabel: band ? words.logistic : words.nested,
    groups: nested.groups,
    others: [
      ...(band ? [{ label: words.smoothed, ...pick(nested) }] : []),
      ...others.map(({ label, of }) => ({ label, ...pick(of) })),
    ],
    threshold: at,
    legendBelow: 'yes' as const,
    notes: [words.slope(slopeWithInterval(nested, slope).text)],
  }
  const decision = {
    thresholds: nested.decision.thresholds,
    treatAll: nested.decision.treatAll,
    models: [{ label: words.nested, netBenefit: nested.decision.netBenefit }],
    threshold: at,
  }
  const risks = {
    ...histogram(nested.predictions),
    labels,
    ...(at !== undefined && { threshold: { value: at, label: words.threshold(percent(at, 1).text) } }),
  }
  const matrices = threshold
    ? [
        { title: words.nestedMatrix, labels, ...counts(threshold.outOfFold) },
        ...(threshold.heldOut ? [{ title: words.heldOutMatrix, labels, ...counts(threshold.heldOut) }] : []),
      ]
    : []
  const unseen = [
    { ...rocCurves(roc, square, drawings), title: words.panels.roc },
    { ...calibrationCurves(calibration, square, drawings), title: words.panels.calibration },
    { ...decisionCurves(decision, square, drawings), title: words.panels.decision },
  ]
  const matrixSize = { width: third, height: 72 }
  const data = { roc, calibration, decision, risks, matrices, shares: sharesAt(nested) }
  return [
    {
      id: 'leading',
      title: words.figure(lead.label),
      caption: plainText(
        words.caption({ heldOut: heldOut !== undefined, band: band !== undefined, threshold: at !== undefined }),
      ),
      description: words.description(lead.label),
      data,
      ...(at !== undefined && { interactive: 'threshold' as const }),
      // The first page shows the upper row.
      brief: panels([unseen]).height,
      drawing: panels([
        unseen,
        [
          {
            ...riskDistribution(
              risks,
              { width: matrices.length > 0 ? 2 * third + panelGap : columnWidth.double, height: 150 },
              drawings,
            ),
            title: words.panels.risks,
          },
          matrices.length > 0
            ? {
                ...stacked(matrices.map((one) => confusionMatrix(one, matrixSize, drawings))),
                title: words.panels.matrix,
              }
            : undefined,
        ],
      ]),
    },
  ]
}

const pick = ({ calibration: { predicted, observed } }: PartPerformance) => ({ predicted, observed })

function stacked(drawings: readonly { width: number; height: number; body: string }[]) {
  let y = 0
  let body = ''
  for (const drawing of drawings) {
    body += `<g transform="translate(0,${y})">${drawing.body}</g>`
    y += drawing.height + 6
  }
  return { width: third, height: y, body }
}

function counts({
  truePositives,
  falsePositives,
  trueNegatives,
  falseNegatives,
}: NonNullable<ModelResult['thresholds']>['outOfFold']) {
  return { truePositives, falsePositives, trueNegatives, falseNegatives }
}

/** How many with and without the outcome have at least each risk, in hundredths: what the page's slider reads. */
function sharesAt({ predictions }: PartPerformance) {
  const risks = predictions.filter(({ risk }) => Number.isFinite(risk))
  const above = (y: number, least: number) => risks.filter(({ outcome, risk }) => outcome === y && risk >= least).length
  const steps = Array.from({ length: 101 }, (_, i) => i / 100)
  return { positives: steps.map((t) => above(1, t)), negatives: steps.map((t) => above(0, t)) }
}

type Limits = { lower: number; upper: number } | undefined

function slopeWithInterval(part: { calibrationSlope: number }, limits: Limits, path?: string): NumberedText {
  const known = limits && Number.isFinite(limits.lower) && Number.isFinite(limits.upper)
  if (!known) return text`${fixedDecimals(part.calibrationSlope, 2, path && `${path}.value`)}`
  return withInterval(
    [part.calibrationSlope, limits.lower, limits.upper],
    2,
    path === undefined ? undefined : [`${path}.value`, `${path}.lower`, `${path}.upper`],
  )
}

/** A calibration slope with its interval, as results.json has it. */
export function slopeOf({ name, performance }: ModelResult, kind: keyof ModelResult['performance']): NumberedText {
  const part = performance[kind]!
  const path = `models.${name}.performance.${kind}.calibrationSlope`
  return slopeWithInterval(part, part.intervals.measures.calibrationSlope, path)
}

/** Why the slopes of one model differ by the way they are measured, in one sentence or two. */
export function slopesSentence({ models, document }: Messages, lead: ModelResult): NumberedText | undefined {
  const { nested, heldOut, optimismCorrected } = lead.performance
  // of a model without a variable there is no slope to plan with
  if (!nested || lead.terms.length === 0) return undefined
  const words = models.leading
  const parts: TextPart[] = [
    words.slopeIn.nested(slopeOf(lead, 'nested')),
    ...(optimismCorrected ? [words.slopeIn.optimismCorrected(slopeOf(lead, 'optimismCorrected'))] : []),
    ...(heldOut ? [words.slopeIn.heldOut(slopeOf(lead, 'heldOut'))] : []),
    words.slopeIn.apparent(slopeOf(lead, 'apparent')),
  ]
  const events = fixedDecimals(lead.events, 0, `models.${lead.name}.events`)
  return words.slopes(document.and(parts), events, heldOut !== undefined)
}
