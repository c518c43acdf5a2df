import { panelSize, panels } from '../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../figures/charts/calibration.ts'
import { decisionCurves } from '../../figures/charts/decision-curve.ts'
import { rocCurves } from '../../figures/charts/roc.ts'
import type { ExternalValidation } from '../../model/deploy/validate-binary.ts'
import type { ExternalSurvivalValidation } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-file.ts'
import { type Cell, openWarnings, type Report, type Row, type Table } from '../../report/document.ts'
import { fixedDecimals, wholeNumber, withInterval } from '../../text/format.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import { bind, type Chapter, figureBlock, paragraph, tableBlock } from '../chapters/chapter.ts'

/** What a model was validated on, and what was told on the way. */
export interface ExternalCohort {
  file: string
  remarks: readonly string[]
}

type Found = ExternalValidation | ExternalSurvivalValidation

/** The page of an external validation: discrimination, calibration, net benefit and the updates that the cohort supports. */
export function externalReport(file: ModelFile, validation: Found, cohort: ExternalCohort, version: string) {
  const isBinary = 'interceptWithSlope' in validation.calibration
  const tables = [performanceTable(file, validation), updatesTable(validation)]
  const chapter: Chapter = {
    id: 'external-validation',
    title: 'External validation',
    blocks: [
      paragraph(plainText('The model was applied as it is: nothing of it was fitted to these patients.')),
      ...(isBinary ? [figureBlock('external')] : []),
      tableBlock(tables[0].id),
      tableBlock(tables[1].id),
      paragraph(
        plainText(
          'An update that the cohort does not support has fewer than 10 events for each quantity estimated; what is shown of an update is apparent, on the patients that it was made from.',
        ),
      ),
    ],
    tables,
    ...(isBinary && { figures: [figureOf(file, validation)] }),
  }
  const remarks: Chapter = {
    id: 'data',
    title: 'Data issues',
    blocks:
      cohort.remarks.length === 0
        ? [paragraph(plainText('Every row could be read and is within the range of the training data.'))]
        : [{ kind: 'list', items: cohort.remarks.map((remark) => plainText(remark)) }],
  }
  const { drawings, ...bound } = bind([chapter, remarks], () => ({ step: 'model/deploy', inputs: [cohort.file] }))
  const report: Report = {
    title: `External validation of ${file.label}`,
    language: 'en',
    synthetic: false,
    asPublished: false,
    origin: { version, date: '', cohort: cohort.file },
    summary: {
      headlines: headlines(validation),
      abstract: abstractOf(file, validation, cohort.file),
      warnings: cohort.remarks.map((remark) => ({ severity: 'note' as const, text: plainText(remark) })),
      ...(cohort.remarks.length > openWarnings && {
        further: text`${wholeNumber(cohort.remarks.length - openWarnings)} more remarks`,
      }),
      ...(isBinary && { pictures: ['external'] }),
    },
    ...bound,
    warnings: cohort.remarks.map((remark) => ({ severity: 'note' as const, text: plainText(remark) })),
  }
  return { report, drawings }
}

/** Who it was tried on, how it did there against its development, and what may be concluded. */
function abstractOf(file: ModelFile, { performance, calibration }: Found, cohort: string): Cell[] {
  const { auc, lower, upper, n, events } = performance
  const isBinary = 'interceptWithSlope' in calibration
  const measure = isBinary ? 'AUC' : 'C-index'
  const development = file.performance.nested ?? file.performance.apparent
  const before = development?.auc
  const earlier =
    typeof before === 'number'
      ? text` against ${fixedDecimals(before, 3)} ${file.performance.nested ? 'in nested cross-validation' : 'in the patients of the fit'} at its development`
      : text``
  const known = Number.isFinite(lower) && Number.isFinite(upper)
  const limits = known
    ? text`95% CI ${fixedDecimals(lower, 3)}–${fixedDecimals(upper, 3)}`
    : text`its interval cannot be computed from these data`
  const found = text`${file.label}, developed in ${wholeNumber(file.rows)} patients (${wholeNumber(file.events)} with ${file.outcome.label}; ${file.origin.study}), was applied as it is to ${wholeNumber(n)} patients of ${cohort}, ${wholeNumber(events)} of them with ${isBinary ? 'the outcome' : 'the event'}. Its ${measure} is ${fixedDecimals(auc, 3)} (${limits})${earlier}, its calibration slope ${interval(calibration.slope, 2)}: ${slopeSaid(calibration.slope)}.${isBinary ? largeSaid(calibration.interceptAtSlope1) : ''}`
  const separates = known && lower > 0.5
  return [
    found,
    plainText(
      separates
        ? 'The model separates these patients better than chance. Whether its risks are right for them is a question of the calibration; an update is used only where the cohort supports it.'
        : 'There is no evidence that the model separates these patients better than chance; it should not be used for such patients.',
    ),
  ]
}

function slopeSaid({ value, lower, upper }: Interval): string {
  if (!Number.isFinite(value)) return 'it cannot be estimated'
  if (value <= 0) return 'patients with a higher predicted risk did not have the outcome more often'
  if (upper < 1) return 'predicted risks are too extreme here'
  if (lower > 1) return 'predicted risks are not extreme enough here'
  return 'compatible with an ideal slope of one'
}

