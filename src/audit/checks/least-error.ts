import { addsUp, type Check, finding } from '../examination.ts'
import { identity, levelOf, placedRows, sum } from '../rows.ts'
import type { Term, Transcript } from '../transcript.ts'

/**
 * The least standard error that a 0/1 term can have in a logistic model of n patients. A patient's weight p (1 − p) is at
 * most 1/4, so the information is at most m (n − m) / (4 n) for m patients coded 1: at most n / 16, and SE ≥ 4 / √n.
 * Other terms only raise it; a penalised fit may go below.
 */
export const leastError: Check = {
  id: 'least-error',
  title: 'The least standard error of a binary term',
  question:
    'Standard errors are smaller than any binary variable can have with so many patients. How were they computed, and how are the variables coded',
  examine: (transcript) =>
    transcript.models.flatMap(({ id, n, terms }, m) => {
      const size = n?.value ?? transcript.patients.n.value
      const least = 4 / Math.sqrt(size)
      return terms.flatMap((term, t) => {
        if (!term.se || size === 0 || !binary(term, transcript)) return []
        const at = [`models.${m}.terms.${t}`]
        const name = `${id}, ${term.term}`
        const coded = codedOne(term, transcript, size)
        const own = coded ? 2 * Math.sqrt(size / (coded.count * (size - coded.count))) : least
        const lines = [`4 / √${size} = ${least.toFixed(3)}; printed SE ${term.se.text}`]
        if (coded)
          lines.push(
            `with ${coded.count} of ${size} coded 1 (${coded.where}): 2 √(n / (m (n − m))) = ${own.toFixed(3)}`,
          )
        if (term.se.high >= own) return [addsUp(name, at, ...lines)]
        const bound = term.se.high < least ? least : own
        const statement = `${name}: SE ${term.se.text} is below ${bound.toFixed(3)}, the least that a binary term can have with ${size} patients.`
        return [
          finding(
            'impossible',
            name,
            at,
            statement,
            `${name}: SE ${term.se.text}, at least ${bound.toFixed(3)}`,
            lines,
          ),
        ]
      })
    }),
}

/** Told to be, compares a level with the rest, or has two levels in a table: nothing else is taken for 0 and 1. */
function binary(term: Term, transcript: Transcript): boolean {
  if (term.coding) return term.coding === 'binary'
  const rows = placedRows(transcript).filter(({ row }) => identity(row) === identity(term))
  if (rows.some(({ row }) => row.means)) return false
  return term.level !== undefined || rows.some(({ row }) => Object.keys(row.levels!).length === 2)
}

/** How many patients a table counts in the level that the term names, where its table holds as many as the model. */
function codedOne(term: Term, transcript: Transcript, n: number) {
  if (!term.level) return undefined
  for (const { table, row } of placedRows(transcript)) {
    if (identity(row) !== identity(term) || sum(table.groups.map((group) => group.n.value)) !== n) continue
    const count = sum((levelOf(row, term.level) ?? []).map((cell) => cell.count))
    if (count > 0 && count < n) return { count, where: table.id }
  }
  return undefined
}
