import { countedEvents, type Events, eventsOf } from '../events.ts'
import { addsUp, type Check, finding } from '../examination.ts'
import { aboutTimes } from '../family.ts'
import { type Printed, point, roundingOf, roundingWords } from '../printed.ts'
import { isCounted } from '../sets.ts'

/**
 * An AUC is a number of pairs, halves for ties, over all pairs: k / (2 · n₁ · n₀). Not so a concordance of times, a mean over
 * folds, and the area under a smoothed curve.
 */
export const aucGranularity: Check = {
  id: 'auc-granularity',
  title: "The AUC's grain",
  question:
    'An AUC is printed that the numbers of patients with and without the outcome cannot give. How many were there',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) => {
      const events = eventsOf(one, transcript)
      if (!one.auc || one.auc.bound || !events || !isCounted(one)) return []
      if (one.auc.low > 1 || one.auc.high < 0) return []
      const at = [`performance.${i}`]
      const name = `AUC of the ${one.set} set`
      const own = reach(one.auc, events, one.n.value)
      const others = countedEvents(one, transcript).filter(({ count }) => count !== events.count)
      const lines = [own.line, ...others.map((other) => reach(one.auc!, other, one.n.value).line)]
      if (own.rounding === 'rounded') return [addsUp(name, at, ...lines)]
      // Where events are only supposed, one or two more or fewer are as likely, unless the tables contradict.
      const near = [1, 2].flatMap((d) => [events.count - d, events.count + d]).filter((m) => m > 0 && m < one.n.value)
      const supposed = !events.printed && others.length === 0
      if (supposed && near.some((count) => reach(one.auc!, { ...events, count }, one.n.value).rounding === 'rounded'))
        return [addsUp(name, at, ...lines)]
      const split = `${events.count} and ${one.n.value - events.count}`
      const other = others.find((one_) => reach(one.auc!, one_, one.n.value).rounding === 'rounded')
      const times = aboutTimes(transcript)
      const why =
        own.rounding && !other
          ? ` It ${roundingWords[own.rounding as 'cut off']}.`
          : times
            ? ' A concordance of times could be.'
            : ''
      const statement = `${name}: ${one.auc.text} cannot be reached with ${split} patients (${events.how})${other ? `; with ${other.count} and ${one.n.value - other.count} (${other.how}) it can` : ''}.${why}`
      const brief = `${one.set} AUC ${one.auc.text} with ${split} patients`
      // A smoothed curve, a concordance or a mean would explain it: two statements that exclude each other, and no more.
      const sure = other !== undefined || (events.printed && one.role === 'validation' && !own.rounding)
      const grade = sure && !times ? 'inconsistent' : 'unusual'
      return [finding(grade, name, at, statement, brief, lines)]
    }),
}

function reach(auc: Printed, { count, how }: Events, n: number) {
  const grains = 2 * count * (n - count)
  const [below, above] = [Math.floor(grains * auc.value), Math.floor(grains * auc.value) + 1]
  const ways = [below, above].map((k) => roundingOf(point(k / grains), auc))
  const rounding = ways.find((way) => way === 'rounded') ?? ways.find((way) => way)
  const places = auc.decimals + 2
  const line = `${count} and ${n - count} (${how}): ${below} / ${grains} = ${(below / grains).toFixed(places)}, ${above} / ${grains} = ${(above / grains).toFixed(places)}`
  return { rounding, line }
}
