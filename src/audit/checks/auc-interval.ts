import { pow } from '../../portable-math.ts'
import { hanleyMcNeilError, normal } from '../../statistics/index.ts'
import { eventsOf } from '../events.ts'
import { addsUp, type Check, deciding, type Examination, finding, type Grade } from '../examination.ts'
import { aboutTimes } from '../family.ts'
import type { Printed } from '../printed.ts'
import { sizesOf } from '../rows.ts'
import { isCounted, type Performance, setOf } from '../sets.ts'
import { scaleOf } from '../tests/counts-of-measures.ts'
import type { Transcript } from '../transcript.ts'

/**
 * Shape and width of an AUC's interval. All usual methods reach further down than up from an AUC above one half; the width
 * follows from the AUC and the numbers with and without the outcome (Hanley & McNeil 1982), within what chance leaves.
 */
export const aucInterval: Check = {
  id: 'auc-interval',
  title: "The AUC's interval against the number of patients",
  question:
    'Intervals of AUCs do not have the width or shape that the numbers of patients give. How were they computed, from which patients',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) =>
      [one.auc, one.cIndex].flatMap((area, k) =>
        area && !area.bound ? examineArea(one, area, k === 0 ? 'AUC' : 'C-index', `performance.${i}`, transcript) : [],
      ),
    ),
}

function examineArea(one: Performance, area: Printed, what: string, at: string, transcript: Transcript): Examination[] {
  const name = `${what} of the ${one.set} set`
  const scale = scaleOf(area)
  const found = (statement: string, brief: string, grade: Grade = 'impossible') =>
    deciding(finding(grade, name, [at], `${name}: ${statement}.`, `${one.set} ${what} ${brief}`, [statement]), true)
  // "1.05" is no percentage: nobody prints one of 1%.
  if (area.value < 0 || (area.percent ? area.low > 100 : area.low > 1 && area.value < 25) || area.low > 100)
    return [found(`${area.text} is no share of pairs, which is from 0 to 1`, area.text)]
  if (!one.ci) return []
  const { lower, upper, text } = one.ci
  if (lower.low > area.high || upper.high < area.low) {
    const grade = one.over === undefined && isCounted(one) ? 'impossible' : 'unusual'
    return [found(`${area.text} lies outside its interval ${text}`, `${area.text} outside ${text}`, grade)]
  }
  if (upper.low > scale || lower.high < 0) {
    const statement = `${name}: the interval ${text} goes beyond ${upper.low > scale ? scale : 0}.`
    return [finding('unusual', name, [at], statement, `${one.set} ${what} ${text}`, [statement])]
  }
  if (scale === 100) return []
  return what === 'AUC' ? examineInterval(one, at, transcript) : []
}

/**
 * Shares of Hanley and McNeil's width. DeLong's interval of few patients may have half of it by chance: below `unlikely`
 * is unusual, below `never` came up in no simulated cohort. Above, chance has 2.6 / √m for the smaller class.
 */
const [unlikely, never] = [0.6, 0.35]
/** Upper arm over lower: bootstrap percentiles reached 1.31 in 220 simulated papers. */
const [seldomUpward, neverUpward] = [1.2, 1.5]
const widest = (smallerClass: number) => 1 + 2.6 / Math.sqrt(smallerClass)

