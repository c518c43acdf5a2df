import { panels } from '../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../figures/charts/calibration.ts'
import { decisionCurves } from '../../figures/charts/decision-curve.ts'
import { rocCurves } from '../../figures/charts/roc.ts'
import type { ExternalValidation } from '../../model/deploy/validate-binary.ts'
import type { ExternalSurvivalValidation } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-file.ts'
import type { Cell, Report, Row, Table } from '../../report/document.ts'
import { fixedDecimals, wholeNumber } from '../../text/format.ts'
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
  const { n, events } = validation.performance
  const tables = [performanceTable(file, validation), updatesTable(validation)]
  const chapter: Chapter = {
    id: 'external-validation',
    title: 'External validation',
    blocks: [
      paragraph(
        text`${file.label}, developed in ${wholeNumber(file.rows)} patients (${wholeNumber(file.events)} with ${file.outcome.label}; ${file.origin.study}), was applied as it is to ${wholeNumber(n)} patients of ${cohort.file}, ${wholeNumber(events)} of them with ${isBinary ? 'the outcome' : 'the event'}.`,
      ),
      tableBlock(tables[0].id),
      ...(isBinary ? [figureBlock('external')] : []),
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
    summary: { headlines: headlines(validation), warnings: [] },
    ...bound,
    warnings: cohort.remarks.map((remark) => ({ severity: 'note' as const, text: plainText(remark) })),
  }
  return { report, drawings }
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
  text`${fixedDecimals(value, decimals)} (${fixedDecimals(lower, decimals)}–${fixedDecimals(upper, decimals)})`

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
      notes: [`Slope ${fixedDecimals(calibration.slope.value, 2).text}`],
    },
    roc: [{ label, ...roc, auc, lower, upper }],
    decision: {
      thresholds: decision.thresholds,
      treatAll: decision.treatAll,
      models: [{ label, netBenefit: decision.netBenefit }],
    },
  }
  const drawn = [[calibrationCurves(data.calibration), rocCurves(data.roc)]]
  return {
    id: 'external',
    title: 'Calibration, discrimination and net benefit on the external cohort',
    caption: plainText(
      'Observed shares (smoothed, and in groups of risk) where a risk was predicted; the ROC curve with DeLong’s interval; net benefit against treating everybody and nobody.',
    ),
    description: `Calibration, ROC and decision curve of ${label} on the external cohort`,
    data,
    drawing: panels(decision.thresholds.length > 0 ? [...drawn, [decisionCurves(data.decision)]] : drawn),
  }
}
