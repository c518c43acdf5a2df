import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import type { Printed } from '../printed.ts'
import { placedRows } from '../rows.ts'

/** A p is between 0 and 1, and of no test of patients exactly 0. */
export const probabilities: Check = {
  id: 'probabilities',
  title: 'p values as probabilities',
  question: 'p values are printed that are no probabilities, or exactly 0. What was meant',
  examine: (transcript) => {
    const all: { name: string; p: Printed | undefined; at: string }[] = [
      ...placedRows(transcript).map(({ name, row, at }) => ({ name, p: row.p, at })),
      ...transcript.models.flatMap(({ id, terms }, m) =>
        terms.flatMap((term, t) =>
          [term.p, term.logRank].map((p) => ({ name: `${id}, ${term.term}`, p, at: `models.${m}.terms.${t}` })),
        ),
      ),
      ...transcript.comparisons.map(({ of, p }, c) => ({ name: of.join(' against '), p, at: `comparisons.${c}` })),
      ...transcript.performance.map(({ set, hosmerLemeshow }, i) => ({
        name: `Hosmer–Lemeshow, ${set}`,
        p: hosmerLemeshow?.p,
        at: `performance.${i}`,
      })),
    ]
    return all.flatMap(({ name, p, at }) => (p ? [examineP(name, p, at)] : []))
  },
}

function examineP(name: string, p: Printed, at: string): Examination {
  const scale = p.percent ? 100 : 1
  const beyond = p.bound === '>' ? p.value >= scale : p.low > scale
  if (p.value < 0 || beyond || (p.bound === '<' && p.value <= 0)) {
    const statement = `${name}: p ${p.text} is no probability.`
    return finding('impossible', name, [at], statement, `${name} p ${p.text}`, [statement])
  }
  if (p.value > 0 || p.bound) return addsUp(name, [at], `p ${p.text}`)
  const statement = `${name}: p ${p.text} is printed as zero; it means less than ${p.high}.`
  return finding('unusual', name, [at], statement, `${name} p ${p.text}`, [statement])
}
