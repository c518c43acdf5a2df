import { addsUp, type Check, finding } from '../examination.ts'
import { identity, levelOf, placedRows, plain, sum } from '../rows.ts'
import type { Term, Transcript } from '../transcript.ts'

/** The odds ratio of the tables against that of the model: adjustment may move it, but seldom to the other side of 1. */
export const crudeOdds: Check = {
  id: 'crude-odds',
  title: 'Crude against adjusted odds ratios',
  question:
    'Adjusted odds ratios are far from those of the tables, or on the other side of 1. What explains it, and what is coded 1',
  examine: (transcript) =>
    transcript.models.flatMap(({ id, terms }, m) =>
      terms.flatMap((term, t) => {
        const crude = term.or && term.level ? crudeOf(term, transcript) : undefined
        if (!crude || !term.or) return []
        const at = [`models.${m}.terms.${t}`, crude.at]
        const name = `${id}, ${term.term}`
        const arithmetic = [
          `${crude.where}: ${crude.arithmetic} = ${crude.odds.toFixed(2)}`,
          `adjusted ${term.or.text}`,
        ]
        if (term.ci) arithmetic.push(`printed interval ${term.ci.text}`)
        const adjusted = term.or.value
        const otherSide = (crude.odds - 1) * (adjusted - 1) < 0
        const significant = Math.abs(Math.log(crude.odds)) > 1.96 * crude.error
        const outside = term.ci ? crude.odds < term.ci.lower.low || crude.odds > term.ci.upper.high : false
        const far = outside && Math.abs(Math.log(adjusted / crude.odds)) > Math.log(2)
        if (!(otherSide && significant && outside) && !far) return [addsUp(name, at, ...arithmetic)]
        const side = otherSide ? ', on the other side of 1' : ''
        const statement = `${name}: the odds ratio of ${crude.where} is ${crude.odds.toFixed(2)}, the adjusted one ${term.or.text}${side}.`
        return [
          finding(
            'unusual',
            name,
            at,
            statement,
            `${name}: crude ${crude.odds.toFixed(2)}, adjusted ${term.or.text}`,
            arithmetic,
          ),
        ]
      }),
    ),
}

/** Odds ratio of the term's level against all others, from a table of those with and without the outcome. */
function crudeOf(term: Term, transcript: Transcript) {
  for (const { table, row, at } of placedRows(transcript)) {
    if (identity(row) !== identity(term) || !row.levels) continue
    const columns = (['with', 'without'] as const).map((side) =>
      table.groups.findIndex(({ outcome }) => outcome === side),
    )
    const level = levelOf(row, term.level!)
    if (columns.includes(-1) || !level) continue
    const others = Object.entries(row.levels).filter(([name]) => plain(name) !== plain(term.level!))
    const [a, b] = columns.map((column) => level[column].count)
    const [c, d] = columns.map((column) => sum(others.map(([, cells]) => cells[column].count)))
    if (a * b * c * d === 0) continue
    const error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return { odds: (a * d) / (b * c), error, arithmetic: `(${a} × ${d}) / (${b} × ${c})`, where: table.id, at }
  }
  return undefined
}
