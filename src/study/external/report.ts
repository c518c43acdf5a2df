import { panelSize, panels } from '../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../figures/charts/calibration.ts'
import { decisionCurves } from '../../figures/charts/decision-curve.ts'
import { rocCurves } from '../../figures/charts/roc.ts'
import type { ExternalValidation } from '../../model/deploy/validate-binary.ts'
import type { ExternalSurvivalValidation } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { type Cell, openWarnings, type Report, type Row, type Table } from '../../report/document.ts'
import { fixedDecimals, wholeNumber, withInterval } from '../../text/format.ts'
import { type Language, locales, type Messages } from '../../text/locales/index.ts'
import { plainText, type TextPart, text } from '../../text/with-numbers.ts'
import { bind, type Chapter, paragraph } from '../chapters/chapter.ts'
import { classesFindings, type ExternalFindings, externalChapter, incidenceFindings } from './further-chapters.ts'
import type { ClassesValidation } from './validate-classes.ts'
import type { IncidenceValidation } from './validate-incidence.ts'

/** What a model was validated on, and what was told on the way. */
export interface ExternalCohort {
  file: string
  remarks: readonly string[]
}

/** What a validation found, by the model's kind. */
export type Found = Risks | ClassesValidation | IncidenceValidation
type Risks = ExternalValidation | ExternalSurvivalValidation

/** The page of an external validation: discrimination, calibration, net benefit and the updates that the cohort supports. */
export function externalReport(
  file: ModelFile,
  validation: Found,
  cohort: ExternalCohort,
  version: string,
  language: Language = 'en',
) {
  const messages = locales[language]
  const { external: words } = messages
  const { chapter, ...said } = findingsOf(messages, file, validation, cohort.file)
  const remarks: Chapter = {
    id: 'data',
    title: messages.dataIssues.title,
    blocks:
      cohort.remarks.length === 0
        ? [paragraph(plainText(words.noRemarks))]
        : [{ kind: 'list', items: cohort.remarks.map((remark) => plainText(remark)) }],
  }
  const { drawings, ...bound } = bind([chapter, remarks], () => ({ step: 'model/deploy', inputs: [cohort.file] }))
  const report: Report = {
    title: words.of(file.label),
    language,
    synthetic: false,
    asPublished: false,
    origin: { version, date: '', cohort: cohort.file },
    summary: {
      headlines: said.headlines,
      abstract: said.abstract,
      warnings: cohort.remarks.map((remark) => ({ severity: 'note' as const, text: plainText(remark) })),
      ...(cohort.remarks.length > openWarnings && {
        further: words.further(wholeNumber(cohort.remarks.length - openWarnings)),
      }),
      ...(said.picture !== undefined && { pictures: [said.picture] }),
    },
    ...bound,
    warnings: cohort.remarks.map((remark) => ({ severity: 'note' as const, text: plainText(remark) })),
  }
  return { report, drawings }
}

function findingsOf(messages: Messages, file: ModelFile, validation: Found, cohort: string): ExternalFindings {
  if ('classes' in validation) return classesFindings(messages, file, validation, cohort)
  if ('competing' in validation) return incidenceFindings(messages, file, validation, cohort)
  const { external: words } = messages
  const isBinary = 'interceptWithSlope' in validation.calibration
  return {
    chapter: externalChapter(
      words,
      [performanceTable(messages, file, validation), updatesTable(words, validation)],
      isBinary ? figureOf(messages, file, validation) : undefined,
      [plainText(words.unsupported)],
    ),
    headlines: headlines(messages, validation),
    abstract: abstractOf(words, file, validation, cohort),
    ...(isBinary && { picture: 'external' }),
  }
}

type Words = Messages['external']

/** Who it was tried on, how it did there against its development, and what may be concluded. */
function abstractOf(words: Words, file: ModelFile, { performance, calibration }: Risks, cohort: string): Cell[] {
  const { auc, lower, upper, n, events } = performance
  const binary = 'interceptWithSlope' in calibration
  const development = file.performance.nested ?? file.performance.apparent
  const before = development?.auc
  const known = Number.isFinite(lower) && Number.isFinite(upper)
  const found = words.found({
    model: file.label,
    rows: wholeNumber(file.rows),
    events: wholeNumber(file.events),
    outcome: file.outcome.label,
    study: file.origin.study,
    n: wholeNumber(n),
    cohort,
    seen: wholeNumber(events),
    binary,
    measure: binary ? 'AUC' : 'C-index',
    value: fixedDecimals(auc, 3),
    limits: known ? words.interval(fixedDecimals(lower, 3), fixedDecimals(upper, 3)) : words.noInterval,
    earlier:
      typeof before === 'number'
        ? words.against(fixedDecimals(before, 3), file.performance.nested !== undefined)
        : text``,
    slope: interval(calibration.slope, 2),
    meaning: words.slopes[slopeMeaning(calibration.slope)],
    large: binary ? largeSaid(words, calibration.interceptAtSlope1) : text``,
  })
  return [found, plainText(known && lower > 0.5 ? words.separates : words.chance)]
}

