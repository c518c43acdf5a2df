import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { ratioOf } from '../family.ts'
import type { Printed } from '../printed.ts'
import { placedRows } from '../rows.ts'
import { setOf } from '../sets.ts'
import type { Transcript } from '../transcript.ts'

/** Numbers that agree in every digit where chance would hardly make them: terms of a model, AUCs of two sets, means of groups. */
export const copiedNumbers: Check = {
  id: 'copied-numbers',
  title: 'The same numbers twice',
  question: 'Different things have the same numbers in every digit. Was one copied from the other',
  examine: (transcript) => [...terms(transcript), ...areas(transcript), ...means(transcript)],
}

/** Digits that carry something: "0.842" has three, "1.00" one. */
const digits = (printed: Printed | undefined) =>
  printed && !printed.bound ? printed.text.replace(/\D/g, '').replace(/^0+|0+$/g, '').length : 0

function terms({ models }: Transcript): Examination[] {
  return models.flatMap(({ id, terms: all }, m) => {
    const written = all.map((term) => {
      const cells = [term.beta, term.se, term.wald, ratioOf(term)?.printed, term.ci?.lower, term.ci?.upper]
      return {
        digits: cells.reduce((sum, cell) => sum + digits(cell), 0),
        text: cells.map((cell) => cell?.text ?? '').join(' '),
      }
    })
    const found = all.flatMap((first, i) =>
      all.slice(i + 1).flatMap((second, j) => {
        const [a, b] = [written[i], written[i + 1 + j]]
        if (a.text !== b.text || a.digits < 6) return []
        const at = [`models.${m}.terms.${i}`, `models.${m}.terms.${i + 1 + j}`]
        const statement = `${id}: ${first.term} and ${second.term} have the same numbers in every digit (${a.text.trim().replace(/\s+/g, ', ')}).`
        const brief = `${id}: ${first.term} and ${second.term}`
        return [finding('unusual', brief, at, statement, brief, [`both: ${a.text.trim()}`])]
      }),
    )
    return found.length > 0 || all.length < 2
      ? found
      : [addsUp(id, [`models.${m}`], `${all.length} terms, no two alike`)]
  })
}

function areas(transcript: Transcript): Examination[] {
  const lines = transcript.performance.map((one, i) => ({ one, i, set: setOf(one, transcript) ?? one.set }))
  return lines.flatMap((first, k) =>
    lines.slice(k + 1).flatMap((second) => {
      const [a, b] = [first, second].map(({ one }) => [one.auc ?? one.cIndex, one.ci?.lower, one.ci?.upper])
      if (first.set === second.set || first.one.n.value === second.one.n.value || !first.one.ci || !second.one.ci)
        return []
      if (a.some((cell, c) => cell?.text !== b[c]?.text) || a.reduce((sum, cell) => sum + digits(cell), 0) < 6)
        return []
      const at = [`performance.${first.i}`, `performance.${second.i}`]
      const text = `${a[0]?.text} (${first.one.ci.text})`
      const statement = `The ${first.one.set} set of ${first.one.n.text} and the ${second.one.set} set of ${second.one.n.text} patients have the same AUC and interval, ${text}.`
      return [
        finding('unusual', `${first.one.set} and ${second.one.set}`, at, statement, `${text} in two sets`, [statement]),
      ]
    }),
  )
}

/** Means and deviations of different groups, the same to every digit. */
function means(transcript: Transcript): Examination[] {
  return placedRows(transcript).flatMap(({ table, row, at, name }) => {
    if (!row.means || table.paired) return []
    const cells = row.means
    const pairs = cells.flatMap((first, i) =>
      cells.slice(i + 1).flatMap((second, j) => {
        if (first.text !== second.text || digits(first.mean) + digits(first.sd) < 5) return []
        if (table.groups[i].n.value === table.groups[i + 1 + j].n.value && first.sd.value === 0) return []
        return [`${table.groups[i].label} and ${table.groups[i + 1 + j].label}`]
      }),
    )
    if (pairs.length === 0) return []
    const statement = `${name}: ${pairs.join(', ')} have the same mean and deviation in every digit (${cells[0].text}).`
    return [
      finding('unusual', name, [at], statement, `${name}: ${pairs[0]}`, [cells.map(({ text }) => text).join(' | ')]),
    ]
  })
}
