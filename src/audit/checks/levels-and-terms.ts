import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { coefficientsOf, isJointTest } from '../joint-tests.ts'
import { identity, placedRows, unknownLevel } from '../rows.ts'
import type { Model, Term, Transcript } from '../transcript.ts'

/** A factor of k levels takes k − 1 coefficients unless its coding is told, and a test of them all as many degrees of freedom. */
export const levelsAndTerms: Check = {
  id: 'levels-and-terms',
  title: 'Coefficients of factors with several levels',
  question: 'A factor of several levels has one coefficient. Which levels were compared, or was it taken as a number',
  examine: (transcript) =>
    transcript.models.flatMap((model, m) =>
      model.terms.flatMap((term, t) => {
        const at = `models.${m}.terms.${t}`
        return isJointTest(term) ? ofJointTest(model, term, at, transcript) : ofTerm(model, term, at, transcript)
      }),
    ),
}

function ofTerm({ id, terms }: Model, term: Term, place: string, transcript: Transcript): Examination[] {
  const placed = rowOf(term, transcript)
  if (!placed) return []
  const levels = Object.keys(placed.row.levels!)
  const own = terms.filter((other) => identity(other) === identity(term))
  const same = own.filter((other) => !isJointTest(other)).length
  const name = `${id}, ${term.term}`
  const at = [place, placed.at]
  const line = `${placed.table.id} has ${levels.length} levels (${levels.join(', ')}), ${id} ${same} coefficient${same > 1 ? 's' : ''}`
  const told = term.level !== undefined || term.coding === 'ordinal' || term.coding === 'continuous'
  if (same >= levels.length - 1 || told || own.length > same) return [addsUp(name, at, line)]
  const statement = `${name}: ${levels.length} levels and one coefficient; nothing says what it compares.`
  return [finding('unusual', name, at, statement, `${term.term}: ${levels.length} levels, one β`, [line])]
}

/** The degrees of freedom of a factor's test against its levels in the tables and its coefficients in the model. */
function ofJointTest(model: Model, term: Term, place: string, transcript: Transcript): Examination[] {
  const df = term.df!.value
  const placed = rowOf(term, transcript)
  const levels = Object.keys(placed?.row.levels ?? {})
  const known = levels.filter((level) => !unknownLevel(level))
  const coefficients = coefficientsOf(model, term).length
  if (!placed && coefficients === 0) return []
  const name = `${model.id}, ${term.term}: df`
  const at = placed ? [place, placed.at] : [place]
  const lines = [
    ...(placed ? [`${placed.table.id} has ${levels.length} levels (${levels.join(', ')})`] : []),
    ...(coefficients > 0 ? [`${model.id} has ${coefficients} of its coefficients`] : []),
    `printed df ${term.df!.text}`,
  ]
  const fits = !placed || [levels.length, known.length].includes(df + 1)
  if (fits && coefficients <= df) return [addsUp(name, at, ...lines)]
  const statement = fits
    ? `${name} ${term.df!.text} is printed with ${coefficients} coefficients; each takes one degree of freedom.`
    : `${name} is printed ${term.df!.text}; ${levels.length} levels in ${placed.table.id} take ${levels.length - 1}. Were levels put together?`
  return [finding('unusual', name, at, statement, `${term.term}: df ${term.df!.text}`, lines)]
}

function rowOf(term: Term, transcript: Transcript) {
  return placedRows(transcript).find(({ row }) => row.levels && identity(row) === identity(term))
}