function slopeMeaning({ value, lower, upper }: Interval): keyof Words['slopes'] {
  if (!Number.isFinite(value)) return 'unknown'
  if (value <= 0) return 'reversed'
  if (upper < 1) return 'extreme'
  return lower > 1 ? 'moderate' : 'fits'
}

function largeSaid(words: Words, large: Interval): TextPart {
  if (!Number.isFinite(large.value)) return ''
  const side = large.upper < 0 ? 'high' : large.lower > 0 ? 'low' : 'right'
  return words.large(words.sides[side], interval(large, 2))
}

function headlines({ document, external }: Messages, { performance, calibration }: Risks) {
  const { auc, lower, upper, n, events } = performance
  const slope = calibration.slope
  return [
    {
      label: 'interceptWithSlope' in calibration ? 'AUC' : 'C-index',
      value: text`${fixedDecimals(auc, 3)}`,
      detail: text`${fixedDecimals(lower, 3)}–${fixedDecimals(upper, 3)}`,
    },
    {
      label: document.measures.calibrationSlope,
      value: text`${fixedDecimals(slope.value, 2)}`,
      detail: text`${fixedDecimals(slope.lower, 2)}–${fixedDecimals(slope.upper, 2)}`,
    },
    { label: document.patients, value: text`${wholeNumber(n)}`, detail: external.events(wholeNumber(events)) },
  ]
}

interface Interval {
  value: number
  lower: number
  upper: number
}
const interval = ({ value, lower, upper }: Interval, decimals: number): Cell =>
  withInterval([value, lower, upper], decimals)

function performanceTable(
  { document, external: words }: Messages,
  file: ModelFile,
  { performance, calibration }: Risks,
): Table {
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
    title: words.performance,
    columns: [
      { label: plainText(words.heads[0]), align: 'left' },
      { label: plainText(words.heads[file.performance.nested ? 1 : 2]), align: 'right' },
      { label: plainText(words.heads[3]), align: 'right' },
    ],
    rows: [
      row(
        isBinary ? document.measures.auc : words.concordance,
        before('auc', 3),
        interval({ value: auc, lower, upper }, 3),
      ),
      row(document.measures.calibrationSlope, before('calibrationSlope', 2), interval(calibration.slope, 2)),
      ...('interceptWithSlope' in calibration
        ? [
            row(words.inTheLarge, before('calibrationIntercept', 2), interval(calibration.interceptAtSlope1, 2)),
            row(document.measures.brier, before('brier', 3), text`${fixedDecimals(brier, 3)}`),
          ]
        : [row(words.observedOverExpected, plainText('–'), interval(calibration.observedOverExpected, 2))]),
    ],
    footnotes: [],
  }
}

function updatesTable(words: Words, { updates }: Risks): Table {
  return {
    id: 'updates',
    number: '',
    title: words.updates,
    columns: words.updateHeads.map((label, j) => ({
      label: plainText(label),
      align: j === 0 ? 'left' : 'right',
    })),
    rows: updates.map(({ method, eventsPerParameter, supported, apparent }) => ({
      kind: 'row',
      indent: 0,
      cells: [
        plainText(words.methods[method]),
        text`${fixedDecimals(eventsPerParameter, 1)}`,
        plainText(words.supported[supported ? 'yes' : 'no']),
        text`${fixedDecimals(apparent.auc, 3)}`,
      ],
    })),
    footnotes: [],
  }
}

function figureOf({ drawings, external: words }: Messages, { label }: ModelFile, { performance, calibration }: Risks) {
  const { predicted, observed } = performance.calibration
  const { roc, auc, lower, upper, decision, groups } = performance
  const data = {
    calibration: {
      apparent: { predicted, observed },
      apparentLabel: words.cohort,
      groups,
      legendBelow: 'yes' as const,
      notes: [words.slopeNote(fixedDecimals(calibration.slope.value, 2).text)],
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
    { ...rocCurves(data.roc, size, drawings), title: words.panels.discrimination },
    { ...calibrationCurves(data.calibration, size, drawings), title: words.panels.calibration },
    ...(decision.thresholds.length > 0
      ? [{ ...decisionCurves(data.decision, size, drawings), title: words.panels.netBenefit }]
      : []),
  ]
  return {
    id: 'external',
    title: words.figure,
    caption: plainText(words.caption),
    description: words.description(label),
    data,
    drawing: panels([drawn]),
  }
}