function examineInterval(one: Performance, at: string, transcript: Transcript): Examination[] {
  const events = eventsOf(one, transcript)
  const auc = one.auc!.value
  const { lower, upper, text } = one.ci!
  const name = `AUC of the ${one.set} set`
  if (!(auc > 0.5 && auc < 1)) return [addsUp(name, [at], `${one.auc!.text} lies in ${text}`)]
  if (!isCounted(one)) return []
  if (!events) return shapeAlone(one, name, at)
  const quantile = normal.quantile((1 + (one.confidence?.value ?? 95) / 100) / 2)
  // An upper limit cut off at 1 leaves the lower arm alone to tell the width.
  const cutOff = upper.high >= 1
  const width = cutOff ? 2 * (one.auc!.value - lower.value) : upper.value - lower.value
  const slack = pow(10, -lower.decimals)
  const prevalence = events.count / one.n.value
  const widthOf = (n: number) =>
    2 * quantile * hanleyMcNeilError(auc, Math.max(1, n * prevalence), Math.max(1, n * (1 - prevalence)))
  const due = widthOf(one.n.value)
  const fits = sizeThatFits(width, prevalence, widthOf)
  const others = sizesOf(transcript).filter(({ set, n }) => set === setOf(one, transcript) && n !== one.n.value)
  const [down, up] = [auc - lower.value, upper.value - auc]
  const upward = !cutOff && up - down > 3 * slack ? up / down : 0
  const narrow = width + slack < unlikely * due
  const wide = width - slack > widest(Math.min(events.count, one.n.value - events.count)) * due
  const skew = !cutOff && skewed(auc, lower.value, upper.value, slack)
  const arithmetic = [
    `n = ${one.n.value}, ${events.count} with the outcome (${events.how}): SE by Hanley & McNeil ${(due / 2 / quantile).toFixed(4)}, width ${due.toFixed(3)}`,
    `printed ${text}: width ${width.toFixed(3)}${cutOff ? ' (twice the lower arm: the upper limit is cut off)' : ''}, ${(width / due).toFixed(2)} of it; such a width fits about ${fits} patients`,
    ...[...new Set(others.map(({ n }) => n))].map(
      (n) => `for ${n} patients, as elsewhere in the paper, the width would be ${widthOf(n).toFixed(3)}`,
    ),
    `from the AUC ${down.toFixed(3)} down and ${up.toFixed(3)} up; on the logit scale ${(logit(auc) - logit(lower.value)).toFixed(2)} and ${upper.value < 1 ? (logit(upper.value) - logit(auc)).toFixed(2) : '∞'}`,
  ]
  if (!(upward > seldomUpward) && !narrow && !wide && !skew) return [addsUp(name, [at], ...arithmetic)]
  const shape =
    upward > neverUpward
      ? ' It reaches further up than down, which no usual method gives.'
      : upward > seldomUpward
        ? ' It reaches further up than down, which only percentiles of a bootstrap do, by chance.'
        : skew
          ? ' It is symmetric neither on its own scale nor on the logit.'
          : ''
  const size =
    narrow || wide || !fitsWell(fits, one.n.value)
      ? ` It has the width of about ${fits} patients, not ${one.n.value}.`
      : ''
  const statement = `${name}: ${one.auc!.text} (${text}).${size}${shape}`
  // Of events that are only supposed, of times and of other levels the width is not known so well.
  const sure = !aboutTimes(transcript)
  const grade = sure && (upward > neverUpward || width + slack < never * due) ? 'inconsistent' : 'unusual'
  return [
    finding(
      grade,
      name,
      [at],
      statement,
      `${one.set} AUC ${one.auc!.text} (${text}): ${fits} patients rather than ${one.n.value}`,
      arithmetic,
    ),
  ]
}

/** Without events the arms alone: a symmetric interval, on its own scale or the logit's, has the AUC in its middle. */
function shapeAlone(one: Performance, name: string, at: string): Examination[] {
  const auc = one.auc!
  const { lower, upper, text } = one.ci!
  const slack = pow(10, -lower.decimals)
  const [down, up] = [auc.value - lower.value, upper.value - auc.value]
  const line = `from the AUC ${down.toFixed(3)} down and ${up.toFixed(3)} up`
  const ratio = up - down > 3 * slack ? up / down : 0
  const skew = upper.high < 1 && skewed(auc.value, lower.value, upper.value, slack)
  if (upper.high >= 1 || (ratio <= seldomUpward && !skew)) return [addsUp(name, [at], line)]
  const statement = `${name}: ${auc.text} (${text}) is symmetric neither on its own scale nor on the logit: ${line}.`
  const grade = ratio > neverUpward && down > 3 * slack ? 'inconsistent' : 'unusual'
  return [finding(grade, name, [at], statement, `${one.set} AUC ${auc.text} (${text})`, [line])]
}

const fitsWell = (fits: number, n: number) => Math.abs(fits - n) <= 0.2 * n

const logit = (p: number) => Math.log(p / (1 - p))

/** More lopsided than the logit's interval: longer down than up on both scales. */
function skewed(auc: number, lower: number, upper: number, slack: number): boolean {
  if (lower <= 0 || upper >= 1) return false
  const [down, up] = [
    logit(auc) - logit(Math.min(auc, lower + slack)),
    logit(Math.min(1 - 1e-9, upper + slack)) - logit(auc),
  ]
  return down > 1.15 * up && auc - lower - slack > 1.3 * (upper - auc + slack)
}

/** The smallest number of patients, with a whole number of events, whose interval is no wider. */
function sizeThatFits(width: number, prevalence: number, widthOf: (n: number) => number): number {
  let [low, high] = [1, 2]
  while (widthOf(high / prevalence) > width && high < 1e8) [low, high] = [high, 2 * high]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (widthOf(middle / prevalence) > width) low = middle
    else high = middle
  }
  return Math.round(high / prevalence)
}
