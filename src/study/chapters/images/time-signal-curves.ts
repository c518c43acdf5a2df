import type { RegionCurve } from '../../../cases/time-signal-curve.ts'
import type { Column } from '../../../cohort/codebook/variable.ts'
import { meanOf, type TimeSignalCurve, timeSignalCurves } from '../../../figures/charts/time-signal.ts'
import type { Row, Table } from '../../../report/document.ts'
import { describe, known } from '../../../statistics/descriptive/descriptive.ts'
import { cohenKappa, crossTable } from '../../../statistics/index.ts'
import { fixedDecimals, percent, wholeNumber, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, quantity, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { curveLevels, levelOfType, type SequenceCurves, washoutPercent } from '../../stages/time-signal-curves.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { readerName } from '../methods/facts.ts'
import { upperFirst } from '../variable-labels.ts'

/** The measured time–signal curves and how far their types agree with what was read; undefined where none was asked for. */
export function curvesChapter(
  messages: Messages,
  studied: StudyCohort,
  all: readonly SequenceCurves[],
): Chapter | undefined {
  const { curves: words } = messages.images
  const measured = all.filter(({ patients }) => patients.length > 0)
  if (measured.length === 0) return undefined
  const parts = measured.map((curves) => ({
    curves,
    types: typeTable(words, curves),
    agreement: agreementTable(messages, studied, curves),
  }))
  const figures = measured.map((curves) => curveFigure(words, curves))
  return {
    id: 'curves',
    title: words.title,
    blocks: parts.flatMap(({ curves, types, agreement }, i) => [
      paragraph(about(messages, curves)),
      tableBlock(types.id),
      figureBlock(figures[i].id),
      ...(agreement ? [tableBlock(agreement.id)] : []),
    ]),
    tables: parts.flatMap(({ types, agreement }) => (agreement ? [types, agreement] : [types])),
    figures,
  }
}

type Words = Messages['images']['curves']

/** The types in the order of the tables: those that a region can have, then none. */
const kindsOf = (words: Words) => [
  ...curveLevels.map(({ label }, i) => ({ label: words.type(label), short: label, type: i + 1 })),
  { label: words.noType, short: words.none, type: 0 },
]

function about(messages: Messages, { sequence, thresholds, reader, columns, patients }: SequenceCurves) {
  const { curves: words } = messages.images
  const set = (key: keyof typeof thresholds) =>
    quantity(thresholds[key], String(thresholds[key]), `study.images.${sequence}.curve.${key}`)
  const late = patients.filter(({ counts: { times } }) => times && times[1] > thresholds.early).length
  return words.about({
    sequence: sequenceName(sequence),
    region: words.region(reader === undefined || reader === 'mean' ? reader : readerName(messages, reader)),
    enhancing: set('enhancing'),
    early: set('early'),
    plateau: set('plateau'),
    columns,
    late: late > 0 ? words.late(wholeNumber(late), wholeNumber(patients.length)) : '',
  })
}

function typeTable(words: Words, { sequence, patients }: SequenceCurves): Omit<Table, 'number'> {
  const rows = kindsOf(words).flatMap(({ label, type }): Row[] => {
    const own = patients.filter(({ counts }) => counts.type === type).map(({ counts }) => counts)
    if (own.length === 0 && type === 0) return []
    const cells = [
      plainText(label),
      text`${wholeNumber(own.length)} (${percent(own.length / patients.length)})`,
      middle(own.map(({ enhancement }) => enhancement)),
      middle(own.map(({ change }) => change)),
      middle(own.map(washoutPercent)),
    ]
    return [{ kind: 'row', indent: 0, cells }]
  })
  return {
    id: `curves-${sequence}`,
    title: words.table(sequenceName(sequence)),
    columns: words.heads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [{ text: plainText(words.medians) }],
  }
}

function middle(values: number[]) {
  const own = known(Float64Array.from(values))
  if (own.length === 0) return plainText('–')
  const { median, q1, q3 } = describe(own)
  return own.length === 1
    ? text`${fixedDecimals(median, 1)}`
    : text`${fixedDecimals(median, 1)} [${fixedDecimals(q1, 1)}, ${fixedDecimals(q3, 1)}]`
}

/** What each patient's curve was called by, as levels of the type; NaN where not. */
interface Called {
  label: string
  levels: Float64Array
}

/** κ of the measured type with each reading of it, and of two readers' regions with each other. */
function agreementTable(
  messages: Messages,
  studied: StudyCohort,
  curves: SequenceCurves,
): Omit<Table, 'number'> | undefined {
  const { curves: words } = messages.images
  const { sequence, patients, readers } = curves
  const by = (curve: (one: SequenceCurves['patients'][number]) => RegionCurve | undefined) =>
    Float64Array.from(patients, (one) => {
      const found = curve(one)
      return found ? levelOfType(found.type) : Number.NaN
    })
  const measured: Called = { label: words.measured, levels: by(({ counts }) => counts) }
  const regions = readers.map(
    (reader): Called => ({
      label: words.measuredBy(readerName(messages, reader)),
      levels: by(({ byReader }) => byReader.find((one) => one.reader === reader)),
    }),
  )
  const pairs: [Called, Called][] = readingsOf(messages, studied, patients).map((read) => [measured, read])
  if (regions.length > 1) pairs.push([regions[0], regions[1]])
  const rows = pairs.flatMap(([one, other]): Row[] => {
    const counts = crossTable(one.levels, other.levels, curveLevels.length, curveLevels.length)
    const n = counts.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0)
    const said = counts.flatMap((row, i) => Array.from(row).flatMap((count, j) => (count > 0 ? [i, j] : [])))
    if (n === 0 || new Set(said).size < 2) return []
    const { kappa, lower, upper } = cohenKappa(counts, 'quadratic')
    const same = counts.reduce((sum, row, i) => sum + row[i], 0) / n
    const cells = [
      plainText(
        one === measured
          ? upperFirst(other.label)
          : words.against(readerName(messages, readers[0]), readerName(messages, readers[1])),
      ),
      text`${wholeNumber(n)}`,
      text`${percent(same)}`,
      lower === upper ? text`${fixedDecimals(kappa, 3)}` : withInterval([kappa, lower, upper], 3),
    ]
    return [{ kind: 'row', indent: 0, cells }]
  })
  if (rows.length === 0) return undefined
  return {
    id: `curves-${sequence}-agreement`,
    title: words.agreementTable(sequenceName(sequence)),
    columns: words.agreementHeads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [
      {
        text: plainText(words.agreementNote),
      },
    ],
  }
}

