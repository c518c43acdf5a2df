import type { Column } from '../../../cohort/codebook/variable.ts'
import { columnNamed } from '../../../cohort/column-named.ts'
import { Problem } from '../../../errors/index.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { standardDeviation } from '../../../statistics/descriptive/descriptive.ts'
import { matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import { cox } from '../../../statistics/survival/cox.ts'
import { adjustP } from '../../../statistics/tests/adjust.ts'
import { pValue, ratios, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { survivalRequests } from '../../stages/survival-request.ts'
import { comparisonsOf } from '../patients/group-tables.ts'

interface Association {
  n: number
  events: number
  hazardRatio: number
  lower: number
  upper: number
  p: number
}

/** Each numeric marker that the study compares against each of its survival times; undefined where either lacks. */
export function markerSurvivalTable(
  { markers: words }: Messages,
  study: StudyConfig,
  patients: StudyCohort,
): Omit<Table, 'number'> | undefined {
  const { file } = study.cohort
  const names = [...new Set(comparisonsOf(study).flatMap(({ markers }) => markers))]
  const markers = names.map((name) => columnNamed(patients.cohort, name, file)).filter((one) => !one.variable.levels)
  const endpoints = survivalRequests(study)
  if (markers.length === 0 || endpoints.length === 0) return undefined
  const found = endpoints.map(({ time, event }) => {
    const [times, events] = [time, event].map((name) => columnNamed(patients.cohort, name, file).values)
    const own = markers.map((marker) => association(marker, times, events))
    const adjusted = adjustP(
      own.map((one) => one?.p ?? Number.NaN),
      'holm',
    )
    return own.map((one, k) => ({ one, adjusted: adjusted[k] }))
  })
  const rows = markers.map(
    ({ variable }, k): Row => ({
      kind: 'row',
      indent: 0,
      cells: [plainText(variable.label), ...found.flatMap((endpoint) => cellsOf(endpoint[k]))],
    }),
  )
  const group = (i: number) =>
    endpoints[i].label ?? columnNamed(patients.cohort, endpoints[i].time, file).variable.label
  return {
    id: 'markers-survival',
    title: words.survival,
    columns: [
      { label: plainText(words.marker), align: 'left' },
      ...endpoints.flatMap((_, i) =>
        words.survivalHeads.map((label) => ({
          label: plainText(label),
          align: 'right' as const,
          group: group(i),
        })),
      ),
    ],
    rows,
    footnotes: [
      {
        text: plainText(words.survivalNote),
      },
    ],
  }
}

function cellsOf({ one, adjusted }: { one: Association | undefined; adjusted: number }): Cell[] {
  if (!one) return [0, 1, 2, 3].map(() => plainText('–'))
  const [middle, lower, upper] = ratios([one.hazardRatio, one.lower, one.upper])
  return [
    text`${wholeNumber(one.n)} (${wholeNumber(one.events)})`,
    text`${middle} (${lower}–${upper})`,
    text`${pValue(one.p)}`,
    text`${pValue(adjusted)}`,
  ]
}

/** The hazard ratio for one standard deviation, over the rows that have all three; undefined where none can be had. */
function association({ values }: Column, time: Float64Array, event: Float64Array): Association | undefined {
  const rows = Array.from(values.keys()).filter((row) => [values[row], time[row], event[row]].every(Number.isFinite))
  const marker = Float64Array.from(rows, (row) => values[row])
  const deviation = standardDeviation(marker)
  if (!(deviation > 0)) return undefined
  const events = rows.map((row) => Number(event[row] === 1))
  try {
    const scaled = matrixFromColumns([marker.map((value) => value / deviation)])
    const times = rows.map((row) => time[row])
    const fit = cox(scaled, times, events)
    if (fit.diverging) return undefined
    const { p, lower, upper } = fit.wald[0]
    const [hazardRatio, low, high] = [fit.coefficients[0], lower, upper].map(Math.exp)
    return { n: rows.length, events: fit.events, hazardRatio, lower: low, upper: high, p }
  } catch (problem) {
    if (problem instanceof Problem) return undefined
    throw problem
  }
}
