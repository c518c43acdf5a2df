import { countedEvents, type Events, eventsOf } from '../events.ts'
import { addsUp, type Check, finding } from '../examination.ts'
import type { Printed } from '../printed.ts'

/** An AUC is a number of pairs, halves for ties, over all pairs: k / (2 · n₁ · n₀). */
export const aucGranularity: Check = {
  id: 'auc-granularity',
  title: "The AUC's grain",
  question:
    'An AUC is printed that the numbers of patients with and without the outcome cannot give. How many were there',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) => {
      const events = eventsOf(one, transcript)
      if (!one.auc || !events) return []
      const at = [`performance.${i}`]
      const name = `AUC of the ${one.set} set`
      const own = reach(one.auc, events, one.n.value)
      const others = countedEvents(one, transcript).filter(({ count }) => count !== events.count)
      const lines = [own.line, ...others.map((other) => reach(one.auc!, other, one.n.value).line)]
      if (own.reached) return [addsUp(name, at, ...lines)]
      const split = `${events.count} and ${one.n.value - events.count}`
      const other = others.find((one_) => reach(one.auc!, one_, one.n.value).reached)
      const statement = `${name}: ${one.auc.text} cannot be reached with ${split} patients (${events.how})${other ? `; with ${other.count} and ${one.n.value - other.count} (${other.how}) it can` : ''}.`
      const brief = `${one.set} AUC ${one.auc.text} with ${split} patients`
      return [finding(events.printed ? 'impossible' : 'inconsistent', name, at, statement, brief, lines)]
    }),
}

function reach(auc: Printed, { count, how }: Events, n: number) {
  const grains = 2 * count * (n - count)
  const [below, above] = [Math.floor(grains * auc.value), Math.floor(grains * auc.value) + 1]
  const reached = [below, above].some((k) => k / grains >= auc.low - 1e-12 && k / grains <= auc.high + 1e-12)
  const places = auc.decimals + 2
  const line = `${count} and ${n - count} (${how}): ${below} / ${grains} = ${(below / grains).toFixed(places)}, ${above} / ${grains} = ${(above / grains).toFixed(places)}`
  return { reached, line }
}