/** What the readers, their consensus or the cohort's own table call the curve (`tic`), patient by patient. */
function readingsOf(
  messages: Messages,
  { cohort, supplements }: StudyCohort,
  patients: SequenceCurves['patients'],
): Called[] {
  const found: Called[] = []
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  for (const [reader, items] of supplements.readings?.byReader ?? []) {
    const values = items.get('tic')
    if (values)
      found.push({
        label: readerName(messages, reader),
        levels: Float64Array.from(patients, (one) => values[place.get(one.patient)!]),
      })
  }
  const own = cohort.columns.get('tic')
  if (own?.variable.levels) {
    const values = inLevels(own)
    const rowOf = new Map(cohort.ids.map((_, row) => [cohort.patients[cohort.patientOf[row]], row]))
    const levels = Float64Array.from(patients, ({ patient }) => values[rowOf.get(patient)!])
    found.push({ label: messages.images.curves.ofCohort(own.variable.label), levels })
  }
  return found
}

function inLevels({ variable, values }: Column): Float64Array {
  const at = variable.levels!.map(({ value }) => curveLevels.findIndex((level) => level.value === value))
  return values.map((value) => (Number.isNaN(value) || at[value] < 0 ? Number.NaN : at[value]))
}

/** Every region's enhancement over the first phase, in a panel for each type. */
function curveFigure(words: Words, { sequence, patients }: SequenceCurves): DrawnFigure {
  const timed = patients.every(({ counts }) => counts.times)
  const groups = kindsOf(words).flatMap(({ short, type }) => {
    const curves = patients
      .filter(({ counts }) => counts.type === type && counts.signal[0] > 0)
      .map(
        ({ counts: { signal, times } }): TimeSignalCurve => ({
          times: signal.map((_, k) => (timed && times ? times[k] / 60 : k)),
          signal: signal.map((value) => (100 * (value - signal[0])) / signal[0]),
        }),
      )
    return curves.length > 0 ? [{ label: short, curves }] : []
  })
  const timeLabel = timed ? words.minutes : words.phases
  const data = { groups, timeLabel, signalLabel: words.enhancement }
  return {
    id: `curves-${sequence}`,
    title: words.figure(sequenceName(sequence)),
    caption: plainText(words.caption(groups.some(({ curves }) => curves.length > 1))),
    description: words.description(patients.length),
    data: {
      ...data,
      regions: patients.length,
      groups: groups.map((one) => ({ ...one, n: one.curves.length, mean: meanOf(one.curves) })),
    },
    drawing: timeSignalCurves(data),
  }
}
