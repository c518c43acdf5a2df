import { addsUp, type Check, type Examination, finding, type Grade } from '../examination.ts'
import { familyOf } from '../family.ts'
import { identity, levelOf, placedRows, sum } from '../rows.ts'
import type { Model, Term, Transcript } from '../transcript.ts'
import { standardErrorOf } from './term-interval.ts'

/**
 * The least standard error that a 0/1 term can have by maximum likelihood. In a logistic model of n patients a patient's
 * weight p (1 − p) is at most 1/4, so the information is at most m (n − m) / (4 n) for m coded 1, at most n / 16, and
 * SE ≥ 4 / √n. In a Cox model every event adds the variance of the term among those at risk, at most 1/4: SE ≥ 2 / √events.
 * Other terms only raise it. Penalised fits, weights, clusters and robust errors may go below; linear and Poisson models
 * have no such bound.
 */
export const leastError: Check = {
  id: 'least-error',
  title: 'The least standard error of a binary term',
  question:
    'Standard errors are smaller than any binary variable can have with so many patients. How were they computed, and how are the variables coded',
  examine: (transcript) =>
    transcript.models.flatMap((model, m) => {
      if (model.weighted || model.penalised || model.repeated || model.imputed) return []
      if (['robust', 'bootstrap'].includes(model.intervals ?? '')) return []
      return model.terms.flatMap((term, t) =>
        binary(term, transcript) ? examineTerm(model, term, `models.${m}.terms.${t}`, transcript) : [],
      )
    }),
}

interface Bound {
  least: number
  line: string
}

function examineTerm(model: Model, term: Term, at: string, transcript: Transcript): Examination[] {
  const size = model.n?.value ?? transcript.patients.n.value
  const family = familyOf(model, transcript)
  const error = term.se ? { high: term.se.high, text: `SE ${term.se.text}` } : derived(model, term)
  if (!error || size === 0 || family === 'linear' || family === 'poisson') return []
  const times = family === 'cox' || family === 'fine-gray'
  const logistic = logisticBounds(term, transcript, size)
  const events = model.events?.value || size
  const cox = [
    {
      least: 2 / Math.sqrt(events),
      line: `2 / √${events}${model.events ? '' : ' (all patients with the event)'} = ${(2 / Math.sqrt(events)).toFixed(3)}`,
    },
  ]
  const own = times ? cox : logistic
  const name = `${model.id}, ${term.term}`
  const lines = [...own.map(({ line }) => line), `printed ${error.text}`]
  const broken = own.find(({ least }) => error.high < least)
  if (!broken) return [addsUp(name, [at], ...lines)]
  // Of an untold kind of model only what neither kind allows is impossible.
  const both = error.high < cox[0].least
  const told = family !== undefined || both
  if (!told) lines.push(`in a Cox model it could be ${cox[0].line}`)
  const grade: Grade = told && term.se ? 'impossible' : told ? 'inconsistent' : 'unusual'
  const kind = family === undefined ? '' : times ? ` in a Cox model` : ' in a logistic model'
  const many = times ? (model.events ? `${events} events` : `${size} patients`) : `${size} patients`
  const statement = `${name}: ${error.text} is below ${broken.least.toFixed(3)}, the least that a binary term can have${kind} with ${many}.`
  const brief = `${name}: ${error.text}, at least ${broken.least.toFixed(3)}`
  return [finding(grade, name, [at], statement, brief, lines)]
}

/** The standard error that the interval tells, where none is printed and the level of the interval is 95% or less sure. */
function derived(model: Model, term: Term) {
  const found = term.beta || model.intervals === 'exact' ? undefined : standardErrorOf(model, term, false)
  if (!found || model.confidence === undefined) return undefined
  return { high: found.error.high, text: `interval ${term.ci!.text}, SE ${found.error.high.toFixed(3)}` }
}

function logisticBounds(term: Term, transcript: Transcript, size: number): Bound[] {
  const least = 4 / Math.sqrt(size)
  const coded = codedOne(term, transcript, size)
  const own = coded && 2 * Math.sqrt(size / (coded.count * (size - coded.count)))
  return [
    { least, line: `4 / √${size} = ${least.toFixed(3)}` },
    ...(coded && own
      ? [
          {
            least: own,
            line: `with ${coded.count} of ${size} coded 1 (${coded.where}): 2 √(n / (m (n − m))) = ${own.toFixed(3)}`,
          },
        ]
      : []),
  ]
}

/** Told to be, compares a level with the rest, or has two levels in a table: nothing else is taken for 0 and 1. */
function binary(term: Term, transcript: Transcript): boolean {
  if (term.coding) return term.coding === 'binary'
  const rows = placedRows(transcript).filter(({ row }) => identity(row) === identity(term))
  if (rows.some(({ row }) => row.means || row.medians)) return false
  return term.level !== undefined || rows.some(({ row }) => Object.keys(row.levels ?? {}).length === 2)
}

/** How many patients a table counts in the level that the term names, where its table holds as many as the model. */
function codedOne(term: Term, transcript: Transcript, n: number) {
  if (!term.level) return undefined
  for (const { table, row } of placedRows(transcript)) {
    if (identity(row) !== identity(term) || sum(table.groups.map((group) => group.n.value)) !== n) continue
    if (table.weighted || row.missing?.some(({ value }) => value > 0)) continue
    const count = sum((levelOf(row, term.level) ?? []).map((cell) => cell.count))
    if (count > 0 && count < n) return { count, where: table.id }
  }
  return undefined
}
