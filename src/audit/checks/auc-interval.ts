import { hanleyMcNeilError, normal } from '../../statistics/index.ts'
import { eventsOf, type Performance } from '../events.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { plain, sizesOf } from '../rows.ts'
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
      one.auc && one.ci ? examineInterval(one, `performance.${i}`, transcript) : [],
    ),
}

const quantile = normal.quantile(0.975)
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
  if (!events || !(auc > 0.5 && auc < 1)) return []
  const name = `AUC of the ${one.set} set`
  if (lower.low > one.auc!.high || upper.high < one.auc!.low) {
    const statement = `${name}: ${one.auc!.text} lies outside its interval ${text}.`
    return [
      finding('impossible', name, [at], statement, `${one.set} AUC ${one.auc!.text} outside ${text}`, [statement]),
    ]
  }
  // An upper limit cut off at 1 leaves the lower arm alone to tell the width.
  const cutOff = upper.high >= 1
  const width = cutOff ? 2 * (one.auc!.value - lower.value) : upper.value - lower.value
  const slack = 10 ** -lower.decimals
  const prevalence = events.count / one.n.value
  const widthOf = (n: number) =>
    2 * quantile * hanleyMcNeilError(auc, Math.max(1, n * prevalence), Math.max(1, n * (1 - prevalence)))
  const due = widthOf(one.n.value)
  const fits = sizeThatFits(width, prevalence, widthOf)
  const others = sizesOf(transcript).filter(({ set, n }) => set === plain(one.set) && n !== one.n.value)
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
  const grade = upward > neverUpward || width + slack < never * due ? 'inconsistent' : 'unusual'
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
