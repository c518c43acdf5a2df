import { addsUp, type Check, finding } from '../examination.ts'
import { point, roundingOf } from '../printed.ts'
import { scaleOf } from '../tests/counts-of-measures.ts'

const measures = ['sensitivity', 'specificity', 'accuracy', 'ppv', 'npv'] as const

/** A share against the counts that are printed beside it: 77.3% (17/22). */
export const printedFractions: Check = {
  id: 'printed-fractions',
  title: 'Shares against their counts',
  question: 'Shares are not those of the counts that are printed beside them. Which are right',
  examine: ({ performance }) =>
    performance.flatMap((one, i) =>
      measures.flatMap((measure) => {
        const printed = one[measure]
        if (!printed?.fraction) return []
        const { count, of } = printed.fraction
        const name = `${measure} of the ${one.set} set`
        const at = [`performance.${i}`]
        const exact = (scaleOf(printed) * count) / of
        const line = `${count}/${of} is ${exact.toFixed(printed.decimals + 1)}; printed ${printed.text}`
        if (count > of) {
          const statement = `${name}: ${count} of ${of} are more than all.`
          return [finding('impossible', name, at, statement, `${name} ${printed.text}`, [line])]
        }
        if (roundingOf(point(exact), printed)) return [addsUp(name, at, line)]
        const statement = `${name}: ${printed.text}, and ${count} of ${of} are ${exact.toFixed(printed.decimals)}.`
        return [finding('inconsistent', name, at, statement, `${name} ${printed.text}`, [line])]
      }),
    ),
}
