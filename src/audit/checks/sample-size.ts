import { coxSnellOfCStatistic, developmentSizeBinary } from '../../statistics/index.ts'
import { eventsOf } from '../events.ts'
import { addsUp, type Check, finding } from '../examination.ts'
import { parametersOf } from '../joint-tests.ts'
import { type Performance, setOf } from '../sets.ts'
import type { Transcript } from '../transcript.ts'

/**
 * Patients that the development needs by Riley's criteria, for the candidates before selection; also for the model's terms
 * as if they alone had been considered, which is the least. The paper's own AUC is taken as the C statistic expected.
 */
export const sampleSize: Check = {
  id: 'sample-size',
  title: 'Events per candidate parameter and sample size',
  question:
    'The cohort is far smaller than the number of candidate parameters asks for. How was overfitting kept in check',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) => {
      if (!bestOfItsSet(one, transcript)) return []
      const events = eventsOf(one, transcript)
      const auc = one.auc?.value
      if (one.role !== 'development' || !events || !auc || auc <= 0.5 || auc >= 1) return []
      const prevalence = events.count / one.n.value
      const coxSnell = Math.round(10_000 * coxSnellOfCStatistic(auc, prevalence)) / 10_000
      return candidates(transcript).map(({ n, what }) => {
        const size = developmentSizeBinary({ parameters: n, prevalence, coxSnell })
        const subject = `${n} candidate parameters`
        const perParameter = events.count / n
        const arithmetic = [
          `${events.count} with the outcome of ${one.n.value} in the ${one.set} set (${events.how}) / ${n} = ${perParameter.toPrecision(3)} events per candidate parameter`,
          `C ${one.auc!.text} at a prevalence of ${prevalence.toFixed(3)}: Cox–Snell R² ${coxSnell.toFixed(4)} (Riley et al. 2020, BMJ 368:m441)`,
          ...size.criteria.map((criterion) => `${criterion.name}: n = ${criterion.n}`),
        ]
        const at = [`performance.${i}`]
        // With many events a parameter the criterion that remains asks for the precision of the mean risk alone.
        if (one.n.value >= size.n || perParameter >= minimumEvents) return addsUp(subject, at, ...arithmetic)
        const statement = `${subject} (${what}) need ${size.n} patients; the ${one.set} set has ${one.n.value}, which is ${perParameter.toPrecision(2)} events per parameter.`
        return finding(
          'unusual',
          subject,
          at,
          statement,
          `${n} candidates: ${size.n} patients needed, ${one.n.value} there`,
          arithmetic,
        )
      })
    }),
}

/** Several models of one set are asked once, by the best of them: its C statistic needs the fewest patients. */
function bestOfItsSet(one: Performance, transcript: Transcript): boolean {
  const same = transcript.performance.filter(
    (other) =>
      other.role === one.role &&
      other.auc &&
      other.n.value === one.n.value &&
      setOf(other, transcript) === setOf(one, transcript),
  )
  const best = same.reduce((a, b) => (b.auc!.value > a.auc!.value ? b : a), same[0])
  return best === one
}

/** Events per candidate parameter from which nothing is said. */
const minimumEvents = 20

function candidates({ models, features }: Transcript): { n: number; what: string }[] {
  const all = [
    ...models.flatMap((model) => [
      { n: parametersOf(model), what: `the terms of ${model.id} alone` },
      ...(model.candidates ? [{ n: model.candidates.value, what: `candidates of ${model.id}` }] : []),
    ]),
    ...(features?.total ? [{ n: features.total.value, what: 'all extracted features' }] : []),
  ]
  return all.filter(({ n }, i) => n > 0 && all.findIndex((other) => other.n === n) === i)
}
