import { chiSquare, normal } from '../../statistics/index.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { overlap, roundingOf, shownP, shownPs } from '../printed.ts'
import type { Transcript } from '../transcript.ts'
import { standardErrorOf } from './term-interval.ts'

/** Hosmer and Lemeshow's p from its statistic; the log-rank p against the hazard ratio of the same variable. */
export const fitTests: Check = {
  id: 'fit-tests',
  title: 'Hosmer–Lemeshow and log-rank tests',
  question: 'The p of a Hosmer–Lemeshow or log-rank test is not that of the numbers beside it. Which are right',
  examine: (transcript) => [...calibration(transcript), ...logRank(transcript)],
}

/** Groups less two in the development, groups in a validation; ten groups are usual. */
const usualDf = [8, 10, 9, 7, 6, 5, 4, 3, 2, 1]

function calibration({ performance }: Transcript): Examination[] {
  return performance.flatMap(({ set, hosmerLemeshow }, i) => {
    if (!hosmerLemeshow?.statistic) return []
    const { statistic, df, p } = hosmerLemeshow
    const name = `Hosmer–Lemeshow, ${set}`
    const degrees = df ? [df.value] : usualDf
    const range = (d: number) => ({
      low: chiSquare.upper(statistic.high, d),
      high: chiSquare.upper(Math.max(0, statistic.low), d),
    })
    const lines = degrees
      .slice(0, 2)
      .map((d) => `χ² ${statistic.text} on ${d}: p = ${shownPs(range(d))}; printed ${p.text}`)
    const fits = degrees.find((d) => overlap(range(d), p))
    if (fits) return [addsUp(name, [`performance.${i}`], ...lines, `on ${fits} degrees of freedom`)]
    const near = degrees.some((d) => roundingOf(range(d), p))
    const statement = `${name}: χ² ${statistic.text} gives p ${shownPs(range(degrees[0]))} on ${degrees[0]} degrees of freedom, printed is ${p.text}${df ? '' : ', which none from 1 to 10 gives'}.`
    return [
      finding(near ? 'unusual' : 'inconsistent', name, [`performance.${i}`], statement, `${name} p ${p.text}`, lines),
    ]
  })
}

/** Standard errors that the log-rank's z and Wald's of one binary variable may differ by. */
function logRank({ models }: Transcript): Examination[] {
  return models.flatMap((model, m) =>
    model.terms.flatMap((term, t) => {
      const z = standardErrorOf(model, term, false)
      if (!term.logRank || term.logRank.low > 1 || !z) return []
      const { low, high } = z.middle.range
      const size =
        low <= 0 && high >= 0
          ? { low: 0, high: Math.max(-low, high) }
          : { low: Math.min(Math.abs(low), Math.abs(high)), high: Math.max(Math.abs(low), Math.abs(high)) }
      const slack = Math.max(0.6, 0.3 * size.high)
      const range = { low: normal.twoSided(size.high + slack), high: normal.twoSided(Math.max(0, size.low - slack)) }
      const name = `${model.id}, ${term.term}: log-rank`
      const at = [`models.${m}.terms.${t}`]
      const line = `interval ${term.ci!.text}: p about ${shownP(normal.twoSided((size.low + size.high) / 2))}; log-rank ${term.logRank.text}`
      if (overlap(range, term.logRank)) return [addsUp(name, at, line)]
      const statement = `${name} p ${term.logRank.text} is far from that of the hazard ratio, ${shownPs(range)}.`
      return [finding('unusual', name, at, statement, `${name} ${term.logRank.text}`, [line])]
    }),
  )
}
