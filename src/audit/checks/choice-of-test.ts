import { pearsonChiSquare } from '../../statistics/index.ts'
import { addsUp, type Check, finding } from '../examination.ts'
import { type Interval, overlap, roundingOf, shownPs } from '../printed.ts'
import { countsOf, placedRows } from '../rows.ts'
import { nominalTests, orderedTests } from '../tests/counts.ts'

/** Where the paper's rule asks for Fisher's test, the printed p is Fisher's. */
export const choiceOfTest: Check = {
  id: 'choice-of-test',
  title: "The paper's own rule for choosing a test",
  question: "By the rule that the methods state, Fisher's exact test was due, and the printed p is not its. Why",
  examine: (transcript) => {
    const below = transcript.rules?.fisherBelow
    if (!below) return []
    return placedRows(transcript).flatMap(({ table, row, at, name }) => {
      if (!row.levels || !row.p || row.test === 'fisher' || table.groups.length < 2) return []
      if (table.weighted || table.imputed || table.paired || Object.keys(row.levels).length < 2) return []
      const counts = countsOf(row)
      const tests = nominalTests(counts)
      const fisher = tests.find((test) => test.name === 'Fisher')
      if (!fisher) return []
      const { smallestExpected: least } = pearsonChiSquare(counts)
      const line = `least expected count ${least.toFixed(1)}; the rule (${transcript.rules!.where}) asks for Fisher below ${below.text}`
      if (least >= below.value) return [addsUp(name, [at], line)]
      const others = tests.filter((test) => test !== fisher)
      const ordered = orderedTests(counts).find(({ p }) => overlap(p, row.p!))
      const arithmetic = [
        line,
        ...tests.map((test) => `${test.name}: p = ${shownPs(test.p)}`),
        `printed p ${row.p.text}`,
      ]
      const within = ({ p }: { p: Interval }) => overlap(p, row.p!)
      const near = ({ p }: { p: Interval }) => roundingOf(p, row.p!) !== undefined
      // A p that several tests share, or that is only cut off, does not tell which was made.
      if (within(fisher) || (near(fisher) && !others.some(within)) || (ordered && !others.some(within)))
        return [addsUp(name, [at], ...arithmetic)]
      const used = others.find(within)
      const statement = `${name}: the least expected count is ${least.toFixed(1)}, so the stated rule asks for Fisher's test (p = ${shownPs(fisher.p)}); the printed p ${row.p.text} is ${used ? `that of ${used.name}` : 'not its'}.`
      const brief = `${name} (least expected ${least.toFixed(1)}; Fisher ${shownPs(fisher.p)}, printed ${row.p.text})`
      return [finding('inconsistent', name, [at], statement, brief, arithmetic)]
    })
  },
}
