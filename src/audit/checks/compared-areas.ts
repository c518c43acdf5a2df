import { pow } from '../../portable-math.ts'
import { hanleyMcNeilError, normal } from '../../statistics/index.ts'
import { eventsOf } from '../events.ts'
import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import { shownP } from '../printed.ts'
import { plain } from '../rows.ts'
import { isCounted, type Performance, setOf } from '../sets.ts'
import { scaleOf } from '../tests/counts-of-measures.ts'
import type { Transcript } from '../transcript.ts'

/**
 * Two AUCs compared: the error of their difference lies between those of a correlation of 1 and of −1, so that p has
 * bounds; and a validation far above its development, which chance seldom makes.
 */
export const comparedAreas: Check = {
  id: 'compared-areas',
  title: 'AUCs against one another',
  question:
    'AUCs differ otherwise than their p, or the validation from the development, would have it. What explains it',
  examine: (transcript) => [...transcript.comparisons.flatMap((_, c) => compared(transcript, c)), ...above(transcript)],
}

function errorOf(one: Performance, transcript: Transcript): number | undefined {
  const area = one.auc ?? one.cIndex
  if (!area) return undefined
  if (one.ci && one.ci.upper.high < scaleOf(area))
    return (
      (one.ci.upper.value - one.ci.lower.value) / 2 / normal.quantile((1 + (one.confidence?.value ?? 95) / 100) / 2)
    )
  const events = eventsOf(one, transcript)
  if (!events || scaleOf(area) === 100 || area.value >= 1) return undefined
  return hanleyMcNeilError(area.value, events.count, one.n.value - events.count)
}

function compared(transcript: Transcript, c: number): Examination[] {
  const { of, where, p, paired } = transcript.comparisons[c]
  const found = of.map((name) => transcript.performance.find(({ set }) => plain(set) === plain(name)))
  const [a, b] = found
  if (!a?.auc || !b?.auc || p.low > 1) return []
  const errors = [a, b].map((one) => errorOf(one, transcript))
  if (errors.some((error) => !error)) return []
  const [x, y] = errors as number[]
  const same = paired ?? (a.n.value === b.n.value && setOf(a, transcript) === setOf(b, transcript))
  const difference = {
    low: Math.max(0, Math.abs(a.auc.value - b.auc.value) - pow(10, -a.auc.decimals)),
    high: Math.abs(a.auc.value - b.auc.value) + pow(10, -a.auc.decimals),
  }
  // A fifth is left for errors that were had otherwise than the interval.
  const [narrow, wide] = same
    ? [0.8 * Math.abs(x - y), 1.2 * Math.hypot(x, y)]
    : [0.8 * Math.hypot(x, y), 1.2 * Math.hypot(x, y)]
  const most = normal.twoSided(difference.low / wide)
  const least = narrow > 0 && !same ? normal.twoSided(difference.high / narrow) : 0
  const name = `${of[0]} against ${of[1]}`
  const at = [`comparisons.${c}`]
  const line = `${a.auc.text} and ${b.auc.text}, errors ${x.toFixed(4)} and ${y.toFixed(4)}: p from ${shownP(least)} to ${shownP(most)}; printed ${p.text}`
  if (p.low <= most && p.high >= least) return [addsUp(name, at, line)]
  const statement = `${where}: p ${p.text} of ${name}: AUCs ${a.auc.text} and ${b.auc.text} with these intervals give ${p.low > most ? `at most ${shownP(most)}` : `at least ${shownP(least)}`}.`
  const flips = (p.low > 0.05 && most < 0.05) || (p.high < 0.05 && least > 0.05)
  return [deciding(finding('unusual', name, at, statement, `${name}: p ${p.text}`, [line]), flips)]
}

/** More standard errors than chance leaves between a validation and the development that it is above. */
const farAbove = 2.6

function above(transcript: Transcript): Examination[] {
  const { performance } = transcript
  return performance.flatMap((validation, i) => {
    if (validation.role !== 'validation' || !validation.auc || !isCounted(validation)) return []
    const model = (one: Performance) =>
      plain(one.set)
        .replace(setOf(one, transcript) ?? plain(one.set), '')
        .trim()
    const d = performance.findIndex((one) => one.role === 'development' && one.auc && model(one) === model(validation))
    const development = performance[d]
    if (!development?.auc) return []
    const errors = [validation, development].map((one) => errorOf(one, transcript))
    if (errors.some((error) => !error)) return []
    const z = (validation.auc.value - development.auc.value) / Math.hypot(errors[0]!, errors[1]!)
    const name = `${validation.set} above ${development.set}`
    const at = [`performance.${i}`, `performance.${d}`]
    const line = `${validation.auc.text} − ${development.auc.text} is ${z.toFixed(1)} standard errors`
    if (!(z > farAbove)) return [addsUp(name, at, line)]
    const statement = `The AUC of the ${validation.set} set, ${validation.auc.text}, is far above that of the ${development.set} set, ${development.auc.text}: ${z.toFixed(1)} standard errors.`
    return [
      finding(
        'unusual',
        name,
        at,
        statement,
        `${validation.auc.text} in the ${validation.set}, ${development.auc.text} in the ${development.set} set`,
        [line],
      ),
    ]
  })
}