function largeSaid(large: Interval) {
  if (!Number.isFinite(large.value)) return ''
  const side = large.upper < 0 ? 'too high' : large.lower > 0 ? 'too low' : 'right'
  return text` On the whole its risks are ${side} (calibration in the large ${interval(large, 2)}).`
}

function headlines({ performance, calibration }: Found): Report['summary']['headlines'] {
  const { auc, lower, upper, n, events } = performance
  const slope = calibration.slope
  return [
    {
      label: 'interceptWithSlope' in calibration ? 'AUC' : 'C index',
      value: text`${fixedDecimals(auc, 3)}`,
      detail: text`${fixedDecimals(lower, 3)}–${fixedDecimals(upper, 3)}`,
    },
    {
      label: 'Calibration slope',
      value: text`${fixedDecimals(slope.value, 2)}`,
      detail: text`${fixedDecimals(slope.lower, 2)}–${fixedDecimals(slope.upper, 2)}`,
    },
    { label: 'Patients', value: text`${wholeNumber(n)}`, detail: text`${wholeNumber(events)} events` },
  ]
}

interface Interval {
  value: number
  lower: number
  upper: number
}
const interval = ({ value, lower, upper }: Interval, decimals: number): Cell =>
  withInterval([value, lower, upper], decimals)

function performanceTable(file: ModelFile, { performance, calibration }: Found): Table {
  const { auc, lower, upper, brier } = performance
  const isBinary = 'interceptWithSlope' in calibration
  const development = file.performance.nested ?? file.performance.apparent
  const before = (measure: string, decimals: number): Cell => {
    const value = development?.[measure]
    return typeof value === 'number' ? text`${fixedDecimals(value, decimals)}` : plainText('–')
  }
  const row = (label: string, own: Cell, cell: Cell): Row => ({
    kind: 'row',
    indent: 0,
    cells: [plainText(label), own, cell],
  })
  return {
    id: 'external-performance',
    number: '',
    title: 'Performance on the external cohort',
    columns: [
      { label: plainText('Measure'), align: 'left' },
      { label: plainText(file.performance.nested ? 'Development, nested' : 'Development, apparent'), align: 'right' },
      { label: plainText('External (95% CI)'), align: 'right' },
    ],
    rows: [
      row(isBinary ? 'AUC' : 'Harrell’s C', before('auc', 3), interval({ value: auc, lower, upper }, 3)),
      row('Calibration slope', before('calibrationSlope', 2), interval(calibration.slope, 2)),
      ...('interceptWithSlope' in calibration
        ? [
            row(
              'Calibration in the large (slope 1)',
              before('calibrationIntercept', 2),
              interval(calibration.interceptAtSlope1, 2),
            ),
            row('Brier score', before('brier', 3), text`${fixedDecimals(brier, 3)}`),
          ]
        : [row('Events observed over expected', plainText('–'), interval(calibration.observedOverExpected, 2))]),
    ],
    footnotes: [],
  }
}

function updatesTable({ updates }: Found): Table {
  return {
    id: 'updates',
    number: '',
    title: 'Updates of the model for this cohort',
    columns: ['Update', 'Events per quantity', 'Supported', 'AUC or C, apparent'].map((label, j) => ({
      label: plainText(label),
      align: j === 0 ? 'left' : 'right',
    })),
    rows: updates.map(({ method, eventsPerParameter, supported, apparent }) => ({
      kind: 'row',
      indent: 0,
      cells: [
        plainText(method),
        text`${fixedDecimals(eventsPerParameter, 1)}`,
        plainText(supported ? 'yes' : 'no'),
        text`${fixedDecimals(apparent.auc, 3)}`,
      ],
    })),
    footnotes: [],
  }
}

function figureOf({ label }: ModelFile, { performance, calibration }: Found) {
  const { predicted, observed } = performance.calibration
  const { roc, auc, lower, upper, decision, groups } = performance
  const data = {
    calibration: {
      apparent: { predicted, observed },
      apparentLabel: 'External cohort',
      groups,
      legendBelow: 'yes' as const,
      notes: [`Slope ${fixedDecimals(calibration.slope.value, 2).text}`],
    },
    roc: [{ label, ...roc, auc, lower, upper }],
    decision: {
      thresholds: decision.thresholds,
      treatAll: decision.treatAll,
      models: [{ label, netBenefit: decision.netBenefit }],
    },
  }
  const size = panelSize(3)
  const drawn = [
    { ...rocCurves(data.roc, size), title: 'Discrimination' },
    { ...calibrationCurves(data.calibration, size), title: 'Calibration' },
    ...(decision.thresholds.length > 0 ? [{ ...decisionCurves(data.decision, size), title: 'Net benefit' }] : []),
  ]
  return {
    id: 'external',
    title: 'Calibration, discrimination and net benefit on the external cohort',
    caption: plainText(
      'A, ROC curve with DeLong’s interval. B, observed shares, smoothed and in groups of risk, where a risk was predicted. C, net benefit against treating everybody and nobody.',
    ),
    description: `Calibration, ROC and decision curve of ${label} on the external cohort`,
    data,
    drawing: panels([drawn]),
  }
}
