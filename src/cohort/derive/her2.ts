import { ColumnAbsent, Contradiction } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import type { Cohort, Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'

/** What the laboratory found of one tumour; NaN where it was not done. */
export interface Her2Findings {
  /** Immunohistochemistry, 0 to 3 (for 0, 1+, 2+, 3+). */
  ihc: number
  /** FISH (dual-probe ISH) ratio of HER2 to CEP17 signals. */
  ratio: number
  /** Average HER2 copies a cell. */
  copies: number
}

/** The HER2 status of one patient. */
export interface Her2Verdict {
  status: 'positive' | 'negative' | 'undetermined'
  /** HER2-low: IHC 1+, or 2+ with a negative ISH; HER2-zero: IHC 0; both only where the status is negative. */
  expression: 'positive' | 'low' | 'zero' | 'undetermined'
  /** ISH group of ASCO/CAP 2018, where ratio and copies are known. */
  group?: 1 | 2 | 3 | 4 | 5
  /** IHC and ISH speak against each other. */
  discordant: boolean
  why: string
}

/** The rules by which HER2 status can be derived, by name. */
export const her2Rules = ['her2', 'her2-asco-cap-2018'] as const
/** The name of a definition of HER2 status (see `her2Status`). */
export type Her2Rule = (typeof her2Rules)[number]

/**
 * HER2 status from IHC and ISH.
 *
 * her2                positive at IHC 3+ or a ratio above 2.0; IHC 2+ without ISH undetermined; the rest negative
 * her2-asco-cap-2018  Wolff et al., J Clin Oncol 2018;36:2105: ratio from 2.0 and copies from 4.0 positive (group 1),
 *                     groups 2 to 4 by IHC beside them, IHC 2+ in group 3 positive and in 2 and 4 negative (taking the
 *                     recount that the guideline asks for as confirmed), group 5 negative
 *
 * @param rule one of the two definitions above
 * @param findings IHC score (0 to 3), HER2/CEP17 ratio, HER2 copies a cell; NaN where not done
 * @returns status, expression and, by the guideline, the ISH group
 * @example
 * ```ts
 * import { her2Status } from 'nomoscope/cohort'
 * her2Status('her2', { ihc: 3, ratio: Number.NaN, copies: Number.NaN }).status // → 'positive'
 * her2Status('her2', { ihc: 2, ratio: 1.4, copies: Number.NaN }).expression // → 'low'
 * ```
 */
export function her2Status(rule: Her2Rule, findings: Her2Findings): Her2Verdict {
  const { ihc, ratio, copies } = possible(findings)
  const verdict = rule === 'her2' ? byPaper(ihc, ratio) : byGuideline(ihc, ratio, copies)
  const ishNegative = rule === 'her2' ? ratio <= 2 : verdict.status === 'negative'
  return { ...verdict, expression: expressionOf(verdict.status, ihc, ishNegative) }
}

type Status = Omit<Her2Verdict, 'expression'>

function byPaper(ihc: number, ratio: number): Status {
  const amplified = ratio > 2
  const discordant = (ihc === 3 && ratio <= 2) || (ihc <= 1 && amplified)
  if (ihc === 3 || amplified)
    return { status: 'positive', discordant, why: ihc === 3 ? 'IHC 3+' : `FISH ratio ${ratio} > 2.0` }
  if (!Number.isNaN(ratio)) return { status: 'negative', discordant, why: `FISH ratio ${ratio} ≤ 2.0` }
  if (ihc <= 1) return { status: 'negative', discordant, why: ihc === 0 ? 'IHC 0' : 'IHC 1+' }
  return { status: 'undetermined', discordant, why: ihc === 2 ? 'IHC 2+ without FISH' : 'neither IHC nor FISH' }
}

function byGuideline(ihc: number, ratio: number, copies: number): Status {
  const group = groupOf(ratio, copies)
  const ish = group ? `ISH group ${group}` : Number.isNaN(ratio) ? `${copies} copies` : `ratio ${ratio}`
  const say = (status: Her2Verdict['status'], why: string): Status => ({
    status,
    group,
    discordant: (ihc === 3 && (group === 5 || copies < 4)) || (ihc <= 1 && (group === 1 || copies >= 6)),
    why,
  })
  const done = !Number.isNaN(ratio) || !Number.isNaN(copies)
  if (ihc === 3) return say('positive', 'IHC 3+')
  if (!done) {
    if (ihc <= 1) return say('negative', ihc === 0 ? 'IHC 0' : 'IHC 1+')
    return say('undetermined', ihc === 2 ? 'IHC 2+ without ISH' : 'neither IHC nor ISH')
  }
  if (group === 1) return say('positive', ish)
  if (group === 5) return say('negative', ish)
  if (group !== undefined) {
    if (Number.isNaN(ihc)) return say('undetermined', `${ish} without IHC`)
    return say(group === 3 && ihc === 2 ? 'positive' : 'negative', `${ish} with IHC ${ihc === 0 ? '0' : `${ihc}+`}`)
  }
  if (Number.isNaN(ratio)) {
    // Single probe: between 4 and 6 copies only a second probe decides.
    if (copies >= 6) return say('positive', `${ish} (single probe)`)
    return copies < 4
      ? say('negative', `${ish} (single probe)`)
      : say('undetermined', `${ish} by a single probe: dual-probe ISH is needed`)
  }
  // Without copies a ratio below 2.0 is group 3, 4 or 5, all negative beside IHC 0 or 1+.
  if (ratio < 2 && ihc <= 1) return say('negative', `${ish} with IHC ${ihc === 0 ? '0' : '1+'}`)
  return say('undetermined', `${ish} without the copy number`)
}

function groupOf(ratio: number, copies: number): Her2Verdict['group'] {
  if (Number.isNaN(ratio) || Number.isNaN(copies)) return undefined
  if (ratio >= 2) return copies >= 4 ? 1 : 2
  return copies >= 6 ? 3 : copies >= 4 ? 4 : 5
}

function expressionOf(status: Her2Verdict['status'], ihc: number, ishNegative: boolean): Her2Verdict['expression'] {
  if (status !== 'negative') return status
  if (ihc === 0) return 'zero'
  return ihc === 1 || (ihc === 2 && ishNegative) ? 'low' : 'undetermined'
}

/** Findings that cannot be are as good as none. */
function possible({ ihc, ratio, copies }: Her2Findings): Her2Findings {
  return {
    ihc: [0, 1, 2, 3].includes(ihc) ? ihc : Number.NaN,
    ratio: ratio > 0 && Number.isFinite(ratio) ? ratio : Number.NaN,
    copies: copies > 0 && Number.isFinite(copies) ? copies : Number.NaN,
  }
}

/** The rule, and the columns of the cohort that it reads: IHC score, ISH ratio, HER2 copies a cell. */
export interface Her2Source {
  rule: Her2Rule
  ihc: string
  fish?: string
  copies?: string
}

/**
 * The HER2 status of every row as a binary column `her2` (negative, positive), HER2-low and -zero as `her2_expression`;
 * discordant rows become notes, impossible findings faults.
 *
 * @param cohort whose rows are judged
 * @param source the rule and its columns
 * @param file the cohort's file, for messages
 * @returns the columns, one value a row, and faults
 * @throws ColumnAbsent
 */
export function deriveHer2(cohort: Cohort, source: Her2Source, file: string): { columns: Column[]; faults: Fault[] } {
  const column = (name: string | undefined) => {
    if (name === undefined) return undefined
    const found = cohort.columns.get(name)
    if (!found) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
    return found
  }
  const [ihc, fish, copies] = [column(source.ihc), column(source.fish), column(source.copies)]
  const faults: Fault[] = []
  const status = new Float64Array(cohort.ids.length).fill(Number.NaN)
  const expression = new Float64Array(cohort.ids.length).fill(Number.NaN)
  for (let row = 0; row < status.length; row++) {
    const findings = {
      ihc: scoreOf(ihc!, row),
      ratio: fish?.values[row] ?? Number.NaN,
      copies: copies?.values[row] ?? Number.NaN,
    }
    const where = { file, patient: cohort.patients[cohort.patientOf[row]], column: source.ihc }
    const kept = possible(findings)
    for (const key of ['ihc', 'ratio', 'copies'] as const)
      if (!Number.isNaN(findings[key]) && Number.isNaN(kept[key]))
        faults.push(fault(Contradiction(`HER2: ${key} ${findings[key]} cannot be.`), where))
    const verdict = her2Status(source.rule, findings)
    if (verdict.status !== 'undetermined') status[row] = verdict.status === 'positive' ? 1 : 0
    if (verdict.expression !== 'undetermined') expression[row] = ['zero', 'low', 'positive'].indexOf(verdict.expression)
    if (verdict.discordant)
      faults.push(
        fault(
          Contradiction(`IHC and ISH disagree; HER2 is taken as ${verdict.status} (${verdict.why}).`),
          where,
          'note',
        ),
      )
  }
  const derivedFrom = [source.ihc, source.fish, source.copies].filter((name) => name !== undefined)
  const variable = { missing: [], measured: 'tissue' as const, derivedFrom }
  return {
    columns: [
      { variable: { ...variable, name: 'her2', label: 'HER-2', type: 'binary', levels: statusLevels }, values: status },
      {
        variable: {
          ...variable,
          name: 'her2_expression',
          label: 'HER-2 expression',
          type: 'ordinal',
          levels: expressionLevels,
        },
        values: expression,
      },
    ],
    faults,
  }
}

const statusLevels = [
  { value: 'negative', label: 'Negative' },
  { value: 'positive', label: 'Positive' },
]
const expressionLevels = [
  { value: 'zero', label: 'HER2-zero' },
  { value: 'low', label: 'HER2-low' },
  { value: 'positive', label: 'HER2-positive' },
]

/** The score of a column that says 0 to 3, or 0, 1+, 2+, 3+. */
function scoreOf({ variable, values }: Column, row: number): number {
  const value = values[row]
  if (Number.isNaN(value) || !variable.levels) return value
  const score = /^([0-3])\+?$/.exec(variable.levels[value].value)
  return score ? Number(score[1]) : Number.NaN
}
