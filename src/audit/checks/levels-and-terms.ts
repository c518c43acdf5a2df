import { addsUp, type Check, finding } from '../examination.ts'
import { identity, placedRows } from '../rows.ts'

/** A factor of k levels takes k − 1 coefficients unless its coding is told. */
export const levelsAndTerms: Check = {
  id: 'levels-and-terms',
  title: 'Coefficients of factors with several levels',
  question: 'A factor of several levels has one coefficient. Which levels were compared, or was it taken as a number',
  examine: (transcript) =>
    transcript.models.flatMap(({ id, terms }, m) =>
      terms.flatMap((term, t) => {
        const placed = placedRows(transcript).find(({ row }) => row.levels && identity(row) === identity(term))
        if (!placed) return []
        const levels = Object.keys(placed.row.levels!)
        const same = terms.filter((other) => identity(other) === identity(term)).length
        const name = `${id}, ${term.term}`
        const at = [`models.${m}.terms.${t}`, placed.at]
        const line = `${placed.table.id} has ${levels.length} levels (${levels.join(', ')}), ${id} ${same} coefficient${same > 1 ? 's' : ''}`
        const told = term.level !== undefined || term.coding === 'ordinal' || term.coding === 'continuous'
        if (same >= levels.length - 1 || told) return [addsUp(name, at, line)]
        const statement = `${name}: ${levels.length} levels and one coefficient; nothing says what it compares.`
        return [finding('unusual', name, at, statement, `${term.term}: ${levels.length} levels, one β`, [line])]
      }),
    ),
}
